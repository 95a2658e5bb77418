"""Fields of education, ISCED-F 2013 (UNESCO), in both languages.

The Latvian names of the detailed fields are ours: UNESCO publishes none. They keep to the words of the Latvian
classification of education (Cabinet Regulation No. 322 of 13 June 2017, annex 2), whose codes are others.
"""

import json
from functools import lru_cache
from pathlib import Path

from portal.common.text import active_language

DATA = Path(__file__).parent / "data" / "isced_f.json"


@lru_cache
def fields() -> dict:
    return json.loads(DATA.read_text("utf-8"))


@lru_cache
def names(language: str = "en") -> dict[str, str]:
    return {code: name[language] for broad in fields().values() for code, name in broad["fields"].items()}


def field_name(code: str, language: str | None = None) -> str:
    """ "0713 Elektrība un enerģētika"; a code that is not in the list is returned as it is."""
    named = names(language or active_language())
    return f"{code} {named[code]}" if code in named else code


def choices() -> list[tuple]:
    """For a select: detailed fields, grouped under the broad ones, in the reader's language."""
    language = active_language()
    return [("", "–")] + [
        (broad[language], [(code, f"{code} {name[language]}") for code, name in broad["fields"].items()])
        for broad in fields().values()
    ]
