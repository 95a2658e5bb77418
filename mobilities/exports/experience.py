"""Experience reports, and journeys whose report is missing, as a table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mobilities.models import AccompanyingPerson, ExperienceReport, Mobility
from mobilities.models.experience import RATINGS
from portal.common.countries import country_name
from portal.common.csv_lines import Cell

Journey = Mobility | AccompanyingPerson
IN_NUMBERS = (*RATINGS, "commute_minutes")


def report_rows(reports: Iterable[ExperienceReport]) -> Iterator[list[Cell]]:
    """What is counted; what people wrote is read on their pages."""
    named = [ExperienceReport._meta.get_field(name).verbose_name for name in IN_NUMBERS]
    yield [*journey_head(), _("Written by"), _("State"), *(str(name).capitalize() for name in named)]
    for report in reports:
        numbers = [getattr(report, name) for name in IN_NUMBERS]
        yield [*journey_cells(report.journey), report.writer, report.get_state_display(), *numbers]


def missing_rows(journeys: Iterable[Journey]) -> Iterator[list[Cell]]:
    yield [*journey_head(), _("Teacher in charge"), _("State")]
    for journey in journeys:
        begun = getattr(journey, "report", None)
        state = begun.get_state_display() if begun else pgettext("report", "Missing")
        yield [*journey_cells(journey), str(journey.responsible or ""), state]


def journey_head() -> list[Cell]:
    return [_("Participant"), _("Accompanied others"), _("Host"), _("Country"), _("Starts"), _("Ends")]


def journey_cells(journey: Journey) -> list[Cell]:
    host = journey.host
    return [
        str(journey.participant),
        _("yes") if isinstance(journey, AccompanyingPerson) else "",
        host.name if host else "",
        country_name(host.country) if host and host.country else "",
        journey.start,
        journey.last_day,
    ]
