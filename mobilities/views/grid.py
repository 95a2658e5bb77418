"""Many mobilities at once, as in a spreadsheet: a form that works as it is, and faster with static/js/grid.js."""

import json
from functools import cache
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.importers import grid
from mobilities.importers.grid import CELLS, EMPTY, MORE, NOTED, SUGGESTED, GridRow
from mobilities.importers.register import Projects
from mobilities.models import Mobility
from mobilities.suggestions import hosts_that_fit, suggestions
from mobilities.templatetags.grid import grid_state
from mobilities.views.mobilities import listed, seen_by
from portal.common.http import filled, require
from portal.common.refused import Refused
from portal.common.school_year import SchoolYear
from portal.common.tables import table_answer
from portal.imports.columns import keys_of
from portal.imports.enums import Outcome
from portal.imports.reading import tidy
from projects.models import Project

ADD = "mobilities.add_mobility"
SENT = ("pk", "version", "was", *CELLS)
CHECKED = ("row", *SENT)
ADDS = {"host": "new-host", "participant": "new-person", "accompanying": "new-person"}  # column > dialog
EMPTY_ROWS = 10
MOST_SHOWN = 200
MOST_NAMED = 20
STATES = {
    EMPTY: ("draft", pgettext_lazy("row", "Empty")),
    Outcome.NEW: ("done", pgettext_lazy("row", "New")),
    Outcome.NEW_DRAFT: ("warn", pgettext_lazy("row", "New, a draft")),
    Outcome.CHANGED: ("done", pgettext_lazy("row", "Changed")),
    Outcome.CHANGED_DRAFT: ("warn", pgettext_lazy("row", "Changed, a draft")),
    Outcome.UNCHANGED: ("draft", pgettext_lazy("row", "Unchanged")),
    Outcome.NEW + NOTED: ("warn", pgettext_lazy("row", "New, with a note")),
    Outcome.CHANGED + NOTED: ("warn", pgettext_lazy("row", "Changed, with a note")),
    Outcome.UNCHANGED + NOTED: ("warn", pgettext_lazy("row", "Unchanged, with a note")),
    Outcome.REJECTED: ("stop", pgettext_lazy("row", "Error")),
}


@require_http_methods(["GET", "POST"])
def mobility_grid(request: HttpRequest) -> HttpResponse:
    """Empty, or with ?ids=… or the filters of the list and ?edit=1 the mobilities to change."""
    require(request.user, ADD, request.school)
    if request.method == "POST":
        return saved(request)
    if "copy" in request.GET:
        return grid_page(request, copied(request))
    if "copying" in request.GET:
        return nothing_ticked(request)
    rows = grid.shown_rows(to_change(request))
    return grid_page(request, rows or [GridRow() for _place in range(EMPTY_ROWS)])


def nothing_ticked(request: HttpRequest) -> HttpResponse:
    """Back to last year's flows, as they were narrowed and with what was chosen beside them."""
    messages.warning(request, _("Nothing is ticked. Tick at least one row, then open it in the grid."))
    query = filled(QueryDict(request.GET["copying"][:2000]))
    for name in ("project", "people"):
        query[name] = request.GET.get(name, "")
    return redirect(f"{reverse('mobilities:mobility-copy')}?{query.urlencode()}")


def to_change(request: HttpRequest) -> list[Mobility]:
    if ids := request.GET.get("ids"):
        return list(by_keys(request, ids.split(",")))
    if "edit" not in request.GET:
        return []
    rows = listed(request)[1]
    if isinstance(rows, list):
        return list(by_keys(request, [str(row.pk) for row in rows[:MOST_SHOWN]]))
    return list(grid.for_cells(rows)[:MOST_SHOWN])


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
    return grid.for_cells(seen_by(request).filter(pk__in=keys[:MOST_SHOWN]).order_by("-start", "pk"))


