"""How many learners a host takes at a time: counted, shown, warned of, searched by."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mobilities.completeness import Plan, Severity, findings, findings_of
from mobilities.models import Host, HostCapacity, HostLanguage, Mobility, Participant, Qualification
from mobilities.occupancy import Occupancy
from projects.models import ActivityType, Project

LIST = reverse("mobilities:host-list")


def day(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def qualification(school) -> Qualification:
    return Qualification.objects.create(school=school, name_lv="Pavārs")


@pytest.fixture
def host(school, qualification) -> Host:
    host = Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga")
    HostCapacity.objects.create(host=host, qualification=qualification, places=2)
    return host


@pytest.fixture
def person(school, qualification):
    def make(name: str, **fields) -> Participant:
        known = {"kind": "learner", "last_name": "Upīte", "qualification": qualification}
        return Participant.objects.create(school=school, first_name=name, **known | fields)

    return make


@pytest.fixture
def stay(school, host, person):
    """stay(name, first, last, **fields): a mobility from day `first` to day `last`, counted from today."""
    project = Project.objects.create(
        school=school, title="Prakse", school_name=school.name, start=day(-500), end=day(500)
    )
    kind = ActivityType.objects.filter(code="LM-SHORT-VET").first()

    def make(name: str, first: int, last: int, **fields) -> Mobility:
        known = {"participant": person(name), "host": host}
        return Mobility.objects.create(
            school=school, project=project, activity_type=kind, start=day(first), end=day(last), **known | fields
        )

    return make


def warnings(found) -> list:
    return [notice for notice in found if notice.kind == "places"]


def test_most_at_a_time():
    spans = [(day(0), day(9)), (day(5), day(14)), (day(10), day(10)), (day(20), day(20))]
    occupied = Occupancy(spans)
    assert [occupied.on(day(number)) for number in (-1, 0, 5, 9, 10, 11, 15, 20, 21)] == [0, 1, 2, 2, 2, 1, 0, 1, 0]
    assert occupied.peak(day(-5), day(-1)) == 0
    assert occupied.peak(day(15)) == 1
    assert occupied.peak(day(11), day(19)) == 1
    assert Occupancy([]).peak(day(0)) == 0


def test_the_third_in_the_same_days_is_warned_of(host, stay, person):
    stay("Anna", 1, 30)
    stay("Berta", 10, 40)
    plan = Plan(host=host, participant=person("Cilda"), start=day(20), end=day(35))
    (notice,) = warnings(findings([plan])[0])
    assert (notice.severity, notice.field) == (Severity.WARNING, "host")
    for word in ("Nordkai", "2", "Pavārs", "3"):
        assert word in notice.sentence
    assert not warnings(findings([Plan(host=host, participant=plan.participant, start=day(41), end=day(50))])[0])


def test_those_typed_together_count_and_saved_ones_count_once(host, stay, person):
    saved = [stay(name, 1, 30) for name in ("Anna", "Berta")]
    assert not any(warnings(found) for found in findings_of(saved).values())
    plans = [Plan(host=host, participant=person(name), start=day(40), end=day(50)) for name in "ABC"]
    assert [len(warnings(found)) for found in findings(plans)] == [1, 1, 1]


def test_other_qualifications_cancelled_and_past_stays_do_not_count(host, stay, person, school):
    baker = Qualification.objects.create(school=school, name_lv="Maiznieks")
    stay("Anna", 1, 30)
    stay("Berta", 1, 30, state="cancelled")
    stay("Cilda", 1, 30, participant=person("Cilda", qualification=baker))
    plan = Plan(host=host, participant=person("Dace"), start=day(1), end=day(30))
    assert not warnings(findings([plan])[0])
    past = [stay(name, -40, -10) for name in "XYZ"]
    assert not any(warnings(found) for found in findings_of(past).values())


def test_a_host_without_stated_capacity_is_not_judged(host, stay, person):
    HostCapacity.objects.all().delete()
    plans = [Plan(host=host, participant=person(name), start=day(1), end=day(30)) for name in "ABC"]
    assert not any(notice.kind in ("places", "no_places") for found in findings(plans) for notice in found)


def test_a_qualification_that_the_host_does_not_name_is_told(host, person, school, django_assert_num_queries):
    baker = Qualification.objects.create(school=school, name_lv="Maiznieks")
    people = [person("A"), *(person(name, qualification=baker) for name in "BCD"), person("E", qualification=None)]
    plans = [
        Plan(host=host, participant=Participant.objects.get(pk=row.pk), start=day(1), end=day(30)) for row in people
    ]
    with django_assert_num_queries(8):
        found = findings(plans)
    told = [[notice for notice in each if notice.kind == "no_places"] for each in found]
    assert [len(each) for each in told] == [0, 1, 1, 1, 0]
    assert told[1][0].severity == Severity.WARNING
    assert "Nordkai" in told[1][0].sentence and "Maiznieks" in told[1][0].sentence


def test_the_page_shows_who_is_there_and_the_most_ahead(client_of, teacher, host, stay):
    stay("Anna", -5, 5)
    for name in "ABC":
        stay(name, 10, 20)
    (row,) = client_of(teacher).get(reverse("mobilities:host-detail", args=[host.pk])).context["places"]
    assert (row.capacity.places, row.today, row.ahead, row.is_too_many) == (2, 1, 3, True)


@pytest.mark.parametrize(
    ("first", "last", "free"),
    [(None, None, True), (10, None, False), (10, 12, False), (21, 30, True), (0, 40, False), (30, 5, True)],
)
def test_hosts_with_free_places(client_of, coordinator, host, stay, qualification, first, last, free):
    for name in "AB":
        stay(name, 10, 20)
    days = {"free_from": first, "free_to": last}
    query = {name: day(number).isoformat() for name, number in days.items() if number is not None}
    page = client_of(coordinator).get(LIST, {"qualification": qualification.pk} | query).context["page"]
    assert [row.name for row in page] == (["Nordkai"] if free else [])


def test_other_filters_of_the_list(client_of, coordinator, host, school):
    cafe = Host.objects.create(
        school=school, name="Café", country="FR", city="Lyon", nace="56", state="paused", paused_reason="Remonts"
    )
    Host.objects.create(school=school, name="Lycée", country="FR", city="Lyon", kind="school", isced_f="1013")
    HostLanguage.objects.create(host=cafe, language="fr")
    browser = client_of(coordinator)

    def names(**query) -> set[str]:
        return {row.name for row in browser.get(LIST, query).context["page"]}

    assert names(sector="56") == {"Café"}
    assert names(sector="1013") == {"Lycée"}
    assert names(language="fr") == {"Café"}
    assert names(state="paused") == {"Café"}
    assert names(sector="nonsense", language="xx", qualification="9" * 30, free_from="no") == {
        "Nordkai",
        "Café",
        "Lycée",
    }
    lines = b"".join(browser.get(reverse("mobilities:host-export"), {"language": "fr"})).decode().splitlines()
    assert len(lines) == 2
    assert "Café" in lines[1]
    assert "56 " in lines[1]
