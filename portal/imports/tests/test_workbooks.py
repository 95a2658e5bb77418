"""Workbooks as they come, and as those make them who mean harm."""

import contextlib
import io
import resource
import tracemalloc
import zipfile
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from openpyxl import Workbook, load_workbook

from portal.common.refused import Refused
from portal.imports import limits, reading, workbooks

UPLOADS = Path(settings.BASE_DIR).parent / "shared" / "data" / "uploads"
NEEDS_DATA = pytest.mark.skipif(not UPLOADS.exists(), reason=f"the real files are not at {UPLOADS}")
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain_book() -> bytes:
    book = Workbook()
    book.active.append(["E-mail", "Year"])
    book.active.append(["a@example.org", 2021])
    return saved(book)


def with_part(content: bytes, name: str, part: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with one part in place of another."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", method) as written:
        for entry in archive.namelist():
            if entry != name:
                written.writestr(entry, archive.read(entry))
        written.writestr(name, part)
    return out.getvalue()


def sheet(rows: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def cell(place: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>'


def judged(content: bytes, name: str = "a.xlsx") -> None:
    reading.judge(ContentFile(content), name)


def refusal_of(content: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(Refused) as refusal:
        judged(content, name)
    return str(refusal.value)


def rows(content: bytes, name: str = "") -> list[list[str]]:
    judged(content)
    return list(reading.rows_of(io.BytesIO(content), "", "", name))


def test_cells_are_read_as_people_would_type_them():
    book = Workbook()
    page = book.active
    page["B2"], page["C2"], page["D2"], page["E2"] = "+a", 2021, True, 0.7
    page["E2"].number_format = "0%"
    page["F2"], page["F2"].number_format = 1234.5, '#,##0.00 "€"'
    page["G2"], page["H2"], page["I2"] = date(2021, 9, 1), datetime(2021, 9, 1, 12, 30), clock(8, 30)
    page["J2"], page["K2"], page["L2"] = "31.12.1899", 0.1 + 0.2, "007"
    assert rows(saved(book)) == [
        [],
        [
            "",
            "+a",
            "2021",
            "TRUE",
            "0.7",
            "1234.5",
            "2021-09-01",
            "2021-09-01",
            "08:30:00",
            "31.12.1899",
            "0.3",
            "007",
        ],
    ]


def test_a_formula_is_never_calculated_and_its_last_value_is_read():
    part = sheet(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>HYPERLINK("http://x")</f></c>'
        '<c r="C1"><v>5</v></c></row>'
    )
    assert rows(with_part(plain_book(), SHEET, part)) == [["2", "", "5"]]


def test_a_cell_that_could_not_be_calculated_is_not_taken_for_empty():
    part = sheet('<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>')
    assert rows(with_part(plain_book(), SHEET, part)) == [["#REF!", "#DIV/0!"]]


def test_cells_merged_over_rows_hold_their_value_in_each_row_that_is_not_empty():
    book = Workbook()
    book.active["A1"], book.active["B3"] = "group", "x"
    book.active.merge_cells("A1:A3")
    assert rows(saved(book)) == [["group"], [], ["group", "x"]]


def test_the_first_sheet_that_is_seen_is_read_or_the_one_that_is_named():
    book = Workbook()
    book.active.title, book.active.sheet_state = "Hidden", "hidden"
    for name in ("Viens", "Divi"):
        book.create_sheet(name).append([name])
    content = saved(book)
    assert workbooks.sheet_names(io.BytesIO(content), "a.xlsx") == ["Viens", "Divi"]
    assert rows(content) == [["Viens"]]
    assert rows(content, "Divi") == [["Divi"]]
    with pytest.raises(Refused):
        rows(content, "Hidden")


FAR = {
    "a row at the end": f'<row r="1048576">{cell("A1048576")}</row>',
    "a column at the end": f'<row r="1">{cell("XFD1")}</row>',
    "a cell that says itself where it stands": f'<row r="1">{cell("A1")}{cell("XFD1048576")}</row>',
    "a cell that ends like its row": f'<row r="576">{cell("A1048576")}</row>',
    "small letters": f'<row r="1">{cell("xfd1048576")}</row>',
    "both within limits, but not together": f'<row r="1">{cell("A1")}</row><row r="49000">{cell("BXX49000")}</row>',
    "cells that do not say where they stand": f"<row>{'<c/>' * 2_001}</row>",
    "a prefix": f'<x:row xmlns:x="{MAIN}" r="1048576"><x:c r="XFD1048576"/></x:row>',
}


@pytest.mark.parametrize("body", FAR.values(), ids=FAR)
def test_a_sheet_that_reaches_far_is_refused_before_it_is_laid_out(body):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "50" in refusal_of(with_part(plain_book(), SHEET, sheet(body)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_a_sheet_that_only_claims_to_be_large_is_read():
    part = sheet(f'<row r="1">{cell("A1")}</row>').replace(
        b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'
    )
    assert rows(with_part(plain_book(), SHEET, part)) == [["x"]]


@contextlib.contextmanager
def at_most(megabytes: int):
    """What happens inside never holds more memory at once."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1_000_000
    finally:
        tracemalloc.stop()


def test_200_megabytes_of_one_string_are_refused_by_their_size_alone():
    text = b'<sst xmlns="%s"><si><t>' % MAIN.encode() + b"x" * 200_000_000 + b"</t></si></sst>"
    content = with_part(plain_book(), "xl/sharedStrings.xml", text)
    assert len(content) < 1_000_000
    del text
    with at_most(5):
        assert "100" in refusal_of(content)


def test_an_archive_that_lies_about_its_size_is_refused_or_read_as_it_was_judged():
    """The directory says 10 bytes; what is packed are 50 million."""
    content = with_part(plain_book(), SHEET, sheet(f'<row r="1">{cell("A1")}</row>') + b" " * 50_000_000)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size
    lied = content.replace(size.to_bytes(4, "little"), (2_000).to_bytes(4, "little"))
    assert lied != content
    assert "a.xlsx" in refusal_of(lied)


def test_entities_and_other_encodings_are_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "xxxx"><!ENTITY b "&a;&a;">]>' + sheet(
        '<row r="1"><c r="A1"><v>&b;</v></c></row>'
    )
    assert "a.xlsx" in refusal_of(with_part(plain_book(), SHEET, bomb))
    text = sheet(f'<row r="1">{cell("A1")}</row>').decode()
    for part in (
        text.encode("utf-16"),
        text.encode("utf-16-le"),
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + text.encode(),
    ):
        assert "a.xlsx" in refusal_of(with_part(plain_book(), SHEET, part))


def test_a_cell_without_end_is_refused_with_its_place():
    book = Workbook()
    book.active["B3"] = "x"
    content = saved(book)
    long = sheet(f'<row r="3"><c r="B3" t="inlineStr"><is><t>{"x" * (limits.LONGEST_CELL + 1)}</t></is></c></row>')
    with pytest.raises(Refused) as refusal:
        rows(with_part(content, SHEET, long))
    assert "3" in str(refusal.value)
    assert "2" in str(refusal.value)


@pytest.mark.parametrize("name", ["a.xlsm", "a.xls", "a.ods", "a.xlsb"])
def test_other_spreadsheets_are_refused_with_what_to_do(name):
    assert "XLSX" in refusal_of(plain_book(), name)


@NEEDS_DATA
@pytest.mark.parametrize(
    "name",
    [
        "testEXCEL_macro.xlsm",
        "poc-xmlbomb-empty.xlsx",
        "poc-shared-strings.xlsx",
        "invalid.xlsx",
        "droste.zip",
        "testZIP_corrupted_oom.zip",
        "testZipEncrypted.zip",
        "testWORD_protected_passtika.docx",
        "clusterfuzz-testcase-minimized-POIFuzzer-5040805309710336.xlsx",
        "clusterfuzz-testcase-minimized-POIXSSFFuzzer-4828727001088000.xlsx",
        "clusterfuzz-testcase-minimized-POIXSSFFuzzer-5185049589579776.xlsx",
    ],
)
def test_hostile_workbooks_are_refused_cheaply_whatever_they_are_called(name):
    content = (UPLOADS / name).read_bytes()
    for called in (name, "list.xlsx"):
        with at_most(20):
            try:
                judged(content, called)
                found = list(reading.rows_of(io.BytesIO(content), "utf-8-sig", ","))
            except Refused as refusal:
                assert str(refusal)
            else:
                assert sum(map(len, found)) < 1_000


@NEEDS_DATA
def test_macros_are_refused_under_any_name():
    content = (UPLOADS / "testEXCEL_macro.xlsm").read_bytes()
    assert "XLSX" in refusal_of(content, "testEXCEL_macro.xlsm")
    assert "list.xlsx" in refusal_of(content, "list.xlsx")


@NEEDS_DATA
def test_harmless_workbooks_of_others_are_read_as_openpyxl_reads_them():
    for name in ("SampleSS.xlsx", "DateFormatTests.xlsx"):
        content = (UPLOADS / name).read_bytes()
        page = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
        ours = rows(content)
        for number, row in enumerate(page.iter_rows(values_only=True)):
            for place, value in enumerate(row):
                mine = ours[number][place] if place < len(ours[number]) else ""
                if isinstance(value, datetime):
                    assert mine == value.strftime("%Y-%m-%d")
                elif isinstance(value, str):
                    assert mine == value.strip()
