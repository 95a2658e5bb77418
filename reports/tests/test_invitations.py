"""The invitation to a conference: whom, once for each programme, with what is enclosed."""

from datetime import UTC, date, datetime, time
from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps
from django.core import mail
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader

from mobilities.models import Conference, ConferenceDay, ConferenceProject, Letter, Mobility, Participant, Presentation
from mobilities.services import letters
from portal.audit.models import Entry, Verb
from portal.audit.services import record
from portal.jobs.models import Job, State
from portal.jobs.services import run
from projects.models import ActivityType, Project
from reports.agenda import agenda_of, calendar_of, laid_out, render_agenda, who_pays
from reports.tests.printing import EDGE_OF_TEXT, rightmost

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference(school) -> Conference:
    """One day: a teacher and a learner, who is abroad that year, present."""
    conference = Conference.objects.create(school=school, year=2021, title="Izvērtēšana")
    day = ConferenceDay.objects.create(conference=conference, date=date(2022, 5, 31), building="Korpuss A")
    session = Presentation.objects.create(day=day, title="Osta Hamburgā", time=time(10), minutes=20, room="214. telpa")
    staff = Participant.objects.create(
        school=school, kind="staff", first_name="Ilze", last_name="Ceļa", email="ilze@example.net"
    )
    learner = Participant.objects.create(
        school=school, kind="learner", first_name="Jānis", last_name="Bērzs", group="LO-3", email="janis@example.net"
    )
    session.presenters.set([staff, learner])
    project = Project.objects.create(
        school=school, title="Prakse", school_name=school.name, start="2021-09-01", end="2022-08-31"
    )
    for person in (learner, Participant.objects.create(school=school, kind="learner", first_name="A", last_name="B")):
        Mobility.objects.create(
            school=school, project=project, participant=person, start="2022-03-01", end="2022-03-14",
            activity_type=ActivityType.objects.first(), state="confirmed",
        )  # fmt: skip
    return conference


def send(browser, conference: Conference, **data):
    answer = order(browser, conference, **data)
    take_to_the_post()
    addresses = sorted(address for message in mail.outbox for address in message.to)
    return answer.status_code, addresses


def order(browser, conference: Conference, **data):
    conference.refresh_from_db()
    answers = {"invitation": "Nāciet visi.", "language": "lv", "version": conference.version, **data}
    return browser.post(f"/conferences/{conference.pk}/invitation/", answers)


def take_to_the_post() -> None:
    for pk in Job.objects.filter(state=State.QUEUED, kind=letters.SEND).values_list("pk", flat=True):
        run(pk)


def test_each_gets_each_programme_once(client_of, coordinator, conference):
    browser = client_of(coordinator)
    page = browser.get(f"/conferences/{conference.pk}/invitation/").content.decode()
    assert "1 adres" in page or "1 address" in page
    assert send(browser, conference)[0] == 422
    assert send(browser, conference, groups=["present"], emails="x@")[0] == 422
    assert send(browser, conference, save="1") == (302, [])
    both = {"groups": ["travelled", "present"], "emails": "Viesis@example.net; ilze@example.net"}
    assert send(browser, conference, **both) == (302, ["ilze@example.net", "janis@example.net", "viesis@example.net"])
    mail.outbox.clear()
    assert send(browser, conference, **both) == (302, [])
    came_back = Letter.objects.get(email="ilze@example.net")
    Letter.objects.filter(pk=came_back.pk).update(state="bounced", error="5.1.1")
    assert "5.1.1" in browser.get(f"/conferences/{conference.pk}/invitation/").content.decode()
    assert send(browser, conference, **both) == (302, ["ilze@example.net"])
    assert Letter.objects.get(pk=came_back.pk).key != came_back.key
    mail.outbox.clear()
    Presentation.objects.update(room="Zāle")
    assert len(send(browser, conference, **both)[1]) == 3 and "Zāle" not in mail.outbox[0].body
    assert Letter.objects.filter(email="ilze@example.net").count() == 2


