"""Learning plans: of one mobility, and the same for many."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mobilities.forms.learning_plans import DayFormSet, LearningPlanForm, ManyPlansForm
from mobilities.learning_plans import copied, plans_to_copy, proposal
from mobilities.models import LearningPlan, Mobility
from mobilities.services import learning_plans as services
from mobilities.views.mobilities import CHANGE, seen_by
from mobilities.views.steps import crumbs
from portal.common.http import get_or_403, require

MOST_CHOSEN = 200


@require_http_methods(["GET", "POST"])
def learning_plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    mobility = get_or_403(seen_by(request).with_names().select_related("school"), request.user, CHANGE, pk=pk)
    plan = LearningPlan.objects.filter(mobility=mobility).first() or LearningPlan()
    plan.mobility = mobility
    offered = plans_to_copy(mobility)
    source = next((row for row in offered if str(row.mobility_id) == request.GET.get("from")), None)
    posted = request.POST if request.method == "POST" else None
    form = LearningPlanForm(posted, instance=plan, initial=initial_of(plan, source))
    days = DayFormSet(posted, instance=plan, prefix="days")
    if posted and form.is_valid() & days.is_valid():
        services.save_plan(form, days, request.user)
        messages.success(request, _("The learning plan is saved."))
        return redirect("mobilities:mobility-detail", pk=pk)
    if source and not posted:
        words = {"person": source.mobility.participant}
        messages.info(request, _("Copied from the plan of %(person)s. Nothing is saved yet.") % words)
    context = {
        "mobility": mobility,
        "form": form,
        "days": days,
        "offered": offered,
        "crumbs": crumbs(mobility),
        "cancel_url": reverse("mobilities:mobility-detail", args=[pk]),
    }
    return render(request, "mobilities/learning_plan_edit.html", context)


def initial_of(plan: LearningPlan, source: LearningPlan | None) -> dict:
    if source is not None:
        return copied(source)
    return {} if plan.pk else proposal(plan.mobility)


def chosen(request: HttpRequest) -> list[Mobility]:
    """Those that ?m= names, once or often; of a form that was sent those it names."""
    keys = [key for key in (request.POST or request.GET).getlist("m") if key.isascii() and key.isdigit()]
    rows = seen_by(request).filter(pk__in=[int(key) for key in keys if len(key) < 16][:MOST_CHOSEN]).with_names()
    return list(rows.order_by("participant__last_name", "participant__first_name", "pk"))


@require_http_methods(["GET", "POST"])
def learning_plan_many(request: HttpRequest) -> HttpResponse:
    require(request.user, CHANGE, request.school)
    mobilities = chosen(request)
    if not mobilities:
        messages.info(request, _("Tick the mobilities first."))
        return redirect("mobilities:mobility-list")
    form = ManyPlansForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.values(form.cleaned_data)
        overwrite = form.cleaned_data["overwrite"]
        done = services.fill_plans(mobilities, values, request.user, request.school, overwrite=overwrite)
        text = ngettext("%(n)s learning plan is written.", "%(n)s learning plans are written.", done)
        messages.success(request, text % {"n": done})
        return redirect("mobilities:mobility-list")
    back = (_("Mobilities"), reverse("mobilities:mobility-list"))
    return render(
        request, "mobilities/learning_plan_many.html", {"form": form, "mobilities": mobilities, "crumbs": [back]}
    )
