"""XLSX workbooks: judged part by part before anything is built of them, then read sheet by sheet.

The reader lays a sheet out in memory as one block, so how far its cells reach is measured first, on the bytes alone.
It is given only what was measured: a plain copy of the XML parts, unpacked and without the rest.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
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
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE)
ERROR_CELL = re.compile(rb"""(<(?:\w+:)?c\s[^>]*?\bt\s*=\s*["'])e(["'])""")
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
    with archive.open(entry) as part:
        reach = Reach(name)
        while chunk := part.read(uploads.CHUNK):
            reach.feed(chunk)
        reach.close()


class Reach:
    """How far the cells of a part reach, as it streams by. A part that is not plain UTF-8 XML is refused, because the
    reader might see in it what was not seen here."""

    def __init__(self, name: str) -> None:
        self.name, self.is_first = name, True
        self.row, self.rows, self.last_row = "", 0, 0
        self.cells, self.most_cells, self.letters = 0, 0, {"A"}
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.XmlDeclHandler = self.refuse_other_encodings

    def feed(self, chunk: bytes) -> None:
        head = chunk.removeprefix(b"\xef\xbb\xbf")[:2]
        if self.is_first and (head[:1] not in b"<\r\n\t " or b"\x00" in head):
            raise uploads.not_what_it_claims(self.name)
        self.is_first = False
        self.parser.Parse(chunk, False)
        self.refuse_far()

    def close(self) -> None:
        self.parser.Parse(b"", True)
        self.refuse_far()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c" or tag.endswith(":c"):
            self.cells += 1
            place = attributes.get("r", "A")
            letters = place.removesuffix(self.row)
            self.letters.add(letters) if letters.isalpha() else self.see_elsewhere(place)
        elif tag == "row" or tag.endswith(":row"):
            self.row = attributes.get("r", "")
            self.rows += 1
            self.last_row = max(self.last_row, int(self.row[:9] or 0))
            self.most_cells, self.cells = max(self.most_cells, self.cells), 0

    def see_elsewhere(self, place: str) -> None:
        """A cell that says itself in which row it stands."""
        match = REFERENCE.fullmatch(place)
        if not match:
            raise uploads.not_what_it_claims(self.name)
        self.letters.add(match[1])
        self.last_row = max(self.last_row, int(match[2]))

    def refuse_far(self) -> None:
        rows = max(self.last_row, self.rows)
        widest = max(map(column_index_from_string, self.letters))
        columns = max(widest, self.most_cells, self.cells)
        if rows > limits.MOST_ROWS or columns > limits.MOST_COLUMNS or rows * columns > limits.MOST_CELLS:
            raise limits.sheet_reaches_too_far(rows, columns)

    def refuse_doctype(self, *declaration) -> None:
        raise Refused(
            _("“%(name)s” holds instructions that a document has no need of, and is not taken.") % {"name": self.name}
        )

    def refuse_other_encodings(self, version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
            raise uploads.not_what_it_claims(self.name)


def plain_copy(file: BinaryIO) -> BinaryIO:
    """The XML parts as they were judged, not packed. What a spreadsheet failed to calculate, "#REF!", is text in it,
    because the reader would take it for an empty cell."""
    copy = io.BytesIO()
    file.seek(0)
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as written:
        parts = {entry.filename: archive.read(entry) for entry in xml_parts(archive)}
        for filename, content in parts.items():
            written.writestr(filename, ERROR_CELL.sub(rb"\1str\2", content))
    copy.seek(0)
    return copy


def damaged() -> Refused:
    return Refused(_("The workbook is damaged. Save it anew and try again."))


def sheet_names(file: BinaryIO) -> list[str]:
    """Of the sheets that people see, in their order. Raises Refused."""
    try:
        with read_workbook(plain_copy(file)) as book:
            return visible(book)
    except UNREADABLE as error:
        raise damaged() from error


def visible(book: CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def rows_of(file: BinaryIO, sheet: str = "") -> Iterator[list[str]]:
    """Every row of the sheet, of the first one without a name, the empty ones too. Raises Refused."""
    try:
        with read_workbook(plain_copy(file)) as book:
            names = visible(book)
            if not names or (sheet and sheet not in names):
                raise Refused(_("The workbook has no such sheet. Choose another."))
            read = book.get_sheet_by_name(sheet or names[0])
            before = [""] * (read.start[1] if read.start else 0)  # the reader begins with the first column in use
            for row in read.iter_rows():
                yield before + [value if type(value) is str else in_text(value) for value in row]
    except UNREADABLE as error:
        raise damaged() from error


def in_text(value: object) -> str:
    """As a person would type it; a date without its time."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, date):  # a datetime is one, too
        return value.strftime("%Y-%m-%d")
    return str(value)
