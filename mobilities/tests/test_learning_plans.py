"""Learning plans: one, the same for many, copied from another."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mobilities.models import LearningPlan
from mobilities.services.learning_plans import fill_plans
from mobilities.tests.funded import fund, send
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(school, coordinator):
    return fund(school, coordinator)


def edit(mobility) -> str:
    return reverse("mobilities:learning-plan-edit", args=[mobility.pk])


def test_a_new_plan_begins_with_a_proposal_and_is_saved_with_its_days(client_of, coordinator, project):
    mobility, client = send(project), client_of(coordinator)
    page = client.get(edit(mobility))
    assert page.context["form"].initial["hours_per_week"] == 40 and page.context["form"].initial["monitoring"]
    typed = {"outcomes": "Pieņem preces", "hours_per_week": "38", "version": "0"}
    days = {"days-TOTAL_FORMS": "1", "days-INITIAL_FORMS": "0", "days-0-day": "2022-03-08", "days-0-text": "Noliktava"}
    assert client.post(edit(mobility), typed | days).status_code == 302
    plan = LearningPlan.objects.get()
    assert (plan.outcomes, plan.hours_per_week, plan.days.get().text) == ("Pieņem preces", 38, "Noliktava")
    assert Entry.objects.filter(object_type="mobilities.learningplan").count() == 2


def test_a_day_outside_the_stay_is_refused(client_of, coordinator, project):
    days = {"days-TOTAL_FORMS": "1", "days-INITIAL_FORMS": "0", "days-0-day": "2022-07-08", "days-0-text": "x"}
    answer = client_of(coordinator).post(edit(send(project)), {"outcomes": "x", "version": "0"} | days)
    assert answer.status_code == 200 and not LearningPlan.objects.exists()


def test_a_plan_is_copied_and_saved_only_when_asked(client_of, coordinator, project):
    first, second = send(project), send(project)
    LearningPlan.objects.create(mobility=first, outcomes="Pieņem preces", job_skills="Skenē")
    page = client_of(coordinator).get(edit(second), {"from": first.pk})
    assert page.context["form"].initial["outcomes"] == "Pieņem preces"
    assert not page.context["form"].initial["job_skills"]
    assert LearningPlan.objects.count() == 1


def test_one_plan_for_many_fills_what_is_empty(client_of, coordinator, project):
    written, empty = send(project), send(project)
    LearningPlan.objects.create(mobility=written, outcomes="Savi")
    typed = {"m": [written.pk, empty.pk], "outcomes": "Kopīgi", "evaluation": "Veidlapa"}
    address = reverse("mobilities:learning-plan-many")
    assert client_of(coordinator).post(address, typed).status_code == 302
    plans = dict(LearningPlan.objects.values_list("mobility", "outcomes"))
    assert plans == {written.pk: "Savi", empty.pk: "Kopīgi"}
    assert set(LearningPlan.objects.values_list("evaluation", flat=True)) == {"Veidlapa"}
    client_of(coordinator).post(address, typed | {"overwrite": "on"})
    assert set(LearningPlan.objects.values_list("outcomes", flat=True)) == {"Kopīgi"}


def test_filling_asks_as_often_for_one_as_for_three(coordinator, project, school):
    rows, counts = [send(project) for _ in range(4)], []
    for some, text in ((rows[:1], "a"), (rows[1:], "b")):
        with CaptureQueriesContext(connection) as queries:
            fill_plans(some, {"outcomes": text}, coordinator, school, overwrite=False)
        counts.append(len(queries))
    assert counts[0] == counts[1]
