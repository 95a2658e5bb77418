"""What a grant code says, in the plain sentences of a page."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

from .types import DATA, GrantCode, Language, lists


class Part(NamedTuple):
    value: str
    meaning: str
    warn: bool = False


@cache
def sentences() -> dict[str, dict[str, dict[str, str]]]:
    return json.loads((DATA / "sentences.json").read_text("utf-8"))


def say(code: GrantCode, language: Language) -> dict[str, Any]:
    """All that a page or a command says about a code. `normal_form` is empty where nothing had to be repaired."""
    return {
        "parts": explain(code, language),
        "suggestion": code.suggestion,
        "repairs": repair_sentences(code, language),
        "warnings": warning_sentences(code, language),
        "normal_form": code.normal_form if code.repairs else "",
        "call_year": code.year,
        "is_free_text": code.shape == "free_text" and bool(code.normal_form),
    }


def explain(code: GrantCode, language: Language) -> list[Part]:
    if code.shape == "free_text":
        return []
    if code.shape == "nine_digits":
        return [Part(code.number, _say("parts", "nine_digits", language), bool(code.warnings))]
    doubtful = {warning.kind.split("_")[0] for warning in code.warnings}
    names = {
        "decentralised": ("year", "round", "agency", "action", "field", "number", "suffix"),
        "centralised": ("number", "executive", "year", "country", "action"),
        "nordplus": ("action", "year", "number", "suffix"),
    }[code.shape]
    parts = [_part(code, name, language, name in doubtful) for name in names]
    return [part for part in parts if part]


def repair_sentences(code: GrantCode, language: Language) -> list[str]:
    return [_say("repairs", repair.kind, language, **repair.params) for repair in code.repairs]


def warning_sentences(code: GrantCode, language: Language) -> list[str]:
    return [_say("warnings", warning.kind, language, **warning.params) for warning in code.warnings]


def _say(table: str, key: str, language: Language, **params: str) -> str:
    return sentences()[table][key][language].format(**params)


def _part(code: GrantCode, name: str, language: Language, doubtful: bool) -> Part | None:
    if name == "executive":
        return Part("EPP", _say("parts", "executive", language))
    value = str(getattr(code, name) or (code.country if name == "agency" else ""))
    if not value:
        label = "round_hint" if name == "round" else name
        return Part(_say("parts", "none", language), _say("parts", label, language), True) if doubtful else None
    table = {"agency": "agencies", "action": "actions", "field": "fields"}.get(name)
    if table is None:
        return Part(value, _say("parts", name, language), doubtful)
    row = _row(code, table, value)
    if row is None:
        meaning = f"{_say('parts', name, language)}, {_say('parts', 'unknown', language)}"
        return Part(value, meaning, code.shape != "centralised")
    return Part(value, _with_key_action(row, language), doubtful)


def _row(code: GrantCode, table: str, value: str) -> dict[str, Any] | None:
    if code.shape == "nordplus":
        return lists()["nordplus"].get(value)
    if code.shape == "centralised":
        return next((row for start, row in lists()["centralised"].items() if value.startswith(start)), None)
    if table == "fields" and value == "HE":
        value = "HED"
    return lists()[table].get(value)


def _with_key_action(row: dict[str, Any], language: Language) -> str:
    if not row.get("key_action") or row["code"].startswith("EPPKA"):
        return row[language]
    return f"{row[language]}, {_say('parts', 'key_action', language, value=row['key_action'])}"
