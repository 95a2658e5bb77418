"""XLSX workbooks: judged part by part before anything is built of them, then read sheet by sheet.

The reader lays a sheet out in memory as one block, so how far its cells reach is measured first, on the bytes alone.
It is given only what was measured: a plain copy of the XML parts, unpacked and without the rest.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
from python_calamine import load_workbook as read_workbook

from portal.common import uploads
from portal.common.refused import Refused
from portal.imports import limits

UNREADABLE = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, CalamineError, KeyError, OSError, RuntimeError, ValueError,
    NotImplementedError, EOFError, SyntaxError, IndexError,
)  # fmt: skip
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE)
USUAL_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
ANY_CELL = re.compile(rb"<(?:[^<>\s/:]+:)?c[\s/>]")
DOCTYPE = re.compile(rb"<!doctype|<!entity", re.IGNORECASE)
ENCODING = re.compile(rb"""\bencoding\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
PLAIN = (b"utf-8", b"us-ascii")
ERROR_CELL = re.compile(rb"""(<(?:\w+:)?c\s[^>]*?\bt\s*=\s*["'])e(["'])""")
ROW_END = re.compile(rb"</row>|<row\s[^>]*/>")
XML_PARTS = (".xml", ".rels")


def judge(file: BinaryIO, name: str) -> None:
    """Refuse what is no workbook, or one that is too large or holds more than a table. Raises Refused."""
    try:
        with zipfile.ZipFile(file) as archive:
            refuse_large(archive, name)
            uploads.inspect_archive(archive, name)
            uploads.inspect_types(archive, name, "xlsx")
            for entry in xml_parts(archive):
                judge_part(archive, entry, name)
    except Refused:
        raise
    except (*UNREADABLE, MemoryError) as error:
        raise uploads.not_what_it_claims(name) from error
    finally:
        file.seek(0)


def refuse_large(archive: zipfile.ZipFile, name: str) -> None:
    if sum(entry.file_size for entry in archive.infolist()) > limits.MOST_UNPACKED:
        raise limits.unpacks_to_too_much(name)


def xml_parts(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [entry for entry in archive.infolist() if entry.filename.lower().endswith(XML_PARTS)]


def judge_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    if entry.filename.lower().endswith(".rels"):
        with archive.open(entry) as part:
            uploads.refuse_outside(part, name)
    content = archive.read(entry)
    refuse_other_xml(content, name)
    rows, columns = reach_of(content, name)
    if rows > limits.MOST_ROWS or columns > limits.MOST_COLUMNS or rows * columns > limits.MOST_CELLS:
        raise limits.sheet_reaches_too_far(rows, columns)


def refuse_other_xml(content: bytes, name: str) -> None:
    """Only UTF-8, so that the reader sees the tags that are seen here, and no entities."""
    head = content.removeprefix(b"\xef\xbb\xbf")[:200].lstrip()
    declaration = head.partition(b"?>")[0] if head.startswith(b"<?xml") else b""
    encoding = ENCODING.search(declaration)
    is_plain = encoding is None or encoding[1].lower() in PLAIN
    if not head.startswith(b"<") or b"\x00" in head or declaration == head or not is_plain:
        raise uploads.not_what_it_claims(name)
    if DOCTYPE.search(content):
        raise Refused(
            _("“%(name)s” contains instructions that a table does not need, so it was not imported.") % {"name": name}
        )


def reach_of(content: bytes, name: str) -> tuple[int, int]:
    """The last row and the last column in which a cell may stand. Where every cell begins as all programs write it,
    with its place, a look at the bytes is enough."""
    usual = USUAL_CELL.findall(content)
    if len(usual) != sum(1 for _cell in ANY_CELL.finditer(content)):
        return Reach(name).of(content)
    rows = max((int(row) for row in {row for _letters, row in usual}), default=0)
    return rows, max(
        (column_index_from_string(letters.decode()) for letters in {each for each, _row in usual}), default=0
    )


class Reach:
    """The same of a part with cells of other shapes: what does not say its place follows the one before."""

    def __init__(self, name: str) -> None:
        self.name, self.row, self.column, self.last_row, self.last_column = name, 0, 0, 0, 0

    def of(self, content: bytes) -> tuple[int, int]:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parser.Parse(content, True)
        return self.last_row, self.last_column

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "row":
            self.row, self.column = int(attributes.get("r") or self.row + 1), 0
        elif local == "c":
            self.column += 1
            if place := attributes.get("r"):
                self.go_to(place)
            self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)

    def go_to(self, place: str) -> None:
        match = PLACE.fullmatch(place)
        if not match:
            raise uploads.not_what_it_claims(self.name)
        self.row, self.column = max(self.row, int(match[2])), column_index_from_string(match[1])


