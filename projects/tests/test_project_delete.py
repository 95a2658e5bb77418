import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from portal.audit.models import Entry
from projects.models import Project


@pytest.fixture
def url(project):
    return reverse("projects:project-delete", args=[project.pk])


def test_project_delete_asks_first(client_of, coordinator, url, project):
    client = client_of(coordinator)
    assert project.title in client.get(url).content.decode()
    assert Project.objects.exists()
    client.post(url)
    assert not Project.objects.exists()
    assert Entry.objects.get().verb == "delete"


def test_project_that_is_needed_stays(client_of, coordinator, url, project, monkeypatch):
    def refuse(row, *args, **kwargs):
        raise ProtectedError("mobilities", {project})

    monkeypatch.setattr(Project, "delete", refuse)
    page = client_of(coordinator).post(url)
    assert page.status_code == 409
    assert page.context["is_needed"]
    assert not Entry.objects.exists()


def test_who_may_delete(client_of, url, coordinator, teacher, director, administrator, outsider):
    statuses = [client_of(user).get(url).status_code for user in (coordinator, teacher, director, administrator)]
    assert statuses == [200, 403, 403, 403]
    assert client_of(outsider).post(url).status_code == 404
    assert Project.objects.exists()
