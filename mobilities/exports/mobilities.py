"""The list of mobilities as a table."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.checklist_record import marked
from mobilities.enums import PersonKind, Phase
from mobilities.models import Mobility
from portal.common.countries import country_name
from portal.common.csv_lines import Cell


def mobility_rows(mobilities: Iterable[Mobility]) -> Iterator[list[Cell]]:
    """`mobilities` as mobilities.completeness.in_chunks gives them."""
    yield [
        _("Last name"),
        _("First name"),
        _("Learner or staff"),
        _("Group"),
        _("Qualification"),
        _("Project"),
        _("Grant code"),
        _("Activity type"),
        _("Host"),
        _("City"),
        _("Country"),
        _("Starts"),
        _("Ends"),
        _("Days"),
        _("Virtual days"),
        _("State"),
        _("Report received"),
        _("What is missing or wrong"),
        _("Papers asked for"),
        _("Papers here"),
        _("Papers late"),
        _("Number in the portal"),
    ]
    today, yes, no = timezone.localdate(), _("Yes"), _("No")
    phases = {phase: str(phase.label) for phase in Phase}
    kinds = {kind: str(kind.label) for kind in PersonKind}
    country_of = lru_cache(country_name)
    for row in marked(mobilities):
        yield [
            row.participant.last_name,
            row.participant.first_name,
            kinds[row.participant.kind],
            row.participant.group,
            str(row.participant.qualification or ""),
            row.project.shown_title,
            row.project.code,
            str(row.activity_type),
            row.host.name if row.host else "",
            row.host.city if row.host else "",
            country_of(row.country) if row.country else "",
            row.start,
            row.last_day,
            row.days,
            row.blended_days,
            phases[row.phase(today)],
            yes if row.has_report else no,
            " ".join(notice.sentence for notice in row.findings),
            row.papers_marks.asked,
            row.papers_marks.here,
            row.papers_marks.late,
            row.pk,
        ]
