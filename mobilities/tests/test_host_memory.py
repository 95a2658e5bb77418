"""What is remembered of hosts is used: they are ranked by it, suggested and warned of, and problems are settled."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mobilities.completeness import Plan, Severity, findings
from mobilities.host_suggestions import suggest, wish_of
from mobilities.models import (
    Conference,
    ExperienceReport,
    Finding,
    Host,
    HostCapacity,
    HostLanguage,
    Mobility,
    Participant,
    PersonLanguage,
    Qualification,
)
from mobilities.suggestions import hosts_that_fit
from portal.audit.models import Entry
from projects.models import ActivityType, Project

LIST, EXPORT = reverse("mobilities:host-list"), reverse("mobilities:host-export")
NEXT_YEAR = timezone.localdate() + timedelta(days=200)


@pytest.fixture
def memory(school, teacher):
    """Two hosts in three mobilities of one qualification; a conference named a problem at the first."""
    clerk = Qualification.objects.create(school=school, name_lv="Komercdarbinieks")
    project = Project.objects.create(
        school=school, title="Prakse", school_name=school.name, start="2021-09-01", end=NEXT_YEAR + timedelta(days=99),
        state="approved",
    )  # fmt: skip
    kind = ActivityType.objects.get(code="LM-SHORT-VET")
    hosts = [
        Host.objects.create(school=school, name=name, country=country, city=city)
        for name, country, city in (("Nordkai", "DE", "Hamburga"), ("Leeside", "IE", "Korka"))
    ]
    told = [(hosts[0], "Anna", 2, {"job_offer": True}), (hosts[0], "Berta", 3, {}), (hosts[1], "Cilda", 5, {})]
    for host, name, mark, more in told:
        person = Participant.objects.create(
            school=school, kind="learner", first_name=name, last_name="Upīte", qualification=clerk
        )
        mobility = Mobility.objects.create(
            school=school, project=project, activity_type=kind, participant=person, host=host, state="closed",
            start="2022-02-14", end="2022-03-18", responsible=teacher if name == "Anna" else None,
        )  # fmt: skip
        ExperienceReport.objects.create(
            school=school, mobility=mobility, state="approved", pluses=f"Teica {name[0]}", quote=f"Saka {name[0]}",
            rating_trust=mark, rating_organisation=mark, **more,
        )  # fmt: skip
    conference = Conference.objects.create(school=school, year=2021, title="Izvērtēšana", state="closed")
    Finding.objects.create(conference=conference, kind="minus", text="Ceļš ilgst stundu", host=hosts[0])
    return hosts


def newcomer(school) -> Participant:
    clerk = Qualification.objects.get()
    person = Participant.objects.create(
        school=school, kind="learner", first_name="Dace", last_name="Jauna", qualification=clerk
    )
    PersonLanguage.objects.create(person=person, language="en", level="B1")
    return person


def test_hosts_are_ranked_and_filtered_by_what_is_remembered(client_of, coordinator, memory, school):
    Host.objects.create(school=school, name="Aaa", country="DE", city="Ulma")
    browser = client_of(coordinator)

    def listed(**query) -> list[str]:
        return [host.name for host in browser.get(LIST, query).context["page"]]

    assert listed() == ["Aaa", "Leeside", "Nordkai"]
    assert listed(sort="mark") == ["Leeside", "Nordkai", "Aaa"]
    assert listed(sort="problems")[0] == listed(sort="offers")[0] == listed(sort="stays")[0] == "Nordkai"
    assert listed(rated="4") == ["Leeside"]
    assert listed(rated="low") == listed(remembered="problem") == listed(remembered="job") == ["Nordkai"]
    assert listed(remembered="clear", took=Qualification.objects.get().pk) == ["Leeside"]
    assert listed(rated="none") == listed(last="none") == ["Aaa"]
    (nordkai,) = browser.get(LIST, {"remembered": "problem"}).context["page"]
    assert (nordkai.mean_mark, nordkai.rated, nordkai.job_offers, nordkai.problems) == (2.5, 2, 1, 1)
    header, line = b"".join(browser.get(EXPORT, {"rated": "low"})).decode().splitlines()
    assert line.split(";")[header.split(";").index("Atvērtās problēmas")] == "1"


def test_the_next_year_is_warned_until_the_problem_is_settled(client_of, coordinator, memory, school):
    nordkai, _leeside = memory
    plan = Plan(host=nordkai, participant=newcomer(school), start=NEXT_YEAR, end=NEXT_YEAR + timedelta(days=30))

    def warned() -> list:
        return [notice for notice in findings([plan])[0] if notice.kind == "problem"]

    (notice,) = warned()
    assert (notice.severity, notice.field) == (Severity.WARNING, "host")
    assert "Ceļš ilgst stundu" in notice.sentence and "2021" in notice.sentence
    assert not [n for n in findings([Plan(host=nordkai, start=date(2022, 2, 1), end=date(2022, 3, 1))])[0]
                if n.kind == "problem"]  # fmt: skip
    problem, browser = Finding.objects.get(), client_of(coordinator)
    settle = reverse("mobilities:host-problem-settle", args=[problem.pk])
    typed = {"version": problem.version, "done_on": str(timezone.localdate()), "done_note": ""}
    assert "done_note" in browser.post(settle, typed).context["form"].errors
    assert browser.post(settle, typed | {"done_note": "Mītne ostā"}).status_code == 302
    assert not warned()
    assert Entry.objects.filter(object_type="mobilities.finding").exists()
    assert "Mītne ostā" in browser.get(reverse("mobilities:host-detail", args=[nordkai.pk])).content.decode()


def test_hosts_are_suggested_with_reasons(client_of, coordinator, memory, school, django_assert_num_queries):
    nordkai, leeside = memory
    person = newcomer(school)
    HostLanguage.objects.create(host=leeside, language="en")
    HostCapacity.objects.create(host=leeside, qualification=person.qualification, places=2)
    wish = wish_of([person], NEXT_YEAR, NEXT_YEAR + timedelta(days=20))
    with django_assert_num_queries(6):
        first, second = suggest(school, wish)
    assert (first.host, second.host) == (leeside, nordkai)
    assert len(first.reasons) == 4 and not first.warnings
    assert "Komercdarbinieks" in first.reasons[0] and "5,0" in first.reasons[1]
    assert "Ceļš ilgst stundu" in second.warnings[0]
    taken = Mobility.objects.filter(host=leeside)
    taken.update(start=NEXT_YEAR, end=NEXT_YEAR)
    HostCapacity.objects.update(places=1)
    assert [row.host for row in suggest(school, wish) if len(row.warnings)]
    typed = {"participant": person.pk, "direction": "outgoing", "start": str(NEXT_YEAR), "end": str(NEXT_YEAR)}
    answer = client_of(coordinator).post(reverse("mobilities:mobility-check"), typed)
    assert {row.host for row in answer.context["suggested"]} == {leeside, nordkai}
    chosen = client_of(coordinator).post(reverse("mobilities:mobility-check"), typed | {"host": nordkai.pk})
    assert not chosen.context["suggested"] and "Ceļš ilgst stundu" in chosen.content.decode()
    (_first, _second) = hosts_that_fit(school, "Dace Jauna", str(NEXT_YEAR), "")
    assert hosts_that_fit(school, "Upīte", "", "") == []
