"""Office files are looked into and kept as they are; what fetches or runs is refused, what is embedded is noted."""

import io
import re
import zipfile
import zlib
from pathlib import PurePath
from typing import BinaryIO

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext_noop as _

from portal.common.uploads.kinds import Accepted, Active, AttachmentKind
from portal.common.uploads.refusals import NotTaken, not_what_it_claims

MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 2_000, 200 * 1024 * 1024, 100
SMALL_ENTRY = 1024 * 1024  # smaller parts may be packed as tightly as they like
CHUNK = 64 * 1024
HARMLESS_LINKS = {"hyperlink", "image"}
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EMBEDDED = re.compile(r"/embeddings/|/oleobject", re.IGNORECASE)
CONTROLS = re.compile(r"/activex/|/ctrlprops/", re.IGNORECASE)
COMMANDS = re.compile(r"\bDDE(AUTO)?\b")
UNREADABLE_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, KeyError, OSError, RuntimeError, ValueError, NotImplementedError, EOFError,
    SyntaxError,
)  # fmt: skip


def accept_office(content: bytes, name: str, extension: str) -> Accepted:
    if content.startswith(OLE_SIGNATURE):
        raise NotTaken(
            _("“%(name)s” is protected with a password or of an old format. Save it as %(kind)s without a password."),
            name=name,
            kind=extension.upper(),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inspect_archive(archive, name)
            inspect_types(archive, name, extension)
            for entry in archive.infolist():
                if entry.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        refuse_outside(part, name)
            active = (Active.OBJECTS,) if any(map(EMBEDDED.search, archive.namelist())) else ()
    except NotTaken:
        raise
    except UNREADABLE_ARCHIVE as error:
        raise not_what_it_claims(name) from error
    return Accepted(AttachmentKind.DOCUMENT, content, OFFICE_TYPES[extension], name, active=active)


def inspect_archive(archive: zipfile.ZipFile, name: str) -> None:
    """Sizes and names, before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise NotTaken(_("“%(name)s” unpacks to more than a document may hold."), name=name)
    for entry in entries:
        path = PurePath(entry.filename.replace("\\", "/"))
        tight = entry.file_size > SMALL_ENTRY and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
        if path.is_absolute() or ".." in path.parts or entry.flag_bits & 0x1 or tight:
            raise not_what_it_claims(name)
        if path.suffix.lower() in {".zip", ".jar", ".exe", ".dll", ".docm", ".xlsm"}:
            raise NotTaken(_("“%(name)s” carries another file inside. Save it without embedded files."), name=name)


def inspect_types(archive: zipfile.ZipFile, name: str, extension: str) -> None:
    """The main part is what the name says; no macros, no controls."""
    types = archive.read("[Content_Types].xml")
    main = {"docx": b"wordprocessingml.document.main+xml", "xlsx": b"spreadsheetml.sheet.main+xml"}[extension]
    names = {entry.filename.lower() for entry in archive.infolist()}
    if b"macroEnabled" in types or any("vbaproject" in entry for entry in names):
        raise NotTaken(_("“%(name)s” holds macros, which are not taken. Save it without macros."), name=name)
    if any(map(CONTROLS.search, names)):
        raise NotTaken(
            _("“%(name)s” holds controls that run programs, which are not taken. Save it as a PDF and send that."),
            name=name,
        )
    if main not in types:
        raise not_what_it_claims(name)


def refuse_outside(part: BinaryIO, name: str) -> None:
    """No entities in a part, nothing fetched from outside, no program called."""
    seen = looked_into(part, name)
    if seen.kinds - HARMLESS_LINKS:
        raise NotTaken(
            _("“%(name)s” fetches something from elsewhere when it is opened. Save a copy without that."), name=name
        )
    if seen.calls:
        raise NotTaken(
            _("“%(name)s” calls another program when it is opened (DDE). Save a copy without that."), name=name
        )


class Seen:
    """Parser target: which kinds of relations lead outside, and whether a field calls a program. Keeps nothing else,
    however long the part is."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self.calls = False
        self.field: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") == "External":
            self.kinds.add(attributes.get("Type", "").rsplit("/", 1)[-1])
        local = tag.rsplit("}", 1)[-1]
        if local == "instrText":
            self.field = []
        elif local == "fldSimple":
            self.judge("".join(value for key, value in attributes.items() if key.endswith("instr")))
        elif local in {"ddeLink", "oleLink"}:
            self.calls = True

    def data(self, text: str) -> None:
        if self.field is not None and len(self.field) < 100:
            self.field.append(text)

    def end(self, tag: str) -> None:
        if self.field is not None and tag.endswith("instrText"):
            self.judge("".join(self.field))
            self.field = None

    def judge(self, instruction: str) -> None:
        self.calls = self.calls or bool(COMMANDS.search(instruction))

    def close(self) -> "Seen":
        return self


def looked_into(part: BinaryIO, name: str) -> Seen:
    parser = DefusedXMLParser(target=Seen(), forbid_dtd=True)
    try:
        while chunk := part.read(CHUNK):
            parser.feed(chunk)
        return parser.close()
    except DefusedXmlException as error:
        raise NotTaken(
            _("“%(name)s” holds instructions that a document has no need of, and is not taken."), name=name
        ) from error