def test_invitations_that_were_noted_as_a_request_are_told_as_sent(coordinator, conference):
    migration = import_module("mobilities.migrations.0027_invitations_were_sent")
    invited = record(coordinator, conference.school, Verb.REQUEST, conference, {"invited": ["", "3"]})
    other = record(coordinator, conference.school, Verb.REQUEST, conference)
    migration.tell_sent(apps, None)
    assert [Entry.objects.get(pk=entry.pk).verb for entry in (invited, other)] == [Verb.SEND, Verb.REQUEST]


def enclosed(address: str) -> tuple[bytes, str, str]:
    """PDF, calendar and words of the letter to `address`."""
    message = next(message for message in mail.outbox if message.to == [address])
    (_pdf_name, pdf, kind), (_ics_name, calendar, ics_kind) = message.attachments
    assert kind == "application/pdf" and ics_kind.startswith("text/calendar")
    return pdf, calendar.replace("\r\n ", ""), message.body


def test_the_letter_encloses_programme_and_calendar(client_of, coordinator, conference):
    send(client_of(coordinator), conference, groups=["present"])
    pdf, calendar, words = enclosed("janis@example.net")
    assert pdf.startswith(b"%PDF")
    assert "Nāciet visi." in words and "2022. gada 31. maijs" in words.replace("\u00a0", " ")
    event = Calendar.from_ical(calendar).walk("VEVENT")[0]
    assert event["DTSTART"].dt == datetime(2022, 5, 31, 7, tzinfo=UTC)  # 10.00 in Riga
    assert event["DTEND"].dt == datetime(2022, 5, 31, 7, 20, tzinfo=UTC)


def test_the_names_enclosed_are_those_that_the_reader_may_know(
    client_of, coordinator, teacher, conference, monkeypatch
):
    """Names for the coordinator, also where only the address was typed; none for a teacher and for strangers."""
    laid_out.cache_clear()
    made = []
    monkeypatch.setattr("reports.agenda.lay_out", lambda html, files: made.append(html) or html.encode())
    emails = f"viesis@example.net;{coordinator.email};{teacher.email}"
    send(client_of(coordinator), conference, groups=["present"], emails=emails)
    for address, knows in {
        coordinator.email: True, teacher.email: False, "viesis@example.net": False, "ilze@example.net": False,
    }.items():  # fmt: skip
        pdf, calendar, words = enclosed(address)
        for text in (pdf.decode(), calendar):
            assert ("Ilze Ceļa" in text) is knows
            assert "LO-3" in text and "Bērzs" not in text
        assert ("/conferences/" in words) is (address in (coordinator.email, teacher.email))
    assert len(made) == 2
    Participant.objects.filter(last_name="Ceļa").update(user=coordinator)  # a colleague with an account
    mail.outbox.clear()
    Presentation.objects.update(room="Zāle")
    send(client_of(coordinator), conference, emails=f"viesis@example.net;{teacher.email}")
    assert "Ilze Ceļa" in enclosed(teacher.email)[1] and "Ilze Ceļa" not in enclosed("viesis@example.net")[1]


def test_an_event_keeps_its_uid_and_counts_its_changes(client_of, coordinator, conference):
    def event() -> tuple:
        conference.refresh_from_db()
        found = Calendar.from_ical(calendar_of(conference, timezone.now(), None)).walk("VEVENT")[0]
        return str(found["UID"]), found["SEQUENCE"]

    uid, first = event()
    send(client_of(coordinator), conference, groups=["present"])
    assert event() == (uid, first)
    Presentation.objects.update(time=None)
    assert event() == (uid, first + 1)
    send(client_of(coordinator), conference, groups=["present"])
    Presentation.objects.update(time=time(10))
    assert event() == (uid, first + 2)


def test_sessions_without_hours_make_a_whole_day(conference):
    Presentation.objects.update(time=None)
    (day,) = agenda_of(conference, None)
    assert day.begins is None
    event = Calendar.from_ical(calendar_of(conference, timezone.now(), None)).walk("VEVENT")[0]
    assert event["DTSTART"].dt == date(2022, 5, 31) and event["DTEND"].dt == date(2022, 6, 1)


