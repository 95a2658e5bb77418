"""Letters: on which mornings, to whom, once; refused, come back, sent again; read without trust."""

import io
import smtplib
import socketserver
import threading
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from mobilities.enums import LetterState, ReportState
from mobilities.models import (
    AccompanyingPerson,
    ExperienceReport,
    Letter,
    Mobility,
    Participant,
    ReminderStep,
    ReportLink,
)
from mobilities.services import letters, reminders, report_links
from mobilities.tests import returned_mail as samples
from portal.accounts.enums import Role
from portal.jobs import services as jobs
from portal.jobs.models import Job, State
from portal.testing.cast import member
from projects.models import ActivityType, Project

pytestmark = pytest.mark.django_db
END = date(2026, 5, 29)


@pytest.fixture
def traveller(school):
    return member(school, Role.TEACHER, "Ilze", "Ceļa", "ilze@example.org")


@pytest.fixture
def project(school) -> Project:
    return Project.objects.create(
        school=school, title="Prakse", school_name=school.name, start=date(2025, 9, 1), end=date(2027, 8, 31)
    )


@pytest.fixture
def stay(school, project, teacher, traveller) -> Mobility:
    person = Participant.objects.create(
        school=school, kind="staff", first_name="Ilze", last_name="Ceļa", user=traveller
    )
    return Mobility.objects.create(
        school=school, project=project, participant=person, start=END - timedelta(days=4), end=END,
        activity_type=ActivityType.objects.first(), state="confirmed", responsible=teacher,
    )  # fmt: skip


def morning(day: date, hour: int = 8) -> None:
    now = datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_default_timezone())
    reminders.queue_reminders(now)
    run_waiting()


def run_waiting() -> None:
    for _round in range(2):
        for pk in Job.objects.filter(state=State.QUEUED).values_list("pk", flat=True):
            jobs.run(pk)


def sent() -> set[str]:
    found = {address for message in mail.outbox for address in message.to}
    mail.outbox.clear()
    return found


@pytest.fixture
def letter(school) -> Letter:
    return Letter.objects.create(
        school=school, kind="report_reminder", email="anna@example.net", state="sent", sent_at=timezone.now()
    )


def test_the_list_leaves_as_it_is_narrowed(client_of, coordinator, letter):
    Letter.objects.create(school=letter.school, kind="report_reminder", email="juris@example.net", state="bounced")
    browser = client_of(coordinator)
    export = browser.get("/experience/letters/", {"state": "not_arrived"}).context["export_url"]
    lines = b"".join(browser.get(export).streaming_content).decode().splitlines()
    assert len(lines) == 2 and "juris@example.net" in lines[1]


def test_the_page_of_a_person_shows_what_was_written_to_this_person(client_of, coordinator, teacher, stay):
    school, person = stay.school, stay.participant
    mine = {"school": school, "kind": "report_reminder", "user": person.user, "mobility": stay}
    Letter.objects.create(**mine, email="ilze@example.org", subject="Atgādinām", state="bounced", error="5.1.1 nobody")
    Letter.objects.create(**mine | {"user": teacher}, email="teacher@example.org", state="sent")
    pages = {who: client_of(who).get(f"/people/{person.pk}/").text for who in (coordinator, teacher)}
    assert "Atgādinām" in pages[coordinator] and "5.1.1 nobody" in pages[coordinator]
    assert "Atgādinām" not in pages[teacher]
    listed = client_of(coordinator).get("/experience/letters/", {"person": person.pk}).context["page"]
    assert [letter.email for letter in listed] == ["ilze@example.org"]


def test_letters_go_out_on_the_days_of_the_defaults_once(stay, traveller, teacher):
    written = []
    for number in (-4, -3, -2, 6, 7, 8, 21, 22, 33, 34, 44, 45):
        for hour in (6, 8):
            morning(END + timedelta(days=number), hour)
        if found := sent():
            written.append(number)
            assert found == {traveller.email, teacher.email}
    assert written == [-3, 7, 21, 33, 44]


def test_a_missed_morning_is_made_up_for_within_three_days_and_not_later(stay):
    morning(END + timedelta(days=9))
    assert sent()
    morning(END + timedelta(days=25))
    assert not sent()


