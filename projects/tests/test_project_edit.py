import pytest
from django.urls import reverse

from portal.audit.models import Entry
from projects.models import ProjectTarget


@pytest.fixture
def url(project):
    return reverse("projects:project-edit", args=[project.pk])


def test_project_edit(client_of, coordinator, url, project, typed, target):
    client = client_of(coordinator)
    assert client.get(url).context["targets"].initial == {f"planned-{target.activity_type_id}": 28}
    client.post(url, typed | {"title": "Jauns nosaukums", f"planned-{target.activity_type_id}": "30"})
    project.refresh_from_db()
    target.refresh_from_db()
    assert (project.title, project.version, target.planned) == ("Jauns nosaukums", 1, 30)


def test_only_what_changed_is_recorded(client_of, coordinator, url, typed, target, project):
    client_of(coordinator).post(url, typed | {"title": "Jauns nosaukums", "grant": "95430"})
    entry = Entry.objects.get()
    assert entry.verb == "change"
    assert entry.changes["title"] == [project.title, "Jauns nosaukums"]
    assert entry.changes["targets"] == ["TEST-NEW 28", ""]
    assert "grant" not in entry.changes


def test_empty_number_takes_the_target_away(client_of, coordinator, url, typed, target):
    client_of(coordinator).post(url, typed | {f"planned-{target.activity_type_id}": ""})
    assert not ProjectTarget.objects.exists()


def test_stale_form_shows_both_and_overwrites_only_knowingly(client_of, coordinator, url, project, typed):
    client = client_of(coordinator)
    client.post(url, typed | {"title": "Pirmais"})
    page = client.post(url, typed | {"title": "Otrais"})
    project.refresh_from_db()
    assert project.title == "Pirmais"
    assert [row[1:] for row in page.context["form"].stale if row[0] == page.context["form"]["title"].label] == [
        ("Pirmais", "Otrais")
    ]
    client.post(url, typed | {"title": "Otrais", "version": page.context["form"]["version"].value()})
    project.refresh_from_db()
    assert project.title == "Otrais"


def test_own_code_is_no_duplicate(client_of, coordinator, url, typed):
    assert client_of(coordinator).post(url, typed).status_code == 302


def test_who_may_edit(client_of, url, coordinator, teacher, director, administrator, outsider):
    statuses = [client_of(user).get(url).status_code for user in (coordinator, teacher, director, administrator)]
    assert statuses == [200, 403, 403, 403]
    assert client_of(outsider).get(url).status_code == 404
