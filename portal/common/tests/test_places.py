import json
from pathlib import Path

import pytest
from django.conf import settings

from portal.common.places import Point, distance_km, find, find_all, find_as_typed

EDGE_CASES = Path(settings.BASE_DIR).parent / "shared" / "domain" / "distance_edge_cases.json"


@pytest.mark.parametrize(
    ("typed", "country", "name"),
    [
        ("Rezekne", "LV", "Rēzekne"),
        ("  LIEPĀJA ", "lv", "Liepāja"),
        ("Lodz", "PL", "Łódź"),
        ("reykjavik", "IS", "Reykjavík"),
    ],
)
def test_find_folds_accents_case_and_blanks(typed, country, name):
    assert find(typed, country).name == name


@pytest.mark.parametrize(
    ("typed", "country", "name"),
    [
        ("Minhene", "DE", "Munich"),
        ("München", "DE", "Munich"),
        ("Leipciga", "DE", "Leipzig"),
        ("Brēmene", "DE", "Bremen"),
        ("Varšava", "PL", "Warsaw"),
        ("Viļņa", "LT", "Vilnius"),
        ("Kauņa", "PL", None),
    ],
)
def test_a_city_is_known_by_its_names_in_other_languages(typed, country, name):
    found = find_as_typed(typed, country)
    assert (found and found.name) == name


def test_a_place_of_another_country_is_not_found():
    assert find("Rēzekne", "PL") is None
    assert find("", "LV") is None
    assert find("Rēzekne", "") is None


def test_namesakes_come_largest_first():
    sizes = [place.population for place in find_all("Frankfurt (Oder)", "DE") + find_all("Neustadt", "DE")]
    assert sizes == sorted(sizes, reverse=True)


def test_distance_is_symmetric_and_zero_at_home():
    daugavpils, malta = Point(55.88333, 26.53333), Point(35.89968, 14.5148)
    assert distance_km(daugavpils, daugavpils) == 0
    assert distance_km(daugavpils, malta) == distance_km(malta, daugavpils)


def test_distance_to_the_other_side_of_the_earth():
    assert distance_km(Point(0, 0), Point(0, 180)) == pytest.approx(20_015.1, abs=0.1)


@pytest.mark.skipif(not EDGE_CASES.exists(), reason=f"the distances close to a band's edge are not at {EDGE_CASES}")
def test_distances_close_to_an_edge_of_a_band():
    for case in json.loads(EDGE_CASES.read_text("utf-8")):
        assert distance_km(Point(*case["a"]), Point(*case["b"])) == pytest.approx(
            case["haversine_6371_0088"], abs=0.01
        )
