"""What an import of mobilities makes of real-looking rows, good and bad."""

import csv
import io
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from mobilities.completeness import with_findings
from mobilities.exports.mobilities import mobility_rows
from mobilities.forms.mobilities import with_report_state
from mobilities.models import AccompanyingPerson, Host, Mobility, MobilityGrant, Participant
from portal.audit.models import Entry
from portal.imports.enums import Outcome
from portal.imports.models import Import
from portal.imports.registry import IMPORTERS, Checked
from portal.imports.services import imports, uploads
from portal.jobs import services as jobs
from projects.models import ActivityType, Project

CODE = "2021-1-LV01-KA121-VET-000009189"
HEADER = [
    "Projekts",
    "Dalībnieks",
    "Grupa",
    "Aktivitātes veids",
    "Uzņēmējs",
    "Sākums",
    "Beigas",
    "Atbildīgais skolotājs",
]
GOOD = [CODE, "Anna Ozola", "", "LM-SHORT-VET", "Nordkai GmbH", "2022-02-14", "2022-03-18", "Valdis Krastiņš"]


@pytest.fixture
def register(school, teacher):
    """Two projects, two namesakes, hosts of one name in two cities."""
    dates = {"start": date(2021, 9, 1), "end": date(2022, 11, 30), "school_name": school.name, "school": school}
    Project.objects.create(code=CODE, call_year=2021, field="VET", title="Prakse Eiropā", **dates)
    Project.objects.create(code="", title="Sporta diena", **dates)
    Project.objects.create(
        code="2021-1-LV01-KA122-VET-000077195", call_year=2021, state="idea", title="Iecere", **dates
    )

    def person(first_name, last_name, kind="learner", **fields):
        return Participant.objects.create(
            school=school, kind=kind, first_name=first_name, last_name=last_name, **fields
        )

    person("Anna", "Ozola", birth_date=date(2004, 5, 1), group="3DT1", email="anna@example.org")
    person("Jānis", "Bērziņš", birth_date=date(2004, 5, 1), group="3DT1")
    person("Jānis", "Bērziņš", birth_date=date(2003, 4, 2), group="4EA2")
    person("Dace", "Liepa", "staff")
    for name, city, country in (
        ("Nordkai GmbH", "Hamburga", "DE"), ("Müller & Söhne", "Ķelne", "DE"), ("Müller & Söhne", "Vīne", "AT"),
    ):  # fmt: skip
        Host.objects.create(school=school, name=name, city=city, country=country)
    return school


@pytest.fixture
def checked(register, coordinator):
    """checked(rows, header): the import of the rows after its check."""

    def run(rows: list[list[str]], header: list[str] = HEADER, language: str = "en") -> Import:
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows([header, *rows])
        data = out.getvalue().encode()
        with override(language):
            kept = uploads.receive(
                IMPORTERS["mobilities"], ContentFile(data, "a.csv"), "a.csv", len(data), register, coordinator
            )
            kept = imports.order_check(kept, coordinator, kept.version, kept.mapping)
        jobs.run(kept.job_id)
        kept.refresh_from_db()
        assert kept.job.state == "done", kept.job.error
        return kept

    return run


@pytest.fixture
def applied(checked, coordinator):
    def run(*arguments) -> Import:
        kept = checked(*arguments)
        kept = imports.order_apply(kept, coordinator, kept.version)
        jobs.run(kept.job_id)
        kept.refresh_from_db()
        assert kept.state == "applied", [row.told_reasons() for row in kept.rows.all()]
        return kept

    return run


def reasons(kept: Import, place: int = 0, language: str = "en") -> list[dict]:
    with override(language):
        return list(kept.rows.order_by("number")[place].told_reasons())


def row(**cells: str) -> list[str]:
    """GOOD with other cells: row(host="…")."""
    names = ["project", "participant", "group", "activity_type", "host", "start", "end", "responsible"]
    found = list(GOOD)
    for name, cell in cells.items():
        found[names.index(name)] = cell
    return found


