"""Every list can be narrowed, linked to and taken away as a file of exactly what it shows."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from portal.tests.access import MATRIX
from portal.tests.conftest import signed_in

# Nothing to search: a handful of rows under headings, settings, or steps of one deed.
SHORT = {
    "accounts:saved-view-list", "projects:calendar-link-list", "projects:rate-list", "mobilities:consent-text-list",
    "mobilities:school-contact-list", "mobilities:duplicate-list", "mobilities:module-file-list",
    "mobilities:checklist-list", "mobilities:questionnaire-list", "mobilities:report-link-list",
    "reports:paper-template-list",
}  # fmt: skip
LISTS = [name for name in MATRIX if name.endswith("-list") and name not in SHORT]
NOTHING = {"q": "nekas tāds"}
# Narrowed by this, the list is empty.
NARROWED = {
    "accounts:person-list": {"role": "teacher", "access": "closed"},
    "imports:import-list": {"state": "undone"},
    "projects:deadline-list": {"state": "done"},
    "projects:organisation-list": {"country": "LV", "q": "nekas"},
    "mobilities:qualification-list": {"eqf_level": "8"},
    "mobilities:conference-list": {"state": "planned", "q": "nekas"},
    "mobilities:sharing-list": NOTHING,
    "mobilities:selection-list": NOTHING,
    "reports:document-list": {"kind": "annual", "language": "en"},
    "reports:news-list": {"state": "approved"},
    "reports:bundle-list": NOTHING,
}


@pytest.fixture
def look(rows, cast) -> Callable:
    """An address or the name of a list, and a query > the answer to whoever sees most of it."""
    readers = {role: signed_in(cast[role]) for role in ("administrator", "coordinator")}

    def answer(place: str, query: dict | None = None):
        reader = readers["coordinator" if "bundle" in place or "papers" in place else "administrator"]
        if place not in MATRIX:
            return reader.get(place)
        return reader.get(reverse(place, args=MATRIX[place].args(rows)), {"sy": "2021"} | (query or {}))

    return answer


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_a_filter_a_link_and_a_file(name, look):
    page = look(name)
    text, address = page.content.decode(), page.context["export_url"]
    assert 'class="filter"' in text and "data-copied" in text and address.replace("&", "&amp;") in text
    for kind in ("csv", "xlsx"):
        assert look(f"{address}&format={kind}").headers["Content-Disposition"].endswith(f'.{kind}"')


@pytest.mark.parametrize("name", NARROWED)
def test_page_and_file_are_narrowed_alike(name, look):
    whole, page = look(name), look(name, NARROWED[name])
    found = [len(look(each.context["export_url"]).getvalue().splitlines()) - 1 for each in (whole, page)]
    assert found[0] > 0 == found[1]
    assert 'class="empty' in page.content.decode() and 'class="empty' not in whole.content.decode()


def test_a_deadline_is_found_by_the_words_of_its_kind(rows, look):
    rows.deadline.project.deadlines.create(kind="other", title="Audits", due="2023-02-01")
    found = look("projects:deadline-list", {"q": "audits"}).context["deadlines"]
    assert [row.title for row in found] == ["Audits"]
    word = {"q": str(rows.deadline.get_kind_display()), "state": "late"}
    assert look("projects:deadline-list", word).context["deadlines"] == [rows.deadline]


def test_the_school_is_among_the_organisations_it_fits(rows, look):
    def has_school(**query) -> bool:
        return look("projects:organisation-list", query).context["has_school"]

    project = rows.project
    assert has_school() and has_school(q=project.school_name[:4].upper(), role=project.role)
    assert not has_school(role="associated") and not has_school(q="nekas")


@pytest.mark.parametrize(("query", "words"), [({}, "Filtri"), ({"country": "DE", "kind": "company"}, "Filtri (2)")])
def test_folded_filters_say_how_many_are_in_force(look, query, words):
    text = look("mobilities:host-list", query | {"q": "a"}).content.decode()
    assert text.split('<details class="fold">')[1].split("</summary>")[0].endswith(f">{words}")
