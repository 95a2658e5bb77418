"""The grid as a plain form, its check of changed rows, and its suggestions."""

import csv
import json
from datetime import date

import pytest
from django.urls import reverse

from mobilities.forms.mobilities import named_apart
from mobilities.importers.grid import CELLS, GridRow
from mobilities.importers.grid.rows import Remark
from mobilities.importers.grid.showing import for_cells, shown_rows
from mobilities.importers.mobilities import MobilityImporter
from mobilities.importers.register import Hosts, People, Teachers, written_once
from mobilities.importers.resolved import asked_people
from mobilities.models import AccompanyingPerson, Host, Mobility, MobilityGrant, Participant
from mobilities.views.grid import STATES
from portal.accounts.models import Membership, User
from portal.audit.models import Entry, Verb
from portal.audit.services import record
from portal.common.refused import Refused
from portal.imports.columns import REASONS
from portal.imports.enums import Outcome
from portal.imports.registry import Checked
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
    return {name: [str(row.get(name, "")) for row in rows] for name in ("pk", "version", "was", *CELLS)}


def cells_of(answer) -> list[dict]:
    return [
        {"pk": row.pk, "version": row.version, "was": row.written_was, **row.cells}
        for row in (shown["row"] for shown in answer.context["rows"])
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


def test_refused_rows_leave_as_a_file_with_what_is_wrong(client_of, coordinator, people):
    rows = [TRIP | {"participant": "Anna Ozola"}, {}, TRIP | {"participant": "Ana Ozola", "note": "Mana; piezīme"}]
    answer = client_of(coordinator).post(GRID, posted(*rows) | {"download": "csv"})
    header, good, wrong = csv.reader(b"".join(answer).decode("utf-8-sig").splitlines(), delimiter=";")
    assert header[-1] == str(REASONS) and good[-1] == ""
    assert wrong[1] == "Ana Ozola" and "Mana; piezīme" in wrong
    assert wrong[-1].startswith("3. rinda.") and "Ana Ozola" in wrong[-1]
    assert not Mobility.objects.exists()


def test_activity_types_of_one_name_are_told_apart():
    one, two = (
        ActivityType(code="X", name_lv="Grupa", name_en="Grupa", call_year_from=start, call_year_to=end)
        for start, end in ((2021, 2023), (2024, None))
    )
    assert [*map(named_apart([one, two]), (one, two))] == ["Grupa (2021–2023)", "Grupa (2024–)"]
    assert named_apart([one])(one) == "Grupa"
    assert written_once([one, two]) == "X – Grupa"


def test_a_refused_save_keeps_every_cell_and_saves_nothing(client_of, coordinator, people):
    rows = [TRIP | {"participant": "Anna Ozola"}, TRIP | {"participant": "Ana Ozola", "note": "Mana piezīme"}]
    answer = client_of(coordinator).post(GRID, posted(*rows))
    assert answer.status_code == 422 and not Mobility.objects.exists()
    assert [row["participant"] for row in cells_of(answer)] == ["Anna Ozola", "Ana Ozola"]
    page = answer.content.decode()
    assert "Mana piezīme" in page and 'aria-invalid="true"' in page
    problem = answer.context["problems"][0]
    assert (problem["values"], problem["numbers"]) == (["Ana Ozola"], [2]) and "Anna Ozola" in problem["text"]


def test_equal_problems_are_told_once_with_their_column_value_and_rows(client_of, coordinator, people):
    rows = [TRIP | {"participant": name, "host": "Nordkay"} for name in ("Anna Ozola", "Juris Ozols", "Zane Kalniņa")]
    answer = client_of(coordinator).post(GRID, posted(*rows))
    found = [problem for problem in answer.context["problems"] if "Nordkay" in problem["values"]]
    assert [problem["numbers"] for problem in found] == [[1, 2, 3]]
    assert "Nordkai" in found[0]["text"]
    page = answer.content.decode()
    assert f"<b>{found[0]['label']}: <q>Nordkay</q></b>" in page and 'href="#row-3"' in page


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


@pytest.fixture
def stale(client_of, coordinator, teacher, mobilities):
    """A row of the grid whose end both changed; its note only the other."""
    client = client_of(coordinator)
    row = cells_of(client.get(f"{GRID}?ids={mobilities[0].pk}"))[0]
    Mobility.objects.filter(pk=mobilities[0].pk).update(end=date(2022, 3, 11), note="Cita piezīme", version=4)
    record(teacher, mobilities[0].school, Verb.CHANGE, mobilities[0], {"end": ["", ""], "note": ["", ""]})
    return client, row | {"end": "25.03.2022"}, mobilities[0].pk


def test_what_somebody_saved_meanwhile_is_shown_beside_ones_own_until_one_chooses(stale, teacher):
    client, row, pk = stale
    for _time in range(2):
        answer = client.post(GRID, posted(row))
        assert answer.status_code == 422
        (clash,) = answer.context["rows"][0]["row"].clashes
        assert (clash.column, clash.theirs, clash.ours, clash.who) == ("end", "11.03.2022", "25.03.2022", str(teacher))
        assert clash.at is not None
        (row,) = cells_of(answer)
        assert (row["end"], row["note"]) == ("25.03.2022", "Cita piezīme")
    assert Mobility.objects.get(pk=pk).end == date(2022, 3, 11)


@pytest.mark.parametrize(("choice", "end"), [("mine", date(2022, 3, 25)), ("theirs", date(2022, 3, 11))])
def test_the_choice_is_saved_and_what_one_left_alone_stays_theirs(stale, choice, end):
    client, row, pk = stale
    chosen = {f"choice.{pk}.end": choice, f"seen.{pk}.end": "11.03.2022"}
    answer = client.post(GRID, posted(row | {"blended_days": "2"}) | chosen)
    assert answer.status_code == 302
    mobility = Mobility.objects.get(pk=pk)
    assert (mobility.end, mobility.note, mobility.blended_days) == (end, "Cita piezīme", 2)


def test_a_choice_against_a_value_that_changed_again_is_asked_anew(stale):
    client, row, pk = stale
    chosen = {f"choice.{pk}.end": "mine", f"seen.{pk}.end": "10.03.2022"}
    assert client.post(GRID, posted(row) | chosen).status_code == 422
    assert Mobility.objects.get(pk=pk).end == date(2022, 3, 11)


def test_the_script_is_answered_with_the_choice_and_keeps_its_page(stale):
    client, row, pk = stale
    refused = client.post(GRID, posted(row), headers={"accept": "application/json"})
    said = refused.json()["rows"][0]
    assert refused.status_code == 422 and refused.json()["refusal"]
    assert said["taken"] == {"note": "Cita piezīme"} and f"choice.{pk}.end" in said["clash"]
    was = dict(zip(CELLS, json.loads(said["was"]), strict=True))
    assert (was["end"], was["note"]) == ("18.03.2022", "Cita piezīme")
    row |= {
        "note": "Cita piezīme",
        "version": said["version"],
        "was": json.dumps([*(was | {"end": "11.03.2022"}).values()]),
    }
    saved = client.post(GRID, posted(row), headers={"accept": "application/json"})
    assert saved.json()["url"].startswith("/mobilities/")
    assert Mobility.objects.get(pk=pk).end == date(2022, 3, 25)


def test_a_mobility_that_somebody_deleted_is_named_and_nothing_is_saved(client_of, coordinator, mobilities):
    client = client_of(coordinator)
    rows = cells_of(client.get(f"{GRID}?ids={mobilities[0].pk},{mobilities[1].pk}"))
    mobilities[0].delete()
    gone = next(place for place, row in enumerate(rows) if row["participant"] == "Anna Ozola")
    for row in rows:
        row["blended_days"] = "2"
    answer = client.post(GRID, posted(*rows))
    assert answer.status_code == 422 and [bool(shown["row"].errors) for shown in answer.context["rows"]] == [
        place == gone for place in range(2)
    ]
    assert not Mobility.objects.filter(blended_days=2).exists()


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
    sent = {"rows": [TRIP | {"participant": "Anna Ozola", "start": "01.03.2022"}, {}]}
    answer = client_of(coordinator).post(
        reverse("mobilities:mobility-grid-check"), sent, content_type="application/json"
    )
    first, second = answer.json()["rows"]
    assert (first["state"], first["days"]) == ("rejected", 18)
    assert first["errors"][0][:2] == ["participant", "Anna Ozola"]
    assert second["state"] == "empty"
    assert Mobility.objects.count() == 3


def test_the_grid_counts_the_days_that_list_and_page_count(client_of, coordinator, mobilities):
    mobility = mobilities[0]
    Mobility.objects.filter(pk=mobility.pk).update(state="interrupted")
    MobilityGrant.objects.create(mobility=mobility, stop_kind="interruption", stopped_from=date(2022, 2, 22))
    client = client_of(coordinator)
    (shown,) = client.get(f"{GRID}?ids={mobility.pk}").context["rows"]
    assert (shown["row"].days, Mobility.objects.get(pk=mobility.pk).days) == (8, 8)
    row = {"pk": mobility.pk, "version": 0, "was": shown["row"].written_was, **shown["row"].cells}
    sent = {"rows": [row, row | {"note": "Cita"}, row | {"start": "21.02.2022"}, row | {"end": "31.09.2022"}]}
    said = client.post(reverse("mobilities:mobility-grid-check"), sent, content_type="application/json").json()["rows"]
    assert [each["days"] for each in said] == [8, 8, 1, None]


@pytest.mark.parametrize(
    ("cells", "opens"),
    [({}, False), ({"end": "16.02.2022"}, True), ({"blended_days": "x"}, True), ({"host": "?"}, False)],
)
def test_what_is_mended_in_a_hidden_column_opens_it(client_of, coordinator, people, cells, opens):
    row = TRIP | {"participant": "Anna Ozola"} | cells
    answer = client_of(coordinator).post(GRID, posted(row) | {"check": "1"})
    assert answer.context["opens_wide"] == opens
    said = client_of(coordinator).post(
        reverse("mobilities:mobility-grid-check"), {"rows": [row]}, content_type="application/json"
    )
    assert said.json()["rows"][0]["opens"] == opens


def test_a_wrong_row_is_told_everything_at_once(client_of, coordinator, mobilities):
    taken = TRIP | {"participant": "Anna Ozola", "start": "01.03.2022", "host": "Nowhere", "end": "soon"}
    sent = {"rows": [taken, taken | {"host": "Nordkai", "end": TRIP["end"]}]}
    client = client_of(coordinator)
    check = reverse("mobilities:mobility-grid-check")
    first, second = client.post(check, sent, content_type="application/json").json()["rows"]
    assert {column for column, *_rest in first["errors"]} >= {"host", "end"}
    assert second["state"] == "rejected" and any("kontakt" in shape for _text, shape, _person in second["remarks"])


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
    rows = [row | {"blended_days": "2"} for row in rows]
    with django_assert_max_num_queries(42):
        client.post(GRID, posted(*rows))


def test_a_check_reads_no_more_of_a_large_school(
    client_of, coordinator, mobilities, school, django_assert_num_queries
):
    """Neither more queries nor more people and hosts than the row names."""
    (row,) = cells_of(client_of(coordinator).get(f"{GRID}?ids={mobilities[0].pk}"))
    values = {"participant": "Ozola Anna", "host": "Nordkai", "accompanying": row["accompanying"]}
    Participant.objects.bulk_create(
        Participant(school=school, kind="learner", first_name=f"Vārds{n}", last_name=f"Uzvārds{n}") for n in range(50)
    )
    Host.objects.bulk_create(Host(school=school, name=f"Host {n}", country="DE", city="Köln") for n in range(50))
    with django_assert_num_queries(2):
        people, hosts = People(school, asked_people([values])), Hosts(school, {values["host"]})
    assert [str(person) for person in people.rows.values()] == ["Anna Ozola"]
    assert [host.name for host in hosts.rows.values()] == ["Nordkai"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Anna Ozola", "Anna Ozola"),
        ("OZOLA, anna", "Anna Ozola"),
        ("zane kalnina", "Zane Kalniņa"),
        ("Kalniņa Zane", "Zane Kalniņa"),
    ],
)
def test_whoever_is_asked_for_alone_is_found_as_among_everybody(school, people, typed, meant):
    for found in (People(school, [typed]), People(school)):
        assert str(found.rows[found.find(typed)]) == meant


