"""A whole import is taken back while nothing else touched its rows."""

import pytest
from django.urls import reverse

from portal.audit.models import Entry
from portal.common.refused import Refused
from portal.imports.enums import ImportState
from portal.imports.models import Import
from portal.imports.services import imports, undoing
from portal.jobs import services as jobs
from portal.jobs.models import State
from portal.testing import tables
from portal.testing.tables import undone
from projects.models import Project, ProjectOrganisation

HEADER = "Project Identifier;Project Title;Start date;End date;Grant EUR;Partner 1 name;Partner 1 city\n"
KNOWN, NEW = "2021-1-LV01-KA121-VET-000009189", "2022-1-LV01-KA121-VET-000054310"
FIRST = f"{HEADER}{KNOWN};Viļņi;2021-09-01;2022-08-31;100.00;Nordkai;Kiel\n"
SECOND = (
    f"{HEADER}{KNOWN};Krasts;2021-09-01;2022-07-31;200.00;Nordkai;Köln\n"
    f"{NEW};Jauns;2022-09-01;2023-08-31;300.00;Escuela;Málaga\n"
)


@pytest.fixture
def imported(school, coordinator):
    def run(text: str) -> Import:
        kept = tables.imported(tables.received("projects", text, school, coordinator), coordinator)
        assert kept.state == ImportState.APPLIED
        return kept

    return run


@pytest.fixture
def second(imported):
    imported(FIRST)
    return imported(SECOND)


def register() -> tuple[list, list]:
    projects = Project.objects.order_by("code").values_list("code", "title", "start", "end", "grant", "dates_assumed")
    return list(projects), list(ProjectOrganisation.objects.values_list("pk", "project__code", "name", "city"))


def test_new_projects_go_and_changed_ones_are_as_before(imported, coordinator, school):
    imported(FIRST)
    before = register()
    kept = undone(imported(SECOND), coordinator)
    assert (kept.state, kept.undone_at is not None) == (ImportState.UNDONE, True)
    assert register() == before
    assert Entry.objects.filter(object_type="projects.project", verb="delete", user=coordinator).count() == 1
    entry = Entry.objects.filter(object_type="projects.project", verb="change").first()
    assert entry.changes["title"] == ["Krasts", "Viļņi"]
    assert Entry.objects.filter(object_type="imports.import", verb="cancel").count() == 1
    assert not kept.rows.exclude(before=None).exists()


def test_undone_and_brought_in_again(second, imported, coordinator):
    undone(second, coordinator)
    assert imported(SECOND).counts == {"changed": 1, "new": 1}


def change_project(school):
    Project.objects.filter(code=KNOWN).update(title="Cits", version=7)


def change_organisation(school):
    row = ProjectOrganisation.objects.get(name="Escuela")
    ProjectOrganisation.objects.filter(pk=row.pk).update(city="Seviļa", version=row.version + 1)


def add_organisation(school):
    ProjectOrganisation.objects.create(project=Project.objects.get(code=NEW), role="partner", name="Trešais")


def delete_project(school):
    Project.objects.filter(code=NEW).delete()


@pytest.mark.parametrize(
    ("touch", "number", "word"),
    [
        (change_project, 2, "Cits"),
        (change_organisation, 3, "Escuela"),
        (add_organisation, 3, "Trešais"),
        (delete_project, 3, ""),
    ],
)
def test_what_was_touched_since_is_named_and_nothing_is_taken_back(
    second, coordinator, school, client_of, touch, number, word
):
    touch(school)
    before = register()
    kept = undone(second, coordinator)
    assert (kept.state, kept.job.state, register()) == (ImportState.APPLIED, State.FAILED, before)
    assert word in kept.job.error
    assert f" {number}:" in kept.job.error
    page = client_of(coordinator).get(reverse("imports:import-undo", args=[kept.pk]))
    assert number in [each.number for each in page.context["touched"]]
    assert not Entry.objects.filter(object_type="imports.import", verb="cancel").exists()


def test_a_mobility_in_a_new_project_forbids_it(second, coordinator, school, django_user_model):
    from django.apps import apps

    model = apps.get_model("mobilities.Mobility")
    person = apps.get_model("mobilities.Participant").objects.create(
        school=school, kind="learner", first_name="Anna", last_name="Ozola"
    )
    project = Project.objects.get(code=NEW)
    kind = apps.get_model("projects.ActivityType").objects.filter(category="learner").first()
    model.objects.create(
        school=school, project=project, participant=person, activity_type=kind, start=project.start, end=project.start
    )
    kept = undone(second, coordinator)
    assert (kept.state, kept.job.state) == (ImportState.APPLIED, State.FAILED)
    assert "Anna Ozola" in kept.job.error
    assert Project.objects.filter(code=NEW).exists()


def test_only_a_saved_import_can_be_undone_and_only_once(second, coordinator):
    kept = undone(second, coordinator)
    with pytest.raises(Refused):
        imports.order_undo(kept, coordinator, kept.version)
    jobs.retry(kept.job, coordinator)
    jobs.run(kept.job_id)
    assert Import.objects.get(pk=kept.pk).state == ImportState.UNDONE


def test_what_was_saved_before_rows_were_remembered_is_not_undone(second, coordinator):
    second.rows.update(before=None)
    with pytest.raises(Refused):
        undoing.touched_since(second)


def test_the_pages_of_undoing(second, client_of, coordinator):
    client, page = client_of(coordinator), reverse("imports:import-undo", args=[second.pk])
    detail = client.get(reverse("imports:import-detail", args=[second.pk]))
    assert page in detail.content.decode()
    assert client.get(page).context["touched"] == []
    client.post(page, {"version": second.version})
    second.refresh_from_db()
    assert "hx-get" in client.get(reverse("imports:import-detail", args=[second.pk])).content.decode()
    jobs.run(second.job_id)
    second.refresh_from_db()
    assert second.state == ImportState.UNDONE
    assert client.get(page).status_code == 302


@pytest.mark.parametrize("rows", [1, 40])
def test_asking_takes_a_fixed_number_of_queries(imported, rows, django_assert_max_num_queries):
    lines = [f"2021-1-LV01-KA121-VET-{n:09};P{n};2021-09-01;2022-08-31;1.00;Partner;Kiel\n" for n in range(rows)]
    kept = imported(HEADER + "".join(lines))
    with django_assert_max_num_queries(30):
        undoing.touched_since(kept)


MANY = [f"2022-1-LV01-KA121-VET-0000{50_000 + number};Osta {number};2022-09-01;" for number in range(12)]


def test_more_touched_rows_than_are_named(imported, client_of, coordinator):
    kept = imported(HEADER + "".join(f"{row}2023-08-31;1.00;;\n" for row in MANY))
    Project.objects.update(version=7)
    page = client_of(coordinator).get(reverse("imports:import-undo", args=[kept.pk]))
    assert (len(page.context["touched"]), page.context["unnamed"]) == (10, 2)


def test_more_rejected_rows_than_are_named(school, client_of, coordinator):
    ends = ["2023-08-31", *["31.31.2023"] * 11]
    text = HEADER + "".join(f"{row}{end};1.00;;\n" for row, end in zip(MANY, ends, strict=True))
    kept = tables.checked(tables.received("projects", text, school, coordinator), coordinator)
    page = client_of(coordinator).get(reverse("imports:import-others", args=[kept.pk]))
    assert (len(page.context["rows"]), page.context["unnamed"]) == (10, 1)
