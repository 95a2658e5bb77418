from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from portal.audit.models import Entry
from portal.common.refused import Refused
from projects.models import Project, ProjectExtension
from projects.services.life import extend_project


@pytest.fixture
def url(project):
    return reverse("projects:project-extend", args=[project.pk])


def test_an_extension_keeps_the_first_end(client_of, coordinator, project, url):
    client = client_of(coordinator)
    for end, day, note in (("2023-11-30", "2023-05-02", "Slimība"), ("2024-02-29", "2023-10-01", "Vēl viena grupa")):
        answer = client.post(url, {"new_end": end, "day": day, "note": note})
        assert answer.status_code == 302
    project.refresh_from_db()
    assert (project.original_end, project.end) == (date(2023, 8, 31), date(2024, 2, 29))
    assert Entry.objects.about(project).first().changes["end"] == ["2023-11-30", "2024-02-29"]
    page = client.get(answer.url).content.decode()
    for words in (
        "31.08.2023.",
        "30.11.2023.",
        "02.05.2023.",
        "Slimība",
        "29.02.2024.",
        "01.10.2023.",
        "Vēl viena grupa",
    ):
        assert words in page


@pytest.mark.parametrize("end", ["2023-08-31", "2021-01-01", "", "9999-01-01", "abc"])
def test_an_extension_ends_later(client_of, coordinator, project, url, end):
    assert client_of(coordinator).post(url, {"new_end": end, "day": "2023-05-02"}).status_code == 200
    project.refresh_from_db()
    assert project.end == date(2023, 8, 31)


def test_only_an_approved_project_is_extended(client_of, coordinator, project, url):
    Project.objects.update(state="closed")
    page = client_of(coordinator).post(url, {"new_end": "2024-08-31", "day": "2023-05-02"})
    assert page.context["form"].non_field_errors()


def test_two_at_once_do_not_extend_twice(coordinator, project):
    stale = Project.objects.get(pk=project.pk)
    extend_project(project, coordinator, date(2023, 12, 31), date(2023, 5, 2), "")
    with pytest.raises(Refused):
        extend_project(stale, coordinator, date(2023, 10, 31), date(2023, 5, 2), "")
    project.refresh_from_db()
    assert (project.end, project.original_end) == (date(2023, 12, 31), date(2023, 8, 31))


def test_extensions_made_before_they_were_kept_come_from_the_journal(coordinator, make_project):
    project = make_project()
    for end, note in ((date(2023, 11, 30), "Slimība"), (date(2024, 2, 29), "")):
        project.refresh_from_db()
        extend_project(project, coordinator, end, date(2023, 5, 2), note)
    unknown = make_project(
        "",
        end=date(2022, 6, 30),
        original_end=date(2022, 3, 31),
        extended_on=date(2022, 3, 1),
        extension_note="Vēstule",
    )
    before = list(ProjectExtension.objects.values_list("old_end", "new_end", "day", "note"))
    ProjectExtension.objects.all().delete()
    import_module("projects.migrations.0009_extensions").keep_what_is_known(apps, None)
    assert list(project.extensions.values_list("old_end", "new_end", "day", "note")) == before
    assert len(before) == 2
    assert unknown.extensions.get().note == "Vēstule"
