"""A CSV file of the module."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import BinaryIO

from django.utils.translation import gettext_lazy

from mobilities.beneficiary_module.layout import LOOKED_AT, Column, header_of, layout_of
from mobilities.beneficiary_module.sheet import Value
from mobilities.beneficiary_module.template import Line, Template, day_in_words, not_a_template
from portal.imports import detection, limits, reading

STARTS_FORMULA = ("=", "@", "\t", "\r")


class Text(Template):
    """A CSV file: its encoding, separator, quotation marks and line ends stay, and its first rows letter by letter."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        reading.judge(file, name)
        content = file.read(limits.MOST_UNPACKED + 1)
        self.encoding = detection.encoding_of(io.BytesIO(content))
        self.separator = detection.separator_of(io.BytesIO(content), self.encoding)
        self.text = decoded(content, self.encoding)
        self.has_mark = content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
        rows = list(reading.rows_of(io.BytesIO(content), self.encoding, self.separator))
        header_row = header_of(rows[:LOOKED_AT])
        if not header_row:
            raise not_a_template(name)
        layout = layout_of(rows[:LOOKED_AT], header_row)
        layout.encoding, layout.separator = self.encoding, self.separator
        super().__init__(layout, rows)

    def head(self) -> str:
        """What stands above the rows of data."""
        lines = self.text.splitlines(keepends=True) if "\n" in self.text else self.text.split("\r")
        reader = csv.reader(iter(lines), delimiter=self.separator)
        for _row in range(self.layout.first_row - 1):
            next(reader, None)
        return "".join(lines[: reader.line_num])

    def write(self, lines: Sequence[Line]) -> bytes:
        return self.written(lines)

    def written(self, lines: Sequence[Line], *, is_kept: bool = False) -> bytes:
        """`is_kept`: all is there but what is not even kept."""
        mute = self.unkept if is_kept else self.unkept | set(self.prose)
        head = self.head()
        end = "\r\n" if "\r\n" in head or "\n" not in head else "\n"
        if head and not head.endswith(("\n", "\r")):
            head += end
        out = io.StringIO(newline="")
        quoted = self.quotes_everything(head)
        writer = csv.writer(
            out, delimiter=self.separator, lineterminator=end,
            quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
        )  # fmt: skip
        writer.writerows(self.row_of(line, mute) for line in lines)
        return self.encoded(head + out.getvalue())

    def scrubbed(self) -> bytes | None:
        if not self.has_special_cells():
            return None
        return self.written([Line({}, row.number) for row in self.all_existing], is_kept=True)

    def quotes_everything(self, head: str) -> bool:
        last = head.strip("\r\n").splitlines()[-1:] or [""]
        cells = [cell for cell in last[0].split(self.separator) if cell]
        return bool(cells) and all(cell.startswith('"') and cell.endswith('"') for cell in cells)

    def row_of(self, line: Line, mute: set[int]) -> list[str]:
        there = self.rows[line.existing - 1] if line.existing is not None else []
        cells = [""] * max(column.place for column in self.layout.columns)
        for column in self.layout.columns:
            if column.place in mute:
                continue
            value = line.values.get(column.key)
            if value in (None, "") and column.key not in line.values and column.place <= len(there):
                value = there[column.place - 1]
            cells[column.place - 1] = self.in_words(column, value)
        return cells

    @staticmethod
    def in_words(column: Column, value: Value) -> str:
        """No cell can be a formula for whoever opens the file in a spreadsheet; reading it back takes the mark off."""
        if isinstance(value, date):
            return day_in_words(value, column.day_rule)
        if isinstance(value, str):
            is_formula = value.startswith(STARTS_FORMULA) or (value[:1] in "+-" and not value[1:2].isdigit() and value)
            return f"'{value}" if is_formula else value
        return "" if value is None else str(value)

    def encoded(self, text: str) -> bytes:
        encoding = {"utf-8-sig": "utf-8"}.get(self.encoding, self.encoding)
        try:
            content = text.encode(encoding if encoding != "utf-16" else "utf-16-le")
        except UnicodeEncodeError:
            self.remark(
                gettext_lazy("Some letters do not exist in the encoding of the file; it was written as UTF-8.")
            )
            return b"\xef\xbb\xbf" + text.encode("utf-8")
        mark = {"utf-8": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
        return (mark.get(encoding, b"") if self.has_mark else b"") + content


def decoded(content: bytes, encoding: str) -> str:
    return content.decode(encoding, "replace").replace("\x00", "").removeprefix("\ufeff")
