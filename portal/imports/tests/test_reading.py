"""Files as they really come: encodings, separators, junk first lines, line breaks in cells, gzip, workbooks, bombs."""

import gzip
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import translation
from openpyxl import Workbook

from portal.common.refused import Refused
from portal.imports import columns, detection, limits, reading

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
NEEDS_DATA = pytest.mark.skipif(not DATA.exists(), reason=f"the real files are not at {DATA}")
LATVIAN = "Nosaukums;Pilsēta\r\nKokapstrādes ražošanas metožu pilnveide;Rēzekne\r\nŠķūņi un žogi;Cēsis\r\n"
GERMAN = "Titel;Stadt\nMobilität für Lehrkräfte;Köln\nStraße;Gießen\n"
FRENCH = "Titre;Ville\nL’été à l’école;Orléans\nFormation reçue;Besançon\n"
SPANISH = "Título;Ciudad\nFormación en España;Málaga\n"
RUSSIAN = "Имя;Фамилия\nАнна;Петрова\n"
POLISH = "Tytuł;Miasto\nKształcenie uczniów;Łódź\nŻółć;Gdańsk\n"


def guessed(content: bytes) -> tuple[str, str]:
    encoding = detection.encoding_of(io.BytesIO(content))
    return encoding, detection.separator_of(io.BytesIO(content), encoding)


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        (LATVIAN, "utf-8", "utf-8-sig"),
        (LATVIAN, "utf-8-sig", "utf-8-sig"),
        (LATVIAN, "utf-16", "utf-16"),
        (LATVIAN, "utf-16-le", "utf-16-le"),
        (LATVIAN, "utf-16-be", "utf-16-be"),
        (LATVIAN, "cp1257", "cp1257"),
        (FRENCH, "cp1252", "cp1252"),
        (SPANISH, "cp1252", "cp1252"),
        (POLISH, "cp1250", "cp1250"),
        (POLISH, "iso8859-2", "iso8859-2"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "utf-32", "utf-32"),
        (LATVIAN, "cp775", "cp775"),
        (LATVIAN, "iso8859-4", "iso8859-4"),
        (LATVIAN, "mac-latin2", "mac-latin2"),
    ],
)
def test_encoding_is_found(text, written, read):
    content = text.encode(written)
    judged(content, "list.csv")
    assert guessed(content) == (read, ";")
    rows = list(reading.rows_of(io.BytesIO(content), read, ";"))
    assert rows == [line.split(";") for line in text.splitlines()]


def test_where_two_code_pages_say_the_same_either_will_do():
    content = GERMAN.encode("cp1252")
    assert content.decode(detection.encoding_of(io.BytesIO(content))) == GERMAN


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_survives_line_breaks_in_cells_and_junk_first_lines(separator):
    rows = [["A", "B", "C"], ['"eins\r\nzwei, drei; vier"', "2", "3"], ["4", '"x ""y"" z"', "6"], ["7", "8", "9"]]
    text = "Exported 2021, by hand; see notes\r\n" + "\r\n".join(separator.join(row) for row in rows)
    assert guessed(text.encode())[1] == separator
    found = list(reading.rows_of(io.BytesIO(text.encode()), "utf-8-sig", separator))
    assert found[2] == ["eins\nzwei, drei; vier", "2", "3"]
    assert found[3][1] == 'x "y" z'


def test_header_is_the_row_with_known_names_else_the_first_whole_one():
    rows = [["Export", "", ""], ["", "", ""], ["Title", "Code", "Year"], ["One", "A", "2021"]]
    assert detection.header_row_of(rows, lambda name: name == "Code") == 3
    assert detection.header_row_of(rows, lambda name: False) == 3
    assert detection.header_row_of([], lambda name: False) == 1


