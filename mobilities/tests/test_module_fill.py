"""Templates of the Beneficiary Module are filled from our records and opened again cell by cell."""

import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.files.base import ContentFile
from openpyxl import load_workbook
from openpyxl.styles import PatternFill, Protection

from mobilities.enums import ModuleFilePurpose, ModuleFileState
from mobilities.models import Mobility, ModuleFile
from mobilities.services import module_files
from mobilities.tests.module_templates import CODE, COLUMNS, STEM, content_of, people_abroad, template
from portal.common.refused import Refused
from portal.jobs import services as jobs

TITLES = [title for title, _rule, _shape in COLUMNS]


@pytest.fixture
def project(school, coordinator):
    return people_abroad(school, coordinator)


def received(project, user, content: bytes, name: str = "template.xlsx", purpose=ModuleFilePurpose.FILL) -> ModuleFile:
    return module_files.receive(project, purpose, ContentFile(content), name, len(content), user)


def filled(project, user, content: bytes, name: str = "template.xlsx") -> ModuleFile:
    row = received(project, user, content, name)
    row = module_files.order(row, user)
    jobs.run(row.job_id)
    row.refresh_from_db()
    row.job.refresh_from_db()
    assert row.state == ModuleFileState.READY, row.job.error
    return row


def book_of(row: ModuleFile):
    return load_workbook(io.BytesIO(row.result.read()))


def cells_of(sheet, number: int) -> dict:
    return dict(zip(TITLES, [cell.value for cell in sheet[number]], strict=False))


def test_every_cell_of_a_filled_template(project, coordinator):
    row = filled(project, coordinator, content_of(template()))
    sheet = book_of(row)["Mobilities"]
    assert [cell.value for cell in sheet[1]] == TITLES
    assert sheet.max_row == 5
    first = cells_of(sheet, 3)
    assert first == {
        "Data type": "Mobility activity",
        "Grant Agreement No.": CODE,
        "Mobility activity ID": f"{STEM}00001",
        "Activity type": "LM-SHORT-VET - Short-term learning mobility of VET learners",
        "Participant first name": "Jānis",
        "Participant last name": "Bērziņš 0",
        "Date of birth": datetime(2000, 1, 1),
        "Gender": None,
        "Nationality": None,
        "Field of education": "1041 Transport services",
        "Start date": datetime(2022, 4, 4),
        "End date": datetime(2022, 5, 6),
        "Duration (days)": 33,
        "Blended mobility": "NO",
        "Sending organisation OID": "E10012345",
        "Receiving organisation name": "Nordkai GmbH",
        "Receiving country": "DE - Germany",
        "Receiving city": "Hamburg",
        "Green travel": "Yes",
        "Distance band": "500 - 1999 km",
        "Travel grant": 320,
        "Individual support": first["Individual support"],
        "Working language": "German",
        "Participant with fewer opportunities": "false",
        "Health problems": None,
        "Accompanying persons": 0,
        "Internal remark of the release": None,
    }
    assert [sheet.cell(number, 3).value for number in (3, 4, 5)] == [f"{STEM}0000{i}" for i in (1, 2, 3)]
    assert row.counts == {"filled": 3, "drafts": 0, "left_out": 1, "given": 3}
    assert row.left_out[0]["label"] == "Jānis Bērziņš 3"


def test_layout_styles_lists_and_other_sheets_stay(project, coordinator):
    before = load_workbook(io.BytesIO(content_of(template())))
    after = book_of(filled(project, coordinator, content_of(template())))
    assert after.sheetnames == before.sheetnames
    assert after["Dictionaries"].sheet_state == "hidden"
    assert after["Read me"]["B3"].value == "=1+1"
    for name in ("Dictionaries", "Read me"):
        assert list(after[name].values) == list(before[name].values)
    old, new = before["Mobilities"], after["Mobilities"]
    widths = {letter: each.width for letter, each in old.column_dimensions.items()}
    assert {letter: each.width for letter, each in new.column_dimensions.items()} == widths
    assert [(each.sqref, each.formula1) for each in new.data_validations.dataValidation] == [
        (each.sqref, each.formula1) for each in old.data_validations.dataValidation
    ]
    for place in range(1, len(COLUMNS) + 1):
        for number in (3, 5):
            assert new.cell(number, place).font.i == old.cell(3, place).font.i
            if COLUMNS[place - 1][0] != "End date":
                assert new.cell(number, place).number_format == old.cell(3, place).number_format
        assert new.cell(1, place).fill.fgColor.rgb == old.cell(1, place).fill.fgColor.rgb
    assert new["L3"].is_date and new["L3"].number_format.replace("\\", "") == "dd-mm-yyyy"
    assert new["K3"].value == datetime(2022, 4, 4) and new["A3"].data_type == "s"


