"""Which column is which: by what was remembered, by the names in the table, then by likeness."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from mobilities.beneficiary_module.fields import BY_NAME, known_keys
from mobilities.beneficiary_module.layout import Column

SURE, LIKELY, REMEMBERED, CHOSEN, NONE, NEVER = "sure", "likely", "remembered", "chosen", "none", "never"
LEAST_ALIKE = 0.85
LEFT = ""  # the column is left as it is


@dataclass(frozen=True)
class Match:
    field: str
    how: str


def guess(columns: Iterable[Column], remembered: Mapping[str, str]) -> dict[str, Match]:
    """Key of each column > its field; no field twice. What people chose before wins over what is guessed."""
    columns = list(columns)
    found: dict[str, Match] = {column.key: Match(LEFT, NEVER) for column in columns if column.is_special}
    free = [column for column in columns if not column.is_special]
    taken: set[str] = set()
    for column in free:
        if (name := remembered.get(column.key)) is not None and (name == LEFT or name in BY_NAME):
            if name and name in taken:
                continue
            found[column.key] = Match(name, REMEMBERED)
            taken.add(name)
    for how, find in ((SURE, exactly), (LIKELY, alike)):
        for column in free:
            if column.key in found:
                continue
            name = find(column.plain_key, taken)
            if name:
                found[column.key] = Match(name, how)
                taken.add(name)
    return {column.key: found.get(column.key, Match(LEFT, NONE)) for column in columns}


def exactly(key: str, taken: set[str]) -> str:
    name = known_keys().get(key, LEFT)
    return LEFT if name in taken else name


def alike(key: str, taken: set[str]) -> str:
    """The field with the name most like this one, if it is like enough."""
    free = [known for known, name in known_keys().items() if name not in taken]
    near = get_close_matches(key, free, n=1, cutoff=LEAST_ALIKE)
    return known_keys()[near[0]] if near else LEFT


def how_each(columns: Iterable[Column], mapping: Mapping[str, str], remembered: Mapping[str, str]) -> dict[str, str]:
    """How sure each match of `mapping` is, for the page."""
    columns = list(columns)
    guessed = guess(columns, {})
    said = {}
    for column in columns:
        match, name = guessed[column.key], mapping.get(column.key, LEFT)
        if column.is_special:
            said[column.key] = NEVER
        elif name == match.field:
            said[column.key] = match.how
        else:
            said[column.key] = REMEMBERED if remembered.get(column.key) == name else CHOSEN
    return said
