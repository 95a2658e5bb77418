"""What an import of projects makes of the headers of a file, and what it says of its rows."""

import csv
import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import override

from portal.imports.enums import Outcome
from portal.imports.models import Import, SavedMapping
from portal.imports.registry import IMPORTERS
from portal.imports.services import imports, uploads
from portal.jobs import services as jobs
from projects.enums import ProjectRole, ProjectState
from projects.exports import project_rows
from projects.models import Project

CODE, FOREIGN = "2021-1-LV01-KA121-VET-000009189", "2021-1-DE02-KA121-VET-000012345"
ASSUMED = "one school year from 1 September"


@pytest.fixture
def checked(school, coordinator):
    """checked(text, language, without): the import after its check, its mapping as guessed but for `without`."""

    def run(text: str, language: str = "en", without: tuple[str, ...] = ()) -> Import:
        data = text.encode()
        with override(language):
            kept = uploads.receive(
                IMPORTERS["projects"], ContentFile(data, "a.csv"), "a.csv", len(data), school, coordinator
            )
            mapping = {name: key for name, key in kept.mapping.items() if name not in without}
            kept = imports.order_check(kept, coordinator, kept.version, mapping)
        jobs.run(kept.job_id)
        kept.refresh_from_db()
        assert kept.job.state == "done", kept.job.error
        return kept

    return run


def page(client, kept: Import, show: str = "") -> str:
    return client.get(reverse("imports:import-detail", args=[kept.pk]), {"show": show}).content.decode()


def in_english(client):
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("reader", ["lv", "en"])
def test_headers_in_latvian_are_known_whatever_the_language_of_the_page(checked, reader):
    kept = checked(f"Projekta kods;Nosaukums;Sākums;Beigas;Dotācija\n{CODE};A;2021-09-01;2022-08-31;100\n", reader)
    assert set(kept.mapping) == {"code", "title", "start", "end", "grant"}
    assert kept.left_out() == []


@pytest.mark.parametrize("reader", ["lv", "en"])
@pytest.mark.parametrize("written", ["lv", "en"])
def test_the_portals_own_list_comes_back(checked, school, coordinator, make_project, reader, written):
    project = make_project(role=ProjectRole.PARTNER, state=ProjectState.CLOSED, title_en="In English", field="VET")
    project.planned = None
    with override(written):
        table = list(project_rows([project], with_grant=True))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(table)
    project.delete()
    kept = checked(out.getvalue(), reader)
    assert kept.left_out() == []
    kept = imports.order_apply(kept, coordinator, kept.version)
    jobs.run(kept.job_id)
    came = Project.objects.get()
    names = ("code", "title", "title_en", "programme", "action", "field", "role", "state", "start", "end", "grant")
    assert [getattr(came, name) for name in names] == [getattr(project, name) for name in names]


def test_columns_left_out_are_named_and_nothing_false_is_said(checked, client_of, coordinator):
    text = f"Project code;Title;Start;End;Mood\n{CODE};A;2021-09-01;2022-08-31;good\n"
    client = in_english(client_of(coordinator))
    kept = checked(text, without=("title", "start"))
    shown = page(client, kept)
    assert "3 columns of the file are not used: Title; Start; Mood." in shown
    assert shown.count(reverse("imports:import-mapping", args=[kept.pk])) == 2
    assert "The file has no column for the title" in shown
    assert "The file has no columns for the start and end of the project" in shown
    assert "does not say when" not in shown
    assert "has no title" not in shown
    SavedMapping.objects.all().delete()
    assert "1 column of the file is not used" in page(client, checked(text))
    assert "not used" not in page(client, checked(text.replace(";Mood", "").replace(";good", "")))


def test_findings_are_read_in_the_readers_language(checked, client_of, coordinator):
    kept = checked(f"Project code;Title;Start;End\n{CODE};;2021-09-01;2020-08-31\n", "lv")
    client, export = client_of(coordinator), reverse("imports:import-export", args=[kept.pk])
    assert "Projekts sākas 01.09.2021." in page(client, kept).replace("\u00a0", " ")
    assert "Projekts sākas" in client.get(export).getvalue().decode()
    in_english(client)
    english = "The project starts on 1 Sep 2021 but ends on 31 Aug 2020."
    assert english in page(client, kept).replace("\u00a0", " ")
    lines = client.get(export).getvalue().decode().replace("\u00a0", " ")
    assert english in lines
    assert "The row has no title" in lines


