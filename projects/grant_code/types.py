"""What a grant code says, and the lists of agencies, actions and fields behind it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

DATA = Path(__file__).parent.parent / "data"

Shape = Literal["decentralised", "centralised", "nine_digits", "nordplus", "free_text"]
Language = Literal["lv", "en"]


class Note(NamedTuple):
    """A repair or a warning: the key of its sentence in data/sentences.json and what fills it."""

    kind: str
    params: dict[str, str]


@dataclass(frozen=True)
class GrantCode:
    """What a text says. `suggestion` is a likely whole code when a part is missing, else empty."""

    shape: Shape
    normal_form: str
    year: int | None = None
    round: int | None = None
    agency: str = ""
    country: str = ""
    action: str = ""
    key_action: int | None = None
    field: str = ""
    number: str = ""
    suffix: str = ""
    suggestion: str = ""
    repairs: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()

    @property
    def programme(self) -> str:
        """erasmus, nordplus, etwinning, other, or empty when the text does not tell."""
        if self.shape == "nordplus" or "nordplus" in self.normal_form.lower():
            return "nordplus"
        if "etwinning" in self.normal_form.lower():
            return "etwinning"
        if self.action.startswith("ESC"):
            return "other"
        return "" if self.shape == "free_text" else "erasmus"


@cache
def lists() -> dict[str, dict[str, dict[str, Any]]]:
    rows = json.loads((DATA / "codes.json").read_text("utf-8"))
    return {name: {row["code"]: row for row in table} for name, table in rows.items()}