@pytest.mark.parametrize(
    "cells",
    [
        {"project": "LV01-KA121-VET-000009189"},
        {"project": "KA121-VET-000009189"},
        {"project": "prakse eiropa"},
        {"project": "2021–1–LV01–KA121–VET–000009189"},
        {"participant": "OZOLA ANNA"},
        {"participant": "Ozola, Anna"},
        {"participant": "anna@example.org"},
        {"participant": "Anna Ozola (3DT1)"},
        {"activity_type": "Profesionālās izglītības audzēkņu īstermiņa mācību mobilitāte"},
        {"activity_type": "short-term learning mobility of VET learners"},
        {"host": "nordkai gmbh, hamburga"},
        {"host": "Nordkai GmbH, Hamburga, Vācija"},
        {"responsible": "krastins valdis"},
        {"start": "14.02.2022.", "end": "18.3.2022"},
    ],
)
def test_names_are_known_however_they_are_written(applied, cells):
    applied([row(**cells)])
    mobility = Mobility.objects.get()
    assert (mobility.project.code, str(mobility.participant), mobility.host.name) == (
        CODE,
        "Anna Ozola",
        "Nordkai GmbH",
    )
    assert (mobility.country, mobility.days, mobility.responsible.last_name) == ("DE", 33, "Krastiņš")
    assert Entry.objects.filter(verb="add", object_type="mobilities.mobility", object_id=str(mobility.pk)).exists()


BAD = [
    ({"project": "KA121-VET-000009188"}, "Projekts", "Similar: 2021-1-LV01-KA121-VET-000009189 Prakse Eiropā"),
    ({"project": "2021-1-LV01-KA122-VET-000077195"}, "Projekts", "only be added to approved projects"),
    ({"project": ""}, "Projekts", "The cell is empty. Write the grant code"),
    ({"participant": "Anna Ozala"}, "Dalībnieks", "Similar: Anna Ozola (3DT1, 1 May 2004, anna@example.org)"),
    ({"participant": "Jānis Bērziņš"}, "Dalībnieks", "2 people have this name"),
    (
        {"activity_type": "LM-SHORT-PUPIL-X"},
        "Aktivitātes veids",
        "There is no such activity type. Write one like: LM-",
    ),
    ({"activity_type": "VET-GROUP", "end": "2022-02-24"}, "Aktivitātes veids", "does not exist in call year 2021"),
    ({"participant": "ANNA OZOLA", "activity_type": "SM-JOB-SHDW"}, "Dalībnieks", "Choose a type for learners"),
    ({"host": "Nordkaj"}, "Uzņēmējs", "Similar: Nordkai GmbH, Hamburga (Germany)"),
    ({"host": "Müller & Söhne"}, "Uzņēmējs", "2 hosts have this name: Müller & Söhne, Ķelne (Germany)"),
    ({"start": "31.02.2022"}, "Sākums", "This is not a date"),
    ({"end": "2022-02-01"}, "Beigas", "is before the start"),
    ({"end": "2022-02-16"}, "Beigas", "write it in the column “Reason for going beyond the limits”"),
    ({"start": "2021-08-01", "end": "2021-09-03"}, "Sākums", "these dates lie outside it"),
    ({"responsible": "Valdis Krasts"}, "Atbildīgais skolotājs", "Similar: Valdis Krastiņš"),
]


@pytest.mark.parametrize(("cells", "column", "words"), BAD)
def test_what_is_wrong_is_named_with_what_would_be_right(checked, cells, column, words):
    kept = checked([row(**cells)])
    found = reasons(kept)
    assert [reason["column"] for reason in found] == [column]
    assert words in found[0]["text"].replace("\xa0", " ")
    assert found[0]["value"] == next(iter(cells.values()))[:100]
    assert kept.counts == {Outcome.REJECTED: 1}


def test_namesakes_are_told_apart_by_group_birth_and_hint(applied):
    rows = [
        row(participant="Bērziņš Jānis", group="4EA2"),
        row(participant="Jānis Bērziņš (01.05.2004.)", host="Müller & Söhne (Vīne)"),
    ]
    applied(rows)
    assert {(each.participant.group, each.country) for each in Mobility.objects.all()} == {
        ("4EA2", "DE"),
        ("3DT1", "AT"),
    }


def test_same_person_twice_in_overlapping_days_of_one_file(checked):
    kept = checked([row(), row(start="2022-03-18", end="2022-04-10"), row(start="2022-04-11", end="2022-05-01")])
    assert not reasons(kept, 0) and not reasons(kept, 2)
    (reason,) = reasons(kept, 1)
    assert "Row 2 already sends the same person" in reason["text"]
    assert (reason["column"], reason["value"]) == ("Dalībnieks", "Anna Ozola")
    assert reasons(kept, 1, "lv")[0]["text"] != reason["text"]


