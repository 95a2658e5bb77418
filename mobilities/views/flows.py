"""Mobilities in streams, and last year's streams to be copied."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mobilities.exports.flows import flow_rows
from mobilities.flows import BY_DATES, BY_HOST, BY_PLAN, Flow, flows_of
from mobilities.forms.flows import CopyFilterForm, CopyForm
from mobilities.forms.mobilities import STANDING
from mobilities.host_suggestions import problems_at
from mobilities.models import Mobility
from mobilities.views.lists import list_tabs
from mobilities.views.mobilities import LIST, listed, seen_by, year_views
from portal.common.http import filled, require, with_filters
from portal.common.tables import table_answer

ADD = "mobilities.add_mobility"


def grouped(request: HttpRequest) -> tuple[Any, list[Flow], list[str]]:
    by = [name for name in (BY_HOST, BY_DATES) if name in request.GET.getlist("by")]
    form, rows = listed(request)
    if isinstance(rows, list):
        rows = Mobility.objects.filter(pk__in=[row.pk for row in rows[:2000]])
    return form, flows_of(rows, by), by


@require_safe
def flow_list(request: HttpRequest) -> HttpResponse:
    require(request.user, LIST, request.school)
    form, flows, by = grouped(request)
    context = {
        "form": form,
        "tabs": list_tabs(request, "mobilities:flow-list"),
        "flows": [(flow, behind(request, flow)) for flow in flows],
        "total": {
            "people": len(set().union(*(flow.goers for flow in flows))),
            "accompanying": len(set().union(*(flow.company for flow in flows))),
            "days": sum(flow.days for flow in flows),
        },
        "by": by,
        "groupings": groupings(request, by),
        "views": year_views(request),
        "export_url": with_filters(request, reverse("mobilities:flow-export")),
    }
    return render(request, "mobilities/flow_list.html", context)


@require_safe
def flow_export(request: HttpRequest) -> HttpResponse:
    require(request.user, LIST, request.school)
    return table_answer(request.GET.get("format"), flow_rows(grouped(request)[1]), "flows")


def behind(request: HttpRequest, flow: Flow) -> str:
    """The list of the mobilities of a flow, with the filters of this page."""
    query = filled(request.GET)
    for name in ("by", "page"):
        query.pop(name, None)
    query["project"], query["activity_type"] = flow.project.pk, flow.activity_type.pk
    query["direction"] = flow.direction
    if not (query.get("state") or query.get("counted")):
        query["counted"] = STANDING
    for name, value in (("country", flow.country), ("host", flow.host and flow.host.pk)):
        if value:
            query[name] = value
    for name, value in (("starts", flow.start), ("ends", flow.end)):
        if value:
            query[name] = value.isoformat()
    return f"{reverse('mobilities:mobility-list')}?{query.urlencode()}"


def groupings(request: HttpRequest, by: list[str]) -> list[dict]:
    def address(*names: str) -> str:
        query = filled(request.GET)
        query.pop("page", None)
        query.setlist("by", names)
        return f"?{query.urlencode()}"

    ways = [(_("By country"), ()), (_("By host"), (BY_HOST,)), (_("By host and dates"), (BY_HOST, BY_DATES))]
    return [{"label": label, "url": address(*names), "is_current": list(names) == by} for label, names in ways]


@require_safe
def mobility_copy(request: HttpRequest) -> HttpResponse:
    """Last year's flows, to be ticked and opened in the grid a year later."""
    require(request.user, ADD, request.school)
    form = CopyForm(request.GET, school=request.school, year=request.school_year)
    form.is_valid()
    filters = CopyFilterForm(request.GET, rows=seen_by(request).in_school_year(request.school_year.previous))
    flows = flows_of(filters.narrow(), (BY_HOST, BY_PLAN))
    problems = problems_at(request.school)
    context = {
        "form": form,
        "filters": filters,
        "filters_query": urlencode({name: request.GET.get(name, "") for name in filters.fields}),
        "flows": [(flow, ",".join(map(str, flow.keys)), problems[flow.host.pk if flow.host else 0]) for flow in flows],
        "previous": request.school_year.previous,
        "year": request.school_year,
    }
    return render(request, "mobilities/mobility_copy.html", context)
