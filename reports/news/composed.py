"""A sentence of a news text as the record gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

Written = Callable[[], str]


@dataclass(frozen=True)
class Composed:
    """One sentence. `en` is empty where only a person can say it in English."""

    paragraph: int
    lv: str
    en: str
    sources: list[dict[str, Any]]


def in_both(paragraph: int, write: Written, rows: list[dict[str, Any]], *, in_english: bool = True) -> Composed:
    with override("lv"):
        lv = write()
    with override("en"):
        en = write() if in_english else ""
    return Composed(paragraph, lv, en, rows)
