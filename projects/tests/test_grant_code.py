import csv
import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from projects.grant_code import (
    GrantCode,
    explain,
    format_code,
    lists,
    parse,
    public_card,
    repair_sentences,
    sentences,
    warning_sentences,
)

SHARED = Path(__file__).parents[3] / "shared"
SHARED_CODES = SHARED / "domain" / "project_codes.json"
REAL_CODES = SHARED / "data" / "projects_VET_2014-2018.csv.gz"

CLEAN = [
    "2020-1-LV01-KA116-077195",
    "2021-1-LV01-KA121-VET-000009189",
    "2020-1-DE02-KA226-VET-008138",
    "2020-1-CZ01-KA226-HE-094408",
    "2020-1-PL01-KA120-VET-095534",
    "2025-3-IT03-KA153-YOU-000382840",
    "2024-1-IT02-KA131-HED-000197121-2",
    "2019-1-EE01-KA229-051616_2",
    "612542-EPP-1-2019-1-LV-EPPKA2-KA",
    "586571-EPP-1-2017-1-EE-EPPKA1-JMD-MOB",
    "556988-EPP-1-2014-1-ES-SPO-SCP",
    "101052345",
    "NPJR-2021/10123",
]
DIRTY = {
    "Nr. 2020-1-LV01-KA116-077195": "2020-1-LV01-KA116-077195",
    "No 2020–1–LV01–KA116–077195": "2020-1-LV01-KA116-077195",
    "2020 - 1 - LV01 - KA116 - 077195": "2020-1-LV01-KA116-077195",
    "2020—1—lv01—ka116—077195.": "2020-1-LV01-KA116-077195",
    "2020/1/LV01/KA 116/077195": "2020-1-LV01-KA116-077195",
    "20201LV01KA116077195": "2020-1-LV01-KA116-077195",
    "2O2O-I-LVO1-KA1l6-O77I95": "2020-1-LV01-KA116-077195",
    "2020-1-LV01-КА116-077195": "2020-1-LV01-KA116-077195",
    "２０２０-1-LV01-KA116-077195": "2020-1-LV01-KA116-077195",
    "2020-1-LV01-KA116-77195": "2020-1-LV01-KA116-077195",
    "projekts „Jauna pieredze“ (Nr. 2020-1-LV01-KA116-077195), 2022": "2020-1-LV01-KA116-077195",
    "2021-1-LV01-KA121VET-000009189": "2021-1-LV01-KA121-VET-000009189",
    "2021-1-LV01-KA121-VET-9189": "2021-1-LV01-KA121-VET-000009189",
    "2019-1-LTO1-KA229-060456": "2019-1-LT01-KA229-060456",
    "2019-1-GR01-KA229-060456": "2019-1-EL01-KA229-060456",
    "2022-1-IT02-KA131-HE-000197121": "2022-1-IT02-KA131-HED-000197121",
    "2015-BE02-KA203-012317": "2015-BE02-KA203-012317",
    "20204- PL01-KA102-080376": "2020-4-PL01-KA102-080376",
    "2025-1-DE-KA153-YOU-000297955": "2025-1-DE-KA153-YOU-000297955",
    "598914-EPP-1-2018-1DK-EPPKA2-CBHE-JP": "598914-EPP-1-2018-1-DK-EPPKA2-CBHE-JP",
    "2018-1DK01-KA102-047123": "2018-1-DK01-KA102-047123",
    "Nr. 1O1052345": "101052345",
    "npjr 2021 10123": "NPJR-2021/10123",
}


@pytest.mark.parametrize("text", CLEAN)
def test_clean_code_stays_as_it_is(text):
    code = parse(text)
    assert code.normal_form == text
    assert not code.repairs
    assert not code.warnings
    assert explain(code, "lv") and explain(code, "en")


@pytest.mark.parametrize(("text", "normal"), DIRTY.items())
def test_dirty_code_is_normalised_and_says_so(text, normal):
    code = parse(text)
    assert code.normal_form == normal
    assert code.repairs or code.warnings


