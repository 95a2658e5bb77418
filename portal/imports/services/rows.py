"""The long part, done by a job: read and check every row, then keep what was found or save the rows.

Preparing writes nothing, so a killed worker leaves nothing behind; the returned effect runs in the transaction that
ends the job.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override

from portal.common import bulk
from portal.common.refused import Refused
from portal.imports import columns, reading
from portal.imports.enums import Outcome
from portal.imports.models import Import
from portal.imports.registry import Checked, Field, Source, StaleRows
from portal.imports.services.findings import changed_since_shown, findings_of, keep_findings, save_rows
from portal.imports.services.phases import CHECKING, COMPARE, JUDGE, PARSE, READ, SAVE, SAVING, Phases, Progress
from portal.imports.services.twins import settle_shared
from portal.imports.services.unasked import Named, is_total, pass_over_notes, remark_surplus, total_row

EMPTY_CELL = gettext_lazy("The cell is empty.")
NOT_CALCULATED = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
LOST = "\ufffd"
Effect = Callable[[], None]
Parsed = tuple[Checked, dict[str, Any]]


def prepare_check(kept: Import, progress: Progress) -> Effect:
    """Check every row; the effect keeps the findings."""
    phases = Phases(progress, CHECKING)
    with override(kept.language), bulk.collecting_later():
        rows = checked_rows(kept, phases)
        found = findings_of(kept, rows, phases)
    return lambda: keep_findings(kept, found)


def prepare_apply(kept: Import, progress: Progress, user) -> Effect:
    """Check every row against the register as it is now. The effect saves them if exactly that is to be done which the
    user has seen and confirmed; otherwise it keeps what was found now, to be confirmed anew."""
    phases = Phases(progress, SAVING)
    with override(kept.language), bulk.collecting_later():
        stamp = kept.importer.stamp(kept.school)
        rows = checked_rows(kept, phases)
        if others := changed_since_shown(kept, rows):
            found = findings_of(kept, rows, phases, others)
            return lambda: keep_findings(kept, found)
        phases.end_with(SAVE, gettext_noop("Saving all rows in one go"))
    return lambda: save_rows(kept, rows, user, stamp)


def checked_rows(kept: Import, phases: Phases) -> list[Checked]:
    """Every row that is not empty. Raises Refused where the file cannot be read."""
    refuse_unmapped(kept)
    importer, plan = kept.importer, plan_of(kept)
    parsed, left_out = parsed_rows(kept, plan, phases)
    phases.begin(COMPARE, gettext_noop("Comparing the rows with the register"))
    context = importer.open(kept.school, [values for _row, values in parsed])
    for row, values in phases.each(JUDGE, parsed):
        importer.check(row, values, context)
    importer.check_together(parsed, context)
    pass_over_notes([row for row, _values in parsed])
    settle_shared(importer, [step.field for step in plan], parsed)
    for row, _values in parsed:
        if row.reasons:
            row.outcome = Outcome.REJECTED
    return sorted([*(row for row, _values in parsed), *left_out], key=lambda row: row.number)


def refuse_unmapped(kept: Import) -> None:
    importer = kept.importer
    if missing := [importer.in_words(need) for need in importer.missing(kept.mapping)]:
        raise Refused(
            _("Nothing can be imported before these columns are chosen: %(fields)s.") % {"fields": "; ".join(missing)}
        )


def parsed_rows(kept: Import, plan: list[Step], phases: Phases) -> tuple[list[Parsed], list[Checked]]:
    """The rows with their values, and those that are none."""
    header, rows = read_table(kept, phases)
    source = Source(
        {step.field.name: step.column.title for step in plan},
        {step.field.name: step.column.places[0] for step in plan if not step.field.many},
    )
    mapped = frozenset(step.field.name for step in plan)
    named = Named.of(header, columns.from_json(kept.columns))
    parsed, left_out = [], []
    for number, cells in phases.each(PARSE, rows):
        if is_total(cells):
            left_out.append(total_row(number, cells))
            continue
        row, values = parse_row(plan, Checked(number, mapped=mapped, source=source, cells=cells))
        remark_surplus(row, named, kept.importer)
        parsed.append((row, values))
    return parsed, left_out


def read_table(kept: Import, phases: Phases) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns, and (number as a spreadsheet counts, cells) of every row under them that is not
    empty."""
    reads = gettext_noop("Reading the file")
    phases.begin(READ, reads)
    with kept.file.open("rb") as file:
        rows = reading.rows_of(file, kept.encoding, kept.separator, kept.sheet, header_row=kept.header_row)
        header = next(islice(rows, kept.header_row - 1, None), [])
        found = []
        for number, cells in enumerate(rows, start=kept.header_row + 1):
            phases.move(file.tell() if kept.encoding else 0, kept.size, reads)
            if any(cells):
                found.append((number, cells))
    return header, found


@dataclass(frozen=True)
class Step:
    """One field, its column, and what its cells were read as: most columns say the same again and again."""

    field: Field
    column: columns.Column
    known: dict[str, Any]


def plan_of(kept: Import) -> list[Step]:
    by_key = {column.key: column for column in columns.from_json(kept.columns)}
    return [Step(kept.importer.field(name), by_key[key], {}) for name, key in kept.mapping.items() if key in by_key]


def parse_row(plan: list[Step], row: Checked) -> Parsed:
    """The row, with what could not be read, and field > value of the rest."""
    values: dict[str, Any] = {}
    cells, width = row.cells, len(row.cells)
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
            row.refuse(step.field.missing or EMPTY_CELL, step.column.title)
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
            row.refuse(step.field.missing or EMPTY_CELL, step.column.title)
        return
    try:
        values[step.field.name] = [step.field.parse(readable(cell)) for cell in cells]
    except Refused as refusal:
        row.refuse(refusal.args[0], step.column.title, " | ".join(filter(None, cells)))
        row.unread.add(step.field.name)


def readable(cell: str) -> str:
    if LOST in cell:
        raise Refused(gettext_lazy("Some letters cannot be read. Choose another encoding, or save the file in UTF-8."))
    if cell.startswith("#") and cell in NOT_CALCULATED:
        raise Refused(
            gettext_lazy("The spreadsheet could not calculate this cell. Type the value into it."),
        )
    return cell


def at_once(prepare: Callable[[], Effect]) -> None:
    """For the command line, where no job holds the transaction."""
    while True:
        effect = prepare()
        try:
            with transaction.atomic():
                return effect()
        except StaleRows:
            continue
