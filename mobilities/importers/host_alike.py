"""Hosts of one file that may be one: the name is the same but for its spelling, and the place is nearly the same."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

from mobilities.importers.names import words_of
from mobilities.known_hosts import contradict

LIKE = _(
    "Is this not the same host as in row %(row)s, “%(host)s”? It is taken for another one, because the name or "
    "the city is written differently."
)
UMLAUT = re.compile(r"(?<=[aou])e")
LEAST_ALIKE = 0.7
Said = dict[str, str]


@dataclass(frozen=True)
class Before:
    number: int
    said: Said

    @property
    def called(self) -> str:
        return f"{self.said['name']}, {self.said['city']}"


@dataclass
class Alike:
    """The hosts of the rows so far, by their name as it might be written otherwise."""

    known: dict[tuple[str, str], list[Before]] = field(default_factory=lambda: defaultdict(list))

    def before(self, number: int, said: Said) -> Before | None:
        """The first row that may be about the same host; this one is known from now on."""
        namesakes = self.known[loose(said["name"]), said["country"]]
        found = next((each for each in namesakes if may_be_one(each.said, said)), None)
        namesakes.append(Before(number, said))
        return found


def loose(text: str) -> str:
    """Müller, Mueller and "MULLER" are one."""
    return UMLAUT.sub("", words_of(text)).replace(" ", "")


def may_be_one(one: Said, other: Said) -> bool:
    if contradict(one, other):
        return False
    same = [name for name in ("postcode", "address") if one.get(name) and other.get(name)]
    if any(loose(one[name]) == loose(other[name]) for name in same):
        return True
    cities = loose(one["city"]), loose(other["city"])
    return SequenceMatcher(None, *cities).ratio() >= LEAST_ALIKE
