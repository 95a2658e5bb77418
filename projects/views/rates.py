"""The rate table of a project: proposed, typed, and confirmed by somebody who holds the agreement."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.common.refused import Refused
from projects import grants
from projects import rate_table as table
from projects.enums import Category, Evidence, RateCategory, TravelMode
from projects.forms.rates import RateForm
from projects.models import Project, Rate
from projects.services import rates as services
from projects.views.frame import CHANGE, GRANT, part_or_404, project_frame, project_or_403
from projects.views.money import answer

PAGE = "projects:rate-list"


@require_safe
def rate_list(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, GRANT)
    rates = sorted(project.rates.select_related("confirmed_by"), key=order)
    context = project_frame(request, project, PAGE) | {
        "heading": _("Rates"),
        "parts": [part_of(category, list(rows)) for category, rows in groupby(rates, lambda rate: rate.category)],
        "hints": hints_for(project, rates),
        "unconfirmed": sum(rate.confirmed_on is None for rate in rates),
    }
    return render(request, "projects/rate_list.html", context)


def order(rate: Rate) -> tuple:
    """By category as in the agreement, standard travel before green; the rest as the database has it."""
    return RateCategory.values.index(rate.category), rate.travel_mode == TravelMode.GREEN


def part_of(category: str, rates: list[Rate]) -> dict[str, Any]:
    rows = [
        {
            "rate": rate,
            "conditions": table.conditions_in_words(rate),
            "amount": table.amount_in_words(rate),
            "evidence": table.evidence_in_words(rate),
            "is_english": table.has_english_source(rate),
        }
        for rate in rates
    ]
    unconfirmed = sum(rate.confirmed_on is None for rate in rates)
    return {"category": category, "label": RateCategory(category).label, "rows": rows, "unconfirmed": unconfirmed}


def hints_for(project: Project, rates: list[Rate]) -> list[dict[str, Any]]:
    """Between which figures the agency chose its daily rates, where the table has none of its own yet."""
    typed = {(rate.target, rate.country_group) for rate in rates if rate.category == RateCategory.INDIVIDUAL}
    found = grants.ranges(project.call_year, project.action, project.field)
    add = reverse("projects:rate-add", args=[project.pk])
    return [
        {
            "range": each,
            "target": Category(each.target).label,
            "evidence": Evidence(each.evidence).label,
            "url": f"{add}?category=individual&target={each.target}&country_group={each.country_group}",
        }
        for each in found
        if (each.target, each.country_group) not in typed
    ]


@require_POST
def rate_propose(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    added = services.propose_rates(project, request.user)
    if added:
        done = ngettext("%(n)s rate is proposed.", "%(n)s rates are proposed.", added) % {"n": added}
        messages.success(request, done + " " + _("Compare each with the agreement and confirm it."))
    else:
        messages.info(request, _("There is nothing more to propose for this call year, action and field."))
    return redirect(PAGE, pk)


@require_POST
def rate_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms the rates that were shown, each as "key-version"."""
    project = project_or_403(request, pk, CHANGE)
    shown = dict(filter(None, map(key_and_version, request.POST.getlist("rate"))))
    try:
        done = services.confirm_rates(project, shown, request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(PAGE, pk)
    if done:
        words = ngettext("%(n)s rate is confirmed.", "%(n)s rates are confirmed.", done)
        messages.success(request, words % {"n": done})
    if done < len(shown):
        messages.warning(request, _("Somebody changed or confirmed a rate meanwhile. Look at the table again."))
    return redirect(PAGE, pk)


def key_and_version(text: str) -> tuple[int, int] | None:
    parts = text[:40].split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in parts):
        return None
    return int(parts[0]), int(parts[1])


@require_http_methods(["GET", "POST"])
def rate_add(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    asked = {name: request.GET.get(name, "") for name in ("category", "target", "country_group")}
    return rate_form(request, Rate(project=project), _("Add a rate"), asked)


@require_http_methods(["GET", "POST"])
def rate_edit(request: HttpRequest, pk: int, rate: int) -> HttpResponse:
    return rate_form(request, rate_or_404(request, pk, rate), _("Edit the rate"), {})


def rate_or_404(request: HttpRequest, pk: int, rate: int) -> Rate:
    project = project_or_403(request, pk, CHANGE)
    return part_or_404(Rate.objects.filter(project=project).select_related("project__school"), rate)


def rate_form(request: HttpRequest, rate: Rate, heading: str, asked: dict[str, str]) -> HttpResponse:
    form = RateForm(request.POST or None, instance=rate, user=request.user, initial=asked)
    if request.method == "POST" and form.is_valid():
        services.save_rate(form, request.user)
        messages.success(request, _("The rate is saved."))
        return redirect(PAGE, rate.project_id)
    context = {"form": form, "tab": PAGE, "template": "projects/rate_form.html", "hints": hints_for(rate.project, [])}
    if rate.pk:
        context["delete_url"] = reverse("projects:rate-delete", args=[rate.project_id, rate.pk])
    return answer(request, rate.project, heading, **context)


@require_http_methods(["GET", "POST"])
def rate_delete(request: HttpRequest, pk: int, rate: int) -> HttpResponse:
    row = rate_or_404(request, pk, rate)
    if request.method == "POST":
        services.delete_rate(row, request.user)
        messages.success(request, _("The rate is deleted."))
        return redirect(PAGE, pk)
    words = f"{row.get_category_display()}: {table.conditions_in_words(row)}, {table.amount_in_words(row)}"
    text = _("Grants are then counted without it.")
    context = {"template": "projects/money_delete.html", "tab": PAGE, "what": words, "text": text}
    return answer(request, row.project, _("Delete the rate"), **context)
