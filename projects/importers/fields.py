"""What a list of projects may say of each, and under which headers the Commission's lists and others have it."""

from collections.abc import Callable
from functools import cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.common.folding import fold
from portal.imports import parsers
from portal.imports.registry import Field
from portal.imports.sentences import in_every_language
from projects import enums
from projects.enums import Programme, ProjectRole

NAME_LENGTH, CITY_LENGTH = 300, 120
SUMMARY_LENGTH = 10_000
ACTION_LENGTH = 40


def website_or_nothing(cell: str) -> str:
    """An organisation stays worth having when its address is a mail address or half a sentence."""
    try:
        return parsers.website(cell)
    except parsers.Refused:
        return ""


def city_of(address: str) -> str:
    """The town of "street, postcode, town": what follows the last part with a digit, else the last part."""
    parts = [part.strip() for part in address.replace("\n", " ").split(",") if part.strip()]
    if len(parts) < 2:
        return ""
    numbered = [place for place, part in enumerate(parts[:-1]) if any(letter.isdigit() for letter in part)]
    return parts[numbered[-1] + 1 if numbered else -1][:CITY_LENGTH]


def country_or_nothing(cell: str) -> str:
    try:
        return parsers.country(cell) if cell else ""
    except parsers.Refused:
        return ""


def choice_or_nothing(choices: type[TextChoices]) -> Callable[[str], str]:
    """The value whose word, in any language, stands in the cell; other people's words say nothing to the portal."""

    @cache
    def words() -> dict[str, str]:
        return {fold(word): value for value, label in choices.choices for word in in_every_language(label).values()}

    return lambda cell: words().get(fold(cell), "")


def short_or_nothing(cell: str) -> str:
    return cell if len(cell) <= ACTION_LENGTH else ""


def number_or_nothing(cell: str) -> int | None:
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 10 else None


OWNERS = ("projekta", "project")
ONLY_NEW = _("Only for new projects, and only the words that the portal itself uses.")

FIELDS = (
    Field("code", _("Grant code"), parsers.text(300), (
        "Project Identifier", "Project number", "Grant agreement number", "Grant agreement", "Agreement number",
        "Project code", "Project ID", "Projekta numurs", "Projekta kods", "Projekta identifikators", "Kods",
        "Līguma numurs", "Līgums", "Dotācijas līguma numurs", "Finansējuma līguma numurs", "Dotācijas kods",
    ), required=True),
    Field("title", _("Title"), parsers.text(300), (
        "Project Title", "Title", "Projekta nosaukums", "Nosaukums", "Projekts",
    )),
    Field("title_en", _("Title in English"), parsers.text(300), (
        "Title EN", "Title (English)", "Nosaukums angliski", "Nosaukums angļu valodā",
    )),
    Field("programme", _("Programme"), choice_or_nothing(Programme), help=ONLY_NEW),
    Field("action", _("Action"), short_or_nothing, help=_("Only for new projects whose code does not say it.")),
    Field("field", _("Field"), choice_or_nothing(enums.Field), help=ONLY_NEW),
    Field("role", _("Our role"), choice_or_nothing(ProjectRole), help=ONLY_NEW),
    Field("call_year", _("Call year"), parsers.year, (
        "Call year", "Call", "Uzsaukuma gads", "Konkursa gads", "Uzsaukums",
    )),
    Field("start", _("Starts"), parsers.day, (
        "Start date", "Project start date", "Start", "Sākuma datums", "Sākums", "Projekta sākums",
        "Projekta sākuma datums",
    )),
    Field("end", _("Ends"), parsers.day, (
        "End date", "Project end date", "End", "Beigu datums", "Beigas", "Projekta beigas", "Projekta beigu datums",
        "Līdz",
    )),
    Field("grant", _("Grant, €"), parsers.euro, (
        "EU Grant award in euros", "grant_eur", "EU grant award", "Awarded grant", "Grant EUR", "Grant", "Piešķīrums",
        "Dotācija", "Dotācija EUR", "Piešķirtā dotācija", "Piešķirtais finansējums", "Finansējums", "Summa",
        "Dotācijas summa", "Budžets", "Grant amount", "Budget",
    )),
    Field("planned", _("Participants planned"), number_or_nothing,
          help=_("Only compared: the project's page takes them by activity type.")),
    Field("status", _("Status"), parsers.text(60), ("Project Status", "Status", "State", "Stāvoklis", "Statuss"),
          help=_("“Finalised” closes a new project; otherwise it is approved.")),
    Field("summary", _("Summary"), parsers.lines(SUMMARY_LENGTH), (
        "Project Summary", "Summary", "Kopsavilkums", "Apraksts",
    )),
    Field("public_url", _("Public card"), parsers.website, (
        "Results Platform Project Card", "Project card", "project_page", "Public card",
    )),
    Field("coordinator_name", _("Coordinating organisation"), parsers.text(NAME_LENGTH), (
        "Coordinating organisation name", "Coordinator name", "Coordinator", "Koordinators",
        "Koordinējošā organizācija", "Projekta koordinators",
    )),
    Field("coordinator_oid", _("OID of the coordinator"), parsers.oid, ("Coordinator's OID", "Coordinator OID")),
    Field("coordinator_country", _("Country of the coordinator"), country_or_nothing, (
        "Coordinator's country", "Coordinator country",
    )),
    Field("coordinator_address", _("Address of the coordinator"), city_of, (
        "Coordinator's address", "Coordinator address",
    )),
    Field("coordinator_city", _("City of the coordinator"), parsers.text(CITY_LENGTH), (
        "Coordinator's city", "Coordinator city",
    )),
    Field("coordinator_website", _("Website of the coordinator"), website_or_nothing, (
        "Coordinator's website", "Coordinator website",
    )),
    Field("partner_name", _("Names of the partners"), parsers.text(NAME_LENGTH), ("Partner # name",), many=True),
    Field("partner_oid", _("OIDs of the partners"), lambda cell: parsers.oid(cell) if cell else "", (
        "Partner # OID",
    ), many=True),
    Field("partner_country", _("Countries of the partners"), country_or_nothing, ("Partner # country",), many=True),
    Field("partner_address", _("Addresses of the partners"), city_of, ("Partner # address",), many=True),
    Field("partner_city", _("Cities of the partners"), parsers.text(CITY_LENGTH), ("Partner # city",), many=True),
    Field("partner_website", _("Websites of the partners"),
          lambda cell: website_or_nothing(cell) if cell else "", ("Partner # website",), many=True),
    Field("partners", _("Partners in one cell"), parsers.lines(50_000), ("Partners", "Partneri"),
          help=_("Names with a vertical bar between them.")),
    Field("uk_partners", _("British partners in one cell"), parsers.lines(50_000), ("uk_organisations",),
          help=_("Names with a vertical bar between them.")),
)  # fmt: skip
