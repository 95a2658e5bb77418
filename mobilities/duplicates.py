"""Which people of the register may be one and the same; pure, over rows that are loaded already."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from mobilities.models import Participant
from portal.common.folding import fold

WORD = re.compile(r"[^\W_]+")
ALIKE = 0.8
MOST_ALIKE = 30  # an address that more people have is that of an office
Pair = tuple[int, int]


class Likeness(TextChoices):
    NAME = "name", _("the same name")
    EMAIL = "email", _("the same e-mail")
    BIRTH = "birth", _("the same date of birth and a similar name")


@dataclass
class Group:
    people: list[Participant] = field(default_factory=list)
    reasons: set[Likeness] = field(default_factory=set)

    def told(self) -> list[str]:
        return [str(reason.label) for reason in Likeness if reason in self.reasons]


def name_key(person: Participant) -> str:
    return name_of_person(f"{person.first_name} {person.last_name}")


def name_of_person(name: str) -> str:
    """The words of a name without case, diacritics and punctuation, in any order."""
    return " ".join(sorted(WORD.findall(fold(name))))


def pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def groups(people: Sequence[Participant], apart: Iterable[Pair] = ()) -> list[Group]:
    """People who hang together by likeness; pairs of `apart` were said to be different."""
    apart, by_key = set(apart), {person.pk: person for person in people}
    leaders = {pk: pk for pk in by_key}
    reasons: dict[int, set[Likeness]] = defaultdict(set)

    def leader(pk: int) -> int:
        while leaders[pk] != pk:
            leaders[pk] = pk = leaders[leaders[pk]]
        return pk

    for one, other, reason in likenesses(people):
        if pair(one, other) not in apart:
            leaders[leader(other)] = leader(one)
            reasons[one].add(reason)
    found: dict[int, Group] = defaultdict(Group)
    for person in people:
        group = found[leader(person.pk)]
        group.people.append(person)
        group.reasons |= reasons[person.pk]
    return [group for group in found.values() if len(group.people) > 1]


def likenesses(people: Sequence[Participant]) -> Iterator[tuple[int, int, Likeness]]:
    """Nobody is compared with everybody: only those who share a name, an address, or a birthday and a word."""
    keys = {person.pk: name_key(person) for person in people}
    for bucket in buckets(people, lambda person: [keys[person.pk]]):
        for one, other in combinations(bucket[:MOST_ALIKE], 2):
            yield one.pk, other.pk, Likeness.NAME
    for bucket in buckets(people, lambda person: [fold(person.email)]):
        for one, other in combinations(bucket if len(bucket) <= MOST_ALIKE else [], 2):
            yield one.pk, other.pk, Likeness.EMAIL
    for bucket in buckets(people, lambda person: birthday_words(person, keys[person.pk])):
        for one, other in combinations(bucket[:MOST_ALIKE], 2):
            if are_alike(keys[one.pk], keys[other.pk]):
                yield one.pk, other.pk, Likeness.BIRTH


def birthday_words(person: Participant, key: str) -> list[tuple[date, str]]:
    return [(person.birth_date, word) for word in set(key.split())] if person.birth_date else []


def buckets(people: Iterable[Participant], keys_of: Callable) -> Iterator[list[Participant]]:
    found = defaultdict(list)
    for person in people:
        for key in filter(None, keys_of(person)):
            found[key].append(person)
    return (bucket for bucket in found.values() if len(bucket) > 1)


class Known:
    """People of the register, to be asked who of them somebody new may be; nobody is compared with everybody."""

    def __init__(self, people: Iterable[Participant]) -> None:
        self.by_name: dict[str, list[Participant]] = defaultdict(list)
        self.by_birthday: dict[tuple[date, str], list[Participant]] = defaultdict(list)
        for person in people:
            key = name_key(person)
            self.by_name[key].append(person)
            for each in birthday_words(person, key):
                self.by_birthday[each].append(person)

    def like(self, person: Participant) -> list[tuple[Participant, Likeness]]:
        key = name_key(person)
        found = {id(other): (other, Likeness.NAME) for other in self.by_name.get(key, ())}
        for each in birthday_words(person, key):
            for other in self.by_birthday.get(each, ())[:MOST_ALIKE]:
                if are_alike(key, name_key(other)):
                    found.setdefault(id(other), (other, Likeness.BIRTH))
        return list(found.values())


def are_alike(one: str, other: str) -> bool:
    """A letter or two apart, or one leaves out a second name of the other."""
    words, others = set(one.split()), set(other.split())
    if len(words & others) > 1 and (words <= others or others <= words):
        return True
    return SequenceMatcher(None, one, other).ratio() >= ALIKE
