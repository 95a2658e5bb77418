"""What was awarded to a project and what was paid: forms that lead back to its page of money."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.budget import awarded_of, gap_to_grant
from projects.forms.money import AgreementForm, BudgetForm, InstalmentForm
from projects.models import Instalment, Project
from projects.services import money as services
from projects.views.frame import CHANGE, part_or_404, project_frame, project_or_403

PAGE, RATES = "mobilities:project-money", "projects:rate-list"


def answer(request: HttpRequest, project: Project, heading: str, **context: Any) -> HttpResponse:
    """A form inside the frame of the project; `tab`: where it leads back to."""
    tab = context.pop("tab", PAGE)
    context |= project_frame(request, project, tab)
    context |= {"heading": heading, "cancel_url": reverse(tab, args=[project.pk])}
    return render(request, context.pop("template", "projects/money_form.html"), context)


@require_http_methods(["GET", "POST"])
def budget_edit(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    form = BudgetForm(request.POST or None, instance=project)
    if request.method == "POST" and form.is_valid():
        services.save_budget(form, request.user)
        messages.success(request, _("The budget is saved."))
        return redirect(PAGE, pk)
    awarded = awarded_of(project)
    context = {
        "form": form, "template": "projects/budget_edit.html", "sum": sum(awarded.values()),
        "gap": gap_to_grant(project, awarded),
    }  # fmt: skip
    return answer(request, project, _("Budget by category"), **context)


@require_http_methods(["GET", "POST"])
def agreement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    form = AgreementForm(request.POST or None, instance=project)
    if request.method == "POST" and form.is_valid():
        services.save_agreement(form, request.user)
        messages.success(request, _("The grant agreement is saved."))
        return redirect(RATES, pk)
    return answer(request, project, _("Grant agreement"), form=form, tab=RATES)


@require_http_methods(["GET", "POST"])
def instalment_add(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    return instalment_form(request, Instalment(project=project), _("Add an instalment"))


@require_http_methods(["GET", "POST"])
def instalment_edit(request: HttpRequest, pk: int, instalment: int) -> HttpResponse:
    return instalment_form(request, instalment_or_404(request, pk, instalment), _("Edit the instalment"))


def instalment_or_404(request: HttpRequest, pk: int, instalment: int) -> Instalment:
    project = project_or_403(request, pk, CHANGE)
    return part_or_404(Instalment.objects.filter(project=project).select_related("project__school"), instalment)


def instalment_form(request: HttpRequest, instalment: Instalment, heading: str) -> HttpResponse:
    form = InstalmentForm(request.POST or None, instance=instalment)
    if request.method == "POST" and form.is_valid():
        services.save_instalment(form, request.user)
        messages.success(request, _("The instalment is saved."))
        return redirect(PAGE, instalment.project_id)
    delete = instalment.pk and reverse("projects:instalment-delete", args=[instalment.project_id, instalment.pk])
    return answer(request, instalment.project, heading, form=form, delete_url=delete)


@require_http_methods(["GET", "POST"])
def instalment_delete(request: HttpRequest, pk: int, instalment: int) -> HttpResponse:
    row = instalment_or_404(request, pk, instalment)
    if request.method == "POST":
        services.delete_instalment(row, request.user)
        messages.success(request, _("The instalment is deleted."))
        return redirect(PAGE, pk)
    context = {"template": "projects/money_delete.html", "what": row, "text": _("The row disappears for good.")}
    return answer(request, row.project, _("Delete the instalment"), **context)
