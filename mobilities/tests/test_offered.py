"""Forms that choose from long registers: what is offered at once, what is found, and at which price."""

import pytest
from django.urls import reverse

from mobilities.forms import group as forms
from mobilities.forms import offered
from mobilities.models import Host, Mobility, Participant
from projects.models import ActivityType, Project

ADD, GROUP = reverse("mobilities:mobility-add"), reverse("mobilities:mobility-add-group")


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Two rows are as many as fifty."""
    monkeypatch.setattr(offered, "MOST_OFFERED", 2)
    monkeypatch.setattr(forms, "MOST_PEOPLE_SHOWN", 2)


def make_host(school, name: str, **fields) -> Host:
    return Host.objects.create(school=school, name=name, country="DE", city="Hamburg", **fields)


def make_person(school, name: str, **fields) -> Participant:
    return Participant.objects.create(school=school, kind="learner", first_name=name, last_name="Upīte", **fields)


def options(answer, field: str) -> set[str]:
    return {str(text) for value, text in answer.context["form"].fields[field].widget.choices if value}


@pytest.fixture
def trip(school):
    project = Project.objects.create(
        school=school, title="Prakse", school_name=school.name, start="2021-09-01", end="2022-08-31"
    )
    kind = ActivityType.objects.filter(code="LM-SHORT-VET").first()

    def make(host: Host, name: str = "Anna") -> Mobility:
        return Mobility.objects.create(
            school=school, project=project, activity_type=kind, participant=make_person(school, name), host=host,
            start="2022-02-01", end="2022-02-28",
        )  # fmt: skip

    return make


def test_hosts_used_lately_come_before_new_ones(client_of, coordinator, school, trip):
    used, *_others = [make_host(school, f"Nr. {number}") for number in range(4)]
    trip(used)
    answer = client_of(coordinator).get(ADD)
    assert options(answer, "host") == {"Nr. 0", "Nr. 3"}
    assert 'data-url="/hosts/search/"' in answer.content.decode()


def test_the_chosen_host_is_among_them_and_a_paused_one_is_not(client_of, coordinator, school, trip):
    first, paused = make_host(school, "Pirmais"), make_host(school, "Pauzē", state="paused", paused_reason="Remonts")
    trip(paused)
    for number in range(3):
        make_host(school, f"Nr. {number}")
    browser = client_of(coordinator)
    offered_by_itself = options(browser.get(ADD), "host")
    assert "Pirmais" not in offered_by_itself
    assert options(browser.get(ADD, {"host": first.pk}), "host") == {"Pirmais"} | offered_by_itself
    assert "Pauzē" not in offered_by_itself
    edit = reverse("mobilities:mobility-edit", args=[Mobility.objects.get().pk])
    assert "Pauzē" in options(browser.get(edit), "host")


@pytest.mark.parametrize("nonsense", ["9" * 40, "-1", "abc", "²", "\x00"])
def test_a_key_that_makes_no_sense(client_of, coordinator, school, nonsense):
    make_host(school, "Nordkai")
    for url in (ADD, GROUP):
        assert client_of(coordinator).get(url, {"host": nonsense, "participant": nonsense}).status_code == 200
        data = {"host": nonsense, "participant": nonsense, "participants": nonsense, "groups": nonsense}
        assert client_of(coordinator).post(url, data).status_code == 200
        assert client_of(coordinator).post(url, data | {"show": "1"}).status_code == 200


def test_a_host_that_is_not_offered_may_be_chosen_by_searching(client_of, coordinator, school, trip):
    old = make_host(school, "Senais")
    kept = trip(make_host(school, "Cits"))
    make_host(school, "Jauns")
    typed = {
        "project": kept.project_id, "activity_type": kept.activity_type_id, "direction": "outgoing", "host": old.pk,
        "participant": make_person(school, "Zane").pk, "start": "2022-02-01", "end": "2022-02-28",
    }  # fmt: skip
    answer = client_of(coordinator).post(ADD, typed)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Mobility.objects.latest("pk").host == old


def test_a_host_of_another_school_may_not(client_of, coordinator, school, other_school):
    foreign = make_host(other_school, "Svešs")
    answer = client_of(coordinator).post(ADD, {"host": foreign.pk})
    assert "host" in answer.context["form"].errors
    assert "Svešs" not in answer.content.decode()


def test_people_registered_last_are_offered_and_the_chosen_one(client_of, coordinator, school):
    first = make_person(school, "Pirmā")
    for name in ("Anna", "Berta", "Cilda"):
        make_person(school, name)
    make_person(school, "Bijusī", is_active=False)
    browser = client_of(coordinator)
    assert options(browser.get(ADD), "participant") == {"Berta Upīte", "Cilda Upīte"}
    assert "Pirmā Upīte" in options(browser.get(ADD, {"participant": first.pk}), "participant")


@pytest.fixture
def groups(school) -> dict[str, Participant]:
    return {
        name: make_person(school, name, group=group) for name, group in zip("ABC", ("K-1", "K-2", ""), strict=True)
    }


def shown(answer) -> list[str]:
    return [person.first_name for group in answer.context["classes"] for person in group.people]


def test_a_large_school_shows_the_groups_that_are_asked_for(client_of, coordinator, groups):
    browser = client_of(coordinator)
    assert shown(browser.get(GROUP)) == []
    answer = browser.post(
        GROUP, {"groups": ["K-2"], "participants": [groups["A"].pk], "start": "2022-02-01", "show": 1}
    )
    assert shown(answer) == ["A", "B"]
    page = answer.content.decode()
    assert 'value="2022-02-01"' in page
    assert "data-errors" not in page
    assert shown(browser.post(GROUP, {"groups": ["-"], "show": 1})) == ["C"]
    assert not Mobility.objects.exists()


def test_a_small_school_shows_everybody(client_of, coordinator, groups, monkeypatch):
    monkeypatch.setattr(forms, "MOST_PEOPLE_SHOWN", 3)
    answer = client_of(coordinator).get(GROUP)
    assert set(shown(answer)) == {"A", "B", "C"}
    assert "groups" not in answer.context["form"].fields


def test_the_form_takes_as_many_queries_with_any_number_of_hosts_and_people(
    client_of, coordinator, school, groups, trip, django_assert_num_queries, django_assert_max_num_queries
):
    browser = client_of(coordinator)
    for number in range(3):
        trip(make_host(school, f"Nr. {number}"), f"N{number}")
    for url in (ADD, GROUP):
        browser.get(url)
        with django_assert_max_num_queries(40) as some:
            browser.get(url)
        for number in range(5):
            make_host(school, f"{url} {number}")
            make_person(school, f"P{number}", group=f"G{number}")
        with django_assert_num_queries(len(some)):
            browser.get(url)
