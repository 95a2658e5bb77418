"""Who is in a picture, whether they agreed, and when it may be published."""

from datetime import date

import pytest
from django.urls import reverse

from mobilities.models import Attachment, Consent, ConsentText, Participant, PictureSubject
from mobilities.services.merging import merge
from mobilities.tests.test_experience import jpeg, mobility, own_files, report  # noqa: F401
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(client_of, teacher, report) -> Attachment:  # noqa: F811
    client_of(teacher).post(reverse("mobilities:attachment-upload", args=[report.pk]), {"photo": [jpeg()]})
    return Attachment.objects.get()


def publishable() -> bool:
    return Attachment.objects.publishable().exists()


def test_people_are_named_answered_for_and_taken_out_on_one_page(client_of, teacher, picture):
    browser, address = client_of(teacher), reverse("mobilities:attachment-edit", args=[picture.pk])
    anna = Participant.objects.get()
    answers = {"caption": "Osta", "consent": "on", "person": anna.pk, "agreed": "unknown", "more": "1"}
    assert browser.post(address, answers).url == address
    first = picture.subjects.get()
    assert browser.get(address).context["form"].fields["person"].queryset.count() == 0
    browser.post(
        address, {"caption": "Osta", "consent": "on", f"subject{first.pk}": "yes", "name": "Helga", "agreed": "no"}
    )
    second = picture.subjects.exclude(pk=first.pk).get()
    answer = browser.get(reverse("mobilities:experience-edit", args=[picture.report_id])).content.decode()
    assert "Anna Upīte, Helga" in answer
    assert browser.post(address, {"name": "x", "person": anna.pk}).status_code == 200
    browser.post(address, {"caption": "Osta", f"subject{first.pk}": "yes", f"subject{second.pk}": "gone"})
    assert [str(subject) for subject in picture.subjects.all()] == ["Anna Upīte"]
    assert Entry.objects.about(picture).filter(changes__has_key="people").count() == 3


def test_caption_is_kept_by_the_quick_form_without_touching_who_is_named(client_of, teacher, picture):
    PictureSubject.objects.create(attachment=picture, name="Helga", agreed="yes")
    address = reverse("mobilities:attachment-edit", args=[picture.pk])
    client_of(teacher).post(address, {"caption": "Rīts", "quick": "1"}, HTTP_HX_REQUEST="true")
    picture.refresh_from_db()
    assert (picture.caption, picture.subjects.count()) == ("Rīts", 1)


def test_picture_is_published_only_while_everybody_agrees(picture, school):
    type(picture.report).objects.update(state="approved")
    assert not publishable()
    Attachment.objects.update(consent=True)
    assert publishable()
    subject = PictureSubject.objects.create(attachment=picture, name="Helga")
    assert not publishable()
    PictureSubject.objects.update(agreed="yes")
    assert publishable()
    other = Participant.objects.create(school=school, kind="learner", first_name="Kārlis", last_name="Liepa")
    named = PictureSubject.objects.create(attachment=picture, person=other, agreed="yes")
    text = ConsentText.objects.create(school=school, kind="image", number=9, valid_from="2020-01-01", text_lv="x")
    given = Consent.objects.create(person=other, kind="image", text=text, given_on=date(2021, 1, 1))
    assert publishable()
    given.revoked_on = date(2022, 6, 1)
    given.save()
    assert not publishable()
    Consent.objects.create(person=other, kind="image", text=text, given_on=date(2022, 7, 1))
    assert publishable()
    assert {subject, named} == set(picture.subjects.all())


def test_merged_person_stays_in_the_picture(picture, school, coordinator):
    kept = Participant.objects.get()
    twin = Participant.objects.create(school=school, kind="learner", first_name="Anna", last_name="Upite")
    PictureSubject.objects.create(attachment=picture, person=twin, agreed="yes")
    chosen = {name: getattr(kept, name) for name in (
        "kind", "first_name", "last_name", "birth_date", "email", "phone", "group", "qualification", "work_field",
        "home", "user", "fewer_opportunities", "is_active")}  # fmt: skip
    merge([kept, twin], {kept.pk: kept.version, twin.pk: twin.version}, chosen, coordinator)
    assert picture.subjects.get().person == kept
