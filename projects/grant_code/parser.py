"""Reads a grant code out of any text: looks for the shapes, repairs, warns, never raises and never refuses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

from .format import format_code
from .types import GrantCode, Note, lists

MAX_LENGTH = 200
FIRST_YEAR, LAST_YEAR = 2014, 2027

DIGIT_OF = str.maketrans("OQIL|!ZSB", "001111258")
LETTER_OF = str.maketrans("01358", "OIESB")
CYRILLIC = str.maketrans("АВЕЗКМНОРСТУХІ", "ABE3KMHOPCTYXI")
ISO_TO_AGENCY = {"GR": "EL", "GB": "UK"}

D = r"[0-9OQIL|!ZSB]"
SEP = r"[\s\-_./]*"
START, END = r"(?<![A-Z0-9])", r"(?![A-Z0-9])"

DECENTRALISED = re.compile(
    rf"{START}(?:(?P<year>[2Z][0OQ]{D}{{2}}){SEP}(?:(?P<round>[0-9IL|!]){SEP})?)?"
    rf"(?P<country>(?=[0-9]?[A-Z])[A-Z0158]{{2}})(?P<agency>{D}{{2}})?{SEP}"
    rf"(?P<action>K[A4]\s?{D}{{3}}|ESC[0-9]{{2}}){SEP}"
    rf"(?:(?P<field>SCH|VET|ADU|YOU|HED|HE|SPO|(?![OQILZSB]+{SEP}{D})[A-Z]{{2,4}}){SEP})?"
    rf"(?P<number>{D}{{4,12}})(?:(?P<mark>[-_])(?P<suffix>[0-9]{{1,2}}))?{END}"
)
CENTRALISED = re.compile(
    rf"{START}(?P<number>{D}{{6}}){SEP}EPP{SEP}[1IL|]{SEP}(?P<year>[2Z][0OQ]{D}{{2}}){SEP}[1IL|]{SEP}"
    rf"(?P<country>[A-Z]{{2}}){SEP}(?P<action>[A-Z][A-Z0-9]{{1,9}}(?:-[A-Z0-9]{{1,9}}){{0,3}}){END}"
)
NORDPLUS = re.compile(
    rf"{START}(?P<programme>NP(?:JR|AD|HE|HZ|LA|NL)){SEP}(?P<year>20[0-9]{{2}}){SEP}(?P<number>[0-9]{{4,6}})"
    rf"(?:_(?P<suffix>[0-9]{{1,2}}))?{END}"
)
NINE_DIGITS = re.compile(rf"(?:{START}(?:NR|NO|N)\b[\s.:]*)?(?P<number>(?=(?:[^0-9]*[0-9]){{6}}){D}{{9}})")
ORGANISATION_ID = re.compile(r"E[0-9]{8}")


def parse(text: str) -> GrantCode:
    tidy = _tidy(text)
    flat = flatten(tidy)
    for pattern, read in ((DECENTRALISED, _decentralised), (CENTRALISED, _centralised), (NORDPLUS, _nordplus)):
        if match := pattern.search(flat):
            code = read(match)
            return replace(code, repairs=(*_layout_repairs(tidy, match.group(), code.normal_form), *code.repairs))
    if match := NINE_DIGITS.fullmatch(flat):
        return _nine_digits(match)
    return _free_text(tidy, flat)


def _tidy(text: str) -> str:
    """Printable text on one line; what a database and a page can hold."""
    kept = (" " if char.isspace() else char for char in text if char.isspace() or not is_invisible(char))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())[:MAX_LENGTH].strip()


def is_invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn", "Co")


def flatten(text: str) -> str:
    """Capitals, plain hyphens and Latin letters: the form in which the patterns search."""
    dashed = "".join("-" if unicodedata.category(char) == "Pd" or char == "−" else char for char in text)
    return unicodedata.normalize("NFKC", dashed).upper().translate(CYRILLIC)


def _digits(text: str) -> str:
    return text.translate(DIGIT_OF)


def _layout_repairs(tidy: str, matched: str, normal_form: str) -> list[Note]:
    repairs = []
    flat = flatten(tidy)
    if flat != matched:
        repairs.append(Note("surroundings", {}))
    place = flat.find(matched)
    typed = tidy[place : place + len(matched)] if len(tidy) == len(flat) else matched
    if typed.upper() != typed:
        repairs.append(Note("case", {}))
    if re.sub(r"[A-Z0-9|!]+", "x", typed.upper()) != re.sub(r"[A-Z0-9]+", "x", normal_form):
        repairs.append(Note("separators", {}))
    return repairs


class _Reader:
    """Collects repairs and warnings while one match is read."""

    def __init__(self, match: re.Match[str]) -> None:
        self.match = match
        self.repairs: list[Note] = []
        self.warnings: list[Note] = []

    def raw(self, name: str) -> str:
        return (self.match.groupdict().get(name) or "").replace(" ", "")

    def digits(self, name: str, context: str = "") -> str:
        return self.lookalike(context + self.raw(name), context + _digits(self.raw(name)))[len(context) :]

    def lookalike(self, typed: str, read: str) -> str:
        if typed != read:
            self.repair("lookalike", typed=typed, read=read)
        return read

    def repair(self, kind: str, **params: str) -> None:
        self.repairs.append(Note(kind, params))

    def warn(self, kind: str, **params: object) -> None:
        self.warnings.append(Note(kind, {name: str(value) for name, value in params.items()}))

    def year(self) -> int | None:
        digits = self.digits("year")
        if not digits:
            self.warn("year_missing")
            return None
        if not FIRST_YEAR <= int(digits) <= LAST_YEAR:
            self.warn("year_range", value=digits)
        return int(digits)


def _decentralised(match: re.Match[str]) -> GrantCode:
    reader = _Reader(match)
    year = reader.year()
    round_ = _round(reader)
    country, agency = _agency(reader)
    action = _action(reader, year)
    known = lists()["actions"].get(action, {})
    field_ = _field(reader, year, action, known)
    number = _number(reader, year)
    code = GrantCode(
        shape="decentralised",
        normal_form="",
        year=year,
        round=round_,
        agency=agency,
        country=country,
        action=action,
        key_action=known.get("key_action") or (int(action[2]) if action[:2] == "KA" and action[2] in "123" else None),
        field=field_,
        number=number,
        suffix=reader.raw("suffix"),
        repairs=tuple(reader.repairs),
        warnings=tuple(reader.warnings),
    )
    return replace(code, normal_form=format_code(code), suggestion=_suggestion(code))


def _round(reader: _Reader) -> int | None:
    digit = reader.digits("round")
    if not digit:
        if reader.raw("year"):
            reader.warn("round_missing")
        return None
    if digit not in ("1", "2", "3"):
        reader.warn("round_range", value=digit)
    return int(digit)


def _agency(reader: _Reader) -> tuple[str, str]:
    typed = reader.raw("country")
    country = reader.lookalike(typed, typed.translate(LETTER_OF))
    if country in ISO_TO_AGENCY:
        reader.repair("agency_country", typed=country, read=ISO_TO_AGENCY[country])
        country = ISO_TO_AGENCY[country]
    if not reader.raw("agency"):
        reader.warn("agency_digits", value=country)
        return country, ""
    agency = country + reader.digits("agency", country)
    if agency not in lists()["agencies"]:
        reader.warn("agency_unknown", value=agency)
    return country, agency


def _action(reader: _Reader, year: int | None) -> str:
    typed = reader.raw("action")
    read = typed if typed.startswith("ESC") else "KA" + _digits(typed[2:])
    action = reader.lookalike(typed, read)
    known = lists()["actions"].get(action)
    if known is None:
        reader.warn("action_unknown", value=action)
    elif year and not known["first_year"] <= year <= known["last_year"]:
        reader.warn("action_year", value=action, first=known["first_year"], last=known["last_year"])
    return action


def _field(reader: _Reader, year: int | None, action: str, known: dict[str, Any]) -> str:
    value = reader.raw("field")
    if value == "HE" and year and year > 2020:
        reader.repair("field_name")
        value = "HED"
    if not value:
        if year and year > 2020:
            reader.warn("field_missing")
        return value
    plain = "HED" if value == "HE" else value
    if plain not in lists()["fields"]:
        if not action.startswith("ESC"):
            reader.warn("field_unknown", value=value)
    elif known.get("fields") and plain not in known["fields"]:
        reader.warn("field_action", value=value, action=action)
    return value


def _number(reader: _Reader, year: int | None) -> str:
    """Six digits to call 2020, nine from 2021; text, because the leading zeros count."""
    digits = reader.digits("number")
    expected = 9 if year and year > 2020 else 6
    if year is None or len(digits) == expected:
        return digits
    if len(digits) > expected:
        reader.warn("number_length", count=len(digits), year=year, expected=expected)
        return digits
    padded = digits.zfill(expected)
    reader.repair("zeros", read=padded)
    return padded


def _suggestion(code: GrantCode) -> str:
    """The whole code when only a part is missing that can be told from the rest."""
    if code.year is None or not FIRST_YEAR <= code.year <= LAST_YEAR:
        return ""
    action = lists()["actions"].get(code.action, {})
    fields = action.get("fields", [])
    guess = replace(code, round=code.round if code.round in (1, 2, 3) else 1)
    if not code.field and code.year > 2020 and len(fields) == 1:
        guess = replace(guess, field=fields[0])
    if not code.agency:
        wanted = guess.field or (fields[0] if len(fields) == 1 else "")
        guess = replace(guess, agency=_likely_agency(code.country, wanted))
    return format_code(guess) if guess.agency and format_code(guess) != format_code(code) else ""


def _likely_agency(country: str, field_: str) -> str:
    of_country = [row for row in lists()["agencies"].values() if row["code"].startswith(country)]
    fitting = [row for row in of_country if field_ in row["fields"]] or (of_country if len(of_country) == 1 else [])
    return fitting[0]["code"] if len(fitting) == 1 else ""


def _centralised(match: re.Match[str]) -> GrantCode:
    reader = _Reader(match)
    number, year = reader.digits("number"), reader.year()
    country, action = reader.raw("country"), reader.raw("action")
    known = next((row for start, row in lists()["centralised"].items() if action.startswith(start)), None)
    if known is None:
        reader.warn("action_unknown", value=action)
    code = GrantCode(
        shape="centralised",
        normal_form="",
        year=year,
        round=1,
        country=country,
        action=action,
        key_action=known["key_action"] if known else None,
        number=number,
        repairs=tuple(reader.repairs),
        warnings=tuple(reader.warnings),
    )
    return replace(code, normal_form=format_code(code))


def _nordplus(match: re.Match[str]) -> GrantCode:
    code = GrantCode(
        shape="nordplus",
        normal_form="",
        year=int(match["year"]),
        action=match["programme"],
        number=match["number"],
        suffix=match["suffix"] or "",
    )
    return replace(code, normal_form=format_code(code))


def _nine_digits(match: re.Match[str]) -> GrantCode:
    reader = _Reader(match)
    number = reader.digits("number")
    if match.group() != match["number"]:
        reader.repair("surroundings")
    if not number.startswith("101"):
        reader.warn("nine_digits_pic")
    repairs, warnings = tuple(reader.repairs), tuple(reader.warnings)
    return GrantCode("nine_digits", number, number=number, repairs=repairs, warnings=warnings)


def _free_text(tidy: str, flat: str) -> GrantCode:
    code = GrantCode("free_text", tidy)
    if ORGANISATION_ID.fullmatch(flat):
        return replace(code, warnings=(Note("organisation_id", {"value": flat}),))
    if tidy and not code.programme and any(char.isdigit() for char in tidy):
        return replace(code, warnings=(Note("not_recognised", {}),))
    return code
