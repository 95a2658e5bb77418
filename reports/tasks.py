"""Job handlers of this app."""

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from portal.jobs.models import Job
from portal.jobs.registry import Progress, handler
from reports.enums import BundleKind


@handler("reports.make_document", title=_("Making a document"))
def make_document(job: Job, progress: Progress):
    from reports import services

    return services.make_document(job, progress)


def title_of_bundle(job: Job) -> object:
    is_archive = job.payload.get("kind") == BundleKind.ARCHIVE
    return _("Making the ZIP of the project") if is_archive else _("Making papers")


@handler("reports.make_bundle", title=title_of_bundle)
def make_bundle(job: Job, progress: Progress):
    from reports import bundles
    from reports.archive import bundling as archives  # noqa: F401  registers what makes everything of a project
    from reports.papers import bundling  # noqa: F401  registers the bundler of papers

    return bundles.make_bundle(job, progress)


@shared_task(name="reports.sweep_bundles")
def sweep_bundles() -> None:
    from reports import bundles

    bundles.sweep_bundles()
