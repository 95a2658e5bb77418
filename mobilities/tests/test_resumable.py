"""Files that come in pieces: the tus protocol, and what becomes of the whole."""

import base64
import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from mobilities.models import Attachment, PartialUpload
from mobilities.services import partial_uploads
from mobilities.tests.test_experience import mobility, own_files, report  # noqa: F401
from portal.audit.models import Entry, Verb
from portal.common.tests.clamd import clamd

pytestmark = pytest.mark.django_db
TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}


def photo(side: int = 40) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    Image.effect_noise((side, side), 90).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def begin(client, written, name: str, size: int):
    metadata = f"filename {base64.b64encode(name.encode()).decode()},filetype aW1hZ2UvanBlZw=="
    address = reverse("mobilities:upload-begin", args=[written.pk])
    return client.post(address, HTTP_UPLOAD_LENGTH=str(size), HTTP_UPLOAD_METADATA=metadata, **TUS)


def send(client, address: str, offset: int, piece: bytes, **headers):
    return client.patch(
        address, piece, "application/offset+octet-stream", HTTP_UPLOAD_OFFSET=str(offset), **(TUS | headers)
    )


@pytest.fixture
def draft(report):  # noqa: F811
    return report


@pytest.fixture
def writer(client_of, teacher):
    return client_of(teacher)


def test_photo_in_pieces_goes_on_after_a_break_and_is_kept(writer, draft):
    content = photo()
    begun = begin(writer, draft, "osta, rīts.jpg", len(content))
    assert (begun.status_code, begun["Tus-Resumable"]) == (201, "1.0.0")
    address = begun["Location"]
    assert send(writer, address, 0, content[:300])["Upload-Offset"] == "300"
    assert "osta, rīts.jpg, " in writer.get(reverse("mobilities:experience-edit", args=[draft.pk])).content.decode()
    where = writer.head(address, **TUS)
    assert (where.status_code, where["Upload-Offset"], where["Upload-Length"]) == (200, "300", str(len(content)))
    assert where["Cache-Control"] == "no-store"
    done = send(writer, address, 300, content[300:])
    kept = Attachment.objects.get(report=draft)
    assert (done.status_code, kept.name, kept.uploaded_by) == (204, "osta, rīts.jpg", draft.author)
    assert not Image.open(kept.file).getexif()
    assert Entry.objects.filter(object_type="mobilities.attachment", verb=Verb.ADD).count() == 1
    assert done["Attachment-Card"] == writer.head(address, **TUS)["Attachment-Card"]
    assert f"photo-{kept.pk}" in writer.get(done["Attachment-Card"]).content.decode()
    assert default_storage.listdir(partial_uploads.WAITING)[1] == []


def test_the_same_photo_sent_again_is_not_kept_twice(writer, draft):
    content = photo()
    for _time in range(2):
        address = begin(writer, draft, "osta.jpg", len(content))["Location"]
        assert send(writer, address, 0, content).status_code == 204
    other = send(writer, begin(writer, draft, "krasts.jpg", len(content))["Location"], 0, content)
    assert other.status_code == 422 and {"„krasts.jpg“", "„osta.jpg“,"} <= set(other.content.decode().split())
    assert Attachment.objects.filter(report=draft).count() == 1


def test_the_page_says_how_many_files_it_takes_and_so_does_the_refusal(writer, draft):
    page = writer.get(reverse("mobilities:experience-edit", args=[draft.pk])).content.decode()
    assert page.count("Katra līdz 20,0") == page.count("ne vairāk kā 30 datnes") == 2
    row = {"school": draft.school, "report": draft, "kind": "document", "name": "a.pdf", "size": 1}
    Attachment.objects.bulk_create(Attachment(**row, sha256=str(number)) for number in range(29))
    assert begin(writer, draft, "trīsdesmitā.pdf", 9).status_code == 201
    refused = begin(writer, draft, "trīsdesmit pirmā.pdf", 9)
    assert (refused.status_code, refused["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert "30" in refused.content.decode()


def test_piece_that_does_not_fit_changes_nothing(writer, draft):
    address = begin(writer, draft, "osta.jpg", 100)["Location"]
    assert send(writer, address, 10, b"x" * 10).status_code == 409
    assert send(writer, address, 0, b"x" * 101).status_code == 409
    assert send(writer, address, 0, b"x", HTTP_TUS_RESUMABLE="0.2.0").status_code == 412
    assert writer.patch(address, b"x", "text/plain", HTTP_UPLOAD_OFFSET="0", **TUS).status_code == 415
    assert PartialUpload.objects.get().offset == 0
    assert writer.delete(address, **TUS).status_code == 204
    assert writer.head(address, **TUS).status_code == 404


@pytest.mark.parametrize(("name", "size"), [("film.mov", 100), ("photo.jpg", 21 * 1024 * 1024), ("photo.jpg", 0)])
def test_what_cannot_be_taken_is_refused_before_it_is_sent(writer, draft, name, size):
    answer = begin(writer, draft, name, size)
    assert answer.status_code == 422 and answer["Content-Type"].startswith("text/plain") and answer.content
    assert not PartialUpload.objects.exists()


def test_whole_file_that_is_not_what_it_says_is_gone(writer, draft):
    address = begin(writer, draft, "photo.jpg", 8)["Location"]
    answer = send(writer, address, 0, b"<script>")
    assert answer.status_code == 422 and "photo.jpg" in answer.content.decode()
    assert not Attachment.objects.filter(report=draft).exists()
    assert not PartialUpload.objects.exists()
    assert default_storage.listdir(partial_uploads.WAITING)[1] == []


def test_without_an_answer_of_the_virus_scanner_nothing_is_kept(writer, draft, settings, tmp_path):
    content = photo()
    with clamd() as (settings.CLAMAV, _seen):
        address = begin(writer, draft, "osta.jpg", len(content))["Location"]
    settings.CLAMAV = f"unix:{tmp_path}/nobody"
    for refused in (send(writer, address, 0, content), begin(writer, draft, "krasts.jpg", len(content))):
        assert refused.status_code == 422 and "Pretvīrusu programma neatbild" in refused.content.decode()
    assert not PartialUpload.objects.exists() and not Attachment.objects.filter(report=draft).exists()
    assert default_storage.listdir(partial_uploads.WAITING)[1] == []


def test_room_is_kept_for_what_has_begun(writer, draft, settings):
    settings.SCHOOL_QUOTA_BYTES = 250
    assert begin(writer, draft, "one.jpg", 200).status_code == 201
    assert begin(writer, draft, "two.jpg", 100).status_code == 422


def test_handed_in_report_takes_nothing_more(writer, draft):
    address = begin(writer, draft, "photo.jpg", 8)["Location"]
    type(draft).objects.update(state="submitted")
    assert send(writer, address, 0, b"12345678").status_code == 422
    assert begin(writer, draft, "photo.jpg", 8).status_code == 422


def test_what_nobody_went_on_with_is_swept_after_a_day(writer, draft):
    begin(writer, draft, "photo.jpg", 8)
    assert partial_uploads.sweep() == 0
    assert partial_uploads.sweep(timezone.now() + timedelta(days=1, minutes=1)) == 1
    assert default_storage.listdir(partial_uploads.WAITING)[1] == []
