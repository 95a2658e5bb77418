"""Personal links: made by the school, used by somebody without an account, who reaches one report and nothing else."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from mobilities.models import (
    AccompanyingPerson,
    Attachment,
    ExperienceReport,
    Letter,
    Participant,
    PictureSubject,
    ReportComment,
    ReportLink,
)
from mobilities.services import letters
from mobilities.services import report_links as services
from mobilities.services import returned as returning
from mobilities.tests.test_experience import WHOLE, jpeg, mobility, own_files, report  # noqa: F401
from mobilities.tests.test_resumable import photo
from portal.audit.models import Entry
from portal.jobs.models import Job
from portal.jobs.services import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(report, coordinator) -> ReportLink:  # noqa: F811
    return services.make_link(report.mobility, timezone.localdate() + timedelta(days=30), coordinator)


def page(link: ReportLink, name: str = "report", *args) -> str:
    return reverse(f"mobilities:link-{name}", args=[services.address_key(link), *args])


def test_coordinator_makes_sends_and_revokes_a_link(client_of, coordinator, mobility):  # noqa: F811
    browser, address = client_of(coordinator), reverse("mobilities:report-link-list", args=[mobility.pk])
    until = browser.get(address).context["form"].initial["until"]
    assert until == timezone.localdate() + timedelta(days=60)  # the mobility ended long ago
    answers = {"until": until.isoformat(), "email": "anna@example.org", "language": "en", "send": "1"}
    assert browser.post(address, answers | {"until": "2021-01-01"}).context["form"].errors["until"]
    assert browser.post(address, answers).status_code == 302
    made, letter = ReportLink.objects.get(), Letter.objects.get()
    run(Job.objects.get(kind=letters.SEND).pk)
    letter.refresh_from_db()
    assert (letter.state, letter.email, letter.kind, letter.report) == (
        "sent",
        "anna@example.org",
        "report_link",
        made.report,
    )
    (sent,) = mail.outbox
    assert services.address_of(made) in sent.body and "Good day, Anna" in sent.body
    assert str(letter.key) in sent.extra_headers["Message-ID"]
    assert services.address_of(made) in browser.get(address).content.decode()
    browser.post(reverse("mobilities:report-link-revoke", args=[made.pk]))
    assert services.address_of(made) not in browser.get(address).content.decode()
    verbs = Entry.objects.filter(object_type="mobilities.reportlink").order_by("pk").values_list("verb", "user")
    assert list(verbs) == [("add", coordinator.pk), ("change", coordinator.pk), ("cancel", coordinator.pk)]


def returned() -> list[Letter]:
    """The letters about a return, sent."""
    for job in Job.objects.filter(kind=letters.SEND, state="queued"):
        run(job.pk)
    return list(Letter.objects.filter(kind="report_returned").order_by("pk"))


def test_a_return_is_told_at_once_by_link_and_to_the_account(client_of, coordinator, teacher, link):
    """To the learner with the link, to the teacher with the address; how many comments, not their words."""
    kept = link.report
    ExperienceReport.objects.update(state="submitted", author=None)
    services.send_link(link, "anna@example.org", "lv", coordinator)
    review = reverse("mobilities:experience-review", args=[kept.pk])
    asked = {"decision": "return", "comment": "Tikai starp mums.", "about-story": "Kas bija vakarā?"}
    for _again in range(2):
        client_of(coordinator).post(review, asked)
    (letter,) = returned()
    assert (letter.email, letter.state, letter.user, letter.report) == ("anna@example.org", "sent", None, kept)
    sent = {each.extra_headers["Message-ID"]: each for each in mail.outbox}[letters.message_id(letter)]
    body = sent.body
    assert services.address_of(link) in body and kept.school.name in sent.subject
    assert f" {kept.comments.count()} " in body and "starp mums" not in body and "vakarā" not in body
    ExperienceReport.objects.update(state="submitted", author=teacher)
    services.revoke(link, coordinator)
    client_of(coordinator).post(review, asked)
    (_first, second) = returned()
    assert (second.email, second.user) == (teacher.email, teacher)
    assert reverse("mobilities:experience-edit", args=[kept.pk]) in mail.outbox[-1].body
    assert services.address_key(link) not in mail.outbox[-1].body


def test_a_return_to_a_learner_without_an_address_is_told_to_the_teacher_in_charge(coordinator, teacher, link):
    ExperienceReport.objects.update(state="submitted", author=None)
    services.opened(link)
    link.report.refresh_from_db()
    returning.return_report(link.report, coordinator, "Īss.")
    (letter,) = returned()
    assert (letter.user, letter.email) == (teacher, teacher.email)


def test_a_return_of_what_is_handed_in_again_is_not_written_about(coordinator, link):
    ExperienceReport.objects.update(state="submitted", author=None)
    Participant.objects.update(email="anna@example.org")
    link.report.refresh_from_db()
    returning.return_report(link.report, coordinator, "Īss.")
    (waiting,) = Letter.objects.all()
    ExperienceReport.objects.update(state="submitted")
    mail.outbox.clear()
    assert not returned() and not mail.outbox and waiting.email == "anna@example.org"


def test_learner_writes_uploads_and_submits_and_sees_what_is_asked(client, client_of, coordinator, link):
    opened = client.get(page(link))
    assert opened.status_code == 200
    headers = {name: opened[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")}
    assert headers == {
        "Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow",
    }  # fmt: skip
    saved = client.post(page(link, "autosave"), {"tasks": "Sākums", "version": "0"}).json()
    client.post(page(link, "attachment-upload"), {"photo": [jpeg()]})
    version = ExperienceReport.objects.get().version
    assert saved["version"] == version
    assert client.post(page(link), WHOLE | {"version": version, "submit": "1"}).status_code == 302
    kept = ExperienceReport.objects.get()
    assert (kept.state, kept.tasks) == ("submitted", WHOLE["tasks"])
    told = Entry.objects.filter(user=None).exclude(verb="add", object_type="mobilities.experiencereport")
    assert {entry.through for entry in told} == {"link"}
    seen = client_of(coordinator).get(reverse("mobilities:experience-detail", args=[kept.pk]))
    by_link = f"{kept.journey.participant} (pēc personīgās saites)"
    assert by_link in {line.who for line in seen.context["history"]}
    answer = client.get(page(link)).content.decode()
    assert WHOLE["tasks"] in answer and 'method="post"' not in answer
    ExperienceReport.objects.update(state="returned")
    ReportComment.objects.create(report=kept, field="story", text="Trūkst dienas.", author=coordinator)
    answer = client.get(page(link)).content.decode()
    assert "Trūkst dienas." in answer and str(coordinator) not in answer
    ReportComment.objects.update(resolved_at=timezone.now())
    assert "Prasītais ir izlabots." in client.get(page(link)).content.decode()
    link.refresh_from_db()
    assert timezone.now() - link.last_used_at < timedelta(minutes=2)


def test_photo_comes_in_pieces_without_an_account(client, link):
    content, tus = photo(), {"HTTP_TUS_RESUMABLE": "1.0.0"}
    begun = client.post(
        page(link, "upload-begin"),
        HTTP_UPLOAD_LENGTH=str(len(content)),
        HTTP_UPLOAD_METADATA="filename YS5qcGc=",
        **tus,
    )
    assert begun["Location"].startswith(page(link))
    done = client.patch(begun["Location"], content, "application/offset+octet-stream", HTTP_UPLOAD_OFFSET="0", **tus)
    assert done.status_code == 204 and client.get(done["Attachment-Card"]).status_code == 200
    assert Attachment.objects.get().uploaded_by is None


def test_picture_names_only_who_is_not_of_the_register(client, link, school):
    client.post(page(link, "attachment-upload"), {"photo": [jpeg()]})
    picture = Attachment.objects.get()
    colleague = Participant.objects.create(school=school, kind="learner", first_name="Kārlis", last_name="Noslēpums")
    PictureSubject.objects.create(attachment=picture, person=colleague, agreed="yes")
    edit = page(link, "attachment-edit", picture.pk)
    form = client.get(edit).context["form"]
    assert [str(person) for person in form.fields["person"].queryset] == ["Anna Upīte"]
    subject = picture.subjects.get()
    answers = {"caption": "Osta", "name": "Helga", "agreed": "no", "person": "", f"subject{subject.pk}": "yes"}
    assert client.post(edit, answers).status_code == 302
    assert list(picture.subjects.order_by("pk").values_list("name", "agreed")) == [("", "yes"), ("Helga", "no")]
    for address in (edit, page(link)):
        assert "Noslēpums" not in client.get(address).content.decode()
    assert client.post(edit, answers | {"name": "", "person": colleague.pk}).context["form"].errors["person"]


def test_page_shows_nothing_of_the_portal_and_the_link_opens_nothing_else(client, link, school, mobility, outsider):  # noqa: F811
    other = ExperienceReport.objects.create(
        school=school, accompanying=AccompanyingPerson.objects.create(
            school=school, project=mobility.project, person=Participant.objects.create(
                school=school, kind="staff", first_name="Oto", last_name="Svešais"),
            start=mobility.start, end=mobility.end))  # fmt: skip
    strange = Attachment.objects.create(
        school=school, report=other, kind="photo", name="x.jpg", content_type="image/jpeg", size=1, sha256="0" * 64
    )
    text = client.get(page(link)).content.decode()
    inner = [address for address in re.findall(r'(?:href|action|src)="(/[^"]*)"', text) if "/static/" not in address]
    assert inner and all(address.startswith(page(link)) for address in inner)
    assert str(mobility.responsible) not in text
    for name in ("attachment-download", "attachment-card", "attachment-edit"):
        assert client.get(page(link, name, strange.pk)).status_code == 404
    assert client.post(page(link, "attachment-delete", strange.pk)).status_code == 404
    for name, key in (("experience-detail", link.report_id), ("experience-edit", link.report_id)):
        assert client.get(reverse(f"mobilities:{name}", args=[key])).status_code == 302  # to sign in, as ever


def test_link_that_works_no_more_says_what_to_do(client, link, coordinator):
    key = services.address_key(link)
    for tampered in (key[:-1], link.key, key.replace(link.key, "x" * 32), "x"):
        answer = client.get(reverse("mobilities:link-report", args=[tampered]))
        assert answer.status_code == 404 and answer["Referrer-Policy"] == "no-referrer"
    ReportLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for name in ("report", "autosave", "upload-begin"):
        assert client.post(page(link, name)).status_code == 410
    ReportLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert client.get(page(link)).status_code == 200
    services.revoke(link, coordinator)
    answer = client.get(page(link))
    assert answer.status_code == 410 and "Anna" not in answer.content.decode()


def test_language_is_chosen_by_a_plain_link(client, link):
    assert client.get(page(link), {"lang": "en"}).url == page(link)
    assert "My report" in client.get(page(link)).content.decode()


def test_only_those_who_answer_for_the_journey_make_links(client_of, teacher, coordinator, school, mobility):  # noqa: F811
    type(mobility).objects.update(responsible=None)
    address = reverse("mobilities:report-link-list", args=[mobility.pk])
    assert client_of(teacher).get(address).status_code == 404
    along = AccompanyingPerson.objects.create(
        school=school, project=mobility.project, person=mobility.participant, start=mobility.start, end=mobility.end
    )
    page_along = reverse("mobilities:report-link-list-along", args=[along.pk])
    until = (timezone.localdate() + timedelta(days=3)).isoformat()
    client_of(coordinator).post(page_along, {"until": until, "language": "lv", "make": "1"})
    made = ReportLink.objects.get()
    assert made.report.accompanying == along and client_of(None).get(page(made)).status_code == 200
