"""A school's own row takes the place of the programme's: mobilities keep theirs, new ones get the new."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from mobilities.models import Mobility, Participant
from mobilities.views.project_mobilities import targets_and_done
from portal.common.school_year import SchoolYear
from projects.models import ActivityType, Project, ProjectTarget
from reports.statistics import project_years

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(school) -> Project:
    return Project.objects.create(
        school=school, title="Prakse", school_name=school.name, start=date(2024, 9, 1), end=date(2025, 8, 31),
        call_year=2024,
    )  # fmt: skip


@pytest.fixture
def programme() -> ActivityType:
    return ActivityType.objects.get(code="LM-SHORT-VET")


@pytest.fixture
def mobility(school, project, programme) -> Mobility:
    return travel(school, project, programme)


@pytest.fixture
def own(school, mobility) -> ActivityType:
    """Made after the mobility."""
    return ActivityType.objects.create(
        school=school, code="LM-SHORT-VET", name_lv="Pašu", name_en="Own", category="learner", family="placement",
        min_days=14, max_days=60, call_year_from=2024, source="Līgums",
    )  # fmt: skip


def travel(school, project, kind) -> Mobility:
    person = Participant.objects.create(school=school, kind="learner", first_name="Anna", last_name="Upīte")
    return Mobility.objects.create(
        school=school, project=project, participant=person, activity_type=kind, start=date(2025, 3, 3),
        end=date(2025, 3, 28), state="confirmed",
    )  # fmt: skip


def offered(answer) -> set[ActivityType]:
    return set(answer.context["form"].fields["activity_type"].queryset)


def test_new_mobilities_of_a_new_project_are_offered_the_own_row_alone(
    client_of, coordinator, project, programme, own, mobility
):
    mobility.delete()
    types = offered(client_of(coordinator).get(reverse("mobilities:mobility-add"), {"project": project.pk}))
    assert own in types and programme not in types
    group = offered(client_of(coordinator).get(reverse("mobilities:mobility-add-group"), {"project": project.pk}))
    assert own in group and programme not in group


def test_projects_of_earlier_calls_are_unaffected(client_of, coordinator, project, programme, own):
    Project.objects.update(call_year=2023)
    types = offered(client_of(coordinator).get(reverse("mobilities:mobility-add"), {"project": project.pk}))
    assert programme in types and own not in types


def test_a_project_keeps_the_row_its_mobilities_stand_on(client_of, coordinator, project, programme, own):
    types = offered(client_of(coordinator).get(reverse("mobilities:mobility-add"), {"project": project.pk}))
    assert programme in types and own not in types
    targets = client_of(coordinator).get(reverse("projects:project-edit", args=[project.pk])).context["targets"]
    assert [kind for kind in targets.kinds if kind.code == programme.code] == [programme]


def test_a_mobility_keeps_its_row_and_can_be_edited(client_of, coordinator, mobility, programme, own):
    address = reverse("mobilities:mobility-edit", args=[mobility.pk])
    types = offered(client_of(coordinator).get(address))
    assert programme in types and own not in types
    data = {
        "project": mobility.project_id, "participant": mobility.participant_id, "activity_type": programme.pk,
        "direction": "outgoing", "start": "2025-03-03", "end": "2025-03-12", "version": 0,
    }  # fmt: skip
    assert client_of(coordinator).post(address, data).status_code == 302
    mobility.refresh_from_db()
    assert (mobility.activity_type, mobility.days) == (programme, 10)


def test_own_row_of_another_school_is_never_offered(client_of, coordinator, project, own, other_school):
    ActivityType.objects.filter(pk=own.pk).update(school=other_school)
    for query in ({"project": project.pk}, {}):
        answer = client_of(coordinator).get(reverse("mobilities:mobility-add"), query)
        assert own not in offered(answer)
        assert f"&quot;{own.pk}&quot;" not in answer.content.decode()


def test_what_if_and_rates_know_the_own_row(client_of, coordinator, project, programme, own):
    ActivityType.objects.filter(pk=own.pk).update(code="OWN-NEW")
    types = offered(client_of(coordinator).get(reverse("mobilities:project-what-if", args=[project.pk])))
    assert {own, programme} <= types
    page = client_of(coordinator).get(reverse("projects:rate-add", args=[project.pk]))
    assert "OWN-NEW" in dict(page.context["form"].fields["activity_types"].choices)


def test_promise_on_the_old_row_and_trips_on_the_new_are_one_line(school, project, mobility, programme, own):
    ProjectTarget.objects.create(project=project, activity_type=programme, planned=3)
    travel(school, project, own)
    with translation.override("lv"):
        line = targets_and_done(project)["lines"]
    assert [(each["kind"], each["planned"], each["done"], each["ahead"]) for each in line] == [(own, 3, 2, 0)]
    year = project_years(school, SchoolYear(2024), date(2025, 9, 1))
    assert [(each.activity_type, each.planned, each.done, each.in_year) for each in year[0].targets] == [
        (own, 3, 2, 2)
    ]


def test_more_of_one_type_does_not_eat_what_is_left_of_another(school, project, programme, mobility):
    travel(school, project, programme)
    other = ActivityType.objects.get(code="LM-LONG-VET")
    ProjectTarget.objects.create(project=project, activity_type=programme, planned=1)
    ProjectTarget.objects.create(project=project, activity_type=other, planned=3)
    numbers = targets_and_done(project)
    assert [line["left"] for line in numbers["lines"]] == [0, 3]
    assert (numbers["total"]["planned"], numbers["total"]["done"], numbers["total"]["left"]) == (4, 2, 3)
