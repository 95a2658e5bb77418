"""Lists of projects as the Commission and others publish them."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal.audit.models import Entry
from portal.imports.enums import ImportState, Outcome
from portal.testing import tables
from projects.enums import OrganisationRole, ProjectRole, ProjectState
from projects.models import Project, ProjectOrganisation

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
NEEDS_DATA = pytest.mark.skipif(not DATA.exists(), reason=f"the real files are not at {DATA}")
PLATFORM, LATVIAN, WHOLE = (
    DATA / name
    for name in ("results_platform_export.csv", "projects_LV_VET_2014-2018.csv", "projects_VET_2014-2018.csv.gz")
)
HEADER = "Project Identifier;Project Title;Start date;End date;Grant EUR"
CODE = "2021-1-LV01-KA121-VET-000009189"


@pytest.fixture
def imported(school, coordinator):
    """imported(content, name): the import after its check and, where nothing is rejected, its saving."""

    def run(content: bytes | str, name: str = "list.csv"):
        return tables.imported(tables.received("projects", content, school, coordinator, name), coordinator)

    return run


def rows(*lines: str) -> str:
    return "\r\n".join([HEADER, *lines])


def in_other_words(text: bytes, separator: str, partners: int) -> bytes:
    """The platform's own file with another separator, a byte order mark and fewer partners."""
    table = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    width = 22 + 6 * partners
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(row[:width] for row in table)
    return b"\xef\xbb\xbf" + out.getvalue().replace("\n\r\n", "\r\n").encode()


@NEEDS_DATA
def test_the_platforms_own_file(imported):
    kept = imported(PLATFORM.read_bytes(), PLATFORM.name)
    assert kept.counts == {Outcome.NEW: 9}
    assert Project.objects.count() == 9
    sport = Project.objects.get(code="556927-EPP-1-2014-1-LT-SPO-SCP")
    assert (sport.role, sport.state, sport.grant) == (ProjectRole.PARTNER, ProjectState.CLOSED, Decimal("58630.00"))
    assert sport.public_url.startswith("https://ec.europa.eu/programmes/erasmus-plus/projects/eplus-")
    assert sport.coordinator_name == "BIRZU LENGVOSIOS ATLETIKOS SPORTO KLUBAS"
    assert sport.organisations.count() == 8
    vilani = sport.organisations.get(name="VILANU NOVADA PASVALDIBA")
    assert (vilani.role, vilani.country, vilani.city) == (OrganisationRole.PARTNER, "LV", "VIĻĀNI")
    greek = ProjectOrganisation.objects.filter(country="GR").values_list("city", flat=True)
    assert set(greek) == {"ATHINA", "PIRAEUS"}
    assert Entry.objects.filter(object_type="projects.project", verb="add").count() == 9
    running = Project.objects.get(code="2018-1-LI01-KA101-000090")
    assert (running.state, running.call_year, running.field) == (ProjectState.APPROVED, 2018, "SCH")
    assert running.dates_assumed
    assert (running.start, running.end) == (date(2018, 9, 1), date(2019, 8, 31))
    assert imported(PLATFORM.read_bytes(), PLATFORM.name).counts == {Outcome.UNCHANGED: 9}


@NEEDS_DATA
@pytest.mark.parametrize(("separator", "partners"), [(";", 38), (",", 7), (";", 100)])
def test_any_separator_and_any_count_of_partners(imported, separator, partners):
    kept = imported(in_other_words(PLATFORM.read_bytes(), separator, partners))
    assert (kept.separator, kept.counts) == (separator, {Outcome.NEW: 9})
    assert ProjectOrganisation.objects.filter(role=OrganisationRole.PARTNER).count() == 16
    assert imported(PLATFORM.read_bytes(), PLATFORM.name).counts == {Outcome.UNCHANGED: 9}


@NEEDS_DATA
def test_the_plain_list_of_latvian_projects(imported):
    kept = imported(LATVIAN.read_bytes(), LATVIAN.name)
    assert kept.counts == {Outcome.NEW: 44}
    project = Project.objects.get(code="2014-1-LV01-KA102-000038")
    assert project.title == "Kokapstrādes ražošanas apmācības metožu pilnveidošana prakšu vadītājiem"
    assert (project.action, project.agency, project.field) == ("KA102", "LV01", "VET")
    assert project.organisations.get().name == "Severnvale Academy Limited"
    assert project.organisations.get().country == "GB"
    assert Project.objects.filter(title__startswith="201").count() == 16
    assert Project.objects.exclude(grant=None).count() == 7
    assert imported(LATVIAN.read_bytes(), LATVIAN.name).counts == {Outcome.UNCHANGED: 44}


