import csv
import io

import pytest
from django.urls import reverse

from projects.models import Project

URL = reverse("projects:project-list")
EXPORT = reverse("projects:project-export")


@pytest.fixture
def three(make_project):
    return [
        make_project(),
        make_project("2019-1-LV01-KA116-060226", title="Eiropa tehnikumā", start="2019-09-01", end="2021-07-31"),
        make_project("", title="Zaļās prasmes", programme="nordplus", role="partner", grant=None),
    ]


def titles(page):
    return {project.title for project in page.context["page"]}


def test_list_is_that_of_the_school_year(client_of, coordinator, three):
    client = client_of(coordinator)
    assert titles(client.get(URL)) == {three[0].title, three[2].title}
    assert titles(client.get(URL, {"sy": "2019"})) == {three[1].title}
    assert titles(client.get(URL, {"when": "all"})) == {project.title for project in three}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "ZAĻĀS"}, {2}),
        ({"q": "Nr. 2021–1–LVO1–KA121–VET–000009189"}, {0}),
        ({"q": "060226"}, {1}),
        ({"programme": "nordplus"}, {2}),
        ({"role": "coordinator"}, {0, 1}),
        ({"field": "VET"}, {0, 1, 2}),
        ({"state": "done"}, {0, 1, 2}),
        ({"state": "plan"}, set()),
        ({"programme": "nordplus", "role": "coordinator"}, set()),
    ],
)
def test_filters(client_of, coordinator, three, query, expected):
    page = client_of(coordinator).get(URL, query | {"when": "all"})
    assert titles(page) == {three[number].title for number in expected}


@pytest.mark.parametrize(
    "query",
    [
        {"page": "abc"},
        {"page": "-1"},
        {"page": "999999"},
        {"sy": "xyz"},
        {"sy": "0000"},
        {"programme": "xyz"},
        {"role": "\x00"},
        {"q": "\x00"},
        {"q": "x" * 5000},
        {"q": "%_\\"},
        {"state": ["go", "done"]},
        {"when": "never"},
        {"school": "9999999999999999999999"},
    ],
)
def test_nonsense_in_the_address_does_no_harm(client_of, coordinator, project, query):
    assert client_of(coordinator).get(URL, query).status_code == 200
    assert client_of(coordinator).get(EXPORT, query).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries(client_of, coordinator, make_project, django_assert_num_queries, rows):
    for number in range(rows):
        make_project(f"2021-1-LV01-KA121-VET-00000918{number}")
    client = client_of(coordinator)
    client.get(URL)
    with django_assert_num_queries(6):
        page = client.get(URL)
    assert len(page.context["page"]) == rows


def test_grant_is_not_for_teachers(client_of, coordinator, director, administrator, teacher, project):
    for user in (coordinator, director, administrator):
        assert "95\u00a0430,00" in client_of(user).get(URL).content.decode()
        assert "95430,00" in client_of(user).get(EXPORT).getvalue().decode()
    assert "430,00" not in client_of(teacher).get(URL).content.decode()
    assert "430,00" not in client_of(teacher).get(EXPORT).getvalue().decode()


def test_only_the_coordinator_is_offered_to_add(client_of, coordinator, director, project):
    add = reverse("projects:project-add")
    assert add in client_of(coordinator).get(URL).content.decode()
    assert add not in client_of(director).get(URL).content.decode()


def test_other_schools_projects_are_not_listed(client_of, outsider, project):
    assert not titles(client_of(outsider).get(URL, {"when": "all"}))


def test_export_is_exactly_the_list(client_of, coordinator, three):
    answer = client_of(coordinator).get(EXPORT, {"when": "all", "role": "coordinator"})
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[0] for row in rows[1:]] == [three[0].code, three[1].code]
    assert answer["Content-Type"].startswith("text/csv")


def test_export_holds_no_formulas(client_of, coordinator, make_project):
    make_project(title="=cmd|' /C calc'!A1")
    assert "'=cmd" in client_of(coordinator).get(EXPORT).getvalue().decode()


def test_page_of_fifty(client_of, coordinator, make_project, school):
    project = make_project("")
    Project.objects.bulk_create(
        Project(school=school, title=f"P{number}", start=project.start, end=project.end, school_name="x")
        for number in range(60)
    )
    pages = [client_of(coordinator).get(URL, {"page": number}) for number in (1, 2)]
    assert [len(page.context["page"]) for page in pages] == [50, 11]


def test_a_project_called_by_its_code_shows_it_once(client_of, coordinator, make_project):
    project = make_project(title="2021-1-LV01-KA121-VET-000009189")
    shown = client_of(coordinator).get(URL, {"when": "all"}).content.decode()
    body = shown[shown.index("<tbody") : shown.index("</tbody>")]
    assert body.count(project.code) == 1
