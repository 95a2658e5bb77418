"""The grid as a plain form, its check of changed rows, and its suggestions."""

from datetime import date

import pytest
from django.urls import reverse

from mobilities.importers.grid import COLUMNS, MORE
from mobilities.models import AccompanyingPerson, Host, Mobility, Participant
from portal.audit.models import Entry
from projects.models import ActivityType, Project

CODE = "2021-1-LV01-KA121-VET-000009189"
GRID = "/mobilities/grid/"
TRIP = {"activity_type": "LM-SHORT-VET", "project": "KA121-VET-000009189", "start": "14.02.2022", "end": "18.03.2022"}


@pytest.fixture
def people(school, teacher):
    project = Project.objects.create(
        school=school, school_name=school.name, code=CODE, title="Prakse", call_year=2021, field="VET",
        start=date(2021, 9, 1), end=date(2022, 8, 31),
    )  # fmt: skip
    host = Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga")
    names = [("Anna", "Ozola"), ("Juris", "Ozols"), ("Zane", "Kalniņa")]
    found = [
        Participant.objects.create(school=school, kind="learner", first_name=first, last_name=last)
        for first, last in names
    ]
    Participant.objects.create(school=school, kind="staff", first_name="Dace", last_name="Liepa")
    return project, host, found


@pytest.fixture
def mobilities(people, school, teacher):
    project, host, found = people
    kind = ActivityType.objects.get(code="LM-SHORT-VET")
    return [
        Mobility.objects.create(
            school=school, project=project, participant=person, activity_type=kind, host=host, responsible=teacher,
            start=date(2022, 2, 14), end=date(2022, 3, 18), note="Pirmā rinda\r\nOtrā rinda",
        )
        for person in found
    ]  # fmt: skip


def posted(*rows: dict) -> dict[str, list[str]]:
    return {name: [str(row.get(name, "")) for row in rows] for name in ("pk", "version", *COLUMNS, *MORE)}


def cells_of(answer) -> list[dict]:
    return [
        {"pk": shown["row"].pk, "version": shown["row"].version, **shown["row"].cells}
        for shown in answer.context["rows"]
    ]


def test_rows_are_added_in_one_go(client_of, coordinator, people):
    rows = [TRIP | {"participant": "Ozola Anna", "host": "nordkai", "accompanying": "Dace Liepa"}, {},
            TRIP | {"participant": "Juris Ozols", "blended_days": "3", "green_travel": "jā"}]  # fmt: skip
    answer = client_of(coordinator).post(GRID, posted(*rows))
    assert answer.status_code == 302
    first, second = Mobility.objects.order_by("participant__last_name")
    assert (first.host.name, first.country, first.days) == ("Nordkai", "DE", 33)
    assert (second.blended_days, second.green_travel, second.host) == (3, True, None)
    assert AccompanyingPerson.objects.get().mobilities.get() == first
    assert Entry.objects.filter(verb="add", object_type="mobilities.mobility").count() == 2


def test_a_refused_save_keeps_every_cell_and_saves_nothing(client_of, coordinator, people):
    rows = [TRIP | {"participant": "Anna Ozola"}, TRIP | {"participant": "Ana Ozola", "note": "Mana piezīme"}]
    answer = client_of(coordinator).post(GRID, posted(*rows))
    assert answer.status_code == 422 and not Mobility.objects.exists()
    assert [row["participant"] for row in cells_of(answer)] == ["Anna Ozola", "Ana Ozola"]
    page = answer.content.decode()
    assert "Mana piezīme" in page and 'aria-invalid="true"' in page
    assert "Anna Ozola" in answer.context["wrong"][0][1].errors[0][1]


def test_saved_rows_open_as_they_would_be_typed_and_stay_unchanged(client_of, coordinator, mobilities):
    ids = ",".join(str(row.pk) for row in mobilities)
    client = client_of(coordinator)
    rows = cells_of(client.get(f"{GRID}?ids={ids}"))
    assert len(rows) == 3
    answer = client.post(GRID, posted(*rows))
    assert {shown["row"].outcome for shown in answer.context["rows"]} == {"unchanged"}
    assert not Entry.objects.filter(verb="change").exists()


