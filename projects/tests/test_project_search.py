"""One way to look for projects: by part of the code, title, partner or place, whatever the diacritics."""

import pytest
from django.urls import reverse

from portal.common.folding import fold
from projects.models import Project, ProjectOrganisation

LIST = reverse("projects:project-list")


@pytest.fixture
def two(make_project):
    first = make_project(title="Zaļās prasmes Šķēdē", title_en="Green skills")
    second = make_project("2019-1-LV01-KA116-060226", title="STRASSE UND ŁÓDŹ", coordinator_name="Rēzeknes tehnikums")
    ProjectOrganisation.objects.create(
        project=first, role="partner", name="Høgskole Ærø", country="DK", city="Ærøskøbing"
    )
    ProjectOrganisation.objects.create(
        project=first, role="partner", name="Nordkai", country="DE", city="Köln", oid="E10990002"
    )
    ProjectOrganisation.objects.create(project=second, role="partner", name="Escuela", country="ES", city="Málaga")
    return first, second


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("zalas", 0), ("ŠĶĒDE", 0), ("skede prasmes", 0), ("green", 0), ("000009189", 0), ("ka121", 0),
        ("E10990002", 0), ("e10990002", 0),
        ("hogskole", 0), ("aeroskobing", 0), ("koln", 0), ("nordkai zalas", 0), ("Vācija", 0), ("vacija", 0),
        ("germany", 0), ("straße", 1), ("lodz", 1), ("rezekne", 1), ("malaga", 1), ("Spanija", 1), ("060226", 1),
        ("Nr. 2019 1 LV01 KA116 060226", 1),
    ],
)  # fmt: skip
def test_found_by_code_title_partner_and_place(two, text, place):
    assert list(Project.objects.all().matching(text)) == [two[place]]


@pytest.mark.parametrize("text", ["nordkai escuela", "zalas malaga", "%", "_", "2018-1-LV01-KA116-060226", "\x00x"])
def test_nothing_is_found_by_what_does_not_stand_together(two, text):
    assert list(Project.objects.all().matching(text)) == []


def test_list_and_global_search_agree(client_of, coordinator, two):
    client = client_of(coordinator)
    page = client.get(LIST, {"q": "koln", "when": "all"})
    assert [project.pk for project in page.context["page"]] == [two[0].pk]
    groups = client.get(reverse("search"), {"q": "koln"}).context["groups"]
    assert [hit.title for group in groups for hit in group.hits] == [two[0].title]


@pytest.mark.parametrize(
    "text", ["Āčēģīķļņšūž", "Straße", "ŁÓDŹ", "Ærø", "İstanbul", "ﬁn", "Ωμέγα", "ЖЁ", "a\u0304", "²"]
)
def test_both_sides_fold_alike(make_project, text):
    """The database folds as Python does: what is written like this is found in capitals, small and without marks."""
    project = make_project(title=f"x {text} y")
    for typed in (text, text.upper(), text.lower(), fold(text)):
        assert list(Project.objects.filter(title__has=typed)) == [project], typed
