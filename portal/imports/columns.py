"""The columns of a file, numbered ones gathered into families, and the guess which field each of them is."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.common.folding import fold
from portal.imports.registry import Field
from portal.imports.sentences import in_every_language

REASONS = _("What is wrong, and what would be right")  # the column that rejected rows leave the portal with
NUMBER = re.compile(r"[0-9]+")
WORDS = re.compile(r"[^a-z0-9#]+")
EXPLANATION = re.compile(r"\(.{25,}\)?\s*$", re.DOTALL)  # "EU Grant award in euros (This amount represents ...)"


@dataclass(frozen=True)
class Column:
    """One column, or a family "Partner 1 name", "Partner 2 name", ... `places` count from 0."""

    key: str
    title: str
    places: tuple[int, ...]

    @property
    def is_family(self) -> bool:
        return "#" in self.key


def key_of(header: str) -> str:
    """Letters and digits of the header without case and accents; numbers stand as #."""
    return WORDS.sub(" ", NUMBER.sub("#", fold(EXPLANATION.sub("", header)))).strip()


def columns_of(header: Sequence[str]) -> list[Column]:
    """In the order of the file; a column without a name is known by its place."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(header):
        key = key_of(text)
        if not key:
            continue
        if key in places and "#" not in key:
            key = f"{key} @{place + 1}"
        places.setdefault(key, []).append(place)
    return [Column(key, title_of(header, found), tuple(found)) for key, found in places.items()]


def title_of(header: Sequence[str], places: list[int]) -> str:
    first, last = (" ".join(EXPLANATION.sub("", header[place]).split())[:100] for place in (places[0], places[-1]))
    return first if len(places) == 1 else f"{first} … {last}"


def signature_of(columns: Sequence[Column]) -> str:
    """The same for files of one shape, however many columns a family has."""
    return hashlib.sha256("\n".join(column.key for column in columns).encode()).hexdigest()


def known_keys(fields: Sequence[Field]) -> set[str]:
    return {key for field in fields for key in keys_of(field)} - {""}


def keys_of(field: Field) -> list[str]:
    """Of all its names; of its label in every language, because a file need not be in that of the page."""
    labels = in_every_language(field.label).values()
    return [key_of(name) for name in (*field.synonyms, field.name.replace("_", " "), *labels)]


def guess(fields: Sequence[Field], columns: Sequence[Column]) -> dict[str, str]:
    """Field > key of the column that bears one of its names, the first name first; each column once."""
    free, mapping = {column.key: column for column in columns}, {}
    for field in fields:
        for key in keys_of(field):
            if key in free and (field.many or not free[key].is_family or len(free[key].places) == 1):
                mapping[field.name] = free.pop(key).key
                break
    return mapping


def reasons_keys() -> set[str]:
    return {key_of(title) for title in in_every_language(REASONS).values()}


def still_there(mapping: dict[str, str], columns: Sequence[Column]) -> dict[str, str]:
    keys = {column.key for column in columns}
    return {name: key for name, key in mapping.items() if key in keys}


def from_json(rows: list[dict]) -> list[Column]:
    return [Column(row["key"], row["title"], tuple(row["places"])) for row in rows]


def to_json(columns: Sequence[Column]) -> list[dict]:
    return [{"key": each.key, "title": each.title, "places": list(each.places)} for each in columns]
