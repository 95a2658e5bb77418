"""The flows as a table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from mobilities.enums import Direction
from mobilities.flows import Flow
from portal.common.countries import country_name
from portal.common.csv_lines import Cell


def flow_rows(flows: Iterable[Flow]) -> Iterator[list[Cell]]:
    yield [
        _("Grant code"), _("Project"), _("Activity type"), _("Direction"), _("Country"), _("Host"), _("Starts"),
        _("Ends"), _("People"), _("Of them staff"), _("Accompanying persons"), _("Days"),
    ]  # fmt: skip
    for flow in flows:
        yield [
            flow.project.code,
            flow.project.shown_title,
            str(flow.activity_type),
            str(Direction(flow.direction).label),
            country_name(flow.country) if flow.country else "",
            flow.host.name if flow.host else "",
            flow.start or "",
            flow.end or "",
            flow.people,
            flow.staff,
            flow.accompanying,
            flow.days,
        ]