def test_families_of_numbered_columns_have_one_signature():
    few, many = (
        columns.columns_of(["Title", *(f"Partner {n} {part}" for n in range(1, count) for part in ("name", "city"))])
        for count in (3, 40)
    )
    assert columns.signature_of(few) == columns.signature_of(many)
    assert [column.key for column in many] == ["title", "partner # name", "partner # city"]
    assert many[1].places == tuple(range(1, 79, 2))


def test_columns_of_one_name_stay_apart():
    assert [column.key for column in columns.columns_of(["Name", "", "Name"])] == ["name", "name @3"]


def test_a_wrong_encoding_shows_lost_letters_instead_of_breaking():
    rows = list(reading.rows_of(io.BytesIO("Rēzekne;x\n".encode("cp1257")), "utf-8-sig", ";"))
    assert "\ufffd" in rows[0][0]


def test_cells_hold_only_what_a_page_can_show():
    assert reading.tidy(" a\x00b\r\nc\x07\ud800 e\u0304 ") == "ab\nc ē"


def judged(content: bytes, name: str) -> None:
    reading.judge(ContentFile(content), name)


def test_workbook_and_gzip_are_read_like_text(tmp_path):
    book = Workbook()
    book.active.append(["E-mail", "Year"])
    book.active.append(["+a@example.org", 2021])
    out = io.BytesIO()
    book.save(out)
    judged(out.getvalue(), "a.xlsx")
    assert list(reading.rows_of(io.BytesIO(out.getvalue()), "", "")) == [
        ["E-mail", "Year"],
        ["+a@example.org", "2021"],
    ]
    packed = gzip.compress(LATVIAN.encode())
    judged(packed, "a.csv.gz")
    assert list(reading.rows_of(io.BytesIO(packed), "utf-8-sig", ";"))[1][1] == "Rēzekne"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"%PDF-1.7 a;b", "a.csv"),
        (b"a;b", "a.exe"),
        (b"\x89PNG\r\n", "a.csv"),
        (b"a;b\n\x00\x01\x02;c", "a.csv"),
        (b"\x1f\x8bnot gzip", "a.csv.gz"),
        (gzip.compress(b"a;b\n" * 1000, mtime=0)[:40], "a.csv.gz"),
        (b"PK\x03\x04not a workbook", "a.xlsx"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content, name):
    with pytest.raises(Refused) as refusal:
        judged(content, name)
    assert name in str(refusal.value)


def test_a_gzip_bomb_is_measured_not_unpacked(monkeypatch):
    monkeypatch.setattr(limits, "MOST_UNPACKED", 1024 * 1024)
    bomb = gzip.compress(b"a" * 8 * 1024 * 1024)
    assert len(bomb) < 20_000
    with pytest.raises(Refused, match="bomb.csv.gz"):
        judged(bomb, "bomb.csv.gz")


def test_too_many_rows_or_columns_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_ROWS", 3)
    monkeypatch.setattr(limits, "MOST_COLUMNS", 4)
    with pytest.raises(Refused):
        list(reading.rows_of(io.BytesIO(b"a;b\n" * 4), "utf-8-sig", ";"))
    with pytest.raises(Refused):
        list(reading.rows_of(io.BytesIO(b"a;b;c;d;e\n"), "utf-8-sig", ";"))


def test_a_cell_without_end_is_refused():
    with pytest.raises(Refused):
        list(reading.rows_of(io.BytesIO(b'a;"' + b"x" * 200_000), "utf-8-sig", ";"))


@NEEDS_DATA
def test_organisations_as_really_published():
    with (DATA / "organisations_eche_raw_cp1252.csv").open("rb") as file:
        encoding = detection.encoding_of(file)
        file.seek(0)
        assert (encoding, detection.separator_of(file, encoding)) == ("cp1252", ";")
        file.seek(0)
        top = reading.first_rows(file, encoding, ";", 60)
        assert detection.header_row_of(top, lambda name: False) == 2
        file.seek(0)
        assert sum(1 for row in reading.rows_of(file, encoding, ";") if any(row)) == 5_913


