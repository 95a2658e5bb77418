"""What a list of hosts may say of each, and under which headers the Commission's lists and others have it."""

import re
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from mobilities import isced, nace
from mobilities.enums import ContactRole, HostKind
from mobilities.importers.odd import phone
from portal.common.folding import fold
from portal.common.refused import Refused
from portal.imports import parsers
from portal.imports.registry import Field
from portal.imports.sentences import in_every_language, sentence

NOTHING = frozenset({"#N/A", "N/A", "n/a", "NA", "-", "–", "?", "none", "nav", "not applicable"})
PIC = re.compile(r"\d{9}")
CELL = 300  # longer than any column; what does not fit its place is said of the row

# Words in the type of an organisation, as the Commission's lists write it > the portal's kind. The first that fits.
KIND_WORDS = (
    (("adult education", "course provider", "language school", "kursu"), HostKind.COURSE_PROVIDER),
    (("school", "higher education", "universit", "college", "vocational training", "skola", "augstskol"),
     HostKind.SCHOOL),
    (("non-governmental", "nongovernmental", " ngo", "association", "foundation", "social enterprise", "biedrib",
      "nodibinajum"), HostKind.ASSOCIATION),
    (("enterprise", "company", "uznemum", "sia", "firma"), HostKind.COMPANY),
    (("public body", "public authority", "municipal", "pasvaldib", "valsts iestad"), HostKind.PUBLIC_BODY),
    (("intermediar", "starpniek"), HostKind.INTERMEDIARY),
)  # fmt: skip

ROLE_WORDS = (
    (("legal", "signatory", "direct", "likumig", "parakst", "direktor"), ContactRole.SIGNATORY),
    (("emergency", "arkart"), ContactRole.EMERGENCY),
    (("admin", "coordinat", "koordinat"), ContactRole.ADMINISTRATIVE),
    (("mentor", "tutor", "supervis", "prakses vad"), ContactRole.MENTOR),
)


@cache
def words_of(choices) -> dict[str, str]:
    return {fold(word): value for value, label in choices.choices for word in in_every_language(label).values()}


def own_kind_in(text: str) -> str:
    """The kind of which this is the portal's own word."""
    return words_of(HostKind).get(fold(text), "")


@cache
def kind_in(text: str) -> str:
    """The kind that a type of organisation means; nothing where its words say none."""
    said = f" {fold(text)}"
    return next((kind for words, kind in KIND_WORDS if any(word in said for word in words)), "")


def role(cell: str) -> str:
    said = fold(cell)
    found = words_of(ContactRole).get(said) or next(
        (role for words, role in ROLE_WORDS if any(word in said for word in words)), ""
    )
    if said and not found:
        raise Refused(sentence(NO_ROLE, roles=lambda: "; ".join(map(str, ContactRole.labels))))
    return found


def pic(cell: str) -> str:
    digits = "".join(cell.split())
    if not (digits.isascii() and PIC.fullmatch(digits)):
        raise Refused(_("This is not a PIC. A PIC has nine digits, like 948821603."))
    return digits


def email(cell: str) -> str:
    address = cell.strip()
    try:
        if address:
            validate_email(address)
    except ValidationError:
        raise Refused(_("This is not an e-mail address. Write it like anna@school.lv.")) from None
    return address


def sector_nace(cell: str) -> str:
    if found := nace.code_in(cell):
        return found
    raise Refused(_("There is no such NACE division. Write its two digits, like 56."))


def field_isced(cell: str) -> str:
    code = cell.strip()[:4]
    if code in isced.names():
        return code
    raise Refused(_("There is no such ISCED-F field. Write its four digits, like 0713."))


def cell(text: str) -> str:
    return " ".join(text.split())


def phone_or_nothing(text: str) -> str:
    """Of a family of columns also the empty cells are read."""
    return PHONE(text) if text else ""