def test_a_schedule_of_the_school_and_none_at_all(client_of, coordinator, school, stay):
    browser = client_of(coordinator)
    assert "7, 21" in browser.get("/experience/reminders/").content.decode()
    assert browser.post("/experience/reminders/", {"is_used": "on", "after_end": "7, x"}).status_code == 422
    assert browser.post("/experience/reminders/", {"is_used": "on"}).status_code == 422
    assert browser.post("/experience/reminders/", {"is_used": "on", "after_end": "2; 2 10"}).status_code == 302
    assert list(ReminderStep.objects.values_list("phase", "days")) == [("after_end", 2), ("after_end", 10)]
    morning(END + timedelta(days=2))
    assert sent()
    browser.post("/experience/reminders/", {"after_end": "2, 10"})
    morning(END + timedelta(days=10))
    assert not sent() and ReminderStep.objects.filter(is_used=False).count() == 2


def test_nobody_is_written_to_who_does_not_want_it_or_has_handed_in(school, stay, traveller, teacher):
    traveller.wants_reminders = False
    traveller.save()
    morning(END + timedelta(days=7))
    assert sent() == {teacher.email}
    report = ExperienceReport.objects.create(school=school, mobility=stay, state=ReportState.SUBMITTED)
    morning(END + timedelta(days=21))
    assert not sent()
    ExperienceReport.objects.filter(pk=report.pk).update(
        state=ReportState.RETURNED, reviewed_at=timezone.now() - timedelta(days=5)
    )
    Mobility.objects.filter(pk=stay.pk).update(end=timezone.localdate() - timedelta(days=21))
    morning(timezone.localdate())
    assert Letter.objects.get(report=report).occasion.startswith("reminder:returned:5:")
    assert sent() == {teacher.email}


def test_one_mail_for_all_journeys_of_a_teacher_names_only_ones_own_people(school, stay, teacher, traveller):
    learner = Participant.objects.create(school=school, kind="learner", first_name="Jānis", last_name="Bērzs")
    Mobility.objects.create(
        school=school, project=stay.project, participant=learner, start=stay.start, end=END,
        activity_type=stay.activity_type, state="confirmed", responsible=teacher,
    )  # fmt: skip
    morning(END + timedelta(days=7))
    texts = {message.to[0]: message.body for message in mail.outbox}
    assert len(mail.outbox) == 2 and Letter.objects.count() == 3
    assert "Jānis Bērzs" in texts[teacher.email] and "Ilze Ceļa" in texts[teacher.email]
    assert "Bērzs" not in texts[traveller.email]
    assert mail.outbox[0].alternatives[0][1] == "text/html"
    led = Letter.objects.get(part_of__isnull=False)
    key = led.part_of.key
    letters.take_returns(samples.mail(samples.POSTFIX, key=key, email=teacher.email))
    assert Letter.objects.filter(state="bounced", email=teacher.email).count() == 2


def test_a_mail_server_that_is_away_is_asked_again_for_five_days(stay, monkeypatch):
    away = True

    def send(self):
        if away:
            raise ConnectionRefusedError
        mail.outbox.append(self)
        return 1

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    morning(END + timedelta(days=7))
    assert Letter.objects.filter(state="queued").count() == 2
    Job.objects.filter(kind=letters.SEND).update(state=State.FAILED)
    away = False
    assert letters.queue_waiting(timezone.now() + timedelta(hours=1)) == 2
    run_waiting()
    assert len(mail.outbox) == 2 and not Letter.objects.filter(state="queued")
    Letter.objects.update(state="queued")
    letters.queue_waiting(timezone.now() + timedelta(days=6))
    assert Letter.objects.filter(state="failed").exclude(error="").count() == 2


def test_whoever_has_no_account_gets_the_personal_link_unless_it_was_taken_back(school, stay, client, coordinator):
    stay.participant.user, stay.participant.email = None, "celotaja@example.net"
    stay.participant.save()
    morning(END + timedelta(days=7))
    (written,) = [message for message in mail.outbox if message.to == ["celotaja@example.net"]]
    link = ReportLink.objects.get()
    assert report_links.address_of(link) in written.body and "/experience/" not in written.body
    report_links.revoke(link, coordinator)
    sent()
    morning(END + timedelta(days=21))
    assert sent() == {stay.responsible.email} and ReportLink.objects.count() == 1


def test_a_trip_along_is_reminded_of_only_to_who_may_write_about_it(school, stay, teacher, traveller):
    person = Participant.objects.create(
        school=school, kind="staff", first_name="Katrīna", last_name="Kaijule", email="katrina@example.net"
    )
    company = AccompanyingPerson.objects.create(
        school=school, project=stay.project, start=stay.start, end=END, person=person
    )
    company.mobilities.add(stay)
    ExperienceReport.objects.create(school=school, mobility=stay, state=ReportState.SUBMITTED)
    morning(END + timedelta(days=7))
    assert sent() == {"katrina@example.net"}
    Participant.objects.filter(pk=company.person_id).update(user=traveller)
    morning(END + timedelta(days=21))
    assert sent() == {traveller.email}


