import pytest
from django.urls import reverse

from portal.audit import services as audit
from projects.models import ActivityType, ProjectTarget


@pytest.fixture
def url(project):
    return reverse("projects:project-detail", args=[project.pk])


def test_project_detail(client_of, coordinator, url, target):
    page = client_of(coordinator).get(url).content.decode()
    for words in ("LV01", "000009189", "24 mēneši", "01.09.2021.–31.08.2023.", "95\u00a0430,00", "Jaunā prakse"):
        assert words in page


def test_english(client_of, coordinator, url, target, settings):
    client = client_of(coordinator)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(url).content.decode()
    for words in ("24 months", "€95,430.00", "New placement", "vocational education and training"):
        assert words in page


def test_grant_is_not_for_teachers(client_of, teacher, director, url):
    assert "430,00" not in client_of(teacher).get(url).content.decode()
    assert "430,00" in client_of(director).get(url).content.decode()


def test_what_is_missing_is_shown_to_the_coordinator(client_of, coordinator, director, make_project):
    project = make_project("2021-LV01-KA121-VET-000009189", grant=None)
    url = reverse("projects:project-detail", args=[project.pk])
    assert len(client_of(coordinator).get(url).context["missing"]) == 4
    rows = client_of(director).get(url).context["missing"]
    assert len(rows) == 4 and {tuple(row) for row in rows} == {("text",)}


@pytest.mark.parametrize(
    ("fields", "nags"),
    [({}, True), ({"state": "closed"}, False), ({"state": "archived"}, False), ({"action": "KA220"}, False)],
)
def test_targets_are_missed_only_where_people_travel(client_of, coordinator, make_project, fields, nags):
    project = make_project(**fields)
    missing = client_of(coordinator).get(reverse("projects:project-detail", args=[project.pk])).context["missing"]
    assert any("#targets" in row["url"] for row in missing) == nags


def test_who_moves_the_project_is_said_to_those_who_do_not(client_of, coordinator, director, make_project):
    url = reverse("projects:project-detail", args=[make_project(state="closed").pk])
    assert "koordinators, administrators" in client_of(director).get(url).content.decode().lower()
    sentence = "Projekta stāvokli maina:"
    assert sentence in client_of(director).get(url).content.decode()
    assert sentence not in client_of(coordinator).get(url).content.decode()


def test_history_comes_from_the_audit(client_of, coordinator, teacher, url, project, school):
    audit.record(coordinator, school, "change", project, {"end": ["a", "b"], "targets": ["", "X 1"]})
    line = client_of(coordinator).get(url).context["history"][0]
    assert line.who == "Inga Tiltiņa"
    assert line.fields == "beigas, mērķi"
    assert client_of(teacher).get(url).context["history"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries(client_of, coordinator, url, project, school, django_assert_num_queries, rows):
    for number in range(rows):
        kind = ActivityType.objects.create(code=f"T{number}", name_lv="a", name_en="a", call_year_from=2021)
        ProjectTarget.objects.create(project=project, activity_type=kind, planned=1)
        audit.record(coordinator, school, "change", project)
    client = client_of(coordinator)
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)


def test_who_may_look(client_of, url, coordinator, teacher, director, administrator, outsider):
    members = (coordinator, teacher, director, administrator)
    assert {client_of(user).get(url).status_code for user in members} == {200}
    assert client_of(outsider).get(url).status_code == 404
    assert client_of(None).get(url).status_code == 302


@pytest.mark.parametrize("number", ["0", "99999999999999999999999"])
def test_address_of_no_project(client_of, coordinator, number):
    assert client_of(coordinator).get(f"/projects/{number}/").status_code == 404


def test_only_an_approved_project_offers_to_add_mobilities(client_of, coordinator, project, url):
    assert client_of(coordinator).get(url).context["add_url"]
    type(project).objects.update(state="closed")
    assert not client_of(coordinator).get(url).context["add_url"]


def test_targets_follow_the_mobilities_while_the_page_is_open(client_of, coordinator, project, url):
    page = client_of(coordinator).get(url).content.decode()
    address = reverse("mobilities:project-mobilities", args=[project.pk])
    assert f'hx-get="{address}" hx-trigger="load, focus from:window, every 30s"' in page
