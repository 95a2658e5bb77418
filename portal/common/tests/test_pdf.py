import gc
from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from portal.common import pdf
from portal.common.scenes import SCENES, scene
from portal.common.typography import tidy

PAGE = (
    '<!doctype html><html lang="lv"><head><title>Āžu ļaudis</title></head><body><p>ģērbtuvē šķūnī</p>{}</body></html>'
)


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (20, 20), (200, 30, 30)).save(file, "PNG")
    return file.getvalue()


def test_pdf_is_tagged_and_says_its_language_and_title():
    with pikepdf.open(BytesIO(pdf.lay_out(PAGE.format(""), {}))) as document:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang) == "lv"
        assert str(document.docinfo["/Title"]) == "Āžu ļaudis"
        assert document.Root.ViewerPreferences.DisplayDocTitle


def test_text_comes_out_with_its_diacritics():
    assert "ģērbtuvē šķūnī" in PdfReader(BytesIO(pdf.lay_out(PAGE.format(""), {}))).pages[0].extract_text()


def test_permitted_file_is_shown_and_no_other():
    image = f'<img alt="a" src="{pdf.file_url("foto/1")}">'
    assert len(PdfReader(BytesIO(pdf.lay_out(PAGE.format(image), {"foto/1": picture()}))).pages[0].images) == 1
    with pytest.raises(pdf.PdfError):
        pdf.lay_out(PAGE.format(image), {"foto/2": picture()})


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/a.png",
        "https://example.org/a.png",
        "file:///etc/passwd",
        "ftp://example.org/a.png",
        "https://static.invalid/../manage.py",
        "https://static.invalid/%2e%2e/manage.py",
        "https://static.invalid//etc/passwd",
        "https://static.invalid/no/such/file.png",
    ],
)
def test_network_and_disk_are_refused(address):
    with pytest.raises(pdf.PdfError):
        pdf.read_own(address, {})
    with pytest.raises(pdf.PdfError):
        pdf.lay_out(PAGE.format(f'<img alt="a" src="{address}">'), {})


def test_attachment_from_disk_is_refused():
    with pytest.raises(pdf.PdfError):
        pdf.lay_out(
            '<html lang="lv"><head><title>t</title><link rel="attachment" href="file:///etc/passwd"></head></html>', {}
        )


def test_static_files_are_served():
    content, name = pdf.read_own("https://static.invalid/css/print.css", {})
    assert name == "css/print.css" and b"@page" in content


def test_same_page_gives_the_same_bytes():
    assert pdf.lay_out(PAGE.format(""), {}) == pdf.lay_out(PAGE.format(""), {})


def test_garbage_collection_goes_on_after_a_failure():
    with pytest.raises(pdf.PdfError):
        pdf.lay_out(PAGE.format('<img src="file:///x">'), {})
    assert gc.isenabled()


def test_garbage_collection_stays_off_if_it_was_off():
    gc.disable()
    try:
        pdf.lay_out(PAGE.format(""), {})
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("html", "bound"),
    [
        ("<p>31. maijā un 53 cilvēki bija tur</p>", "<p>31.\u00a0maijā un 53\u00a0cilvēki bija\u00a0tur</p>"),
        (
            "<p>2022. gada sākums, 12 % no visiem kopā</p>",
            "<p>2022.\u00a0gada sākums, 12\u00a0% no visiem\u00a0kopā</p>",
        ),
        ("<svg><title>5 a</title></svg>", "<svg><title>5 a</title></svg>"),
        ('<p>b <a href="5 a">x</a></p>', '<p>b <a href="5 a">x</a></p>'),
    ],
)
def test_spaces_that_must_not_break(html, bound):
    assert tidy(html) == bound


@pytest.mark.parametrize("name", SCENES)
def test_scenes_are_the_same_every_time(name):
    assert scene(name, 210, 90) == scene(name, 210, 90)
