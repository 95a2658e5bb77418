"""Letters about deadlines: when, to whom, in which language, and never twice."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from portal.accounts.enums import Role
from portal.jobs import services as jobs
from portal.jobs.models import Job, State
from portal.testing.cast import member
from projects.models import Deadline, Project
from projects.services import reminders

DAY = date(2026, 11, 20)


@pytest.fixture
def deadline(project):
    return Deadline.objects.create(project=project, kind="final_report", due=DAY)


def work(day: date = DAY, hour: int = 8) -> None:
    """What beat and the worker do on that day: look for deadlines, then write the letters."""
    now = datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_default_timezone())
    reminders.queue_reminders(now)
    for _kind in (reminders.REMIND, reminders.WRITE):
        for pk in Job.objects.filter(state=State.QUEUED).values_list("pk", flat=True):
            jobs.run(pk)


def test_fourteen_days_and_three_before_and_on_the_day(coordinator, deadline):
    written = []
    for days in range(-20, 15):
        work(DAY + timedelta(days=days))
        work(DAY + timedelta(days=days), hour=9)
        if mail.outbox:
            written.append((days, len(mail.outbox)))
            mail.outbox.clear()
    assert written == [(-14, 1), (-3, 1), (0, 1)]


def test_a_worker_that_was_away_writes_once(coordinator, deadline):
    work(DAY + timedelta(days=2))
    work(DAY + timedelta(days=3))
    assert len(mail.outbox) == 1
    deadline.refresh_from_db()
    assert deadline.reminded_on == DAY + timedelta(days=2)


def test_a_late_deadline_is_called_late_and_one_between_the_days_is_not_written_about(coordinator, project, deadline):
    Deadline.objects.create(project=project, kind="payment", due=DAY + timedelta(days=12))
    work(DAY)
    assert "Kavējas" not in mail.outbox[0].body and "Maksājums" not in mail.outbox[0].body
    Deadline.objects.filter(pk=deadline.pk).update(reminded_on=DAY - timedelta(days=3))
    work(DAY + timedelta(days=1))
    assert "Noslēguma pārskats – kavējas" in mail.outbox[1].body
    work(DAY + timedelta(days=2))
    assert len(mail.outbox) == 2


def test_nothing_is_written_before_seven(coordinator, deadline):
    work(DAY, hour=6)
    assert not mail.outbox
    work(DAY, hour=7)
    assert len(mail.outbox) == 1


def test_the_letter_is_in_the_readers_language(coordinator, school, project, deadline, settings):
    settings.ORIGIN = "https://tilts.example.org"
    english = member(school, Role.COORDINATOR, "Ann", "Bridge", "ann@example.org")
    english.language = "en"
    english.save()
    work()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {coordinator.email, "ann@example.org"}
    assert "2026. gada 20. novembris" in letters[coordinator.email].body.replace("\u00a0", " ")
    assert "20 November 2026: Final report" in letters["ann@example.org"].body.replace("\u00a0", " ")
    assert project.code in letters["ann@example.org"].body
    assert f"https://tilts.example.org/projects/{project.pk}/deadlines/" in letters["ann@example.org"].body
    assert "1 deadline of international projects" in letters["ann@example.org"].subject


def test_who_gets_none(coordinator, director, teacher, administrator, outsider, school, deadline):
    for name, fields in (("a", {"wants_reminders": False}), ("b", {"is_active": False})):
        person = member(school, Role.COORDINATOR, name, name, f"{name}@example.org")
        type(person).objects.filter(pk=person.pk).update(**fields)
    gone = member(school, Role.COORDINATOR, "c", "c", "c@example.org")
    gone.memberships.update(is_active=False)
    work()
    assert [letter.to for letter in mail.outbox] == [[coordinator.email]]


@pytest.mark.parametrize("state", ["rejected", "closed", "archived"])
def test_projects_with_nothing_to_do_remind_nobody(coordinator, deadline, state):
    Project.objects.update(state=state)
    work()
    assert not mail.outbox


def test_what_is_done_is_not_written_about(coordinator, deadline):
    Deadline.objects.update(done_on=DAY)
    work()
    assert not mail.outbox


def test_all_deadlines_of_a_day_are_one_letter(coordinator, project, deadline):
    Deadline.objects.create(project=project, kind="payment", due=DAY + timedelta(days=3))
    work()
    assert len(mail.outbox) == 1
    assert mail.outbox[0].body.count("/deadlines/") == 2


def test_a_mail_server_that_is_down_costs_no_letter(coordinator, deadline, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", lambda self: (_ for _ in ()).throw(OSError("down")))
        work()
    letter = Job.objects.get(kind=reminders.WRITE)
    letter.refresh_from_db()
    assert (letter.state, mail.outbox) == (State.QUEUED, [])
    Job.objects.update(run_after=timezone.now())
    jobs.run(letter.pk)
    jobs.run(letter.pk)
    assert len(mail.outbox) == 1


def test_schools_are_kept_apart(coordinator, outsider, other_school, deadline, make_project):
    other = make_project(school=other_school, title="Kalnu projekts")
    Deadline.objects.create(project=other, kind="payment", due=DAY)
    work()
    bodies = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "Kalnu projekts" in bodies[outsider.email]
    assert "Kalnu projekts" not in bodies[coordinator.email]
