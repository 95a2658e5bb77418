"""Documents of a host: judged as every upload, handed out through the right only."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from mobilities.models import Host, HostDocument
from mobilities.services import host_documents as services
from portal.audit.models import Entry

CORPUS = Path(settings.BASE_DIR).parent / "shared" / "data" / "uploads"


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "PNG")
    return out.getvalue()


PIXEL = picture()


@pytest.fixture
def host(school) -> Host:
    return Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga")


@pytest.fixture
def add(client_of, coordinator, host):
    """add(content, name, **fields): the answer to a document sent by the coordinator."""

    def send(content: bytes = PIXEL, name: str = "līgums.png", **fields):
        url = reverse("mobilities:host-document-add", args=[host.pk])
        sent = SimpleUploadedFile(name, content, "application/octet-stream")
        return client_of(coordinator).post(url, {"title": "Sadarbības līgums", "upload": sent} | fields)

    return send


def page_of(document: HostDocument, name: str) -> str:
    return reverse(f"mobilities:host-document-{name}", args=[document.pk])


def test_a_document_is_kept_under_a_name_that_tells_nothing(add, host, coordinator):
    assert add(valid_until="2030-05-31").status_code == 302
    row = HostDocument.objects.get()
    assert (row.title, row.name, row.content_type, row.uploaded_by) == (
        "Sadarbības līgums", "līgums.jpg", "image/jpeg", coordinator,
    )  # fmt: skip
    assert row.file.name.startswith("hosts/")
    assert "gum" not in row.file.name
    assert Entry.objects.get(object_type="mobilities.hostdocument").verb == "add"


def test_who_may_see_the_host_downloads(add, client_of, teacher, director, outsider):
    add()
    row = HostDocument.objects.get()
    for user in (teacher, director):
        answer = client_of(user).get(page_of(row, "download"))
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert client_of(outsider).get(page_of(row, "download")).status_code == 404
    assert client_of(None).get(page_of(row, "download")).status_code == 302
    assert client_of(director).get(f"/media/{row.file.name}").status_code == 404
    for name in ("edit", "delete"):
        assert client_of(teacher).post(page_of(row, name)).status_code == 403
        assert client_of(outsider).post(page_of(row, name)).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.pdf"), (b"MZ\x90", "a.exe"), (b"<script>alert(1)</script>", "a.html"), (b"not a pdf", "a.pdf"),
     (PIXEL, "a.pdf"), (b"%PDF-1.4 broken", "a.pdf"), (b"PK\x03\x04broken", "a.docx")],
)  # fmt: skip
def test_what_is_not_taken(add, content, name):
    answer = add(content, name)
    assert answer.status_code == 200
    assert "upload" in answer.context["form"].errors
    assert not HostDocument.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["corkamix.exe", "droste.zip", "decompression_bomb.gif", "png_decompression_dos.png", "testWORD_macros.doc",
     "poc-xmlbomb-empty.xlsx", "ExternalEntityInText.docx", "testEXCEL_macro.xlsm",
     "testHTML_embedded_data_uri_js.html"],
)  # fmt: skip
def test_hostile_uploads(add, name):
    if not CORPUS.exists():
        pytest.skip(f"the real files are not at {CORPUS}")
    assert add((CORPUS / name).read_bytes(), name).status_code == 200
    assert not HostDocument.objects.exists()


def test_a_title_is_needed_and_a_file(add, client_of, coordinator, host):
    assert "title" in add(title="").context["form"].errors
    url = reverse("mobilities:host-document-add", args=[host.pk])
    assert "upload" in client_of(coordinator).post(url, {"title": "Līgums"}).context["form"].errors


def test_a_new_file_takes_the_place_of_the_old_one(add, client_of, coordinator, django_capture_on_commit_callbacks):
    add()
    row = HostDocument.objects.get()
    old = row.file.name
    browser = client_of(coordinator)
    browser.post(page_of(row, "edit"), {"title": "Cits nosaukums"})
    row.refresh_from_db()
    assert (row.title, row.file.name) == ("Cits nosaukums", old)
    with django_capture_on_commit_callbacks(execute=True):
        sent = SimpleUploadedFile("b.png", PIXEL, "image/png")
        browser.post(page_of(row, "edit"), {"title": "Jauns", "upload": sent})
    row.refresh_from_db()
    assert row.name == "b.jpg"
    assert not row.file.storage.exists(old)
    assert row.file.storage.exists(row.file.name)


@pytest.mark.parametrize("way", ["document", "host"])
def test_deleting_takes_the_file_along(add, client_of, coordinator, host, way, django_capture_on_commit_callbacks):
    add()
    row = HostDocument.objects.get()
    storage, name = row.file.storage, row.file.name
    url = page_of(row, "delete") if way == "document" else reverse("mobilities:host-delete", args=[host.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert client_of(coordinator).post(url).status_code == 302
    assert not HostDocument.objects.exists()
    assert not storage.exists(name)


def test_the_most_documents_of_a_host(add, monkeypatch):
    monkeypatch.setattr(services, "MOST_DOCUMENTS", 1)
    assert add().status_code == 302
    assert add().context["form"].non_field_errors()
    assert HostDocument.objects.count() == 1


@pytest.mark.parametrize(("days", "word"), [(-1, "stop"), (0, "warn"), (60, "warn"), (61, ""), (None, "")])
def test_what_expires_is_said(add, client_of, teacher, host, days, word):
    add()
    until = None if days is None else timezone.localdate() + timedelta(days=days)
    HostDocument.objects.update(valid_until=until)
    page = client_of(teacher).get(reverse("mobilities:host-detail", args=[host.pk])).content.decode()
    documents = page[page.index('id="documents"') :]
    documents = documents[: documents.index("</section>")]
    assert [kind for kind in ("stop", "warn") if f'class="st {kind}"' in documents] == ([word] if word else [])


def test_the_first_page_of_the_coordinator_reminds_of_it(add, client_of, coordinator, teacher, host):
    add(valid_until=str(timezone.localdate() + timedelta(days=30)))
    home = reverse("home")
    link = reverse("mobilities:host-detail", args=[host.pk]) + "#documents"
    assert link in client_of(coordinator).get(home).content.decode()
    assert link not in client_of(teacher).get(home).content.decode()
    HostDocument.objects.update(valid_until=timezone.localdate() + timedelta(days=61))
    assert link not in client_of(coordinator).get(home).content.decode()
    HostDocument.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert link in client_of(coordinator).get(home).content.decode()
    Host.objects.update(state="paused", paused_reason="Remonts")
    assert link not in client_of(coordinator).get(home).content.decode()
