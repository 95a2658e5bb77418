"""What people write beside the table: comments of cells, other sheets, text boxes, properties of the file, copies of
rows that a pivot table keeps. What speaks of special categories there is taken out before the file is kept or filled.

What a list offers, or a sheet of dictionaries named like a column, is the module's own and stays. Comments on rows of
data all go: in a filled file other mobilities stand in these rows.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from itertools import count

from openpyxl.utils import get_column_letter

from mobilities.beneficiary_module.package import Package, relations
from mobilities.beneficiary_module.sheet import Sheet, bounds
from mobilities.beneficiary_module.special import is_telling

SHARED, SHEETS = "xl/sharedStrings.xml", "xl/worksheets/"
COMMENTS = re.compile(r"comments?\d*\.xml$", re.IGNORECASE)
PIVOTS = re.compile(r"^xl/pivotcache/", re.IGNORECASE)
OTHERS = re.compile(r"^(?:docprops|customxml|xl/drawings|xl/charts|xl/diagrams)/", re.IGNORECASE)
# An element is looked for from its opening tag, of ordinary length and not closed in itself, to its closing one, which
# well-formed XML has: so every byte is looked at a fixed number of times, whatever the file.
REST = rb"""[^<>]{0,999}(?<!/)>"""
COMMENT = re.compile(
    rb"""<((?:[\w.-]+:)?(?:threadedC|c)omment)\s[^<>]{0,999}?\bref\s*=\s*["'][$A-Za-z]*(\d+)%s.*?</\1\s*>""" % REST,
    re.DOTALL,
)
PARAGRAPH = re.compile(rb"<((?:[\w.-]+:)?p)(?:\s%s|>).*?</\1\s*>" % REST, re.DOTALL)
HEAD_OR_FOOT = re.compile(
    rb"<((?:[\w.-]+:)?(?:odd|even|first)(?:Header|Footer))(?:\s%s|>).*?</\1\s*>" % REST, re.DOTALL
)
RUN = re.compile(rb">([^<>]+)<")
SAID = re.compile(rb"""(\bv\s*=\s*)(["'])([^<]*?)\2""")
STRING = re.compile(
    rb"<([\w.-]+:)?si(?:\s[^<>]{0,999})?/>|<([\w.-]+:)?si(?:\s%s|>).*?</(?:[\w.-]+:)?si\s*>" % REST, re.DOTALL
)
INLINE = re.compile(
    rb"""<(?:[\w.-]+:)?c\s[^<>]{0,999}?\bt\s*=\s*["'](?:str|inlineStr)["']%s.*?</(?:[\w.-]+:)?c\s*>""" % REST,
    re.DOTALL,
)
Area = tuple[int, int, int, int]


def text_of(piece: bytes) -> str:
    return unescape(b"".join(RUN.findall(piece)).decode("utf-8", "replace")).strip()


def emptied(piece: bytes) -> bytes:
    return RUN.sub(b"><", piece)


def without(element: re.Pattern[bytes], part: bytes, is_meant: Callable[[re.Match[bytes]], object]) -> bytes:
    """Elements stay, with nothing in them: other parts may count on them."""
    return element.sub(lambda found: emptied(found[0]) if is_meant(found) else found[0], part)


def quieten(package: Package, table: str, first_row: int, offered: Mapping[str, Iterable[Area]]) -> bool:
    """`table`: the part of the sheet with the rows of data, from `first_row` on. `offered`: part of a sheet > areas
    that stay. Returns whether anything was taken out."""
    before = {**package.parts, **package.whole}
    beside = set(relations(package, table).values())
    for name, part in list(package.parts.items()):
        if COMMENTS.search(name):
            package.parts[name] = without_comments(part, first_row if name in beside else None)
        elif PIVOTS.match(name):
            package.parts[name] = SAID.sub(attribute_kept, part)
        elif OTHERS.match(name) and name.lower().endswith((".xml", ".vml")):
            if name.lower().endswith(".xml"):
                part = without(PARAGRAPH, part, lambda found: is_telling(text_of(found[0])))
            package.parts[name] = RUN.sub(lambda run: b"><" if is_telling(text_of(run[0])) else run[0], part)
        elif name.startswith(SHEETS) and name.endswith(".xml"):
            package.parts[name] = without_heads(part)
            if name in package.whole:
                package.whole[name] = without_heads(package.whole[name])
    quieten_sheets(package, table, offered)
    return {**package.parts, **package.whole} != before


