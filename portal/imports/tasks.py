"""Job handlers of this app."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.common.refused import Refused
from portal.imports.services.imports import APPLY, CHECK, UNDO
from portal.jobs.models import Job
from portal.jobs.registry import PermanentError, Progress, handler


def page_of(job: Job) -> str:
    return reverse("imports:import-detail", args=[job.payload["import"]])


@handler(CHECK, title=gettext_lazy("Checking the rows of the file"), page=page_of)
def check_rows(job: Job, progress: Progress):
    from portal.imports.services import rows

    try:
        return rows.prepare_check(import_of(job), progress)
    except Refused as refusal:
        raise PermanentError(str(refusal)) from refusal


@handler(APPLY, title=gettext_lazy("Saving the rows of the file"), page=page_of)
def apply_rows(job: Job, progress: Progress):
    from portal.imports.services import rows

    try:
        return rows.prepare_apply(import_of(job), progress, job.user)
    except Refused as refusal:
        raise PermanentError(str(refusal)) from refusal


@handler(UNDO, title=gettext_lazy("Taking back what the import saved"), page=page_of)
def undo_rows(job: Job, progress: Progress):
    from portal.imports.services import undoing

    kept = import_of(job)
    progress(0, kept.count_saved, "")

    def effect() -> None:
        try:
            undoing.undo(kept, job.user)
        except Refused as refusal:
            raise PermanentError(str(refusal)) from refusal

    return effect


def import_of(job: Job):
    """An old job that somebody starts again has nothing to do any more."""
    from portal.imports.models import Import

    kept = Import.objects.select_related("school").get(pk=job.payload["import"])
    if kept.job_id != job.pk:
        raise PermanentError(_("This import is no longer open."))
    return kept
