"""The list of mobilities: its file is exactly what it shows, its link shows others the same, its filters are chips."""

import io
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from mobilities.models import Host, Mobility, Participant
from mobilities.tests.trips import make_trips
from portal.accounts.models import School

pytestmark = pytest.mark.django_db
LIST, EXPORT = reverse("mobilities:mobility-list"), reverse("mobilities:mobility-export")
FILTERS = [
    {},
    {"year": "all"},
    {"year": "all", "sort": "person"},
    {"year": "all", "sort": "dates"},
    {"year": "all", "sort": "country", "kind": "learner"},
    {"sort": "host", "country": "DE"},
    {"year": "all", "city": "Hamburga", "group": "TT-41"},
    {"year": "all", "starts": "2022-02-14", "ends": "2022-03-18", "direction": "outgoing"},
    {"year": "all", "complete": "no", "sort": "person"},
    {"year": "all", "q": "ziema"},
    {"year": "all", "state": "cancelled"},
]


@pytest.fixture
def trips(school) -> list[Mobility]:
    return make_trips(school)


def names_of_pages(browser, query: dict) -> list[tuple]:
    """Last name, first name and start of the rows of all pages, in their order."""
    found, number = [], 1
    while True:
        page = browser.get(LIST, query | {"page": number, "sy": "2021"}).context["page"]
        found += [(row.participant.last_name, row.participant.first_name, row.start) for row in page.object_list]
        if not page.has_next():
            return found
        number += 1


@pytest.mark.parametrize("query", FILTERS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_is_exactly_what_the_list_shows(client_of, coordinator, trips, query, kind):
    browser = client_of(coordinator)
    shown = names_of_pages(browser, query)
    content = browser.get(EXPORT, query | {"sy": "2021", "format": kind}).getvalue()
    if kind == "csv":
        lines = [line.split(";") for line in content.decode("utf-8-sig").splitlines()[1:]]
        rows = [(line[0], line[1], date.fromisoformat(line[11])) for line in lines]
    else:
        table = load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True)
        rows = [(row[0], row[1], row[11].date()) for row in table]
    assert shown == rows and (shown or query)


def test_more_than_a_page_is_in_the_file(client_of, coordinator, school, trips):
    first = trips[0]
    people = Participant.objects.bulk_create(
        Participant(school=school, kind="learner", first_name="Anna", last_name=f"Ziema{number}")
        for number in range(60)
    )
    Mobility.objects.bulk_create(
        Mobility(
            school=school, project=first.project, participant=person, activity_type=first.activity_type,
            host=first.host, country="DE", start=first.start, end=first.end,
        )
        for person in people
    )  # fmt: skip
    browser, query = client_of(coordinator), {"q": "ziema", "sort": "person"}
    lines = browser.get(EXPORT, query | {"sy": "2021"}).getvalue().decode("utf-8-sig").splitlines()[1:]
    names = [line.split(";")[0] for line in lines]
    assert names == [name for name, *_rest in names_of_pages(browser, query)] and len(names) == 60


def test_a_link_shows_a_colleague_with_another_year_the_same(client_of, coordinator, director, school, trips):
    page = client_of(coordinator).get(LIST, {"sy": "2020", "kind": "learner"})
    link = page.content.decode().split(" data-copy")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert link.startswith("http://testserver/mobilities/?")
    colleague = client_of(director)
    assert colleague.get(LIST).context["request"].school_year.start == 2021
    address = urlsplit(link)
    seen = colleague.get(f"{address.path}?{address.query}").context["page"]
    assert [row.pk for row in seen] == [row.pk for row in page.context["page"]] != []


def test_a_link_opens_in_the_school_it_was_copied_in(client_of, coordinator, other_school, trips):
    other = School.objects.create(name="Trešais", working_year=2021)
    for school in (other_school, other):
        coordinator.memberships.create(school=school, role="coordinator")
    browser = client_of(coordinator)
    query = f"?school={trips[0].school_id}&sy=2021&kind=staff"
    browser.get(LIST, {"school": other.pk})
    assert len(browser.get(LIST + query).context["page"].object_list) == 1