PHONE = phone(40)
NO_ROLE = _("There is no such role. Write one of these: %(roles)s.")
OWNERS = (
    "organizacijas", "uznemuma", "uznemejs", "uznemeja", "uznemosas", "iestades", "partnera", "saimnieka", "host",
    "organisation", "organization", "company", "partner", "hosting", "receiving",
)  # fmt: skip
FIELDS = (
    Field("name", _("Name"), parsers.text(200), (
        "Legal Name", "Organisation name", "Organization name", "Host", "Nosaukums", "Uzņēmums", "Organizācija",
        "Uzņemošā organizācija", "Uzņēmuma nosaukums", "Organizācijas nosaukums", "Uzņemošā iestāde", "Iestāde",
        "Partneris", "Prakses vieta", "Company", "Company name", "Partner", "Hosting organisation",
        "Receiving organisation", "Institution",
    ), required=True, missing=_("The name of the host is missing. Write it, or leave the row out.")),
    Field("country", _("Country"), parsers.country, (
        "Country Cd", "Country code", "Valsts", "Valsts kods", "Zeme",
    ), required=True, missing=_("The country is missing. Write its code, like LV, or its name.")),
    Field("city", _("City"), parsers.text(100), ("Town", "Pilsēta", "Vieta", "Apdzīvota vieta", "Pilsēta/novads"),
          help=_("Without this column the last part of the address is taken.")),
    Field("address", _("Address"), parsers.text(CELL), (
        "Street", "Street address", "Adrese", "Iela", "Juridiskā adrese", "Legal address", "Faktiskā adrese",
    )),
    Field("postcode", _("Postcode"), cell, (
        "Post Cd", "Post code", "Postal code", "Zip", "Zip code", "Pasta indekss", "Indekss",
    )),
    Field("kind", _("Kind"), cell, (
        "Type", "Organisation type", "Organization type", "Org type", "Veids", "Tips", "Organizācijas veids",
    ), help=_("In the words of the portal or of the Commission's lists.")),
    Field("oid", _("OID"), parsers.oid, ("Organisation ID", "OID kods", "OID numurs"), nothing=NOTHING),
    Field("pic", _("PIC"), pic, ("PIC number", "PIC code", "PIC kods", "PIC numurs"), nothing=NOTHING),
    Field("erasmus_code", _("Erasmus code (not kept)"), cell, ("Erasmus Code", "Erasmus kods"),
          help=_("Only says that a host without a kind is a school.")),
    Field("website", _("Website"), cell, (
        "Website Url", "Web", "Homepage", "URL", "Mājaslapa", "Mājas lapa", "Tīmekļa vietne", "Tīmekļvietne",
        "Interneta vietne", "Web page", "Webpage",
    )),
    Field("email", _("E-mail"), email, ("Email", "E-pasts", "E-pasta adrese", "E-mail address")),
    Field("phone", _("Phone"), PHONE, (
        "Telephone", "Tālrunis", "Telefons", "Tālruņa numurs", "Phone number", "Mobilais tālrunis",
    )),
    Field("nace", _("Sector by NACE"), sector_nace, ("NACE", "NACE code", "NACE kods")),
    Field("isced_f", _("Field by ISCED-F"), field_isced, ("ISCED-F", "ISCED", "ISCED-F kods")),
    Field("sector", _("What they do"), parsers.text(200), (
        "Sector", "Nozare", "Darbības joma", "Darbības nozare", "Field of activity", "Industry",
    )),
    Field("languages", _("Working languages"), cell, (
        "Languages", "Language", "Valodas", "Valoda", "Darba valodas", "Darba valoda",
    ), help=_("Names or codes with commas between them.")),
    Field("contact_name", _("Name of a contact"), parsers.text(200), (
        "Contact name", "Contact # name", "Contact person", "Contact", "Kontaktpersona", "Kontaktpersona #",
        "Kontaktpersonas vārds", "Kontaktpersonas vārds, uzvārds", "Mentors", "Prakses vadītājs", "Mentor",
        "Contact # person",
    ), many=True),
    Field("contact_role", _("Role of a contact"), role, (
        "Contact role", "Contact # role", "Kontaktpersonas loma", "Kontaktpersonas amats", "Contact position",
    ), many=True),
    Field("contact_email", _("E-mail of a contact"), email, (
        "Contact email", "Contact e-mail", "Contact # email", "Contact # e-mail", "Kontaktpersonas e-pasts",
        "Kontakta e-pasts", "Kontaktpersonas # e-pasts",
    ), many=True),
    Field("contact_phone", _("Phone of a contact"), phone_or_nothing, (
        "Contact phone", "Contact # phone", "Kontaktpersonas tālrunis", "Kontakttālrunis",
        "Kontaktpersonas tālruņa numurs", "Kontaktpersonas # tālrunis",
    ), many=True),
)  # fmt: skip
