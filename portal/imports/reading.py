"""A stored file as rows of cells: plain text with separators, the same gzipped, or a sheet of a workbook.

Limits are stated here and kept before memory is spent: a gzipped file is measured while it is unpacked.
"""

import codecs
import csv
import gzip
import io
import itertools
import re
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.common import uploads
from portal.common.csv_lines import FORMULA_STARTS
from portal.common.refused import Refused
from portal.imports import limits, workbooks

CHUNK = 256 * 1024
GZIP, ZIP, EMPTY_ZIP = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06"
EXTENSIONS = (".csv", ".txt", ".tsv", ".csv.gz", ".txt.gz", ".xlsx")
OTHER_WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".numbers")
OTHER_KINDS = (
    b"PK\x05\x06", b"PK\x07\x08", b"%PDF-", uploads.OLE_SIGNATURE, b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<!DOC",
    b"<html",
)  # fmt: skip
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
UNSEEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff]")
csv.field_size_limit(10 * limits.LONGEST_CELL)  # somewhat beyond the limit, the cell can still be named


def judge(file: BinaryIO, name: str) -> None:
    """Refuse what is no table before it is kept. Raises Refused."""
    head = file.read(1024)
    file.seek(0)
    if not head:
        raise Refused(_("“%(name)s” is empty.") % {"name": name})
    if name.lower().endswith(OTHER_WORKBOOKS):
        raise Refused(
            _(
                "“%(name)s” is a kind of spreadsheet that cannot be imported. Save it as XLSX, without macros, or as "
                "CSV."
            )
            % {"name": name}
        )
    if head.startswith(uploads.OLE_SIGNATURE) and name.lower().endswith(".xlsx"):
        uploads.accept_office(head, name, "xlsx")
    if head.startswith(EMPTY_ZIP) and name.lower().endswith(".xlsx"):
        raise Refused(
            _("“%(name)s” is empty or damaged. Open it in the spreadsheet program, save it anew and upload it again.")
            % {"name": name}
        )
    if not name.lower().endswith(EXTENSIONS) or head.startswith(OTHER_KINDS):
        raise Refused(_("“%(name)s” is not a table. Upload a CSV, CSV.GZ, TXT or XLSX file.") % {"name": name})
    if head.startswith(ZIP):
        workbooks.judge(file, name)
        return
    try:
        with plain(file) as content:
            measure(content, name)
    except (OSError, EOFError, zlib.error) as error:
        raise uploads.not_what_it_claims(name) from error
    finally:
        file.seek(0)


def measure(content: BinaryIO, name: str) -> None:
    """Read to the end without keeping anything."""
    size, zeros, is_wide = 0, False, False
    while chunk := content.read(CHUNK):
        if not size:
            is_wide = chunk.startswith(WIDE_MARKS) or looks_wide(chunk)
        size += len(chunk)
        zeros = zeros or b"\x00" in chunk
        if size > limits.MOST_UNPACKED:
            raise limits.unpacks_to_too_much(name)
    if zeros and not is_wide:
        raise Refused(_("“%(name)s” is not a table. Upload a CSV, CSV.GZ, TXT or XLSX file.") % {"name": name})


