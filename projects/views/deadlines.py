"""Deadlines of one project: what is due, what is done, what follows from the dates."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.audit.services import delete, save_form
from portal.common.http import with_filters
from portal.common.tables import table_answer
from projects.enums import DeadlineKind
from projects.exports import deadline_rows
from projects.forms.life import DeadlineFilterForm, DeadlineForm
from projects.models import Deadline, Project
from projects.services import deadlines as services
from projects.views.frame import CHANGE, project_frame, project_or_403

TAB = "projects:deadline-list"


@require_safe
def deadline_list(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk)
    kinds = set(project.deadlines.order_by().values_list("kind", flat=True))
    form = DeadlineFilterForm(request.GET)
    context = project_frame(request, project, TAB)
    if context["may_change"]:
        context["proposals"] = services.proposals(project, kinds)
    context["extensions"] = list(project.extensions.all()) if project.original_end else []
    context |= {
        "heading": _("Deadlines"),
        "form": form,
        "deadlines": list(form.narrow(project.deadlines.all())),
        "is_any": bool(kinds),
        "today": timezone.localdate(),
        "export_url": with_filters(request, reverse("projects:deadline-export", args=[pk]), of_year=False),
    }
    return render(request, "projects/deadline_list.html", context)


@require_safe
def deadline_export(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk)
    deadlines = DeadlineFilterForm(request.GET).narrow(project.deadlines.select_related("project"))
    return table_answer(request.GET.get("format"), deadline_rows(deadlines), "deadlines")


@require_http_methods(["GET", "POST"])
def deadline_add(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    kind = request.GET.get("kind")
    initial = {"kind": kind} if kind in DeadlineKind.values else {}
    return edited(request, project, Deadline(project=project), initial)


@require_http_methods(["GET", "POST"])
def deadline_edit(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    return edited(request, project, deadline_or_404(project, row))


def deadline_or_404(project: Project, pk: int) -> Deadline:
    deadline = project.deadlines.filter(pk=pk).first()
    if deadline is None:
        raise Http404
    return deadline


def edited(request: HttpRequest, project: Project, deadline: Deadline, initial: dict | None = None) -> HttpResponse:
    form = DeadlineForm(request.POST or None, instance=deadline, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_form(form, request.user, project.school)
        messages.success(request, _("The deadline is saved."))
        return redirect(TAB, pk=project.pk)
    context = project_frame(request, project, TAB) | {"form": form, "deadline": deadline}
    context["heading"] = _("Edit the deadline") if deadline.pk else _("Add a deadline")
    return render(request, "projects/deadline_form.html", context)


@require_POST
def deadline_done(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    deadline = deadline_or_404(project, row)
    if services.mark_done(deadline, request.user, timezone.localdate()):
        messages.success(request, _("“%(deadline)s” is marked as done.") % {"deadline": deadline})
    else:
        messages.warning(request, _("“%(deadline)s” was marked as done before.") % {"deadline": deadline})
    return redirect(TAB, pk=pk)


@require_http_methods(["GET", "POST"])
def deadline_delete(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    deadline = deadline_or_404(project, row)
    if request.method == "POST":
        delete(deadline, request.user, project.school)
        messages.success(request, _("The deadline is deleted."))
        return redirect(TAB, pk=pk)
    context = project_frame(request, project, TAB) | {"row": deadline, "back": reverse(TAB, args=[pk])}
    return render(request, "projects/deadline_delete.html", context | {"heading": _("Delete the deadline")})
