"""A job as the line that components/job.html shows."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.jobs.models import Job, State
from portal.jobs.registry import TITLES

KINDS = {State.QUEUED: "wait", State.RUNNING: "go", State.DONE: "done", State.FAILED: "stop", State.CANCELLED: "stop"}
SECONDS_WORTH_A_WORD = 45


def job_line(job: Job, user) -> dict:
    """The include's parameters; buttons only for what `user` may do."""
    may_cancel = not job.is_over and user.has_perm("jobs.cancel_job", job)
    may_retry = job.state in (State.FAILED, State.CANCELLED) and user.has_perm("jobs.retry_job", job)
    return {
        "url": reverse("jobs:job-detail", args=[job.pk]),
        "text": str(TITLES.get(job.kind, job.kind)),
        "detail": failure(job) if job.state == State.FAILED else spoken(job.step),
        "done": job.done_steps,
        "total": job.all_steps,
        "minutes_left": minutes_left(job),
        "state": KINDS[job.state],
        "word": job.get_state_display(),
        "cancel_url": reverse("jobs:job-cancel", args=[job.pk]) if may_cancel else "",
        "retry_url": reverse("jobs:job-retry", args=[job.pk]) if may_retry else "",
    }


def spoken(step: str) -> str:
    """A step kept in English is said in the reader's language, whatever language the work itself is in."""
    return _(step) if step else ""


def failure(job: Job) -> str:
    """A handler's own sentence; where every attempt failed, what to do about it, then the technical error."""
    if job.attempts < settings.JOB_MAX_ATTEMPTS:
        return job.error
    sentence = _("This went wrong several times. Try again; if it happens again, show your administrator this:")
    return f"{sentence} {job.error}"


def minutes_left(job: Job) -> int | None:
    """By the pace so far; None where it is not known or under a minute."""
    if job.state != State.RUNNING or not job.done_steps or job.started_at is None:
        return None
    elapsed = (timezone.now() - job.started_at).total_seconds()
    left = elapsed / job.done_steps * (job.all_steps - job.done_steps)
    return round(left / 60) or 1 if left > SECONDS_WORTH_A_WORD else None
