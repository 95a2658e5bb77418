"""Whether sessions of a conference fit into its days and beside each other: hints, as some overlap on purpose."""

from collections.abc import Sequence
from datetime import time
from itertools import combinations

from django.utils.translation import gettext as _

from mobilities.models import Presentation
from portal.common.folding import fold
from portal.common.text import quoted


def hint_at_hours(sessions: Sequence[Presentation]) -> None:
    """Sets `hints` of each, as sentences."""
    for row in sessions:
        row.hints = [outside] if (outside := outside_of_day(row)) else []
    for one, other in combinations(sessions, 2):
        if overlap(one, other):
            one.hints.append(_("Overlaps with %(title)s.") % {"title": quoted(other.title)})
            other.hints.append(_("Overlaps with %(title)s.") % {"title": quoted(one.title)})


def outside_of_day(row: Presentation) -> str:
    begins, ends = row.day.starts_at, row.day.ends_at
    if row.time is None:
        return ""
    if (begins and row.time < begins) or (ends and end_of(row) > minute(ends)):
        hours = f"{begins:%H:%M}–{ends:%H:%M}" if begins and ends else f"{begins or ends:%H:%M}"
        return _("Outside the hours of the day (%(hours)s).") % {"hours": hours}
    return ""


def overlap(one: Presentation, other: Presentation) -> bool:
    """At one time and not known to be in different rooms. A session of unsaid length is taken for a moment."""
    if one.day_id != other.day_id or one.time is None or other.time is None:
        return False
    apart = one.room and other.room and fold(one.room) != fold(other.room)
    return not apart and minute(one.time) < end_of(other) and minute(other.time) < end_of(one)


def end_of(row: Presentation) -> int:
    return minute(row.time) + (row.minutes or 1)


def minute(at: time) -> int:
    return at.hour * 60 + at.minute
