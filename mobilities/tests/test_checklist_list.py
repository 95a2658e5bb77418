"""What is asked for is changed by the school and by a project, and the checklists follow."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mobilities.models import ChecklistItem
from mobilities.services.checklists import sync
from mobilities.tests.running import running_project, stay, today

pytestmark = pytest.mark.django_db


def start() -> date:
    return today() + timedelta(days=60)


@pytest.fixture
def mobility(school):
    row = stay(running_project(school), "Ozols", start())
    sync([row])
    return row


def test_days_are_changed_and_taken_back(client_of, coordinator, mobility):
    browser, edit = client_of(coordinator), reverse("mobilities:checklist-edit", args=["grant_agreement"])
    form = browser.get(edit).context["form"]
    assert form.initial["due_days"] == 14 and form.initial["groups"] == ["learner", "minor", "staff"]
    browser.post(edit, {"is_used": "on", "groups": ["learner"], "due_days": 3, "version": 0})
    line = mobility.papers.get(kind="grant_agreement")
    assert line.due == start() - timedelta(days=3)
    project = [mobility.project_id, "grant_agreement"]
    browser.post(reverse("mobilities:project-checklist-edit", args=project), {"groups": ["learner"], "due_days": 1})
    assert not mobility.papers.filter(kind="grant_agreement").exists()
    browser.post(reverse("mobilities:project-checklist-reset", args=project))
    assert mobility.papers.get(kind="grant_agreement").due == start() - timedelta(days=3)
    browser.post(reverse("mobilities:checklist-reset", args=["grant_agreement"]))
    assert mobility.papers.get(kind="grant_agreement").due == start() - timedelta(days=14)
    assert not ChecklistItem.objects.exists()


def test_own_paper_of_a_project(client_of, coordinator, mobility):
    add = reverse("mobilities:project-checklist-add", args=[mobility.project_id])
    typed = {"is_used": "on", "phase": "during", "groups": ["learner"], "due_days": 5}
    assert client_of(coordinator).post(add, typed).context["form"].errors.keys() == {"title_lv"}
    client_of(coordinator).post(add, typed | {"title_lv": "Nedēļas atskaite"})
    line = mobility.papers.get(kind="other")
    assert (line.name, line.due, line.phase) == ("Nedēļas atskaite", start() + timedelta(days=5), "during")
    page = client_of(coordinator).get(reverse("mobilities:project-checklist", args=[mobility.project_id]))
    assert "Nedēļas atskaite" in page.content.decode()
    school_page = client_of(coordinator).get(reverse("mobilities:checklist-list")).content.decode()
    assert "Nedēļas atskaite" not in school_page


def test_a_project_asks_otherwise_for_a_paper_of_the_schools_own(client_of, coordinator, school, mobility):
    policy = ChecklistItem.objects.create(
        school=school, kind="other", title_lv="Polise", phase="before", groups=["learner"], due_days=7
    )
    sync([mobility])
    line, key = mobility.papers.get(kind="other"), f"other-{policy.pk}"
    edit = reverse("mobilities:project-checklist-edit", args=[mobility.project_id, key])
    browser = client_of(coordinator)
    form = browser.get(edit).context["form"]
    assert "title_lv" not in form.fields and form.initial["due_days"] == 7
    browser.post(edit, {"is_used": "on", "groups": ["learner"], "due_days": 2, "version": 0})
    assert mobility.papers.get(pk=line.pk).due == start() - timedelta(days=2)
    own = reverse("mobilities:checklist-edit", args=[key])
    typed = {"is_used": "on", "title_lv": "Apdrošināšana", "phase": "before", "groups": ["learner"], "due_days": 9}
    browser.post(own, typed | {"version": 0})
    changed = mobility.papers.get(pk=line.pk)
    assert (changed.name, changed.due) == ("Apdrošināšana", start() - timedelta(days=2))
    version = browser.get(edit).context["form"].initial["version"]
    browser.post(edit, {"groups": ["learner"], "due_days": 2, "version": version})
    assert not mobility.papers.filter(kind="other").exists()
    browser.post(reverse("mobilities:project-checklist-reset", args=[mobility.project_id, key]))
    assert mobility.papers.get(kind="other").due == start() - timedelta(days=9)
    assert ChecklistItem.objects.get() == policy


def test_a_new_call_year_is_followed_at_once(client_of, coordinator, mobility):
    project = mobility.project
    project.programme = "other"
    project.save()
    form = client_of(coordinator).get(reverse("projects:project-edit", args=[project.pk])).context["form"]
    typed = {name: value for name, value in form.initial.items() if value is not None}
    typed |= {"call_year": 2020, "start": start().isoformat(), "end": (start() + timedelta(days=300)).isoformat()}
    answer = client_of(coordinator).post(reverse("projects:project-edit", args=[project.pk]), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    assert mobility.papers.filter(kind="quality_commitment").exists()
