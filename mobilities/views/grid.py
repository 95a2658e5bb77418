"""Many mobilities at once, as in a spreadsheet: a form that works as it is, and faster with static/js/grid.js."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.importers import grid
from mobilities.importers.grid import COLUMNS, EMPTY, MORE, SUGGESTED, GridRow
from mobilities.importers.register import Projects
from mobilities.models import Mobility
from mobilities.suggestions import suggestions
from mobilities.views.mobilities import listed, seen_by
from portal.common.http import require
from portal.common.refused import Refused
from portal.imports.enums import Outcome
from projects.models import Project

ADD = "mobilities.add_mobility"
EMPTY_ROWS = 10
MOST_SHOWN = 200
STATES = {
    EMPTY: ("draft", gettext_lazy("Empty")),
    Outcome.NEW: ("done", gettext_lazy("New")),
    Outcome.NEW_DRAFT: ("warn", gettext_lazy("New, a draft")),
    Outcome.CHANGED: ("done", gettext_lazy("Changed")),
    Outcome.CHANGED_DRAFT: ("warn", gettext_lazy("Changed, a draft")),
    Outcome.UNCHANGED: ("draft", gettext_lazy("Unchanged")),
    Outcome.REJECTED: ("stop", gettext_lazy("Error")),
}


@require_http_methods(["GET", "POST"])
def mobility_grid(request: HttpRequest) -> HttpResponse:
    """Empty, or with ?ids=… or the filters of the list and ?edit=1 the mobilities to change."""
    require(request.user, ADD, request.school)
    if request.method == "POST":
        return saved(request)
    if "copy" in request.GET:
        return grid_page(request, copied(request))
    rows = grid.shown_rows(to_change(request))
    return grid_page(request, rows or [GridRow() for _place in range(EMPTY_ROWS)])


def to_change(request: HttpRequest) -> list[Mobility]:
    if ids := request.GET.get("ids"):
        return list(by_keys(request, ids.split(",")))
    if "edit" not in request.GET:
        return []
    rows = listed(request)[1]
    if isinstance(rows, list):
        return list(by_keys(request, [str(row.pk) for row in rows[:MOST_SHOWN]]))
    return list(with_all(rows)[:MOST_SHOWN])


def copied(request: HttpRequest) -> list[GridRow]:
    """?copy=… of last year's mobilities as new rows of this year; nothing is saved yet."""
    keys = ",".join(request.GET.getlist("copy")).split(",")
    mobilities = list(by_keys(request, keys))
    project = seen_project(request, request.GET.get("project", ""))
    rows = grid.copies(mobilities, project, request.GET.get("people", ""))
    grid.check(rows, request.school)
    return rows or [GridRow() for _place in range(EMPTY_ROWS)]


def seen_project(request: HttpRequest, pk: str) -> Project | None:
    projects = Project.objects.filter(school=request.school)
    return projects.filter(pk=pk[:18]).first() if pk.isdecimal() else None


def by_keys(request: HttpRequest, texts: list[str]):
    keys = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 16]
    rows = seen_by(request).filter(pk__in=keys[:MOST_SHOWN]).order_by("-start", "pk")
    return with_all(rows.with_names())


def with_all(rows):
    return rows.select_related(
        "responsible", "school", "project", "host", "activity_type", "participant__qualification", "grant"
    ).prefetch_related("accompanying_persons__person")


def saved(request: HttpRequest) -> HttpResponse:
    """What is refused keeps every cell."""
    names = ("pk", "version", *COLUMNS, *MORE)
    try:
        rows = grid.rows_of_cells({name: request.POST.getlist(name) for name in names})
    except Refused as refusal:
        return grid_page(request, [GridRow() for _place in range(EMPTY_ROWS)], refusal=refusal)
    if "check" in request.POST:
        grid.check(rows, request.school)
        return grid_page(request, rows)
    if "rows" in request.POST:
        return grid_page(request, [*rows, *(GridRow() for _place in range(EMPTY_ROWS))])
    try:
        written = grid.save(rows, request.school, request.user)
    except Refused as refusal:
        return grid_page(request, rows, refusal=refusal)
    if not written:
        messages.info(request, _("Nothing was to be saved: no row is new or changed."))
        return grid_page(request, rows)
    done = ngettext("%(n)s mobility is saved.", "%(n)s mobilities are saved.", len(written)) % {"n": len(written)}
    messages.success(request, done)
    year = min(row.start for row in written)
    return redirect(f"{reverse('mobilities:mobility-list')}?sy={year.year if year.month >= 9 else year.year - 1}")


