"""Organisations of a project, and the coordinator whose name stands in two places."""

import importlib

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse

from projects.models import Project, ProjectOrganisation

TYPED = {"role": "partner", "name": "Nordkai", "country": "DE", "city": "Hamburga", "oid": " e10012345 "}


def url(name, project, *rows):
    return reverse(f"projects:organisation-{name}", args=[project.pk, *[row.pk for row in rows]])


@pytest.fixture
def partnership(make_project):
    """A project in which the school is a partner."""
    return make_project("2020-1-DE02-KA226-VET-008138", role="partner", school_name="Senā nosaukuma tehnikums")


def coordinator_of(project) -> list[str]:
    return list(project.organisations.filter(role="coordinator").values_list("name", flat=True))


def test_add_edit_delete(client_of, coordinator, project):
    client = client_of(coordinator)
    assert client.post(url("add", project), TYPED).status_code == 302
    row = ProjectOrganisation.objects.get()
    assert (row.oid, row.country) == ("E10012345", "DE")
    page = client.get(url("list", project)).content.decode()
    for words in ("Nordkai", "Vācija", "E10012345", "Upes tehnikums"):
        assert words in page
    assert (
        client.post(url("edit", project, row), TYPED | {"role": "consortium_member", "version": 1}).status_code == 302
    )
    assert ProjectOrganisation.objects.get().role == "consortium_member"
    assert client.post(url("delete", project, row)).status_code == 302
    assert not ProjectOrganisation.objects.exists()


@pytest.mark.parametrize("oid", ["10012345", "E1234567", "E123456789", "PIC 123"])
def test_an_oid_that_is_none(client_of, coordinator, project, oid):
    assert "oid" in client_of(coordinator).post(url("add", project), TYPED | {"oid": oid}).context["form"].errors
    assert not ProjectOrganisation.objects.exists()


def test_the_same_organisation_twice_is_said(client_of, coordinator, project):
    client = client_of(coordinator)
    client.post(url("add", project), TYPED)
    assert "name" in client.post(url("add", project), TYPED).context["form"].errors
    assert client.post(url("add", project), TYPED | {"role": "associated"}).status_code == 302


def test_old_names_stay_when_the_school_is_renamed(client_of, coordinator, partnership, school):
    school.name = "Jaunais tehnikums"
    school.save()
    assert "Senā nosaukuma tehnikums" in client_of(coordinator).get(url("list", partnership)).content.decode()


def test_a_coordinator_entered_as_organisation_names_the_project(client_of, coordinator, partnership):
    client = client_of(coordinator)
    client.post(url("add", partnership), TYPED | {"role": "coordinator"})
    assert Project.objects.get().coordinator_name == "Nordkai"
    other = client.post(url("add", partnership), TYPED | {"role": "coordinator", "name": "Cits"})
    assert "role" in other.context["form"].errors
    row = ProjectOrganisation.objects.get()
    client.post(url("edit", partnership, row), TYPED | {"role": "coordinator", "name": "Nordkai GmbH", "version": 1})
    assert Project.objects.get().coordinator_name == "Nordkai GmbH"
    client.post(url("delete", partnership, row))
    assert Project.objects.get().coordinator_name == ""


def test_a_coordinator_named_by_the_project_is_an_organisation(client_of, coordinator, partnership, typed):
    edit = reverse("projects:project-edit", args=[partnership.pk])

    def save(**fields):
        version = Project.objects.get().version
        assert client_of(coordinator).post(edit, typed | {"version": version} | fields).status_code == 302

    save(role="partner", coordinator_name="Nordkai")
    assert coordinator_of(partnership) == ["Nordkai"]
    partnership.organisations.update(country="DE", oid="E10012345")
    save(role="partner", coordinator_name="Nordkai GmbH")
    assert coordinator_of(partnership) == ["Nordkai GmbH"]
    assert partnership.organisations.get().oid == "E10012345"
    save(role="coordinator", coordinator_name="")
    assert coordinator_of(partnership) == []


def test_the_school_itself_coordinates(client_of, coordinator, project):
    answer = client_of(coordinator).post(url("add", project), TYPED | {"role": "coordinator"})
    assert "role" in answer.context["form"].errors


def test_the_database_holds_one_coordinator(partnership):
    ProjectOrganisation.objects.create(project=partnership, role="coordinator", name="A")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectOrganisation.objects.create(project=partnership, role="coordinator", name="B")


def test_migration_makes_organisations_of_the_named(make_project):
    named = make_project("", role="partner", coordinator_name="Nordkai")
    make_project("2019-1-LV01-KA116-060226", role="coordinator", coordinator_name="Pati skola")
    importlib.import_module("projects.migrations.0005_coordinating_organisations").name_them(apps, None)
    assert list(ProjectOrganisation.objects.values_list("project", "role", "name")) == [
        (named.pk, "coordinator", "Nordkai")
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries(client_of, coordinator, project, django_assert_num_queries, rows):
    for number in range(rows):
        ProjectOrganisation.objects.create(project=project, role="partner", name=f"P{number}", country="DE")
    client = client_of(coordinator)
    client.get(url("list", project))
    with django_assert_num_queries(6):
        client.get(url("list", project))


def test_organisations_as_a_file(client_of, director, project):
    ProjectOrganisation.objects.create(project=project, role="partner", name="Nordkai", country="DE", city="Hamburga")
    client = client_of(director)
    assert url("export", project) in client.get(url("list", project)).content.decode()
    lines = client.get(url("export", project)).getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and lines[1].startswith(project.school_name)
    assert lines[2].startswith("Nordkai;") and ";Vācija;Hamburga;" in lines[2]
