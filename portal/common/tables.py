"""Lists as files, exactly as they are shown: CSV and XLSX, of any length in the same memory."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO

from django.http import FileResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from portal.common.csv_lines import Cell, csv_lines
from portal.common.text import active_language

CSV, XLSX = "csv", "xlsx"
TYPES = {CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
KEPT_IN_MEMORY = 1_000_000
MEASURED, NARROWEST, WIDEST = 200, 8, 60
LONGEST_CELL = 32_767
READ_AS_MORE = ("=", "#")
DAYS = {"lv": "dd.mm.yyyy", "en": "d mmm yyyy"}


def table_answer(asked: str | None, rows: Iterable[list[Cell]], name: str, separator: str = ";") -> FileResponse:
    """`rows`, the header first, as the format `asked` for: "xlsx", otherwise CSV. `name` names no person."""
    kind = XLSX if asked == XLSX else CSV
    file = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 the answer closes it
    if kind == XLSX:
        write_xlsx(file, rows)
    else:
        file.writelines(line.encode() for line in csv_lines(rows, separator))
    size = file.tell()
    file.seek(0)
    response = FileResponse(file, content_type=TYPES[kind])
    response["Content-Length"] = size
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response


def write_xlsx(file: IO[bytes], rows: Iterable[list[Cell]]) -> None:
    """One sheet: dates are dates, numbers numbers, and whatever is text stays text."""
    rows = iter(rows)
    first = list(islice(rows, MEASURED))
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths(first), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for header in first[:1]:
        sheet.append([heading(sheet, words) for words in header])
    shape = DAYS[active_language()]
    for row in chain(first[1:], rows):
        sheet.append([cell_of(sheet, value, shape) for value in row])
    book.save(file)
    file.seek(0, 2)


def heading(sheet, words: Cell) -> SheetCell:
    cell = text_cell(sheet, str(words))
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def cell_of(sheet, value: Cell, shape: str) -> Cell | SheetCell:
    """What openpyxl writes by itself as it should stays bare: a long list has a million cells."""
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
        return text_cell(sheet, text) if text.startswith(READ_AS_MORE) else text
    if value is None or isinstance(value, int):
        return value
    cell = WriteOnlyCell(sheet, naive(value) if isinstance(value, datetime) else value)
    if isinstance(value, datetime):
        cell.number_format = f"{shape} hh:mm"
    elif isinstance(value, date):
        cell.number_format = shape
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    return cell


def text_cell(sheet, text: str) -> SheetCell:
    """ "=1+1" is what somebody typed, no formula; "#N/A" no error."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def naive(value: datetime) -> datetime:
    """A spreadsheet knows no time zones: the clock of the school."""
    return timezone.localtime(value).replace(tzinfo=None, microsecond=0)


def widths(rows: list[list[Cell]]) -> Iterator[int]:
    """Of each column, by its first rows."""
    for column in zip(*rows, strict=False):
        lines = (line for value in column if value is not None for line in str(value).splitlines())
        yield min(max(max(map(len, lines), default=0) + 2, NARROWEST), WIDEST)