def test_a_rejected_row_takes_up_no_days(applied, checked):
    kept = checked([row(host="Nordkaj"), row(start="2022-03-01", end="2022-03-31"), row(start="32.02.2022")])
    assert [bool(reasons(kept, place)) for place in range(3)] == [True, False, True]
    applied([row()])
    there = Mobility.objects.get()
    moved = [str(there.pk), *row(start="2022-05-02", end="2022-05-31", host="Nordkaj")]
    kept = checked([moved, ["", *row(start="2022-03-01", end="2022-03-31")]], ["Mobilitātes numurs", *HEADER])
    assert "already has a mobility" in reasons(kept, 1)[0]["text"]


def test_first_and_last_name_are_named_as_in_the_file(checked):
    header = ["Projekts", "Vārds", "Uzvārds", "Veids", "Sākums", "Beigas"]
    kept = checked([[CODE, "Anna", "Ozala", "LM-SHORT-VET", "14/02/2022", "01/02/2022"]], header)
    found = [(each["column"], each["value"]) for each in reasons(kept)]
    assert found == [("Vārds, Uzvārds", "Anna | Ozala"), ("Beigas", "01/02/2022")]


def test_a_row_without_what_every_mobility_needs(checked):
    kept = checked([[CODE, "", "LM-SHORT-VET", "2022-02-14"]], ["Projekts", "Vārds, uzvārds", "Veids", "Sākums"])
    assert [(each["column"], each["text"]) for each in reasons(kept)] == [
        ("Vārds, uzvārds", "The cell is empty. Write the first and the last name, or the e-mail."),
        ("Ends", "The file has no column for this."),
    ]


def test_overlap_with_the_register_unless_the_file_moves_it(applied, checked):
    applied([row()])
    there = Mobility.objects.get()
    kept = checked([row(start="2022-03-01", end="2022-03-31")])
    assert "already has a mobility" in reasons(kept)[0]["text"]
    header = ["Mobilitātes numurs", *HEADER]
    moved = [str(there.pk), *row(start="2022-05-02", end="2022-05-31")]
    applied([moved, ["", *row(start="2022-03-01", end="2022-03-31")]], header)
    assert sorted(Mobility.objects.values_list("start", flat=True)) == [date(2022, 3, 1), date(2022, 5, 2)]


def test_empty_cells_change_nothing_and_changes_are_named(applied, checked):
    applied([row()])
    same = checked([row(host="", responsible="")])
    assert same.counts == {Outcome.UNCHANGED: 1}
    applied([row(host="Müller & Söhne, Ķelne", end="2022-03-25")])
    mobility = Mobility.objects.get()
    assert (mobility.host.city, mobility.end, mobility.version) == ("Ķelne", date(2022, 3, 25), 1)
    changes = Entry.objects.filter(verb="change", object_type="mobilities.mobility").latest("pk").changes
    assert changes["end"] == ["2022-03-18", "2022-03-25"]


def test_accompanying_persons_come_along_once_for_the_group(applied):
    header = [*HEADER, "Pavadošās personas"]
    first = [*row(), "Dace Liepa"]
    second = [*row(participant="Jānis Bērziņš", group="4EA2"), "Liepa Dace"]
    applied([first, second], header)
    trip = AccompanyingPerson.objects.get()
    assert (str(trip.person), trip.mobilities.count()) == ("Dace Liepa", 2)


def test_an_import_is_undone_with_those_who_came_along(applied, coordinator):
    kept = applied([[*row(), "Dace Liepa"]], [*HEADER, "Pavadošās personas"])
    kept = imports.order_undo(kept, coordinator, kept.version)
    jobs.run(kept.job_id)
    kept.refresh_from_db()
    assert kept.state == "undone"
    assert not Mobility.objects.exists() and not AccompanyingPerson.objects.exists()


def test_a_change_is_undone(applied, coordinator):
    applied([row()])
    kept = applied([row(host="Müller & Söhne, Vīne", responsible="Inga Tiltiņa", end="2022-03-25")])
    with override("en"):
        assert any("(Valdis Krastiņš → Inga Tiltiņa)" in remark for remark in kept.rows.get().told_remarks())
    kept = imports.order_undo(kept, coordinator, kept.version)
    jobs.run(kept.job_id)
    mobility = Mobility.objects.get()
    assert (mobility.host.name, mobility.country, mobility.end) == ("Nordkai GmbH", "DE", date(2022, 3, 18))
    assert mobility.responsible.last_name == "Krastiņš"


