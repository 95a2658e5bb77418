"""Everything of a project as one ZIP: what it will hold, and the order to make it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.views.frame import project_frame, project_or_403
from reports.bundles import KEPT_DAYS, request_bundle
from reports.enums import BundleKind, BundleLanguage
from reports.models import Bundle

TAB, MAKE = "mobilities:project-papers", "mobilities.archive_project"


@require_http_methods(["GET", "POST"])
def archive_add(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, MAKE)
    if request.method == "POST":
        language = BundleLanguage.ENGLISH if request.LANGUAGE_CODE == "en" else BundleLanguage.LATVIAN
        bundle = request_bundle(request.user, project.school, BundleKind.ARCHIVE, language, {}, project)
        messages.success(request, _("The ZIP is being made. You may close this page."))
        return redirect("reports:bundle-detail", pk=bundle.pk)
    made = Bundle.objects.filter(project=project, kind=BundleKind.ARCHIVE, made_at__isnull=False)
    context = project_frame(request, project, TAB) | {
        "heading": _("Everything as one ZIP"),
        "made": made.select_related("requested_by")[:5],
        "days": KEPT_DAYS,
    }
    return render(request, "reports/archive_add.html", context)
