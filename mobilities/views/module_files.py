"""The Beneficiary Module of a project: its templates filled, its exports compared."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from mobilities.beneficiary_module import filling
from mobilities.beneficiary_module.filling import Filling
from mobilities.beneficiary_module.preview import columns_told, preview_of
from mobilities.enums import ModuleFilePurpose, ModuleFileState
from mobilities.forms.module_files import MatchForm, ModuleUploadForm
from mobilities.models import ModuleFile
from mobilities.services import module_files as services
from mobilities.views.module_drift import drift_context
from mobilities.views.module_frame import CHANGE, CHANGE_PROJECT, PAGE, file_or_403, frame, module_project
from mobilities.views.module_mends import empty_told
from portal.common.http import file_response, page_of
from portal.common.refused import Refused
from portal.common.text import number
from portal.imports import limits
from portal.imports.sentences import in_readers_language
from portal.imports.views.upload import REQUEST_SLACK, content_length
from portal.jobs.lines import job_line
from portal.jobs.models import State
from projects.models import Project

STATUS = {ModuleFileState.RECEIVED: "draft", ModuleFileState.WORKING: "go", ModuleFileState.READY: "done"}
NAMES_SHOWN = 50


@require_safe
def module_file_list(request: HttpRequest, pk: int) -> HttpResponse:
    project = module_project(request, pk)
    page = page_of(request, project.module_files.select_related("user", "job"))
    context = {
        **frame(request, project, _("Beneficiary Module")),
        "page": page,
        "rows": [(row, STATUS[ModuleFileState(row.state)]) for row in page],
    }
    return render(request, "mobilities/module_file_list.html", context)


@csrf_exempt  # too large a request is refused before anything of it is read; all others are checked below
@require_http_methods(["GET", "POST"])
def module_file_add(request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
    if purpose not in ModuleFilePurpose.values:
        raise Http404
    project = module_project(request, pk, CHANGE_PROJECT)
    if request.method == "POST" and content_length(request) > settings.UPLOAD_MAX_BYTES + REQUEST_SLACK:
        return upload_page(request, project, purpose, ModuleUploadForm(), limits.too_large(), status=413)
    return upload(request, project, purpose)


@csrf_protect
def upload(request: HttpRequest, project: Project, purpose: str) -> HttpResponse:
    form = ModuleUploadForm(request.POST, request.FILES) if request.method == "POST" else ModuleUploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = services.receive(project, purpose, file, file.name, file.size, request.user)
        except Refused as refusal:
            return upload_page(request, project, purpose, form, refusal, status=422)
        return redirect("mobilities:module-file-match", row.pk)
    return upload_page(request, project, purpose, form)


def upload_page(
    request: HttpRequest, project: Project, purpose: str, form, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    is_fill = purpose == ModuleFilePurpose.FILL
    context = {
        **frame(request, project, _("Fill a template") if is_fill else _("Compare an export")),
        "form": form,
        "refusal": refusal,
        "is_fill": is_fill,
        "limits": limits.in_words(),
        "cancel_url": reverse(PAGE, args=[project.pk]),
    }
    return render(request, "mobilities/module_file_add.html", context, status=status)


@require_http_methods(["GET", "POST"])
def module_file_match(request: HttpRequest, pk: int) -> HttpResponse:
    """POST with `go` also has the file filled or compared."""
    row = file_or_403(request, pk, CHANGE)
    if services.is_at_work(row):
        return redirect("mobilities:module-file-detail", pk)
    form = MatchForm(request.POST if request.method == "POST" else None, row=row)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        try:
            row = services.save_mapping(
                row,
                chosen["version"],
                form.mapping(),
                which=chosen["which"] or row.which,
                main_word=chosen["main_word"],
            )
            if "go" in request.POST:
                services.order(row, request.user)
                return redirect("mobilities:module-file-detail", pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("mobilities:module-file-match", pk)
    return match_page(request, row, form)


def match_page(request: HttpRequest, row: ModuleFile, form: MatchForm) -> HttpResponse:
    is_fill = row.purpose == ModuleFilePurpose.FILL
    problem, template, plan = "", None, None
    try:
        template = services.opened(row)
        plan = services.planned(row, template) if is_fill else None
    except Refused as refusal:
        problem = str(refusal)
    context = {
        **frame(request, row.project, _("Which column is which")),
        "row": row,
        "form": form,
        "is_fill": is_fill,
        "columns": columns_told(row, template, form, services.remembered(row.project)),
        "remarks": remarks_of(row),
        "problem": problem,
        "cancel_url": reverse(PAGE, args=[row.project_id]),
    }
    if plan:
        form.tell_counts(plan.counts)
        context |= preview_context(plan)
    return render(request, "mobilities/module_file_match.html", context)


def preview_context(plan: Filling) -> dict[str, Any]:
    held = [services.left_out(plan, each) for each in plan.left_out]
    return {
        "preview": preview_of(plan),
        "filled": len(plan.rows),
        "drafts": plan.drafts,
        "empty": empty_told(plan),
        "plan_remarks": plan.remarks(),
        **held_context(held),
    }


def held_context(held: list[dict[str, Any]]) -> dict[str, Any]:
    """Mobilities that are held back, together where the same is missing; the most frequent first."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for each in held:
        groups[tuple(in_readers_language(reason) for reason in each["reasons"])].append(each)
    told = [
        {"reasons": reasons, "rows": rows[:NAMES_SHOWN], "count": len(rows), "more": max(len(rows) - NAMES_SHOWN, 0)}
        for reasons, rows in sorted(groups.items(), key=lambda group: -len(group[1]))
    ]
    return {"held": len(held), "held_groups": told}


