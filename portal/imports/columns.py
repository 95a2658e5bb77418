"""The columns of a file, numbered ones gathered into families, and the guess which field each of them is."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from portal.common.folding import fold
from portal.imports import headers
from portal.imports.registry import Field
from portal.imports.sentences import in_every_language

REASONS = gettext_lazy("What is wrong, and what would be right")  # the column that rejected rows leave the portal with
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


def columns_of(header: Sequence[str], below: Sequence[Sequence[str]] = ()) -> list[Column]:
    """In the order of the file. A column without a name is known by its place, where one of `below`, the first rows
    under the header, has a cell in it."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(header):
        key = key_of(text)
        if not key:
            if any(place < len(row) and row[place] for row in below):
                places[f"@{place + 1}"] = [place]
            continue
        if key in places and "#" not in key:
            key = f"{key} @{place + 1}"
        places.setdefault(key, []).append(place)
    return [Column(key, title_of(header, found), tuple(found)) for key, found in places.items()]


def title_of(header: Sequence[str], places: list[int]) -> str:
    first, last = (" ".join(EXPLANATION.sub("", header[place]).split())[:100] for place in (places[0], places[-1]))
    if not first:
        return _("Column %(letter)s, without a name") % {"letter": get_column_letter(places[0] + 1)}
    return first if len(places) == 1 else f"{first} … {last}"


def signature_of(columns: Sequence[Column]) -> str:
    """The same for files of one shape, however many columns a family has."""
    named = (column.key for column in columns if not column.key.startswith("@"))
    return hashlib.sha256("\n".join(named).encode()).hexdigest()


def is_known(fields: Sequence[Field], owners: Sequence[str] = ()) -> Callable[[str], bool]:
    """Whether a header names one of the fields."""
    keys, names = {key for field in fields for key in keys_of(field)} - {""}, names_of(fields)
    return lambda header: key_of(header) in keys or best_field(header, names, owners) is not None


def keys_of(field: Field) -> list[str]:
    """Of all its names; of its label in every language, because a file need not be in that of the page."""
    labels = in_every_language(field.label).values()
    return [key_of(name) for name in (*field.synonyms, field.name.replace("_", " "), *labels)]


def guess(fields: Sequence[Field], columns: Sequence[Column], owners: Sequence[str] = ()) -> dict[str, str]:
    """Field > key of the column that bears one of its names, the first name first; each column once. What is left is
    guessed by words that are shortened or declined; `owners` are words for whom the whole file is about."""
    free, mapping = {column.key: column for column in columns}, {}
    for field in fields:
        for key in keys_of(field):
            if key in free and fits(field, free[key]):
                mapping[field.name] = free.pop(key).key
                break
    by_name, names = {field.name: field for field in fields}, names_of(fields)
    found = [(best_field(column.title, names, owners), column) for column in free.values()]
    for (name, _score), column in sorted((each for each in found if each[0]), key=lambda each: -each[0][1]):
        if name not in mapping and fits(by_name[name], column):
            mapping[name] = column.key
    return mapping


def fits(field: Field, column: Column) -> bool:
    return field.many or not column.is_family or len(column.places) == 1


Names = dict[int, list[tuple[tuple[str, ...], str]]]  # how many words > (words of a name, the field that bears it)


def names_of(fields: Sequence[Field]) -> Names:
    bearers: dict[tuple[str, ...], str] = {}
    for field in fields:
        for name in (*field.synonyms, *in_every_language(field.label).values()):
            bearers.setdefault(headers.words_of(name), field.name)
    names: Names = {}
    for words, name in bearers.items():
        names.setdefault(len(words), []).append((words, name))
    return names


def best_field(header: str, names: Names, owners: Sequence[str]) -> tuple[str, float] | None:
    """The field whose names are most like `header`, and how much; None where none is, or two are alike."""
    for reading in headers.readings(header, owners):
        scores: dict[str, float] = {}
        for words, name in names.get(len(reading), ()):
            if score := headers.likeness(reading, words):
                scores[name] = max(score, scores.get(name, 0))
        best = sorted(scores.items(), key=lambda each: -each[1])[:2]
        if best and (len(best) == 1 or best[0][1] > best[1][1]):
            return best[0]
    return None


def reasons_keys() -> set[str]:
    return {key_of(title) for title in in_every_language(REASONS).values()}


def still_there(mapping: dict[str, str], columns: Sequence[Column]) -> dict[str, str]:
    keys = {column.key for column in columns}
    return {name: key for name, key in mapping.items() if key in keys}


def from_json(rows: list[dict]) -> list[Column]:
    return [Column(row["key"], row["title"], tuple(row["places"])) for row in rows]


def to_json(columns: Sequence[Column]) -> list[dict]:
    return [{"key": each.key, "title": each.title, "places": list(each.places)} for each in columns]
