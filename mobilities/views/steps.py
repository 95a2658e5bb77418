"""Steps of several mobilities at once, the end of a stay before its time, and the places of a stay."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.enums import GOING
from mobilities.forms.steps import InterruptForm, StopFormSet
from mobilities.models import Mobility
from mobilities.services import itineraries
from mobilities.services import mobilities as services
from mobilities.views.consents import tell_unsigned
from mobilities.views.mobilities import CHANGE, seen_by
from mobilities.views.mobility_page import others_of_trip
from mobilities.views.papers import tell_missing
from portal.common.http import get_or_403, require
from portal.common.refused import Refused

BULK_STEPS = ("confirm", "close", "cancel")
MOST_TICKED = 200
WHAT_IS_LEFT = {"confirm": tell_unsigned, "close": tell_missing}
# What is done with the ticked rows on a page of its own.
ELSEWHERE = {"grid": "mobilities:mobility-grid", "interrupt": "mobilities:mobility-interrupt-many"}
FOR_THE_TICKED = {"papers": "reports:paper-add", "plan": "mobilities:learning-plan-many"}


def crumbs(mobility: Mobility) -> list[tuple[str, str]]:
    detail = reverse("mobilities:mobility-detail", args=[mobility.pk])
    return [(_("Mobilities"), reverse("mobilities:mobility-list")), (str(mobility.participant), detail)]


@require_http_methods(["GET", "POST"])
def mobility_interrupt(request: HttpRequest, pk: int) -> HttpResponse:
    mobility = get_or_403(seen_by(request).with_names().select_related("school"), request.user, CHANGE, pk=pk)
    form = InterruptForm(request.POST or None, mobilities=[mobility])
    if request.method == "POST" and form.is_valid():
        try:
            services.interrupt(mobility, request.user, *said_in(form))
            messages.success(request, _("The mobility is interrupted; its grant is counted until that day."))
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect("mobilities:mobility-detail", pk=pk)
    context = {"mobilities": [mobility], "form": form, "crumbs": crumbs(mobility), "back": crumbs(mobility)[-1][1]}
    return render(request, "mobilities/mobility_interrupt.html", context)


@require_http_methods(["GET", "POST"])
def mobility_interrupt_many(request: HttpRequest) -> HttpResponse:
    """?ids=1,2,3: the ticked rows of the list, all broken off on the same day for the same reason."""
    require(request.user, CHANGE, request.school)
    keys = keys_in(request.GET.get("ids", "").split(","))
    rows = list(seen_by(request).filter(pk__in=keys, state__in=GOING).with_names().select_related("school"))
    back = reverse("mobilities:mobility-list")
    if not rows:
        messages.info(
            request, _("None of them can be interrupted: they are closed, cancelled or interrupted already.")
        )
        return redirect(back)
    form = InterruptForm(request.POST or None, mobilities=rows)
    if request.method == "POST" and form.is_valid():
        tell(request, rows, services.interrupt_many(rows, request.user, *said_in(form)))
        return redirect(f"{back}?year=all&state=interrupted")
    context = {
        "mobilities": rows, "form": form, "crumbs": [(_("Mobilities"), back)], "back": back,
        "left_out": len(set(keys)) - len(rows),
    }  # fmt: skip
    return render(request, "mobilities/mobility_interrupt.html", context)


def said_in(form: InterruptForm) -> list:
    return [form.cleaned_data[name] for name in ("stopped_from", "stop_kind", "stop_reason")]


def keys_in(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 16][:MOST_TICKED]


def tell(request: HttpRequest, rows: list[Mobility], refused: list[tuple[Mobility, str]]) -> None:
    """How many were changed, and why the others were not."""
    if done := len(rows) - len(refused):
        text = ngettext("%(n)s mobility is changed.", "%(n)s mobilities are changed.", done)
        messages.success(request, text % {"n": done})
    for mobility, sentence in refused:
        messages.warning(request, f"{mobility.participant}: {sentence}")


@require_POST
def mobility_bulk(request: HttpRequest) -> HttpResponse:
    """The ticked rows: a step of each that may take it, or all of them in the grid."""
    require(request.user, CHANGE, request.school)
    keys = keys_in(request.POST.getlist("keys"))
    action = request.POST.get("action", "")
    if action in ELSEWHERE and (keys or action == "grid"):
        return redirect(f"{reverse(ELSEWHERE[action])}?ids={','.join(map(str, keys))}")
    if action in FOR_THE_TICKED:
        return redirect(reverse(FOR_THE_TICKED[action], query={"m": keys}))
    if action not in (*BULK_STEPS, "interrupt"):
        raise Http404
    rows = list(seen_by(request).filter(pk__in=keys).with_names().select_related("school"))
    if rows:
        refused = services.move_many(rows, request.user, action, timezone.localdate())
        tell(request, rows, refused)
        if what_is_left := WHAT_IS_LEFT.get(action):
            stayed = {row.pk for row, _sentence in refused}
            what_is_left(request, [row for row in rows if row.pk not in stayed])
    else:
        messages.info(request, _("Tick the mobilities first."))
    return redirect(back_to_list(request))


def back_to_list(request: HttpRequest) -> str:
    back, own = request.POST.get("back", ""), reverse("mobilities:mobility-list")
    is_own = url_has_allowed_host_and_scheme(back, None) and back.split("?")[0] == own
    return back if is_own else own


@require_safe
def mobility_trip(request: HttpRequest, pk: int) -> HttpResponse:
    """A mobility and those who travel with it, in the grid."""
    mobility = get_or_403(seen_by(request).with_names(), request.user, CHANGE, pk=pk)
    keys = [pk, *others_of_trip(mobility).order_by("pk").values_list("pk", flat=True)[: MOST_TICKED - 1]]
    return redirect(f"{reverse('mobilities:mobility-grid')}?ids={','.join(map(str, keys))}")


@require_http_methods(["GET", "POST"])
def mobility_itinerary(request: HttpRequest, pk: int) -> HttpResponse:
    mobility = get_or_403(seen_by(request).with_names().select_related("school"), request.user, CHANGE, pk=pk)
    formset = StopFormSet(request.POST or None, instance=mobility, prefix="stops")
    if request.method == "POST" and formset.is_valid():
        itineraries.save_itinerary(mobility, formset, request.user)
        messages.success(request, _("The itinerary is saved."))
        return redirect("mobilities:mobility-detail", pk=pk)
    context = {"mobility": mobility, "formset": formset, "crumbs": crumbs(mobility)}
    return render(request, "mobilities/mobility_itinerary.html", context)
