"""What all pages of the Beneficiary Module share."""

from typing import Any

from django.http import Http404, HttpRequest

from mobilities.models import ModuleFile
from portal.common.http import get_or_403
from projects.models import Project
from projects.views.frame import CHANGE as CHANGE_PROJECT
from projects.views.frame import project_frame, project_or_403

PAGE, VIEW, CHANGE = "mobilities:module-file-list", "mobilities.view_module_file", "mobilities.change_module_file"


def module_project(request: HttpRequest, pk: int, permission: str = VIEW) -> Project:
    """Only a project paid by units is in the module."""
    project = project_or_403(request, pk, permission)
    if not project.is_paid_by_units:
        raise Http404
    return project


def file_or_403(request: HttpRequest, pk: int, permission: str = VIEW) -> ModuleFile:
    rows = ModuleFile.objects.visible_to(request.user).select_related("project__school", "school", "user", "job")
    row = get_or_403(rows, request.user, permission, pk=pk)
    if permission == CHANGE:
        project_or_403(request, row.project_id, CHANGE_PROJECT)
    return row


def frame(request: HttpRequest, project: Project, heading: str) -> dict[str, Any]:
    return {
        **project_frame(request, project, PAGE),
        "heading": heading,
        "may_change": request.user.has_perm(CHANGE, project) and request.user.has_perm(CHANGE_PROJECT, project),
    }
