"""How much room a school's uploads take, and what happens when it is full."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.accounts.tests.test_school_edit import picture, save
from portal.common import quota
from portal.common.tests.clamd import EICAR, clamd

pytestmark = pytest.mark.django_db


def test_page_counts_what_is_kept(client_of, administrator, school):
    school.logo.save("logo", ContentFile(b"x" * 2048))
    answer = client_of(administrator).get(reverse("accounts:storage"))
    room = answer.context["room"]
    assert (room.used, room.files) == (2048, 1)
    assert len(room.shares) == 10


def test_a_full_school_is_not_told_that_it_soon_will_be(client_of, administrator, school, settings):
    school.logo.save("logo", ContentFile(b"x" * 95))
    browser, words = client_of(administrator), ("Drīz vairs neko", "Neko vairs nevar")
    for limit, told in ((1000, ""), (100, words[0]), (95, words[1])):
        settings.SCHOOL_QUOTA_BYTES = limit
        page = browser.get(reverse("accounts:storage")).content.decode()
        assert [word for word in words if word in page] == [word for word in (told,) if word]


def test_full_school_refuses_with_a_sentence(client_of, administrator, school, settings):
    settings.SCHOOL_QUOTA_BYTES = 100
    answer = save(client_of(administrator), school, new_logo=picture())
    said = str(answer.context["form"].errors["new_logo"]).replace("\xa0", " ")
    assert said.count("100") == 2 and "nepietiek vietas" in said
    school.refresh_from_db()
    assert not school.logo


def test_file_that_the_scanner_does_not_like_is_kept_nowhere(client_of, coordinator, school, settings):
    with clamd() as (settings.CLAMAV, seen):
        answer = client_of(coordinator).post(
            reverse("imports:import-add", args=["people"]),
            {"file": SimpleUploadedFile("people.csv", EICAR, "text/csv")},
        )
    assert answer.status_code == 422 and seen == [EICAR]
    assert "Eicar-Test-Signature" in answer.content.decode()
    assert quota.room_of(school).used == 0