def test_dates_become_dates_where_the_template_has_no_formats_of_its_own(project, coordinator):
    content = content_of(template([(title, rule, "General") for title, rule, _shape in COLUMNS]))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b'<numFmts count="0"' in parts.read("xl/styles.xml")
    sheet = book_of(filled(project, coordinator, content))["Mobilities"]
    assert sheet["K3"].value == datetime(2022, 4, 4) and sheet["L3"].is_date
    assert all(cell.number_format for row in sheet.iter_rows() for cell in row)


def test_ids_are_given_once_and_never_again(project, coordinator):
    filled(project, coordinator, content_of(template()))
    last = Mobility.objects.get(module_id=f"{STEM}00003")
    last.delete()
    Mobility.objects.filter(host=None).update(host=Mobility.objects.exclude(host=None).first().host, country="DE")
    sheet = book_of(filled(project, coordinator, content_of(template())))["Mobilities"]
    assert [sheet.cell(number, 3).value for number in (3, 4, 5)] == [f"{STEM}0000{i}" for i in (1, 2, 4)]


def test_another_project_is_named(project, coordinator):
    other = "2022-1-LV01-KA121-VET-000054310"
    rows = [["Mobility activity", other, "054310-MOB-00001"]]
    with pytest.raises(Refused) as refused:
        received(project, coordinator, content_of(template(rows=rows)))
    assert other in str(refused.value) and CODE in str(refused.value)
    assert not ModuleFile.objects.exists()


def test_dates_of_rows_are_days(project, coordinator):
    row = filled(project, coordinator, content_of(template()))
    assert Mobility.objects.get(module_id=f"{STEM}00001").start == date(2022, 4, 4)
    assert row.result.name.startswith("module/")


def test_prepared_rows_that_are_not_filled_stay_as_they_are(project, coordinator):
    book = template()
    sheet = book["Mobilities"]
    yellow, open_cell = PatternFill("solid", fgColor="FFFF00"), Protection(locked=False)
    for number in range(3, 34):
        sheet.row_dimensions[number].height = 21
        for place in range(1, len(COLUMNS) + 1):
            cell = sheet.cell(number, place)
            cell.fill, cell.protection = yellow, open_cell
        sheet.cell(number, len(COLUMNS) + 1, f"=K{number}+1" if number > 3 else None)
    sheet.protection.sheet = True
    filled_sheet = book_of(filled(project, coordinator, content_of(book)))["Mobilities"]
    assert filled_sheet.max_row == 33 and filled_sheet.protection.sheet
    assert filled_sheet["A5"].value and not filled_sheet["A6"].value
    for number in (6, 20, 33):
        cell = filled_sheet.cell(number, 2)
        assert (cell.fill.fgColor.rgb, cell.protection.locked) == ("00FFFF00", False)
        assert filled_sheet.row_dimensions[number].height == 21
        assert filled_sheet.cell(number, len(COLUMNS) + 1).value == f"=K{number}+1"


def test_rows_of_others_below_go_and_do_not_stay_as_prepared(project, coordinator):
    book = template()
    book["Mobilities"].cell(9, 5, "Svešs")
    sheet = book_of(filled(project, coordinator, content_of(book)))["Mobilities"]
    assert "Svešs" not in [cell.value for row in sheet.iter_rows() for cell in row]
