"""An XLSX file of the module."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import BinaryIO

from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from mobilities.beneficiary_module import lists, styles
from mobilities.beneficiary_module.asides import SHARED, Area, area_of, quieten, without_strings
from mobilities.beneficiary_module.layout import LOOKED_AT, Column, header_of, known_names, layout_of
from mobilities.beneficiary_module.package import BOOK, KEPT_EMPTY_ROWS, Package, open_package, sheets_of
from mobilities.beneficiary_module.sheet import Sheet, Value, Written, bounds, moved
from mobilities.beneficiary_module.template import (
    DAY_RULE,
    MOST_NAMED,
    Line,
    Template,
    day_in_words,
    named,
    not_a_template,
)
from mobilities.enums import ModuleFilePurpose
from portal.common.refused import Refused
from portal.common.text import number
from portal.imports import reading, workbooks
from portal.imports.columns import key_of
from portal.imports.sentences import some_of

STYLES = "xl/styles.xml"
SHARED_CELL = re.compile(rb"""\bt\s*=\s*["']s["'][^<>]*>\s*<(?:[\w.-]+:)?v>\s*(\d+)""")
QUIETENED = gettext_lazy(
    "Comments on rows of data are taken out, and so is what comments, other sheets or text beside the table say of "
    "health, origin, belief or the like. It is not kept and never leaves."
)
COUNTS_FROM_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)""")


class Workbook(Template):
    """An XLSX file. Everything but the rows of data of one sheet stays as it came."""

    def __init__(self, file: BinaryIO, name: str, purpose: str) -> None:
        self.package: Package = open_package(file, name)
        self.texts: dict[str, list[list[str]]] = {}
        sheet, header_row = self.best_sheet(name)
        rows = self.text_of(sheet)
        self.part = self.package.sheets[sheet]
        epoch = MAC_EPOCH if COUNTS_FROM_1904.search(self.package.parts[BOOK]) else WINDOWS_EPOCH
        self.sheet = Sheet(self.package.parts[self.part], epoch)
        self.spread_header(rows, header_row)
        layout = layout_of(rows[:LOOKED_AT], header_row, sheet)
        layout.sheet = sheet
        super().__init__(layout, rows)
        self.is_quietened = quieten(self.package, self.part, layout.first_row, self.offered)
        if self.is_quietened:
            self.sheet = Sheet(self.package.parts[self.part], epoch)
            self.remark(QUIETENED)
        self.styles = styles.Styles(self.package.parts.get(STYLES, b""))
        if purpose == ModuleFilePurpose.COMPARE:
            self.remark_on_comparing()
        else:
            self.remark_on_filling()

    def best_sheet(self, name: str) -> tuple[str, int]:
        """The sheet in which most columns are known, and its header row."""
        best, found = 0, None
        for sheet in self.package.sheets:
            top = self.text_of(sheet)[:LOOKED_AT]
            row = header_of(top)
            if row and known_names(top[row - 1]) > best:
                best, found = known_names(top[row - 1]), (sheet, row)
        if found is None:
            raise not_a_template(name)
        return found

    def text_of(self, sheet: str) -> list[list[str]]:
        """All rows of a sheet, a hidden one too, as text."""
        if sheet not in self.texts:
            try:
                with workbooks.read_workbook(workbooks.plain_copy(self.package.plain())) as book:
                    read = book.get_sheet_by_name(sheet)
                    before = [""] * (read.start[1] if read.start else 0)
                    self.texts[sheet] = [before + list(map(in_text, row)) for row in read.iter_rows()]
            except workbooks.UNREADABLE as error:
                raise workbooks.damaged() from error
        return self.texts[sheet]

    def spread_header(self, rows: list[list[str]], header_row: int) -> None:
        """Names in cells merged with the cells below belong to the header row as well."""
        for left, top, right, bottom in self.sheet.merged:
            if top < header_row <= bottom and left == right and left <= len(rows[top - 1]):
                row = rows[header_row - 1]
                row += [""] * (left - len(row))
                row[left - 1] = row[left - 1] or rows[top - 1][left - 1]

    def remark_on_filling(self) -> None:
        layout = self.layout
        if self.package.had_macros:
            self.remark(gettext_lazy("The file holds macros. They are taken out; everything else is filled, as XLSX."))
        if self.sheet.is_protected:
            self.remark(gettext_lazy("The sheet is protected. It can be filled all the same and stays protected."))
        if self.part in self.package.whole:
            text = gettext_lazy(
                "Of the empty formatted rows below the table the first %(kept)s stay; the others are left out of the "
                "filled file."
            )
            self.remark(text, kept=lambda: number(KEPT_EMPTY_ROWS))
        header = [
            (left, right) for left, top, right, bottom in self.sheet.merged if top <= layout.header_row <= bottom
            if left != right
        ]  # fmt: skip
        if header:
            text = gettext_lazy(
                "Cells of the row with the names are merged over several columns; only the first of these "
                "columns has a "
                "name, the others stay empty."
            )
            self.remark(text)
        if merged := self.sheet.merged_in(layout.first_row):
            text = gettext_lazy(
                "Cells among the rows of data are merged (%(areas)s); they are taken apart, because every row "
                "needs its "
                "own."
            )
            self.remark(text, areas=some_of(merged, MOST_NAMED))
        if formulas := [column.title for column in layout.columns if self.has_formula(column)]:
            text = gettext_lazy(
                "These columns hold formulas, which are kept in every row and not written over: %(names)s."
            )
            self.remark(text, names=named(formulas))

    def remark_on_comparing(self) -> None:
        if self.package.had_macros:
            self.remark(gettext_lazy("The file holds macros. They are taken out; everything else is compared."))
        if self.sheet.is_protected:
            self.remark(gettext_lazy("The sheet is protected. It can be read and compared all the same."))
        if self.part in self.package.whole:
            self.remark(gettext_lazy("Empty formatted rows below the table are not compared."))
        if merged := self.sheet.merged_in(self.layout.first_row):
            text = gettext_lazy(
                "Cells among the rows of data are merged (%(areas)s); only the first of each area has a value."
            )
            self.remark(text, areas=some_of(merged, MOST_NAMED))

    @cached_property
    def names(self) -> dict[str, str]:
        book = fromstring(self.package.parts[BOOK])
        return {
            each.get("name", "").lower(): each.text or ""
            for each in book.iter()
            if each.tag.rpartition("}")[2] == "definedName"
        }

    @cached_property
    def offered(self) -> dict[str, list[Area]]:
        """Part of a sheet > areas that are the module's own: what lists offer, dictionaries named like a column."""
        parts, found = sheets_of(self.package, hidden=True), defaultdict(list)
        formulas = [formula for _area, formula in self.sheet.validations]
        named = [formula for name, formula in self.names.items() if not name.startswith("_xlnm")]
        for sheet, area in filter(None, map(area_of, [*formulas, *named])):
            found[parts.get(sheet, "")].append(area)
        keys = {column.plain_key for column in self.layout.columns}
        for sheet, part in parts.items():
            if key_of(sheet) in keys:
                found[part].append(bounds("A:XFD"))
            for place, cell in enumerate((self.text_of(sheet) or [[]])[0], start=1):
                if cell and key_of(cell) in keys:
                    found[part].append(bounds(f"{get_column_letter(place)}:{get_column_letter(place)}"))
        return found

    @cached_property
    def dictionaries(self) -> dict[str, list[str]]:
        return {column.key: self.look_up(column) for column in self.layout.columns}

    def entries(self, column: Column) -> list[str]:
        return self.dictionaries[column.key]

    def look_up(self, column: Column) -> list[str]:
        if formula := self.sheet.lists_of(self.layout.first_row, column.place):
            try:
                return lists.entries_of(formula, self.range_of, self.names)
            except (ValueError, TypeError, Refused, KeyError):
                return []
        return self.sheet_of_names(column) if column.has_dictionary else []

    def range_of(self, sheet: str, area: str) -> list[str]:
        left, top, right, bottom = range_boundaries(area)
        rows = self.text_of(sheet or self.layout.sheet)[(top or 1) - 1 : bottom]
        return [cell for row in rows for cell in row[(left or 1) - 1 : right]]

    def sheet_of_names(self, column: Column) -> list[str]:
        """A sheet of dictionaries: a column of the same name, or a sheet of that name with codes and labels."""
        for sheet in self.package.sheets:
            if sheet == self.layout.sheet:
                continue
            rows = self.text_of(sheet)
            if key_of(sheet) == column.plain_key:
                return [" - ".join(cell for cell in row[:2] if cell) for row in rows if any(row[:2])]
            for place, cell in enumerate(rows[0] if rows else []):
                if key_of(cell) == column.plain_key:
                    return [row[place] for row in rows[1:] if place < len(row) and row[place]]
        return []

    def has_formula(self, column: Column) -> bool:
        cell = self.sheet.row(self.layout.first_row).cells.get(column.place)
        return cell is not None and cell.formula is not None

    def is_unvalued(self, column: Column, number: int) -> bool:
        cell = self.sheet.row(number).cells.get(column.place)
        return cell is not None and cell.is_unvalued

    def write(self, lines: Sequence[Line]) -> bytes:
        first = self.layout.first_row
        rows = [self.row_of(line, number) for number, line in enumerate(lines, first)]
        written = {self.part: self.sheet.written(first, rows, like=first)}
        if self.styles.added:
            written[STYLES] = self.styles.written()
        if SHARED in self.package.parts and (gone := self.strings_of(self.unkept | set(self.prose))):
            written[SHARED] = without_strings(self.package.parts[SHARED], gone)
        return self.package.packed(written)

    def scrubbed(self) -> bytes | None:
        if not self.has_special_cells() and not self.is_quietened:
            return None
        written = {self.part: self.sheet.without_cells(self.layout.first_row, self.unkept)}
        if SHARED in self.package.parts:
            written[SHARED] = without_strings(self.package.parts[SHARED], self.strings_of(self.unkept))
        return self.package.packed(written)

    def strings_of(self, places: set[int]) -> set[int]:
        """Texts of the workbook that only cells of data of these columns show: they go with these."""
        special, others = set(), set()
        for row in self.sheet.rows.values():
            for cell in row.cells.values():
                is_special = row.number >= self.layout.first_row and cell.column in places
                (special if is_special else others).add(cell.shared)
        for name, part in self.package.parts.items():
            if name.startswith("xl/worksheets/") and name != self.part:
                others |= {int(number) for number in SHARED_CELL.findall(part)}
        return special - others - {None}

    @cached_property
    def shapes(self) -> dict[str, tuple[str, str]]:
        """Key of a column > the style of its cells and what that shows: dates, text, numbers."""
        found = {}
        for column in self.layout.columns:
            style = self.sheet.style(self.layout.first_row, column.place)
            found[column.key] = (style, self.styles.kind(style))
        return found

    def row_of(self, line: Line, number: int) -> list[Written | None]:
        cells: list[Written | None] = [None] * max(column.place for column in self.layout.columns)
        for column in self.layout.columns:
            cells[column.place - 1] = self.cell_of(column, line, number)
        return cells

    def cell_of(self, column: Column, line: Line, number: int) -> Written | None:
        if self.is_mute(column):
            return None
        first = self.sheet.row(self.layout.first_row).cells.get(column.place)
        if first is not None and first.formula is not None:
            letter = place_of(column.place, self.layout.first_row), place_of(column.place, number)
            return Written(formula=moved(first.formula, *letter)) if first.formula else None
        value = line.values.get(column.key)
        if value not in (None, ""):
            return self.as_column_wants(column, value)
        if line.existing is not None and column.key not in line.values:
            there = self.sheet.row(line.existing).cells.get(column.place)
            if there and there.formula is None and not there.is_empty:
                return Written(kept=self.sheet.content[there.start : there.end])
        return None

    def as_column_wants(self, column: Column, value: Value) -> Written:
        """A real date, number or text, as the number format of the column or its rule says."""
        style, kind = self.shapes[column.key]
        if isinstance(value, date):
            if kind == styles.TEXT:
                return Written(day_in_words(value, column.day_rule))
            if kind == styles.DATE:
                return Written(value)
            code = "".join(f"\\{mark}" if mark in "-/. " else mark for mark in (column.day_rule or DAY_RULE).lower())
            return Written(value, style=self.styles.dated(style, code))
        if isinstance(value, (int, Decimal)) and kind == styles.TEXT:
            return Written(str(value))
        return Written(value)


def in_text(value: object) -> str:
    return reading.tidy(value if type(value) is str else workbooks.in_text(value))


def place_of(column: int, row: int) -> str:
    return f"{get_column_letter(column)}{row}"
