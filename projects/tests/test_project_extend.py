from datetime import date

import pytest
from django.urls import reverse

from portal.audit.models import Entry
from portal.common.refused import Refused
from projects.models import Project
from projects.services.life import extend_project


@pytest.fixture
def url(project):
    return reverse("projects:project-extend", args=[project.pk])


def test_an_extension_keeps_the_first_end(client_of, coordinator, project, url):
    client = client_of(coordinator)
    for end, day in (("2023-11-30", "2023-05-02"), ("2024-02-29", "2023-10-01")):
        answer = client.post(url, {"new_end": end, "day": day, "note": "Vēl viena grupa"})
        assert answer.status_code == 302
    project.refresh_from_db()
    assert (project.original_end, project.end) == (date(2023, 8, 31), date(2024, 2, 29))
    assert Entry.objects.about(project).first().changes["end"] == ["2023-11-30", "2024-02-29"]
    page = client.get(answer.url).content.decode()
    for words in ("31.08.2023.", "29.02.2024.", "01.10.2023.", "Vēl viena grupa"):
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
