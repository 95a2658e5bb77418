"""Sectors of the economy: sections and divisions of NACE Rev. 2, in both languages (Regulation (EC) No 1893/2006)."""

import json
from functools import lru_cache
from pathlib import Path

from portal.common.folding import fold
from portal.common.text import active_language

DATA = Path(__file__).parent / "data" / "nace.json"


@lru_cache
def sections() -> dict[str, dict]:
    return json.loads(DATA.read_text("utf-8"))["sections"]


@lru_cache
def divisions() -> dict[str, dict[str, str]]:
    """Code > its names by language."""
    return {code: names for section in sections().values() for code, names in section["divisions"].items()}


def division_name(code: str) -> str:
    """ "56 Food and beverage service activities"; a code that is not in the list is returned as it is."""
    return f"{code} {divisions()[code][active_language()]}" if code in divisions() else code


def choices() -> list[tuple]:
    """For a select: divisions, grouped under their sections."""
    language = active_language()
    return [("", "–")] + [
        (f"{letter} {section[language]}", [(code, f"{code} {names[language]}") for code, names in each.items()])
        for letter, section in sections().items()
        for each in [section["divisions"]]
    ]


@lru_cache
def codes_by_name() -> dict[str, str]:
    return {fold(name): code for code, names in divisions().items() for name in names.values()}


def code_in(text: str) -> str:
    """The division that a cell means: "56", "56.10", "I56", "56 Food and ..." or its name; else nothing."""
    if found := codes_by_name().get(fold(text)):
        return found
    digits = text.strip().lstrip("ABCDEFGHIJKLMNOPQRSTUabcdefghijklmnopqrstu")[:2]
    return digits if digits in divisions() else ""
