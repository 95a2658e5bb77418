"""What became of each row."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.common.http import page_of
from portal.common.refused import Refused
from portal.common.tables import table_answer
from portal.common.text import number
from portal.imports import exports
from portal.imports.enums import ImportState, Outcome
from portal.imports.forms import RowFilterForm
from portal.imports.models import Import
from portal.imports.services.imports import UNDO
from portal.imports.views.kept import CHANGE, STATUS, crumbs, import_or_403
from portal.jobs.lines import job_line
from portal.jobs.models import State

REMARKS, REPEATS = "remarks", "repeats"


@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    kept = import_or_403(request, pk)
    may_change = request.user.has_perm(CHANGE, kept) and request.user.has_perm(kept.importer.permission, kept.school)
    show = shown_rows(request)
    page = page_of(request, rows_shown(kept, show))
    remarks = kept.remarks_on_many()
    end = stopped(kept)
    is_cancelled = kept.state == ImportState.CANCELLED
    is_halted = end and kept.state != ImportState.APPLIED
    context = {
        "kept": kept,
        "remarks": remarks,
        "changed_since": kept.changed_since,
        "rows": rows_told(page, remarks, show),
        "left_out": [title.rstrip(".") for title in kept.left_out()] if kept.counts else [],
        "crumbs": crumbs(),
        "status": "stop" if is_halted else STATUS[ImportState(kept.state)],
        "status_word": _("Stopped") if is_halted else kept.get_state_display(),
        "line": job_line(kept.job, request.user) if is_worth_a_line(kept) else None,
        "stopped": end,
        "facts": facts(kept),
        "views": outcome_views(request, kept, show),
        "page": page,
        "show": show,
        "export_url": f"{reverse('imports:import-export', args=[pk])}?show={show}",
        "may_map": may_change and kept.may_be_mapped,
        "may_apply": may_change and kept.may_be_applied,
        "may_apply_in_part": may_change and kept.may_be_applied_in_part,
        "may_undo": may_change and kept.may_be_undone,
        "may_mend": kept.count_rejected > 0 and bool(kept.file) and not is_cancelled,
        "may_cancel": may_change and not kept.is_over,
        "may_begin_again": may_change and is_cancelled,
    }
    return render(request, "imports/import_detail.html", context)


def is_worth_a_line(kept: Import) -> bool:
    """While it works, and where it failed or was stopped."""
    if kept.job is None or kept.job.state == State.DONE:
        return False
    return not kept.is_over or (kept.state == ImportState.APPLIED and kept.job.kind == UNDO)


def stopped(kept: Import) -> str:
    """What it means that its work failed or was cancelled."""
    if not is_worth_a_line(kept) or not kept.job.is_over:
        return ""
    if kept.state == ImportState.APPLIED:
        return _("The work was stopped: nothing was taken back.")
    return _("The work was stopped: nothing was saved.")


def facts(kept: Import) -> list[dict[str, str]]:
    return [
        fact(_("New"), kept.count_new, kept.count_of(Outcome.NEW_DRAFT)),
        fact(_("Changed"), kept.count_changed, kept.count_of(Outcome.CHANGED_DRAFT)),
        fact(_("Unchanged"), kept.count_of(Outcome.UNCHANGED) - kept.count_repeats),
        *([fact(_("Repeats in the file"), kept.count_repeats)] if kept.count_repeats else []),
        fact(_("Rejected"), kept.count_rejected),
    ]


def fact(label: str, count: int, drafts: int = 0) -> dict[str, str]:
    """Drafts are saved as well, and something is still to be added to them."""
    words = ngettext("%(count)s of them a draft", "%(count)s of them drafts", drafts) % {"count": number(drafts)}
    return {"label": label, "value": number(count), "note": words if drafts else ""}


def shown_rows(request: HttpRequest) -> str:
    """The outcome asked for; by itself all rows."""
    form = RowFilterForm(request.GET)
    form.is_valid()
    return form.cleaned_data.get("show") or ""


def rows_shown(kept: Import, show: str):
    if show == REMARKS:
        return kept.rows.exclude(remarks=[])
    repeats = kept.rows.filter(remarks__0__has_key="repeats")
    if show == REPEATS:
        return repeats
    if show == Outcome.UNCHANGED:
        return kept.rows.filter(outcome=show).exclude(pk__in=repeats.values("pk"))
    return kept.rows.filter(outcome=show) if show else kept.rows.all()


def rows_told(page, remarks: list[dict], show: str) -> list[tuple]:
    """(row, its reasons, its remarks); what was said once of many rows is not said again of each."""
    said = set() if show == REMARKS else {remark["text"] for remark in remarks}
    return [
        (row, row.told_reasons(), [each for each in row.linked_remarks() if each["links"] or each["text"] not in said])
        for row in page
    ]


def outcome_views(request: HttpRequest, kept: Import, show: str) -> list[dict[str, Any]]:
    def view(shown: str, label: object, count: int | None = None) -> dict[str, Any]:
        found = {"url": f"?show={shown}" if shown else "?", "label": label, "is_current": show == shown}
        return found if count is None else found | {"count": number(count)}

    counted = {outcome: kept.count_of(outcome) for outcome, _label in Outcome.choices}
    counted[Outcome.UNCHANGED] -= kept.count_repeats
    views = [view("", _("All rows"), sum(kept.counts.values()))]
    views += [view(outcome, label, counted[outcome]) for outcome, label in Outcome.choices if counted[outcome]]
    if kept.count_repeats:
        views.append(view(REPEATS, _("Repeats in the file"), kept.count_repeats))
    if kept.has_remarks_on_rows:
        views.append(view(REMARKS, _("With remarks")))
    return views


@require_safe
def import_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that the page of findings shows, all pages."""
    kept = import_or_403(request, pk)
    rows = rows_shown(kept, shown_rows(request)).iterator(chunk_size=2000)
    return table_answer(request.GET.get("format"), exports.result_rows(rows), f"import-{kept.pk}")


@require_safe
def import_rejected(request: HttpRequest, pk: int) -> HttpResponse:
    """The rejected rows as they came, to be mended and uploaded again."""
    kept = import_or_403(request, pk)
    try:
        table = exports.rejected_rows(kept)
    except (Refused, OSError, ValueError):
        messages.error(request, _("The file of this import is no longer stored."))
        return redirect("imports:import-detail", pk)
    return table_answer(kept.form, table, f"import-{kept.pk}-rejected", kept.separator or ";")
