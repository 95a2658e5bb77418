"""Lines and notes as plain sentences in Latvian and English; numbers as each language writes them."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.numbers import format_currency, format_decimal

FILE = Path(__file__).parent.parent / "data" / "grant_sentences.json"
MONEY = {"amount", "rate", "cost", "band", "one", "other", "counted"}
DISTANCES = {"km": "km", "edge": "edge_km", "first": "first_km", "km_from": "km_from", "km_below": "km_below"}


@cache
def sentences() -> dict[str, dict[str, dict[str, str]]]:
    return json.loads(FILE.read_text("utf-8"))


def say(table: str, key: str, language: str, params: dict[str, Any]) -> str:
    words = {name: word(name, value, language) for name, value in params.items()}
    words |= {DISTANCES[name]: distance(params[name], language) for name in params.keys() & DISTANCES.keys()}
    if "km_from" in params:
        words["band"] = band(params, language)
    if "steps" in params:
        words["steps"] = "; ".join(step(row, language) for row in params["steps"])
    if "category" in params:
        words["category"] = sentences()["categories"].get(params["category"], {}).get(language, params["category"])
    return sentences()[table][key][language].format(**words)


def word(name: str, value: Any, language: str) -> str:
    if name == "country":
        return Locale.parse(language).territories.get(value, value)
    if name in MONEY and isinstance(value, Decimal):
        return format_currency(value, "EUR", locale=language)
    if isinstance(value, int | float | Decimal) and name != "call_year":
        return format_decimal(value, locale=language)
    return str(value)


def distance(km: float | None, language: str) -> str:
    """Whole kilometres, rounded down as the bands are."""
    return "" if km is None else f"{format_decimal(int(km), locale=language)} km"


def band(params: dict[str, Any], language: str) -> str:
    key = "band" if params.get("km_below") else "band_open"
    low, high = distance(params["km_from"] or 0, language), distance(params.get("km_below"), language)
    return sentences()["words"][key][language].format(km_from=low, km_below=high)


def step(row: dict[str, Any], language: str) -> str:
    key = "step" if row["percent"] == 100 else "step_share"
    return say("words", key, language, {name: row[name] for name in ("from", "to", "days", "percent", "rate")})