@NEEDS_DATA
def test_the_whole_list_of_5809_projects(imported):
    kept = imported(WHOLE.read_bytes(), WHOLE.name)
    assert kept.counts == {Outcome.NEW: 5_809}
    assert Project.objects.count() == 5_809
    plus = Project.objects.get(code="2015-1-ES01-KA102-015194")
    assert plus.title == "+Hosteleria en Europa 2015"
    assert max(map(len, Project.objects.values_list("summary", flat=True))) == 7_172


@pytest.mark.parametrize(
    ("lines", "numbers", "word"),
    [
        ([f"{CODE};A;2021-09-01;2020-08-31;"], [2], "01.09.2021."),
        ([f"Nr. {CODE};A;;;", "2021 1 LV01 KA121 VET 000009189;B;;;"], [3], CODE),
        ([f"{CODE};A;31.31.2021;;"], [2], "31.31.2021"),
        ([f"{CODE};A;;;-5"], [2], "-5"),
        ([f"{CODE};A;;;12.345"], [2], "12.345"),
        ([f"{CODE};A;;;9345.123"], [2], "9345.123"),
        ([f"{CODE};A;;;drīz"], [2], "drīz"),
        ([";A;;;"], [2], "Project Identifier"),
        (["Ideja bez koda;;2021-09-01;2022-08-31;"], [2], ""),
        (["Ideja bez koda;A;;;"], [2], ""),
        ([f"{CODE};{'x' * 301};;;"], [2], "301"),
    ],
)
def test_reasons_by_row_and_nothing_is_saved(imported, lines, numbers, word):
    kept = imported(rows(*lines, "2020-1-LV01-KA116-077195;Labs;;;"))
    rejected = kept.rows.filter(outcome=Outcome.REJECTED)
    assert [row.number for row in rejected] == numbers
    assert kept.state == ImportState.CHECKED
    assert not Project.objects.exists()
    for row in rejected:
        said = " ".join(f"{each['column']} {each['value']} {each['text']}" for each in row.told_reasons())
        assert word in said
        assert said.strip().endswith(".")


def test_the_code_and_the_call_year_must_agree(imported):
    kept = imported(f"Project code;Title;Call year\n{CODE};A;2020\n")
    assert kept.counts == {Outcome.REJECTED: 1}


def test_what_changed_is_taken_over_and_empty_cells_change_nothing(imported, project):
    project.summary = "Kopsavilkums"
    project.save()
    kept = imported(rows(f"{CODE};Jauns nosaukums;;;"))
    project.refresh_from_db()
    assert kept.counts == {Outcome.CHANGED: 1}
    assert (project.title, project.summary, project.grant) == ("Jauns nosaukums", "Kopsavilkums", Decimal("95430.00"))
    assert (project.version, project.end, project.dates_assumed) == (1, date(2023, 8, 31), False)
    entry = Entry.objects.get(object_type="projects.project", verb="change")
    assert list(entry.changes) == ["title"]
    assert imported(rows(f"{CODE};Jauns nosaukums;;;")).counts == {Outcome.UNCHANGED: 1}


def test_real_dates_replace_assumed_ones(imported):
    imported(rows(f"{CODE};A;;;"))
    assert Project.objects.get().dates_assumed
    imported(rows(f"{CODE};A;2021-11-01;31.10.2023.;"))
    project = Project.objects.get()
    assert (project.start, project.end, project.dates_assumed) == (date(2021, 11, 1), date(2023, 10, 31), False)


def test_a_coordinator_by_another_name_is_the_same_row(imported, make_project):
    partnership = make_project(role="partner", coordinator_name="Partneris Vācijā")
    partnership.organisations.create(role="coordinator", name="Partneris Vācijā", oid="E10012345")
    header = "Project Identifier;Project Title;Coordinating organisation name;Coordinator's country"
    kept = imported(f"{header}\n{CODE};{partnership.title};Nordkai Akademie;DE\n")
    partnership.refresh_from_db()
    assert kept.counts == {Outcome.CHANGED: 1}
    assert partnership.coordinator_name == "Nordkai Akademie"
    assert list(partnership.organisations.values_list("name", "country", "oid")) == [
        ("Nordkai Akademie", "DE", "E10012345")
    ]


def test_what_the_school_coordinates_has_no_other_coordinator(imported, project):
    header = "Project Identifier;Project Title;Coordinating organisation name"
    imported(f"{header}\n{CODE};{project.title};Skolas senais nosaukums\n")
    assert not project.organisations.exists()


