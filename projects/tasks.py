"""What runs in the background for this app."""

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from portal.jobs.models import Job
from portal.jobs.registry import Progress, handler
from projects.services import reminders


@shared_task(name="projects.remind_deadlines")
def remind_deadlines() -> None:
    reminders.queue_reminders()


@handler(reminders.REMIND, title=_("Looking for deadlines"))
def remind(job: Job, progress: Progress):
    return lambda: reminders.remind(job)


@handler(reminders.WRITE, title=_("Writing a reminder"))
def mail_reminder(job: Job, progress: Progress):
    return lambda: reminders.write_reminder(job)
