"""Uploads are judged by content: the corpus of real and hostile files, and files made here."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.utils.translation import override
from PIL import Image

from portal.common import uploads
from portal.common.refused import Refused
from portal.common.uploads import Active, judge
from portal.common.uploads.images import LONGEST_SIDE

pytestmark = pytest.mark.printing

CORPUS = Path(settings.BASE_DIR).parent / "shared" / "data" / "uploads"
MANIFEST = CORPUS / "MANIFEST.csv"
# Lines of the manifest that leave a choice, or that only an import (not an attachment) refuses.
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
ACTIVE = re.compile(rb"/(JS|JavaScript|OpenAction|AA|EmbeddedFiles|XFA|Launch|SubmitForm)\b")
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
        return judge(content, name)
    except Refused as refusal:
        assert str(refusal).strip()
        return None


@pytest.mark.parametrize(("name", "expected"), corpus())
def test_corpus_behaves_as_its_manifest_says(name, expected):
    accepted = verdict(name, (CORPUS / name).read_bytes())
    if any(expected.startswith(words) for words in EITHER_WAY):
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
                written = obj.stream_dict.unparse() if isinstance(obj, pikepdf.Stream) else obj.unparse()
                assert not ACTIVE.search(written)


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
        ("letter.docx", office("wordprocessingml.document", {"word/activeX/activeX1.xml": "<a/>"})),
        ("letter.docx", office("wordprocessingml.document", {
            "word/document.xml": '<w xmlns:w="http://x/w"><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w>'})),
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


def test_photo_with_a_second_picture_behind_it_is_taken():
    """As many phones write them: Pillow calls such a JPEG an MPO."""
    out = io.BytesIO()
    Image.new("RGB", (80, 40)).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (80, 40), "red")])
    accepted = verdict("IMG_2.jpg", out.getvalue())
    assert Image.open(io.BytesIO(accepted.content)).format == "JPEG"


def test_colour_profile_that_cannot_be_read_does_no_harm():
    accepted = verdict("photo.jpg", picture(icc_profile=b"nonsense"))
    assert "icc_profile" not in Image.open(io.BytesIO(accepted.content)).info


def test_what_runs_is_taken_out_of_the_depth_of_a_pdf():
    """Names and annotations are mostly written inside another object, where they have no number of their own."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert()"))
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org"), Next=launch)
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("x"), script]))
    pdf.pages[0].Annots = pikepdf.Array(
        [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=link, AA=pikepdf.Dictionary(E=script))]
    )
    out = io.BytesIO()
    pdf.save(out)
    accepted = verdict("links.pdf", out.getvalue())
    assert_harmless(accepted)
    assert b"example.org" in accepted.content
    assert accepted.remarks == "scripts actions"


def signed_pdf(**root) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Sig = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3])
    for key, value in root.items():
        pdf.Root[f"/{key}"] = value
    return saved(pdf)


def test_signed_pdf_stays_as_it_is_unless_something_had_to_go():
    assert verdict("signed.pdf", signed_pdf()).content == signed_pdf()
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert()"))
    accepted = verdict("signed.pdf", signed_pdf(OpenAction=script))
    assert accepted.active == (Active.SCRIPTS, Active.ACTIONS, Active.SIGNATURE)


def saved(pdf: pikepdf.Pdf, **options) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def locked_pdf() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return saved(pdf, encryption=pikepdf.Encryption(owner="secret", user=""))


def test_what_is_lost_with_a_damaged_or_protected_pdf_is_said():
    accepted = verdict("locked.pdf", locked_pdf())
    with pikepdf.open(io.BytesIO(accepted.content)) as anew, override("en"):
        assert not anew.is_encrypted
        assert "protection against changes" in uploads.remarks_of(accepted.remarks)
    pdf = pikepdf.new()
    for _page in range(3):
        pdf.add_blank_page()
    whole = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    accepted = verdict("cut.pdf", re.sub(rb"/Kids \[[^]]*\]", b"", whole))
    assert accepted.remarks == "pages:3"
    with override("en"):
        said = uploads.remarks_of(accepted.remarks)
    assert "only 3 pages could be read" in said and "Taken out" not in said


def test_policy_that_refuses_what_is_active_takes_what_is_only_protected(settings, monkeypatch):
    settings.UPLOAD_ACTIVE_CONTENT = "refuse"
    monkeypatch.setattr(uploads, "admit", lambda *args: None)
    assert uploads.accept(io.BytesIO(locked_pdf()), "locked.pdf", 1, school=None).active == ("lock",)
    running = io.BytesIO(signed_pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch)))
    with override("en"), pytest.raises(Refused, match="actions that start by themselves") as refused:
        uploads.accept(running, "running.pdf", 1, school=None)
    assert "signature" not in str(refused.value)


def test_what_is_embedded_in_an_office_file_is_noted_with_it():
    accepted = verdict("letter.docx", office("wordprocessingml.document", {"word/embeddings/oleObject1.bin": "x"}))
    assert accepted.active == (Active.OBJECTS,)
    with override("en"):
        assert "embedded objects" in uploads.remarks_of(accepted.remarks)


def test_type_the_browser_names_must_agree():
    with pytest.raises(Refused):
        uploads.accept(io.BytesIO(picture()), "photo.jpg", 1, "text/html", school=None)


@pytest.mark.parametrize("side", [9000, 11_000])
def test_huge_picture_is_refused_before_it_is_decoded(side):
    """Also where Pillow itself refuses it first."""
    with pytest.raises(Refused) as refused, override("en"):
        judge(picture(side, side, "PNG"), "bomb.png")
    with override("en"):
        assert "50 million pixels" in str(refused.value)


def test_too_large_a_file_is_refused_by_its_size():
    with pytest.raises(Refused):
        uploads.accept(io.BytesIO(b"x"), "a.pdf", settings.UPLOAD_MAX_BYTES + 1, school=None)


def test_name_keeps_no_path_and_no_control_characters():
    assert uploads.clean_name("..\\..\\C:\\x/../sk\x00ola\u202e.jpg") == "skola.jpg"
