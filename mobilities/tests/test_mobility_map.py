"""The map: every number of it is the length of the list that it opens."""

import pytest
from django.urls import reverse

from mobilities.models import Host, Mobility
from mobilities.tests.trips import make_trips

pytestmark = pytest.mark.django_db
MAP = reverse("mobilities:mobility-map")


@pytest.fixture
def trips(school) -> list[Mobility]:
    trips = make_trips(school)
    georgia = Host.objects.create(school=school, name="Vani", country="GE", city="Kutaisi")
    Mobility.objects.filter(pk=trips[3].pk).update(host=georgia, country="GE")
    Mobility.objects.filter(pk=trips[2].pk).update(direction="incoming", host=None, country="LV")
    Host.objects.filter(name="Nordkai").update(latitude="53.55000", longitude="9.99000")
    return trips


@pytest.mark.parametrize("query", [{}, {"year": "all"}, {"kind": "learner"}, {"complete": "no", "year": "all"}])
def test_every_number_opens_as_many_mobilities(client_of, coordinator, trips, query):
    browser = client_of(coordinator)
    context = browser.get(MAP, query | {"sy": "2021"}).context
    counted = 0
    for country in [*context["on_map"], *context["elsewhere"]]:
        assert browser.get(country.url).context["page"].paginator.count == country.count
        assert sum(city.count for city in country.cities) == country.count
        for city in country.cities:
            assert browser.get(city.url).context["page"].paginator.count == city.count
        counted += country.count
    for name in ("incoming", "without_host"):
        if context[name]:
            assert browser.get(context[f"{name}_url"]).context["page"].paginator.count == context[name]
        counted += context[name]
    assert counted == context["count"] > 0


def test_cancelled_ones_are_in_no_figure_unless_asked_for(client_of, coordinator, trips):
    browser = client_of(coordinator)
    Mobility.objects.filter(pk=trips[1].pk).update(state="cancelled")
    for query in ({}, {"complete": "no"}):
        (country,) = browser.get(MAP, query | {"sy": "2021"}).context["on_map"]
        assert (country.count, [city.count for city in country.cities]) == (1, [1])
        assert [row.pk for row in browser.get(country.url).context["page"]] == [trips[0].pk]
    (country,) = browser.get(MAP, {"sy": "2021", "state": "cancelled"}).context["on_map"]
    assert country.count == 1
    assert [row.pk for row in browser.get(country.url).context["page"]] == [trips[1].pk]


def test_countries_off_the_map_stand_beside_it(client_of, coordinator, trips):
    context = client_of(coordinator).get(MAP, {"sy": "2021"}).context
    assert [country.code for country in context["on_map"]] == ["DE"]
    assert [country.code for country in context["elsewhere"]] == ["GE"]
    assert "Gruzija" not in context["svg"] and "Vācija" in context["svg"]


def test_hosts_with_coordinates_and_known_towns_are_points(client_of, coordinator, trips):
    (country,) = client_of(coordinator).get(MAP, {"sy": "2021"}).context["on_map"]
    assert country.cities[0].point == (9.99, 53.55)
    Host.objects.filter(name="Nordkai").update(latitude=None, longitude=None, city="Hamburg")
    (country,) = client_of(coordinator).get(MAP, {"sy": "2021"}).context["on_map"]
    assert country.cities[0].point == pytest.approx((9.99, 53.55), abs=0.1)


def test_names_on_the_map_are_escaped(client_of, coordinator, school, trips):
    type(school).objects.filter(pk=school.pk).update(city="<script>alert(1)</script>")
    page = client_of(coordinator).get(MAP, {"sy": "2021"}).content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_nothing_to_show(client_of, coordinator, trips):
    page = client_of(coordinator).get(MAP, {"sy": "2019"})
    assert page.status_code == 200 and not page.context["count"] and "europe-map" not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_fixed_number_of_queries(client_of, coordinator, school, trips, django_assert_num_queries, count):
    for number in range(count):
        host = Host.objects.create(school=school, name=f"H{number}", country=("FR", "IT", "PT")[number], city="X")
        Mobility.objects.filter(pk=trips[number].pk).update(host=host, country=host.country)
    browser = client_of(coordinator)
    browser.get(MAP, {"sy": "2021"})
    with django_assert_num_queries(7):
        browser.get(MAP, {"sy": "2021"})