def test_an_unknown_name_gets_the_nearest_without_reading_everybody(school, people):
    Participant.objects.create(school=school, kind="learner", first_name="Pēteris", last_name="Liepiņš")
    with pytest.raises(Refused, match="Anna Ozola"):
        People(school, ["Ana Ozola"]).find("Ana Ozola")


def test_a_namesake_added_from_a_cell_is_known_again(client_of, coordinator, people):
    data = {"first_name": "Anna", "last_name": "Ozola", "kind": "learner", "group": "2A", "another_person": "on"}
    added = client_of(coordinator).post(
        reverse("mobilities:participant-quick-add"), {f"new-person-{name}": value for name, value in data.items()}
    )
    assert added.json()["text"] == "Anna Ozola (2A)"


TELLING = [
    {"kind": "learner", "group": "DT-41", "birth_date": date(2005, 3, 1)},
    {"kind": "staff"},
    {"kind": "staff", "work_field": "Pieaugušo izglītība"},
    {"kind": "learner", "group": "DT-42", "work_field": "a, (b)"},
    {"kind": "learner", "group": "DT-42"},
]


@pytest.mark.parametrize("number", range(1, len(TELLING)))
def test_a_suggested_or_shown_namesake_is_the_one_that_was_meant(client_of, coordinator, school, mobilities, number):
    named = {"school": school, "first_name": "Toms", "last_name": "Olītis"}
    people = [Participant.objects.create(**named, **telling) for telling in TELLING[: number + 1]]
    answer = client_of(coordinator).get(
        reverse("mobilities:mobility-grid-suggest"), {"column": "participant", "q": "toms ol"}
    )
    suggested = [each["value"] for each in answer.json()["results"]]
    assert len(set(suggested)) == len(people)
    for register in (People(school, suggested), People(school)):
        assert [register.find(name) for name in suggested] == [person.pk for person in people]
    Mobility.objects.update(participant=people[-1])
    (row,) = shown_rows(list(for_cells(Mobility.objects.filter(pk=mobilities[0].pk))))
    assert row.cells["participant"] == suggested[-1]


