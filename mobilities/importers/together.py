"""What rows of one table say of each other: nobody is in two places at once.

Rows are taken in their order. Only those that are right by themselves take up days, so that a row which is refused
stands in no other's way; neither does a saved mobility that a row moves elsewhere, unless that row is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from mobilities.importers.resolved import Row
from portal.common.text import day_range
from portal.imports.registry import Checked
from portal.imports.sentences import sentence

SAYS = {
    "overlap": _(
        "Row %(row)s already sends the same person abroad in overlapping days, %(period)s. Correct the dates."
    ),
    "takes_part": _(
        "In row %(row)s the same person is on a trip %(period)s. Nobody can take part and accompany others at once."
    ),
}
Judged = tuple[Checked, Row]
Days = tuple[date, date]


@dataclass
class Trips:
    """Of one person: as a participant, and in company; each span once."""

    own: dict[Days, Row] = field(default_factory=dict)
    in_company: dict[Days, Row] = field(default_factory=dict)


def settle_overlaps(judged: Sequence[Judged], refuse) -> None:
    """`refuse(checked, row, text)` is called for the later of two rows."""
    refuse_moved(judged, refuse)
    trips: dict[int, Trips] = {}
    for checked, row in judged:
        if not row.plan.has_span or row.plan.is_cancelled:
            continue
        was_right, found = not checked.reasons, conflicts(row, trips)
        for text in found:
            refuse(checked, row, text)
        if was_right and not found:
            take_up(row, trips)
    refuse_moved(judged, refuse)


def refuse_moved(judged: Sequence[Judged], refuse) -> None:
    """Mobilities of the register stay where they are if the row that moves them is refused; then they may stand in
    the way of a third one, and so on until nothing changes."""
    waiting = [(checked, row) for checked, row in judged if row.of_moved]
    has_changed = bool(waiting)
    while has_changed:
        stay = {row.existing.pk for checked, row in judged if row.existing and checked.reasons}
        has_changed = False
        for checked, row in waiting:
            there = [notice for notice in row.of_moved if notice.about.pk in stay]
            row.of_moved = [notice for notice in row.of_moved if notice.about.pk not in stay]
            for notice in there:
                has_changed = has_changed or not checked.reasons
                refuse(checked, row, notice)


def conflicts(row: Row, trips: dict[int, Trips]) -> list[object]:
    plan, found = row.plan, []
    if plan.participant and (known := trips.get(plan.participant.pk)):
        found += [said("overlap", other) for other in meeting(row, known.own)]
        found += [said("takes_part", other) for other in meeting(row, known.in_company)]
    for person in plan.along:
        if known := trips.get(person.pk):
            found += [said("takes_part", other) for other in meeting(row, known.own)]
    return found[:3]


def meeting(row: Row, spans: dict[Days, Row]) -> list[Row]:
    """Rows of the same key are the same mobility, and are judged as such."""
    start, end = row.plan.start, row.plan.end
    met = [other for (first, last), other in spans.items() if first <= end and start <= last]
    return [other for other in met if not (row.key and row.key == other.key)]


def take_up(row: Row, trips: dict[int, Trips]) -> None:
    days = (row.plan.start, row.plan.end)
    if row.plan.participant:
        trips.setdefault(row.plan.participant.pk, Trips()).own.setdefault(days, row)
    for person in row.plan.along:
        trips.setdefault(person.pk, Trips()).in_company.setdefault(days, row)


def said(rule: str, row: Row) -> object:
    plan = row.plan
    return sentence(SAYS[rule], row=row.number, period=lambda: day_range(plan.start, plan.end))
