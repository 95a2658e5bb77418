"""What changes around a report that is still written: the activity of its mobility, the questions of a draft."""

from datetime import date

import pytest
from django.http import QueryDict

from mobilities.forms.experience import ExperienceForm
from mobilities.models import AccompanyingPerson, ExperienceReport, Participant, Questionnaire
from mobilities.services.experience import begin_report
from mobilities.services.questionnaires import begin_draft
from mobilities.tests.trips import one_trip
from projects.models import ActivityType

pytestmark = pytest.mark.django_db


@pytest.fixture
def mobility(school, teacher):
    row = one_trip(school)
    row.responsible = teacher
    row.save()
    return row


def becomes_shadowing(mobility) -> None:
    mobility.activity_type = ActivityType.objects.get(code="SM-JOB-SHDW")
    mobility.save()


def test_a_blank_draft_asks_what_the_new_activity_asks(client_of, teacher, mobility):
    report = begin_report(mobility, teacher)
    becomes_shadowing(mobility)
    page = client_of(teacher).get(f"/experience/{report.pk}/edit/").content.decode()
    report.refresh_from_db()
    assert (report.questionnaire.profile, f"/experience/{report.pk}/questionnaire/" in page) == ("shadowing", False)


def test_a_draft_with_answers_keeps_them_and_offers_the_new_questions(client_of, teacher, mobility):
    report = begin_report(mobility, teacher)
    ExperienceReport.objects.filter(pk=report.pk).update(tasks="Noliktava", job_offer=True, answers={"q_1": "Jā"})
    becomes_shadowing(mobility)
    writer, change = client_of(teacher), f"/experience/{report.pk}/questionnaire/"
    page = writer.get(f"/experience/{report.pk}/edit/").content.decode()
    report.refresh_from_db()
    assert (report.questionnaire.profile, change in page) == ("placement", True)
    assert change not in writer.post(change, follow=True).content.decode()
    report.refresh_from_db()
    assert (report.questionnaire.profile, report.tasks, report.job_offer) == ("shadowing", "Noliktava", True)
    assert (report.answers, report.version) == ({"q_1": "Jā"}, 1)


def test_two_people_at_one_question_do_not_overwrite_each_other(client_of, coordinator, school):
    draft = begin_draft(school, "placement", coordinator)
    question = draft.questions.get(key="story")
    page, first, second = f"/experience/questions/{question.pk}/edit/", client_of(coordinator), client_of(coordinator)
    sent = {"label_en": "", "help_lv": "", "help_en": "", "version": "0"}
    assert first.post(page, sent | {"label_lv": "Viena diena"}).status_code == 302
    refused = second.post(page, sent | {"label_lv": "Stāsts"})
    question.refresh_from_db()
    assert (question.label_lv, question.version) == ("Viena diena", 1)
    assert {"Viena diena", "Stāsts"} <= {value for row in refused.context["form"].stale for value in row[1:]}
    assert second.post(page, sent | {"label_lv": "Stāsts", "version": "1"}).status_code == 302
    question.refresh_from_db()
    assert question.label_lv == "Stāsts"
    assert Questionnaire.objects.get(pk=draft.pk).version == 2


def test_missing_reports_are_one_list(client_of, coordinator, school, mobility):
    reviewer, page = client_of(coordinator), "/experience/?state=missing&country=DE&q=krasti"
    everything = "/experience/?state=missing"
    person = Participant.objects.create(school=school, kind="staff", first_name="Valdis", last_name="Krastiņš")
    for day in (20, 21):
        along = AccompanyingPerson.objects.create(
            school=school, project=mobility.project, person=person, start=date(2022, 2, 14), end=date(2022, 2, day)
        )
        along.mobilities.add(mobility)
    rows = reviewer.get(everything).context["page"].object_list
    assert [str(row.participant) for row in rows] == ["Valdis Krastiņš"] * 2 + [str(mobility.participant)]
    export = reviewer.get(everything).context["export_url"]
    lines = b"".join(reviewer.get(export).streaming_content).decode().splitlines()
    assert len(lines) == 4 and lines[1].startswith("Valdis Krastiņš;")
    answer = reviewer.get(page)
    assert len(answer.context["page"].object_list) == 2
    assert f"/mobilities/{mobility.pk}/" in answer.content.decode()
    begin_report(rows[0], coordinator)
    ExperienceReport.objects.update(state="approved")
    assert len(reviewer.get(everything).context["page"].object_list) == 2


def test_a_questionnaire_that_changed_meanwhile_is_compared_where_both_ask(teacher, mobility):
    """An answer that the other one does not ask for is compared with nothing, and breaks nothing."""
    begin_report(mobility, teacher)
    before = ExperienceReport.objects.get()
    form = ExperienceForm(QueryDict("tasks=Birojs&story=Diena&version=0"), report=before)
    other = Questionnaire.objects.create(school=mobility.school, profile="placement", number=99)
    other.questions.create(key="tasks", is_core=True, kind="text")
    ExperienceReport.objects.update(questionnaire=other, tasks="Noliktava", version=1)
    assert not form.is_valid()
    assert [row[1:] for row in form.stale] == [("Noliktava", "Birojs")]
