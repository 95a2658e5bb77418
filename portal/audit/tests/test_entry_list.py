import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.audit.models import Entry, Verb
from portal.audit.services import record


def test_entry_list_shows_only_the_own_school(client_of, director, coordinator, school, outsider, other_school):
    record(coordinator, school, Verb.ADD, school)
    record(outsider, other_school, Verb.ADD, other_school)
    page = client_of(director).get("/school/journal/").content.decode()
    assert "Upes tehnikums" in page
    assert "Kalna tehnikums" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=upes", 1),
        ("q=kalna", 0),
        ("verb=add", 1),
        ("verb=delete", 0),
        ("first=2020-01-01", 1),
        ("last=2020-01-01", 0),
        ("first=x&verb=nonsense&user=999999999999999999999&page=abc", 1),
        ("q=%00&last=99999-01-01&user=%00", 1),
    ],
)
def test_entry_list_filter(client_of, director, coordinator, school, query, found):
    record(coordinator, school, Verb.ADD, school)
    response = client_of(director).get(f"/school/journal/?{query}")
    assert response.status_code == 200
    assert response.context["page"].paginator.count == found


def test_entry_list_takes_the_same_queries_for_one_and_three(client_of, director, coordinator, school):
    client = client_of(director)
    record(coordinator, school, Verb.ADD, school)
    client.get("/school/journal/")
    counts = []
    for more in (0, 3):
        for _number in range(more):
            record(coordinator, school, Verb.CHANGE, school, {"name": ["a", "b"]})
        with CaptureQueriesContext(connection) as captured:
            client.get("/school/journal/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_entry_of_a_forgotten_kind_is_still_shown(client_of, director, school):
    Entry.objects.create(school=school, verb=Verb.ADD, object_type="old.thing", label="Vecā lieta")
    assert "Vecā lieta" in client_of(director).get("/school/journal/").content.decode()


def test_entries_are_never_changed_or_deleted(coordinator, school):
    entry = record(coordinator, school, Verb.ADD, school)
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


@pytest.mark.parametrize("query", ["", "verb=change", "q=upes&verb=add", "q=kalna"])
def test_the_file_is_exactly_what_the_list_shows(client_of, director, coordinator, school, query):
    for number in range(60):
        record(coordinator, school, Verb.CHANGE if number % 2 else Verb.ADD, school, {"name": ["a", "b"]})
    client = client_of(director)
    pages = [client.get(f"/school/journal/?{query}&page={page}").context["page"] for page in (1, 2)]
    shown = [entry for page in pages[: pages[0].paginator.num_pages] for entry in page]
    lines = client.get(f"/school/journal/export/?{query}").getvalue().decode("utf-8-sig").splitlines()[1:]
    assert [line.split(";")[1:3] for line in lines] == [
        [str(entry.user), entry.get_verb_display()] for entry in shown
    ]  # fmt: skip