def plain_copy(file: BinaryIO, rows: int = 0) -> BinaryIO:
    """The XML parts as they were judged, not packed; with `rows`, no more than the first ones of each sheet. What a
    spreadsheet failed to calculate, "#REF!", is text in it, because the reader would take it for an empty cell."""
    copy = io.BytesIO()
    file.seek(0)
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as written:
        parts = {entry.filename: archive.read(entry) for entry in xml_parts(archive)}
        for filename, content in parts.items():
            content = first_part(content, rows) if rows else content
            has_errors = b't="e"' in content or b"t='e'" in content
            written.writestr(filename, ERROR_CELL.sub(rb"\1str\2", content) if has_errors else content)
    copy.seek(0)
    return copy


def first_part(content: bytes, rows: int) -> bytes:
    """A sheet cut off after so many rows, where it is written as usual; anything else as it is."""
    if b"</sheetData>" not in content or not content.endswith(b"</worksheet>"):
        return content
    ends = islice(ROW_END.finditer(content), rows - 1, rows)
    end = next((match.end() for match in ends), None)
    return content if end is None else content[:end] + b"</sheetData></worksheet>"


def damaged(name: str = "") -> Refused:
    if name:
        return Refused(
            _("The workbook “%(name)s” is damaged. Save it again and upload it once more.") % {"name": name}
        )
    return Refused(_("The workbook is damaged. Save it again and upload it once more."))


def sheet_names(file: BinaryIO, called: str) -> list[str]:
    """Of the sheets that people see, in their order. Raises Refused."""
    try:
        with read_workbook(plain_copy(file, rows=1)) as book:
            return visible(book)
    except UNREADABLE as error:
        raise damaged(called) from error


def visible(book: CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def rows_of(file: BinaryIO, sheet: str = "", most: int = 0) -> Iterator[list[str]]:
    """Every row of the sheet, of the first one without a name, the empty ones too; with `most` perhaps no more than so
    many. Raises Refused."""
    try:
        with read_workbook(plain_copy(file, most)) as book:
            names = visible(book)
            if not names or (sheet and sheet not in names):
                raise Refused(_("The workbook has no such sheet. Choose another one."))
            read = book.get_sheet_by_name(sheet or names[0])
            before = [""] * (read.start[1] if read.start else 0)  # the reader begins with the first column in use
            merged = Merged(read.merged_cell_ranges or [])
            for number, row in enumerate(read.iter_rows()):
                cells = before + [value if type(value) is str else in_text(value) for value in row]
                yield merged.filled(number, cells) if merged.spans else cells
    except UNREADABLE as error:
        raise damaged() from error


class Merged:
    """Cells merged over several rows: what stands in the first is meant for each of them."""

    def __init__(self, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        self.spans = sorted((top, bottom, left) for (top, left), (bottom, _right) in ranges if bottom > top)
        self.next = 0
        self.open: list[tuple[int, int, str]] = []  # last row, column, text

    def filled(self, number: int, cells: list[str]) -> list[str]:
        self.open = [each for each in self.open if each[0] >= number]
        for _bottom, column, text in self.open:
            if any(cells) and column < len(cells):
                cells[column] = cells[column] or text
        while self.next < len(self.spans) and self.spans[self.next][0] <= number:
            top, bottom, column = self.spans[self.next]
            self.next += 1
            if top == number and column < len(cells):
                self.open.append((bottom, column, cells[column]))
        return cells


def in_text(value: object) -> str:
    """As a person would type it; a date without its time."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()[:10]
    return str(value)
