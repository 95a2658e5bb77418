"""The school's page: what papers print about it, and its logo."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from portal.accounts.models import School

pytestmark = pytest.mark.django_db


def picture(name: str = "logo.png", content_type: str = "image/png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 51, 153, 200)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type)


def typed(school: School, **changes) -> dict:
    return {"name": school.name, "country": "LV", "version": str(school.version)} | changes


def save(client, school, **changes):
    return client.post(reverse("accounts:school-edit"), typed(school, **changes))


def test_a_logo_is_kept_shown_and_taken_away(client_of, administrator, coordinator, school):
    client = client_of(administrator)
    assert save(client, school, new_logo=picture(), registration_number="90000000001").status_code == 302
    school.refresh_from_db()
    assert school.logo and school.registration_number == "90000000001"
    answer = client_of(coordinator).get(reverse("accounts:school-logo"))
    assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
    assert save(client, school, without_logo="on").status_code == 302
    school.refresh_from_db()
    assert not school.logo


def test_what_is_no_picture_is_refused(client_of, administrator, school):
    answer = save(client_of(administrator), school, new_logo=SimpleUploadedFile("logo.png", b"<script>", "image/png"))
    assert answer.status_code == 200 and answer.context["form"].errors["new_logo"]
    school.refresh_from_db()
    assert not school.logo
