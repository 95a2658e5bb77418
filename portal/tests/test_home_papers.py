"""The first page names papers and tasks that are late or near, to whoever is to see to them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mobilities.models import Mobility, Paper, ProjectTask
from mobilities.services.checklists import sync
from mobilities.tests.funded import kind
from mobilities.tests.running import running_project, stay, today
from portal.attention import attention_for
from portal.common.school_year import SchoolYear
from projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(school):
    return running_project(school)


@pytest.fixture
def trip(project, teacher) -> Mobility:
    """Due before the departure: the agreements three days ago, the consents earlier still."""
    row = stay(
        project, "Ozols", today() + timedelta(days=11), days=89, responsible=teacher, activity_type=kind("LM-LONG-VET")
    )
    sync([row])
    return row


def attention(user):
    return attention_for(user.memberships.get(), SchoolYear.of(today()), today())


def test_papers_for_the_coordinator_by_project_and_for_the_teacher_by_person(coordinator, teacher, project, trip):
    [late] = attention(coordinator).late
    assert late.url == reverse("mobilities:project-papers", args=[project.pk]) + "?papers=late"
    [own] = attention(teacher).late
    assert own.url == reverse("mobilities:mobility-detail", args=[trip.pk]) + "#papers"
    Paper.objects.filter(due__lt=today()).update(due=today() + timedelta(days=2))
    assert not attention(coordinator).late and not attention(teacher).late
    assert [each.day for each in attention(teacher).soon if "#papers" in each.url] == [today() + timedelta(days=2)]
    Paper.objects.update(state="done")
    assert not [each for each in attention(coordinator).soon if "papers" in each.url]


def test_history_is_not_named(coordinator, project, trip):
    Mobility.objects.update(state="closed")
    assert not attention(coordinator).late
    Mobility.objects.update(state="confirmed")
    Project.objects.update(state="archived")
    assert not attention(coordinator).late


@pytest.mark.parametrize("role", ["coordinator", "teacher", "director"])
def test_own_tasks_for_everybody(request, project, role):
    user = request.getfixturevalue(role)
    task = ProjectTask.objects.create(project=project, title="Pirkt", assignee=user, due=today() - timedelta(days=1))
    assert [each.what for each in attention(user).late] == ["Pirkt"]
    ProjectTask.objects.filter(pk=task.pk).update(done_on=today())
    assert not attention(user).late
