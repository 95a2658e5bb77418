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


def rated(host: Host, marks: list[int], **more) -> None:
    """Approved reports of learners of the qualification at `host`, each with one mark."""
    like = Mobility.objects.order_by("pk").first()
    for number, mark in enumerate(marks):
        person = Participant.objects.create(
            school=host.school, kind="learner", first_name=f"{number}. {host.name}", last_name="Liepa",
            qualification=like.participant.qualification,
        )  # fmt: skip
        mobility = Mobility.objects.create(
            school=host.school, project=like.project, activity_type=like.activity_type, participant=person, host=host,
            state="closed", start="2022-02-14", end="2022-03-18",
        )  # fmt: skip
        ExperienceReport.objects.create(
            school=host.school, mobility=mobility, state="approved", rating_trust=mark, **more
        )


def test_of_fewer_than_three_reports_no_mean_is_made(client_of, coordinator, memory, school):
    """Two good reports do not outrank nine: neither in the list nor on the page of the host nor in its stays."""
    nordkai, leeside = memory
    rated(nordkai, [5])
    browser = client_of(coordinator)
    first, last = browser.get(LIST, {"sort": "mark"}).context["page"]
    assert [(row.name, row.mark_words, row.rated) for row in (first, last)] == [
        ("Nordkai", "3,3", 3), ("Leeside", "5,0", 1),
    ]  # fmt: skip
    assert (first.mean_mark is None, last.mean_mark) == (False, None)
    for sort, names in (("4", []), ("low", []), ("3", ["Nordkai"]), ("few", ["Leeside"])):
        assert [row.name for row in browser.get(LIST, {"rated": sort}).context["page"]] == names
    pages = [browser.get(reverse("mobilities:host-detail", args=[host.pk])).context for host in memory]
    values = [next(fact["value"] for fact in page["facts"] if fact["label"] == "Vērtējums") for page in pages]
    assert values == ["3,3", "5,0"]
    stays = [(stay.mark, stay.mark_words) for page in pages for stay in page["stays"]]
    assert stays == [(pytest.approx(10 / 3), "3,3"), (None, "5,0")]
    trust = [next(row for row in page["ratings"]) for page in pages]
    assert [(row["here"], bool(row["width"])) for row in trust] == [("3,3", True), ("5,0", False)]


def test_a_problem_does_not_rank_a_good_host_below_a_hardly_known_one(memory, school):
    """Nor does it help not to say which languages one works in."""
    nordkai, leeside = memory
    rated(nordkai, [5, 5, 5, 5], return_invitation=True)
    person = newcomer(school)
    ExperienceReport.objects.filter(mobility__host=leeside).update(rating_trust=2, rating_organisation=3)
    first, second = suggest(school, wish_of([person], None, None))
    assert (first.host, second.host) == (nordkai, leeside)
    assert "Ceļš ilgst stundu" in first.warnings[0] and "2,5" in second.reasons[1]
    before = {row.host: row.standing for row in (first, second)}
    HostLanguage.objects.create(host=nordkai, language="de")
    HostLanguage.objects.create(host=leeside, language="en")
    after = {row.host: row.standing for row in suggest(school, wish_of([person], None, None))}
    assert after[nordkai] == before[nordkai] and after[leeside] > before[leeside]


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
    assert listed(sort="mark") == ["Nordkai", "Leeside", "Aaa"]
    assert listed(sort="problems")[0] == listed(sort="offers")[0] == listed(sort="stays")[0] == "Nordkai"
    assert not listed(rated="4")
    assert listed(remembered="problem") == listed(remembered="job") == ["Nordkai"]
    assert listed(remembered="clear", took=Qualification.objects.get().pk) == ["Leeside"]
    assert listed(rated="none") == listed(last="none") == ["Aaa"]
    (nordkai,) = browser.get(LIST, {"remembered": "problem"}).context["page"]
    assert (nordkai.mean_mark, nordkai.rated, nordkai.job_offers, nordkai.problems) == (None, 2, 1, 1)
    header, line = b"".join(browser.get(EXPORT, {"remembered": "problem"})).decode().splitlines()
    assert line.split(";")[header.split(";").index("Atvērtās problēmas")] == "1"