def test_a_participant_does_not_accompany_in_the_same_file(checked):
    header = [*HEADER, "Pavadošās personas"]
    staff = row(participant="Dace Liepa", activity_type="SM-JOB-SHDW", end="2022-02-18")
    kept = checked([[*row(), "Dace Liepa"], [*staff, ""]], header)
    assert "Nobody can take part and accompany others" in reasons(kept, 1)[0]["text"]


def test_missing_papers_make_a_draft(applied):
    kept = applied([row(host="", responsible="")])
    assert kept.counts == {Outcome.NEW_DRAFT: 1}
    with override("lv"):
        remarks = list(kept.rows.get().told_remarks())
    assert any("Uzņēm" in remark or "uzņēm" in remark for remark in remarks)


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_portals_own_list_comes_back_unchanged(applied, checked, language):
    applied([row(), row(participant="Jānis Bērziņš", group="4EA2", host="Müller & Söhne, Vīne")])
    cut = Mobility.objects.order_by("pk")[0]
    Mobility.objects.filter(pk=cut.pk).update(state="interrupted")
    MobilityGrant.objects.create(mobility=cut, stopped_from=date(2022, 3, 1))
    with override(language):
        rows = with_findings(with_report_state(Mobility.objects.with_names()))
        header, *lines = mobility_rows(rows)
    assert date(2022, 2, 28) in [line[12] for line in lines] and 15 in [line[13] for line in lines]
    kept = checked(lines, header)
    assert kept.counts == {Outcome.UNCHANGED: 2}, [row.told_reasons() for row in kept.rows.all()]


def test_queries_do_not_grow_with_the_rows(register):
    importer = IMPORTERS["mobilities"]
    counts = []
    for number in (1, 3):
        cells = [dict(project=CODE, participant="Anna Ozola", activity_type="LM-SHORT-VET", host="Nordkai GmbH")
                 for _each in range(number)]  # fmt: skip
        values = [each | {"start": date(2022, 2 + n, 1), "end": date(2022, 2 + n, 20)} for n, each in enumerate(cells)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            context = importer.open(register, values)
            for place, each in enumerate(values):
                importer.check(Checked(place, mapped=frozenset(each)), each, context)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25


def test_import_is_offered_on_the_list(client_of, coordinator, teacher):
    address = reverse("imports:import-add", args=["mobilities"])
    assert address in client_of(coordinator).get(reverse("mobilities:mobility-list")).content.decode()
    assert address not in client_of(teacher).get(reverse("mobilities:mobility-list")).content.decode()


@pytest.mark.parametrize(
    ("city", "is_told"),
    [
        ("Hamburga", False),
        ("HAMBURG", False),
        ("Hamburg-Altona", False),
        ("Hamburk", False),
        ("Homburg", True),
        ("Londona", True),
    ],
)
def test_another_city_than_that_of_the_host_is_told(checked, city, is_told):
    kept = checked([[*GOOD, city]], [*HEADER, "Uzņēmēja pilsēta"])
    assert (f"not in “{city}”" in " ".join(said(kept.rows.get()))) == is_told


def test_rows_that_are_refused_count_for_no_plan(checked, register):
    kind = ActivityType.objects.get(code="LM-SHORT-VET", call_year_from__lte=2021, call_year_to=None)
    project = Project.objects.get(code=CODE)
    project.targets.create(activity_type=kind, planned=1)
    other = row(participant="Jānis Bērziņš", group="4EA2")
    kept = checked([row(host="Nobody"), row(end="2022-01-01"), GOOD, GOOD])
    assert not any("entered" in text for each in kept.rows.all() for text in said(each))
    kept = checked([GOOD, row(host="Nobody", start="2022-05-02", end="2022-06-03"), other])
    assert ["2 are entered" in " ".join(said(each)) for each in kept.rows.all()] == [False, False, True]


def said(row) -> list[str]:
    with override("en"):
        return row.told_remarks()


def test_a_refused_row_changes_nothing_and_drafts_say_why(applied, checked):
    applied([GOOD])
    longer = row(end="2022-03-20")
    assert "Changes:" in " ".join(said(checked([longer]).rows.get()))
    kept = checked([longer, row(end="2022-03-25")])
    assert [any("Changes:" in text for text in said(each)) for each in kept.rows.all()] == [True, False]
    assert kept.rows.first().label == "Anna Ozola 2022-02-14"
    kept = checked([row(participant="Jānis Bērziņš", group="4EA2", host="")])
    assert kept.counts == {"new_draft": 1}
    assert "saved as drafts" in kept.remarks[0]["text"]["en"]
