"""The rows of the grid checked and saved, by the importer that reads files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mobilities.completeness import Notice, Severity
from mobilities.enums import MobilityState
from mobilities.importers.grid.clashes import follow_others
from mobilities.importers.grid.rows import CELLS, COLUMNS, GridRow, Problem, Remark, grid_importer
from mobilities.importers.resolved import Resolved, Row
from mobilities.models import Mobility
from mobilities.models.mobility import days_of
from portal.common.refused import Refused
from portal.imports import parsers
from portal.imports.enums import WRITES, Outcome
from portal.imports.registry import Checked, StaleRows, one_at_a_time

NOT_STOPPED = (MobilityState.PLANNED, None)


def check(rows: Sequence[GridRow], school, user=None) -> None:
    """Fill what there is to say of each row; writes nothing. Whatever is as it was opened needs no check."""
    follow_others(rows, school, user)
    count_days(rows, school)
    parsed = []
    for number, row in enumerate(rows, start=1):
        if row.is_untouched:
            row.outcome = Outcome.UNCHANGED
        elif not row.is_empty:
            parsed.append((row, *parse(row, row.number or number)))
    if not parsed:
        return
    context = grid_importer.open(school, [values for _row, _checked, values in parsed])
    for row, checked, values in parsed:
        existing = context.by_values[id(values)].existing
        if row.pk is not None and existing is None:
            refuse_gone(checked)
            continue
        grid_importer.check(checked, values, context)
        if row.pk is None and existing:
            text = _("This mobility is in the register already. Change it there, or take this row out.")
            checked.refuse(text, grid_importer.field("participant").label, row.cells["participant"])
        refuse_group(row, checked, context.by_values[id(values)].other_group)
        refuse_clashes(row, checked)
    grid_importer.check_together([(checked, values) for _row, checked, values in parsed], context)
    refuse_twins([checked for _row, checked, _values in parsed])
    for row, checked, values in parsed:
        take_over(row, checked, values, context)


def take_over(row: GridRow, checked: Checked, values: dict[str, Any], context: Resolved) -> None:
    resolved = context.by_values[id(values)]
    names = {str(each.label): each.name for each in grid_importer.fields}
    row.checked, row.outcome = checked, Outcome.REJECTED if checked.reasons else checked.outcome
    row.errors = [problem_of(each, row, names) for each in checked.reasons]
    row.asks_reason = any(notice.severity == Severity.BREACH for notice in resolved.notices)
    row.remarks = [remark_of(text, resolved.notices) for text in told_beside(checked, resolved)]
    row.goes = [resolved.plan.participant.pk] if resolved.plan.participant else []
    row.along = [person.pk for person in resolved.plan.along]


def told_beside(checked: Checked, resolved: Row) -> list[str]:
    """The remarks, but for what is refused already and what is missing only because its cell could not be read."""
    unread = checked.unread | {name for names, _value, _text in resolved.problems for name in names}
    needless = {notice.sentence for notice in resolved.notices if notice.field in unread}
    needless |= {str(reason.text) for reason in checked.reasons}
    return [text for text in map(str, checked.remarks) if text not in needless]


def remark_of(text: str, notices: Sequence[Notice]) -> Remark:
    for notice in notices:
        if "person" in notice.words and notice.sentence == text:
            shape = replace(notice, words={**notice.words, "person": "{person}"}).sentence
            return Remark(text, shape, str(notice.words["person"]))
    return Remark(text, text)


def problem_of(reason, row: GridRow, names: dict[str, str]) -> Problem:
    """What has no column of its own is shown at the person."""
    name = names.get(reason.column, "")
    name = name if name in CELLS else COLUMNS[0]
    return Problem(name, row.cells.get(name, ""), str(reason.text))


def parse(row: GridRow, number: int) -> tuple[Checked, dict[str, Any]]:
    checked = Checked(number, mapped=frozenset(row.cells))
    values: dict[str, Any] = {"number": row.pk} if row.pk else {}
    for name, cell in row.cells.items():
        if not cell:
            continue
        column = grid_importer.field(name)
        try:
            values[name] = column.parse(cell)
        except Refused as refusal:
            checked.refuse(refusal.args[0], column.label, cell)
            checked.unread.add(name)
    return checked, values


def count_days(rows: Iterable[GridRow], school) -> None:
    """Of the days in the cells; of an interrupted stay until it ended."""
    known = {row.pk for row in rows} - {None}
    saved = Mobility.objects.filter(school=school, pk__in=known).values_list("pk", "state", "grant__stopped_from")
    stops = {pk: stop for pk, *stop in saved} if known else {}
    for row in rows:
        start, end = typed_day(row.cells["start"]), typed_day(row.cells["end"])
        is_span = start and end and start <= end
        row.days = days_of(start, end, *stops.get(row.pk, NOT_STOPPED)) if is_span else None


def typed_day(cell: str) -> date | None:
    with suppress(Refused):
        return parsers.day(cell)
    return None


def refuse_gone(checked: Checked) -> None:
    text = _("Somebody else deleted this mobility meanwhile. Take the row out, or copy it into an empty row.")
    checked.refuse(text, grid_importer.field("participant").label)


def refuse_group(row: GridRow, checked: Checked, text: object) -> None:
    """Only what was typed: the register may have got another one since the grid was opened."""
    if text and (row.was is None or row.cells["group"] != row.was["group"]):
        checked.refuse(text, grid_importer.field("group").label, row.cells["group"])


def refuse_clashes(row: GridRow, checked: Checked) -> None:
    text = _("Somebody else changed this as well. There now: “%(theirs)s”; here: “%(ours)s”. Choose one of them.")
    for clash in row.clashes:
        said = text % {"theirs": clash.theirs or "–", "ours": clash.ours or "–"}
        checked.refuse(said, grid_importer.field(clash.column).label, clash.ours)


def refuse_twins(rows: Iterable[Checked]) -> None:
    seen: dict[str, list[Checked]] = defaultdict(list)
    for checked in rows:
        if checked.key:
            seen[checked.key].append(checked)
    for same in seen.values():
        for checked in same if len(same) > 1 else ():
            others = ", ".join(str(other.number) for other in same if other is not checked)
            checked.refuse(grid_importer.say_shared(checked.key, others), grid_importer.field("participant").label)


@transaction.atomic
def save(rows: Sequence[GridRow], school, user) -> list[Mobility]:
    """All rows that are new or changed, or none. Raises Refused where one is wrong or was changed meanwhile."""
    one_at_a_time(school)
    check(rows, school, user)
    if any(row.errors for row in rows):
        raise Refused(_("Nothing is saved yet. Correct what is marked."))
    written = [row.checked for row in rows if row.outcome in WRITES]
    try:
        grid_importer.apply(written, school, user)
    except StaleRows:
        raise Refused(_("Somebody else saved one of these mobilities this moment. Save again.")) from None
    return [checked.saved for checked in written]
