"""A mobility as a line of a list: its words made once, in Python; a template with a thought in each cell is slow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobilities.checklist_record import Marks
from mobilities.completeness import Severity
from mobilities.enums import Direction, MobilityState, PersonKind, Phase
from mobilities.models import Mobility
from portal.common.countries import country_name
from portal.common.templatetags.components import status
from portal.common.text import day_range

LOOKS = {
    Phase.PLANNED: "plan", Phase.CONFIRMED: "plan", Phase.ABROAD: "go", Phase.RETURNED: "wait", Phase.CLOSED: "done",
    Phase.CANCELLED: "stop", Phase.INTERRUPTED: "stop",
}  # fmt: skip
NONE = "–"


@dataclass(frozen=True, slots=True)
class Line:
    key: str
    tick: str
    url: str
    person: str
    group: str
    is_staff: bool
    subject: str
    country: str
    host: str
    host_url: str
    no_host: str
    dates: str
    is_in_one_year: bool
    days: int
    state: str
    report: str
    complete: str
    papers: str


def lines_of(mobilities: Iterable[Mobility], today: date) -> Iterator[Line]:
    """Of rows with names, has_report, findings and marks of their papers."""
    words = {phase: status(look, phase.label) for phase, look in LOOKS.items()}
    tick, with_us, no_host = _("Tick %(person)s"), _("with us"), status("warn", _("No host"))
    handed_in, late = status("done", _("Handed in")), status("stop", _("Missing"))
    for row in mobilities:
        person, host = row.participant, row.host
        is_learner = person.kind == PersonKind.LEARNER
        qualification = person.qualification if is_learner else None
        yield Line(
            key=str(row.pk),
            tick=tick % {"person": person},
            url=reverse("mobilities:mobility-detail", args=[row.pk]),
            person=str(person),
            group=person.group if is_learner else "",
            is_staff=not is_learner,
            subject=str(qualification or row.activity_type),
            country=country_name(row.country) if row.country else NONE,
            host=host.name if host else "",
            host_url=reverse("mobilities:host-detail", args=[host.pk]) if host else "",
            no_host=with_us if row.direction == Direction.INCOMING else no_host,
            dates=day_range(row.start, row.last_day),
            is_in_one_year=row.start.year == row.last_day.year,
            days=row.days,
            state=words[row.phase(today)],
            report=handed_in if row.has_report else late if row.is_report_awaited(today) else NONE,
            complete=how_complete(row),
            papers=how_many_papers(row.papers_marks),
        )


def how_many_papers(marks: Marks) -> str:
    """How many of those asked for are here; late ones are marked."""
    if not marks.asked:
        return NONE
    if not marks.missing:
        return status("done", _("All here"))
    word = _("%(here)s of %(asked)s") % {"here": marks.here, "asked": marks.asked}
    if not marks.late:
        return status("wait", word)
    late = ngettext("%(n)s late", "%(n)s late", marks.late) % {"n": marks.late}
    return format_html('{}<span class="visually-hidden"> {}</span>', status("stop", word), late)


def how_complete(row: Mobility) -> str:
    """The gravest finding and how many there are."""
    count = len(row.findings)
    if row.worst in (Severity.ERROR, Severity.BREACH):
        return status("stop", ngettext("%(count)s to correct", "%(count)s to correct", count) % {"count": count})
    if row.worst == Severity.MISSING:
        return status("warn", ngettext("%(count)s missing", "%(count)s missing", count) % {"count": count})
    if row.worst == Severity.WARNING:
        return status("wait", ngettext("%(count)s to look at", "%(count)s to look at", count) % {"count": count})
    return NONE if row.state == MobilityState.CANCELLED else status("done", _("Yes"))
