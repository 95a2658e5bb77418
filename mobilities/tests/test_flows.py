"""Mobilities in streams, and last year's streams opened for this year."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mobilities.flows import BY_DATES, BY_HOST, flows_of
from mobilities.importers.grid.showing import code_in_call, types_for
from mobilities.models import AccompanyingPerson, Host, Mobility, MobilityGrant, Participant
from projects.models import ActivityType, Project

START, END = date(2022, 2, 14), date(2022, 3, 18)


@pytest.fixture
def travels(school, teacher):
    def project(title, start, end):
        return Project.objects.create(
            school=school, school_name=school.name, title=title, call_year=2021, field="VET", start=start, end=end
        )

    old = project("Prakse", date(2021, 9, 1), date(2022, 8, 31))
    new = project("Nākamā prakse", date(2022, 9, 1), date(2023, 8, 31))
    hosts = [Host.objects.create(school=school, name=name, country="DE", city="X") for name in ("Nordkai", "Südkai")]

    def person(name, kind="learner"):
        return Participant.objects.create(school=school, kind=kind, first_name="Anna", last_name=name)

    def travel(who, host, code="LM-SHORT-VET", end=END, **fields):
        return Mobility.objects.create(
            school=school, project=old, participant=who, host=host, start=START, end=end, responsible=teacher,
            activity_type=ActivityType.objects.get(code=code), note="vecā piezīme", **fields,
        )  # fmt: skip

    rows = [travel(person("Ozola"), hosts[0]), travel(person("Liepa"), hosts[0]), travel(person("Egle"), hosts[1])]
    rows.append(travel(person("Priede", "staff"), hosts[0], "SM-JOB-SHDW", START + timedelta(days=4)))
    travel(person("Kļava"), hosts[0], state="cancelled")
    trip = AccompanyingPerson.objects.create(
        school=school, project=old, person=person("Bērza", "staff"), start=START, end=END
    )
    trip.mobilities.add(*rows[:2])
    return new, rows


def test_flows_count_people_company_and_days(travels, django_assert_num_queries):
    with django_assert_num_queries(4):
        learners, staff = sorted(flows_of(Mobility.objects.all(), ()), key=lambda flow: -flow.people)
    assert (learners.people, learners.accompanying, learners.days, learners.country) == (3, 1, 99, "DE")
    assert (staff.people, staff.staff, staff.days) == (1, 1, 5)
    Mobility.objects.filter(pk=travels[1][1].pk).update(participant=travels[1][0].participant)
    assert max(flow.people for flow in flows_of(Mobility.objects.all(), ())) == 2  # one of them travels twice
    Mobility.objects.filter(pk=travels[1][1].pk).update(participant=travels[1][1].participant)
    by_host = flows_of(Mobility.objects.all(), (BY_HOST, BY_DATES))
    assert sorted((flow.host.name, flow.people, flow.end) for flow in by_host) == [
        ("Nordkai", 1, START + timedelta(days=4)), ("Nordkai", 2, END), ("Südkai", 1, END),
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["", "by=host", "by=host&by=dates"])
def test_each_flow_opens_the_mobilities_behind_it(client_of, coordinator, travels, by):
    client = client_of(coordinator)
    page = client.get(f"{reverse('mobilities:flow-list')}?sy=2021&{by}")
    assert sum(flow.people for flow, _url in page.context["flows"]) == 4
    for flow, url in page.context["flows"]:
        shown = client.get(url, {"state": ""} if "?" not in url else None).context["page"]
        assert {row.pk for row in shown} == set(flow.keys)


def test_a_flow_of_those_broken_off_ends_when_they_left(client_of, coordinator, travels):
    cut = travels[1][0]
    Mobility.objects.filter(pk=cut.pk).update(state="interrupted")
    MobilityGrant.objects.create(mobility=cut, stopped_from=date(2022, 2, 22))
    client = client_of(coordinator)
    page = client.get(f"{reverse('mobilities:flow-list')}?sy=2021&by=host&by=dates")
    ends = {flow.end: (flow.days, url) for flow, url in page.context["flows"] if cut.pk in flow.keys}
    ((end, (days, url)),) = ends.items()
    assert (end, days) == (date(2022, 2, 21), 8)
    assert [row.pk for row in client.get(url).context["page"]] == [cut.pk]
    whole = next(url for flow, url in page.context["flows"] if flow.keys == [travels[1][1].pk])
    assert cut.pk not in [row.pk for row in client.get(whole).context["page"]]


def test_flows_as_a_file(client_of, coordinator, travels):
    answer = client_of(coordinator).get(reverse("mobilities:flow-export"), {"sy": 2021, "by": "host"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 4 and any("Südkai" in line and ";33" in line for line in lines)


def test_last_years_open_in_the_grid_a_year_later_and_nothing_is_saved(client_of, coordinator, travels):
    new, rows = travels
    client = client_of(coordinator)
    page = client.get(reverse("mobilities:mobility-copy"), {"sy": 2022})
    assert sum(flow.people for flow, *_rest in page.context["flows"]) == 4
    keys = [keys for _flow, keys, *_rest in page.context["flows"]]
    grid = client.get(reverse("mobilities:mobility-grid"), {"copy": keys, "project": new.pk, "people": "staff"})
    cells = [shown["row"].cells for shown in grid.context["rows"]]
    assert len(cells) == 4 and Mobility.objects.count() == 5
    assert {each["start"] for each in cells} == {"13.02.2023"}
    assert date(2023, 2, 13).weekday() == START.weekday()
    assert {each["project"] for each in cells} == {"Nākamā prakse"}
    assert sorted(each["participant"] for each in cells) == ["", "", "", "Anna Priede"]
    assert {each["note"] for each in cells} == {""} and {each["responsible"] for each in cells} == {"Valdis Krastiņš"}
    assert {shown["row"].pk for shown in grid.context["rows"]} == {None}


def test_types_of_an_older_call_become_those_of_the_new_one(school):
    project = Project.objects.create(
        school=school, school_name=school.name, call_year=2021, field="VET", start=START, end=END
    )
    codes = [
        code_in_call(ActivityType.objects.filter(code=code).first(), types_for(project))
        for code in ("VET-LEARNERS-SHORT", "ERASMUSPRO", "LM-SHORT-VET", "STAFF-TRAINING")
    ]
    assert codes == ["LM-SHORT-VET", "LM-LONG-VET", "LM-SHORT-VET", ""]


def test_nothing_ticked_is_said_and_leads_back(client_of, coordinator, travels):
    new, _rows = travels
    client = client_of(coordinator)
    copy, grid = reverse("mobilities:mobility-copy"), reverse("mobilities:mobility-grid")
    told = client.get(copy, {"sy": 2022, "kind": "staff"}).context["filters_query"]
    page = client.get(grid, {"copying": told, "project": new.pk, "people": "all"}, follow=True)
    assert page.request["PATH_INFO"] == copy and [str(each) for each in page.context["messages"]]
    assert page.context["filters"]["kind"].value() == "staff" and page.context["form"]["people"].value() == "all"


def test_copies_of_another_school_are_not_opened(client_of, outsider, travels):
    _new, rows = travels
    page = client_of(outsider).get(reverse("mobilities:mobility-grid"), {"copy": str(rows[0].pk)})
    assert all(shown["row"].is_empty for shown in page.context["rows"])


def test_filtering_flows_keeps_how_they_are_grouped(client_of, coordinator, travels):
    page = client_of(coordinator).get(f"{reverse('mobilities:flow-list')}?sy=2021&by=host&by=dates&country=DE")
    bar = page.content.decode().split('<form class="filter"')[1].split("</form>")[0]
    assert bar.count('type="hidden" name="by"') == 2 and 'value="host"' in bar and 'value="dates"' in bar
    assert page.content.decode().split('<ul class="chips"')[1].split("</ul>")[0].count("<li>") == 1


def test_last_years_flows_can_be_narrowed(client_of, coordinator, travels):
    _new, rows = travels
    client = client_of(coordinator)

    def offered(**query) -> list[int]:
        page = client.get(reverse("mobilities:mobility-copy"), {"sy": 2022} | query)
        return sorted(pk for flow, *_rest in page.context["flows"] for pk in flow.keys)

    everybody = [row.pk for row in rows]
    Participant.objects.filter(last_name="Egle").update(group="TT-41")
    assert offered() == everybody
    assert offered(kind="staff") == [rows[3].pk]
    assert offered(host=rows[2].host_id) == offered(group="TT-41") == [rows[2].pk]
    assert offered(activity_type=rows[0].activity_type_id, source=rows[0].project_id) == everybody[:3]
    assert offered(host="9999", group="none", kind="x") == everybody  # nonsense chooses nothing
