"""Templates of every plausible shape, and those that are not: each is filled, or named in a sentence."""

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils.translation import override
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from mobilities.beneficiary_module import filling, matching
from mobilities.beneficiary_module.opening import open_template
from mobilities.models import Host, ItineraryStop, Mobility
from mobilities.services import module_files
from mobilities.tests.module_filling import MAIN, TITLES, filled, opened, parts_of, sheet_of, with_part
from mobilities.tests.module_templates import CODE, COLUMNS, LISTS, STEM, content_of, people_abroad, template
from portal.common.refused import Refused
from portal.imports import limits


@pytest.fixture
def project(school, coordinator):
    return people_abroad(school, coordinator, count=2)


NEWER_LIST = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidations count="1">'
    '<x14:dataValidation type="list"><x14:formula1><xm:f>Dictionaries!$%s$1:$%s$%d</xm:f></x14:formula1>'
    "<xm:sqref>%s3:%s900</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def test_two_rows_of_rules_other_order_and_unknown_columns(project):
    columns = [("Release note", "", "@"), *reversed(COLUMNS), ("Unheard of", "DICT", "@")]
    content, said = filled(project, content_of(template(columns, rules=2, before=[["Mobilities of KA121-VET"]])))
    sheet = sheet_of(content)
    names = [cell.value for cell in sheet[2]]
    assert names == [title for title, _rule, _shape in columns]
    assert [sheet.cell(row, names.index("Start date") + 1).value for row in (3, 4)] == ["* DD-MM-YYYY", "DD-MM-YYYY"]
    assert sheet.cell(5, names.index("Mobility activity ID") + 1).value == f"{STEM}00001"
    assert sheet.cell(6, names.index("Participant last name") + 1).value == "Bērziņš 1"
    assert sheet.max_row == 6 and sheet.cell(5, 1).value is None
    assert any("“Release note”" in each and "“Unheard of”" in each for each in said)


def test_every_other_part_of_the_file_stays_byte_by_byte(project):
    before = content_of(template())
    content, _said = filled(project, before)
    old, new = parts_of(before), parts_of(content)
    assert list(old) == list(new)
    assert [name for name in old if old[name] != new[name]] == [MAIN, "xl/styles.xml"]
    head = old[MAIN].index(b'<row r="3"')
    assert (
        old[MAIN][:head].split(b"<sheetData>")[1]
        == new[MAIN][: new[MAIN].index(b'<row r="3"')].split(b"<sheetData>")[1]
    )
    tail = old[MAIN].index(b"</sheetData>")
    assert new[MAIN].endswith(old[MAIN][tail:])


def test_sub_rows_for_the_itinerary(project):
    columns = [*COLUMNS, ("Itinerary country", "DICT", "@"), ("Itinerary start date", "DD-MM-YYYY", "dd-mm-yyyy"),
               ("Certification type", "DICT", "@")]  # fmt: skip
    first = Mobility.objects.filter(host__isnull=False).order_by("start", "pk").first()
    ItineraryStop.objects.create(
        mobility=first, city="Kiel", country="DE", start=date(2022, 4, 4), end=date(2022, 4, 9)
    )
    ItineraryStop.objects.create(
        mobility=first, city="Oslo", country="NO", start=date(2022, 4, 10), end=date(2022, 5, 6)
    )
    content, _said = filled(project, content_of(template(columns)))
    rows = [[cell.value for cell in row] for row in sheet_of(content).iter_rows(min_row=3)]
    assert [(row[0], row[2]) for row in rows] == [
        ("Mobility activity", f"{STEM}00001"),
        ("Itinerary", f"{STEM}00001"),
        ("Itinerary", f"{STEM}00001"),
        ("Mobility activity", f"{STEM}00002"),
    ]
    assert [row[27:29] for row in rows[1:3]] == [["DE", datetime(2022, 4, 4)], ["NO", datetime(2022, 4, 10)]]
    assert rows[1][1] == CODE and rows[1][5] is None and rows[0][27] is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1257", "utf-16"])
