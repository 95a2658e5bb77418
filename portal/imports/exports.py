"""What leaves an import as a file: what became of each row, and the rejected rows to be mended."""

import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from portal.common.csv_lines import csv_lines
from portal.imports import columns, reading
from portal.imports.enums import Outcome
from portal.imports.models import Import, ImportRow

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
WIDEST_NAME = 31  # of a sheet


def result_rows(rows: Iterable[ImportRow]) -> Iterator[list[str]]:
    """One line per reason, so that each names its column and value; a row without any has one line."""
    yield [_("Row"), _("What"), _("Outcome"), _("Column"), _("Value"), _("What is wrong"), _("Remarks")]
    for row in rows:
        start, remarks = [str(row.number), row.label, str(row.get_outcome_display())], " ".join(row.told_remarks())
        for reason in row.told_reasons() or [{"column": "", "value": "", "text": ""}]:
            yield [*start, reason["column"], reason["value"], reason["text"], remarks]


def rejected_file(kept: Import) -> tuple[bytes, str, str]:
    """(content, its type, how its name ends): the rejected rows as they came, in a file of the same form, with one
    more column that says why. It can be mended and uploaded again. Raises Refused, OSError."""
    table = rejected_rows(kept)
    if not kept.encoding:
        return workbook_of(table, kept.sheet), XLSX_TYPE, "xlsx"
    return "".join(csv_lines(table, kept.separator)).encode(), CSV_TYPE, "csv"


def rejected_rows(kept: Import) -> list[list[str]]:
    """The names of the columns, then the rows, all of one width and without an older column of reasons."""
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
    table = [[row[place] if place < len(row) else "" for place in own] for _number, row in found]
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


def workbook_of(table: list[list[str]], sheet: str) -> bytes:
    """Every cell is text: nothing in it is calculated, and no code loses its first zeros."""
    book = Workbook(write_only=True)
    page = book.create_sheet((sheet or "1")[:WIDEST_NAME])
    for row in table:
        page.append([text_cell(page, text) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_cell(page, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