def test_refused_cells_are_told_in_both_languages(checked):
    kept = checked(f"Project code;Title;Grant EUR\nLTO1-2021;{'x' * 301};-5\n", "lv")
    for reason in kept.rows.get().reasons:
        assert reason["text"]["lv"] != reason["text"]["en"]


def test_an_import_of_before_keeps_its_plain_sentences(checked, client_of, coordinator):
    kept = checked(f"Project code;Title\n{CODE};\n", "lv")
    kept.rows.update(reasons=[{"column": "A", "value": "b", "text": "Vecs teikums."}], remarks=["Veca piezīme."])
    Import.objects.update(remarks=[{"text": "Veca piezīme.", "rows": 3}])
    shown = page(client_of(coordinator), kept)
    assert "Vecs teikums." in shown
    assert shown.count("Veca piezīme.") == 1


def test_a_file_without_rows_says_so(checked, client_of, coordinator):
    kept = checked("Project code;Title\n")
    assert "There are no rows below the column names" in page(in_english(client_of(coordinator)), kept)
    assert not kept.may_be_applied


@pytest.mark.parametrize("column", ["Start", "End"])
def test_a_date_that_cannot_be_read_is_said_once(checked, column):
    days = {"Start": "2021-09-01", "End": "2022-08-31"} | {column: "31.02.2022"}
    kept = checked(f"Project code;Title;Start;End\n{CODE};A;{days['Start']};{days['End']}\n")
    row = kept.rows.get()
    assert [(reason["column"], reason["value"]) for reason in row.reasons] == [(column, "31.02.2022")]
    assert row.remarks == []


def test_a_guessed_role_is_said_once_of_the_whole_check(checked, client_of, coordinator):
    table = f"Project code;Title;Start;End\n{CODE};A;2021-09-01;2022-08-31\n{FOREIGN};B;2021-09-01;2022-08-31\n"
    kept = checked(table)
    assert [row.remarks for row in kept.rows.all()] == [[], []]
    shown = page(in_english(client_of(coordinator)), kept, Outcome.NEW)
    assert shown.count("Check the role of these projects") == 1
    assert "2–3" in shown


@pytest.mark.parametrize(("header", "cell"), [("Our role", "Partner"), ("Coordinator name", "Nordkai")])
def test_a_role_that_the_file_tells_is_no_guess(checked, header, cell):
    kept = checked(f"Project code;Title;Start;End;{header}\n{CODE};A;2021-09-01;2022-08-31;{cell}\n")
    assert kept.remarks == []


def test_equal_remarks_are_one_line(checked, client_of, coordinator):
    lines = [f"2021-1-LV01-KA121-VET-0000{number};;2021-09-01;2022-08-31" for number in range(10000, 10030)]
    kept = checked("\n".join(["Project code;Title;Start;End", *lines]))
    client = in_english(client_of(coordinator))
    assert page(client, kept).count("The row has no title") == 1
    assert "2–31" in page(client, kept)
    assert page(client, kept, "remarks").count("The row has no title") > 20
    export = client.get(reverse("imports:import-export", args=[kept.pk])).getvalue().decode()
    assert export.count("The row has no title") == 30


def test_rejections_stay_with_their_rows(checked, client_of, coordinator):
    lines = [f"2021-1-LV01-KA121-VET-0000{number};A;31.02.2022;2022-08-31" for number in range(10000, 10003)]
    kept = checked("\n".join(["Project code;Title;Start;End", *lines]))
    assert page(in_english(client_of(coordinator)), kept).count("This is not a date") == 3


@pytest.mark.parametrize(("said", "remarks"), [("12", 0), ("13", 1), ("", 0)])
def test_planned_participants_are_only_compared(checked, project, old_kind, said, remarks):
    project.targets.create(activity_type=old_kind, planned=12)
    kept = checked(f"Project code;Title;Participants planned\n{project.code};{project.title};{said}\n")
    row = kept.rows.get()
    assert (row.outcome, len(row.remarks)) == (Outcome.UNCHANGED, remarks)
