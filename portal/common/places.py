"""Places by name, and distances between them.

portal/common/data/places.csv: GeoNames cities (geonames.org, CC BY 4.0), 60,444 main names; no small villages.
portal/common/data/place_names.csv: what European cities are called elsewhere (build_place_names.py, same source).
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

from anyascii import anyascii

from portal.common.countries import country_name
from portal.common.text import active_language

FILE = Path(__file__).parent / "data" / "places.csv"
NAMES = FILE.with_name("place_names.csv")
EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius


class Point(NamedTuple):
    """WGS 84, degrees."""

    latitude: float
    longitude: float


class Place(NamedTuple):
    name: str
    country: str
    point: Point
    population: int


def fold(text: str) -> str:
    """Without accents, case and needless blanks, for comparing names: „Rēzekne “ and "REZEKNE" are one."""
    return " ".join(anyascii(text).casefold().split())


@cache
def rows_by_country() -> dict[str, list[str]]:
    """The lines of the file, read once however many countries are asked about."""
    found: dict[str, list[str]] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as file:
        next(file)
        for line in file:
            found[line.split(",", 2)[1]].append(line)
    return dict(found)


@cache
def places_of(country: str) -> dict[str, list[Place]]:
    """Folded name > the places of that name in the country, the most populous first."""
    found: dict[str, list[Place]] = defaultdict(list)
    for row in csv.reader(rows_by_country().get(country, [])):
        place = place_of(row)
        found[fold(place.name)].append(place)
    for namesakes in found.values():
        namesakes.sort(key=lambda place: -place.population)
    return dict(found)


@cache
def called_elsewhere() -> dict[str, dict[str, set[str]]]:
    """Country > folded name in any language > keys of the cities called so."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    with NAMES.open(encoding="utf-8", newline="") as file:
        for key, country, names in csv.reader(file):
            for name in names.split("|"):
                found[country][name].add(key)
    return found


@cache
def cities_of(country: str) -> dict[str, list[Place]]:
    """Folded name in another language > the cities of the country that are called so, the most populous first."""
    called = called_elsewhere().get(country, {})
    keys = set().union(*called.values())
    cities = {row[0]: place_of(row) for row in csv.reader(rows_by_country().get(country, [])) if row[0] in keys}
    return {
        name: sorted((cities[key] for key in found if key in cities), key=lambda place: -place.population)
        for name, found in called.items()
    }


def other_names(place: Place) -> list[str]:
    """What else it is called, folded."""
    return [name for name, found in cities_of(place.country).items() if place in found]


def place_of(row: Sequence[str]) -> Place:
    _key, country, name, latitude, longitude, population = row
    return Place(name, country, Point(float(latitude), float(longitude)), int(population or 0))


def find(name: str, country: str) -> Place | None:
    """The most populous place of that name in the country (ISO 3166 alpha-2), in whatever language it is called so."""
    return next(iter(find_all(name, country) or cities_of(country.upper()).get(fold(name), [])), None)


def find_as_typed(name: str, country: str) -> Place | None:
    """Latvians add an ending to foreign names: Hamburga, Brēmene."""
    name = name.strip()
    return find(name, country) or (find(name[:-1], country) if name[-1:] in ("a", "e", "s") else None)


@lru_cache(maxsize=1_000)
def name_in(typed: str, country: str, language: str) -> str:
    """A city in a text of the language: Hamburg in English where Latvians wrote Hamburga. Latvian stays as written,
    and so does what is not known."""
    place = find_as_typed(typed, country) if language == "en" and country else None
    return place.name if place else typed


def name_of(typed: str, country: str) -> str:
    """As the reader's language calls it."""
    return name_in(typed, country, active_language())


def with_country(typed: str, country: str) -> str:
    """ "Hamburga, Vācija", in the reader's language; either may be empty."""
    return ", ".join(filter(None, [name_of(typed, country), country_name(country) if country else ""]))


def find_all(name: str, country: str) -> list[Place]:
    return places_of(country.upper()).get(fold(name), [])


def distance_km(one: Point, other: Point) -> float:
    """Along a great circle of the mean Earth (haversine), one way.

    The Commission does not publish the formula of its calculator; this one gives the same band in all but 0.18 % of
    pairs of places. Close to a band's edge the official figure has to be looked up.
    """
    lat1, lon1, lat2, lon2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))
