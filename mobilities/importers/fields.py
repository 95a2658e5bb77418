"""What a table of mobilities may say of each, and under which headers lists have it."""

from collections.abc import Callable
from functools import cache

from django.utils.translation import gettext_lazy as _

from mobilities.enums import Direction, Phase
from mobilities.models import Mobility
from portal.common.folding import fold
from portal.common.refused import Refused
from portal.imports import parsers
from portal.imports.registry import Field
from portal.imports.sentences import in_every_language, sentence

MOST_VIRTUAL_DAYS = 365
YES = {"ja", "yes", "y", "j", "1", "x", "+", "true", "✓", "green", "zals", "zala"}
NO = {"ne", "no", "n", "0", "-", "–", "false", "standard", "parasts"}


def number(cell: str) -> int:
    digits = cell.lstrip("#").removesuffix(".0").removesuffix(".")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        raise Refused(
            _(
                "This is not the number of a mobility. Take it from a list exported by the portal, or leave the cell "
                "empty."
            )
        )
    return int(digits)


def virtual_days(cell: str) -> int:
    digits = cell.removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 5 and int(digits) <= MOST_VIRTUAL_DAYS):
        text = _("This is not a number of days. Write a whole number from 0 to %(most)s.")
        raise Refused(sentence(text, most=MOST_VIRTUAL_DAYS))
    return int(digits)


def yes_or_no(cell: str) -> bool:
    word = fold(cell)
    if word not in YES | NO:
        raise Refused(_("Write “yes” or “no”."))
    return word in YES


def choice(choices, refusal: object) -> Callable[[str], str]:
    """The value whose word, in any language, stands in the cell."""

    @cache
    def words() -> dict[str, str]:
        named = {fold(word): value for value, label in choices.choices for word in in_every_language(label).values()}
        return named | {value: value for value in choices.values}

    def parse(cell: str) -> str:
        if fold(cell) not in words():
            raise Refused(refusal)
        return words()[fold(cell)]

    return parse


def length_of(name: str) -> int:
    return Mobility._meta.get_field(name).max_length