def test_a_csv_keeps_its_separator_quotes_and_letters(project, encoding):
    head = '"Data type";"Grant Agreement No.";"Mobility activity ID";"Participant last name";"Start date";"Vārds"\r\n'
    text = head + '"*";"*";"*";"*";"DD/MM/YYYY";""\r\n'
    content, _said = filled(project, text.encode(encoding), "template.csv")
    decoded = content.decode(encoding)
    assert decoded.startswith(text)
    assert decoded.removeprefix(text).splitlines()[0] == (
        f'"Mobility activity";"{CODE}";"{STEM}00001";"Bērziņš 0";"04/04/2022";"Jānis"'
    )
    assert decoded.endswith("\r\n") and len(list(csv.reader(decoded.splitlines()))) == 4


def test_no_cell_of_a_csv_is_a_formula(project):
    Mobility.objects.first().host.__class__.objects.update(name="=HYPERLINK(1)")
    text = "Data type,Mobility activity ID,Receiving organisation name\n*,*,\n"
    content, _said = filled(project, text.encode(), "template.csv")
    assert ",'=HYPERLINK(1)" in content.decode()


def test_a_protected_sheet_is_filled_and_stays_protected(project):
    book = template()
    book["Mobilities"].protection.sheet = True
    book["Mobilities"].protection.password = "secret"
    content, said = filled(project, content_of(book))
    sheet = sheet_of(content)
    assert sheet.protection.sheet and sheet["C3"].value == f"{STEM}00001"
    assert any("protected" in each for each in said)


def test_merged_cells(project):
    book = template(before=[["Participant"]])
    sheet = book["Mobilities"]
    sheet.cell(1, 1).value = "Data type"
    sheet["A2"].value = None
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("D4:E4")
    sheet.merge_cells("Z2:AA2")
    content, said = filled(project, content_of(book))
    after = sheet_of(content)
    assert {str(each) for each in after.merged_cells.ranges} == {"A1:A2", "Z2:AA2"}
    assert after["A4"].value == "Mobility activity" and after["E4"].value == "Jānis"
    assert any("D4:E4" in each for each in said) and any("merged over several columns" in each for each in said)


def test_formulas_stay_in_every_row(project):
    book = template()
    sheet = book["Mobilities"]
    place = TITLES.index("Duration (days)") + 1
    sheet.cell(3, place, "=L3-K3+1")
    content, said = filled(project, content_of(book))
    after = sheet_of(content)
    assert [after.cell(number, place).value for number in (3, 4)] == ["=L3-K3+1", "=L4-K4+1"]
    assert any("formulas" in each and "“Duration (days)”" in each for each in said)


def test_macros_are_taken_out(project):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts_of(content_of(template())).items():
            if name == "[Content_Types].xml":
                part = part.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                ).replace(
                    b"</Types>",
                    b'<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
                    b"</Types>",
                )
            if name == "xl/_rels/workbook.xml.rels":
                kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
                part = part.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rId99" Type="%s" Target="vbaProject.bin"/></Relationships>' % kind,
                )
            archive.writestr(name, part)
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen()")
    content, said = filled(project, out.getvalue(), "template.xlsm")
    parts = parts_of(content)
    assert not any(b"vbaProject" in part or b"macroEnabled" in part or b"AutoOpen" in part for part in parts.values())
    assert sheet_of(content)["C3"].value == f"{STEM}00001"
    assert any("macros" in each for each in said)


def test_a_hundred_thousand_empty_formatted_rows(project):
    empty = b"".join(b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(4, 100_004))
    content = with_part(content_of(template()), lambda part: part.replace(b"</sheetData>", empty + b"</sheetData>"))
    content, said = filled(project, content)
    assert sheet_of(content).max_row < 1_100
    assert any("empty formatted rows" in each for each in said)


