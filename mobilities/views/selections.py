"""Calls for participation: listed, prepared, looked at, printed."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.documents import render_protocol
from mobilities.enums import ApplicationState, SelectionState
from mobilities.exports.selections import call_rows, ranking_rows
from mobilities.forms.selections import CopyForm, SelectionFilterForm, SelectionForm, criteria_rows, usual_criteria
from mobilities.models import Score, Selection
from mobilities.selection_record import Record, ranking_rule, record_of
from mobilities.services import selections as services
from portal.audit.history import history_of
from portal.common.http import NotNow, file_response, get_or_403, page_of, require, with_filters
from portal.common.refused import Refused
from portal.common.tables import table_answer
from portal.common.text import day, day_range
from projects.models import Project

VIEW, CHANGE = "mobilities.view_selection", "mobilities.change_selection"
COPIED = ("title", "project", "activity_type", "places", "note")


def selection_or_403(request: HttpRequest, pk: int, permission: str, *states: str) -> Selection:
    """The call; where it is in none of `states`, its page is named instead."""
    rows = Selection.objects.visible_to(request.user).select_related("school", "project", "activity_type")
    selection = get_or_403(rows, request.user, permission, pk=pk)
    if states and selection.state not in states:
        raise not_now(selection, sentence_for(selection))
    return selection


def not_now(selection: Selection, sentence: str) -> NotNow:
    return NotNow(sentence, reverse("mobilities:selection-detail", args=[selection.pk]), _("To the call"))


def sentence_for(selection: Selection) -> str:
    if selection.state == SelectionState.DRAFT:
        return _("The call is still being prepared. Open it first.")
    if selection.state == SelectionState.OPEN:
        return _("The call is not decided yet.")
    return _("The call is decided, so everything in it stays as it is.")


def crumbs(selection: Selection | None = None) -> list[tuple[str, str]]:
    steps = [(_("Calls for participation"), reverse("mobilities:selection-list"))]
    if selection and selection.pk:
        steps.append((selection.title, reverse("mobilities:selection-detail", args=[selection.pk])))
    return steps


def listed(request: HttpRequest):
    """(filter form, rows)"""
    require(request.user, VIEW, request.school)
    form = SelectionFilterForm(request.GET, school=request.school)
    rows = form.narrow(Selection.objects.visible_to(request.user).filter(school=request.school))
    rows = rows.select_related("project", "activity_type").annotate(
        applied=Count("applications"),
        chosen=Count("applications", filter=Q(applications__state=ApplicationState.SELECTED)),
    )
    return form, rows.order_by("-opens", "title", "pk")


@require_safe
def selection_list(request: HttpRequest) -> HttpResponse:
    form, rows = listed(request)
    may_add = request.user.has_perm(CHANGE, request.school)
    context = {
        "form": form,
        "page": page_of(request, rows),
        "export_url": with_filters(request, reverse("mobilities:selection-list-export"), of_year=False),
        "add_url": reverse("mobilities:selection-add") if may_add else "",
        "crumbs": [(_("Mobilities"), reverse("mobilities:mobility-list"))],
    }
    return render(request, "mobilities/selection_list.html", context)


@require_safe
def selection_list_export(request: HttpRequest) -> HttpResponse:
    _form, rows = listed(request)
    return table_answer(request.GET.get("format"), call_rows(rows), "calls")


@require_http_methods(["GET", "POST"])
def selection_add(request: HttpRequest) -> HttpResponse:
    require(request.user, CHANGE, request.school)
    copies = CopyForm(request.GET if "copy" in request.GET else None, school=request.school)
    earlier = copies.cleaned_data["copy"] if copies.is_bound and copies.is_valid() else None
    initial: dict[str, Any] = {"project": chosen_project(request)}
    offered = usual_criteria()
    if earlier:
        initial = {name: getattr(earlier, name) for name in COPIED}
        offered = list(earlier.criteria.values("name", "weight", "most_points"))
    context = {"copies": copies if copies.fields["copy"].queryset.exists() else None}
    return edited(request, Selection(school=request.school), initial, offered, context)


@require_http_methods(["GET", "POST"])
def selection_edit(request: HttpRequest, pk: int) -> HttpResponse:
    selection = selection_or_403(request, pk, CHANGE, *services.UNDECIDED)
    return edited(request, selection, {}, [], {})


def chosen_project(request: HttpRequest, fallback: Project | None = None) -> Project | None:
    pk = request.POST.get("project") or request.GET.get("project") or ""
    if not (pk.isascii() and pk.isdecimal()):
        return fallback
    return Project.objects.filter(school=request.school, pk=pk[:18]).first() or fallback


def edited(request: HttpRequest, selection: Selection, initial: dict, offered: list, more: dict) -> HttpResponse:
    """The form of a call with its criteria, shown, checked or saved."""
    data = request.POST if request.method == "POST" else None
    known = selection.project if selection.pk else initial.get("project")
    project = chosen_project(request, known)
    form = SelectionForm(data, instance=selection, year=request.school_year, project=project, initial=initial)
    # Once points are given, the rules by which they were given stay.
    is_fixed = bool(selection.pk) and Score.objects.filter(application__selection=selection).exists()
    criteria = None if is_fixed else criteria_rows(data, selection, offered)
    if data is not None and form.is_valid() and (criteria is None or criteria.is_valid()):
        try:
            saved = services.save_selection(form, criteria, request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect("mobilities:selection-detail", pk=selection.pk)
        messages.success(request, _("The call is saved."))
        return redirect("mobilities:selection-detail", pk=saved.pk)
    context = {"form": form, "criteria": criteria, "selection": selection, "crumbs": crumbs(selection)} | more
    return render(request, "mobilities/selection_form.html", context)


@require_safe
def selection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    selection = selection_or_403(request, pk, VIEW)
    record = record_of(selection)
    may_change = request.user.has_perm(CHANGE, selection)
    context = {
        "selection": selection,
        "record": record,
        "crumbs": crumbs(),
        "facts": key_facts(record),
        "missing": missing(record) if may_change else [],
        "next_in_line": record.next_in_line,
        "may_change": may_change,
        "rule": ranking_rule(),
        "history": history_of(selection, request.user),
    }
    return render(request, "mobilities/selection_detail.html", context)


def key_facts(record: Record) -> list[dict[str, Any]]:
    selection = record.selection
    gone = len(record.lines) - len(record.ranked)
    withdrawn = ngettext("%(n)s has withdrawn", "%(n)s have withdrawn", gone) % {"n": gone} if gone else ""
    reserve = len(record.reserve)
    waiting = ngettext("%(n)s in the reserve list", "%(n)s in the reserve list", reserve) % {"n": reserve}
    facts = [
        {"label": _("Places"), "value": selection.places},
        {"label": _("Applications"), "value": len(record.lines), "note": withdrawn},
        {"label": _("Applications are taken"), "value": day_range(selection.opens, selection.closes)},
    ]
    if selection.decided_on:
        decided = {"label": _("Decided on"), "value": day(selection.decided_on), "note": selection.decided_by}
        facts[1:1] = [{"label": _("Selected"), "value": len(record.selected), "note": waiting if reserve else ""}]
        facts.append(decided)
    return facts


def missing(record: Record) -> list[dict[str, str]]:
    """What stands between the call and its mobilities, each with the page that mends it."""
    selection = record.selection
    if selection.state == SelectionState.DRAFT:
        return []
    rows = []
    if selection.state == SelectionState.OPEN:
        if not record.lines:
            rows.append((_("Nobody applied yet."), _("Enter applications"), "application-add"))
        if n := len(record.lacking):
            sentence = ngettext("%(n)s person lacks points.", "%(n)s people lack points.", n)
            rows.append((sentence % {"n": n}, _("Enter points"), "selection-points"))
    elif record.to_send:
        n = len(record.to_send)
        sentence = ngettext(
            "%(n)s of the selected has no mobility yet.", "%(n)s of the selected have no mobility yet.", n
        )
        rows.append((sentence % {"n": n}, _("Make mobilities"), "selection-mobilities"))
    return [
        {"text": text, "action": action, "url": reverse(f"mobilities:{page}", args=[selection.pk])}
        for text, action, page in rows
    ] + cancelled(record)


def cancelled(record: Record) -> list[dict[str, str]]:
    """Whose mobility was cancelled on its own page still holds a place here."""
    return [
        {
            "text": _("The mobility of %(person)s is cancelled; the place is taken until the withdrawal is recorded.")
            % {"person": line.application.person},
            "action": _("Record the withdrawal"),
            "url": reverse("mobilities:application-withdraw", args=[record.selection.pk, line.application.pk]),
        }
        for line in record.selected
        if line.application.mobility and line.application.mobility.state == "cancelled"
    ]


@require_http_methods(["GET", "POST"])
def selection_delete(request: HttpRequest, pk: int) -> HttpResponse:
    selection = selection_or_403(request, pk, CHANGE, *services.UNDECIDED)
    if request.method == "POST":
        try:
            services.delete_selection(selection, request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect("mobilities:selection-detail", pk=pk)
        messages.success(request, _("The call is deleted."))
        return redirect("mobilities:selection-list")
    context = {
        "selection": selection,
        "crumbs": crumbs(selection),
        "heading": _("Delete the call"),
        "text": _("The call disappears for good with its criteria. A call in which people applied stays."),
    }
    return render(request, "mobilities/selection_ask.html", context)


@require_POST
def selection_move(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    selection = selection_or_403(request, pk, CHANGE)
    if step not in services.STEPS:
        raise Http404
    try:
        services.move_selection(selection, request.user, step)
        messages.success(request, done_in_words(step))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("mobilities:selection-detail", pk=pk)


def done_in_words(step: str) -> str:
    return {
        "open": _("The call is open for applications."),
        "prepare": _("The call is being prepared again."),
        "reopen": _("The decision is taken back, and the call is open again."),
        "close": _("Applications are not taken any more; now it can be decided."),
    }[step]


@require_safe
def selection_export(request: HttpRequest, pk: int) -> HttpResponse:
    selection = selection_or_403(request, pk, VIEW)
    return table_answer(request.GET.get("format"), ranking_rows(record_of(selection)), f"call-{selection.pk}")


@require_safe
def selection_protocol(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided and why, to be read here; the PDF is for signing."""
    selection = selection_or_403(request, pk, VIEW)
    context = {
        "selection": selection,
        "record": record_of(selection),
        "crumbs": crumbs(selection),
        "rule": ranking_rule(),
    }
    return render(request, "mobilities/selection_protocol.html", context)


@require_safe
def selection_protocol_pdf(request: HttpRequest, pk: int) -> FileResponse:
    selection = selection_or_403(request, pk, VIEW)
    name = f"{_('Protocol')} {selection.title}"[:120].replace("/", "-") + ".pdf"
    return file_response(BytesIO(render_protocol(record_of(selection))), name, "application/pdf")
