"""What cannot be made, what is left blank and what is not needed, by cause: for pages and for the list of contents."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from mobilities.enums import PaperKind
from reports.papers.gaps import KNOWN
from reports.papers.kinds import COMPANION, PRINTABLE
from reports.papers.ordering import BLANK, BLOCKED, UNNEEDED, UNTRANSLATED

NAMED = 15  # as many are named on paper


@dataclass
class Spot:
    """A page where something is entered, and how many people it concerns."""

    subject: str
    address: str
    people: set[int] = field(default_factory=set)


@dataclass
class Cause:
    """What is not known or not so: of whom, and which papers it concerns. `others`: what is made of the same people
    all the same."""

    key: str
    sentences: list[object]
    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)
    mobilities: set[int] = field(default_factory=set)
    kinds: dict[str, None] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    def add(self, row: dict, reason: dict) -> None:
        where = (reason["subject"], reason["address"])
        self.spots.setdefault(where, Spot(*where)).people.update(row["people"])
        self.people.update(row["people"])
        self.mobilities.update(row["mobilities"])
        self.kinds[row["kind"]] = None

    @property
    def same_as(self) -> tuple:
        """What is entered on the same pages for the same people is one thing to do."""
        return frozenset(self.spots), frozenset(self.people)

    def join(self, other: "Cause") -> None:
        self.sentences += other.sentences
        self.kinds |= other.kinds

    @property
    def papers(self) -> list[str]:
        return names(self.kinds)

    @property
    def places(self) -> list[Spot]:
        return list(self.spots.values())

    @property
    def first_places(self) -> list[Spot]:
        return self.places[:NAMED]

    @property
    def places_not_named(self) -> int:
        return max(len(self.spots) - NAMED, 0)

    @property
    def for_all_url(self) -> str:
        """Where the same is written for all of them at once."""
        place = KNOWN[self.key][1] if self.key in KNOWN else None
        if place is None or not place.is_of_plan or len(self.mobilities) < 2:
            return ""
        return reverse("mobilities:learning-plan-many", query={"m": sorted(self.mobilities)})


def names(kinds: Iterable[str]) -> list[str]:
    """In the order of the kinds."""
    wanted = set(kinds)
    return [str(kind.label) for kind in PaperKind if kind in wanted]


class Summary:
    """Of the problems of an order, as they are kept with its bundle."""

    def __init__(self, problems: list[dict], kinds: Iterable[str], mobilities: Iterable[int]) -> None:
        self.problems, self.kinds, self.mobilities = problems, list(kinds), list(mobilities)

    @cached_property
    def blocked(self) -> list[Cause]:
        causes = self.causes(BLOCKED)
        for cause in causes:
            cause.others = names(kind for kind in self.kinds if self.is_made_of_some(kind, cause.mobilities))
        return causes

    @cached_property
    def blank(self) -> list[Cause]:
        found: dict[tuple, Cause] = {}
        for cause in self.causes(BLANK):
            first = found.setdefault(cause.same_as, cause)
            if first is not cause:
                first.join(cause)
        return list(found.values())

    @cached_property
    def unneeded(self) -> list[Cause]:
        return self.causes(UNNEEDED)

    @cached_property
    def untranslated(self) -> list[Cause]:
        return self.causes(UNTRANSLATED)

    def causes(self, outcome: str) -> list[Cause]:
        """What concerns most people comes first."""
        found: dict[str, Cause] = {}
        for row in self.problems:
            if row.get("outcome") == outcome:
                for reason in row["reasons"]:
                    key = reason["key"]
                    found.setdefault(key, Cause(key, [KNOWN[key][0]] if key in KNOWN else [])).add(row, reason)
        return sorted(found.values(), key=lambda cause: -len(cause.people))

    def is_made_of_some(self, kind: str, mobilities: set[int]) -> bool:
        if PRINTABLE[PaperKind(kind)].per == COMPANION:
            return False
        return bool(mobilities - self.not_made.get(kind, set()))

    @cached_property
    def not_made(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for row in self.problems:
            if row.get("outcome") in (BLOCKED, UNNEEDED):
                found.setdefault(row["kind"], set()).update(row["mobilities"])
        return found

    def count(self, outcome: str) -> int:
        return sum(row.get("outcome") == outcome for row in self.problems)

    @property
    def blocked_count(self) -> int:
        return self.count(BLOCKED)

    @property
    def blank_count(self) -> int:
        return self.count(BLANK)

    @property
    def untranslated_count(self) -> int:
        return self.count(UNTRANSLATED)

    @property
    def unneeded_count(self) -> int:
        return self.count(UNNEEDED)
