"""A host is entered, corrected, added from another form, moved to another state, deleted."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mobilities.forms.hosts import CapacityFormSet, ContactFormSet, HostForm, PauseForm, QuickHostForm, city_typed
from mobilities.models import Host, Qualification
from mobilities.services.hosts import STEPS, HostInUseError, HostTakenError, delete_host, move_host, save_host
from mobilities.views.hosts import ADD, CHANGE, DELETE, crumbs, load
from mobilities.views.lists import added, dialog_again
from portal.common.forms import leave_unjudged
from portal.common.http import require
from portal.common.ordering import Latvian
from portal.common.refused import Refused


@require_http_methods(["GET", "POST"])
def host_add(request: HttpRequest) -> HttpResponse:
    require(request.user, ADD, request.school)
    return edited(request, Host(school=request.school), _("Add a host"), _("The host is added."))


@require_http_methods(["GET", "POST"])
def host_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return edited(request, load(request, CHANGE, pk), _("Edit a host"), _("The host is saved."))


def edited(request: HttpRequest, host: Host, heading: str, success: str) -> HttpResponse:
    """The form of a host with its contacts and capacities, shown, checked or saved; `find` looks coordinates up."""
    steps = crumbs(host)
    form, contacts, capacities = forms = forms_of(host, request.POST if request.method == "POST" else None)
    if "find" in request.POST:
        form, contacts, capacities = forms_of(host, with_coordinates(request, form))
        leave_unjudged(form, contacts, capacities)
    elif request.method == "POST" and all([each.is_valid() for each in forms]):
        try:
            saved = save_host(form, contacts, request.user, capacities)
        except HostTakenError as error:
            form.refuse(error.same)
        else:
            messages.success(request, success)
            return redirect("mobilities:host-detail", saved.pk)
    context = {
        "form": form, "contacts": contacts, "capacities": capacities, "heading": heading, "crumbs": steps,
        "cancel_url": steps[-1][1],
    }  # fmt: skip
    return render(request, "mobilities/host_form.html", context)


def forms_of(host: Host, data: QueryDict | None) -> tuple:
    qualifications = Qualification.objects.filter(school=host.school).order_by(Latvian("name_lv"))
    return (
        HostForm(data, instance=host),
        ContactFormSet(data, instance=host, prefix="contacts"),
        CapacityFormSet(
            data, instance=host, prefix="capacities", form_kwargs={"qualifications": qualifications}
        ),
    )  # fmt: skip


def with_coordinates(request: HttpRequest, form: HostForm) -> QueryDict:
    """What was typed, with the coordinates of the city; a message says whether they were found."""
    data = request.POST.copy()
    if place := city_typed(form):
        data["latitude"], data["longitude"] = (f"{degrees:.5f}" for degrees in place.point)
        text = _("The coordinates of %(place)s are entered; save the host to keep them.")
        messages.success(request, text % {"place": place.name})
    else:
        messages.warning(request, _("No such city is known in this country. Write its name as it is written there."))
    return data


@require_http_methods(["GET", "POST"])
def host_move(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Asks, for a pause with the reason, and moves."""
    host = load(request, CHANGE, pk)
    if step not in STEPS:
        raise Http404
    form = PauseForm(request.POST or None) if step == "pause" else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            move_host(host, request.user, step, form.cleaned_data["reason"] if form else "")
            messages.success(request, _("The state of the host is changed."))
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect("mobilities:host-detail", pk)
    heading = _("Pause a host") if step == "pause" else _("Make a host active")
    context = {"host": host, "form": form, "heading": heading, "crumbs": crumbs(host)}
    return render(request, "mobilities/host_move.html", context | {"cancel_url": crumbs(host)[-1][1]})


@require_http_methods(["GET", "POST"])
def host_quick_add(request: HttpRequest) -> HttpResponse:
    """From the dialog of another form: 201 with the host, or 422 with the fields and what is wrong."""
    require(request.user, ADD, request.school)
    form = QuickHostForm(request.POST if request.method == "POST" else None, school=request.school)
    if form.is_valid():
        try:
            host = save_host(form, None, request.user)
        except HostTakenError as error:
            form.refuse(error.same)
        else:
            return added(host.pk, f"{host.name}, {host.city}")
    return dialog_again(request, "mobilities/host_quick.html", form)


@require_http_methods(["GET", "POST"])
def host_delete(request: HttpRequest, pk: int) -> HttpResponse:
    host = load(request, DELETE, pk)
    context = {"host": host, "crumbs": crumbs(host), "cancel_url": crumbs(host)[-1][1]}
    if request.method == "POST":
        try:
            delete_host(host, request.user)
        except HostInUseError:
            return render(request, "mobilities/host_delete.html", context | {"is_needed": True}, status=409)
        messages.success(request, _("The host is deleted."))
        return redirect("mobilities:host-list")
    return render(request, "mobilities/host_delete.html", context)