@pytest.mark.parametrize("hint", ["personāls", "pieaugušo izglītība", "skolotājs, pieaugušo izglītība"])
def test_kind_and_field_of_work_tell_namesakes_apart(school, hint):
    named = {"school": school, "first_name": "Toms", "last_name": "Olītis"}
    _learner, staff = (Participant.objects.create(**named, **telling) for telling in (TELLING[0], TELLING[2]))
    assert People(school, [f"Toms Olītis ({hint})"]).find(f"Toms Olītis ({hint})") == staff.pk


def test_hosts_and_colleagues_of_one_name_are_known_again(client_of, coordinator, teacher, school, people):
    places = [("DE", "Hamburga"), ("DE", "Brēmene"), ("AT", "Vīne")]
    hosts = [Host.objects.create(school=school, name="Hafen (Süd)", country=land, city=city) for land, city in places]
    other = User.objects.create(email="v2@example.org", first_name=teacher.first_name, last_name=teacher.last_name)
    Membership.objects.create(user=other, school=school, role="teacher")
    client = client_of(coordinator)

    def suggested(column: str, text: str) -> list[str]:
        answer = client.get(reverse("mobilities:mobility-grid-suggest"), {"column": column, "q": text})
        return [each["value"] for each in answer.json()["results"]]

    found = [Hosts(school, [text]).find(text) for text in suggested("host", "hafen")]
    assert sorted(found) == [host.pk for host in hosts]
    found = [Teachers(school).find(text) for text in suggested("responsible", teacher.last_name)]
    assert sorted(found) == sorted([teacher.pk, other.pk])


