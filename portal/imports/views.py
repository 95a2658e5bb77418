"""From a file to rows of the register: upload, columns, findings, confirmation; and the history of imports."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.common.http import get_or_403, page_of, require
from portal.common.refused import Refused
from portal.common.tables import table_answer
from portal.common.text import number
from portal.imports import columns, detection, exports, reading
from portal.imports.enums import WRITES, ImportState, Outcome
from portal.imports.forms import LayoutForm, MappingForm, RowFilterForm, UploadForm
from portal.imports.models import Import
from portal.imports.registry import IMPORTERS, Importer
from portal.imports.services import imports as services
from portal.imports.services import uploads
from portal.jobs.lines import job_line
from portal.jobs.models import State

VIEW, CHANGE = "imports.view_import", "imports.change_import"
REQUEST_SLACK = 64 * 1024  # what a form adds around its file
STATUS = {
    ImportState.RECEIVED: "draft",
    ImportState.CHECKING: "go",
    ImportState.CHECKED: "wait",
    ImportState.APPLYING: "go",
    ImportState.APPLIED: "done",
    ImportState.CANCELLED: "stop",
    ImportState.UNDONE: "stop",
}
PREVIEWED, PREVIEW_LENGTH = 5, 48
REMARKS = "remarks"


def importer_or_404(kind: str) -> Importer:
    if kind not in IMPORTERS:
        raise Http404
    return IMPORTERS[kind]


def import_or_403(request: HttpRequest, pk: int, permission: str = VIEW) -> Import:
    rows = Import.objects.visible_to(request.user).select_related("school", "user", "job")
    kept = get_or_403(rows, request.user, permission, pk=pk)
    if permission == CHANGE:
        require(request.user, kept.importer.permission, kept.school)
    return kept


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    require(request.user, VIEW, request.school)
    rows = Import.objects.visible_to(request.user).filter(school=request.school).select_related("user")
    page = page_of(request, rows)
    context = {
        "page": page,
        "rows": [(kept, STATUS[ImportState(kept.state)]) for kept in page],
        "actions": [
            {"url": reverse("imports:import-add", args=[kind]), "label": importer.title, "icon": "upload"}
            for kind, importer in IMPORTERS.items()
            if request.user.has_perm(importer.permission, request.school)
        ],
    }
    return render(request, "imports/import_list.html", context)


@csrf_exempt  # too large a request is refused before anything of it is read; all others are checked below
@require_http_methods(["GET", "POST"])
def import_add(request: HttpRequest, kind: str) -> HttpResponse:
    importer = importer_or_404(kind)
    require(request.user, CHANGE, request.school)
    require(request.user, importer.permission, request.school)
    if request.method == "POST" and content_length(request) > settings.UPLOAD_MAX_BYTES + REQUEST_SLACK:
        return upload_page(request, importer, UploadForm(), uploads.too_large(), status=413)
    return upload(request, importer)


def content_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


@csrf_protect
def upload(request: HttpRequest, importer: Importer) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = uploads.receive(importer, file, file.name, file.size, request.school, request.user)
        except Refused as refusal:
            return upload_page(request, importer, form, refusal, status=422)
        return redirect("imports:import-mapping", kept.pk)
    return upload_page(request, importer, form)


def upload_page(
    request: HttpRequest, importer: Importer, form: UploadForm, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "importer": importer, "refusal": refusal, "crumbs": crumbs()}
    return render(request, "imports/import_add.html", context, status=status)


def crumbs() -> list[tuple[str, str]]:
    return [(_("Imports"), reverse("imports:import-list"))]


@require_http_methods(["GET", "POST"])
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """POST with `look` reads the file in another way; without, the rows are checked."""
    kept = import_or_403(request, pk, CHANGE)
    if not kept.may_be_mapped:
        return redirect("imports:import-detail", pk)
    if request.method == "POST" and "look" in request.POST:
        return looked_again(request, kept)
    data = request.POST if request.method == "POST" else None
    form = MappingForm(data, kept=kept)
    if data is not None and form.is_valid():
        try:
            services.order_check(kept, request.user, form.cleaned_data["version"], form.mapping())
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
        try:
            services.read_again(kept, kept.version, *read)
        except Refused as refusal:
            layout.add_error(None, str(refusal))
        else:
            return redirect("imports:import-mapping", kept.pk)
    return mapping_page(request, kept, MappingForm(kept=kept), layout)


def mapping_page(request: HttpRequest, kept: Import, form: MappingForm, layout: LayoutForm) -> HttpResponse:
    top, problem = first_rows(kept)
    found = columns.from_json(kept.columns)
    context = {
        "kept": kept,
        "form": form,
        "layout": layout,
        "crumbs": crumbs(),
        "preview": preview(found, top, set(kept.mapping.values())),
        "problem": problem,
        "unused": kept.left_out(),
        "is_known_shape": uploads.saved_mapping(kept) is not None,
    }
    return render(request, "imports/import_mapping.html", context)


def first_rows(kept: Import) -> tuple[list[list[str]], str]:
    """The header and a few rows under it, and why they cannot be read."""
    try:
        with kept.file.open("rb") as file:
            top = reading.first_rows(file, kept.encoding, kept.separator, kept.header_row + detection.ROWS_LOOKED_AT)
    except (Refused, OSError) as error:
        return [], str(error)
    return [row for row in top[kept.header_row :] if any(row)][:PREVIEWED], ""


def preview(found: list[columns.Column], top: list[list[str]], used: set[str]) -> dict[str, Any]:
    """The mapped columns first, then the others, a dozen in all."""
    shown = sorted(found, key=lambda column: column.key not in used)[:12]
    cells = [[cell_of(row, column) for column in shown] for row in top]
    return {"titles": [column.title for column in shown], "rows": cells}


def cell_of(row: list[str], column: columns.Column) -> str:
    text = row[column.places[0]] if column.places[0] < len(row) else ""
    return text if len(text) <= PREVIEW_LENGTH else f"{text[:PREVIEW_LENGTH]}…"


@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    kept = import_or_403(request, pk)
    may_change = request.user.has_perm(CHANGE, kept) and request.user.has_perm(kept.importer.permission, kept.school)
    show = shown_rows(request, kept)
    page = page_of(request, rows_shown(kept, show))
    remarks = kept.remarks_on_many()
    context = {
        "kept": kept,
        "remarks": remarks,
        "rows": rows_told(page, remarks, show),
        "left_out": kept.left_out() if kept.counts else [],
        "crumbs": crumbs(),
        "status": STATUS[ImportState(kept.state)],
        "line": job_line(kept.job, request.user) if is_worth_a_line(kept) else None,
        "facts": facts(kept),
        "views": outcome_views(request, kept, show),
        "page": page,
        "show": show,
        "export_url": f"{reverse('imports:import-export', args=[pk])}?show={show}",
        "may_map": may_change and kept.may_be_mapped,
        "may_apply": may_change and kept.may_be_applied,
        "may_cancel": may_change and not kept.is_over,
    }
    return render(request, "imports/import_detail.html", context)


def is_worth_a_line(kept: Import) -> bool:
    """While it works, and where it failed or was stopped."""
    return kept.job is not None and not kept.is_over and kept.job.state != State.DONE


def facts(kept: Import) -> list[dict[str, str]]:
    return [
        fact(_("New"), kept.count_new, kept.count_of(Outcome.NEW_DRAFT)),
        fact(_("Changed"), kept.count_changed, kept.count_of(Outcome.CHANGED_DRAFT)),
        fact(_("Unchanged"), kept.count_of(Outcome.UNCHANGED)),
        fact(_("Rejected"), kept.count_rejected),
    ]


def fact(label: str, count: int, drafts: int = 0) -> dict[str, str]:
    """Drafts are saved as well, and something is still to be added to them."""
    words = ngettext("%(count)s of them a draft", "%(count)s of them drafts", drafts) % {"count": number(drafts)}
    return {"label": label, "value": number(count), "note": words if drafts else ""}


def shown_rows(request: HttpRequest, kept: Import) -> str:
    """The outcome asked for; by itself the rejected rows, else the first kind there is."""
    form = RowFilterForm(request.GET)
    form.is_valid()
    if chosen := form.cleaned_data.get("show"):
        return chosen
    order = [Outcome.REJECTED, Outcome.NEW_DRAFT, Outcome.CHANGED_DRAFT, *WRITES, Outcome.UNCHANGED]
    return next((str(outcome) for outcome in order if kept.count_of(outcome)), str(Outcome.NEW))


def rows_shown(kept: Import, show: str):
    return kept.rows.exclude(remarks=[]) if show == REMARKS else kept.rows.filter(outcome=show)


def rows_told(page, remarks: list[dict], show: str) -> list[tuple]:
    """(row, its reasons, its remarks); what was said once of many rows is not said again of each."""
    said = set() if show == REMARKS else {remark["text"] for remark in remarks}
    return [(row, row.told_reasons(), [text for text in row.told_remarks() if text not in said]) for row in page]


def outcome_views(request: HttpRequest, kept: Import, show: str) -> list[dict[str, Any]]:
    views = [
        {
            "url": f"?show={outcome}",
            "label": label,
            "count": number(kept.count_of(outcome)),
            "is_current": show == outcome,
        }
        for outcome, label in Outcome.choices
        if kept.count_of(outcome)
    ]
    if kept.has_remarks_on_rows:
        views.append({"url": f"?show={REMARKS}", "label": _("With remarks"), "is_current": show == REMARKS})
    return views


@require_safe
def import_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that the page of findings shows, all pages."""
    kept = import_or_403(request, pk)
    rows = rows_shown(kept, shown_rows(request, kept)).iterator(chunk_size=2000)
    return table_answer(request.GET.get("format"), exports.result_rows(rows), f"import-{kept.pk}")


@require_POST
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    kept = import_or_403(request, pk, CHANGE)
    try:
        services.order_apply(kept, request.user, sent_version(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:import-detail", pk)


def sent_version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@require_POST
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    kept = import_or_403(request, pk, CHANGE)
    try:
        services.cancel(kept, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The import is cancelled; nothing was saved."))
    return redirect("imports:import-list")
