"""Fields of education, ISCED-F 2013 (UNESCO): broad ones in both languages, detailed ones in English."""

import json
from functools import lru_cache
from pathlib import Path

from portal.common.text import active_language

DATA = Path(__file__).parent / "data" / "isced_f.json"


@lru_cache
def fields() -> dict:
    return json.loads(DATA.read_text("utf-8"))


@lru_cache
def names() -> dict[str, str]:
    return {code: name for broad in fields().values() for code, name in broad["fields"].items()}


def field_name(code: str) -> str:
    """ "0713 Electricity and energy"; a code that is not in the list is returned as it is."""
    return f"{code} {names()[code]}" if code in names() else code


def choices() -> list[tuple]:
    """For a select: detailed fields, grouped under the broad ones in the reader's language."""
    language = active_language()
    return [("", "–")] + [
        (broad[language], [(code, f"{code} {name}") for code, name in broad["fields"].items()])
        for broad in fields().values()
    ]