def test_a_change_is_saved_and_an_emptied_cell_empties(client_of, coordinator, mobilities):
    client = client_of(coordinator)
    rows = cells_of(client.get(f"{GRID}?ids={mobilities[0].pk}"))
    rows[0] |= {"host": "", "responsible": "", "end": "25.03.2022"}
    assert client.post(GRID, posted(*rows)).status_code == 302
    mobility = Mobility.objects.get(pk=mobilities[0].pk)
    assert (mobility.host, mobility.responsible, mobility.country) == (None, None, "")
    assert (mobility.end, mobility.version) == (date(2022, 3, 25), 1)


def test_what_somebody_saved_meanwhile_is_refused_with_both_values(client_of, coordinator, mobilities):
    client = client_of(coordinator)
    rows = cells_of(client.get(f"{GRID}?ids={mobilities[0].pk}"))
    Mobility.objects.filter(pk=mobilities[0].pk).update(end=date(2022, 3, 11), version=4)
    rows[0]["end"] = "25.03.2022"
    answer = client.post(GRID, posted(*rows))
    sentence = answer.context["rows"][0]["row"].errors[0][1]
    assert answer.status_code == 422 and "11.03.2022" in sentence and "25.03.2022" in sentence
    assert Mobility.objects.get(pk=mobilities[0].pk).end == date(2022, 3, 11)
    assert client.post(GRID, posted(*cells_of(answer))).status_code == 302
    assert Mobility.objects.get(pk=mobilities[0].pk).end == date(2022, 3, 25)


def test_only_mobilities_of_the_school_are_changed(client_of, outsider, mobilities):
    client = client_of(outsider)
    assert client.get(f"{GRID}?ids={mobilities[0].pk}").context["rows"][0]["row"].pk is None
    answer = client.post(GRID, posted({"pk": mobilities[0].pk, "version": 0, **TRIP, "participant": "Anna Ozola"}))
    assert answer.status_code == 422
    assert Mobility.objects.get(pk=mobilities[0].pk).version == 0


def test_too_many_rows_are_refused_and_the_list_opens_in_the_grid(client_of, coordinator, mobilities):
    client = client_of(coordinator)
    assert client.post(GRID, posted(*[TRIP] * 251)).status_code == 422
    assert len(cells_of(client.get(f"{GRID}?edit=1&q=Ozol&sy=2021"))) == 2


def test_changed_rows_are_checked_while_one_types(client_of, coordinator, mobilities):
    sent = {"rows": [{"key": "r7", **TRIP, "participant": "Anna Ozola", "start": "01.03.2022"}, {"key": "r8"}]}
    answer = client_of(coordinator).post(
        reverse("mobilities:mobility-grid-check"), sent, content_type="application/json"
    )
    first, second = answer.json()["rows"]
    assert (first["key"], first["state"], first["days"]) == ("r7", "rejected", 18)
    assert first["errors"][0]["column"] == "participant"
    assert second["state"] == "empty"
    assert Mobility.objects.count() == 3


@pytest.mark.parametrize(
    ("column", "text", "first"),
    [
        ("participant", "ozol", "Anna Ozola"),
        ("project", "9189", CODE),
        ("activity_type", "erasmuspro", "LM-LONG-VET"),
        ("host", "hamb", "Nordkai"),
        ("responsible", "krast", "Valdis Krastiņš"),
        ("accompanying", "Dace Liepa; dac", "Dace Liepa; Dace Liepa"),
    ],
)
def test_suggestions_are_texts_by_which_rows_are_known(client_of, coordinator, people, column, text, first):
    asked = {"column": column, "q": text, "project": CODE}
    answer = client_of(coordinator).get(reverse("mobilities:mobility-grid-suggest"), asked)
    assert answer.json()["results"][0]["value"] == first


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"rows": 3}', '{"rows": [1]}', "\x00"])
def test_nonsense_is_no_crash(client_of, coordinator, body):
    address = reverse("mobilities:mobility-grid-check")
    answer = client_of(coordinator).post(address, body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_one_row_as_for_three(
    client_of, coordinator, mobilities, number, django_assert_max_num_queries
):
    ids = ",".join(str(row.pk) for row in mobilities[:number])
    client = client_of(coordinator)
    with django_assert_max_num_queries(12):
        rows = cells_of(client.get(f"{GRID}?ids={ids}"))
    with django_assert_max_num_queries(34):
        client.post(GRID, posted(*rows))