def test_hosts_are_ranked_and_filtered_by_the_way_to_work(client_of, coordinator, memory, school):
    """Of fewer than three reports there is no mean: such a host stands last, and no filter finds it."""
    nordkai, leeside = memory
    far = Host.objects.create(school=school, name="Aaa", country="DE", city="Ulma")
    rated(nordkai, [4, 4, 4], commute_minutes=25)
    rated(leeside, [5, 5], commute_minutes=5)
    for minutes in (40, 45, 55):
        rated(far, [3], commute_minutes=minutes)
    browser = client_of(coordinator)

    def listed(**query) -> list[str]:
        return [host.name for host in browser.get(LIST, query).context["page"]]

    assert listed(sort="commute") == ["Nordkai", "Aaa", "Leeside"]
    assert (listed(commute="30"), listed(commute="45")) == (["Nordkai"], ["Nordkai"])
    assert listed(commute="60", sort="commute") == ["Nordkai", "Aaa"]
    (row,) = browser.get(LIST, {"commute": "30"}).context["page"]
    assert (row.commute, row.ways) == (25, 3)
    header, *lines = b"".join(browser.get(EXPORT, {"sort": "commute"})).decode().splitlines()
    place = header.split(";").index("Ceļš uz darbu, minūtes")
    assert [line.split(";")[place : place + 2] for line in lines] == [["25", "3"], ["47", "3"], ["", "2"]]


def test_how_many_know_the_language_counts(memory, school):
    nordkai, leeside = memory
    HostLanguage.objects.create(host=nordkai, language="de")
    HostLanguage.objects.create(host=leeside, language="en")
    people = [newcomer(school), newcomer(school), newcomer(school)]  # all know English

    def said() -> dict[Host, tuple[list[str], list[str], float]]:
        rows = suggest(school, wish_of(people, None, None))
        return {row.host: (row.reasons, row.warnings, row.standing) for row in rows}

    nobody = said()
    assert "angļu: 3 no 3" in nobody[leeside][0][-1] and "citās valodās" in nobody[nordkai][1][-1]
    for person, *numbers in ((people[0], "vācu: 1 no 3"), (people[1], "vācu: 2 no 3")):
        PersonLanguage.objects.create(person=person, language="de", level="B1")
        assert numbers[0] in said()[nordkai][0][-1] and len(said()[nordkai][1]) == 1
    two = said()[nordkai][2]
    PersonLanguage.objects.create(person=people[2], language="de", level="B1")
    assert nobody[nordkai][2] < two < said()[nordkai][2]


def test_people_of_two_qualifications_get_hosts_too(client_of, coordinator, memory, school):
    """What is known of each qualification is said; a host that takes both stands first; a class counts as ticked."""
    nordkai, leeside = memory
    cook = Qualification.objects.create(school=school, name_lv="Pavārs")
    people = [newcomer_of(school, qualification) for qualification in (Qualification.objects.first(), cook)]
    HostCapacity.objects.create(host=leeside, qualification=cook, places=3)
    browser, check = client_of(coordinator), reverse("mobilities:mobility-check")

    def answered(**typed):
        typed = {"start": str(NEXT_YEAR), "end": str(NEXT_YEAR), **typed}
        return browser.post(f"{check}?group=1", typed)

    for typed in ({"participants": [person.pk for person in people]}, {"classes": "K1"}):
        first, second = answered(**typed).context["suggested"]
        assert (first.host, second.host) == (leeside, nordkai)
        assert "Komercdarbinieks" in first.reasons[0] and any("Pavārs" in reason for reason in first.reasons)
        assert any("Pavārs" in warning for warning in second.warnings)
    Host.objects.update(state="paused", paused_reason="Pārbūve")
    assert "Pavārs" in answered(classes="K1").context["why_none"]
    Participant.objects.update(qualification=None)
    page = answered(classes="K1")
    assert page.context["why_none"] in page.content.decode() and "kvalifikācij" in page.context["why_none"]


def newcomer_of(school, qualification) -> Participant:
    return Participant.objects.create(
        school=school, kind="learner", first_name="Elza", last_name="Jauna", qualification=qualification, group="K1"
    )


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
    with django_assert_num_queries(7):
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
    Mobility.objects.update(participant=person, start=NEXT_YEAR, end=NEXT_YEAR + timedelta(days=9))
    refused = client_of(coordinator).post(reverse("mobilities:mobility-check"), typed)
    assert [row.severity for row in refused.context["notices"] if row.kind == "overlap"]
    assert {row.host for row in refused.context["suggested"]} == {leeside, nordkai}
    chosen = client_of(coordinator).post(reverse("mobilities:mobility-check"), typed | {"host": nordkai.pk})
    assert not chosen.context["suggested"] and "Ceļš ilgst stundu" in chosen.content.decode()
    (_first, _second) = hosts_that_fit(school, "Dace Jauna", str(NEXT_YEAR), "")
    assert hosts_that_fit(school, "Upīte", "", "") == []
