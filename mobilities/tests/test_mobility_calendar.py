"""The calendar: who travels together is one line, bars lie where their days are, weeks tell who leaves and returns."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mobilities.enums import MobilityState
from mobilities.models import Mobility, MobilityGrant, Participant
from mobilities.tests.trips import make_trips
from mobilities.trips import place_of_day, trips_of, weeks_between
from portal.common.school_year import SchoolYear
from projects.services.calendar_links import make_link

pytestmark = pytest.mark.django_db
CALENDAR, LIST = reverse("mobilities:mobility-calendar"), reverse("mobilities:mobility-list")


@pytest.fixture
def trips(school) -> list[Mobility]:
    return make_trips(school)


def bars(page) -> list[tuple]:
    return [(bar.label, bar.place, bar.trip.people) for bar in page.context["bars"]]


def test_who_travels_together_is_one_line(client_of, coordinator, trips):
    page = client_of(coordinator).get(CALENDAR, {"sy": "2021"})
    assert bars(page) == [
        ("TT-41, 2 izglītojamie", "Hamburga, Vācija", 2),
        ("Anna Ziemele", "Seviļa, Spānija", 1),
        ("Anna Čakša", "Seviļa, Spānija", 1),
        ("Anna Egle", "", 1),
    ]
    assert [bar.look for bar in page.context["bars"]] == ["k1", "ghost", "k5", "k1"]


def keys_of(context) -> list[int]:
    return [row.pk for row in context["page"]] if "page" in context else [context["mobility"].pk]


@pytest.mark.parametrize(
    "query", [{}, {"country": "DE"}, {"kind": "staff"}, {"complete": "no"}, {"state": "cancelled"}]
)
def test_the_calendar_holds_what_the_list_holds(client_of, coordinator, trips, query):
    browser = client_of(coordinator)
    listed = {row.pk for row in browser.get(LIST, query | {"sy": "2021"}).context["page"].object_list}
    shown = browser.get(CALENDAR, query | {"sy": "2021"}).context["bars"]
    assert sum(bar.trip.people for bar in shown) == len(listed)
    opened = [browser.get(bar.url).context for bar in shown]
    assert {pk for page in opened for pk in keys_of(page)} == listed


def test_a_line_opens_those_who_travel(client_of, coordinator, trips):
    browser = client_of(coordinator)
    group, single, *_rest = browser.get(CALENDAR, {"sy": "2021"}).context["bars"]
    assert single.url == reverse("mobilities:mobility-detail", args=[trips[2].pk])
    opened = browser.get(group.url).context["page"].object_list
    assert {row.pk for row in opened} == {trips[0].pk, trips[1].pk}


def test_other_ways_keep_the_filters(client_of, coordinator, trips):
    page = client_of(coordinator).get(CALENDAR, {"sy": "2021", "country": "DE", "month": "2022-02", "page": "1"})
    addresses = {tab["url"] for tab in page.context["tabs"]}
    assert {f"{LIST}?sy=2021&country=DE", f"{reverse('mobilities:mobility-map')}?sy=2021&country=DE"} <= addresses


@pytest.mark.parametrize(
    ("day", "place"),
    [("2021-08-31", 0), ("2021-09-01", 0), ("2021-10-01", 30), ("2022-03-01", 181), ("2022-09-01", 365)],
)
def test_where_a_day_lies(day, place):
    assert place_of_day(date.fromisoformat(day), SchoolYear(2021)) == place


def test_the_29th_of_february_lies_before_march():
    leap = SchoolYear(2023)
    assert place_of_day(date(2024, 2, 28), leap) < place_of_day(date(2024, 2, 29), leap) < 181
    assert place_of_day(date(2024, 3, 1), leap) == 181


def test_a_trip_over_the_end_of_the_year_is_cut_and_seen_in_both(client_of, coordinator, trips):
    Mobility.objects.filter(pk=trips[3].pk).update(start=date(2022, 8, 29), end=date(2022, 9, 4))
    browser = client_of(coordinator)
    bar = browser.get(CALENDAR, {"sy": "2021"}).context["bars"][-1]
    assert float(bar.left) + float(bar.width) == pytest.approx(365, abs=0.02)
    (bar,) = browser.get(CALENDAR, {"sy": "2022", "year": "all", "kind": "staff"}).context["bars"]
    assert float(bar.left) == 0


def test_weeks_tell_who_leaves_returns_and_is_away(trips):
    weeks = list(
        weeks_between(
            trips_of(Mobility.objects.all(), date(2022, 2, 1), date(2022, 3, 31)), date(2022, 2, 1), date(2022, 3, 31)
        )
    )
    assert weeks[0].first == date(2022, 1, 31) and weeks[-1].holds(date(2022, 3, 31))
    movement = {week.number: (len(week.leaving), len(week.returning), len(week.away)) for week in weeks}
    # Two leave together on 14 February and return on 18 March; the cancelled trip does neither.
    assert (
        movement[7] == (1, 0, 1)
        and movement[9] == (0, 0, 1)
        and movement[11] == (0, 1, 1)
        and movement[12] == (0, 0, 0)
    )


def test_a_month_week_by_week(client_of, coordinator, trips):
    page = client_of(coordinator).get(CALENDAR, {"sy": "2021", "month": "2022-02"})
    assert page.context["month"] == "2022. g. februāris"
    assert [line["week"].number for line in page.context["weeks"]] == [5, 6, 7, 8, 9]
    departures = page.context["weeks"][2]["parts"][0]
    assert [bar.label for bar in departures["bars"]] == ["TT-41, 2 izglītojamie"] and departures["people"] == 2
    assert "month=2022-01" in page.context["step"]["previous"]["url"]


def test_the_month_before_the_first_is_not_offered(client_of, coordinator, trips):
    step = client_of(coordinator).get(CALENDAR, {"sy": "2021", "month": "2021-09"}).context["step"]
    assert "previous" not in step and "following" in step


@pytest.mark.parametrize("month", ["2020-09", "2022-13", "soon", "", "\x00"])
def test_a_month_that_is_none_shows_the_year(client_of, coordinator, trips, month):
    page = client_of(coordinator).get(CALENDAR, {"sy": "2021", "month": month})
    assert page.status_code == 200 and "bars" in page.context


def test_this_week_and_today_are_marked(client_of, coordinator, trips):
    today = timezone.localdate()
    Mobility.objects.filter(pk=trips[0].pk).update(start=today, end=today + timedelta(days=10))
    year = SchoolYear.of(today).start
    browser = client_of(coordinator)
    assert browser.get(CALENDAR, {"sy": year, "year": "all"}).context["now"]
    lines = browser.get(CALENDAR, {"sy": year, "year": "all", "month": f"{today:%Y-%m}"}).context["weeks"]
    (now,) = [line for line in lines if line["is_now"]]
    assert len(now["week"].leaving) == 1


def test_a_teacher_sees_those_in_charge(client_of, teacher, trips):
    Mobility.objects.filter(pk=trips[1].pk).update(responsible=teacher)
    assert bars(client_of(teacher).get(CALENDAR, {"sy": "2021"})) == [("Anna Ziemelis", "Hamburga, Vācija", 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_fixed_number_of_queries(client_of, coordinator, school, trips, django_assert_num_queries, count):
    for number in range(count):
        person = Participant.objects.create(school=school, kind="learner", first_name="A", last_name=f"B{number}")
        Mobility.objects.create(
            school=school, project=trips[0].project, activity_type=trips[0].activity_type, participant=person,
            start=date(2022, 4, number + 1), end=date(2022, 4, 28),
        )  # fmt: skip
    browser = client_of(coordinator)
    browser.get(CALENDAR, {"sy": "2021"})
    with django_assert_num_queries(7):
        browser.get(CALENDAR, {"sy": "2021"})


def feed_of(client_of, user, school) -> str:
    token = make_link(user, school)
    answer = client_of(None).get(reverse("projects:calendar-feed", args=[token]))
    return answer.content.decode().replace("\r\n ", "").replace("\\,", ",")


def test_the_calendar_program_learns_when_groups_leave_and_nobodys_name(client_of, coordinator, school, trips):
    today = timezone.localdate()
    going = [row.pk for row in trips[:2]]
    Mobility.objects.filter(pk__in=going).update(start=today + timedelta(days=3), end=today + timedelta(days=33))
    feed = feed_of(client_of, coordinator, school)
    assert "SUMMARY:TT-41, 2 izglītojamie" in feed and feed.count("Hamburga, Vācija\r\n") == 4  # twice as description
    assert f"DTSTART;VALUE=DATE:{today + timedelta(days=33):%Y%m%d}" in feed
    assert "Ābele" not in feed and "Anna" not in feed and "Seviļa" not in feed


def test_a_teachers_calendar_holds_those_in_charge(client_of, teacher, school, trips):
    ahead = timezone.localdate() + timedelta(days=3)
    Mobility.objects.update(start=ahead, end=ahead)
    Mobility.objects.filter(pk=trips[0].pk).update(responsible=teacher)
    feed = feed_of(client_of, teacher, school)
    assert "TT-41, 1 izglītojamais" in feed and "TT-31" not in feed


def test_an_interrupted_trip_ends_where_it_broke_off(client_of, coordinator, trips):
    row = trips[3]
    Mobility.objects.filter(pk=row.pk).update(state="interrupted")
    MobilityGrant.objects.create(mobility=row, stop_kind="interruption", stopped_from=date(2022, 5, 4))
    browser = client_of(coordinator)
    for query in ({}, {"complete": "no"}):  # counted by the database, and from rows
        (bar,) = browser.get(CALENDAR, query | {"sy": "2021", "kind": "staff"}).context["bars"]
        assert (bar.trip.key.end, bar.trip.last) == (date(2022, 5, 6), date(2022, 5, 3))


def test_a_week_lists_some_and_counts_the_rest(client_of, coordinator, school, trips, monkeypatch):
    monkeypatch.setattr("mobilities.views.calendar.LINES", 1)
    Mobility.objects.filter(pk=trips[3].pk).update(start=date(2022, 2, 15), end=date(2022, 2, 25))
    page = client_of(coordinator).get(CALENDAR, {"sy": "2021", "month": "2022-02"})
    week = page.context["weeks"][2]
    leaving = week["parts"][0]
    assert (leaving["people"], len(leaving["bars"]), leaving["rest"]) == (3, 1, 1)


def test_interrupted_ones_are_marked_and_end_when_they_left(client_of, coordinator, trips):
    Mobility.objects.filter(pk__in=[trips[0].pk, trips[1].pk]).update(state="interrupted")
    for trip in trips[:2]:
        MobilityGrant.objects.create(mobility=trip, stopped_from=date(2022, 3, 1))
    browser = client_of(coordinator)
    for query in ({}, {"complete": "no"}):
        page = browser.get(CALENDAR, query | {"sy": "2021"})
        bar = page.context["bars"][0]
        assert (bar.trip.people, bar.trip.last, bar.trip.key.is_interrupted) == (2, date(2022, 2, 28), True)
    assert {row.pk for row in browser.get(bar.url).context["page"]} == {trips[0].pk, trips[1].pk}
    for query in ({}, {"month": "2022-02"}):
        shown = browser.get(CALENDAR, query | {"sy": "2021"}).content.decode()
        assert f"{MobilityState.INTERRUPTED.label}</span>" in shown


def test_cities_are_called_as_the_reader_calls_them(client_of, coordinator, trips):
    browser, english = client_of(coordinator), {"accept-language": "en"}
    assert browser.get(CALENDAR, {"sy": "2021"}, headers=english).context["bars"][0].place == "Hamburg, Germany"
    host = browser.get(reverse("mobilities:host-detail", args=[trips[0].host_id]), headers=english)
    assert host.context["place"] == "Hamburg, Germany"