@NEEDS_DATA
@pytest.mark.parametrize("name", ["results_platform_export.csv", "projects_VET_2014-2018.csv.gz"])
def test_lists_of_projects_as_really_published(name):
    with (DATA / name).open("rb") as file:
        encoding = detection.encoding_of(file)
        file.seek(0)
        assert (encoding, detection.separator_of(file, encoding)) == ("utf-8-sig", ",")


@NEEDS_DATA
@pytest.mark.parametrize(
    "path", sorted((DATA / "uploads").glob("*")) if DATA.exists() else [], ids=lambda path: path.name
)
def test_hostile_files_are_refused_or_read(path):
    """Whatever they are called."""
    for name in (path.name, "list.csv", "list.xlsx", "list.csv.gz"):
        try:
            judged(path.read_bytes(), name)
        except Refused:
            continue
        try:
            for _row in reading.rows_of(io.BytesIO(path.read_bytes()), "utf-8-sig", ","):
                pass
        except Refused:
            continue


def test_an_empty_workbook_is_called_empty_or_damaged():
    with translation.override("en"), pytest.raises(Refused, match="empty or damaged"):
        reading.judge(io.BytesIO(b"PK\x05\x06" + bytes(18)), "invalid.xlsx")


def test_little_tells_a_cyrillic_file_and_hard_spaces_tell_nothing():
    assert detection.encoding_of(io.BytesIO("Имя\n".encode("cp1251"))) == "cp1251"
    spaced = "Bērziņš\xa0\xa0;Stuttgart\xa0\nKalniņš;Rīga\n"
    assert detection.encoding_of(io.BytesIO(spaced.encode("cp1257"))) == "cp1257"


def known(name: str) -> bool:
    return name in ("Vārds", "Uzvārds", "E-pasts", "Kurss", "grupa")


@pytest.mark.parametrize("separator", ["^", "~", "#", ":", "!"])
def test_a_rare_separator_is_found_where_it_divides_all_rows_alike(separator):
    rows = [["Vārds", "Uzvārds", "E-pasts, cits"], ["Anna", "Ozola", "a, b; c@example.org"], ["Juris", "Kalns", ""]]
    text = "\n".join(separator.join(row) for row in rows)
    assert guessed(text.encode())[1] == separator
    named = f"Saraksts: 2. kurss, rudens\n{text}".encode()
    assert detection.separator_of(io.BytesIO(named), "utf-8-sig", known) == separator


def test_a_header_and_one_row_are_enough_for_a_rare_separator():
    text = "Имя^Фамилия^E-mail\nАнна^Озола^anna@example.org\n"
    for is_known in (lambda name: name == "E-mail", lambda name: "E-mail" in name, lambda name: False):
        assert detection.separator_of(io.BytesIO(text.encode()), "utf-8-sig", is_known) == "^"


@pytest.mark.parametrize(
    "text",
    [
        "10:30:00\n10:31:00\n",
        "Laiks,Saite,E-pasts\n08:30:00,https://a.lv/#x,a~b@c.lv\n09:15:00,https://b.lv/#y,d~e@f.lv\n",
        "Vārds: pilns,Kurss: grupa\nA: b,C: d\nE: f,G: h\n",
        "Laiks\n08:30\n09:15\n10:00\n",
        "Mājaslapa\nhttps://a.lv\nhttps://b.lv\nhttps://c.lv\n",
    ],
)
def test_signs_inside_cells_separate_nothing(text):
    for is_known in (known, lambda name: False):
        assert detection.separator_of(io.BytesIO(text.encode()), "utf-8-sig", is_known) == ","


def test_a_declared_separator_is_taken():
    assert guessed(b"sep=^\r\nA;B^C;D\r\n1;2^3;4\r\n")[1] == "^"


def test_a_file_without_the_mark_of_its_encoding_is_refused_in_that():
    with pytest.raises(Refused):
        reading.first_rows(io.BytesIO(b"a;b\n"), "utf-16", ";", 1)
