"""What people upload: judged by content, made harmless, or refused with a sentence.

Images are decoded and written anew, so that nothing hidden in them survives (GPS, EXIF, appended programs). PDFs lose
scripts, embedded files and actions. Office files are looked into and kept as they are; they are only ever served as
downloads. The name a file comes with decides nothing but must agree with what it is.
"""

import hashlib
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

import pikepdf
import pillow_heif
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.conf import settings
from django.db.models import TextChoices
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from portal.common.refused import Refused

pillow_heif.register_heif_opener()


class AttachmentKind(TextChoices):
    PHOTO = "photo", gettext_lazy("Photo")
    DOCUMENT = "document", gettext_lazy("Document")


MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400  # pixels, after upload
JPEG_QUALITY = 85
MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 2_000, 200 * 1024 * 1024, 100
SMALL_ENTRY = 1024 * 1024  # smaller parts may be packed as tightly as they like
CHUNK = 64 * 1024
HARMLESS_LINKS = {"hyperlink", "image"}
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

IMAGE_FORMATS = {
    "JPEG": {"jpg", "jpeg", "jpe", "jfif"},
    "MPO": {"jpg", "jpeg", "jpe", "jfif"},  # a JPEG with a second picture behind it, as many phones make them
    "PNG": {"png"},
    "HEIF": {"heic", "heif"},
}
IMAGE_READERS = ["JPEG", "PNG", "HEIF"]
SRGB = ImageCms.createProfile("sRGB")
OFFICE_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OFFICE_EXTENSIONS = tuple(OFFICE_TYPES)
KNOWN_EXTENSIONS = {"pdf", *OFFICE_EXTENSIONS, *(name for names in IMAGE_FORMATS.values() for name in names)}
ACTIVE_KEYS = ("/OpenAction", "/AA", "/JS", "/JavaScript", "/EmbeddedFiles", "/AF", "/XFA", "/RichMedia")
ACTIVE_ACTIONS = {
    "/Launch",
    "/JavaScript",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
}


# What Pillow raises for damaged or hostile images, gathered from its own tests and a corpus of such files.
UNREADABLE_IMAGE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
)


@dataclass(frozen=True)
class Accepted:
    """Harmless content, ready to be stored."""

    kind: AttachmentKind
    content: bytes
    content_type: str
    name: str
    width: int | None = None
    height: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def accept(file: BinaryIO, name: str, size: int, claimed_type: str = "") -> Accepted:
    """Look at an upload; `claimed_type` is what the browser calls it. Raises Refused."""
    name = clean_name(name)
    if size > settings.UPLOAD_MAX_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise Refused(_("“%(name)s” is larger than %(limit)s. Send a smaller one.") % {"name": name, "limit": limit})
    content = file.read(settings.UPLOAD_MAX_BYTES + 1)
    if not content:
        raise Refused(_("“%(name)s” is empty.") % {"name": name})
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension in KNOWN_EXTENSIONS and claimed_type.partition("/")[0] not in {"", "image", "application"}:
        raise not_what_it_claims(name)
    if extension == "pdf":
        return accept_pdf(content, name)
    if extension in OFFICE_EXTENSIONS:
        return accept_office(content, name, extension)
    if any(extension in extensions for extensions in IMAGE_FORMATS.values()):
        return accept_image(content, name, extension)
    raise Refused(
        _("“%(name)s” is of a kind that is not taken. Photos may be JPG, PNG or HEIC, documents PDF, DOCX or XLSX.")
        % {"name": name}
    )


def clean_name(name: str) -> str:
    """The last part of a name, without control characters, at most 150 characters long."""
    kept = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable())
    path = PurePath(kept or "file")
    return f"{path.stem[:140]}{path.suffix[:10]}"


def not_what_it_claims(name: str) -> Refused:
    return Refused(
        _("“%(name)s” is not what its name says, or it is damaged. Save it anew and try again.") % {"name": name}
    )


def accept_image(content: bytes, name: str, extension: str) -> Accepted:
    """Decode, turn upright, shrink, write anew: JPEG, or PNG where something is transparent."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=IMAGE_READERS)
            if extension not in IMAGE_FORMATS[image.format]:
                raise not_what_it_claims(name)
            if image.width * image.height > MOST_PIXELS:
                raise Refused(_("“%(name)s” has more than 50 million pixels. Send a smaller copy.") % {"name": name})
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return written_anew(image, name)
    except Refused:
        raise
    except UNREADABLE_IMAGE as error:
        raise not_what_it_claims(name) from error


def written_anew(image: Image.Image, name: str) -> Accepted:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for its whole process
    image.load()
    upright = ImageOps.exif_transpose(image)
    see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    upright = in_srgb(upright, "RGBA" if see_through else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new(upright.mode, upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    if see_through:
        clean.save(out, "PNG", optimize=False)
    else:
        clean.save(out, "JPEG", quality=JPEG_QUALITY)
    suffix, content_type = ("png", "image/png") if see_through else ("jpg", "image/jpeg")
    return Accepted(
        AttachmentKind.PHOTO,
        out.getvalue(),
        content_type,
        f"{PurePath(name).stem}.{suffix}",
        clean.width,
        clean.height,
    )


def in_srgb(image: Image.Image, mode: str) -> Image.Image:
    """The colours as the camera's profile means them; a profile that cannot be read is left out."""
    if image.mode != "CMYK":
        image = image.convert(mode)
    if profile := image.info.get("icc_profile"):
        try:
            return ImageCms.profileToProfile(image, io.BytesIO(profile), SRGB, outputMode=mode)
        except ImageCms.PyCMSError:
            pass
    return image.convert(mode)


