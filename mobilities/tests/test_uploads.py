"""Uploads are judged by content: the corpus of real and hostile files, and files made here."""

import csv
import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from mobilities.uploads import LONGEST_SIDE, Refused, accept

CORPUS = Path(settings.BASE_DIR).parent / "shared" / "data" / "uploads"
MANIFEST = CORPUS / "MANIFEST.csv"
# Files whose manifest line leaves a choice, or which only an import (not an attachment) refuses.
REWRITTEN = {"exif-dpi-zerodivision.jpg", "smallest-invalid.png"}  # odd, but decoded and written anew without harm
UNREADABLE = {"unreadablemetadata.pdf"}  # the library that would make it harmless cannot open it
EITHER_WAY = {
    "import must refuse or bound",
    "accept or refuse",
    "no 500",
    "accept or message",
    "accept or typed",
    "no outbound",
    "no recursion",
    "refuse or re-encode",
}
TAKEN = ("accept", "strip GPS", "serve as attachment", "dates right", "import")
GPS_TAG = 0x8825
ENTITIES = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"


def corpus() -> list:
    if not MANIFEST.exists():
        return [
            pytest.param(None, None, marks=pytest.mark.skip(reason="shared/data/uploads is not beside the project"))
        ]
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        return [pytest.param(row["file"], row["expected"], id=row["file"]) for row in csv.DictReader(file)]


def verdict(name: str, content: bytes):
    try:
        return accept(io.BytesIO(content), name, len(content))
    except Refused as refusal:
        assert str(refusal).strip()
        return None


@pytest.mark.parametrize(("name", "expected"), corpus())
def test_corpus_behaves_as_its_manifest_says(name, expected):
    accepted = verdict(name, (CORPUS / name).read_bytes())
    if name in REWRITTEN | UNREADABLE or any(expected.startswith(words) for words in EITHER_WAY):
        pass
    elif "refuse" in expected or "message" in expected or expected.startswith(("no OOM", "no recursive")):
        assert accepted is None
    else:
        assert expected.startswith(TAKEN), f"{expected!r} says nothing this test knows"
        assert accepted is not None
    if accepted:
        assert_harmless(accepted)


def assert_harmless(accepted) -> None:
    if accepted.content_type.startswith("image/"):
        image = Image.open(io.BytesIO(accepted.content))
        assert not image.getexif()
        assert max(image.size) <= LONGEST_SIDE
    elif accepted.content_type == "application/pdf":
        with pikepdf.open(io.BytesIO(accepted.content)) as pdf:
            for obj in pdf.objects:
                if isinstance(obj, (pikepdf.Dictionary, pikepdf.Stream)):
                    assert not {"/JS", "/JavaScript", "/OpenAction", "/AA", "/EmbeddedFiles", "/XFA"} & set(obj.keys())


def picture(width=80, height=40, kind="JPEG", **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (20, 80, 100)).save(out, kind, **options)
    return out.getvalue()


def office(main: str, parts: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", f'<Types><Override ContentType="application/x.{main}.main+xml"/></Types>'
        )
        for name, text in (parts or {}).items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", b"<html><script>alert(1)</script></html>"),
        ("report.pdf", b"MZ\x90\x00 this program cannot be run"),
        ("photo.jpg", picture(kind="PNG")),
        ("photo.gif", picture(kind="GIF")),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("empty.pdf", b""),
        ("letter.docx", office("wordprocessingml.document", {"word/vbaProject.bin": "x"})),
        ("letter.docx", office("spreadsheetml.sheet")),
        ("letter.docx", office("wordprocessingml.document", {"word/document.xml": ENTITIES})),
        ("letter.docx", office("wordprocessingml.document", {"../../evil.xml": "<a/>"})),
        ("letter.docx", office("wordprocessingml.document", {"word/inner.zip": "x"})),
        ("letter.docx", office("wordprocessingml.document", {
            "word/_rels/settings.xml.rels":
                '<R><A Type="http://x/attachedTemplate" TargetMode="External" Target="http://x/"/></R>'})),
    ],
)  # fmt: skip
def test_file_that_is_not_what_it_claims_is_refused(name, content):
    assert verdict(name, content) is None


def test_plain_office_file_is_taken_unchanged():
    content = office("wordprocessingml.document", {"word/document.xml": "<a/>"})
    assert verdict("vēstule.docx", content).content == content


def test_photo_is_turned_upright_and_loses_its_place():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(GPS_TAG)[1] = "N"
    accepted = verdict("IMG.JPG", picture(80, 40, exif=exif) + b"<?php system('id'); ?>")
    assert (accepted.width, accepted.height) == (40, 80)
    assert b"php" not in accepted.content
    assert not Image.open(io.BytesIO(accepted.content)).getexif()


def test_huge_picture_is_refused_before_it_is_decoded():
    assert verdict("bomb.png", picture(9000, 9000, "PNG")) is None


def test_too_large_a_file_is_refused_by_its_size():
    with pytest.raises(Refused):
        accept(io.BytesIO(b"x"), "a.pdf", settings.UPLOAD_MAX_BYTES + 1)


def test_name_keeps_no_path_and_no_control_characters():
    accepted = verdict("..\\..\\C:\\x/../sk\x00ola\u202e.jpg", picture())
    assert accepted.name == "skola.jpg"
