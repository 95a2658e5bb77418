"""How the file is read, and which column is which."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.common.refused import Refused
from portal.imports import columns, detection
from portal.imports.forms import LayoutForm, MappingForm
from portal.imports.models import Import
from portal.imports.services import imports as services
from portal.imports.services import uploads
from portal.imports.views.kept import CHANGE, crumbs_of, import_or_403

PREVIEWED, COLUMNS_PREVIEWED, PREVIEW_LENGTH = 5, 12, 48


@require_http_methods(["GET", "POST"])
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """POST with `look` reads the file in another way; without, the rows are checked. `look` is "guess" to map it by
    its names even where such a file was mapped before."""
    kept = import_or_403(request, pk, CHANGE)
    if not kept.may_be_mapped:
        return redirect("imports:import-detail", pk)
    if request.method == "POST" and "look" in request.POST:
        return looked_again(request, kept)
    data = request.POST if request.method == "POST" else None
    form = MappingForm(data, kept=kept)
    if data is not None and form.is_valid():
        try:
            name = form.cleaned_data["mapping_name"]
            services.order_check(kept, request.user, form.cleaned_data["version"], form.mapping(), name)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("imports:import-mapping", pk)
        return redirect("imports:import-detail", pk)
    return mapping_page(request, kept, form, LayoutForm(kept=kept))


def looked_again(request: HttpRequest, kept: Import) -> HttpResponse:
    layout = LayoutForm(request.POST, kept=kept)
    if layout.is_valid():
        chosen = layout.cleaned_data
        read = chosen.get("encoding", ""), chosen.get("separator", ""), chosen["header_row"]
        sheet, guess = chosen.get("sheet", kept.sheet), request.POST["look"] == "guess"
        try:
            services.read_again(kept, kept.version, *read, sheet, guess=guess)
        except Refused as refusal:
            layout.add_error(None, str(refusal))
        else:
            return redirect("imports:import-mapping", kept.pk)
    return mapping_page(request, kept, MappingForm(kept=kept), layout)


def mapping_page(request: HttpRequest, kept: Import, form: MappingForm, layout: LayoutForm) -> HttpResponse:
    top, problem = first_rows(kept)
    found = columns.from_json(kept.columns)
    saved = uploads.saved_mapping(kept)
    shown, folded = form.split()
    importer, missing = kept.importer, kept.importer.missing(kept.mapping)
    context = {
        "missing": [importer.in_words(need) for need in missing],
        "is_something_else": bool(missing) and len(missing) == len(importer.needs),
        "kept": kept,
        "form": form,
        "shown": shown,
        "folded": folded,
        "layout": layout,
        "crumbs": crumbs_of(kept),
        "preview": preview(kept, found, top),
        "problem": problem,
        "unused": kept.left_out(),
        "saved": saved,
        "is_as_saved": saved is not None and kept.mapping == columns.still_there(saved.mapping, found),
    }
    return render(request, "imports/import_mapping.html", context)


def first_rows(kept: Import) -> tuple[list[list[str]], str]:
    """The header and a few rows under it, and why they cannot be read."""
    try:
        with kept.file.open("rb") as file:
            top = uploads.first_rows(kept, file, kept.header_row + detection.ROWS_LOOKED_AT)
    except (Refused, OSError) as error:
        return [], str(error)
    return [row for row in top[kept.header_row :] if any(row)][:PREVIEWED], ""


def preview(kept: Import, found: list[columns.Column], top: list[list[str]]) -> dict[str, Any]:
    """A dozen columns in the order of the file; of more, the mapped ones are not left out before others."""
    used = set(kept.mapping.values())
    chosen = sorted(found, key=lambda column: column.key not in used)[:COLUMNS_PREVIEWED]
    shown = sorted(chosen, key=lambda column: column.places[0])
    cells = [[kept.importer.shown(cell_of(row, column)) for column in shown] for row in top]
    return {"titles": [column.title for column in shown], "rows": cells}


def cell_of(row: list[str], column: columns.Column) -> str:
    text = row[column.places[0]] if column.places[0] < len(row) else ""
    return text if len(text) <= PREVIEW_LENGTH else f"{text[:PREVIEW_LENGTH]}…"
