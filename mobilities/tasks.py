"""What runs in the background for this app."""

from celery import shared_task
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mobilities.services import checklists, nightly, report_links, weekly
from portal.jobs.models import Job
from portal.jobs.registry import Progress, handler


@shared_task(name="mobilities.reconcile_papers")
def reconcile_papers() -> None:
    nightly.queue_reconciling()


@shared_task(name="mobilities.write_weekly_letters")
def write_weekly_letters() -> None:
    weekly.queue_letters()


@handler(checklists.SYNC, title=gettext_lazy("Bringing checklists in step"))
def sync_papers(job: Job, progress: Progress):
    """Writes as it goes, a transaction for each batch: done twice, nothing more comes of it."""
    keys = nightly.keys_of(job)
    for place in range(0, len(keys), checklists.BATCH):
        progress(place, len(keys), _("Checklists"))
        checklists.sync_keys(keys[place : place + checklists.BATCH])


@handler(weekly.GATHER, title=gettext_lazy("Looking for what is due this week"))
def gather_weekly_letters(job: Job, progress: Progress):
    return lambda: weekly.gather(job)


@handler(weekly.WRITE, title=gettext_lazy("Writing the letter of the week"))
def write_weekly_letter(job: Job, progress: Progress):
    return lambda: weekly.write_letter(job)


@handler(report_links.SEND, title=gettext_lazy("Sending a personal link"))
def send_report_link(job: Job, progress: Progress):
    return lambda: report_links.send_letter(job.payload["letter"], job.payload["link"])