def test_the_programme_tells_the_break_that_its_hours_leave(conference):
    day = ConferenceDay.objects.get()
    for begins in (time(10, 25), time(11)):
        Presentation.objects.create(day=day, title="Nākamā", time=begins, minutes=20)
    (told,) = agenda_of(conference, None)
    assert [(row.title, row.begins) for row in told.rows if row not in told.sessions] == []
    Presentation.objects.filter(time=time(11)).update(time=time(11, 30))
    (told,) = agenda_of(conference, None)
    (pause,) = [row for row in told.rows if row not in told.sessions]
    assert (pause.begins, pause.ends) == (time(10, 45), time(11, 30))
    assert "10:45 Pārtraukums" in str(
        Calendar.from_ical(calendar_of(conference, timezone.now(), None)).walk("VEVENT")[0]["DESCRIPTION"]
    )


def test_who_paid_never_stands_alone_on_a_page(conference):
    """Where the sessions fill the first page to its end, some of them go with it to the next."""
    Presentation.objects.all().delete()
    project = Project.objects.get()
    Project.objects.filter(pk=project.pk).update(code="2021-1-LV01-KA121-VET-000009189", call_year=2021)
    ConferenceProject.objects.create(conference=conference, project=project, kind="reviewed")
    second = ConferenceDay.objects.create(conference=conference, date=date(2022, 6, 1), theme="Personāls")
    trade = Participant.objects.get(first_name="Jānis")
    for day, count in ((ConferenceDay.objects.earliest("date"), 9), (second, 3)):
        for hour in range(count):
            Presentation.objects.create(day=day, title="Osta", time=time(9 + hour), minutes=60).presenters.add(trade)
    pages = [page.extract_text() for page in PdfReader(BytesIO(render_agenda(conference, "lv", None))).pages]
    assert len(pages) == 2 and "Līdzfinansē" in pages[-1]
    assert "Osta" in pages[-1]


@pytest.mark.printing
def test_an_endless_title_leaves_the_room_on_the_paper(conference):
    Presentation.objects.update(title="x" * 300, room="y" * 100)
    pdf = render_agenda(conference, "lv", None)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert text.count("x") >= 300 and text.count("y") >= 100
    assert rightmost(pdf, first=1) <= EDGE_OF_TEXT


def test_a_closed_conference_invites_nobody(client_of, coordinator, conference):
    Conference.objects.update(state="closed")
    assert send(client_of(coordinator), conference, groups=["present"]) == (302, [])
    assert not Letter.objects.exists()


def test_closing_takes_back_no_invitation_that_waits(client_of, coordinator, conference):
    order(client_of(coordinator), conference, groups=["present"])
    Conference.objects.update(state="closed")
    take_to_the_post()
    assert sorted(Letter.objects.values_list("email", "state")) == [
        ("ilze@example.net", "sent"), ("janis@example.net", "sent"),
    ]  # fmt: skip


def test_a_teacher_downloads_the_programme_with_the_names_of_colleagues_only(
    client_of, teacher, coordinator, conference
):
    def downloaded(user) -> str:
        answer = client_of(user).get(f"/conferences/{conference.pk}/programme.ics")
        return b"".join(answer).decode().replace("\r\n ", "")

    assert "Ilze Ceļa" in downloaded(coordinator)
    assert "Ilze Ceļa" not in downloaded(teacher) and "LO-3" in downloaded(teacher)
    assert "SEQUENCE:1" in downloaded(teacher) and "SEQUENCE:1" in downloaded(coordinator)
    Participant.objects.filter(last_name="Ceļa").update(user=coordinator)
    assert "Ilze Ceļa" in downloaded(teacher)


def test_the_programme_says_who_pays_wherever_erasmus_pays_a_part(conference):
    project = Project.objects.get()
    assert who_pays(conference, "lv") == {}
    Presentation.objects.get().mobilities.set(Mobility.objects.all())
    assert who_pays(conference, "lv")["statement"].startswith("Līdzfinansē Eiropas Savienība")
    Project.objects.update(programme="nordplus")
    assert who_pays(conference, "lv") == {}
    ConferenceProject.objects.create(conference=conference, project=project, kind="reviewed")
    for year in (2020, 2021):
        paid = Project.objects.create(
            school=project.school, title=str(year), school_name=project.school.name, start=f"{year}-09-01",
            end=f"{year + 1}-08-31", call_year=year,
        )  # fmt: skip
        ConferenceProject.objects.create(conference=conference, project=paid, kind="introduced")
    assert len(who_pays(conference, "lv")["disclaimers"]) == 2
