"""What is done with a checked or a saved import: save it, save it in part, cancel it, take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.common.refused import Refused
from portal.imports.enums import Outcome
from portal.imports.models import Import
from portal.imports.services import imports as services
from portal.imports.services import undoing
from portal.imports.views.kept import CHANGE, crumbs_of, import_or_403, sent_version

ROWS_NAMED = 10


@require_POST
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    kept = import_or_403(request, pk, CHANGE)
    try:
        services.order_apply(kept, request.user, sent_version(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:import-detail", pk)


@require_POST
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    kept = import_or_403(request, pk, CHANGE)
    try:
        services.cancel(kept, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:import-detail", pk)


@require_http_methods(["GET", "POST"])
def import_others(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then saves all rows but the rejected ones."""
    kept = import_or_403(request, pk, CHANGE)
    if not kept.may_be_applied_in_part:
        return redirect("imports:import-detail", pk)
    if request.method == "POST":
        try:
            services.order_apply(kept, request.user, sent_version(request), without_rejected=True)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("imports:import-detail", pk)
    rejected = kept.rows.filter(outcome=Outcome.REJECTED)[:ROWS_NAMED]
    context = {
        "kept": kept,
        "crumbs": crumbs_of(kept),
        "rows": [(row, row.told_reasons(), []) for row in rejected],
        "unnamed": max(kept.count_rejected - ROWS_NAMED, 0),
    }
    return render(request, "imports/import_others.html", context)


@require_http_methods(["GET", "POST"])
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then takes back all that the import saved; or says which rows were touched since."""
    kept = import_or_403(request, pk, CHANGE)
    if not kept.may_be_undone:
        return redirect("imports:import-detail", pk)
    if request.method == "POST":
        try:
            services.order_undo(kept, request.user, sent_version(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("imports:import-detail", pk)
    touched, refusal = what_forbids(kept)
    context = {
        "kept": kept,
        "crumbs": crumbs_of(kept),
        "touched": touched[:ROWS_NAMED],
        "unnamed": max(len(touched) - ROWS_NAMED, 0),
        "refusal": refusal,
    }
    return render(request, "imports/import_undo.html", context)


def what_forbids(kept: Import) -> tuple[list[undoing.Touched], str]:
    try:
        return undoing.touched_since(kept), ""
    except Refused as refusal:
        return [], str(refusal)
