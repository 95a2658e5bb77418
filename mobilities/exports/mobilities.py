"""The list of mobilities as a table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

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
        _("Number in the portal"),
    ]
    for row in mobilities:
        yield [
            row.participant.last_name,
            row.participant.first_name,
            str(row.participant.get_kind_display()),
            row.participant.group,
            str(row.participant.qualification or ""),
            row.project.shown_title,
            row.project.code,
            str(row.activity_type),
            row.host.name if row.host else "",
            row.host.city if row.host else "",
            country_name(row.country) if row.country else "",
            row.start,
            row.end,
            row.days,
            row.blended_days,
            str(row.phase().label),
            _("Yes") if row.has_report else _("No"),
            " ".join(notice.sentence for notice in row.findings),
            row.pk,
        ]
