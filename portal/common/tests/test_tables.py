"""Lists as CSV and XLSX: what cells become, and that nothing typed by somebody becomes a formula."""

import io
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from portal.common.tables import WIDEST, table_answer

HEADER = ["Vārds", "Sākas", "Dienas", "Summa", "Kad"]
ROW = ["Ādams", date(2022, 5, 2), 20, Decimal("-1234.50"), datetime(2022, 5, 2, 9, 30, 12, tzinfo=UTC)]


def sheet_of(answer):
    return load_workbook(io.BytesIO(answer.getvalue())).active


def test_xlsx_has_dates_and_numbers():
    answer = table_answer("xlsx", iter([HEADER, ROW, ["", None, None, None, None]]), "mobilities")
    sheet = sheet_of(answer)
    header, row, empty = sheet.iter_rows()
    assert [cell.value for cell in header] == HEADER and all(cell.font.bold for cell in header)
    assert row[1].is_date and row[1].value.date() == date(2022, 5, 2) and row[1].number_format == "dd.mm.yyyy"
    assert [cell.data_type for cell in row] == ["s", "d", "n", "n", "d"]
    assert row[3].value == -1234.5 and row[3].number_format == "#,##0.00"
    assert row[4].value == datetime(2022, 5, 2, 12, 30, 12)  # the clock of Riga
    assert [cell.value for cell in empty][1:] == [None] * 4
    assert sheet.freeze_panes == "A2"
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Content-Disposition"].endswith('.xlsx"') and "mobilities-" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "#N/A", "\t=1", "'=1", "\x01=2", "true", "007"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula(text):
    cell = sheet_of(table_answer("xlsx", [["Vārds"], [text]], "people"))["A2"]
    assert cell.data_type == "s" and cell.value == text.replace("\x01", "")
    line = table_answer("csv", [["Vārds"], [text]], "people").getvalue().decode("utf-8-sig").splitlines()[1]
    assert line.strip('"')[0] not in "=+-@\t"


def test_a_text_longer_than_a_cell_is_cut():
    assert len(sheet_of(table_answer("xlsx", [["Piezīme"], ["a" * 40_000]], "people"))["A2"].value) == 32_767


def test_columns_are_as_wide_as_their_words_within_reason():
    sheet = sheet_of(table_answer("xlsx", [["A", "B"], ["x" * 30, "y" * 500]], "people"))
    assert sheet.column_dimensions["A"].width == 32 and sheet.column_dimensions["B"].width == WIDEST


@pytest.mark.parametrize(("language", "amount"), [("lv", "-1234,50"), ("en", "-1234.50")])
def test_csv_as_before(language, amount):
    with override(language):
        answer = table_answer(None, [HEADER, ROW], "grants")
    lines = answer.getvalue().decode("utf-8-sig").split("\r\n")
    assert lines[1] == f"Ādams;2022-05-02;20;{amount};2022-05-02 12:30"
    assert answer["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("asked", [None, "", "csv", "pdf", "XLSX"])
def test_whatever_else_is_asked_for_is_csv(asked):
    assert table_answer(asked, [["A"]], "people")["Content-Disposition"].endswith('.csv"')


def test_an_empty_list_opens():
    assert sheet_of(table_answer("xlsx", [HEADER], "people")).max_row == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(kind):
    def peak(count: int) -> int:
        tracemalloc.start()
        rows = ([f"{number}" * 20, number] for number in range(count))
        table_answer(kind, rows, "mobilities").file_to_stream.close()
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(10)
    assert peak(12_000) < peak(2_000) + 2_500_000
