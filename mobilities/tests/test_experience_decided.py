"""After the review: who wrote and who approved, an approval taken back, a photo withdrawn, who did what with files."""

import re
from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from mobilities import documents
from mobilities.models import Attachment, ExperienceReport, Host, Letter, ReportLink
from mobilities.services import experience as services
from mobilities.services import report_links
from mobilities.tests.test_experience import WHOLE, address, jpeg, mobility, own_files, report  # noqa: F401
from portal.audit.history import Line, together
from portal.audit.models import Entry, Verb
from projects.models import Project

pytestmark = pytest.mark.django_db


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def approved(report, coordinator) -> ExperienceReport:  # noqa: F811
    ExperienceReport.objects.update(
        state="approved", submitted_at=noon(2022, 3, 25), reviewed_at=noon(2022, 3, 27), reviewed_by=coordinator,
        quote="Šī rinda ir mana.",
    )  # fmt: skip
    report.refresh_from_db()
    return report


@pytest.fixture
def photo(approved) -> Attachment:
    return Attachment.objects.create(
        school=approved.school, report=approved, kind="photo", name="osta.jpg", size=1, sha256="x", consent=True
    )


@pytest.fixture
def printed(monkeypatch):
    """The page of the PDF as HTML."""
    monkeypatch.setattr(
        documents, "render_pdf", lambda template, context, *, language, press=None: render_to_string(
            template, context | {"document_language": language}
        ),
    )  # fmt: skip

    def page(written: ExperienceReport, language: str) -> str:
        return " ".join(re.sub(r"<(?!svg)[^>]*>", " ", documents.render_report(written, language)).split())

    return page


def test_paper_tells_who_wrote_and_who_approved(approved, teacher, coordinator, printed):
    with translation.override("en"):
        said = printed(approved, "en")
        assert f"Written by {teacher}, submitted on 25 Mar 2022 State Approved, 27 Mar 2022, {coordinator}" in said
        ExperienceReport.objects.update(state="submitted")
        approved.refresh_from_db()
        assert str(coordinator) not in printed(approved, "en")  # who returned it once has not approved it


def test_whoever_hands_it_in_is_its_author(client, client_of, teacher, coordinator, report):  # noqa: F811
    """The teacher began it, the learner submits it by the personal link, and is named everywhere."""
    link = report_links.make_link(report.mobility, timezone.localdate() + timedelta(days=9), coordinator)
    page = reverse("mobilities:link-report", args=[report_links.address_key(link)])
    client.post(page, WHOLE | {"version": report.version, "submit": "1"})
    report.refresh_from_db()
    assert (report.state, report.author) == ("submitted", None)
    named = "Anna Upīte (pēc personīgās saites)"
    assert report.writer == named
    reader = client_of(coordinator)
    year = report.mobility.start.year - (report.mobility.start.month < 9)
    for place in (address(report), f"/experience/?sy={year}"):
        assert named in reader.get(place).content.decode()
    services.approve_report(report, coordinator)
    assert str(teacher) not in str(reader.get(address(report)).context["report"].writer)


def test_an_approval_is_taken_back_with_a_reason(client_of, coordinator, teacher, approved, photo):
    reviewer = client_of(coordinator)
    assert ExperienceReport.objects.quotable().exists() and Attachment.objects.publishable().exists()
    refused = reviewer.post(address(approved, "reopen/"), {"reason": " "})
    assert refused.status_code == 422 and refused.context["reopening"].errors["reason"]
    assert client_of(teacher).post(address(approved, "reopen/"), {"reason": "x"}).status_code == 403
    for _again in range(2):
        assert reviewer.post(address(approved, "reopen/"), {"reason": "Trūkst pēdējās nedēļas."}).status_code == 302
    approved.refresh_from_db()
    assert (approved.state, approved.reviewed_by) == ("returned", coordinator)
    assert not ExperienceReport.objects.quotable().exists() and not Attachment.objects.publishable().exists()
    (letter,) = Letter.objects.all()
    assert (letter.kind, letter.email) == ("report_returned", teacher.email)
    assert [entry.verb for entry in Entry.objects.about(approved)] == ["open"]
    assert "Trūkst pēdējās nedēļas." in client_of(teacher).get(address(approved, "edit/")).content.decode()
    history = reviewer.get(address(approved)).context["history"]
    assert "Trūkst pēdējās nedēļas." in {line.fields for line in history}


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_only_what_is_approved_is_opened_again(client_of, coordinator, report, state):  # noqa: F811
    ExperienceReport.objects.update(state=state)
    client_of(coordinator).post(address(report, "reopen/"), {"reason": "Par ātru"})
    report.refresh_from_db()
    assert report.state == state and not Letter.objects.exists()