@pytest.mark.parametrize(
    ("registered", "typed", "refused"),
    [("LM-31", "Brauciens B", "LM-31"), ("", "XX-99", "nevienā grupā"), ("LM-31", "lm 31", ""), ("LM-31", "", "")],
)
def test_a_group_that_the_register_does_not_have_is_told_and_not_dropped(
    client_of, coordinator, mobilities, registered, typed, refused
):
    Participant.objects.update(group=registered)
    client = client_of(coordinator)
    (row,) = cells_of(client.get(f"{GRID}?ids={mobilities[0].pk}"))
    answer = client.post(GRID, posted(row | {"group": typed}))
    found = [(each["values"], refused in each["text"]) for each in answer.context["problems"] if each["label"]]
    assert found == ([([typed], True)] if refused else [])


def test_a_list_with_another_group_is_taken_and_says_so(school, people):
    Participant.objects.filter(last_name="Ozola").update(group="LM-31")
    importer = MobilityImporter()
    values = {"participant": "Anna Ozola", "group": "LM-11"}
    context, checked = importer.open(school, [values]), Checked(2, mapped=frozenset(values))
    importer.check(checked, values, context)
    assert "LM-31" in str(checked.remarks[0]) and not any("LM-31" in str(each.text) for each in checked.reasons)


def test_a_row_with_something_to_read_has_no_green_tick():
    for outcome in ("new", "changed", "unchanged"):
        row = GridRow(outcome=Outcome(outcome), remarks=[Remark("nav piekrišanas", "nav piekrišanas")])
        assert STATES[row.state][0] == "warn"
    assert STATES[GridRow(outcome=Outcome.NEW).state][0] == "done"