def looks_wide(head: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" where every second byte is mostly zero, else ""."""
    head = head[:4096]
    half = len(head) // 2 or 1
    if head[1::2].count(0) > 0.4 * half:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > 0.4 * half else ""


@contextmanager
def plain(file: BinaryIO) -> Iterator[BinaryIO]:
    """The content unpacked, where it is gzipped."""
    packed = file.read(2) == GZIP
    file.seek(0)
    if not packed:
        yield file
        return
    with gzip.open(file) as content:
        yield content


def is_workbook(file: BinaryIO) -> bool:
    head = file.read(4)
    file.seek(0)
    return head == ZIP


class EndlessCell(Exception):
    """A cell so long that reading stopped in the middle of it; `column` counts from 1."""

    def __init__(self, column: int) -> None:
        self.column = column


def rows_of(
    file: BinaryIO, encoding: str, separator: str, sheet: str = "", most: int = 0, header_row: int = 0
) -> Iterator[list[str]]:
    """Every row, the empty ones too; of a workbook with `most` perhaps no more than so many. A byte that is no letter
    in `encoding` comes as U+FFFD. Refusals call a column by its name in `header_row`, in
    the first row where that is not known. Raises Refused."""
    is_text = not is_workbook(file)
    rows = text_rows(file, encoding, separator, tidied=True) if is_text else sheet_rows(file, sheet, most)
    yield from within_limits(rows, header_row, is_text=is_text)


def refuse_beyond_limits(file: BinaryIO, encoding: str, separator: str, header_row: int) -> None:
    """Read a text file to its end and keep nothing. Raises Refused."""
    for _row in within_limits(text_rows(file, encoding, separator, tidied=False), header_row, is_text=True):
        pass


def within_limits(rows: Iterator[list[str]], header_row: int, *, is_text: bool) -> Iterator[list[str]]:
    size, number, header = 0, 0, []
    try:
        for number, row in enumerate(rows, start=1):
            length = sum(map(len, row))
            size += length
            if number > limits.MOST_ROWS:
                raise limits.too_many_rows()
            if length > limits.LONGEST_CELL:
                refuse_long_cell(number, row, header, is_text=is_text)
            if size > limits.MOST_UNPACKED:
                raise limits.too_much_text()
            if len(row) > limits.MOST_COLUMNS:
                raise limits.too_many_columns(number)
            if number == header_row or not (header_row or any(header)):
                header = row
            yield row
    except EndlessCell as cell:
        raise limits.too_long_a_cell(number + 1, cell.column, title_at(header, cell.column), is_text=True) from cell


def refuse_long_cell(number: int, row: list[str], header: list[str], *, is_text: bool) -> None:
    for column, cell in enumerate(row, start=1):
        if len(cell) > limits.LONGEST_CELL:
            raise limits.too_long_a_cell(number, column, title_at(header, column), is_text=is_text)


def title_at(header: list[str], column: int) -> str:
    return header[column - 1] if column <= len(header) else ""


def sheet_rows(file: BinaryIO, sheet: str, most: int) -> Iterator[list[str]]:
    for row in workbooks.rows_of(file, sheet, most):
        while row and not row[-1]:
            row.pop()
        yield list(map(tidy, row))


def text_rows(file: BinaryIO, encoding: str, separator: str, *, tidied: bool) -> Iterator[list[str]]:
    with plain(file) as content:
        text = io.TextIOWrapper(content, encoding=encoding, errors="replace", newline="")
        of_row: list[str] = []  # the lines of the row that is being read
        reader = csv.reader(remembered(text, of_row), delimiter=separator or ",")
        try:
            for row in reader:
                of_row.clear()
                yield [tidy(cell) for cell in row] if tidied else row
        except csv.Error as error:
            begun = csv.reader(["".join(of_row)[: limits.LONGEST_CELL]], delimiter=separator or ",")
            raise EndlessCell(len(next(begun, [""]))) from error
        except UnicodeError as error:
            raise Refused(_("The file cannot be read in this encoding. Choose another one.")) from error
        finally:
            if not content.closed:
                text.detach()


def remembered(text: io.TextIOWrapper, lines: list[str]) -> Iterator[str]:
    for line in text:
        lines.append(line)
        yield line.replace("\x00", "")


def tidy(cell: str) -> str:
    """What a database and a page can hold: one kind of line break, no control characters, no blanks around."""
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    if not cell.isprintable():
        cell = UNSEEN.sub("", cell)
    if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS):
        cell = cell[1:]  # the mark by which spreadsheets, and our own exports, keep text from being a formula
    return (cell if cell.isascii() else unicodedata.normalize("NFC", cell)).strip()


def first_rows(file: BinaryIO, encoding: str, separator: str, count: int, sheet: str = "") -> list[list[str]]:
    return list(itertools.islice(rows_of(file, encoding, separator, sheet, count), count))
