"""What every page of one project shares: the project itself, its crumbs and its tabs."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.accounts.context import dates_of_its_own
from portal.common.http import NotNow, get_or_403
from projects.enums import ProjectState
from projects.models import Project

VIEW, CHANGE, GRANT = "projects.view_project", "projects.change_project", "projects.view_grant"


def project_or_403(request: HttpRequest, pk: int, permission: str = VIEW) -> Project:
    """An archived project is only looked at: whoever could change it is told what to do first."""
    projects = Project.objects.visible_to(request.user).select_related("school")
    project = get_or_403(projects, request.user, VIEW, pk=pk)
    if not request.user.has_perm(permission, project):
        may_add = request.user.has_perm("projects.add_project", project)
        raise in_the_archive(project) if may_add and project.state == ProjectState.ARCHIVED else PermissionDenied
    return project


def in_the_archive(project: Project) -> NotNow:
    sentence = _("The project is in the archive. To change something in it, take it out of the archive first.")
    return NotNow(sentence, reverse("projects:project-detail", args=[project.pk]), _("Open the project"))


def part_or_404(rows: QuerySet, pk: int) -> Model:
    """A row that belongs to a project; ask project_or_403() for the project first."""
    try:
        return rows.get(pk=pk)
    except (rows.model.DoesNotExist, OverflowError):
        raise Http404 from None


def project_frame(request: HttpRequest, project: Project, current: str) -> dict[str, Any]:
    """Context of templates/projects/project_frame.html; `current` is the URL name of the tab one is on."""
    return {
        "project": project,
        "crumbs": [(_("Projects"), reverse("projects:project-list"))],
        "tabs": tabs(project, request.user, current),
        "may_change": request.user.has_perm(CHANGE, project),
        **dates_of_its_own(project.start, project.end),
    }


def tabs(project: Project, user, current: str) -> list[dict[str, Any]]:
    sees_grant = user.has_perm(GRANT, project)
    pages = [
        ("projects:project-detail", _("Overview"), True),
        ("projects:summary-detail", _("Summary"), True),
        ("projects:organisation-list", _("Organisations"), True),
        ("projects:deadline-list", _("Deadlines"), True),
        ("mobilities:project-papers", _("Papers"), True),
        ("mobilities:task-list", pgettext("of a project", "Tasks"), True),
        ("mobilities:project-money", _("Money"), sees_grant),
        ("projects:rate-list", _("Rates"), sees_grant),
        ("mobilities:module-file-list", _("Beneficiary Module"), sees_grant and project.is_paid_by_units),
        ("projects:dissemination-list", _("Dissemination"), True),
        ("reports:publication-detail", _("Public page"), sees_grant),
        ("mobilities:project-inclusion", _("Fewer opportunities"), True),
        ("mobilities:project-activity", _("Activity"), sees_grant),
    ]
    return [
        {"label": label, "url": reverse(name, args=[project.pk]), "is_current": name == current}
        for name, label, is_shown in pages
        if is_shown and exists(name)
    ]


def exists(name: str) -> bool:
    try:
        return bool(reverse(name, args=[0]))
    except NoReverseMatch:
        return False
