"""Queue, claim, run, sweep in one process, each rule alone. portal/tests/test_worker.py has the real worker."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from portal.audit.models import Entry, Verb
from portal.jobs import registry, services
from portal.jobs.lines import job_line
from portal.jobs.models import Job, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def rings(monkeypatch) -> list[str]:
    heard = []
    monkeypatch.setattr(services.current_app, "send_task", lambda name, arguments: heard.append(arguments[0]))
    return heard


@pytest.fixture
def effects(monkeypatch) -> list[str]:
    """Registers the kind `tests.note`, whose effect notes the attempt here."""
    noted = []
    monkeypatch.setitem(registry.HANDLERS, "tests.note", lambda job, progress: lambda: noted.append(job.attempts))
    return noted


def register(monkeypatch, function) -> None:
    monkeypatch.setitem(registry.HANDLERS, "tests.note", function)


def queue(school, key: str = "one") -> Job:
    return services.enqueue("tests.note", {}, school=school, user=None, idempotency_key=key)


def let_lease_run_out(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_job_is_done_once_however_often_it_is_called(school, effects, rings):
    job = queue(school)
    for _ in range(5):
        services.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE
    assert effects == [1]


def test_same_key_is_the_same_job(school, rings):
    assert queue(school, "same") == queue(school, "same")
    assert Job.objects.count() == 1


def test_rings_after_commit_only(school, rings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = queue(school)
        assert rings == []
    assert rings == [str(job.pk)]


def test_rolled_back_deed_leaves_neither_job_nor_ring(school, rings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        queue(school)
        raise ZeroDivisionError
    assert not Job.objects.exists()
    assert rings == []


def test_broker_that_is_down_is_no_error(school, monkeypatch, django_capture_on_commit_callbacks):
    def down(name, arguments):
        raise ConnectionError

    monkeypatch.setattr(services.current_app, "send_task", down)
    with django_capture_on_commit_callbacks(execute=True):
        queue(school)
    assert Job.objects.get().state == State.QUEUED


def test_second_worker_gets_nothing_while_the_lease_lasts(school, rings):
    job = queue(school)
    assert services.claim(job.pk)
    assert services.claim(job.pk) is None


def test_worker_whose_lease_ran_out_writes_nothing(school, effects, rings):
    job = queue(school)
    slow = services.claim(job.pk)
    let_lease_run_out(job)
    services.run(job.pk)
    with pytest.raises(services.LeaseLost):
        services.finish(slow, lambda: effects.append("late"))
    assert effects == [2]


def test_effect_that_fails_leaves_the_job_undone(school, monkeypatch, rings):
    def effect():
        raise ValueError("disk full")

    register(monkeypatch, lambda job, progress: effect)
    job = queue(school)
    services.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.QUEUED
    assert job.run_after > timezone.now()
    assert "disk full" in job.error


def test_attempts_are_limited(school, monkeypatch, rings):
    def fails(job, progress):
        raise ValueError("again")

    register(monkeypatch, fails)
    job = queue(school)
    for _ in range(settings.JOB_MAX_ATTEMPTS + 2):
        Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
        services.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.attempts == settings.JOB_MAX_ATTEMPTS


def test_permanent_error_fails_at_once_with_its_sentence(school, monkeypatch, rings):
    def refuses(job, progress):
        raise registry.PermanentError("There is no conference in this year.")

    register(monkeypatch, refuses)
    job = queue(school)
    services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (State.FAILED, "There is no conference in this year.", 1)


def test_progress_is_kept_and_lengthens_the_lease(school, monkeypatch, rings):
    seen = []

    def handler(job, progress):
        let_lease_run_out(job)
        progress(2, 4, "Drawing charts")
        row = Job.objects.get()
        seen.append((row.percent, row.step, row.lease_until > timezone.now()))

    register(monkeypatch, handler)
    services.run(queue(school).pk)
    assert seen == [(50, "Drawing charts", True)]


def test_cancelled_job_is_not_finished(school, monkeypatch, effects, rings):
    def handler(job, progress):
        services.cancel(job, None)
        return lambda: effects.append("done")

    register(monkeypatch, handler)
    job = queue(school)
    services.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert effects == []
    assert Entry.objects.about(job).get().verb == Verb.CANCEL


def test_sweeper_rings_for_waiting_and_abandoned_jobs_only(school, rings):
    waiting, abandoned, running, later = (queue(school, key) for key in "abcd")
    services.claim(abandoned.pk)
    let_lease_run_out(abandoned)
    services.claim(running.pk)
    Job.objects.filter(pk=later.pk).update(run_after=timezone.now() + timedelta(hours=1))
    assert services.sweep() == 2
    assert set(rings) == {str(waiting.pk), str(abandoned.pk)}


def test_sweeper_gives_up_on_a_job_that_kills_its_workers(school, rings):
    job = queue(school)
    services.claim(job.pk)
    let_lease_run_out(job)
    Job.objects.update(attempts=settings.JOB_MAX_ATTEMPTS)
    services.sweep()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "WorkerDied: every attempt")
    assert rings == []


def test_failed_job_can_be_started_anew(school, effects, rings, django_capture_on_commit_callbacks):
    job = queue(school)
    Job.objects.update(state=State.FAILED, attempts=settings.JOB_MAX_ATTEMPTS, error="disk full")
    with django_capture_on_commit_callbacks(execute=True):
        services.retry(job, None)
    assert rings == [str(job.pk)]
    assert Entry.objects.about(job).get().verb == Verb.RETRY
    services.run(job.pk)
    assert effects == [1]


@pytest.mark.parametrize(("language", "said"), [("lv", "Skaita gada datus"), ("en", "Counting the year")])
def test_a_step_speaks_the_language_of_the_reader(school, coordinator, language, said):
    """A document in English is made while a Latvian watches."""
    job = queue(school)
    Job.objects.filter(pk=job.pk).update(step="Counting the year")
    job.refresh_from_db()
    with translation.override(language):
        assert job_line(job, coordinator)["detail"] == said


def test_time_in_which_nobody_worked_does_not_count(school, coordinator, rings):
    """Ten minutes for the first third leave twenty, however long ago its worker was killed."""
    job, now = services.claim(queue(school).pk), timezone.now()
    Job.objects.update(
        started_at=now - timedelta(minutes=13), told_at=now - timedelta(minutes=3), done_steps=100, all_steps=300
    )
    job.refresh_from_db()
    assert job_line(job, coordinator)["minutes_left"] == 17
    let_lease_run_out(job)
    job.refresh_from_db()
    assert job_line(job, coordinator)["minutes_left"] is None
    again = services.claim(job.pk)
    assert (again.done_steps, again.told_at) == (0, None)
    assert job_line(again, coordinator)["minutes_left"] is None


def test_no_estimate_by_the_first_steps(school, coordinator, rings):
    """They fetch what all others share: twelve seconds for one of ninety are no eighteen minutes."""
    job, now = services.claim(queue(school).pk), timezone.now()
    for seconds, done, said in ((12, 1, None), (5, 9, None), (20, 9, 3), (130, 2, 95)):
        Job.objects.update(started_at=now - timedelta(seconds=seconds), told_at=now, done_steps=done, all_steps=90)
        job.refresh_from_db()
        assert job_line(job, coordinator)["minutes_left"] == said


def test_a_step_that_tells_nothing_goes_on_at_the_pace_so_far(school, coordinator, rings):
    job, now = services.claim(queue(school).pk), timezone.now()
    told = {"started_at": now - timedelta(minutes=7), "told_at": now - timedelta(minutes=3), "all_steps": 1000}
    Job.objects.update(**told, done_steps=400)
    job.refresh_from_db()
    assert job_line(job, coordinator)["done"] == 400
    Job.objects.update(next_steps=1000)
    job.refresh_from_db()
    assert 700 <= job_line(job, coordinator)["done"] < 720
    Job.objects.update(told_at=now - timedelta(minutes=6, seconds=59), done_steps=1)
    job.refresh_from_db()
    assert job_line(job, coordinator)["done"] < 1000
