"""The long part, done by a job: read and check every row, then keep what was found or save the rows.

Preparing writes nothing, so a killed worker leaves nothing behind; the returned effect runs in the transaction that
ends the job.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused
from portal.common.text import number as written
from portal.imports import columns, reading
from portal.imports.enums import WRITES, ImportState, Outcome
from portal.imports.models import Import, ImportRow
from portal.imports.registry import Checked, Field, Importer, Value
from portal.imports.sentences import in_every_language, sentence
from portal.imports.services.imports import said

EVERY = 200
LOST = "\ufffd"
BATCH = 500
REMARKS_KEPT = 20
RANGES_SHOWN = 200
NUMBERS_SHOWN = 5
Progress = Callable[[int, int, str], None]
Effect = Callable[[], None]
Parsed = tuple[Checked, dict[str, Any]]


def prepare_check(kept: Import, progress: Progress) -> Effect:
    """Check every row; the effect keeps the findings."""
    with override(kept.language):
        rows = checked_rows(kept, progress)
    return lambda: keep_findings(kept, rows)


def prepare_apply(kept: Import, progress: Progress, user) -> Effect:
    """Check every row against the register as it is now; the effect saves them, or keeps why not."""
    with override(kept.language):
        rows = checked_rows(kept, progress)
        progress(len(rows), len(rows), _("Saving all rows in one go"))
    if any(row.outcome == Outcome.REJECTED for row in rows):
        return lambda: keep_findings(kept, rows)
    return lambda: save_rows(kept, rows, user)


def checked_rows(kept: Import, progress: Progress) -> list[Checked]:
    """Every row that is not empty. Raises Refused where the file cannot be read."""
    refuse_unmapped(kept)
    importer, plan = kept.importer, plan_of(kept)
    parsed = [parse_row(plan, number, cells) for number, cells in numbered_rows(kept)]
    context = importer.open(kept.school, [values for _row, values in parsed])
    total = len(parsed)
    for place, (row, values) in enumerate(parsed):
        if place % EVERY == 0:
            progress(place, total, _("Row %(row)s of %(total)s") % {"row": written(place), "total": written(total)})
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


def plan_of(kept: Import) -> list[tuple[Field, columns.Column]]:
    by_key = {column.key: column for column in columns.from_json(kept.columns)}
    return [(kept.importer.field(name), by_key[key]) for name, key in kept.mapping.items() if key in by_key]


def numbered_rows(kept: Import) -> Iterator[tuple[int, list[str]]]:
    """(number as a spreadsheet counts, cells) of every row under the header that is not empty."""
    with kept.file.open("rb") as file:
        rows = reading.rows_of(file, kept.encoding, kept.separator)
        for number, cells in enumerate(islice(rows, kept.header_row, None), start=kept.header_row + 1):
            if any(cells):
                yield number, cells


def parse_row(plan, number: int, cells: list[str]) -> Parsed:
    """The row, with what could not be read, and field > value of the rest."""
    row = Checked(number, mapped=frozenset(field.name for field, _column in plan))
    values: dict[str, Any] = {}
    for field, column in plan:
        raw = raw_value(cells, column, many=field.many)
        if LOST in (raw if isinstance(raw, str) else "".join(raw)):
            row.refuse(
                gettext_lazy("Letters were lost here. Choose another encoding, or save the file anew in UTF-8."),
                column.title,
            )
            row.unread.add(field.name)
        elif not any(raw) and field.required:
            row.refuse(gettext_lazy("The cell is empty."), column.title)
        elif any(raw):
            parse_value(row, field, column, raw, values)
    return row, values


def parse_value(row: Checked, field: Field, column: columns.Column, raw: Value, values: dict[str, Any]) -> None:
    try:
        values[field.name] = [field.parse(cell) for cell in raw] if field.many else field.parse(raw)
    except Refused as refusal:
        row.refuse(refusal.args[0], column.title, raw if isinstance(raw, str) else " | ".join(filter(None, raw)))
        row.unread.add(field.name)


def raw_value(cells: list[str], column: columns.Column, *, many: bool) -> Value:
    found = [cells[place] if place < len(cells) else "" for place in column.places]
    return found if many else found[0]


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


def keep_findings(kept: Import, rows: list[Checked]) -> None:
    now = Import.objects.filter(pk=kept.pk, state__in=[ImportState.CHECKING, ImportState.APPLYING])
    now.update(
        state=ImportState.CHECKED,
        counts=dict(Counter(row.outcome for row in rows)),
        remarks=told_remarks(kept.importer, rows),
        checked_at=timezone.now(),
        version=F("version") + 1,
    )
    keep_rows(kept, rows)


def save_rows(kept: Import, rows: list[Checked], user) -> None:
    """All rows, or by an exception none. Runs inside the job's transaction."""
    kept.importer.apply([row for row in rows if row.outcome in WRITES], kept.school, user)
    now = timezone.now()
    counts = dict(Counter(row.outcome for row in rows))
    Import.objects.filter(pk=kept.pk, state=ImportState.APPLYING).update(
        state=ImportState.APPLIED,
        counts=counts,
        remarks=told_remarks(kept.importer, rows),
        applied_at=now,
        version=F("version") + 1,
    )
    keep_rows(kept, rows)
    record(user, kept.school, Verb.MAKE, kept, said(counts))


def keep_rows(kept: Import, rows: list[Checked]) -> None:
    ImportRow.objects.filter(belongs_to=kept).delete()
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                belongs_to=kept,
                number=row.number,
                label=row.label[:300],
                outcome=row.outcome,
                reasons=[vars(reason) | {"text": in_every_language(reason.text)} for reason in row.reasons],
                remarks=[in_every_language(remark) for remark in row.remarks],
                object_id=row.saved.pk if row.saved else None,
                object_version=row.saved.version if row.saved else None,
                before=told_before(row) if row.saved else None,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )


def told_before(row: Checked) -> dict[str, Any]:
    also = [
        [part._meta.label_lower, part.pk, getattr(part, "version", None), storable(before)]
        for part, before in row.also
    ]
    return {"fields": storable(row.before), "also": also}


def storable(before: dict[str, Any] | None) -> dict[str, Any] | None:
    """Values as JSON holds them; a field reads them back by its `to_python`."""
    if before is None:
        return None
    return {name: stored(value) for name, value in before.items()}


def stored(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)


def told_remarks(importer: Importer, rows: list[Checked]) -> list[dict[str, Any]]:
    """What is said of the whole check, then the most frequent remarks on rows, with their rows."""
    found: dict[str, tuple[str, list[Checked]]] = {}
    for row in rows:
        for text, remark in {str(remark): remark for remark in row.remarks}.items():
            found.setdefault(text, (remark, []))[1].append(row)
    frequent = sorted(found.values(), key=lambda told: -len(told[1]))[:REMARKS_KEPT]
    whole = [told_remark(*told) | {"of_whole": True} for told in importer.remarks_on(rows)]
    return whole + [told_remark(*told) for told in frequent]


def told_remark(text: str, rows: list[Checked]) -> dict[str, Any]:
    return {"text": in_every_language(text), "rows": len(rows), "numbers": ranges([row.number for row in rows])}


def ranges(numbers: list[int]) -> str:
    """2–14, 17, 20–31"""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [f"{first}–{last}" if last > first else str(first) for first, last in found[:RANGES_SHOWN]]
    return ", ".join(shown) + (" …" if len(found) > RANGES_SHOWN else "")


@transaction.atomic
def at_once(effect: Effect) -> None:
    """For the command line, where no job holds the transaction."""
    effect()
