"""Job handlers of this app."""

from django.utils.translation import gettext_lazy as _

from portal.jobs.models import Job
from portal.jobs.registry import Progress, handler


@handler("reports.make_document", title=_("Making a document"))
def make_document(job: Job, progress: Progress):
    from reports import services

    return services.make_document(job, progress)