def remarks_of(row: ModuleFile) -> list[str]:
    return [in_readers_language(remark) for remark in row.remarks]


@require_safe
def module_file_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = file_or_403(request, pk)
    is_worth_a_line = row.job is not None and row.job.state != State.DONE
    context = {
        **frame(request, row.project, row.name),
        "row": row,
        "status": STATUS[ModuleFileState(row.state)],
        "line": job_line(row.job, request.user) if is_worth_a_line else None,
        "remarks": remarks_of(row),
    }
    if row.purpose == ModuleFilePurpose.COMPARE:
        context |= drift_context(request, row, may_change=context["may_change"])
        return render(request, "mobilities/module_drift.html", context)
    context |= {
        "facts": [
            {"label": _("Mobilities in the file"), "value": number(row.counts.get("filled", 0))},
            {"label": _("New mobility IDs"), "value": number(row.counts.get("given", 0))},
            {"label": _("Drafts in the module"), "value": number(row.counts.get("drafts", 0))},
            {"label": _("Held back"), "value": number(row.counts.get("left_out", 0))},
        ],
        "useless": filling.useless(row.counts.get("lacking", ()), row.counts.get("filled", 0)) if row.result else None,
        **held_context(row.left_out),
    }
    return render(request, "mobilities/module_file_detail.html", context)


@require_safe
def module_file_download(request: HttpRequest, pk: int) -> HttpResponse:
    row = file_or_403(request, pk)
    try:
        file = row.result.open("rb") if row.result else None
    except OSError:
        file = None
    if file is None:
        raise Http404
    name = services.result_name(row)
    kind = "text/csv" if row.layout.get("encoding") else services.XLSX_TYPE
    return file_response(file, name, kind)


@require_http_methods(["GET", "POST"])
def module_file_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = file_or_403(request, pk, CHANGE)
    if request.method == "POST":
        try:
            services.delete_file(row, request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The file is deleted."))
        return redirect(PAGE, row.project_id)
    context = {**frame(request, row.project, _("Delete the file")), "row": row}
    return render(request, "mobilities/module_file_delete.html", context)
