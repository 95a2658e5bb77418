"""What a class list says of a person, and under which headers schools have it.

A personal identity code is never taken over: wherever one stands, it becomes PERSONAL_CODE before anything keeps it.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import LanguageLevel, PersonKind
from mobilities.importers.fields import yes_or_no
from mobilities.models import Participant, PersonContact
from mobilities.models.participant import OLDEST
from portal.common.folding import fold
from portal.common.languages import codes_by_name
from portal.common.refused import Refused
from portal.imports import parsers
from portal.imports.registry import Field
from portal.imports.sentences import sentence

CODE = re.compile(r"(?<!\d)\d{6}-\d{5}(?!\d)")
ELEVEN_DIGITS = re.compile(r"\d{11}")
PERSONAL_CODE = object()
LEVEL = re.compile(r"\b([abc][12])\b|\b(dzimta|native|mother tongue|dzimta valoda)\b")
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
    match = parsers.ISO_DAY.fullmatch(cell) or parsers.SPOKEN_DAY.fullmatch(cell)
    today = timezone.localdate()
    try:
        found = date(*(int(match[part]) for part in ("year", "month", "day"))) if match else None
    except ValueError:
        found = None
    if found is None or not today.year - OLDEST <= found.year or found > today:
        raise Refused(_("It is no date of birth. Write, for example, 2008-05-31 or 31.05.2008."))
    return found


def email(cell: str) -> str:
    address = cell.removeprefix("mailto:").strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(_("It is no e-mail address. Write one such as anna@school.lv.")) from None
    if len(address) > 254:
        raise Refused(
            sentence(_("It has %(length)s characters; at most %(limit)s fit."), length=len(address), limit=254)
        )
    return address


def kind(cell: str) -> str:
    word = fold(cell)
    if word.startswith(LEARNERS):
        return PersonKind.LEARNER
    if word.startswith(STAFF):
        return PersonKind.STAFF
    raise Refused(_("Write learner or staff."))


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
            text = _("“%(part)s” is no language with its level. Write, for example, English B1, German A2.")
            raise Refused(sentence(text, part=part.strip()[:60]))
        found[code] = level[1].upper() if level[1] else LanguageLevel.NATIVE.value
    return found


def full_name(cell: str) -> tuple[str, str]:
    """ "Anna Marija Bērziņa" or "Bērziņa, Anna Marija": (first, last)."""
    line = " ".join(cell.split())
    if "," in line:
        last, _comma, first = line.partition(",")
    else:
        first, _space, last = line.rpartition(" ")
    first, last = first.strip(), last.strip()
    if not first or not last or max(len(first), len(last)) > NAME:
        raise Refused(_("Write a first and a last name, for example Anna Ozola."))
    return first, last


def turned_name(cell: str) -> tuple[str, str]:
    """ "Bērziņa Anna Marija": (first, last)."""
    line = " ".join(cell.split())
    if "," in line:
        return full_name(line)
    last, _space, first = line.partition(" ")
    return full_name(f"{last}, {first}")


def length_of(name: str, model=Participant) -> int:
    return model._meta.get_field(name).max_length


def line(name: str, model=Participant) -> Callable[[str], Any]:
    return without_code(parsers.text(length_of(name, model)))


NAME = length_of("first_name")
FIELDS = (
    Field("name", _("First and last name"), without_code(full_name), (
        "Vārds, uzvārds", "Vārds un uzvārds", "Vārds uzvārds", "Full name", "Name", "Audzēknis", "Izglītojamais",
        "Dalībnieks", "Skolēns", "Learner", "Participant",
    ), help=_("In one column. Or choose the two columns below.")),
    Field("name_turned", _("Last and first name"), without_code(turned_name), (
        "Uzvārds, vārds", "Uzvārds un vārds", "Uzvārds vārds", "Surname, name", "Last name, first name",
    ), help=_("In one column, the last name first.")),
    Field("first_name", _("First name"), line("first_name"), ("Vārds", "Vārdi", "Given name", "Name(s)")),
    Field("last_name", _("Last name"), line("last_name"), ("Uzvārds", "Surname", "Family name")),
    Field("kind", _("Learner or staff"), without_code(kind), (
        "Loma", "Role", "Kind",
    ), help=_("Without it everybody in the file is a learner.")),
    Field("group", _("Group"), line("group"), ("Grupa", "Kurss", "Klase", "Class", "Course", "Kurss/grupa")),
    Field("qualification", _("Qualification"), line("name_lv", Participant.qualification.field.related_model), (
        "Kvalifikācija", "Profesija", "Programma", "Izglītības programma", "Programme", "Profession",
    ), help=_("The name of a qualification of the school, in Latvian or English.")),
    Field("birth_date", _("Date of birth"), without_code(birth_date), (
        "Dzimšanas datums", "Dzimšanas dati", "Dzimis", "Birth date", "Born",
    )),
    Field("email", _("E-mail"), without_code(email), ("E-pasts", "E-pasta adrese", "Email", "E-mail address")),
    Field("phone", _("Phone"), line("phone"), (
        "Tālrunis", "Tālruņa numurs", "Telefons", "Tel.", "Mobilais tālrunis", "Phone number", "Mobile",
    )),
    Field("languages", _("Languages"), without_code(languages), (
        "Valodas", "Valodu prasme", "Svešvalodas", "Valodas ar līmeni", "Language skills",
    ), help=_("Each with its level, for example English B1, German A2.")),
    Field("fewer_opportunities", _("Fewer opportunities"), without_code(yes_or_no), (
        "Mazākas iespējas", "Ierobežotas iespējas", "Mazāk iespēju", "With fewer opportunities",
    ), help=_("Yes or no; the reason does not belong in the register.")),
    Field("guardian", _("Parent or guardian"), line("name", PersonContact), (
        "Aizbildnis", "Vecāks", "Vecāki", "Vecāks vai aizbildnis", "Mātes vai tēva vārds", "Guardian", "Parent",
    )),
    Field("guardian_phone", _("Phone of the guardian"), line("phone", PersonContact), (
        "Aizbildņa tālrunis", "Vecāku tālrunis", "Vecāka tālrunis", "Parent phone", "Guardian phone",
    )),
    Field("guardian_email", _("E-mail of the guardian"), without_code(email), (
        "Aizbildņa e-pasts", "Vecāku e-pasts", "Vecāka e-pasts", "Parent e-mail", "Guardian e-mail",
    )),
    Field("work_field", _("Field of work"), line("work_field"), (
        "Amats", "Mācību priekšmets", "Priekšmets", "Darba joma", "Position", "Subject",
    ), help=_("For staff: the subject or the post.")),
    Field("personal_code", _("Personal identity code (not taken over)"), lambda cell: PERSONAL_CODE, (
        "Personas kods", "Pers. kods", "PK", "Personal code", "Identity code", "National ID",
    ), help=_("The register does not keep it; the column is passed over.")),
)  # fmt: skip