@pytest.mark.filterwarnings("ignore:Data Validation extension")
def test_names_with_prefixes_and_lists_of_the_newer_kind(project):
    """As programs on .NET write it; lists on other sheets as Excel 2010 keeps them."""
    book = template()
    book["Mobilities"].data_validations.dataValidation = []
    entries = len(LISTS["Receiving country"])
    country = TITLES.index("Receiving country") + 1
    letter = book["Mobilities"].cell(1, country).column_letter
    newer = (NEWER_LIST % (letter, letter, entries, letter, letter)).encode()

    def prefixed(part: bytes) -> bytes:
        part = part.replace(b"</worksheet>", newer + b"</worksheet>")
        for tag in (b"sheetData", b"row", b"c", b"v", b"is", b"t"):
            for start in (b"<", b"</"):
                for end in (b">", b" ", b"/>"):
                    part = part.replace(start + tag + end, start + b"x:" + tag + end)
        return part.replace(
            b"<worksheet ", b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        )

    content, _said = filled(project, with_part(content_of(book), prefixed))
    assert newer in parts_of(content)[MAIN]
    sheet = sheet_of(content)
    assert sheet["C4"].value == f"{STEM}00002" and sheet.cell(3, country).value == "DE - Germany"


def test_rows_of_the_module_keep_what_the_portal_does_not_know(project):
    rows = [[None] * len(COLUMNS) for _row in range(2)]
    told = {"Data type": "Mobility activity", "Grant Agreement No.": CODE, "Mobility activity ID": f"{STEM}00041",
            "Participant first name": "Jānis", "Participant last name": "Bērziņš 1", "Gender": "Undefined",
            "Start date": date(2022, 4, 4), "End date": "06-05-2022", "Health problems": "Asthma",
            "Internal remark of the release": "kept"}  # fmt: skip
    for title, value in told.items():
        rows[0][TITLES.index(title)] = value
    rows[1][:3] = ["Mobility activity", CODE, f"{STEM}00007"]
    book = template(rows=rows)
    book["Mobilities"]["E3"].hyperlink = "mailto:somebody@example.org"
    book["Mobilities"]["A1"].hyperlink = "https://example.org/rules"
    content, said = filled(project, content_of(book))
    sheet = sheet_of(content)
    assert not any(b"Asthma" in part for part in parts_of(content).values())
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.hyperlink] == ["A1"]
    assert [sheet.cell(number, 3).value for number in (3, 4)] == [f"{STEM}00042", f"{STEM}00041"]
    kept = dict(zip(TITLES, [cell.value for cell in sheet[4]], strict=True))
    assert (kept["Gender"], kept["Internal remark of the release"]) == ("Undefined", None)
    assert any("neither kept nor sent" in each and "“Internal remark of the release”" in each for each in said)
    assert kept["Health problems"] is None
    assert Mobility.objects.get(module_id=f"{STEM}00041").participant.last_name == "Bērziņš 1"
    assert any(f"{STEM}00041" in each for each in said)


def test_rows_of_another_project_are_named_and_left_out(project, coordinator):
    other = "2022-1-LV01-KA121-VET-000054310"
    rows = [["Mobility activity", code, name] for code, name in ((CODE, f"{STEM}00001"), (other, "054310-MOB-00001"))]
    row = received(project, content_of(template(rows=rows)))
    assert [each.number for each in module_files.opened(row).existing] == [3]
    assert any(f"4: {other}" in str(remark) for remark in row.remarks)


def test_without_the_mandatory_columns(project):
    columns = [each for each in COLUMNS if each[0] not in TITLES[:3]]
    _content, said = filled(project, content_of(template(columns)))
    assert any("“Data type”; “Grant Agreement No.”; “Mobility activity ID”" in each for each in said)
    with pytest.raises(Refused, match="no row with names of columns"):
        opened(content_of(template([("Colour", "", "@"), ("Weight", "", "@")])))


def test_the_template_of_another_action(project):
    book = template(before=[["KA131-HED mobilities"]])
    lists = book["Dictionaries"]
    for row, entry in enumerate(["HE-SMS Studies", "HE-SMP Traineeships"], start=1):
        lists.cell(row, TITLES.index("Activity type") + 1, entry)
    with pytest.raises(Refused, match="found KA131-HED, expected KA121-VET"):
        received(project, content_of(book))
    book["Mobilities"]["A1"].value = ""
    _content, said = filled(project, content_of(book))
    assert any("“HE-SMS Studies”" in each for each in said)
    lists.cell(1, TITLES.index("Activity type") + 1, "LM-SHORT-PUPIL")
    with pytest.raises(Refused, match="found “LM-SHORT-PUPIL”, expected KA121-VET"):
        received(project, content_of(book))
    assert any("KA131-HED" in each for each in filled(project, content_of(template()), "KA131-HED.xlsx")[1])


