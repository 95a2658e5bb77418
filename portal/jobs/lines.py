"""A job as the line that components/job.html shows."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.jobs.models import Job, State
from portal.jobs.registry import title_of
from portal.jobs.steps import spoken

KINDS = {State.QUEUED: "wait", State.RUNNING: "go", State.DONE: "done", State.FAILED: "stop", State.CANCELLED: "stop"}
SECONDS_WORTH_A_WORD = 45
PART_TO_JUDGE_BY, SECONDS_TO_JUDGE_BY, LONG_ENOUGH = 0.1, 10, 120  # the first steps fetch what all others share


def job_line(job: Job, user) -> dict:
    """The include's parameters; buttons only for what `user` may do."""
    may_cancel = not job.is_over and user.has_perm("jobs.cancel_job", job)
    may_retry = job.state in (State.FAILED, State.CANCELLED) and user.has_perm("jobs.retry_job", job)
    return {
        "url": reverse("jobs:job-detail", args=[job.pk]),
        "text": title_of(job),
        "detail": failure(job) if job.state == State.FAILED else spoken(job.step),
        "done": steps_by_now(job),
        "total": job.all_steps,
        "minutes_left": minutes_left(job),
        "state": KINDS[job.state],
        "word": job.get_state_display(),
        "cancel_url": reverse("jobs:job-cancel", args=[job.pk]) if may_cancel else "",
        "retry_url": reverse("jobs:job-retry", args=[job.pk]) if may_retry else "",
    }


def failure(job: Job) -> str:
    """A handler's own sentence; where every attempt failed, what to do about it, then the technical error."""
    if job.attempts < settings.JOB_MAX_ATTEMPTS:
        return job.error
    sentence = _("This went wrong several times. Try again; if it happens again, show your administrator this:")
    return f"{sentence} {job.error}"


def steps_by_now(job: Job) -> int:
    """As told; while one long step tells nothing, as far into it as the pace so far would lead."""
    pace = pace_of(job)
    if not pace or job.next_steps <= job.done_steps or is_abandoned(job):
        return job.done_steps
    made = int(since_told(job) / pace)
    return min(job.done_steps + made, job.next_steps - 1)


def minutes_left(job: Job) -> int | None:
    """By the pace until something was told last: time in which nobody worked does not count. None where it is not
    known, too little is done to judge by, or under a minute is left."""
    pace = pace_of(job)
    if not pace or is_abandoned(job) or not is_enough(job):
        return None
    left = pace * (job.all_steps - job.done_steps) - since_told(job)
    return round(left / 60) or 1 if left > SECONDS_WORTH_A_WORD else None


def pace_of(job: Job) -> float:
    """Seconds for a step of this attempt; 0 where that is not known."""
    if job.state != State.RUNNING or not job.done_steps or not (job.started_at and job.told_at):
        return 0
    return (job.told_at - job.started_at).total_seconds() / job.done_steps


def is_enough(job: Job) -> bool:
    """A tenth is done, or of a long work some minutes' worth."""
    worked = (job.told_at - job.started_at).total_seconds()
    part = job.done_steps / job.all_steps if job.all_steps else 0
    return worked >= LONG_ENOUGH or (part >= PART_TO_JUDGE_BY and worked >= SECONDS_TO_JUDGE_BY)


def since_told(job: Job) -> float:
    return (timezone.now() - job.told_at).total_seconds()


def is_abandoned(job: Job) -> bool:
    """Its worker died; the next one begins anew."""
    return job.lease_until is not None and job.lease_until < timezone.now()
