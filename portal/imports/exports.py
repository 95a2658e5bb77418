"""What leaves as a file: all imports; of one what became of each row, and the rejected rows to be mended."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portal.common.csv_lines import Cell
from portal.imports import columns, reading
from portal.imports.enums import Outcome
from portal.imports.models import Import, ImportRow


def import_rows(imports: Iterable[Import]) -> Iterator[list[Cell]]:
    yield [_("File"), _("What"), _("Uploaded"), _("By whom"), _("New"), _("Changed"), _("Rejected"), _("State")]
    for row in imports:
        who = str(row.user) if row.user else _("the portal itself")
        counts = (row.count_new, row.count_changed, row.count_rejected)
        yield [row.name, str(row.importer.title), row.created_at, who, *counts, str(row.get_state_display())]


def result_rows(rows: Iterable[ImportRow]) -> Iterator[list[Cell]]:
    """One line per reason, so that each names its column and value; a row without any has one line."""
    yield [_("Row"), _("What"), _("Outcome"), _("Column"), _("Value"), _("What is wrong"), _("Remarks")]
    for row in rows:
        start, remarks = [row.number, row.label, str(row.outcome_word)], " ".join(row.told_remarks())
        for reason in row.told_reasons() or [{"column": "", "value": "", "text": ""}]:
            yield [*start, reason["column"], reason["value"], reason["text"], remarks]


def rejected_rows(kept: Import) -> list[list[str]]:
    """The names of the columns, then the rejected rows as they came, all of one width; with one more column that says
    why, in place of an older one. It can be mended and uploaded again. Raises Refused, OSError."""
    reasons = {row.number: row.told_reasons() for row in kept.rows.filter(outcome=Outcome.REJECTED)}
    last = max(reasons, default=kept.header_row)
    with kept.file.open("rb") as file:
        rows = reading.first_rows(file, kept.encoding, kept.separator, last, kept.sheet)
    found = [
        (number, row) for number, row in enumerate(rows, start=1) if number == kept.header_row or number in reasons
    ]
    header = next(row for number, row in found if number == kept.header_row)
    width = max(len(row) for _number, row in found)
    own = [place for place in range(width) if not is_of_reasons(header, place)]
    shown = kept.importer.shown
    table = [[shown(row[place]) if place < len(row) else "" for place in own] for _number, row in found]
    said = [
        str(columns.REASONS) if number == kept.header_row else in_words(number, reasons[number])
        for number, _row in found
    ]
    return [[*row, text] for row, text in zip(table, said, strict=True)]


def is_of_reasons(header: list[str], place: int) -> bool:
    return place < len(header) and columns.key_of(header[place]) in columns.reasons_keys()


def in_words(number: int, reasons: list[dict[str, str]]) -> str:
    """Row, column, value and what would be right; one line per reason."""
    return "\n".join(" ".join(filter(None, told(number, reason))) for reason in reasons)


def told(number: int, reason: dict[str, str]) -> Iterator[str]:
    yield _("Row %(row)s.") % {"row": number}
    if reason["column"]:
        value = _("“%(value)s”") % {"value": reason["value"]} if reason["value"] else ""
        yield f"{' '.join(filter(None, [reason['column'], value]))}:"
    yield reason["text"]