def accept_pdf(content: bytes, name: str) -> Accepted:
    if b"%PDF-" not in content[:1024]:
        raise not_what_it_claims(name)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if not len(pdf.pages):
                raise not_what_it_claims(name)
            strip_active(pdf)
            out = io.BytesIO()
            pdf.save(out)
    except pikepdf.PasswordError as error:
        raise Refused(
            _("“%(name)s” is protected with a password. Save it without the password and try again.") % {"name": name}
        ) from error
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, KeyError, RecursionError, MemoryError) as error:
        raise not_what_it_claims(name) from error
    return Accepted(AttachmentKind.DOCUMENT, out.getvalue(), "application/pdf", name)


def strip_active(pdf: pikepdf.Pdf) -> None:
    """Take out of every object what runs, opens, sends or carries files."""
    for part in (part for obj in pdf.objects for part in with_inner_parts(obj)):
        if not isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        for key in ACTIVE_KEYS:
            if key in part:
                del part[key]
        if str(part.get("/S")) in ACTIVE_ACTIONS:
            part["/S"] = pikepdf.Name("/Named")
        if str(part.get("/Type")) == "/Filespec" and "/EF" in part:
            del part["/EF"]


def with_inner_parts(obj: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """`obj` and what is written inside it; what it only points to is an object of its own."""
    waiting = [obj]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
            inner = [part[key] for key in part.keys()]  # noqa: SIM118  (a PDF dictionary iterates otherwise)
        elif isinstance(part, pikepdf.Array):
            inner = list(part)
        else:
            continue
        waiting += [
            each for each in inner
            if isinstance(each, (pikepdf.Dictionary, pikepdf.Array)) and not each.is_indirect
        ]  # fmt: skip


def accept_office(content: bytes, name: str, extension: str) -> Accepted:
    if content.startswith(OLE_SIGNATURE):
        raise Refused(
            _("“%(name)s” is protected with a password or of an old format. Save it as %(kind)s without a password.")
            % {"name": name, "kind": extension.upper()}
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inspect_archive(archive, name)
            inspect_types(archive, name, extension)
            for entry in archive.infolist():
                if entry.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        refuse_outside(part, name)
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, RuntimeError, ValueError, NotImplementedError, EOFError,
            SyntaxError, MemoryError) as error:  # fmt: skip
        raise not_what_it_claims(name) from error
    return Accepted(AttachmentKind.DOCUMENT, content, OFFICE_TYPES[extension], name)


def inspect_archive(archive: zipfile.ZipFile, name: str) -> None:
    """Sizes and names, before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused(_("“%(name)s” unpacks to more than a document may hold.") % {"name": name})
    for entry in entries:
        path = PurePath(entry.filename.replace("\\", "/"))
        tight = entry.file_size > SMALL_ENTRY and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
        if path.is_absolute() or ".." in path.parts or entry.flag_bits & 0x1 or tight:
            raise not_what_it_claims(name)
        if path.suffix.lower() in {".zip", ".jar", ".exe", ".dll", ".docm", ".xlsm"}:
            raise Refused(
                _("“%(name)s” carries another file inside. Save it without embedded files.") % {"name": name}
            )


def inspect_types(archive: zipfile.ZipFile, name: str, extension: str) -> None:
    """The main part is what the name says; no macros."""
    types = archive.read("[Content_Types].xml")
    main = {"docx": b"wordprocessingml.document.main+xml", "xlsx": b"spreadsheetml.sheet.main+xml"}[extension]
    names = {entry.filename.lower() for entry in archive.infolist()}
    if b"macroEnabled" in types or any("vbaproject" in entry for entry in names):
        raise Refused(_("“%(name)s” holds macros, which are not taken. Save it without macros.") % {"name": name})
    if main not in types:
        raise not_what_it_claims(name)


def refuse_outside(part: BinaryIO, name: str) -> None:
    """No entities in a part, and nothing fetched from outside."""
    if outside_kinds(part, name) - HARMLESS_LINKS:
        raise Refused(
            _("“%(name)s” fetches something from elsewhere when it is opened. Save a copy without that.")
            % {"name": name}
        )


class OutsideKinds:
    """Parser target: which kinds of relations lead outside. Keeps nothing else, however long the part is."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") == "External":
            self.kinds.add(attributes.get("Type", "").rsplit("/", 1)[-1])

    def close(self) -> set[str]:
        return self.kinds


def outside_kinds(part: BinaryIO, name: str) -> set[str]:
    parser = DefusedXMLParser(target=OutsideKinds(), forbid_dtd=True)
    try:
        while chunk := part.read(CHUNK):
            parser.feed(chunk)
        return parser.close()
    except DefusedXmlException as error:
        raise Refused(
            _("“%(name)s” holds instructions that a document has no need of, and is not taken.") % {"name": name}
        ) from error
