"""People of one name: what stands behind the name to tell them apart.

What is suggested and what is understood come from here, so that a name which the portal wrote is known again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import pgettext

from mobilities.enums import PersonKind
from mobilities.importers.names import group_of, name_of_person
from mobilities.importers.person_fields import kind_of
from mobilities.models import Participant
from portal.accounts.models import School
from portal.common.folding import fold
from portal.common.text import day

READ = ("first_name", "last_name", "email", "birth_date", "group", "work_field", "kind")
NOTHING = {"", ("group", ""), ("kind", None)}
DIVIDES = re.compile(r"[(),;\n]")  # a hint with one of these would be read as two, or as two names


def namesakes(school: School | int, people: Iterable[Participant]) -> dict[str, list[Participant]]:
    """All of the school who are called as one of `people`, by name_of_person()."""
    first_names = {row.first_name for row in people}
    rows = Participant.objects.filter(school=school, last_name__in={row.last_name for row in people})
    alike: dict[str, list[Participant]] = defaultdict(list)
    for row in rows.only(*READ):
        if row.first_name in first_names:
            alike[name_of_person(str(row))].append(row)
    return alike


def called(person: Participant, alike: Sequence[Participant]) -> str:
    """As a cell calls `person`, so that no other of those `alike` is meant."""
    if len(alike) < 2:
        return str(person)
    fitting = (hint for hint in hints_of(person) if hint and not DIVIDES.search(hint))
    hint = next((hint for hint in fitting if meant(alike, hint) == [person]), number_of(person))
    return f"{person} ({hint})"


def in_full(person: Participant, alike: Sequence[Participant]) -> str:
    """All that is known, and where that is the same of another, the number."""
    others = [row for row in alike if row != person]
    return called(person, alike) if person.in_full in {row.in_full for row in others} else person.in_full


def meant(people: Sequence[Participant], hint: str) -> list[Participant]:
    """Those about whom most parts of `hint` are; all where no part is about anybody."""
    parts = set[object]().union(*map(signs, hint.split(",")))
    agreeing = [len(parts & known_by(row)) for row in people]
    return [row for row, count in zip(people, agreeing, strict=True) if count == max(agreeing)]


def hints_of(person: Participant) -> Iterator[str]:
    """What is surest first."""
    yield person.email
    yield day(person.birth_date, "lv") if person.birth_date else ""
    yield person.group
    yield person.work_field
    is_staff = person.kind == PersonKind.STAFF
    yield (pgettext("group of people", "Staff") if is_staff else str(person.get_kind_display())).lower()


def number_of(person: Participant) -> str:
    return f"#{person.pk}"


def signs(part: str) -> set[object]:
    word = fold(part.strip())
    return {word, ("group", group_of(part)), ("kind", kind_of(word))} - NOTHING


def known_by(person: Participant) -> set[object]:
    known = {fold(person.email), fold(person.work_field), number_of(person), ("kind", person.kind)}
    known |= {fold(part.strip()) for part in person.work_field.split(",")}
    if person.birth_date:
        born = person.birth_date
        known |= {born.isoformat(), f"{born:%d.%m.%Y}", fold(day(born, "lv")), fold(day(born, "en"))}
    return {*known, fold(person.group), ("group", group_of(person.group))} - NOTHING