def test_a_photo_is_withdrawn_from_an_approved_report(client_of, coordinator, teacher, approved, photo):
    place = reverse("mobilities:attachment-withhold", args=[photo.pk])
    reviewer = client_of(coordinator)
    assert place in reviewer.get(address(approved)).content.decode()
    assert place not in client_of(teacher).get(address(approved)).content.decode()
    assert client_of(teacher).post(place).status_code == 403
    for _again in range(2):
        reviewer.post(place)
    photo.refresh_from_db()
    approved.refresh_from_db()
    assert (photo.consent, approved.state) == (False, "approved")
    assert not Attachment.objects.publishable().exists()
    assert Entry.objects.about(photo).count() == 1
    page = reviewer.get(address(approved))
    with translation.override("lv"):
        assert [(line.who, line.fields) for line in page.context["history"]] == [(str(coordinator), "osta.jpg")]
    assert place not in page.content.decode()


def test_history_tells_who_added_and_deleted_files(client_of, teacher, coordinator, report):  # noqa: F811
    writer = client_of(teacher)
    writer.post(address(report, "attachments/"), {"photo": [jpeg("osta.jpg"), jpeg("seja.jpg")]})
    writer.post(reverse("mobilities:attachment-delete", args=[Attachment.objects.get(name="seja.jpg").pk]))
    ExperienceReport.objects.update(state="submitted")
    deleted, added = client_of(coordinator).get(address(report)).context["history"]
    assert (deleted.who, deleted.verb, deleted.fields) == (str(teacher), Verb.DELETE.label, "seja.jpg")
    assert (added.who, added.verb, added.fields) == (str(teacher), Verb.ADD.label, "osta.jpg, seja.jpg")


@pytest.mark.parametrize(("minutes", "told"), [(0, 1), (3, 2)])
def test_history_names_a_minute_once(minutes, told):
    at = noon(2022, 3, 25)
    lines = [
        Line(at + timedelta(minutes=minutes, seconds=20), "Ilze", Verb.CHANGE.label, "stāsts"),
        Line(at + timedelta(seconds=10), "Ilze", Verb.CHANGE.label, "plusi"),
    ]
    assert render_to_string("components/history.html", {"history": together(lines)}).count("<time") == told


def test_papers_in_english_call_cities_as_english_does(client, approved, coordinator, printed):
    host = Host.objects.create(school=approved.school, name="Nordkai Logistik", city="Hamburga", country="DE")
    type(approved.mobility).objects.update(host=host)
    fresh = ExperienceReport.objects.get()
    english, latvian = printed(fresh, "en"), printed(fresh, "lv")
    assert "Nordkai Logistik, Hamburg, Germany" in english and "Hamburga" not in english
    assert "Nordkai Logistik, Hamburga, Vācija" in latvian
    link = ReportLink.objects.create(report=fresh, expires_at=timezone.now() + timedelta(days=1))
    page = reverse("mobilities:link-report", args=[report_links.address_key(link)])
    client.get(page, {"lang": "en"})
    shown = client.get(page).content.decode()
    assert "Nordkai Logistik, Hamburg<" in shown


def test_paper_says_who_paid(approved, printed):
    project = approved.mobility.project
    Project.objects.filter(pk=project.pk).update(programme="erasmus", call_year=2021)
    said = printed(ExperienceReport.objects.get(), "en")
    assert "<svg" in said and "Co-funded by the European Union" in said
    assert "State Education Development Agency" in said
    Project.objects.filter(pk=project.pk).update(programme="nordplus")
    said = printed(ExperienceReport.objects.get(), "en")
    assert "<svg" not in said and "Co-funded" not in said