def grid_page(request: HttpRequest, rows: list[GridRow], refusal: Refused | None = None) -> HttpResponse:
    fields = [grid.grid_importer.field(name) for name in (*COLUMNS, *MORE)]
    shown = {name for row in rows for name in MORE if row.cells.get(name) and name != "group"}
    columns = [
        {
            "name": field.name, "label": field.label, "help": field.help, "is_more": field.name in MORE,
            "suggests": field.name in SUGGESTED, "is_long": field.name == "note",
        }
        for field in fields
    ]  # fmt: skip
    context = {
        "columns": columns,
        "rows": [shown_row(row, columns) for row in rows],
        "blank": shown_row(GridRow(), columns),
        "refusal": refusal,
        "wrong": [(number, row) for number, row in enumerate(rows, start=1) if row.errors],
        "states": STATES.items(),
        "counts": counts(rows),
        "most": grid.MOST_ROWS,
        "opens_wide": bool(shown),
        "is_changed": any(row.outcome not in (EMPTY, Outcome.UNCHANGED) for row in rows),
    }
    return render(request, "mobilities/mobility_grid.html", context, status=422 if refusal else 200)


def shown_row(row: GridRow, columns: list[dict[str, Any]]) -> dict[str, Any]:
    wrong = row.wrong
    kind, word = STATES[row.outcome]
    return {
        "row": row,
        "kind": kind,
        "word": word,
        "cells": [(column, row.cells.get(column["name"], ""), column["name"] in wrong) for column in columns],
    }


def counts(rows: list[GridRow]) -> dict[str, int]:
    filled = [row for row in rows if not row.is_empty]
    drafts = (Outcome.NEW_DRAFT, Outcome.CHANGED_DRAFT)
    return {
        "rows": len(filled),
        "errors": sum(bool(row.errors) for row in filled),
        "drafts": sum(row.outcome in drafts for row in filled),
    }


@require_POST
def mobility_grid_check(request: HttpRequest) -> HttpResponse:
    """The rows that were changed, as JSON {"rows": [{"key", "pk", "version", …cells}]}, and what is to be said."""
    require(request.user, ADD, request.school)
    try:
        sent = json.loads(request.body)["rows"]
        names = ("key", "pk", "version", *COLUMNS, *MORE)
        rows = grid.rows_of_cells({name: [str(row.get(name, "")) for row in sent] for name in names})
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": _("The rows could not be read.")}, status=400)
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    grid.check(rows, request.school)
    return JsonResponse({"rows": [answered(row) for row in rows]})


def answered(row: GridRow) -> dict[str, Any]:
    labels = {field.name: str(field.label) for field in grid.grid_importer.fields}
    return {
        "key": row.key,
        "state": row.outcome,
        "days": row.days,
        "errors": [{"column": name, "label": labels[name], "text": text} for name, text in row.errors],
        "remarks": row.remarks,
    }


@require_safe
def mobility_grid_suggest(request: HttpRequest) -> HttpResponse:
    require(request.user, ADD, request.school)
    column, text = request.GET.get("column", ""), request.GET.get("q", "")[:200].replace("\x00", "")
    if column not in SUGGESTED:
        return JsonResponse({"results": []})
    project = project_of(request, request.GET.get("project", "")) if column == "activity_type" else None
    found = suggestions(column, text, request.school, project)
    return JsonResponse({"results": [{"value": value, "note": note} for value, note in found]})


def project_of(request: HttpRequest, text: str) -> Project | None:
    try:
        return Project.objects.get(pk=Projects(request.school).find(text)) if text else None
    except Refused:
        return None
