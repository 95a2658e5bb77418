"""Tasks of projects: given, done, spoken about; the teacher sees and finishes one's own."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mobilities.models import ProjectTask
from mobilities.tests.running import running_project, today
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(school):
    return running_project(school)


def test_a_task_from_giving_to_doing(client_of, coordinator, teacher, project):
    office, abroad = client_of(coordinator), client_of(teacher)
    typed = {"title": "Pasūtīt biļetes", "assignee": teacher.pk, "due": f"{today() - timedelta(days=1):%Y-%m-%d}"}
    answer = office.post(reverse("mobilities:task-add", args=[project.pk]), typed)
    task = ProjectTask.objects.get()
    assert answer["Location"] == reverse("mobilities:task-detail", args=[task.pk])
    assert (task.created_by, task.assignee) == (coordinator, teacher)
    assert "Pasūtīt biļetes" in abroad.get(reverse("mobilities:task-mine")).content.decode()
    abroad.post(reverse("mobilities:task-comment", args=[task.pk]), {"text": "Rīt"})
    abroad.post(reverse("mobilities:task-done", args=[task.pk]))
    task.refresh_from_db()
    assert task.done_on == today() and task.comments.get().text == "Rīt"
    office.post(reverse("mobilities:task-reopen", args=[task.pk]))
    assert ProjectTask.objects.get().done_on is None
    verbs = set(Entry.objects.filter(object_type="mobilities.projecttask").values_list("verb", flat=True))
    assert verbs == {"add", "comment", "close", "open"}
    assert not Entry.objects.filter(changes__icontains="Rīt").exists()


def test_list_is_narrowed(client_of, coordinator, teacher, project):
    soon = ProjectTask.objects.create(project=project, title="Sūtīt", assignee=teacher, due=today())
    late = ProjectTask.objects.create(project=project, title="Pirkt", due=today() - timedelta(days=3))
    done = ProjectTask.objects.create(project=project, title="Zvanīt", done_on=today())
    page, browser = reverse("mobilities:task-list", args=[project.pk]), client_of(coordinator)

    def shown(**query) -> list[ProjectTask]:
        return list(browser.get(page, query).context["page"])

    assert shown() == [late, soon]
    assert shown(state="late") == [late]
    assert shown(state="done") == [done]
    assert shown(state="all", q="zvan") == [done]
    assert shown(assignee=teacher.pk) == [soon]
    assert list(client_of(teacher).get(page).context["page"]) == [soon]
    export = browser.get(page, {"state": "late"}).context["export_url"]
    lines = b"".join(browser.get(export).streaming_content).decode().splitlines()
    assert len(lines) == 2 and f";Pirkt;;;{late.due.isoformat()};" in lines[1]


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_a_fixed_number_of_queries(client_of, coordinator, project, number, django_assert_num_queries):
    for each in range(number):
        ProjectTask.objects.create(project=project, title=f"Darbs {each}", assignee=coordinator)
    browser = client_of(coordinator)
    browser.get(reverse("mobilities:task-list", args=[project.pk]))
    with django_assert_num_queries(8):
        browser.get(reverse("mobilities:task-list", args=[project.pk]))


def test_somebody_elses_task_is_not_finished_by_a_teacher(client_of, teacher, coordinator, project):
    task = ProjectTask.objects.create(project=project, title="Pirkt", assignee=coordinator)
    assert client_of(teacher).post(reverse("mobilities:task-done", args=[task.pk])).status_code == 404
    task = ProjectTask.objects.create(project=project, title="Pirkt", created_by=teacher)
    assert client_of(teacher).post(reverse("mobilities:task-done", args=[task.pk])).status_code == 403
