"""Everything of a project as one ZIP: what it will hold, and the order to make it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.common.text import active_language
from portal.jobs.lines import job_line
from portal.jobs.models import State
from projects.views.frame import project_frame, project_or_403
from reports.bundles import KEPT_DAYS, request_bundle
from reports.enums import BundleKind
from reports.forms.papers import ArchiveForm
from reports.making import WAITING
from reports.models import Bundle

TAB, MAKE = "mobilities:project-papers", "mobilities.archive_project"
SHOWN = 5


@require_http_methods(["GET", "POST"])
def archive_add(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, MAKE)
    form = ArchiveForm(request.POST if request.method == "POST" else None, initial={"language": active_language()})
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        bundle = request_bundle(request.user, project.school, BundleKind.ARCHIVE, language, {}, project)
        messages.success(request, _("The ZIP is being made. You may close this page."))
        return redirect("reports:bundle-detail", pk=bundle.pk)
    rows = Bundle.objects.filter(project=project, kind=BundleKind.ARCHIVE).select_related("requested_by", "job")
    context = project_frame(request, project, TAB) | {
        "heading": _("Everything as one ZIP"),
        "form": form,
        "making": [(row, job_line(row.job, request.user)) for row in in_work(rows)],
        "made": rows.filter(made_at__isnull=False)[:SHOWN],
        "days": KEPT_DAYS,
    }
    return render(request, "reports/archive_add.html", context)


def in_work(rows: QuerySet[Bundle]) -> list[Bundle]:
    """Those that wait or are being made; the newest also where it failed, so that it can be tried again."""
    newest = rows.first()
    failed = [newest] if newest and newest.job and newest.job.state == State.FAILED else []
    return [*failed, *rows.filter(job__state__in=WAITING)]
