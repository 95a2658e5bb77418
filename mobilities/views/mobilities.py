"""The list of mobilities, and what other pages take from it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from mobilities.checklist_record import with_marks
from mobilities.completeness import in_chunks, with_findings
from mobilities.exports.mobilities import mobility_rows
from mobilities.forms.mobilities import MobilityFilterForm, with_report_state
from mobilities.models import Mobility
from mobilities.views.lines import lines_of
from mobilities.views.lists import list_tabs, query_of
from portal.common.http import page_by_keys, page_of, require, with_filters
from portal.common.tables import table_answer

LIST, ADD, CHANGE = "mobilities.list_mobility", "mobilities.add_mobility", "mobilities.change_mobility"


def seen_by(request: HttpRequest):
    return Mobility.objects.visible_to(request.user).filter(school=request.school)


def dressed(rows):
    return with_report_state(rows.with_names())


def listed(request: HttpRequest):
    """(filter form, rows): the school year's, or every year's with ?year=all."""
    rows = seen_by(request)
    countries = rows.exclude(country="").order_by().values_list("country", flat=True).distinct()
    form = MobilityFilterForm(request.GET, school=request.school, countries=list(countries))
    if request.GET.get("year") != "all":
        rows = rows.in_school_year(request.school_year)
    rows = dressed(form.narrow(rows)).order_by(*form.order)
    return form, form.of_completeness(rows)


@require_safe
def mobility_list(request: HttpRequest) -> HttpResponse:
    require(request.user, LIST, request.school)
    form, rows = listed(request)
    page = page_of(request, rows) if isinstance(rows, list) else page_by_keys(request, rows, dressed(Mobility.objects))
    page.object_list = with_marks(with_findings(page.object_list))
    context = {
        "form": form,
        "page": page,
        "tabs": list_tabs(request, "mobilities:mobility-list"),
        "views": year_views(request),
        "sort": form.cleaned_data.get("sort", ""),
        "export_url": with_filters(request, reverse("mobilities:mobility-export")),
        "may_add": request.user.has_perm(ADD, request.school),
        "add_url": reverse("mobilities:mobility-add") if request.user.has_perm(ADD, request.school) else "",
        "actions": list_actions(request),
        "more": list_more(request, some=bool(page.object_list)),
        "bulk_actions": bulk_actions(),
        "lines": lines_of(page.object_list, timezone.localdate()),
    }
    return render(request, "mobilities/mobility_list.html", context)


def list_actions(request: HttpRequest) -> list[dict[str, str]]:
    if not request.user.has_perm(ADD, request.school):
        return []
    return [
        {"url": reverse("mobilities:mobility-grid"), "label": _("Many in a grid"), "icon": "move"},
        {"url": reverse("mobilities:mobility-add-group"), "label": _("Add a group"), "icon": "people"},
    ]


def list_more(request: HttpRequest, *, some: bool) -> list[dict[str, str]]:
    found = []
    if request.user.has_perm(ADD, request.school):
        if some:
            edit = with_filters(request, reverse("mobilities:mobility-grid")) + "&edit=1"
            found.append({"url": edit, "label": _("Edit these in the grid")})
        found.append({"url": reverse("mobilities:mobility-copy"), "label": _("Copy last year's mobilities")})
        found.append({"url": reverse("imports:import-add", args=["mobilities"]), "label": _("Import")})
        found.append({"url": reverse("mobilities:checklist-list"), "label": _("Papers that are asked for")})
    if request.user.has_perm("mobilities.view_selection", request.school):
        found.append({"url": reverse("mobilities:selection-list"), "label": _("Calls for participation")})
    if request.user.has_perm("mobilities.view_school_contact", request.school):
        found += paper_pages(request)
    return found


def paper_pages(request: HttpRequest) -> list[dict[str, str]]:
    """What papers are made from, and those that were made."""
    pages = [
        ("mobilities:school-contact-list", _("Contacts of the school")),
        ("reports:paper-template-list", _("Texts of papers")),
        ("reports:bundle-list", _("Papers made")),
    ]
    return [{"url": reverse(name), "label": label} for name, label in pages]


def bulk_actions() -> list[dict]:
    return [
        {"value": "papers", "label": _("Make papers")},
        {"value": "plan", "label": _("Learning plan")},
        {"value": "grid", "label": _("Edit in the grid")},
        {"value": "confirm", "label": _("Confirm")},
        {"value": "close", "label": pgettext("mobility", "Close")},
        {"value": "interrupt", "label": _("Interrupt them")},
        {"value": "cancel", "label": _("Cancel them"), "confirm": _("Cancel the ticked mobilities?")},
    ]


def year_views(request: HttpRequest) -> list[dict]:
    """This school year, or every year; other filters stay."""
    is_all = request.GET.get("year") == "all"
    label = _("School year %(year)s") % {"year": request.school_year}
    return [
        {"label": label, "url": query_of(request, year=None, sy=None, school=None), "is_current": not is_all},
        {"label": _("All years"), "url": query_of(request, year="all", sy=None, school=None), "is_current": is_all},
    ]


@require_safe
def mobility_export(request: HttpRequest) -> HttpResponse:
    require(request.user, LIST, request.school)
    _form, rows = listed(request)
    if not isinstance(rows, list):
        rows = rows.sharing_names()
    return table_answer(request.GET.get("format"), mobility_rows(in_chunks(rows)), "mobilities")