def test_the_school_itself_is_no_partner_of_its_own(imported, school):
    table = (
        "Project Identifier;Project Title;Coordinating organisation name;Partner 1 name;Partner 2 name;Partner 3 name"
    )
    kept = imported(f"{table}\n{CODE};A;UPES TEHNIKUMS;Nordkai;NORDKAI;Baltica\n")
    assert kept.counts == {Outcome.NEW: 1}
    project = Project.objects.get()
    assert (project.role, project.coordinator_name) == (ProjectRole.COORDINATOR, "")
    assert {each.name for each in project.organisations.all()} == {"Nordkai", "Baltica"}


def test_somebody_elses_projects_are_not_touched(imported, other_school, make_project):
    theirs = make_project(school=other_school)
    imported(rows(f"{CODE};Mūsu;;;"))
    theirs.refresh_from_db()
    assert theirs.title != "Mūsu"
    assert Project.objects.count() == 2


@pytest.mark.parametrize("title", ["+Hosteleria", "=1+1", "-A", "@home", "'tis"])
def test_what_leaves_as_a_list_comes_back_unchanged(imported, client_of, coordinator, make_project, title):
    make_project(title=title, title_en=title)
    content = client_of(coordinator).get(reverse("projects:project-export")).getvalue()
    cells = [cell for line in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";") for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert imported(content).counts == {Outcome.UNCHANGED: 1}


def command(tmp_path, text: str, *options: str) -> str:
    path = tmp_path / "list.csv"
    path.write_text(text)
    out = io.StringIO()
    call_command("import_data", "projects", str(path), "--school", "Upes tehnikums", *options, stdout=out)
    return out.getvalue()


def test_import_data_from_the_command_line(tmp_path, school):
    text = rows(f"{CODE};A;2021-09-01;2022-08-31;100")
    said = command(tmp_path, text, "--dry-run", "--language", "en")
    assert "New: 1" in said and said.endswith("Nothing is saved: this was only a check.\n")
    assert not Project.objects.exists()
    assert command(tmp_path, text, "--language", "en").endswith("Saved: 1 new, 0 changed; left out: 0 rejected.\n")
    assert Project.objects.count() == 1
    said = command(tmp_path, text, "--language", "en")
    assert "Unchanged: 1" in said and "Nothing is saved: there is nothing new" in said
    assert "Nekas nav saglabāts" in command(tmp_path, text)


def test_import_data_refuses_with_reasons(tmp_path, school, capsys):
    with pytest.raises(CommandError, match="Nothing is saved: 1 rows are rejected"):
        command(tmp_path, rows(f"{CODE};A;;;-1"), "--language", "en")
    with pytest.raises(CommandError, match="Nothing is saved: besides the rejected rows"):
        command(tmp_path, rows(f"{CODE};A;;;-1"), "--language", "en", "--without-rejected")
    with pytest.raises(CommandError, match="Nekur"):
        call_command("import_data", "projects", str(tmp_path / "list.csv"), "--school", "Nekur")
    with pytest.raises(CommandError, match=r"Nothing is saved\.$"):
        command(tmp_path, "Prece;Cena\nMaize;1\n", "--language", "en")
    assert not Project.objects.exists()


def test_an_import_remembers_what_it_saved_and_what_was_there_before(imported):
    header = f"{HEADER};Partner 1 name;Partner 1 city\n"
    first = imported(f"{header}{CODE};Viļņi;2021-09-01;2022-08-31;100.00;Nordkai;Kiel")
    project = Project.objects.get(code=CODE)
    row = first.rows.get()
    assert (row.object_id, row.object_version, row.before["fields"]) == (project.pk, 0, None)
    partner = project.organisations.get()
    assert row.before["also"] == [["projects.projectorganisation", partner.pk, 0, None]]
    second = imported(f"{header}{CODE};Krasts;2021-09-01;2022-07-31;200.00;Nordkai;Köln")
    row = second.rows.get()
    assert (row.object_id, row.object_version) == (project.pk, 1)
    assert row.before == {
        "fields": {"title": "Viļņi", "end": "2022-08-31", "grant": "100.00", "dates_assumed": False},
        "also": [["projects.projectorganisation", partner.pk, 1, {"city": "Kiel"}]],
    }


def test_import_data_saves_the_others_where_it_may(tmp_path, school):
    text = rows(f"{CODE};A;2021-09-01;2022-08-31;100", "2022-1-LV01-KA121-VET-000054310;B;;;-1")
    with pytest.raises(CommandError):
        command(tmp_path, text)
    said = command(tmp_path, text, "--without-rejected", "--language", "en")
    assert "Rejected: 1" in said and "Saved: 1 new, 0 changed; left out: 1 rejected." in said
    assert Project.objects.get().code == CODE
