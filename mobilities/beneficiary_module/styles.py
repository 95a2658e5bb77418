"""Number formats of a workbook: which cells want dates, and a new one where a date has none."""

import re
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

FORMATS = re.compile(rb"<((?:[\w.-]+:)?)numFmts\b[^<>]*?(?:/>|>(.*?)</(?:[\w.-]+:)?numFmts\s*>)", re.DOTALL)
FORMAT = re.compile(rb"<(?:[\w.-]+:)?numFmt\s[^<>]*>")
CELLS = re.compile(rb"(<(?:[\w.-]+:)?cellXfs\b[^<>]*>)(.*?)(</(?:[\w.-]+:)?cellXfs\s*>)", re.DOTALL)
CELL = re.compile(rb"<((?:[\w.-]+:)?)xf\b[^<>]*?/>|<((?:[\w.-]+:)?)xf\b[^<>]*>.*?</(?:[\w.-]+:)?xf\s*>", re.DOTALL)
ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
COUNT = re.compile(rb"""\scount\s*=\s*["']\d*["']""")
ROOT = re.compile(rb"<((?:[\w.-]+:)?)styleSheet\b[^<>]*>")
FIRST_OWN = 164
TEXT, DATE, NUMBER, GENERAL = "text", "date", "number", ""


def attributes(tag: bytes) -> dict[str, str]:
    head = tag[: tag.index(b">")]
    return {name.decode(): (one or two).decode() for name, one, two in ATTRIBUTE.findall(head)}


@dataclass
class Styles:
    """`added` are styles that filling needs: a date where the template has only its rule."""

    content: bytes
    codes: dict[int, str] = field(default_factory=dict)
    cells: list[bytes] = field(default_factory=list)
    added: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.codes = dict(BUILTIN_FORMATS)
        if formats := FORMATS.search(self.content):
            for tag in FORMAT.findall(formats[2] or b""):
                found = attributes(tag)
                if found.get("numFmtId", "").isdigit():
                    self.codes[int(found["numFmtId"])] = found.get("formatCode", "")
        if cells := CELLS.search(self.content):
            self.cells = [match[0] for match in CELL.finditer(cells[2])]

    def kind(self, style: str) -> str:
        place = int(style) if style.isdigit() else 0
        found = attributes(self.cells[place]) if place < len(self.cells) else {}
        code = self.codes.get(int(found.get("numFmtId") or 0), "General").replace("&quot;", '"')
        if code == "@":
            return TEXT
        if is_date_format(code):
            return DATE
        return GENERAL if code == "General" else NUMBER

    def dated(self, style: str, code: str) -> str:
        """The same style with a number format for dates, say dd\\-mm\\-yyyy."""
        if not CELLS.search(self.content):
            return style
        known = self.added.setdefault((style, code), len(self.cells) + len(self.added))
        return str(known)

    def written(self) -> bytes:
        """The part with what was added behind all that is there."""
        content = self.content
        numbers = {}
        for _style, code in self.added:
            numbers.setdefault(code, max([FIRST_OWN - 1, *self.codes]) + 1 + len(numbers))
        new = [self.like(style, numbers[code]) for style, code in self.added]

        def with_cells(match: re.Match[bytes]) -> bytes:
            total = b' count="%d"' % (len(self.cells) + len(new))
            return COUNT.sub(total, match[1]) + match[2] + b"".join(new) + match[3]

        content = CELLS.sub(with_cells, content, count=1)
        return with_formats(content, numbers) if numbers else content

    def like(self, style: str, number: int) -> bytes:
        place = int(style) if style.isdigit() else 0
        tag = self.cells[place] if place < len(self.cells) else b"<xf/>"
        for name, value in (("numFmtId", number), ("applyNumberFormat", 1)):
            tag = re.sub(rb"""\s%s\s*=\s*["'][^"']*["']""" % name.encode(), b"", tag, count=1)
            tag = re.sub(rb"(xf)\b", rb'\1 %s="%d"' % (name.encode(), value), tag, count=1)
        return tag


def with_formats(content: bytes, numbers: dict[str, int]) -> bytes:
    root = ROOT.search(content)
    prefix = root[1] if root else b""
    tags = b"".join(
        b'<%snumFmt numFmtId="%d" formatCode="%s"/>' % (prefix, number, code.encode())
        for code, number in numbers.items()
    )
    if formats := FORMATS.search(content):
        inside = formats[2] or b""
        total = len(FORMAT.findall(inside)) + len(numbers)
        return (
            content[: formats.start()]
            + b'<%snumFmts count="%d">%s</%snumFmts>' % (formats[1], total, inside + tags, formats[1])
            + content[formats.end() :]
        )
    place = root.end() if root else 0
    return (
        content[:place]
        + b'<%snumFmts count="%d">%s</%snumFmts>' % (prefix, len(numbers), tags, prefix)
        + content[place:]
    )
