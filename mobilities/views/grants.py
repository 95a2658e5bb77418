"""The grant of one mobility: every amount opens into its rule, inputs and source."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mobilities import explanations as words
from mobilities.forms.grants import MobilityGrantForm
from mobilities.grants import Counted, distance_of, of_mobility, terms_of
from mobilities.models import Mobility, MobilityGrant
from mobilities.services.grants import save_grant
from portal.accounts.context import dates_of_its_own
from portal.audit.history import history_of
from portal.common.http import get_or_403
from portal.common.refused import Refused
from portal.common.text import euro, number

LOOK, CHANGE = "mobilities.view_grant", "mobilities.change_grant"


def load(request: HttpRequest, pk: int, permission: str) -> Mobility:
    rows = Mobility.objects.visible_to(request.user).with_names().select_related("school", "grant")
    return get_or_403(rows, request.user, permission, pk=pk)


def crumbs(mobility: Mobility) -> list[tuple[str, str]]:
    detail = reverse("mobilities:mobility-detail", args=[mobility.pk])
    return [(_("Mobilities"), reverse("mobilities:mobility-list")), (str(mobility.participant), detail)]


@require_safe
def grant_detail(request: HttpRequest, pk: int) -> HttpResponse:
    mobility = load(request, pk, LOOK)
    row = of_mobility(mobility)
    terms = terms_of(mobility)
    edit = {"url": reverse("mobilities:grant-edit", args=[pk]), "label": _("Edit")}
    may_change = request.user.has_perm(CHANGE, mobility)
    context = {
        "mobility": mobility,
        "terms": terms,
        "crumbs": crumbs(mobility),
        **dates_of_its_own(mobility.start, mobility.start),
        "actions": [edit] if may_change else [],
        "is_counted": row is not None,
        "facts": facts(row) if row else [],
        "lines": words.lines_in_words(row.grant) if row else [],
        "notes": words.notes_in_words(row.grant.notes) if row else [],
        "history": history_of(terms, request.user) if terms.pk else [],
    }
    return render(request, "mobilities/grant_detail.html", context)


def facts(row: Counted) -> list[dict]:
    km = row.distance.km
    return [
        {"label": _("Grant"), "value": euro(row.grant.total)},
        {
            "label": _("Distance one way"),
            "value": "–" if km is None else f"{number(int(km))} km",
            "note": words.distance_in_words(row.distance),
        },
        {"label": _("Days"), "value": row.stay.days, "note": _("travel days not counted")},
    ]


@require_http_methods(["GET", "POST"])
def grant_edit(request: HttpRequest, pk: int) -> HttpResponse:
    mobility = load(request, pk, CHANGE)
    terms = terms_of(mobility)
    form = MobilityGrantForm(request.POST or None, instance=terms)
    if request.method == "POST" and form.is_valid():
        try:
            save_grant(form, request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The grant is saved."))
            return redirect("mobilities:grant-detail", pk=pk)
    detail = reverse("mobilities:grant-detail", args=[pk])
    computed = distance_of(mobility, MobilityGrant())
    context = {
        "form": form,
        "mobility": mobility,
        "crumbs": [*crumbs(mobility), (_("Grant"), detail)],
        **dates_of_its_own(mobility.start, mobility.start),
        "cancel_url": detail,
        "computed": None if computed.km is None else number(int(computed.km)),
        "how": words.distance_in_words(computed),
    }
    return render(request, "mobilities/grant_edit.html", context)
