"""A workbook as its parts, judged before memory is spent, so that one sheet can be written anew beside all the others.

Nothing of it is run or fetched. Macros are taken out, and said; a chain of calculation goes, because spreadsheets make
it anew and would call the file damaged where it is no longer true.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import BinaryIO
from xml.parsers import expat

from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from portal.common import uploads
from portal.common.refused import Refused
from portal.imports import workbooks

TYPES, BOOK, BOOK_RELATIONS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
MACRO_PARTS = re.compile(
    r"vbaproject|vbadata|/macrosheets/|/activex/|/ctrlprops/|customui|/dialogsheets/", re.IGNORECASE
)
CONTENT = re.compile(rb"<(?:[\w.-]+:)?(?:v|f|is)[\s>]")
ROW_ENDS = re.compile(rb"</(?:[\w.-]+:)?row\s*>")
DATA_ENDS = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>")
FIRST_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s>/]")
ASIDE = re.compile(rb"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
TAG_END = rb"(?:/>|>\s*</(?:[\w.-]+:)?%s\s*>)"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
KEPT_EMPTY_ROWS = 1_000  # more of them were formatted by mistake, down to the end of the sheet


@dataclass
class Package:
    """`parts` by their names, in their order; `sheets`: name of each sheet that people see > its part; `whole`: sheets
    as they came, where empty rows at their end were cut off for reading."""

    parts: dict[str, bytes]
    sheets: dict[str, str]
    had_macros: bool = False
    whole: dict[str, bytes] = field(default_factory=dict)

    def plain(self) -> BinaryIO:
        """For the reader of cells."""
        return packed({name: part for name, part in self.parts.items() if is_xml(name)}, zipfile.ZIP_STORED)

    def packed(self, written: dict[str, bytes]) -> bytes:
        """With the parts `written` in place of theirs, and all others as they came."""
        return packed(self.parts | self.whole | written, zipfile.ZIP_DEFLATED).getvalue()


def packed(parts: dict[str, bytes], how: int) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, how)
    out.seek(0)
    return out


def is_xml(name: str) -> bool:
    return name.lower().endswith(workbooks.XML_PARTS)


def open_package(file: BinaryIO, name: str) -> Package:
    """Raises Refused."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            workbooks.refuse_large(archive, name)
            uploads.inspect_archive(archive, name)
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
        package = Package(parts, {})
        drop_macros(package, name)
        drop(package, lambda part: part.lower() == "xl/calcchain.xml")
        for part in [part for part in parts if part.startswith("xl/worksheets/") and is_xml(part)]:
            short = without_empty_rows(package.parts[part])
            if short != package.parts[part]:
                package.whole[part], package.parts[part] = package.parts[part], short
        judge(package, name)
        for content in (package.parts, package.whole):
            content.update({part: plain(content[part]) for part in content if is_xml(part)})
        package.sheets = sheets_of(package)
    except Refused:
        raise
    except (*workbooks.UNREADABLE, MemoryError, RecursionError, TypeError) as error:
        raise uploads.not_what_it_claims(name) from error
    if not package.sheets:
        raise Refused(_("The workbook has no sheet that can be seen."))
    return package


def judge(package: Package, name: str) -> None:
    """Every part that is read: no entities, nothing fetched from elsewhere, no sheet that reaches too far."""
    with zipfile.ZipFile(package.plain()) as archive:
        for entry in workbooks.xml_parts(archive):
            workbooks.judge_part(archive, entry, name)


def plain(part: bytes) -> bytes:
    """The same XML without comments, which no program shows, and with text in one form. Raises ExpatError where it is
    not well-formed."""
    expat.ParserCreate().Parse(part, True)
    return ASIDE.sub(lambda found: escape(found[1].decode(), quote=False).encode() if found[1] else b"", part)


def drop_macros(package: Package, name: str) -> None:
    types = package.parts[TYPES]
    package.had_macros = MACRO_TYPE in types or any(MACRO_PARTS.search(part) for part in package.parts)
    if package.had_macros:
        drop(package, MACRO_PARTS.search)
        package.parts[TYPES] = package.parts[TYPES].replace(MACRO_TYPE, PLAIN_TYPE)
    if PLAIN_TYPE not in package.parts[TYPES] or BOOK not in package.parts:
        raise uploads.not_what_it_claims(name)


def drop(package: Package, is_meant: Callable[[str], object]) -> None:
    """Parts with what names them: their type, and the relations that lead to them."""
    gone = {part for part in package.parts if is_meant(part)}
    if not gone:
        return
    package.parts = {name: part for name, part in package.parts.items() if name not in gone}
    package.parts[TYPES] = without_elements(
        package.parts[TYPES], b"Override", lambda tag: any(f'"/{part}"'.encode() in tag for part in gone)
    )
    for name in [name for name in package.parts if name.endswith(".rels")]:
        folder = posixpath.dirname(posixpath.dirname(name))

        def leads_there(tag: bytes, folder: str = folder) -> bool:
            target = re.search(rb"""\bTarget\s*=\s*["']([^"']*)["']""", tag)
            return bool(target) and full_name(target[1].decode(), folder) in gone

        package.parts[name] = without_elements(package.parts[name], b"Relationship", leads_there)


def without_elements(content: bytes, tag: bytes, is_meant: Callable[[bytes], bool]) -> bytes:
    element = re.compile(rb"<(?:[\w.-]+:)?%s\s[^<>]*?" % tag + TAG_END % tag)
    return element.sub(lambda match: b"" if is_meant(match[0]) else match[0], content)


def full_name(target: str, folder: str) -> str:
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))


def relations(package: Package, part: str) -> dict[str, str]:
    """Id > the part that it leads to."""
    folder, name = posixpath.split(part)
    content = package.parts.get(f"{folder}/_rels/{name}.rels")
    if content is None:
        return {}
    return {each.get("Id", ""): full_name(each.get("Target", ""), folder) for each in fromstring(content)}


def sheets_of(package: Package, *, hidden: bool = False) -> dict[str, str]:
    """In their order; hidden ones are not for people, and come only when asked for."""
    targets = relations(package, BOOK)
    found = {}
    for each in fromstring(package.parts[BOOK]).iter():
        if each.tag.rpartition("}")[2] == "sheet" and (hidden or each.get("state", "visible") == "visible"):
            part = targets.get(each.get(RELATION, ""), "")
            if part.startswith("xl/worksheets/") and part in package.parts:
                found[each.get("name", "")] = part
    return found


def without_empty_rows(content: bytes) -> bytes:
    """A sheet without the empty, merely formatted rows at its end, all but a few: there may be a hundred thousand."""
    ends = [match.start() for match in DATA_ENDS.finditer(content)]
    if not ends:
        return content
    last = max((match.start() for match in CONTENT.finditer(content, 0, ends[-1])), default=None)
    if last is None:
        first = FIRST_ROW.search(content)
        last = first.start() if first else ends[-1]
    rows = ROW_ENDS.finditer(content, last, ends[-1])
    cut = None
    for place, match in enumerate(rows):
        cut = match.end()
        if place >= KEPT_EMPTY_ROWS:
            break
    if cut is None or cut == ends[-1]:
        return content
    return content[:cut] + content[ends[-1] :]
