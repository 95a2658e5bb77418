"""Queue, claim, run, sweep: see portal.jobs.models for the idea."""

import logging
import threading
import traceback
import uuid
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from portal.audit.models import Verb
from portal.audit.services import record
from portal.jobs import registry
from portal.jobs.models import Job, State

logger = logging.getLogger(__name__)

TURNS = 3  # so often a job prepares anew at once, before it waits
SWEEP_AT_ONCE = 20  # more would pile up in a broker of files, which passes on about six messages a second


class LeaseLost(Exception):
    """Another worker has the job now, or it was cancelled."""


def enqueue(kind: str, payload: dict, *, school, user, idempotency_key: str) -> Job:
    """The job of this key, made now if there is none. Call it inside the transaction of the deed it belongs to."""
    job, created = Job.objects.get_or_create(
        idempotency_key=idempotency_key,
        defaults={"kind": kind, "payload": payload, "school": school, "user": user},
    )
    if created:
        transaction.on_commit(lambda: ring(job.pk))
    return job


def ring(job_id: uuid.UUID) -> None:
    """Tell a worker. A broker that is down is no error: the sweeper rings again."""
    try:
        current_app.send_task("jobs.run_job", [str(job_id)])
    except Exception as error:  # every transport raises its own
        logger.warning("The broker did not take job %s (%s); the sweeper will ring again.", job_id, error)


def claim(job_id: uuid.UUID | str) -> Job | None:
    """Take the job for a lease, or None if it is not to be had."""
    now = timezone.now()
    owner = uuid.uuid4()
    claimed = (
        Job.objects.claimable(now)
        .filter(pk=job_id, attempts__lt=settings.JOB_MAX_ATTEMPTS)
        .update(
            state=State.RUNNING,
            owner=owner,
            lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
            attempts=F("attempts") + 1,
            started_at=now,
            done_steps=0,
            all_steps=0,
            next_steps=0,
            told_at=None,
            step="",
            error="",
        )
    )
    return Job.objects.select_related("school", "user").get(pk=job_id) if claimed else None


def held(job: Job):
    """The row, if this worker still holds it."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, owner=job.owner, attempts=job.attempts)


def renew(job: Job, **fields) -> None:
    """Lengthen the lease. Raises LeaseLost."""
    until = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    if not held(job).update(lease_until=until, **fields):
        raise LeaseLost(job.pk)


class Heartbeat(threading.Thread):
    """Renews the lease while a long step runs; a killed process stops beating and loses it."""

    def __init__(self, job: Job) -> None:
        super().__init__(daemon=True)
        self.job, self.stopped = job, threading.Event()

    def run(self) -> None:
        try:
            while not self.stopped.wait(settings.JOB_LEASE_SECONDS / 3):
                self.beat()
        except LeaseLost:
            pass
        finally:
            connection.close()

    def beat(self) -> None:
        try:
            renew(self.job)
        except OperationalError as error:  # SQLite while somebody else writes long; the next beat comes in time
            logger.warning("The lease of job %s could not be renewed now: %s", self.job.pk, error)
            connection.close()

    def __enter__(self) -> "Heartbeat":
        self.start()
        return self

    def __exit__(self, *exc) -> None:
        self.stopped.set()
        self.join()


def run(job_id: uuid.UUID | str) -> None:
    """Claim the job and do it; does nothing if somebody else has it or it is over."""
    job = claim(job_id)
    if job is None:
        return
    try:
        do_and_finish(job)
    except LeaseLost:
        logger.warning("Job %s went to another worker or was cancelled.", job.pk)
    except registry.PermanentError as error:
        fail(job, str(error))
    except Exception as error:
        logger.exception("Job %s failed.", job.pk)
        again_or_fail(job, error)


def do_and_finish(job: Job) -> None:
    for _turn in range(TURNS - 1):
        try:
            finish(job, do(job))
        except registry.OvertakenError:
            logger.info("Job %s was overtaken; it prepares anew.", job.pk)
        else:
            return
    finish(job, do(job))


def do(job: Job):
    def progress(done: int, total: int, step: str, until: int = 0) -> None:
        told = {"done_steps": done, "all_steps": total, "next_steps": until, "step": step[:200]}
        renew(job, **told, told_at=timezone.now())

    with Heartbeat(job):
        return registry.HANDLERS[job.kind](job, progress)


@transaction.atomic
def finish(job: Job, effect) -> None:
    """Effect and done, both or neither. Raises LeaseLost."""
    now = timezone.now()
    if not held(job).update(state=State.DONE, finished_at=now, done_steps=F("all_steps"), lease_until=None):
        raise LeaseLost(job.pk)
    if effect:
        effect()


def fail(job: Job, sentence: str) -> None:
    held(job).update(state=State.FAILED, finished_at=timezone.now(), error=sentence, lease_until=None)


def again_or_fail(job: Job, error: Exception) -> None:
    """Back into the queue, later each time, until the attempts are used up."""
    text = "".join(traceback.format_exception_only(error)).strip()
    if job.attempts >= settings.JOB_MAX_ATTEMPTS:
        fail(job, text)
        return
    wait = timedelta(seconds=settings.JOB_SWEEP_SECONDS * 2**job.attempts)
    held(job).update(state=State.QUEUED, run_after=timezone.now() + wait, error=text, lease_until=None)


def sweep() -> int:
    """Ring for every job that waits too long or whose worker died; give up on those out of attempts."""
    now = timezone.now()
    worn_out = Job.objects.claimable(now).filter(attempts__gte=settings.JOB_MAX_ATTEMPTS)
    worn_out.update(state=State.FAILED, finished_at=now, lease_until=None, error="WorkerDied: every attempt")
    ids = list(Job.objects.claimable(now).order_by("run_after").values_list("pk", flat=True)[:SWEEP_AT_ONCE])
    for job_id in ids:
        ring(job_id)
    return len(ids)


@transaction.atomic
def retry(job: Job, user) -> None:
    """Start a failed or cancelled job anew; nothing happens to others."""
    again = Job.objects.filter(pk=job.pk, state__in=[State.FAILED, State.CANCELLED]).update(
        state=State.QUEUED, run_after=timezone.now(), attempts=0, done_steps=0, error="", finished_at=None
    )
    if again:
        record(user, job.school, Verb.RETRY, job)
        transaction.on_commit(lambda: ring(job.pk))


@transaction.atomic
def cancel(job: Job, user) -> None:
    """Stop a job that is not over; its worker notices with its next step."""
    stopped = Job.objects.filter(pk=job.pk, state__in=[State.QUEUED, State.RUNNING]).update(
        state=State.CANCELLED, finished_at=timezone.now(), lease_until=None
    )
    if stopped:
        record(user, job.school, Verb.CANCEL, job)
