"""Codes and titles in running text."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from projects.grant_code import find

ARTICLE = Path(__file__).parents[3] / "shared" / "seeds" / "004_650c39f13d64a72c.txt"
CODE, OTHER = "2020-1-LV01-KA116-077195", "2021-1-LV01-KA121-VET-000009189"
OF_ARTICLE = {
    CODE: "Jauna pieredze maina dzīves",
    OTHER: "Profesionālās kvalifikācijas pilnveide – stabila profesionālā dzīve",
    "2021-1-DE02-KA220-VET-000033093": (
        "DIG-I-READY: profesionālās izglītības iestāžu digitālā sagatavotība iekļaujošās vides aspektā"
    ),
    "2021-1-LV01-KA121-SCH-000009173": "Jaunākās tehnoloģijas un zaļā vide uzņēmējdarbības prasmju attīstīšanā",
    "2021-1-LV01-KA122-ADU-000019713": "21.gadsimta kompetences pieaugušo izglītībā",
    "2020-1-DE02-KA226-VET-008138": "ArtIn Future",
}


def pairs(text):
    return [(row.code.normal_form, row.title) for row in find(text)]


@pytest.mark.skipif(not ARTICLE.exists(), reason="the school's article is not beside this repository")
def test_article_of_a_school_names_six_projects():
    found = find(ARTICLE.read_text("utf-8"))
    assert len(found) == 8
    assert {row.code.normal_form: row.title for row in found} == OF_ARTICLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"projektā „Jauna pieredze“ (Nr. {CODE})", [(CODE, "Jauna pieredze")]),
        (f"«Jauna pieredze» {CODE}", [(CODE, "Jauna pieredze")]),
        (f"the project “A new life”, code {CODE}.", [(CODE, "A new life")]),
        (f"”Jauna pieredze” {CODE}", [(CODE, "Jauna pieredze")]),
        (f'"A a a" {CODE} "B b b" {OTHER}', [(CODE, "A a a"), (OTHER, "B b b")]),
        (f'"A a a" ({CODE}), "B b b" ({OTHER})', [(CODE, "A a a"), (OTHER, "B b b")]),
        (f'{CODE} "A a a", {OTHER} "B b b"', [(CODE, "A a a"), (OTHER, "B b b")]),
        (f"{CODE} – Jauna pieredze. Tas bija labi.", [(CODE, "Jauna pieredze")]),
        (f"{CODE} - Jauna pieredze; cits\n{OTHER}: Otrs", [(CODE, "Jauna pieredze"), (OTHER, "Otrs")]),
        (f"1. Jauna pieredze (Nr. {CODE})\n• Otrs – {OTHER}", [(CODE, "Jauna pieredze"), (OTHER, "Otrs")]),
        (f"Jauna pieredze\t{CODE}\r\n", [(CODE, "Jauna pieredze")]),
        (f"Skolā notika „Durvis“. Projekts {CODE} beidzās.", [(CODE, "")]),
        (f"„Cits“\n\n{CODE}", [(CODE, "")]),
        (f"{CODE} – 12", [(CODE, "")]),
        (f"Kods {CODE}. Vēl viens.", [(CODE, "")]),
        ("Nordplus «Ziemeļi» (NPJR-2021/10123)", [("NPJR-2021/10123", "Ziemeļi")]),
        ("“Blue” No 101052345, tālr. +371101052345", [("101052345", "Blue")]),
        ("612542-EPP-1-2019-1-LV-EPPKA2-KA", [("612542-EPP-1-2019-1-LV-EPPKA2-KA", "")]),
        ("Nr. 2020–1–lvO1–KA116–\n077195", [(CODE, "")]),
        ("in KA122 2021 call; no KA116 077195; 949123456; 2021-1", []),
        ("", []),
    ],
)
def test_codes_and_titles(text, expected):
    assert pairs(text) == expected


def test_place_is_exact_whatever_stands_before():
    for before in ("ﬃ ß ㍿ ", "\u200b\ufeff„Ā“ ", "𝒜 e\u0301 "):
        text = f"{before}{CODE}."
        row = find(text)[0]
        assert text[row.start : row.end] == row.typed == CODE


def test_a_code_of_two_readings_is_found_once():
    assert len(find(f"{CODE}-{OTHER}")) == 2
    assert len(find("101052345-EPP-1-2019-1-LV-EPPKA2-KA")) <= 1


PIECE = st.sampled_from(
    [CODE, OTHER, "101052345", "NPJR-2021/10123", "„", "“", '"', "«", "»", "”", "Nr.", " ", "\n", "(", ")", "–", "-"]
    + ["\t", "Nosaukums", "ﬃ", "\u200b", ". ", "A", "1", ";", "|", "\ud800", "\x00"]
)


@settings(max_examples=400)
@given(st.one_of(st.text(), st.lists(PIECE, max_size=25).map("".join)))
@example("“" * 50 + CODE)
def test_never_raises_and_places_are_in_order(text):
    last = 0
    for row in find(text):
        assert last <= row.start < row.end <= len(text)
        assert text[row.start : row.end] == row.typed
        assert row.code.shape != "free_text"
        assert len(row.title) <= 300 and "\x00" not in row.title and "\n" not in row.title
        last = row.end


@given(st.text(), st.text())
def test_a_code_between_any_words_is_found(before, after):
    assert CODE in [row.code.normal_form for row in find(f"{before}\n\n{CODE}\n\n{after}")]
