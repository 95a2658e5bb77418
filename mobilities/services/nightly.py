"""Every night the checklists of running mobilities are brought in step: what a deed missed is mended by morning."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from mobilities.models import Mobility
from mobilities.services import copies, partial_uploads
from mobilities.services.checklists import SYNC
from portal.accounts.models import School
from portal.jobs.models import Job
from portal.jobs.services import enqueue

FIRST_HOUR = 2


def queue_reconciling(now: datetime | None = None) -> int:
    """A job for each school with running mobilities; asked every quarter of an hour, it is made once a day."""
    now = timezone.localtime(now)
    if now.hour < FIRST_HOUR:
        return 0
    copies.sweep()
    partial_uploads.sweep()
    schools = School.objects.filter(pk__in=Mobility.objects.running().values("school"))
    for school in schools:
        with transaction.atomic():
            enqueue(SYNC, {}, school=school, user=None, idempotency_key=f"{SYNC} {school.pk} {now.date()}")
    return len(schools)


def keys_of(job: Job) -> list[int]:
    """The mobilities a job names, or all running ones of its school."""
    rows = Mobility.objects.filter(school=job.school_id)
    if "mobilities" in job.payload:
        return job.payload["mobilities"]
    return list(rows.running().order_by("pk").values_list("pk", flat=True))
