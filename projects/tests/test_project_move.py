"""A project's way from idea to archive: who moves it, what is refused, and where its standing shows."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import Entry
from portal.common.refused import Refused
from projects.enums import FUNDED, STEPS, ProjectState, Standing
from projects.models import Project
from projects.services.life import move_project
from projects.tests.conftest import CODE


def move(client, project, step):
    return client.post(reverse("projects:project-move", args=[project.pk, step]), follow=True)


def state_of(project) -> str:
    return Project.objects.get(pk=project.pk).state


def test_from_idea_to_archive(client_of, coordinator, make_project):
    project = make_project(state="idea", start=date(2021, 9, 1), end=date(2022, 8, 31))
    client = client_of(coordinator)
    for step in ("submit", "reject", "submit", "approve", "report", "close", "archive", "unarchive"):
        assert move(client, project, step).status_code == 200
        assert state_of(project) == STEPS[step].target, step
    assert Entry.objects.about(project).count() == 8
    assert Entry.objects.about(project).first().changes == {"state": ["archived", "closed"]}


@pytest.mark.parametrize("step", STEPS)
def test_every_step_starts_only_where_the_table_says(coordinator, make_project, step):
    for state in ProjectState.values:
        project = make_project("", programme="nordplus", state=state)
        if state in STEPS[step].sources:
            move_project(project, coordinator, step)
            assert state_of(project) == STEPS[step].target
        else:
            with pytest.raises(Refused):
                move_project(project, coordinator, step)
            assert state_of(project) == state


def test_every_state_can_be_reached_and_left():
    targets = {step.target for step in STEPS.values()}
    sources = {state for step in STEPS.values() for state in step.sources}
    assert targets == sources == set(ProjectState)


def test_who_moves_first_wins(coordinator, make_project):
    project = make_project(state="submitted")
    stale = Project.objects.get(pk=project.pk)
    move_project(project, coordinator, "approve")
    with pytest.raises(Refused, match="Projekta stāvoklis"):
        move_project(stale, coordinator, "reject")
    assert state_of(project) == "approved"
    assert Entry.objects.about(project).count() == 1


def test_an_approved_erasmus_project_has_a_code(client_of, coordinator, make_project):
    project = make_project("", state="submitted")
    page = move(client_of(coordinator), project, "approve").content.decode()
    assert "ir kods" in page
    assert state_of(project) == "submitted"


@pytest.mark.parametrize(
    ("fields", "sentence", "anchor"),
    [
        ({"programme": "nordplus"}, "Nav ierakstīts ne projekta kods, ne dotācija.", "#id_code"),
        ({"programme": "nordplus", "grant": 1000}, "Nav ierakstīts projekta kods.", "#id_code"),
        ({"code": CODE}, "Nav ierakstīta dotācija.", "#id_grant"),
    ],
)
def test_what_an_approval_lacks_is_said_before_and_after_with_a_link(
    client_of, coordinator, make_project, fields, sentence, anchor
):
    project = make_project(**{"code": "", "grant": None, "state": "submitted"} | fields)
    client = client_of(coordinator)
    link = f'{sentence} <a href="{reverse("projects:project-edit", args=[project.pk])}{anchor}">'
    assert link in client.get(reverse("projects:project-detail", args=[project.pk])).content.decode()
    answer = move(client, project, "approve")
    assert state_of(project) == "approved"
    assert link in answer.content.decode()


def test_nothing_is_said_where_nothing_lacks(client_of, coordinator, make_project):
    for fields in ({"code": CODE, "grant": 1000}, {"code": "", "grant": None, "programme": "etwinning"}):
        project = make_project(**{"state": "submitted"} | fields)
        answer = move(client_of(coordinator), project, "approve")
        assert [str(each.level_tag) for each in answer.context["messages"]] == ["success"]


def test_a_project_that_runs_has_no_final_report(client_of, coordinator, make_project):
    project = make_project(end=timezone.localdate())
    move(client_of(coordinator), project, "report")
    assert state_of(project) == "approved"
    Project.objects.update(end=timezone.localdate() - timedelta(days=1))
    move(client_of(coordinator), project, "report")
    assert state_of(project) == "reported"


def test_the_administrator_archives_and_nothing_else(client_of, administrator, director, teacher, make_project):
    project = make_project(state="closed")
    for user in (director, teacher):
        assert move(client_of(user), project, "archive").status_code == 403
    assert move(client_of(administrator), project, "unclose").status_code == 403
    assert move(client_of(administrator), project, "archive").status_code == 200
    assert state_of(project) == "archived"


def test_buttons_are_those_one_may_press(client_of, coordinator, administrator, director, make_project):
    project = make_project(state="closed")
    url = reverse("projects:project-detail", args=[project.pk])
    names = {
        user: [step["name"] for step in client_of(user).get(url).context["steps"]]
        for user in (coordinator, administrator, director)
    }
    assert names == {coordinator: ["archive", "unclose"], administrator: ["archive"], director: []}


def test_unknown_step(client_of, coordinator, project):
    assert move(client_of(coordinator), project, "burn").status_code == 404


@pytest.mark.parametrize("state", ProjectState.values)
@pytest.mark.parametrize("days", [-400, -1, 0, 1])
def test_standing_of_a_row_and_of_the_filter_agree(make_project, state, days):
    today = timezone.localdate()
    project = make_project(state=state, start=today + timedelta(days=days), end=today + timedelta(days=days + 200))
    matching = [each for each in Standing if Project.objects.in_standing(each, today).exists()]
    assert matching == [project.standing_on(today)]
    assert Project.objects.funded().exists() == (state in FUNDED)


def test_list_and_export_show_the_standing(client_of, coordinator, make_project):
    today = timezone.localdate()
    running = make_project(title="Notiek", start=today, end=today)
    make_project("", title="Noraidīts", state="rejected", start=today, end=today)
    client = client_of(coordinator)
    query = {"when": "all", "state": "go"}
    assert list(client.get(reverse("projects:project-list"), query).context["page"]) == [running]
    everything = client.get(reverse("projects:project-export"), {"when": "all"}).getvalue().decode()
    assert str(Standing.REJECTED.label) in everything
    assert client.get(reverse("projects:project-list"), {"when": "all", "state": "rejected"}).context["page"][
        0
    ].title == ("Noraidīts")


@pytest.mark.parametrize(
    ("state", "code", "is_saved"),
    [
        ("idea", "", True),
        ("submitted", "", True),
        ("approved", "", False),
        ("", "", False),
        ("idea", CODE, True),
        ("closed", CODE, False),
    ],
)
def test_a_new_project_says_where_it_stands(client_of, coordinator, typed, state, code, is_saved):
    client_of(coordinator).post(reverse("projects:project-add"), typed | {"state": state, "code": code})
    assert list(Project.objects.values_list("state", flat=True)) == ([state] if is_saved else [])


def test_editing_leaves_the_state_alone(client_of, coordinator, typed, make_project):
    project = make_project(state="reported")
    url = reverse("projects:project-edit", args=[project.pk])
    assert client_of(coordinator).post(url, typed | {"state": "idea", "version": project.version}).status_code == 302
    assert state_of(project) == "reported"


@pytest.mark.parametrize(
    "name",
    [
        "project-edit", "project-delete", "project-extend", "summary-edit", "organisation-add", "deadline-add",
        "dissemination-add", "budget-edit", "agreement-edit", "instalment-add", "rate-add",
    ],
)  # fmt: skip
def test_an_archived_project_is_only_looked_at(client_of, coordinator, teacher, typed, make_project, name):
    project = make_project(state="archived")
    url = reverse(f"projects:{name}", args=[project.pk])
    for answer in (client_of(coordinator).get(url), client_of(coordinator).post(url, typed)):
        assert answer.status_code == 403
        assert "ir arhīvā" in answer.content.decode()
        assert reverse("projects:project-detail", args=[project.pk]) in answer.content.decode()
    assert "ir arhīvā" not in client_of(teacher).get(url).content.decode()
    page = client_of(coordinator).get(reverse("projects:project-detail", args=[project.pk]))
    assert page.context["actions"] == [] and page.context["missing"] == []
    assert [step["name"] for step in page.context["steps"]] == ["unarchive"]
    project.refresh_from_db()
    assert project.version == 0
