"""The activity of a project: from the journal, in sentences, of this project alone."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.translation import override

from mobilities.activity import Change, change_of
from mobilities.enums import PaperState
from mobilities.models import (
    ExperienceReport,
    Mobility,
    MobilityGrant,
    Paper,
    PaperFile,
    Participant,
    ProjectTask,
)
from mobilities.services import papers
from mobilities.services.checklists import sync
from portal.audit.history import label_of
from portal.audit.models import Entry, Verb
from portal.audit.services import record, record_many
from portal.common.uploads import Accepted, AttachmentKind
from projects.models import ActivityType, Deadline, Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(school):
    return Project.objects.create(
        school=school, title="Prakse", school_name="Skola", call_year=2021, start=date(2021, 9, 1),
        end=date(2022, 8, 31),
    )  # fmt: skip


@pytest.fixture
def mobility(project):
    person = Participant.objects.create(school=project.school, kind="learner", first_name="Jānis", last_name="Ozols")
    return Mobility.objects.create(
        school=project.school, project=project, participant=person, start=date(2022, 4, 4), end=date(2022, 5, 6),
        activity_type=ActivityType.objects.for_call_year(2021).get(code="LM-SHORT-VET"),
    )  # fmt: skip


def everything(project, mobility) -> list:
    return [
        project,
        mobility,
        MobilityGrant.objects.create(mobility=mobility),
        ExperienceReport.objects.create(school=project.school, mobility=mobility),
        Deadline.objects.create(project=project, kind="final_report", due=date(2022, 10, 30)),
        ProjectTask.objects.create(project=project, title="Pirkt biļetes"),
    ]


def test_entries_know_their_project(project, mobility, coordinator):
    rows = everything(project, mobility)
    for row in rows:
        assert record(coordinator, project.school, Verb.ADD, row).project_key == project.pk
    assert record(coordinator, project.school, Verb.ADD, mobility.participant).project_key is None
    record_many(coordinator, project.school, [(Verb.CHANGE, row, {}) for row in rows])
    assert Entry.objects.filter(verb="change", project_key=project.pk).count() == len(rows)


def test_page_tells_and_links(client_of, coordinator, director, teacher, project, mobility):
    record(coordinator, project.school, Verb.ADD, mobility)
    terms = MobilityGrant.objects.create(mobility=mobility)
    record(
        director, project.school, Verb.CHANGE, terms, {"inclusion_costs": ["0", "70012345"], "travel_days": ["", "2"]}
    )
    gone = ProjectTask.objects.create(project=project, title="Pirkt biļetes")
    record(coordinator, project.school, Verb.ADD, gone)
    gone.delete()
    page = reverse("mobilities:project-activity", args=[project.pk])
    answer = client_of(coordinator).get(page)
    task, grant, added = answer.context["deeds"]
    [mobility_line] = added.things
    assert mobility_line.url == reverse("mobilities:mobility-detail", args=[mobility.pk])
    assert "Ozols" in mobility_line.label
    assert [(thing.label, thing.url) for thing in task.things] == [("Pirkt biļetes", "")]
    assert "70012345" not in answer.content.decode()
    assert grant.changes == [Change(str(MobilityGrant._meta.get_field("travel_days").verbose_name), "", "2")]
    only = client_of(coordinator).get(page, {"user": director.pk}).context["deeds"]
    assert [deed.who for deed in only] == [str(director)]
    kinds = client_of(coordinator).get(page, {"kind": "mobilities.mobility"}).context["deeds"]
    assert len(kinds) == 1
    assert client_of(teacher).get(page).status_code == 403


def test_one_deed_is_one_line_with_what_was_before_and_is_now(client_of, coordinator, project, mobility):
    sync([mobility])
    lines = list(Paper.objects.filter(mobility=mobility).order_by("pk"))
    papers.mark_made(lines, coordinator)
    papers.set_aside(lines[0], coordinator, "Nav vajadzīgs")
    accepted = Accepted(AttachmentKind.DOCUMENT, b"%PDF-1.7 signed", "application/pdf", "ozols.pdf")
    papers.attach(lines[1], accepted, coordinator)
    page = client_of(coordinator).get(reverse("mobilities:project-activity", args=[project.pk]))
    uploaded, aside, made = page.context["deeds"]
    assert (made.verb, made.number, len(made.things)) == (Verb.MAKE.label, len(lines), 1)
    assert made.more == len(lines) - 1
    assert (uploaded.verb, uploaded.number) == (Verb.UPLOAD.label, 1)
    assert uploaded.changes[0] == Change(str(PaperFile._meta.verbose_name_plural), "", "ozols.pdf")
    state, reason = aside.changes
    assert (state.old, state.new) == (PaperState.MADE.label, PaperState.SET_ASIDE.label)
    assert reason.new == "Nav vajadzīgs"
    assert reverse("mobilities:mobility-detail", args=[mobility.pk]) + f"#paper-{lines[0].pk}" == aside.things[0].url


def test_what_the_portal_calls_it_is_said_in_the_readers_language(client_of, coordinator, project, mobility):
    sync([mobility])
    lines = list(Paper.objects.filter(mobility=mobility, kind__in=["learning_agreement", "image_consent"]))
    papers.mark_made(lines, coordinator)
    ProjectTask.objects.create(project=project, title="Mācību mobilitātes līgums un biļetes")
    record(coordinator, project.school, Verb.ADD, ProjectTask.objects.get())
    Paper.objects.all().delete()
    page = client_of(coordinator).get(
        reverse("mobilities:project-activity", args=[project.pk]), headers={"Accept-Language": "en"}
    )
    task, made = page.context["deeds"]
    assert {thing.label for thing in made.things} == {
        "Learning agreement, Jānis Ozols, 4\xa0Apr\xa02022",
        "Consent to the use of pictures, Jānis Ozols, 4\xa0Apr\xa02022",
    }  # fmt: skip
    assert task.things[0].label == "Mācību mobilitātes līgums un biļetes"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", [
            ("", "€309.00 (file.xlsx)"), ("1,234.50", "0.00"), ("4\xa0Apr\xa02022", "5\xa0Apr\xa02022"),
            ("", "Anna, Travel: €1,309.00 → €275.00; Anna, Green: Yes → No; Jānis: Jā nē → –"),
            ("", "Anna, Travel: here €1,309.00, in the module nothing; "
                 "Jānis, End date: here 4\xa0Apr\xa02022, in the module 5\xa0Apr\xa02022"),
            ("", "Rīga 4\xa0Apr\xa02022 – 5\xa0Apr\xa02022"), ("No", "Yes"),
        ]),
        ("lv", [
            ("", "309,00\xa0€ (file.xlsx)"), ("1\xa0234,50", "0,00"), ("04.04.2022.", "05.04.2022."),
            ("", "Anna, Travel: 1\xa0309,00\xa0€ → 275,00\xa0€; Anna, Green: Jā → Nē; Jānis: Jā nē → –"),
            ("", "Anna, Travel: šeit 1\xa0309,00\xa0€, modulī nav; "
                 "Jānis, End date: šeit 04.04.2022., modulī 05.04.2022."),
            ("", "Rīga 04.04.2022. – 05.04.2022."), ("Nē", "Jā"),
        ]),
    ],
)  # fmt: skip
def test_figures_are_written_as_the_reader_does(language, told):
    journal = [
        (MobilityGrant, "fixed.travel", ["", "309.00 (file.xlsx)"]),
        (MobilityGrant, "exceptional_costs", ["1234.50", "0.00"]),
        (Mobility, "start", ["2022-04-04", "2022-04-05"]),
        (Mobility, "settled_theirs", [
            "", "Anna, Travel: 1\xa0309,00\xa0€ → 275,00\xa0€; Anna, Green: Jā → Nē; Jānis: Jā nē → –",
        ]),
        (Mobility, "settled_ours", [
            "", "Anna, Travel: 1\xa0309,00\xa0€ → –; Jānis, End date: 2022-04-04 → 2022-04-05",
        ]),
        (Mobility, "itinerary", ["", "Rīga 2022-04-04 – 2022-04-05"]),
        (Mobility, "module.zero_grant", ["False", "True"]),
    ]  # fmt: skip
    with override(language):
        assert [(change.old, change.new) for change in (change_of(*each) for each in journal)] == told
        label = label_of(Entry(object_type="projects.instalment", label="Galīgais maksājums: 12345.50"))
        assert label.endswith({"en": "12,345.50", "lv": "12\xa0345,50"}[language])


@pytest.mark.parametrize("number", [1, 3])
def test_a_fixed_number_of_queries(client_of, coordinator, project, mobility, number, django_assert_num_queries):
    for _each in range(number):
        record(coordinator, project.school, Verb.CHANGE, mobility)
        record(coordinator, project.school, Verb.CHANGE, project)
    browser = client_of(coordinator)
    browser.get(reverse("mobilities:project-activity", args=[project.pk]))
    with django_assert_num_queries(11):
        browser.get(reverse("mobilities:project-activity", args=[project.pk]))


def test_what_was_written_before_is_told_too(project, mobility, coordinator):
    for row in everything(project, mobility):
        record(coordinator, project.school, Verb.ADD, row)
    old = Entry.objects.exclude(object_type="mobilities.projecttask")
    Entry.objects.all().update(project_key=None)
    import_module("mobilities.migrations.0014_activity_of_projects").tell_projects(apps, None)
    assert set(old.values_list("project_key", flat=True)) == {project.pk}
