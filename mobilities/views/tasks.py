"""Tasks of projects: listed, entered, done, spoken about."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.exports.tasks import task_rows
from mobilities.forms.tasks import CommentForm, TaskFilterForm, TaskForm
from mobilities.models import Mobility, ProjectTask
from mobilities.services import tasks as services
from portal.common.http import page_of, require, with_filters
from portal.common.tables import table_answer
from projects.models import Project
from projects.views.frame import project_frame, project_or_403

TAB, DETAIL = "mobilities:task-list", "mobilities:task-detail"
LOOK, ADD, CHANGE, FINISH = (f"mobilities.{verb}_task" for verb in ("view", "add", "change", "finish"))


@require_safe
def task_list(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk)
    rows = ProjectTask.objects.visible_to(request.user).filter(project=project)
    form = TaskFilterForm(request.GET, school=project.school)
    context = project_frame(request, project, TAB) | {
        "heading": pgettext("of a project", "Tasks"),
        "form": form,
        "page": page_of(request, dressed(form.narrow(rows))),
        "is_any": rows.exists(),
        "today": timezone.localdate(),
        "may_add": request.user.has_perm(ADD, project),
        "export_url": with_filters(request, reverse("mobilities:task-export", args=[pk]), of_year=False),
    }
    return render(request, "mobilities/task_list.html", context)


@require_safe
def task_export(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk)
    rows = ProjectTask.objects.visible_to(request.user).filter(project=project)
    rows = dressed(TaskFilterForm(request.GET, school=project.school).narrow(rows))
    return table_answer(request.GET.get("format"), task_rows(rows), "tasks")


def dressed(rows):
    return rows.select_related("project", "assignee", "mobility__participant")


def own_tasks(request: HttpRequest):
    """(filter form, all rows): what one is to do oneself, in every project of the school."""
    require(request.user, "projects.view_project", request.school)
    visible = ProjectTask.objects.visible_to(request.user)
    rows = visible.filter(project__school=request.school, assignee=request.user)
    return TaskFilterForm(request.GET, school=request.school, is_own=True), rows


@require_safe
def task_mine(request: HttpRequest) -> HttpResponse:
    form, rows = own_tasks(request)
    context = {
        "export_url": with_filters(request, reverse("mobilities:task-mine-export"), of_year=False),
        "heading": _("My tasks"),
        "form": form,
        "page": page_of(request, dressed(form.narrow(rows))),
        "is_any": rows.exists(),
        "today": timezone.localdate(),
    }
    return render(request, "mobilities/task_mine.html", context)


@require_safe
def task_mine_export(request: HttpRequest) -> HttpResponse:
    form, rows = own_tasks(request)
    return table_answer(request.GET.get("format"), task_rows(dressed(form.narrow(rows))), "tasks")


def task_or_404(request: HttpRequest, pk: int, permission: str) -> ProjectTask:
    rows = ProjectTask.objects.visible_to(request.user).filter(project__school=request.school)
    try:
        task = dressed(rows).select_related("project__school", "created_by").get(pk=pk)
    except (ProjectTask.DoesNotExist, OverflowError):
        raise Http404 from None
    require(request.user, permission, task)
    return task


@require_safe
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return shown(request, task_or_404(request, pk, LOOK), CommentForm())


def shown(request: HttpRequest, task: ProjectTask, form: CommentForm) -> HttpResponse:
    sees_trip = task.mobility and request.user.has_perm("mobilities.view_mobility", task.mobility)
    context = project_frame(request, task.project, TAB) | {
        "heading": task.title,
        "task": task,
        "comments": task.comments.select_related("user"),
        "form": form,
        "today": timezone.localdate(),
        "sees_mobility": sees_trip,
        "may_edit": request.user.has_perm(CHANGE, task),
        "may_finish": request.user.has_perm(FINISH, task),
    }
    return render(request, "mobilities/task_detail.html", context)


@require_http_methods(["GET", "POST"])
def task_add(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk)
    require(request.user, ADD, project)
    key = request.GET.get("mobility", "")
    is_key = key.isascii() and key.isdigit() and len(key) < 18
    mobility = Mobility.objects.filter(project=project, pk=key).first() if is_key else None
    return edited(request, project, ProjectTask(project=project, mobility=mobility))


@require_http_methods(["GET", "POST"])
def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_or_404(request, pk, CHANGE)
    return edited(request, task.project, task)


def edited(request: HttpRequest, project: Project, task: ProjectTask) -> HttpResponse:
    form = TaskForm(request.POST or None, instance=task)
    if request.method == "POST" and form.is_valid():
        task = services.save_task(form, request.user)
        messages.success(request, _("The task is saved."))
        return redirect(DETAIL, pk=task.pk)
    back = reverse(DETAIL, args=[task.pk]) if task.pk else reverse(TAB, args=[project.pk])
    context = project_frame(request, project, TAB) | {"form": form, "task": task, "cancel_url": back}
    context["heading"] = _("Edit the task") if task.pk else _("Add a task")
    return render(request, "mobilities/task_form.html", context)


@require_http_methods(["GET", "POST"])
def task_delete(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_or_404(request, pk, CHANGE)
    if request.method == "POST":
        services.delete_task(task, request.user)
        messages.success(request, _("The task is deleted."))
        return redirect(TAB, pk=task.project_id)
    context = project_frame(request, task.project, TAB) | {"row": task, "back": reverse(DETAIL, args=[pk])}
    return render(request, "mobilities/task_delete.html", context | {"heading": _("Delete the task")})


@require_POST
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_or_404(request, pk, FINISH)
    if services.finish_task(task, request.user, timezone.localdate()):
        messages.success(request, _("“%(task)s” is done.") % {"task": task})
    return redirect(DETAIL, pk=pk)


@require_POST
def task_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_or_404(request, pk, FINISH)
    if services.reopen_task(task, request.user):
        messages.success(request, _("“%(task)s” is to be done again.") % {"task": task})
    return redirect(DETAIL, pk=pk)


@require_POST
def task_comment(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_or_404(request, pk, FINISH)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return shown(request, task, form)
    services.add_comment(task, form.cleaned_data["text"], request.user)
    messages.success(request, _("The comment is added."))
    return redirect(DETAIL, pk=pk)
