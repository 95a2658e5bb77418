"""The grant of one mobility: every amount opens into its rule, inputs and source."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities import explanations as words
from mobilities.forms.grants import FixedAmountForm, MobilityGrantForm
from mobilities.grants import Counted, distance_of, of_mobility, terms_of
from mobilities.models import FixedAmount, Mobility, MobilityGrant
from mobilities.services.grants import fix_amount, lift_amount, save_grant
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
    fix = {"url": reverse("mobilities:grant-fix", args=[pk]), "label": _("Fix an amount")}
    may_change = request.user.has_perm(CHANGE, mobility)
    context = {
        "mobility": mobility,
        "terms": terms,
        "crumbs": crumbs(mobility),
        **dates_of_its_own(mobility.start, mobility.start),
        "actions": ([edit, fix] if row else [edit]) if may_change else [],
        "may_change": may_change,
        "fixed": fixed_rows(row, terms),
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
        {"label": _("Grant"), "value": euro(row.grant.total), "note": by_rates(row)},
        {
            "label": _("Distance one way"),
            "value": "–" if km is None else f"{number(int(km))} km",
            "note": words.distance_in_words(row.distance),
        },
        {"label": _("Days"), "value": row.stay.days, "note": _("travel days not counted")},
    ]


def by_rates(row: Counted) -> str:
    """What it would be without the amounts that are fixed, where the rates tell it."""
    counted = [line.inputs.get("counted") if line.is_fixed else line.amount for line in row.grant.lines]
    if not row.grant.fixed or row.grant.incomplete or None in counted:
        return ""
    return _("by the rates %(amount)s") % {"amount": euro(sum(counted))}


def fixed_rows(row: Counted | None, terms: MobilityGrant) -> list[dict[str, Any]]:
    """The fixed amounts, each beside what the rates make."""
    if row is None or terms.pk is None:
        return []
    counted = {line.category: line.inputs.get("counted") for line in row.grant.lines if line.is_fixed}
    rows = terms.fixed_amounts.select_related("fixed_by")
    return [{"row": each, "counted": counted[each.category]} for each in rows]


def form_context(mobility: Mobility, form: Form) -> dict[str, Any]:
    detail = reverse("mobilities:grant-detail", args=[mobility.pk])
    return {
        "form": form,
        "mobility": mobility,
        "crumbs": [*crumbs(mobility), (_("Grant"), detail)],
        **dates_of_its_own(mobility.start, mobility.start),
        "cancel_url": detail,
    }


@require_http_methods(["GET", "POST"])
def grant_fix(request: HttpRequest, pk: int) -> HttpResponse:
    """An amount that stands in place of the counted one."""
    mobility = load(request, pk, CHANGE)
    terms, asked = terms_of(mobility), request.GET.get("category", "")
    known = terms.fixed_amounts.filter(category=asked).first() if terms.pk else None
    initial = {"category": asked, "amount": known and known.amount, "source": known and known.source}
    form = FixedAmountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            fix_amount(mobility, user=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The amount is fixed."))
            return redirect("mobilities:grant-detail", pk=pk)
    return render(request, "mobilities/grant_fix.html", form_context(mobility, form))


@require_POST
def grant_lift(request: HttpRequest, pk: int) -> HttpResponse:
    """`category`: the one whose counted amount stands again."""
    mobility = load(request, pk, CHANGE)
    rows = FixedAmount.objects.select_related("terms__mobility__school").filter(terms__mobility=mobility)
    if row := rows.filter(category=request.POST.get("category", "")).first():
        lift_amount(row, request.user)
    messages.success(request, _("The amount is counted by the rates again."))
    return redirect("mobilities:grant-detail", pk=pk)


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
    computed = distance_of(mobility, MobilityGrant())
    context = form_context(mobility, form) | {
        "computed": None if computed.km is None else number(int(computed.km)),
        "how": words.distance_in_words(computed),
    }
    return render(request, "mobilities/grant_edit.html", context)