def saved(request: HttpRequest) -> HttpResponse:
    """What is refused keeps every cell; the script of the page is answered in JSON and stays where it is."""
    try:
        rows = grid.rows_of_cells({name: request.POST.getlist(name) for name in SENT})
    except Refused as refusal:
        return answer(request, [GridRow() for _place in range(EMPTY_ROWS)], refusal)
    grid.choose(rows, {key: tidy(text) for key, text in request.POST.items() if key.startswith(("choice.", "seen."))})
    if "download" in request.POST:
        grid.check(rows, request.school, request.user)
        return table_answer(request.POST["download"], grid.told_rows(rows), "mobilities-grid")
    if "check" in request.POST:
        grid.check(rows, request.school, request.user)
        return grid_page(request, rows)
    if "rows" in request.POST:
        return grid_page(request, [*rows, *(GridRow() for _place in range(EMPTY_ROWS))])
    try:
        written = grid.save(rows, request.school, request.user)
    except Refused as refusal:
        return answer(request, rows, refusal)
    if not written:
        return answer(request, rows, note=_("Nothing was to be saved: no row is new or changed."))
    done = ngettext("%(n)s mobility is saved.", "%(n)s mobilities are saved.", len(written)) % {"n": len(written)}
    year = SchoolYear.of(min(row.start for row in written))
    if year != request.school_year:
        done += " " + _("The list shows the school year %(year)s, in which they start.") % {"year": year.display()}
    messages.success(request, done)
    tell_followed(request, rows)
    url = f"{reverse('mobilities:mobility-list')}?sy={year.start}"
    return JsonResponse({"url": url}) if wants_json(request) else redirect(url)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def answer(request: HttpRequest, rows: list[GridRow], refusal: Refused | None = None, note: str = "") -> HttpResponse:
    """The same grid again, with what is to be said of it."""
    if not wants_json(request):
        if note:
            messages.info(request, note)
        return grid_page(request, rows, refusal)
    said = {"refusal": str(refusal or ""), "note": note, "rows": [answered(request, row) for row in rows]}
    return JsonResponse(said, status=422 if refusal else 200)


def tell_followed(request: HttpRequest, rows: list[GridRow]) -> None:
    """Cells that were left alone and that somebody else changed meanwhile: theirs stands."""
    labels = {field.name: str(field.label) for field in grid.grid_importer.fields}
    told = [
        f"{row.cells['participant']} – {labels[name]}: {value or '–'}"
        for row in rows
        for name, value in row.taken.items()
        if name != "group"
    ]
    if told:
        text = _("Somebody else changed these meanwhile, and their values stand: %(cells)s.")
        messages.info(request, text % {"cells": "; ".join(told)})


def grid_page(request: HttpRequest, rows: list[GridRow], refusal: Refused | None = None) -> HttpResponse:
    shown = {name for row in rows for name in MORE if row.cells.get(name) and name != "group"}
    columns = columns_of_grid()
    words = {state: grid_state(*said) for state, said in STATES.items()}
    context = {
        "columns": columns,
        "name_parts": [(name, names_of(name)) for name in ("first_name", "last_name")],
        "rows": [shown_row(row, columns, words) for row in rows],
        "blank": shown_row(GridRow(), columns, words),
        "refusal": refusal,
        "problems": problems_of(rows),
        "clashes": [clashing(row, number) for number, row in enumerate(rows, start=1) if row.clashes],
        "states": words.items(),
        "counts": counts(rows),
        "most": grid.MOST_ROWS,
        "opens_wide": bool(shown) or any(row.is_about_more for row in rows),
        "is_changed": any(row.outcome not in (EMPTY, Outcome.UNCHANGED) for row in rows),
    }
    return render(request, "mobilities/mobility_grid.html", context, status=422 if refusal else 200)


def columns_of_grid() -> list[dict[str, Any]]:
    """`names`: by which the header of a pasted table may call the column."""
    fields = [grid.grid_importer.field(name) for name in CELLS]
    return [
        {
            "name": field.name, "label": field.label, "is_more": field.name in MORE, "names": names_of(field.name),
            "suggests": field.name in SUGGESTED, "is_long": field.name == "note", "adds": ADDS.get(field.name, ""),
        }
        for field in fields
    ]  # fmt: skip


