"""The counters of fewer opportunities as they may leave the school."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from mobilities.inclusion import Inclusion, told
from portal.common.csv_lines import Cell


def inclusion_rows(inclusion: Inclusion) -> Iterator[list[Cell]]:
    yield [_("Reason"), _("People")]
    yield [_("Participants with fewer opportunities"), told(inclusion.flagged)]
    for reason, people in inclusion.by_reason():
        yield [str(reason.label), told(people)]
