"""One sheet as bytes: where its rows and cells stand, and the rows of data written anew between all that stays."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.datetime import WINDOWS_EPOCH, to_excel

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PLACE = re.compile(rb"""\sr\s*=\s*(["'])[A-Za-z]{1,3}[0-9]{1,7}\1""")
MERGES = re.compile(rb"<((?:[\w.-]+:)?)mergeCells\b[^<>]*>(.*?)</(?:[\w.-]+:)?mergeCells\s*>", re.DOTALL)
LINKS = re.compile(rb"<((?:[\w.-]+:)?)hyperlinks\b[^<>]*>(.*?)</(?:[\w.-]+:)?hyperlinks\s*>", re.DOTALL)
LINK = re.compile(rb"""<(?:[\w.-]+:)?hyperlink\s[^<>]*?\bref\s*=\s*["']([A-Za-z0-9:$]+)["'][^<>]*?(?:/>|></[^<>]*>)""")
MERGE = re.compile(rb"""<(?:[\w.-]+:)?mergeCell\s[^<>]*?ref\s*=\s*["']([A-Za-z0-9:$]+)["'][^<>]*?(?:/>|></[^<>]*>)""")
ACROSS_CELLS = re.compile(rb"""<(?:[\w.-]+:)?f\s[^<>]*\bt\s*=\s*["'](?:shared|array|dataTable)""")
DIMENSION = re.compile(rb"""(<(?:[\w.-]+:)?dimension\s[^<>]*?ref\s*=\s*)(["'])[^"']*\2""")
OWN_OF_ROW = {"r", "spans"}
LONGEST_CELL = 32_767

Value = str | int | Decimal | date | None


@dataclass
class Cell:
    column: int
    style: str = ""
    start: int = 0
    end: int = 0
    formula: str | None = None
    is_empty: bool = True
    is_shared: bool = False
    is_text: bool = False  # a formula whose value is text, perhaps an empty one
    has_value: bool = False
    shared: int | None = None  # its text is that one of the workbook's strings

    @property
    def is_unvalued(self) -> bool:
        """A formula that nobody counted: what it would show is not in the file."""
        return self.formula is not None and not self.has_value


@dataclass
class Row:
    number: int
    attributes: dict[str, str]
    start: int = 0
    end: int = 0
    cells: dict[int, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """A cell to be written: a value, text that starts as a formula, or bytes of a cell that stays."""

    value: Value = None
    formula: str = ""
    kept: bytes = b""
    style: str | None = None


class Sheet:
    """What was found in the part of a sheet. Offsets are of its bytes."""

    def __init__(self, content: bytes, epoch: datetime = WINDOWS_EPOCH) -> None:
        self.content, self.epoch = content, epoch
        self.rows: dict[int, Row] = {}
        self.column_styles: list[tuple[int, int, str]] = []
        self.validations: list[tuple[str, str]] = []  # range, formula
        self.merged: list[tuple[int, int, int, int]] = []
        self.is_protected = False
        self.data_start = self.data_end = 0
        self.is_data_empty = False
        self.prefix = b""
        self.kept_places: dict[tuple[int, int], list[tuple[int, str, str, bool]]] = {}
        Scan(self).run()

    def row(self, number: int) -> Row:
        return self.rows.get(number) or Row(number, {})

    def style(self, row: int, column: int) -> str:
        """Of a cell, else of its row, else of its column; "" is the workbook's own."""
        found = self.row(row)
        if column in found.cells:
            return found.cells[column].style
        if found.attributes.get("customFormat") in ("1", "true"):
            return found.attributes.get("s", "")
        return next((style for low, high, style in self.column_styles if low <= column <= high), "")

    def merged_in(self, first_row: int) -> list[str]:
        """Ranges of merged cells among the rows of data."""
        return [
            f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
            for left, top, right, bottom in self.merged
            if bottom >= first_row
        ]

    def lists_of(self, row: int, column: int) -> str:
        """The formula of the list validation that holds for a cell."""
        for area, formula in self.validations:
            for each in area.split():
                left, top, right, bottom = bounds(each)
                if left <= column <= right and top <= row <= bottom:
                    return formula
        return ""

    def written(self, first_row: int, rows: Iterable[Sequence[Written | None]], like: int) -> bytes:
        """The whole part with `rows` from `first_row` on instead of those that are there; cells look as in the row
        `like`. A row is a Written, or None, for each column. Rows below that are only prepared stay."""
        tag = self.prefix
        body = b"".join(self.row_bytes(number, cells, like) for number, cells in enumerate(rows, first_row))
        last = first_row + body.count(b"<%srow " % tag) - 1
        prepared = [row for row in self.rows.values() if row.number > last and self.is_prepared(row)]
        body += b"".join(self.content[row.start : row.end] for row in prepared)
        last = max([last, *(row.number for row in prepared)])
        above = [row.end for row in self.rows.values() if row.number < first_row]
        head_end = max(above, default=self.data_start)
        if self.is_data_empty:
            opened = re.sub(rb"/>\s*$", b">", self.content[self.data_start : self.data_end])
            whole = self.content[: self.data_start] + opened + body + b"</%ssheetData>" % tag
            whole += self.content[self.data_end :]
        else:
            whole = self.content[:head_end] + body + self.content[self.data_end :]
        return self.tidied(whole, first_row, max(last, first_row - 1))

    def is_prepared(self, row: Row) -> bool:
        """Formatted for what people will enter: nothing stands in it but, perhaps, formulas of its own."""
        return all(cell.is_empty or self.is_own_formula(cell) for cell in row.cells.values())

    def is_own_formula(self, cell: Cell) -> bool:
        return bool(cell.formula) and not ACROSS_CELLS.search(self.content, cell.start, cell.end)

    def without_cells(self, first_row: int, columns: set[int]) -> bytes:
        """The part with these cells of the rows of data emptied, and all else as it is."""
        pieces, end = [], 0
        for row in self.rows.values():
            for cell in row.cells.values() if row.number >= first_row else ():
                if cell.column in columns and not cell.is_empty:
                    place = f"{get_column_letter(cell.column)}{row.number}"
                    pieces += [self.content[end : cell.start], self.tag("c", place, cell.style, b"", "")]
                    end = cell.end
        return b"".join([*pieces, self.content[end:]])

    def row_bytes(self, number: int, cells: Sequence[Written | None], like: int) -> bytes:
        shown = {name: value for name, value in self.row(like).attributes.items() if name not in OWN_OF_ROW}
        words = "".join(f" {name}={quoteattr(value)}" for name, value in shown.items() if ":" not in name)
        inner = b"".join(self.cells_bytes(number, cells, like))
        return b'<%srow r="%d"%s>%s</%srow>' % (self.prefix, number, words.encode(), inner, self.prefix)

    def cells_bytes(self, number: int, cells: Sequence[Written | None], like: int) -> Iterator[bytes]:
        for column, letter, usual, is_there in self.places(like, len(cells)):
            cell = cells[column - 1] if column <= len(cells) else None
            style = cell.style if cell and cell.style is not None else usual
            place = f"{letter}{number}"
            if cell and cell.kept:
                yield PLACE.sub(f' r="{place}"'.encode(), cell.kept, count=1)
            elif cell and (cell.formula or cell.value not in (None, "")):
                yield self.cell_bytes(place, style, cell)
            elif style or is_there:
                yield self.tag("c", place, style, b"", "")

    def places(self, like: int, width: int) -> list[tuple[int, str, str, bool]]:
        """Of each column its letter, its style in the row `like`, and whether a cell stands there."""
        if (like, width) not in self.kept_places:
            there = self.row(like).cells
            self.kept_places[like, width] = [
                (column, get_column_letter(column), self.style(like, column), column in there)
                for column in range(1, max([width, *there]) + 1)
            ]
        return self.kept_places[like, width]

    def cell_bytes(self, place: str, style: str, cell: Written) -> bytes:
        if cell.formula:
            return self.tag("c", place, style, self.inner("f", cell.formula), "")
        if isinstance(cell.value, str):
            text = escape(UNSEEN.sub("", cell.value)[:LONGEST_CELL])
            prefix = self.prefix.decode()
            words = f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
            return self.tag("c", place, style, words.encode(), "inlineStr")
        number = to_excel(cell.value, self.epoch) if isinstance(cell.value, date) else cell.value
        number = int(number) if number == int(number) else number
        return self.tag("c", place, style, self.inner("v", f"{number}"), "")

    def inner(self, name: str, text: str) -> bytes:
        return b"<%s%s>%s</%s%s>" % (self.prefix, name.encode(), escape(text).encode(), self.prefix, name.encode())

    def tag(self, name: str, place: str, style: str, inner: bytes, kind: str) -> bytes:
        words = f' r="{place}"' + (f' s="{style}"' if style else "") + (f' t="{kind}"' if kind else "")
        start = b"<%s%s%s" % (self.prefix, name.encode(), words.encode())
        return start + (b">%s</%s%s>" % (inner, self.prefix, name.encode()) if inner else b"/>")

    def tidied(self, content: bytes, first_row: int, last_row: int) -> bytes:
        """Merged cells among the rows of data are taken apart, and links that led from other cells go; the stated size
        of the sheet is its size."""

        def above(match: re.Match[bytes], element: re.Pattern[bytes], name: bytes, count: bytes) -> bytes:
            kept = [each[0] for each in element.finditer(match[2]) if bounds(each[1].decode())[3] < first_row]
            tag = match[1] + name
            words = count % len(kept) if count else b""
            return b"<%s%s>%s</%s>" % (tag, words, b"".join(kept), tag) if kept else b""

        content = MERGES.sub(lambda match: above(match, MERGE, b"mergeCells", b' count="%d"'), content)
        content = LINKS.sub(lambda match: above(match, LINK, b"hyperlinks", b""), content)
        widest = max([1, *(column for row in self.rows.values() for column in row.cells)])
        area = f"A1:{get_column_letter(widest)}{max(last_row, 1)}".encode()
        return DIMENSION.sub(lambda match: match[1] + match[2] + area + match[2], content, count=1)


def bounds(area: str) -> tuple[int, int, int, int]:
    """Left, top, right, bottom; whole columns and rows are without end."""
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    return left or 1, top or 1, right or 16_384, bottom or 1_048_576


def moved(formula: str, origin: str, place: str) -> str:
    """A formula as it reads in another cell; without the sign of equality."""
    try:
        return Translator("=" + formula, origin=origin).translate_formula(place)[1:]
    except (TranslatorError, ValueError, IndexError):
        return ""


class Scan:
    """One pass over the part."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.parser = sheet, expat.ParserCreate()
        self.number, self.column = 0, 0
        self.row: Row | None = None
        self.cell: Cell | None = None
        self.area, self.kind, self.formula = "", "", ""
        self.text: list[str] = []
        self.opened = 0

    def run(self) -> None:
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text_of
        self.parser.Parse(self.sheet.content, True)

    def text_of(self, text: str) -> None:
        self.text.append(text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _mark, local = name.rpartition(":")
        self.text = []
        handler = getattr(self, f"start_{local}", None)
        if handler:
            handler(attributes)
        if local == "sheetData":
            self.sheet.prefix = f"{prefix}:".encode() if prefix else b""
            self.sheet.data_start = self.opened = self.parser.CurrentByteIndex

    def end(self, name: str) -> None:
        handler = getattr(self, f"end_{name.rpartition(':')[2]}", None)
        if handler:
            handler(name)

    def tag_end(self, name: str) -> int:
        """Behind the element that ends here; a tag that closes itself ends where the parser stands."""
        place, content = self.parser.CurrentByteIndex, self.sheet.content
        if content.startswith(b"</" + name.encode(), place):
            return content.index(b">", place) + 1
        return place

    def end_sheetData(self, name: str) -> None:  # noqa: N802  the name of the element
        place, content = self.parser.CurrentByteIndex, self.sheet.content
        self.sheet.is_data_empty = not content.startswith(b"</" + name.encode(), place)
        if self.sheet.is_data_empty:
            self.sheet.data_end = place
        else:
            self.sheet.data_start = content.index(b">", self.opened) + 1
            self.sheet.data_end = place

    def start_row(self, attributes: dict[str, str]) -> None:
        self.number = int(attributes.get("r") or self.number + 1)
        self.column = 0
        self.row = Row(self.number, attributes, self.parser.CurrentByteIndex)
        self.sheet.rows[self.number] = self.row

    def end_row(self, name: str) -> None:
        if self.row:
            self.row.end = self.tag_end(name)
        self.row = None

    def start_c(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "")
        letters = place.rstrip("0123456789")
        self.column = column_index_from_string(letters) if letters else self.column + 1
        kind = attributes.get("t")
        self.cell = Cell(
            self.column, attributes.get("s", ""), self.parser.CurrentByteIndex,
            is_shared=kind == "s", is_text=kind == "str",
        )  # fmt: skip
        if self.row:
            self.row.cells[self.column] = self.cell

    def end_c(self, name: str) -> None:
        if self.cell:
            self.cell.end = self.tag_end(name)
        self.cell = None

    def end_f(self, name: str) -> None:
        if self.cell:
            self.cell.formula, self.cell.is_empty = "".join(self.text), False
        elif self.kind:  # of a validation of the newer kind
            self.formula = "".join(self.text)

    def end_v(self, name: str) -> None:
        if self.cell:
            self.cell.is_empty = False
            text = "".join(self.text).strip()
            self.cell.has_value = self.cell.is_text or bool(text)
            if self.cell.is_shared and text.isdigit():
                self.cell.shared = int(text)

    end_is = end_v

    def start_col(self, attributes: dict[str, str]) -> None:
        if style := attributes.get("style"):
            low, high = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self.sheet.column_styles.append((low, high, style))

    def start_mergeCell(self, attributes: dict[str, str]) -> None:  # noqa: N802
        self.sheet.merged.append(bounds(attributes["ref"]))

    def start_sheetProtection(self, attributes: dict[str, str]) -> None:  # noqa: N802
        self.sheet.is_protected = attributes.get("sheet") in ("1", "true")

    def start_dataValidation(self, attributes: dict[str, str]) -> None:  # noqa: N802
        self.kind, self.area, self.formula = attributes.get("type", "none"), attributes.get("sqref", ""), ""

    def end_formula1(self, name: str) -> None:
        self.formula = "".join(self.text).strip() or self.formula

    def end_sqref(self, name: str) -> None:
        self.area = "".join(self.text).strip()

    def end_dataValidation(self, name: str) -> None:  # noqa: N802
        if self.kind == "list" and self.area and self.formula:
            self.sheet.validations.append((self.area, self.formula))
        self.kind = ""
