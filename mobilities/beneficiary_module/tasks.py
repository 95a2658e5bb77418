"""Job handlers: a template is filled, an export compared."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mobilities.services import module_drift, module_files
from portal.common.refused import Refused
from portal.jobs.models import Job
from portal.jobs.registry import PermanentError, Progress, handler


@handler(module_files.FILL, title=gettext_lazy("Filling the template of the Beneficiary Module"))
def fill_module_file(job: Job, progress: Progress):
    return made(module_files.prepare_fill, job, progress)


@handler(module_files.COMPARE, title=gettext_lazy("Comparing the export of the Beneficiary Module"))
def compare_module_file(job: Job, progress: Progress):
    return made(module_drift.prepare_compare, job, progress)


def made(prepare, job: Job, progress: Progress):
    try:
        effect = prepare(file_of(job), progress, job.user)
    except Refused as refusal:
        raise PermanentError(str(refusal)) from refusal

    def write() -> None:
        try:
            effect()
        except Refused as refusal:
            raise PermanentError(str(refusal)) from refusal

    return write


def file_of(job: Job):
    """An old job that somebody starts again has nothing to do any more."""
    from mobilities.models import ModuleFile

    row = ModuleFile.objects.select_related("project__school", "school").filter(pk=job.payload["file"]).first()
    if row is None or row.job_id != job.pk:
        raise PermanentError(_("This file is no longer open."))
    return row