@cache
def names_of(name: str) -> str:
    return "|".join(dict.fromkeys(key for key in keys_of(grid.grid_importer.field(name)) if key))


def shown_row(row: GridRow, columns: list[dict[str, Any]], words: dict[str, SafeString]) -> dict[str, Any]:
    wrong = row.wrong
    return {
        "row": row,
        "word": words[row.state],
        "said": said_of(row) if row.errors or row.remarks else None,
        "cells": [(column, row.cells.get(column["name"], ""), column["name"] in wrong) for column in columns],
    }


def said_of(row: GridRow) -> dict[str, Any]:
    errors = [[each.column, each.value, each.text] for each in row.errors]
    return {"errors": errors, "remarks": row.remarks, "opens": row.is_about_more}


def problems_of(rows: list[GridRow]) -> list[dict[str, Any]]:
    """Equal ones once, with the values and rows they are about; what stops before what is only noted."""
    labels = {field.name: field.label for field in grid.grid_importer.fields}
    found: dict[tuple[str, str], dict[str, list]] = {}

    def add(column: str, text: str, value: str, number: int) -> None:
        each = found.setdefault((column, text), {"values": [], "numbers": []})
        each["numbers"].append(number)
        if value and value not in each["values"]:
            each["values"].append(value)

    for number, row in enumerate(rows, start=1):
        for problem in row.errors:
            add(problem.column, problem.text, problem.value, number)
    for number, row in enumerate(rows, start=1):
        for remark in row.remarks:
            add("", remark.shape, remark.person, number)
    return [
        {"label": labels.get(column, ""), "text": shape.replace("{person}", shortened(each["values"]))}
        | each | {"values": each["values"] if column else []}
        for (column, shape), each in found.items()
    ]  # fmt: skip


def shortened(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


def clashing(row: GridRow, number: int | str) -> dict[str, Any]:
    labels = {field.name: field.label for field in grid.grid_importer.fields}
    return {
        "pk": row.pk,
        "number": number,
        "name": row.cells["participant"],
        "cells": [{"label": labels[each.column], **each._asdict()} for each in row.clashes],
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
    """Of the rows that were changed, and those that share people with them, what is to be said; sent as JSON
    {"rows": [{"row": its number, "pk", "version", "was", …cells}]}."""
    require(request.user, ADD, request.school)
    try:
        sent = json.loads(request.body)["rows"]
        rows = grid.rows_of_cells({name: [str(row.get(name, "")) for row in sent] for name in CHECKED})
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": _("The rows could not be read.")}, status=400)
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    grid.check(rows, request.school, request.user)
    return JsonResponse({"rows": [answered(request, row) for row in rows]})


def answered(request: HttpRequest, row: GridRow) -> dict[str, Any]:
    """`clash`: the choice between both values, as HTML; `taken`: cells that follow what somebody else saved."""
    context = {"clash": clashing(row, "")}
    return {
        "state": row.state,
        "days": row.days,
        "version": row.version,
        "was": row.written_was,
        "taken": row.taken,
        "goes": row.goes,
        "along": row.along,
        "clash": render_to_string("mobilities/mobility_grid_clash.html", context, request) if row.clashes else "",
        **said_of(row),
    }


@require_safe
def mobility_grid_suggest(request: HttpRequest) -> HttpResponse:
    require(request.user, ADD, request.school)
    column, text = request.GET.get("column", ""), request.GET.get("q", "")[:200].replace("\x00", "")
    if column not in SUGGESTED:
        return JsonResponse({"results": []})
    project = project_of(request, request.GET.get("project", "")) if column == "activity_type" else None
    found = suggestions(column, text, request.school, project)
    if column == "host" and not text.strip():
        typed = (request.GET.get(name, "")[:200].replace("\x00", "") for name in ("participant", "start", "end"))
        found = hosts_that_fit(request.school, *typed) or found
    return JsonResponse({"results": [{"value": value, "note": note} for value, note in found]})


def project_of(request: HttpRequest, text: str) -> Project | None:
    try:
        return Project.objects.get(pk=Projects(request.school).find(text)) if text else None
    except Refused:
        return None
