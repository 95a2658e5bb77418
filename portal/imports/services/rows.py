"""The long part, done by a job: read and check every row, then keep what was found or save the rows.

Preparing writes nothing, so a killed worker leaves nothing behind; the returned effect runs in the transaction that
ends the job.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.common import bulk
from portal.common.refused import Refused
from portal.common.text import number as written
from portal.imports import columns, reading
from portal.imports.enums import Outcome
from portal.imports.models import Import
from portal.imports.registry import Checked, Field, Importer
from portal.imports.sentences import sentence
from portal.imports.services.findings import keep_findings, save_rows

EVERY, SECONDS_BETWEEN = 50, 1
NOT_CALCULATED = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
LOST = "\ufffd"
NUMBERS_SHOWN = 5
Progress = Callable[[int, int, str], None]
Effect = Callable[[], None]
Parsed = tuple[Checked, dict[str, Any]]


def prepare_check(kept: Import, progress: Progress) -> Effect:
    """Check every row; the effect keeps the findings."""
    with override(kept.language), bulk.collecting_later():
        rows = checked_rows(kept, progress)
    return lambda: keep_findings(kept, rows)


def prepare_apply(kept: Import, progress: Progress, user, *, without_rejected: bool = False) -> Effect:
    """Check every row against the register as it is now; the effect saves them, or keeps why not. Rows may only be
    left out that were rejected when the user said so."""
    with override(kept.language), bulk.collecting_later():
        rows = checked_rows(kept, progress)
        progress(len(rows), len(rows), _("Saving all rows in one go"))
    rejected = {row.number for row in rows if row.outcome == Outcome.REJECTED}
    known = kept.rows.filter(outcome=Outcome.REJECTED).values_list("number", flat=True) if without_rejected else ()
    if rejected != set(known):
        return lambda: keep_findings(kept, rows)
    return lambda: save_rows(kept, rows, user)


def checked_rows(kept: Import, progress: Progress) -> list[Checked]:
    """Every row that is not empty. Raises Refused where the file cannot be read."""
    refuse_unmapped(kept)
    importer, plan = kept.importer, plan_of(kept)
    mapped = frozenset(step.field.name for step in plan)
    parsed = [parse_row(plan, mapped, number, cells) for number, cells in numbered_rows(kept)]
    context = importer.open(kept.school, [values for _row, values in parsed])
    total, next_time = len(parsed), monotonic()
    for place, (row, values) in enumerate(parsed):
        if place % EVERY == 0 and monotonic() >= next_time:
            progress(place, total, _("Row %(row)s of %(total)s") % {"row": written(place), "total": written(total)})
            next_time = monotonic() + SECONDS_BETWEEN
        importer.check(row, values, context)
    rows = [row for row, _values in parsed]
    settle_shared(importer, parsed)
    for row in rows:
        if row.reasons:
            row.outcome = Outcome.REJECTED
    return rows


def refuse_unmapped(kept: Import) -> None:
    missing = [str(field.label) for field in kept.importer.fields if field.required and field.name not in kept.mapping]
    if missing:
        raise Refused(_("No column of the file holds: %(fields)s.") % {"fields": ", ".join(missing)})


@dataclass(frozen=True)
class Step:
    """One field, its column, and what its cells were read as: most columns say the same again and again."""

    field: Field
    column: columns.Column
    known: dict[str, Any]


def plan_of(kept: Import) -> list[Step]:
    by_key = {column.key: column for column in columns.from_json(kept.columns)}
    return [Step(kept.importer.field(name), by_key[key], {}) for name, key in kept.mapping.items() if key in by_key]


def numbered_rows(kept: Import) -> Iterator[tuple[int, list[str]]]:
    """(number as a spreadsheet counts, cells) of every row under the header that is not empty."""
    with kept.file.open("rb") as file:
        rows = reading.rows_of(file, kept.encoding, kept.separator, kept.sheet)
        for number, cells in enumerate(islice(rows, kept.header_row, None), start=kept.header_row + 1):
            if any(cells):
                yield number, cells


def parse_row(plan: list[Step], mapped: frozenset[str], number: int, cells: list[str]) -> Parsed:
    """The row, with what could not be read, and field > value of the rest."""
    row = Checked(number, mapped=mapped)
    values: dict[str, Any] = {}
    width = len(cells)
    for step in plan:
        name = step.field.name
        if step.field.many:
            parse_family(row, step, [cells[place] if place < width else "" for place in step.column.places], values)
            continue
        place = step.column.places[0]
        cell = cells[place] if place < width else ""
        if cell in step.known:
            values[name] = step.known[cell]
        elif cell:
            parse_cell(row, step, cell, values)
        elif step.field.required:
            row.refuse(gettext_lazy("The cell is empty."), step.column.title)
    return row, values


def parse_cell(row: Checked, step: Step, cell: str, values: dict[str, Any]) -> None:
    if cell in step.field.nothing:
        return
    try:
        values[step.field.name] = step.known[cell] = step.field.parse(readable(cell))
    except Refused as refusal:
        row.refuse(refusal.args[0], step.column.title, cell)
        row.unread.add(step.field.name)


def parse_family(row: Checked, step: Step, cells: list[str], values: dict[str, Any]) -> None:
    if not any(cells):
        if step.field.required:
            row.refuse(gettext_lazy("The cell is empty."), step.column.title)
        return
    try:
        values[step.field.name] = [step.field.parse(readable(cell)) for cell in cells]
    except Refused as refusal:
        row.refuse(refusal.args[0], step.column.title, " | ".join(filter(None, cells)))
        row.unread.add(step.field.name)


def readable(cell: str) -> str:
    if LOST in cell:
        raise Refused(gettext_lazy("Letters were lost here. Choose another encoding, or save the file anew in UTF-8."))
    if cell.startswith("#") and cell in NOT_CALCULATED:
        raise Refused(
            gettext_lazy("The spreadsheet could not calculate this cell. Write the value itself into it."),
        )
    return cell


def settle_shared(importer: Importer, parsed: list[Parsed]) -> None:
    """Rows that share what only one may have."""
    by_key: dict[str, list[Parsed]] = {}
    for row, values in parsed:
        if row.key:
            by_key.setdefault(row.key, []).append((row, values))
    for shared in by_key.values():
        first, said = shared[0]
        if len(shared) == 1:
            continue
        if importer.twins_agree and all(values == said for _row, values in shared):
            leave_out_twins(first, [row for row, _values in shared[1:]])
        else:
            refuse_all(importer, [row for row, _values in shared])


def leave_out_twins(first: Checked, twins: list[Checked]) -> None:
    """They say nothing that the first does not say; where it is refused, so are they."""
    for row in twins:
        if not row.reasons:
            row.outcome, row.data = Outcome.UNCHANGED, None
            row.remarks = [sentence(gettext_lazy("The same as row %(row)s; saved once."), row=first.number)]


def refuse_all(importer: Importer, rows: list[Checked]) -> None:
    """Which of them is right, only people know."""
    numbers = [row.number for row in rows]
    for row in rows:
        others = [number for number in numbers if number != row.number]
        shown = ", ".join(map(str, others[:NUMBERS_SHOWN])) + (" …" if len(others) > NUMBERS_SHOWN else "")
        row.refuse(importer.say_shared(row.key, shown))


@transaction.atomic
def at_once(effect: Effect) -> None:
    """For the command line, where no job holds the transaction."""
    effect()
