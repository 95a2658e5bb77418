"""What runs in the background for this app."""

from celery import shared_task
from django.utils.translation import gettext_lazy, gettext_noop

from mobilities.services import checklists, letters, nightly, reminders, weekly
from portal.jobs.models import Job
from portal.jobs.registry import Progress, handler


@shared_task(name="mobilities.reconcile_papers")
def reconcile_papers() -> None:
    nightly.queue_reconciling()


@shared_task(name="mobilities.write_weekly_letters")
def write_weekly_letters() -> None:
    weekly.queue_letters()


@shared_task(name="mobilities.send_letters")
def send_letters() -> None:
    reminders.queue_reminders()
    letters.queue_waiting()


@handler(checklists.SYNC, title=gettext_lazy("Bringing checklists in step"))
def sync_papers(job: Job, progress: Progress):
    """Writes as it goes, a transaction for each batch: done twice, nothing more comes of it."""
    keys = nightly.keys_of(job)
    for place in range(0, len(keys), checklists.BATCH):
        progress(place, len(keys), gettext_noop("Checklists"))
        checklists.sync_keys(keys[place : place + checklists.BATCH])


@handler(weekly.GATHER, title=gettext_lazy("Looking for what is due this week"))
def gather_weekly_letters(job: Job, progress: Progress):
    return lambda: weekly.gather(job)


@handler(weekly.WRITE, title=gettext_lazy("Writing the letter of the week"))
def write_weekly_letter(job: Job, progress: Progress):
    return lambda: weekly.write_letter(job)


@handler(reminders.GATHER, title=gettext_lazy("Looking for reports to be reminded of"))
def gather_reminders(job: Job, progress: Progress):
    return lambda: reminders.gather(job)


@handler(letters.SEND, title=gettext_lazy("Sending a letter"))
def send_letter(job: Job, progress: Progress):
    return lambda: letters.send(job)
