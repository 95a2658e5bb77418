from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import Entry
from projects.models import Deadline, Project


def url(name, project, *rows):
    return reverse(f"projects:deadline-{name}", args=[project.pk, *[row.pk for row in rows]])


@pytest.fixture
def deadline(project):
    return Deadline.objects.create(project=project, kind="payment", due=date(2022, 3, 1))


def test_add_edit_delete(client_of, coordinator, project):
    client = client_of(coordinator)
    assert (
        client.post(url("add", project), {"kind": "other", "title": "Audits", "due": "2022-05-02"}).status_code == 302
    )
    row = Deadline.objects.get()
    assert "Audits" in client.get(url("list", project)).content.decode()
    stale = {"kind": "other", "title": "Cits", "due": "2022-05-02", "version": row.version}
    Deadline.objects.update(version=9)
    assert client.post(url("edit", project, row), stale).context["form"].stale
    assert client.post(url("edit", project, row), stale | {"version": 9}).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.version) == ("Cits", 10)
    assert client.post(url("delete", project, row)).status_code == 302
    assert not Deadline.objects.exists()
    assert Entry.objects.filter(object_type="projects.deadline").count() == 3


def test_done_once(client_of, coordinator, project, deadline):
    client = client_of(coordinator)
    for _time in range(2):
        assert client.post(url("done", project, deadline)).status_code == 302
    deadline.refresh_from_db()
    assert deadline.done_on == timezone.localdate()
    assert Entry.objects.filter(object_type="projects.deadline").count() == 1
    assert client.get(url("done", project, deadline)).status_code == 405


def test_a_deadline_of_another_project_is_not_found(client_of, coordinator, make_project, deadline):
    other = make_project("2019-1-LV01-KA116-060226")
    for name, method in (("edit", "get"), ("delete", "post"), ("done", "post")):
        assert getattr(client_of(coordinator), method)(url(name, other, deadline)).status_code == 404
    assert Deadline.objects.get().done_on is None


@pytest.mark.parametrize("due", ["", "2022-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be(client_of, coordinator, project, due):
    assert client_of(coordinator).post(url("add", project), {"kind": "other", "due": due}).status_code == 200
    assert not Deadline.objects.exists()


def test_the_final_report_is_proposed_and_added_by_one_press(client_of, coordinator, director, project):
    client = client_of(coordinator)
    page = client.get(url("list", project))
    assert [(row.kind, row.due) for row in page.context["proposals"]] == [("final_report", date(2023, 10, 30))]
    assert "proposals" not in client_of(director).get(url("list", project)).context
    assert not Deadline.objects.exists()
    answer = client.post(url("add", project), {"kind": "final_report", "due": "2023-10-30"}, follow=True)
    assert answer.context["proposals"] == []
    assert Deadline.objects.get().due == date(2023, 10, 30)


@pytest.mark.parametrize(
    "fields", [{"state": "idea"}, {"role": "partner"}, {"programme": "nordplus"}, {"state": "closed"}]
)
def test_nothing_is_proposed_to_who_reports_nothing(client_of, coordinator, project, fields):
    Project.objects.update(**fields)
    assert client_of(coordinator).get(url("list", project)).context["proposals"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries(client_of, coordinator, project, django_assert_num_queries, rows):
    for number in range(rows):
        Deadline.objects.create(project=project, kind="other", due=date(2022, 1, 1 + number))
    client = client_of(coordinator)
    client.get(url("list", project))
    with django_assert_num_queries(6):
        client.get(url("list", project))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_deadlines_as_a_file(client_of, director, project, deadline, kind):
    page = client_of(director).get(url("list", project)).content.decode()
    assert url("export", project) in page
    answer = client_of(director).get(url("export", project), {"format": kind})
    assert answer.headers["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        assert f"{project.code};" in (text := answer.getvalue().decode()) and ";2022-03-01;" in text