def test_a_letter_to_who_may_not_write_any_more_is_not_sent(stay, traveller):
    now = datetime.combine(END + timedelta(days=7), datetime.min.time(), timezone.get_default_timezone())
    reminders.queue_reminders(now + timedelta(hours=8))
    for pk in Job.objects.filter(kind=reminders.GATHER).values_list("pk", flat=True):
        jobs.run(pk)
    Mobility.objects.update(responsible=None)
    run_waiting()
    assert sent() == {traveller.email}


class Refusing(socketserver.StreamRequestHandler):
    """A mail server that knows everybody but Ilze."""

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().decode():
            verb = line[:4].upper()
            if verb == "QUIT":
                return self.say("221 bye")
            if verb == "RCPT" and "ilze@" in line:
                self.say("550 5.1.1 No such <b>user</b>\u202e here")
            elif verb == "DATA":
                self.say("354 go on")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                self.say("250 taken")
            else:
                self.say("250 ok")
        return None

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


def test_the_words_of_a_server_that_refuses_one_of_two(stay, settings, coordinator, client_of, traveller):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 5
        morning(END + timedelta(days=7))
        server.shutdown()
    refused = Letter.objects.get(email=traveller.email)
    assert (refused.state, refused.error) == ("failed", "550 5.1.1 No such <b>user</b> here")
    assert Letter.objects.exclude(pk=refused.pk).get().state == LetterState.SENT
    assert traveller.email in client_of(coordinator).get("/").content.decode()
    page = client_of(coordinator).get("/experience/letters/?state=not_arrived").content.decode()
    assert "No such &lt;b&gt;user" in page and page.count('class="l1 wrap"') == 1
    traveller.email = "ilze.jauna@example.org"
    traveller.save()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    key = refused.key
    client_of(coordinator).post(f"/experience/letters/{refused.pk}/again/")
    run_waiting()
    refused.refresh_from_db()
    assert (refused.state, refused.email, refused.error) == ("sent", traveller.email, "") and refused.key != key
    assert str(refused.key) in mail.outbox[0].extra_headers["Message-ID"]
    assert traveller.email not in client_of(coordinator).get("/").content.decode()


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (samples.POSTFIX, "5.1.1 550 5.1.1 <other@example.net>: Recipient address rejected: User unknown"),
        (samples.EXCHANGE, "5.2.2 554 5.2.2 mailbox full;"),
        (samples.GMAIL, "5.1.1 550-5.1.1 The email account that you tried to reach does not exist."),
    ],
)
def test_mail_that_came_back_is_known_by_its_key(letter, monkeypatch, sample, words):
    raw = samples.mail(sample, key=letter.key, email="other@example.net")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("take_bounce", stdout=io.StringIO())
    letter.refresh_from_db()
    assert letter.state == "bounced" and letter.bounced_at and letter.error.startswith(words)


def test_a_return_that_names_no_letter_is_known_by_the_address(letter):
    raw = samples.mail(samples.POSTFIX, key="cut-off", email="Anna@Example.net")
    assert [row.pk for row in letters.take_returns(raw)] == [letter.pk]
    assert letters.take_returns(raw) == []


def hostile() -> list[bytes]:
    good = samples.mail(samples.POSTFIX, key="KEY", email="anna@example.net")
    nested = b"".join(
        b'Content-Type: multipart/report; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number) for number in range(3000)
    )
    return [
        b"", b"\x00" * 1000, bytes(range(256)) * 50, nested, b"Content-Type: multipart/report\r\n\r\n",
        good.replace(b"Action: failed", b"Action: delayed"), good.replace(b"Action: failed", b"Action: relayed"),
        good.replace(b"delivery-status", b"disposition-notification"),
        good.replace(b"anna@example.net", b"a" * 100_000 + b"@@"),
    ]  # fmt: skip


def test_hostile_mail_and_absence_mark_nothing(letter):
    away = samples.mail(samples.OUT_OF_OFFICE, key=letter.key, email=letter.email)
    for raw in [*hostile(), away]:
        assert letters.take_returns(raw) == []


def test_an_address_no_mail_can_have_is_refused_without_a_server():
    message = mail.EmailMessage("s", "b", to=["anna\n@example.org"])
    message.connection = mail.get_connection("django.core.mail.backends.smtp.EmailBackend")
    message.connection.connection = smtplib.SMTP()
    assert letters.refusal_of(message)