NO_DAY = _("The cell is empty. Write a day, like 28.02.2027.")
TO_TELL = _("Only to tell namesakes apart.")
FIELDS = (
    Field("number", _("Number in the portal"), number, (
        "Mobility number", "Number of the mobility", "Mobilitātes numurs",
    ), help=_("Of a mobility that is to be changed. Without it, it is known by project, person, type and start.")),
    Field("participant", _("Participant"), parsers.text(220), (
        "Participant name", "Person", "Name", "Full name", "Dalībnieks", "Dalībniece", "Vārds, uzvārds",
        "Vārds un uzvārds", "Dalībnieka vārds, uzvārds", "Uzvārds, vārds", "Audzēknis", "Izglītojamais", "Skolēns",
        "Students", "Learner", "Student", "Pedagogs", "Skolēna vārds, uzvārds",
    ), help=_("First and last name in any order; or its e-mail. Or choose the two columns below."),
       missing=_("The cell is empty. Write the first and the last name, or the e-mail.")),
    Field("first_name", _("First name"), parsers.text(100), ("Vārds", "Given name", "Participant first name")),
    Field("last_name", _("Last name"), parsers.text(100), (
        "Uzvārds", "Surname", "Family name", "Participant last name",
    )),
    Field("email", _("E-mail of the participant"), parsers.text(254), (
        "Participant e-mail", "Participant email", "E-mail", "Email", "E-pasts", "Dalībnieka e-pasts",
    ), help=TO_TELL),
    Field("birth_date", _("Date of birth"), parsers.day, (
        "Birth date", "Dzimšanas datums", "Dzimis", "Dzimusi",
    ), help=TO_TELL),
    Field("group", _("Group"), parsers.text(40), ("Class", "Grupa", "Kurss", "Klase", "Kurss/grupa"), help=TO_TELL),
    Field("project", _("Project"), parsers.text(400), (
        "Grant code", "Project code", "Project Identifier", "Project number", "Projekta numurs", "Projekta kods",
        "Projekts", "Dotācijas kods", "Project title", "Projekta nosaukums", "Līguma numurs", "Project ID",
    ), help=_("Its grant code in any shape, or its title."),
       missing=_("The cell is empty. Write the grant code of the project, or its title.")),
    Field("activity_type", _("Activity type"), parsers.text(200), (
        "Activity", "Type", "Activity code", "Aktivitātes veids", "Aktivitāte", "Mobilitātes veids", "Veids",
        "Aktivitātes kods", "Mobility type",
        "Type of activity",
    ), help=_("The code or the name of a type of the project's call."),
       missing=_("The cell is empty. Write the code or the name of a type of the project's call.")),
    Field("host", _("Host"), parsers.text(400), (
        "Host organisation", "Receiving organisation", "Hosting organisation", "Organisation", "Company",
        "Uzņemošā organizācija", "Uzņēmējs", "Uzņēmums", "Organizācija", "Uzņemošā iestāde", "Prakses vieta",
        "Uzņemošais partneris", "Partneris", "Partner",
    ), help=_("Its name, name and city, or OID.")),
    Field("host_city", _("City of the host"), parsers.text(100), (
        "City", "Host city", "Pilsēta", "Uzņēmēja pilsēta", "Galamērķa pilsēta",
    ), help=TO_TELL),
    Field("host_country", _("Country of the host"), parsers.country, (
        "Country", "Host country", "Destination country", "Valsts", "Galamērķa valsts", "Uzņēmēja valsts",
        "Uzņemošā valsts", "Receiving country",
    ), help=TO_TELL),
    Field("start", _("Starts"), parsers.day, (
        "Start date", "Start", "From", "First day", "Departure", "Sākuma datums", "Sākums", "Pirmā diena",
        "Datums no", "Izbraukšana", "Izbraukšanas datums", "Norises sākums",
    ), missing=NO_DAY),
    Field("end", _("Ends"), parsers.day, (
        "End date", "End", "To", "Last day", "Return", "Beigu datums", "Beigas", "Līdz", "Pēdējā diena",
        "Datums līdz", "Atgriešanās", "Atgriešanās datums", "Norises beigas",
    ), missing=NO_DAY),
    Field("responsible", _("Teacher in charge"), parsers.text(254), (
        "Teacher", "In charge", "Responsible", "Atbildīgais skolotājs", "Atbildīgais", "Skolotājs",
        "Atbildīgā persona", "Atbildīgais pedagogs", "Responsible teacher",
    ), help=_("Name or e-mail of somebody with an account at the school.")),
    Field("direction", _("Direction"), choice(
        Direction, _("There is no such direction. Write “outgoing” or “incoming”."),
    ), ("Virziens",)),
    Field("green_travel", _("Green travel"), yes_or_no, ("Green", "Zaļais ceļojums", "Zaļā ceļošana")),
    Field("blended_days", _("Virtual days"), virtual_days, (
        "Blended days", "Online days", "Virtuālās dienas", "Tiešsaistes dienas",
    )),
    Field("state", _("State"), choice(
        Phase, _("There is no such state of a mobility. Write “planned” or “confirmed”."),
    ), ("Status", "Stāvoklis", "Statuss"), help=_("Planned or confirmed; other steps are taken on the page.")),
    Field("accompanying", _("Accompanying persons"), parsers.text(1000), (
        "Accompanying person", "Accompanied by", "Pavadošās personas", "Pavadošā persona", "Pavada", "Pavadonis",
        "Pavadošais skolotājs", "Accompanying teacher",
    ), help=_("Names of staff, with commas between them.")),
    Field("override_reason", _("Reason for going beyond the limits"), parsers.text(length_of("override_reason")), (
        "Reason", "Override reason", "Pamatojums", "Iemesls",
    )),
    Field("note", _("Note"), parsers.lines(length_of("note")), ("Notes", "Comment", "Piezīme", "Piezīmes")),
)  # fmt: skip
