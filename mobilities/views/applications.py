"""Applications in a call: several entered at once, one changed, withdrawn, moved up."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mobilities.enums import SelectionState
from mobilities.forms.applications import (
    ApplicationForm,
    ApplicationsForm,
    PeopleFilterForm,
    WithdrawalForm,
    people_for,
)
from mobilities.models import Application, Selection
from mobilities.services import applications as services
from mobilities.views.selections import CHANGE, crumbs, selection_or_403
from portal.common.refused import Refused

PAGE = "mobilities:selection-detail"
AFTER_OPENING = (SelectionState.OPEN, SelectionState.DECIDED)


def application_or_404(selection: Selection, pk: int) -> Application:
    try:
        application = selection.applications.select_related("person", "mobility").get(pk=pk)
    except (Application.DoesNotExist, OverflowError):
        raise Http404 from None
    application.selection = selection
    return application


@require_http_methods(["GET", "POST"])
def application_add(request: HttpRequest, pk: int) -> HttpResponse:
    selection = selection_or_403(request, pk, CHANGE, SelectionState.OPEN)
    people = people_for(selection)
    filters = PeopleFilterForm(request.GET, people=people)
    shown = filters.narrow(people).select_related("qualification")
    day = max(selection.opens, min(selection.closes, timezone.localdate()))
    data = request.POST if request.method == "POST" else None
    form = ApplicationsForm(data, selection=selection, people=people, initial={"applied_on": day})
    if data is not None and form.is_valid():
        cleaned = form.cleaned_data
        try:
            new = services.add_applications(selection, cleaned["people"], cleaned["applied_on"], request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect(PAGE, pk=pk)
        words = ngettext("%(n)s application is added.", "%(n)s applications are added.", len(new))
        messages.success(request, words % {"n": len(new)})
        return redirect("mobilities:application-add" if "next" in data else PAGE, pk=pk)
    context = {"selection": selection, "form": form, "filters": filters, "people": shown, "crumbs": crumbs(selection)}
    return render(request, "mobilities/application_add.html", context)


@require_http_methods(["GET", "POST"])
def application_edit(request: HttpRequest, pk: int, application: int) -> HttpResponse:
    selection = selection_or_403(request, pk, CHANGE, SelectionState.OPEN)
    row = application_or_404(selection, application)
    form = ApplicationForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        done = _("The application of %(person)s is saved.") % {"person": row.person}
        return do(request, pk, lambda: services.save_application(form, request.user), done)
    context = {"selection": selection, "application": row, "form": form, "crumbs": crumbs(selection)}
    return render(request, "mobilities/application_form.html", context)


@require_http_methods(["GET", "POST"])
def application_delete(request: HttpRequest, pk: int, application: int) -> HttpResponse:
    selection = selection_or_403(request, pk, CHANGE, SelectionState.OPEN)
    row = application_or_404(selection, application)
    if request.method == "POST":
        done = _("The application is deleted.")
        return do(request, pk, lambda: services.delete_application(row, request.user), done)
    context = {
        "selection": selection,
        "crumbs": crumbs(selection),
        "heading": _("Delete the application"),
        "sub": row.person,
        "text": _(
            "The application disappears with its points. Delete it only where it was entered by mistake; "
            "somebody who does not want to go after all withdraws."
        ),
    }
    return render(request, "mobilities/selection_ask.html", context)


@require_http_methods(["GET", "POST"])
def application_withdraw(request: HttpRequest, pk: int, application: int) -> HttpResponse:
    selection = selection_or_403(request, pk, CHANGE, *AFTER_OPENING)
    row = application_or_404(selection, application)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason, today = form.cleaned_data["reason"], timezone.localdate()
        done = _("%(person)s has withdrawn.") % {"person": row.person}
        return do(request, pk, lambda: services.withdraw(row, reason, request.user, today), done)
    text = ""
    if row.mobility and row.mobility.state != "cancelled":
        text = _("The mobility that this application became is cancelled with it.")
    context = {"selection": selection, "application": row, "form": form, "text": text, "crumbs": crumbs(selection)}
    return render(request, "mobilities/application_withdraw.html", context)


@require_POST
def application_return(request: HttpRequest, pk: int, application: int) -> HttpResponse:
    selection = selection_or_403(request, pk, CHANGE, *AFTER_OPENING)
    row = application_or_404(selection, application)
    done = _("%(person)s applies again.") % {"person": row.person}
    return do(request, pk, lambda: services.take_back(row, request.user, timezone.localdate()), done)


@require_POST
def application_move_up(request: HttpRequest, pk: int, application: int) -> HttpResponse:
    selection = selection_or_403(request, pk, CHANGE, SelectionState.DECIDED)
    row = application_or_404(selection, application)
    done = _("%(person)s moved up and is selected now.") % {"person": row.person}
    return do(request, pk, lambda: services.move_up(row, request.user, timezone.localdate()), done)


def do(request: HttpRequest, pk: int, deed: Callable[[], object], done: str) -> HttpResponse:
    """The deed and its sentence, or what refused it; then the page of the call."""
    try:
        deed()
        messages.success(request, done)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(PAGE, pk=pk)
