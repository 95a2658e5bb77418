"""The activity of one project: who did what, newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mobilities.activity import deeds_of, told
from mobilities.forms.activity import ActivityFilterForm
from portal.audit.models import Entry
from portal.common.http import page_of
from projects.views.frame import GRANT, project_frame, project_or_403

TAB = "mobilities:project-activity"


@require_safe
def project_activity(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, GRANT)
    entries = Entry.objects.visible_to(request.user).filter(project_key=project.pk, school=project.school)
    form = ActivityFilterForm(request.GET, entries=entries)
    entries = form.narrow(entries)
    page = page_of(request, told(entries))
    context = project_frame(request, project, TAB) | {
        "heading": _("Activity"),
        "form": form,
        "page": page,
        "deeds": deeds_of(project, list(page.object_list), entries, request.user),
    }
    return render(request, "mobilities/project_activity.html", context)