def without_comments(part: bytes, first_row: int | None) -> bytes:
    def is_meant(found: re.Match[bytes]) -> bool:
        is_of_row = first_row is not None and int(found[2]) >= first_row
        return is_of_row or is_telling(text_of(found[0]))

    return without(COMMENT, part, is_meant)


def without_heads(part: bytes) -> bytes:
    return without(HEAD_OR_FOOT, part, lambda found: is_telling(text_of(found[0])))


def attribute_kept(found: re.Match[bytes]) -> bytes:
    is_meant = is_telling(unescape(found[3].decode("utf-8", "replace")))
    return found[1] + found[2] * 2 if is_meant else found[0]


def quieten_sheets(package: Package, table: str, offered: Mapping[str, Iterable[Area]]) -> None:
    """Cells of the other sheets, and the workbook's strings that no cell shows any more."""
    strings = [text_of(found[0]) for found in STRING.finditer(package.parts.get(SHARED, b""))]
    telling = {place for place, text in enumerate(strings) if is_telling(text)}
    shown: set[int | None] = set()
    for name, part in [*package.parts.items(), *package.whole.items()]:
        if not name.startswith(SHEETS) or not name.endswith(".xml"):
            continue
        if not telling and (name == table or not tells_inside(part)):
            continue
        sheet = Sheet(part)
        if name == table:
            shown |= {cell.shared for row in sheet.rows.values() for cell in row.cells.values()}
            continue
        pieces, end = [], 0
        for place, column, row, cell in cells_of(sheet):
            is_meant = cell.shared in telling if cell.is_shared else is_telling(text_of(part[cell.start : cell.end]))
            if not is_meant or is_inside(column, row, offered.get(name, ())):
                shown.add(cell.shared)
            elif not cell.is_empty:
                pieces += [part[end : cell.start], sheet.tag("c", place, cell.style, b"", "")]
                end = cell.end
        kept = package.whole if part is package.whole.get(name) else package.parts
        kept[name] = b"".join([*pieces, part[end:]])
    if gone := telling - shown:
        package.parts[SHARED] = without_strings(package.parts[SHARED], gone)


def tells_inside(part: bytes) -> bool:
    """Whether a cell that holds its own text does, which saves a pass over most sheets."""
    return any(is_telling(text_of(found[0])) for found in INLINE.finditer(part))


def cells_of(sheet: Sheet) -> Iterator[tuple]:
    for row in sheet.rows.values():
        for cell in row.cells.values():
            yield f"{get_column_letter(cell.column)}{row.number}", cell.column, row.number, cell


def is_inside(column: int, row: int, areas: Iterable[Area]) -> bool:
    return any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in areas)


def without_strings(content: bytes, gone: set[int]) -> bytes:
    """The workbook's strings with nothing in the place of those that go."""
    places = count()

    def replaced(match: re.Match[bytes]) -> bytes:
        if next(places) not in gone:
            return match[0]
        prefix = match[1] or match[2] or b""
        return b"<%ssi><%st/></%ssi>" % (prefix, prefix, prefix)

    return STRING.sub(replaced, content)


def area_of(reference: str) -> tuple[str, Area] | None:
    """Name of a sheet and the area, of 'Lists'!$A$1:$A$9; None where it is no plain reference."""
    sheet, mark, area = reference.strip().removeprefix("=").rpartition("!")
    try:
        return (sheet.strip("'").replace("''", "'"), bounds(area)) if mark else None
    except (ValueError, TypeError):
        return None