def test_filters_are_chips_that_can_be_taken_off(client_of, coordinator, trips):
    host = Host.objects.get(name="Nordkai")
    query = {"country": "DE", "host": host.pk, "q": "ziema", "sort": "person", "sy": "2021"}
    page = client_of(coordinator).get(LIST, query).content.decode()
    chips = page.split('<ul class="chips"')[1].split("</ul>")[0]
    assert chips.count("<li>") == 4  # three filters, and all of them; the order is no filter
    assert "Vācija" in chips and "Nordkai" in chips and "ziema" in chips
    assert f'href="{LIST}?host={host.pk}&amp;q=ziema&amp;sort=person&amp;sy=2021"' in chips
    assert f'href="{LIST}?view=all"' in chips


@pytest.mark.parametrize(
    "query", [{"country": "XX"}, {"project": "9" * 30}, {"state": "flying"}, {"host": "9" * 30}, {"starts": "soon"}]
)
def test_what_chooses_nothing_is_no_chip(client_of, coordinator, trips, query):
    page = client_of(coordinator).get(LIST, query)
    assert page.status_code == 200 and 'class="chips"' not in page.content.decode()


def test_the_host_of_another_school_is_not_named(client_of, coordinator, other_school, trips):
    host = Host.objects.create(school=other_school, name="Svešais", country="DE", city="Berlīne")
    assert "Svešais" not in client_of(coordinator).get(LIST, {"host": host.pk}).content.decode()


@pytest.mark.parametrize("sort", ["", "person", "country", "host"])
def test_a_page_takes_a_fixed_number_of_queries(client_of, coordinator, trips, django_assert_num_queries, sort):
    browser = client_of(coordinator)
    first = trips[0]
    for count in (1, 3):
        Mobility.objects.exclude(pk__in=[row.pk for row in trips[:count]]).delete()
        browser.get(LIST, {"sort": sort, "year": "all"})
        with django_assert_num_queries(16):
            browser.get(LIST, {"sort": sort, "year": "all"})
        Mobility.objects.all().delete()
        trips = make_trips(first.school)


def test_what_is_only_planned_is_never_abroad_or_returned(client_of, coordinator, trips):
    """One definition for the list, its filter, its file, the figures and the list of what is to be done."""
    today = timezone.localdate()
    row, confirmed = trips[1], trips[0]
    span = {"start": today - timedelta(days=3), "end": today + timedelta(days=3)}
    Mobility.objects.filter(pk__in=[row.pk, confirmed.pk]).update(**span)
    Mobility.objects.filter(pk=row.pk).update(state="planned")
    browser = client_of(coordinator)
    for state, found in {"planned": {row.pk, trips[5].pk}, "abroad": {confirmed.pk}, "returned": set()}.items():
        page = browser.get(LIST, {"year": "all", "state": state}).context["page"]
        assert {each.pk for each in page} == found, state
    shown = browser.get(f"/mobilities/{row.pk}/")
    assert shown.context["phase"] == "planned"
    with translation.override("lv"):
        unconfirmed = _("The start date has passed: confirm or cancel.")
    assert [each["text"] for each in shown.context["missing"]].count(unconfirmed) == 1
    lines = browser.get(EXPORT, {"year": "all", "q": "Ziemelis"}).getvalue().decode()
    assert "Plānota" in lines and unconfirmed in lines
    home = browser.get("/").context
    assert [task.more for task in home["attention"].late if task.url.endswith(f"/{row.pk}/")] == ["Anna Ziemelis"]
    assert [each.pk for each in home["abroad"]] == [confirmed.pk]
    assert not Mobility.objects.taking_place().filter(pk=row.pk).exists()


def test_only_days_of_two_years_may_take_two_lines(client_of, coordinator, trips):
    """They would make the table wider than a page of 1280 pixels."""
    Mobility.objects.filter(pk=trips[0].pk).update(start=date(2021, 12, 14), end=date(2022, 1, 14))
    page = client_of(coordinator).get(LIST, {"sy": "2021"})
    assert '<td role="cell">14.12.2021.–14.01.2022.</td>' in page.text
    assert '<td role="cell" class="nowrap">14.02.–18.03.2022.</td>' in page.text