def test_a_layout_without_people_is_refused(project, tmp_path):
    """On the page as by the command; days and a grant agreement are in layouts of other actions too."""
    names = ("Grant Agreement No.", "Work package", "Title", "Budget", "Partner PIC", "Start date", "End date")
    content = content_of(template([(name, "", "@") for name in names]))
    said = "another action.*it lacks .*“First name”.*it has .*“Work package”"
    with pytest.raises(Refused, match=said):
        received(project, content)
    assert not project.module_files.exists()
    (tmp_path / "packages.xlsx").write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("compare_export", tmp_path / "packages.xlsx", project=CODE, language="en")


def received(project, content: bytes):
    return module_files.receive(project, "fill", ContentFile(content), "template.xlsx", len(content), None)


def test_cities_are_written_as_the_list_of_places_has_them(project):
    Host.objects.update(city="Minhene")
    content, said = filled(project, content_of(template()))
    place = TITLES.index("Receiving city") + 1
    assert sheet_of(content).cell(3, place).value == "Munich"
    assert any("“Minhene > Munich”" in each for each in said)
    Host.objects.update(city="Xmal")
    content, said = filled(project, content_of(template()))
    assert sheet_of(content).cell(3, place).value == "Xmal"
    assert any("does not know “Xmal”" in each for each in said)


def test_what_is_no_template(monkeypatch):
    with pytest.raises(Refused, match="empty"):
        opened(b"")
    with pytest.raises(Refused, match="not what its name says"):
        opened(b"PK\x03\x04 nothing")
    with pytest.raises(Refused, match="password"):
        opened(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    with pytest.raises(Refused, match="no template of the module"):
        opened(b"%PDF-1.7", "template.pdf")
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    with pytest.raises(Refused, match="instructions"):
        opened(with_part(content_of(template()), lambda part: bomb + part))
    monkeypatch.setattr(limits, "MOST_UNPACKED", 5_000)
    with pytest.raises(Refused, match="unpacked"):
        opened(content_of(template()))


def test_empty_rows_and_columns_before_the_table_and_days_from_1904(project):
    book = template(before=[[], []])
    book.epoch = CALENDAR_MAC_1904
    sheet = book["Mobilities"]
    sheet.data_validations.dataValidation = []
    sheet.insert_cols(1)
    content, _said = filled(project, content_of(book))
    after = sheet_of(content)
    assert after["B3"].value == "Data type" and after["D5"].value == f"{STEM}00001"
    assert after.cell(5, TITLES.index("End date") + 2).value == datetime(2022, 5, 6)


def test_an_empty_template_of_another_layout_is_said_to_be_one(project):
    """It names no action, and the columns by which mobilities are known are there."""
    telling = [each for each in COLUMNS if "*" in each[1] or each[0] == "Date of birth"]
    others = [("Erasmus code", "*", "@"), ("Study cycle", "* DICT", "@"), ("ECTS credits", "*", "0")]
    book = template([*telling, *others])
    [said] = [each for each in doubts_of(project, content_of(book)) if "another action than KA121-VET" in each]
    assert "“Erasmus code”" in said and CODE in said
    unknown = [(f"Release value {number}", "", "@") for number in range(30)]
    [said] = [each for each in doubts_of(project, content_of(template([*telling, *unknown]))) if "another" in each]
    assert "“Release value 0”" in said
    assert not [each for each in doubts_of(project, content_of(template())) if "another" in each]


def doubts_of(project, content: bytes) -> list[str]:
    opened = open_template(io.BytesIO(content), "template.xlsx")
    mapping = {key: match.field for key, match in matching.guess(opened.layout.columns, {}).items() if match.field}
    with override("en"):
        return [str(each) for each in filling.warnings(opened, project, mapping, "template.xlsx")]
