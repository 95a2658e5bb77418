"""What a class list says of a person, and under which headers schools have it.

A personal identity code is never taken over: wherever one stands, it becomes PERSONAL_CODE before anything keeps it.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.beneficiary_module.lists import GENDERS, Choice, choose
from mobilities.enums import LanguageLevel, PersonKind
from mobilities.importers.fields import yes_or_no
from mobilities.importers.odd import phone, refuse_odd_name, refuse_odd_person
from mobilities.models import Participant, PersonContact
from mobilities.models.participant import OLDEST
from portal.common.folding import fold
from portal.common.languages import codes_by_name, language_name
from portal.common.refused import Refused
from portal.imports import parsers
from portal.imports.registry import Field
from portal.imports.sentences import sentence

CODE = re.compile(r"(?<!\d)\d{6}-\d{5}(?!\d)")
ELEVEN_DIGITS = re.compile(r"\d{11}")
PERSONAL_CODE = object()
OWN_COLUMN = ("en", "de", "ru", "fr", "es", "it")  # languages that schools teach and have columns for
LEVEL = re.compile(r"\b([abc][12])\b|\b(dzimta|native|mother tongue|dzimta valoda)\b")
NAME_AND_PHONE = re.compile(
    r"(?P<name>.*?[^\W\d_].*?)[\s,;:(–-]*(?:\b(?:tel|tālr|talr|mob|t)\b\.?:?\s*)?(?P<phone>\+?\d[\d ()-]{5,}\d)\)?",
    re.IGNORECASE,
)
NO_WORD = re.compile(r"[\s:()\-–=]+")
LEARNERS = ("audzekn", "izglitojam", "skolen", "student", "learner", "pupil", "macekl")
STAFF = ("pedagog", "skolotaj", "darbiniek", "personal", "staff", "teacher", "macibspek", "administr", "pasniedz")


def hidden_codes(cell: str) -> str:
    digits = cell.replace(" ", "")
    return "…" if ELEVEN_DIGITS.fullmatch(digits) or CODE.fullmatch(digits) else CODE.sub("…", cell)


def without_code(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """A code in the wrong column is not kept either, not even in the reason of the refusal."""
    return lambda cell: PERSONAL_CODE if CODE.search(cell) else parse(cell)


def birth_date(cell: str) -> Any:
    digits = cell.replace(" ", "")
    if CODE.fullmatch(digits) or ELEVEN_DIGITS.fullmatch(digits):
        return PERSONAL_CODE
    found, today = parsers.day_in(cell), timezone.localdate()
    if found is None:
        raise Refused(_("This is not a date of birth. Write it like 31.05.2008 or 2008-05-31."))
    if found > today:
        raise Refused(_("This date of birth is in the future. Check the year."))
    if found.year < today.year - OLDEST:
        raise Refused(sentence(_("By this date of birth the person is over %(age)s years old. Check it."), age=OLDEST))
    return found


def email(cell: str) -> str:
    address = cell.removeprefix("mailto:").strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(_("This is not an e-mail address. Write it like anna@school.lv.")) from None
    if len(address) > 254:
        raise Refused(sentence(parsers.TOO_LONG, length=len(address), limit=254))
    return address


def kind_of(word: str) -> PersonKind | None:
    """What a folded word like "pedagogs" or "audzeknis" says."""
    if word.startswith(LEARNERS):
        return PersonKind.LEARNER
    return PersonKind.STAFF if word.startswith(STAFF) else None


def kind(cell: str) -> str:
    if found := kind_of(fold(cell)):
        return found
    raise Refused(_("Write “learner” or “staff”."))


def gender(cell: str) -> str:
    for each, words in GENDERS.items():
        if choose([cell], Choice(words)):
            return each.value
    raise Refused(_("This is no gender of the module's list. Write “female”, “male” or “undefined”."))


def languages(cell: str) -> dict[str, str]:
    """ "angļu B2, vācu A1": code > level."""
    found = {}
    for part in re.split(r"[,;/\n]| un | and ", cell):
        if not part.strip():
            continue
        folded = fold(part)
        level = LEVEL.search(folded)
        name = NO_WORD.sub(" ", LEVEL.sub(" ", folded)).strip()
        code = codes_by_name().get(name.removesuffix("valoda").removesuffix("language").strip())
        if not code or not level:
            text = _("“%(part)s” is not a language with its level. Write them like English B1, German A2.")
            raise Refused(sentence(text, part=part.strip()[:60]))
        found[code] = level_of(level)
    return found


def level_of(found: re.Match) -> str:
    return found[1].upper() if found[1] else LanguageLevel.NATIVE.value


def level(cell: str) -> str:
    found = LEVEL.search(fold(cell))
    if not found:
        raise Refused(_("This is not a level of a language. Write one from A1 to C2, or “native”."))
    return level_of(found)


def language_field(code: str) -> Field:
    """A column that is named after a language holds its level."""
    latvian, english = language_name(code, "lv"), language_name(code, "en")
    label = sentence(_("Level of the language: %(language)s"), language=partial(language_name, code))
    return Field(f"language_{code}", label, without_code(level), (
        f"{latvian} valoda", f"{latvian} val.", f"{latvian} valodas līmenis", f"{latvian} valodas prasme",
        f"{latvian} valodas zināšanas", f"{english} language", f"{english} level", f"{english} language level",
        english,
    ))  # fmt: skip


def spoken(values: dict[str, Any]) -> dict[str, str]:
    """code > level, of the column of all languages and of those that are named after one."""
    named = {code: values[f"language_{code}"] for code in OWN_COLUMN if values.get(f"language_{code}")}
    return (values.get("languages") or {}) | named


def full_name(cell: str) -> tuple[str, str]:
    """ "Anna Marija Bērziņa" or "Bērziņa, Anna Marija": (first, last)."""
    line = " ".join(cell.split())
    if "," in line:
        last, _comma, first = line.partition(",")
    else:
        first, _space, last = line.rpartition(" ")
    first, last = first.strip(), last.strip()
    if not first or not last:
        raise Refused(_("Only one name is given. Write a first and a last name, like Anna Ozola."))
    if max(len(first), len(last)) > NAME:
        raise Refused(sentence(parsers.TOO_LONG, length=max(len(first), len(last)), limit=NAME))
    return refuse_odd_person(first), refuse_odd_person(last)


def turned_name(cell: str) -> tuple[str, str]:
    """ "Bērziņa Anna Marija": (first, last)."""
    line = " ".join(cell.split())
    if "," in line:
        return full_name(line)
    last, _space, first = line.partition(" ")
    return full_name(f"{last}, {first}")


def length_of(name: str, model=Participant) -> int:
    return model._meta.get_field(name).max_length


def part_of_name(name: str) -> Callable[[str], Any]:
    parse = parsers.text(length_of(name))
    return without_code(lambda cell: refuse_odd_person(parse(cell)))


def name_of_guardian() -> Callable[[str], Any]:
    parse = parsers.text(length_of("name", PersonContact))
    return without_code(lambda cell: refuse_odd_name(parse(cell)))


def guardian(cell: str) -> Any:
    """The name, perhaps with a telephone number behind it, which `with_phone` takes apart."""
    said = " ".join(cell.split())
    name, phone = with_phone(said)
    return f"{NAME_OF_GUARDIAN(name)} {phone}".strip()


def with_phone(text: str) -> tuple[str, str]:
    """ "Anna Bērziņa, tālr. +371 29111111": name, telephone number."""
    found = NAME_AND_PHONE.fullmatch(text)
    return (found["name"], found["phone"]) if found else (text, "")


def line(name: str, model=Participant) -> Callable[[str], Any]:
    return without_code(parsers.text(length_of(name, model)))


NAME = length_of("first_name")
NAME_OF_GUARDIAN = name_of_guardian()
PHONE = without_code(phone(length_of("phone")))
OWNERS = (
    "audzeknis", "audzekna", "izglitojamais", "izglitojama", "skolens", "skolena", "dalibnieks", "dalibnieka",
    "students", "studenta", "learner", "student", "participant", "pupil", "jauniesa",
)  # fmt: skip
FIELDS = (
    Field("name", _("First and last name"), without_code(full_name), (
        "Vārds, uzvārds", "Vārds un uzvārds", "Vārds uzvārds", "Pilns vārds", "Full name", "Name", "Name and surname",
        "Name, surname", "Audzēknis", "Izglītojamais", "Dalībnieks", "Skolēns", "Students", "Pedagogs", "Darbinieks",
        "Skolotājs", "Learner", "Participant", "Student", "Pupil", "Teacher", "Person",
    ), help=_("In one column. Or choose the two columns below.")),
    Field("name_turned", _("Last and first name"), without_code(turned_name), (
        "Uzvārds, vārds", "Uzvārds un vārds", "Uzvārds vārds", "Surname, name", "Surname and name",
        "Last name, first name",
    ), help=_("In one column, the last name first.")),
    Field("first_name", _("First name"), part_of_name("first_name"), (
        "Vārds", "Vārdi", "Given name", "Name(s)", "Forename", "Priekšvārds",
    )),
    Field("last_name", _("Last name"), part_of_name("last_name"), ("Uzvārds", "Uzv.", "Surname", "Family name")),
    Field("kind", _("Learner or staff"), without_code(kind), (
        "Loma", "Role", "Kind", "Statuss", "Dalībnieka veids",
    ), help=_("Without it everybody in the file is a learner.")),
    Field("group", _("Group"), line("group"), (
        "Grupa", "Kurss", "Klase", "Class", "Course", "Kurss/grupa", "Klase/grupa", "Grupas nosaukums", "Grupas kods",
        "Grupas nr.", "Mācību grupa", "Study group",
    )),
    Field("qualification", _("Qualification"), line("name_lv", Participant.qualification.field.related_model), (
        "Kvalifikācija", "Profesija", "Programma", "Izglītības programma", "Izglītības programmas nosaukums",
        "Mācību programma", "Specialitāte", "Iegūstamā kvalifikācija", "Profesionālā kvalifikācija", "Programme",
        "Profession", "Speciality", "Study programme",
    ), help=_("The name of a qualification of the school, in Latvian or English.")),
    Field("birth_date", _("Date of birth"), without_code(birth_date), (
        "Dzimšanas datums", "Dzimšanas dati", "Dzimšanas diena", "Dzimšanas diena, mēnesis, gads", "Dzimis",
        "Dzimusi", "Dz. d.", "Birth date", "Birthday", "Born", "DOB",
    )),
    Field("gender", _("Gender"), without_code(gender), ("Dzimums", "Dalībnieka dzimums", "Sex", "Participant gender"),
          help=_("Only where the Commission's module wants it.")),
    Field("nationality", _("Nationality"), without_code(parsers.country), (
        "Valstspiederība", "Pilsonība", "Dalībnieka valstspiederība", "Citizenship", "Participant nationality",
    ), help=_("A country or its code; only where the Commission's module wants it.")),
    Field("email", _("E-mail"), without_code(email), (
        "E-pasts", "E-pasta adrese", "Elektroniskais pasts", "El. pasts", "Email", "E-mail address",
    )),
    Field("phone", _("Phone"), PHONE, (
        "Tālrunis", "Tālruņa numurs", "Telefons", "Tel.", "Mobilais tālrunis", "Mobilais", "Mob. tālruņa numurs",
        "Kontakttālrunis", "Kontakttālruņa numurs", "Saziņas tālrunis", "Phone number", "Mobile", "Mobile phone",
        "Telephone", "Contact phone", "WhatsApp",
    )),
    Field("languages", _("Languages"), without_code(languages), (
        "Valodas", "Valodu prasme", "Valodu zināšanas", "Svešvalodas", "Svešvaloda", "Valodas ar līmeni",
        "Valodas līmenis", "Language skills", "Language level", "Foreign languages",
    ), help=_("Each with its level, for example English B1, German A2.")),
    *(language_field(code) for code in OWN_COLUMN),
    Field("fewer_opportunities", _("Fewer opportunities"), without_code(yes_or_no), (
        "Mazākas iespējas", "Ierobežotas iespējas", "Mazāk iespēju", "Ar mazākām iespējām",
        "Dalībnieks ar ierobežotām iespējām", "With fewer opportunities",
    ), help=_("Yes or no; the reason does not belong in the register.")),
    Field("guardian", _("Parent or guardian"), without_code(guardian), (
        "Vecāks/aizbildnis", "Aizbildnis", "Vecāks", "Vecāki", "Vecāks vai aizbildnis", "Likumiskais pārstāvis",
        "Kontaktpersona",
        "Mātes vai tēva vārds", "Mātes vārds", "Tēva vārds", "Vecāka vārds", "Aizbildņa vārds",
        "Mātes vārds, uzvārds", "Tēva vārds, uzvārds", "Vecāka vārds, uzvārds", "Aizbildņa vārds, uzvārds",
        "Vecāka vai aizbildņa vārds, uzvārds", "Likumiskā pārstāvja vārds, uzvārds", "Māte", "Tēvs", "Guardian",
        "Parent", "Guardian name", "Parent name", "Mother", "Father", "Mother's name", "Father's name",
        "Legal representative",
    )),
    Field("guardian_phone", _("Phone of the guardian"), PHONE, (
        "Aizbildņa tālrunis", "Vecāku tālrunis", "Vecāka tālrunis", "Vecāka vai aizbildņa tālrunis", "Mātes tālrunis",
        "Tēva tālrunis", "Aizbildņa tālruņa numurs", "Vecāka tālruņa numurs", "Aizbildņa mobilais tālrunis",
        "Vecāku mobilais tālrunis", "Mātes tālruņa numurs", "Tēva tālruņa numurs", "Likumiskā pārstāvja tālrunis",
        "Vecāku kontakttālrunis", "Kontaktpersonas tālrunis", "Parent phone", "Guardian phone",
        "Parent phone number", "Guardian phone number", "Mother's phone",
        "Father's phone",
    )),
    Field("guardian_email", _("E-mail of the guardian"), without_code(email), (
        "Aizbildņa e-pasts", "Vecāku e-pasts", "Vecāka e-pasts", "Vecāka vai aizbildņa e-pasts", "Mātes e-pasts",
        "Tēva e-pasts", "Likumiskā pārstāvja e-pasts", "Kontaktpersonas e-pasts", "Parent e-mail", "Guardian e-mail",
        "Mother's e-mail", "Father's e-mail",
    )),
    Field("work_field", _("Field of work"), line("work_field"), (
        "Amats", "Mācību priekšmets", "Priekšmets", "Darba joma", "Nodarbošanās", "Struktūrvienība", "Position",
        "Subject", "Job title", "Department",
    ), help=_("For staff: the subject or the post.")),
    Field("personal_code", _("Personal identity code (not taken over)"), lambda cell: PERSONAL_CODE, (
        "Personas kods", "Pers. kods", "PK", "P. k.", "Personal code", "Identity code", "National ID", "ID code",
    ), help=_("The register does not keep it; the column is passed over.")),
)  # fmt: skip