def test_parts_of_the_accredited_project():
    code = parse("2021-1-LV01-KA121-VET-000009189")
    assert (code.shape, code.year, code.round, code.agency, code.country) == ("decentralised", 2021, 1, "LV01", "LV")
    assert (code.action, code.key_action, code.field, code.number) == ("KA121", 1, "VET", "000009189")
    assert [part.value for part in explain(code, "lv")] == ["2021", "1", "LV01", "KA121", "VET", "000009189"]
    assert explain(code, "lv")[3].meaning == "akreditēts mobilitātes projekts, 1. pamatdarbība"
    assert explain(code, "en")[4].meaning == "vocational education and training"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2015-BE02-KA203-012317", {"round_missing"}),
        ("20204- PL01-KA102-080376", {"round_range"}),
        ("2025-1-DE-KA153-YOU-000297955", {"agency_digits"}),
        ("2021-1-XX01-KA121-VET-000009189", {"agency_unknown"}),
        ("2021-1-LV01-KA999-VET-000009189", {"action_unknown"}),
        ("2019-1-LV01-KA121-VET-009189", {"action_year"}),
        ("2021-1-LV01-KA121-000009189", {"field_missing"}),
        ("2021-1-LV01-KA121-YOU-000009189", {"field_action"}),
        ("2021-1-LV01-KA121-XYW-000009189", {"field_unknown"}),
        ("2020-1-LV01-KA116-0771955", {"number_length"}),
        ("2031-1-LV01-KA121-VET-000009189", {"year_range", "action_year"}),
        ("LV01-KA121-VET-000009189", {"year_missing"}),
        ("949123456", {"nine_digits_pic"}),
        ("149123456", {"nine_digits_pic"}),
        ("E10012345", {"organisation_id"}),
    ],
)
def test_doubtful_parts_warn_and_never_block(text, kinds):
    code = parse(text)
    assert kinds <= {warning.kind for warning in code.warnings}
    assert len(warning_sentences(code, "lv")) == len(warning_sentences(code, "en")) == len(code.warnings)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Nr. 2021-LVO1-KA121-VET-000009189", "2021-1-LV01-KA121-VET-000009189"),
        ("2025-1-DE-KA153-YOU-000297955", "2025-1-DE04-KA153-YOU-000297955"),
        ("20204- PL01-KA102-080376", "2020-1-PL01-KA102-080376"),
        ("2021-1-LV01-KA121-VET-000009189", ""),
        ("2021-1-LV01-KA121-000009189", ""),
    ],
)
def test_suggestion_fills_what_can_be_told(text, suggestion):
    assert parse(text).suggestion == suggestion


def test_missing_round_is_shown_as_a_doubtful_part():
    part = explain(parse("2015-BE02-KA203-012317"), "lv")[1]
    assert (part.value, part.warn) == ("nav", True)


def test_lookalike_repair_names_both_readings():
    code = parse("2019-1-LTO1-KA229-060456")
    assert repair_sentences(code, "lv") == ["„LTO1“ nolasīts kā „LT01“: burts un cipars izskatās līdzīgi."]


@pytest.mark.parametrize(
    ("text", "programme"),
    [
        ("NPJR-2021/10123", "nordplus"),
        ("Nordplus Junior 2021", "nordplus"),
        ("eTwinning 254871", "etwinning"),
        ("2021-1-LV01-ESC51-VTJ-000035563", "other"),
        ("2020-1-LV01-KA116-077195", "erasmus"),
        ("skolas projekts", ""),
    ],
)
def test_programme(text, programme):
    assert parse(text).programme == programme


def test_empty_text_is_no_code():
    assert parse("  ").normal_form == ""
    assert explain(parse(""), "lv") == []


@given(st.text())
@example("2020-1-LV01-KA116-\x00077195")
@example("\ud800")
@example("ﬀ" * 300)
def test_never_raises_and_normal_form_is_stable(text):
    code = parse(text)
    assert parse(code.normal_form).normal_form == code.normal_form
    assert "\x00" not in code.normal_form
    for language in ("lv", "en"):
        explain(code, language)
        repair_sentences(code, language)
        warning_sentences(code, language)


PIECE = st.sampled_from(
    [*"2020", "2O21", "2021", "-", "–", " ", "_", "1", "4", "LV", "L", "01", "O1", "KA", "KA121", "116", "VET", "SO"]
    + ["HE", "000009189", "077195", "EPP", "EPPKA2", "NPJR", "/", "Nr.", "101", "ESC51", "ﬁ", "ß", "Ⅷ", "K4", "ıſ"]
)


@settings(max_examples=400)
@given(st.lists(PIECE, max_size=14).map("".join))
def test_near_codes_are_stable(text):
    code = parse(text)
    again = parse(code.normal_form)
    assert again.normal_form == code.normal_form
    assert (
        not {"case", "separators", "lookalike"} & {repair.kind for repair in again.repairs}
        or again.shape == "free_text"
    )
    explain(code, "lv")


DIGITS = "0123456789"
YEARS = st.integers(2014, 2027)
SUFFIXES = st.one_of(st.just(""), st.text(DIGITS, min_size=1, max_size=2))


@st.composite
def decentralised(draw) -> GrantCode:
    """Any code that the lists know: agencies, actions in their years, their fields."""
    year = draw(YEARS)
    fitting = [
        row for row in lists()["actions"].values()
        if row["first_year"] <= year <= row["last_year"] and row["code"].startswith("KA") and row.get("fields")
    ]  # fmt: skip
    action = draw(st.sampled_from(fitting))
    agency = draw(st.sampled_from(sorted(lists()["agencies"])))
    fields = [name for name in action["fields"] if name in lists()["fields"]]
    field_ = draw(st.sampled_from(fields if year > 2020 else [*fields, ""])) if fields else ""
    length = 9 if year > 2020 else 6
    return written(
        GrantCode(
            "decentralised", "", year=year, round=draw(st.integers(1, 3)), agency=agency, country=agency[:2],
            action=action["code"], key_action=action["key_action"], field=field_,
            number=draw(st.text(DIGITS, min_size=length, max_size=length)), suffix=draw(SUFFIXES),
        )
    )  # fmt: skip


