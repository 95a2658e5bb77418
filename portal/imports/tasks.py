"""Job handlers of this app."""

from django.utils.translation import gettext_lazy as _

from portal.common.refused import Refused
from portal.imports.services.imports import APPLY, CHECK
from portal.jobs.models import Job
from portal.jobs.registry import PermanentError, Progress, handler


@handler(CHECK, title=_("Checking the rows of the file"))
def check_rows(job: Job, progress: Progress):
    from portal.imports.services import rows

    try:
        return rows.prepare_check(import_of(job), progress)
    except Refused as refusal:
        raise PermanentError(str(refusal)) from refusal


@handler(APPLY, title=_("Saving the rows of the file"))
def apply_rows(job: Job, progress: Progress):
    from portal.imports.services import rows

    try:
        return rows.prepare_apply(import_of(job), progress, job.user)
    except Refused as refusal:
        raise PermanentError(str(refusal)) from refusal


def import_of(job: Job):
    from portal.imports.models import Import

    return Import.objects.select_related("school").get(pk=job.payload["import"])
