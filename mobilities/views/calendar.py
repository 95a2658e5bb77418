"""The listed mobilities over the school year, and month by month: who leaves, who returns, who is away."""

from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date, format_skeleton
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mobilities.enums import MobilityState
from mobilities.trips import Trip, Week, place_of_day, travellers, trips_of, weeks_between
from mobilities.views.lists import list_tabs, query_of
from mobilities.views.mobilities import LIST, listed
from portal.common import places
from portal.common.http import page_of, require, with_filters
from portal.common.school_year import SchoolYear
from portal.common.text import active_language

ROWS = 60
LINES = 40  # of one kind in a week; more of them are only counted
NARROWEST = 1.5  # a day must be seen


@dataclass(frozen=True)
class Bar:
    """A trip as a line of the calendar; left and width of 365."""

    trip: Trip
    label: str
    place: str
    url: str
    left: str
    width: str
    look: str
    week: date


@require_safe
def mobility_calendar(request: HttpRequest) -> HttpResponse:
    require(request.user, LIST, request.school)
    form, rows = listed(request)
    year, today = request.school_year, timezone.localdate()
    trips = trips_of(rows, year.first_day, year.last_day)
    month = month_asked(request, year)
    page = page_of(request, trips, ROWS)
    context = {
        "form": form,
        "tabs": list_tabs(request, "mobilities:mobility-calendar"),
        "views": calendar_views(request, month, trips),
        "export_url": with_filters(request, reverse("mobilities:mobility-export")),
        "count": people_in(trips),
        "today": today,
    }
    if month:
        context |= month_context(request, month, trips)
    else:
        context |= {
            "page": page,
            "bars": [bar_of(trip, year) for trip in page],
            "months": [month_name(first, "LLL") for first in months_of(year)],
            "now": f"{place_of_day(today, year):.2f}" if today in year else "",
        }
    return render(request, "mobilities/mobility_calendar.html", context)


def months_of(year: SchoolYear) -> list[date]:
    return [date(year.start + (month < 9), month, 1) for month in (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8)]


def month_name(first: date, shape: str) -> str:
    return format_date(first, shape, locale=active_language())


def month_asked(request: HttpRequest, year: SchoolYear) -> date | None:
    """The first day of ?month=2022-02; None for the whole year, and for months of other years."""
    return next((first for first in months_of(year) if f"{first:%Y-%m}" == request.GET.get("month")), None)


def calendar_views(request: HttpRequest, month: date | None, trips: list[Trip]) -> list[dict]:
    shown = month or month_to_begin_with(request.school_year, trips)
    return [
        {"label": _("Year"), "url": query_of(request, month=None), "is_current": month is None},
        {"label": _("Month"), "url": query_of(request, month=f"{shown:%Y-%m}"), "is_current": month is not None},
    ]


def month_to_begin_with(year: SchoolYear, trips: list[Trip]) -> date:
    """This month, or in another year the first one in which somebody leaves."""
    today = timezone.localdate()
    day = today if today in year else max(trips[0].key.start, year.first_day) if trips else year.first_day
    return day.replace(day=1)


def month_context(request: HttpRequest, month: date, trips: list[Trip]) -> dict:
    following = (month + timedelta(days=31)).replace(day=1)
    previous = (month - timedelta(days=1)).replace(day=1)
    year = request.school_year
    weeks = weeks_between(trips, month, following - timedelta(days=1))
    step = {
        name: {"url": query_of(request, month=f"{first:%Y-%m}"), "label": month_name(first, "LLLL")}
        for name, first in (("previous", previous), ("following", following))
        if first in year
    }
    name = format_skeleton("yMMMM", month, locale=active_language())
    lines = [week_lines(week, year) for week in weeks]
    return {"month": f"{name[:1].upper()}{name[1:]}", "step": step, "weeks": lines}


def week_lines(week: Week, year: SchoolYear) -> dict:
    parts = [(_("Departures"), week.leaving), (_("Returns"), week.returning), (_("Away"), week.away)]
    return {
        "week": week,
        "is_now": week.holds(timezone.localdate()),
        "parts": [
            {
                "title": title,
                "bars": [bar_of(trip, year) for trip in trips[:LINES]],
                "people": people_in(trips),
                "rest": people_in(trips[LINES:]),
            }
            for title, trips in parts
        ],
    }


def people_in(trips: list[Trip]) -> int:
    return sum(trip.people for trip in trips)


def bar_of(trip: Trip, year: SchoolYear) -> Bar:
    key = trip.key
    left = place_of_day(key.start, year)
    right = place_of_day(trip.last + timedelta(days=1), year)
    return Bar(
        trip=trip,
        label=label_of(trip),
        place=places.with_country(key.city, key.country),
        url=address_of(trip),
        left=f"{min(left, 365 - NARROWEST):.2f}",
        width=f"{max(right - left, NARROWEST):.2f}",
        look="ghost" if key.is_cancelled else "k3" if trip.is_incoming else "k5" if trip.is_staff else "k1",
        week=key.start - timedelta(days=key.start.weekday()),
    )


def label_of(trip: Trip) -> str:
    return trip.name if trip.people == 1 else travellers(trip)


def address_of(trip: Trip) -> str:
    """The mobility, or the list of those who travel together."""
    if trip.people == 1:
        return reverse("mobilities:mobility-detail", args=[trip.pk])
    key = trip.key
    filters = {
        "year": "all", "project": key.project_id, "kind": key.kind, "country": key.country, "city": key.city,
        "group": key.group, "direction": key.direction, "starts": key.start, "ends": trip.last,
    }  # fmt: skip
    if key.is_cancelled or key.is_interrupted:
        filters["state"] = MobilityState.CANCELLED if key.is_cancelled else MobilityState.INTERRUPTED
    query = urlencode({name: value for name, value in filters.items() if value})
    return f"{reverse('mobilities:mobility-list')}?{query}"
