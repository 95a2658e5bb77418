"""Too large files are refused when they come, with the place, the limit and what to do."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook

from portal.common.refused import Refused
from portal.imports import limits, reading
from portal.imports.models import Import

ADD = reverse("imports:import-add", args=["names"])
UPLOADS = Path(settings.BASE_DIR).parent / "shared" / "data" / "uploads"


def refused(client, content: bytes, name: str = "a.csv") -> str:
    with translation.override("en"):
        answer = client.post(ADD, {"file": SimpleUploadedFile(name, content)}, headers={"accept-language": "en"})
    assert answer.status_code == 422 and not Import.objects.exists()
    return str(answer.context["refusal"]).replace("\xa0", " ")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_too_many_rows_of_a_csv_are_refused_at_once(client_of, coordinator, ending, monkeypatch):
    monkeypatch.setattr(limits, "MOST_ROWS", 100)
    client = client_of(coordinator)
    lines = ["E-mail;First name", *['"a@example.org";"one\ntwo"'] * 99]
    answer = client.post(ADD, {"file": SimpleUploadedFile("a.csv", ending.join(lines).encode())})
    assert answer.status_code == 302  # 199 lines, and no more rows than fit
    Import.objects.all().delete()
    text = refused(client, ending.join([*lines, "b@example.org;A"]).encode())
    assert "100" in text


def test_the_real_limit_of_rows(client_of, coordinator):
    assert limits.MOST_ROWS == 50_000
    refused(client_of(coordinator), b"E-mail;First name\n" + b"a;b\n" * 50_000)


@pytest.mark.parametrize("length", [150_000, 1_500_000])
def test_a_cell_too_long_is_named_by_row_column_and_limit(length):
    header, rows = ["E-mail", "First name", "Note"], [["a", "b", "c"]] * 80
    text = "\n".join(";".join(row) for row in [header, *rows, ["a", f'"{"x" * length}"', "c"]])
    with translation.override("en"), pytest.raises(Refused) as refusal:
        reading.refuse_beyond_limits(io.BytesIO(text.encode()), "utf-8-sig", ";", 1)
    said = str(refusal.value).replace("\xa0", " ")
    assert "row 82, column “First name”" in said and "100,000" in said.replace(" ", ",")


def test_a_quotation_mark_that_is_not_closed_is_named(client_of, coordinator):
    text = 'E-mail;First name\na;"b\n' + "c;d\n" * 40_000
    said = refused(client_of(coordinator), text.encode())
    assert "row 2, column “First name”" in said and "quotation mark" in said


def test_columns_beyond_the_limit(client_of, coordinator):
    wide = ";".join(f"c{n}" for n in range(2_001))
    assert "2,000" in refused(client_of(coordinator), f"E-mail;First name\na;b\n{wide}\n".encode()).replace(" ", ",")


def workbook(sheets: dict[str, list[list]], merged: str = "") -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        if merged:
            page.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_of_many_sheets_the_one_with_known_names_is_read(received):
    sheets = {f"Lapa {n}": [["x", n]] for n in range(8)}
    sheets["Saraksts"] = [["2021./2022."], [], ["Nr.", "E-mail", "First name"], [1, "a@example.org", "A"]]
    kept = received(workbook(sheets), "a.xlsx")
    assert (kept.sheet, kept.header_row) == ("Saraksts", 3)
    assert kept.mapping == {"email": "e mail", "name": "first name"}


def test_cells_merged_over_rows_are_meant_for_each_of_them():
    rows = [["Saraksts"], ["Grupa", "Vārds"], ["A", "x"], [None, "y"], [None, "z"], ["B", "w"], [None, "v"]]
    content = workbook({"1": rows}, "A3:A5")
    found = list(reading.rows_of(io.BytesIO(content), "", ""))
    assert [row[0] for row in found] == ["Saraksts", "Grupa", "A", "A", "A", "B", ""]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1257"])
@pytest.mark.parametrize("above", range(5))
def test_names_of_columns_below_other_rows_in_any_encoding(received, encoding, above):
    top = "".join(f"Upes tehnikums, {n}. rinda\n" for n in range(above))
    kept = received(f"{top}E-pasts;Vārds;Piezīmes 1\na@example.org;Jānis Ķēniņš;ū\n".encode(encoding))
    assert (kept.header_row, kept.mapping.get("email")) == (above + 1, "e pasts")
    with kept.file.open("rb") as file:
        rows = reading.first_rows(file, kept.encoding, kept.separator, above + 2)
    assert rows[-1] == ["a@example.org", "Jānis Ķēniņš", "ū"]


@pytest.mark.skipif(not UPLOADS.exists(), reason=f"the real files are not at {UPLOADS}")
def test_real_and_hostile_files_are_refused_or_kept_on_the_page(client_of, coordinator):
    client = client_of(coordinator)
    for path in sorted(UPLOADS.glob("*")):
        if path.suffix in (".xlsx", ".xlsm", ".csv", ".txt", ".docx", ".zip", ".html", ".png"):
            answer = client.post(ADD, {"file": SimpleUploadedFile(path.name, path.read_bytes())})
            assert answer.status_code in (302, 422), path.name
            if answer.status_code == 302:
                assert client.get(answer.url).status_code == 200, path.name
