"""A project moves through its states; its term is extended."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.common.refused import Refused
from projects.enums import STEPS, ProjectState
from projects.forms.life import ExtensionForm
from projects.models import Project
from projects.services import life as services
from projects.views.frame import CHANGE, project_frame, project_or_403


@require_POST
def project_move(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    project = project_or_403(request, pk, STEPS[step].permission)
    try:
        services.move_project(project, request.user, step)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        project.refresh_from_db()
        messages.success(request, _("The state of the project: %(state)s.") % {"state": project.standing.label})
        if project.state == ProjectState.APPROVED and (sentence := services.approved_without(project)):
            messages.warning(request, with_link(sentence, _("Enter it"), missing_address(project)))
    return redirect("projects:project-detail", pk=pk)


def missing_address(project: Project) -> str:
    """Where the code and the grant are entered."""
    return f"{reverse('projects:project-edit', args=[project.pk])}#{'id_grant' if project.code else 'id_code'}"


def with_link(sentence: str, action: str, address: str) -> SafeString:
    return format_html('{} <a href="{}">{}</a>', sentence, address, action)


@require_http_methods(["GET", "POST"])
def project_extend(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    form = ExtensionForm(request.POST or None, project=project, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.extend_project(project, request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The project is extended. Check its deadlines."))
            return redirect("projects:deadline-list", pk=pk)
    context = project_frame(request, project, "projects:deadline-list") | {"form": form}
    return render(request, "projects/project_extend.html", context | {"heading": _("Extend the project")})
