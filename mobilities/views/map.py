"""The listed mobilities on a map of Europe, by country and city."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Avg, Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mobilities.enums import Direction, MobilityState
from mobilities.forms.mobilities import STANDING
from mobilities.views.lists import list_tabs, query_of
from mobilities.views.mobilities import LIST, listed, year_views
from portal.accounts.models import School
from portal.common import places
from portal.common.countries import country_name, sort_key
from portal.common.europe_map import Destination, Home, centre, europe_map, is_on_map
from portal.common.http import require, with_filters
from portal.common.text import number

TOP, BOTTOM = 62.0, 240.0


@dataclass
class City:
    name: str
    count: int
    url: str
    point: tuple[float, float] | None  # longitude, latitude


@dataclass
class Country:
    code: str
    name: str
    url: str
    count: int = 0
    cities: list[City] = field(default_factory=list)

    @property
    def is_on_map(self) -> bool:
        return is_on_map(self.code)


@require_safe
def mobility_map(request: HttpRequest) -> HttpResponse:
    require(request.user, LIST, request.school)
    form, rows = listed(request)
    if not form.cleaned_data.get("state"):
        rows = standing(rows)
    counted = list(counts(rows))
    countries = countries_of(request, counted)
    incoming = sum(count for _country, _city, direction, count, _point in counted if direction == Direction.INCOMING)
    homeless = sum(count for country, _city, direction, count, _point in counted if not country)
    context = {
        "form": form,
        "tabs": list_tabs(request, "mobilities:mobility-map"),
        "views": year_views(request),
        "export_url": with_filters(request, reverse("mobilities:mobility-export")),
        "count": sum(count for *_place, count, _point in counted),
        "on_map": [country for country in countries if country.is_on_map],
        "elsewhere": [country for country in countries if not country.is_on_map],
        "incoming": incoming,
        "incoming_url": to_list(request, direction="incoming"),
        "without_host": homeless,
        "without_host_url": to_list(request, host="none"),
        "svg": mark_safe(drawing(request.school, countries)),  # noqa: S308 drawn and escaped by portal.common.svg
    }
    return render(request, "mobilities/mobility_map.html", context)


def standing(rows):
    """Cancelled ones are in no figure, unless they are asked for."""
    if isinstance(rows, list):
        return [row for row in rows if row.state != MobilityState.CANCELLED]
    return rows.standing()


def to_list(request: HttpRequest, **changes: str) -> str:
    """The rows behind a number."""
    if not request.GET.get("state") and not request.GET.get("counted"):
        changes["counted"] = STANDING
    return reverse("mobilities:mobility-list") + query_of(request, **changes)


def counts(rows) -> Iterable[tuple]:
    """(country, city, direction, how many, (longitude, latitude) or None)"""
    if isinstance(rows, list):
        found = Counter((row.country, row.host.city if row.host else "", row.direction) for row in rows)
        return [(*key, count, None) for key, count in found.items()]
    grouped = rows.order_by().values_list("country", "host__city", "direction").annotate(
        Count("pk"), Avg("host__longitude"), Avg("host__latitude")
    )  # fmt: skip
    return [
        (country, city or "", direction, count, None if lon is None or lat is None else (float(lon), float(lat)))
        for country, city, direction, count, lon, lat in grouped
    ]


def countries_of(request: HttpRequest, counted: list[tuple]) -> list[Country]:
    """Where people went, the most visited first."""
    found: dict[str, Country] = {}
    cities: dict[str, list[City]] = defaultdict(list)
    for code, city, direction, count, point in counted:
        if not code or direction == Direction.INCOMING:
            continue
        url = to_list(request, country=code, city=None, direction="outgoing")
        country = found.setdefault(code, Country(code, country_name(code), url))
        country.count += count
        if city:
            address = to_list(request, country=code, city=city, direction="outgoing")
            cities[code].append(City(places.name_of(city, code), count, address, point or place_of(city, code)))
    for code, rows in cities.items():
        found[code].cities = sorted(rows, key=lambda row: (-row.count, sort_key(row.name)))
    return sorted(found.values(), key=lambda row: (-row.count, sort_key(row.name)))


def place_of(city: str, country: str) -> tuple[float, float] | None:
    place = places.find(city, country)
    return (place.point.longitude, place.point.latitude) if place else None


def drawing(school: School, countries: list[Country]) -> str:
    lon, lat = centre(school.country)
    home = Home(
        school.country,
        school.city or country_name(school.country),
        lon if school.longitude is None else float(school.longitude),
        lat if school.latitude is None else float(school.latitude),
    )
    destinations = [
        Destination(
            row.code, row.name, row.count, number(row.count),
            tuple(city.point for city in row.cities if city.point), row.url,
        )
        for row in countries
        if row.is_on_map
    ]  # fmt: skip
    title = _("Map of Europe with arcs from %(town)s") % {"town": home.name}
    return europe_map(home, destinations, title, height=BOTTOM, top=TOP, fluid=True)