@st.composite
def centralised(draw) -> GrantCode:
    start = draw(st.sampled_from(sorted(lists()["centralised"])))
    rest = draw(st.lists(st.text("ABCDEFGHJKMN", min_size=1, max_size=5), max_size=2))
    action = "-".join("-".join([start, *rest]).split("-")[:4])
    known = next(row for name, row in lists()["centralised"].items() if action.startswith(name))
    number = draw(st.text(DIGITS, min_size=6, max_size=6))
    country = draw(st.sampled_from(["LV", "DE", "EE", "TR"]))
    return written(
        GrantCode(
            "centralised", "", year=draw(YEARS), round=1, country=country, action=action,
            key_action=known["key_action"], number=number,
        )
    )  # fmt: skip


nordplus = st.builds(
    lambda action, year, number, suffix: written(
        GrantCode("nordplus", "", year=year, action=action, number=number, suffix=suffix)
    ),
    st.sampled_from(sorted(lists()["nordplus"])),
    YEARS,
    st.text(DIGITS, min_size=4, max_size=6),
    SUFFIXES,
)
nine_digits = st.text(DIGITS, min_size=6, max_size=6).map(
    lambda rest: written(GrantCode("nine_digits", "", number=f"101{rest}"))
)


def written(code: GrantCode) -> GrantCode:
    return replace(code, normal_form=format_code(code))


@settings(max_examples=500)
@given(st.one_of(decentralised(), centralised(), nordplus, nine_digits))
def test_parse_of_format_is_the_code_itself(code):
    """Every part, no repair, no warning, no suggestion."""
    assert parse(format_code(code)) == code


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(st.sampled_from([*DIRTY, *CLEAN, " ", "-", "1", "O", "Nr."])).map("".join)))
def test_what_was_read_is_read_again_from_its_format(text):
    code = parse(text)
    again = parse(format_code(code))
    parts = ("shape", "normal_form", "year", "round", "agency", "country", "action", "field", "number", "suffix")
    assert [getattr(again, name) for name in parts] == [getattr(code, name) for name in parts]


@pytest.mark.skipif(not REAL_CODES.exists(), reason="the list of real projects is not beside this repository")
def test_real_codes_come_back_as_they_are():
    with gzip.open(REAL_CODES, "rt", encoding="utf-8", newline="") as file:
        codes = [row["project_identifier"] for row in csv.DictReader(file)]
    assert len(codes) == 5809
    changed = [text for text in codes if parse(text).normal_form != text or parse(text).shape != "decentralised"]
    assert changed == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Nr. 2020-1-LV01-KA116-077195", "2020-1-LV01-KA116-077195"),
        ("2024-1-IT02-KA131-HED-000197121-2", "2024-1-IT02-KA131-HED-000197121"),
        ("2019-1-EE01-KA229-051616_2", "2019-1-EE01-KA229-051616"),
        ("612542-EPP-1-2019-1-LV-EPPKA2-KA", "612542-EPP-1-2019-1-LV-EPPKA2-KA"),
        ("101052345", "101052345"),
        ("2015-BE02-KA203-012317", ""),
        ("949123456", ""),
        ("NPJR-2021/10123", ""),
        ("2021-1-LV01-ESC51-VTJ-000035563", ""),
        ("eTwinning 254871", ""),
        ("", ""),
    ],
)
def test_public_card(text, address):
    start = "https://erasmus-plus.ec.europa.eu/projects/search/details/"
    assert public_card(parse(text)) == (start + address if address else "")


def test_every_sentence_and_name_exists_in_both_languages():
    for table in sentences().values():
        for texts in table.values():
            assert texts["lv"] and texts["en"]
            assert sorted(re.findall(r"{\w+}", texts["lv"])) == sorted(re.findall(r"{\w+}", texts["en"]))
    for table in lists().values():
        assert all(row["lv"] and row["en"] for row in table.values())


def shared_vectors(name):
    if not SHARED_CODES.exists():
        return []
    return json.loads(SHARED_CODES.read_text("utf-8"))["test_vectors"][name]


@pytest.mark.skipif(not SHARED_CODES.exists(), reason="the field's code list is not beside this repository")
def test_shared_valid_vectors():
    for text in shared_vectors("valid"):
        assert parse(text).normal_form == text
        assert not parse(text).warnings, text


@pytest.mark.skipif(not SHARED_CODES.exists(), reason="the field's code list is not beside this repository")
def test_shared_dirty_vectors():
    for text, fault in shared_vectors("dirty_but_seen_in_the_wild"):
        code = parse(text)
        assert code.shape != "free_text", text
        assert code.repairs or code.warnings, fault


@pytest.mark.skipif(not SHARED_CODES.exists(), reason="the field's code list is not beside this repository")
def test_every_agency_and_action_of_the_field_is_known():
    shared = json.loads(SHARED_CODES.read_text("utf-8"))
    assert {row["code"] for row in shared["national_agencies"]} <= set(lists()["agencies"])
    assert {row["code"] for row in shared["actions"]} <= set(lists()["actions"])
