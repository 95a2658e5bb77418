"""A call is brought to its end: points, decision, mobilities."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mobilities.enums import SelectionState
from mobilities.forms.decisions import DecisionForm, PointsForm
from mobilities.forms.selection_mobilities import SelectionMobilitiesForm
from mobilities.models import Selection
from mobilities.selection_record import Record, ranking_rule, record_of
from mobilities.services import selections as services
from mobilities.views.selections import CHANGE, crumbs, not_now, selection_or_403
from portal.common.refused import Refused
from portal.common.text import day

PAGE = "mobilities:selection-detail"


def record_with_people(selection: Selection) -> Record:
    record = record_of(selection)
    if not record.ranked:
        raise not_now(selection, _("Nobody applied yet."))
    return record


@require_http_methods(["GET", "POST"])
def selection_points(request: HttpRequest, pk: int) -> HttpResponse:
    selection = selection_or_403(request, pk, CHANGE, SelectionState.OPEN)
    record = record_with_people(selection)
    form = PointsForm(request.POST if request.method == "POST" else None, instance=selection, record=record)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.set_points(selection, form.points(), request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect("mobilities:selection-points", pk=pk)
        words = ngettext("Points of %(n)s person are changed.", "Points of %(n)s people are changed.", changed)
        messages.success(request, words % {"n": changed})
        return redirect(PAGE, pk=pk)
    context = {"selection": selection, "record": record, "form": form, "crumbs": crumbs(selection)}
    return render(request, "mobilities/selection_points.html", context)


@require_http_methods(["GET", "POST"])
def selection_decision(request: HttpRequest, pk: int) -> HttpResponse:
    selection = selection_or_403(request, pk, CHANGE, SelectionState.OPEN)
    record = record_with_people(selection)
    if timezone.localdate() < selection.closes:
        sentence = _("Applications are taken until %(day)s. Decide then, or change the last day of the call.")
        raise not_now(selection, sentence % {"day": day(selection.closes)})
    form = DecisionForm(request.POST if request.method == "POST" else None, instance=selection, record=record)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide(selection, form.decisions(), request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect("mobilities:selection-decision", pk=pk)
        messages.success(request, _("The decision is saved."))
        return redirect(PAGE, pk=pk)
    context = {
        "selection": selection,
        "record": record,
        "form": form,
        "rows": form.rows(),
        "rule": ranking_rule(),
        "crumbs": crumbs(selection),
    }
    return render(request, "mobilities/selection_decision.html", context)


@require_http_methods(["GET", "POST"])
def selection_mobilities(request: HttpRequest, pk: int) -> HttpResponse:
    selection = selection_or_403(request, pk, CHANGE, SelectionState.DECIDED)
    record = record_of(selection)
    if not record.to_send:
        raise not_now(selection, _("Everybody who is selected has a mobility already."))
    if not selection.project.takes_mobilities:
        raise not_now(selection, _("The project takes no mobilities in its present state."))
    form = SelectionMobilitiesForm(request.POST if request.method == "POST" else None, record=record)
    if request.method == "POST" and form.is_valid():
        along = form.cleaned_data["accompanying"]
        try:
            made = services.make_mobilities(selection, form.mobilities(), along, request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect(PAGE, pk=pk)
        words = ngettext("%(n)s mobility is added.", "%(n)s mobilities are added.", len(made))
        messages.success(request, words % {"n": len(made)})
        if left := len(record.to_send) - len(made):
            rest = ngettext("%(n)s selected person has none yet.", "%(n)s selected people have none yet.", left)
            messages.warning(request, rest % {"n": left})
        return redirect(PAGE, pk=pk)
    context = {"selection": selection, "record": record, "form": form, "crumbs": crumbs(selection)}
    return render(request, "mobilities/selection_mobilities.html", context)
