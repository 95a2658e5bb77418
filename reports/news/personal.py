"""Personal data in free text that goes out: people of the school's register, personal codes, phones and addresses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, pairwise

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from mobilities.enums import ConsentKind
from mobilities.models import Consent, HostContact, Participant, PersonContact
from mobilities.models.consent import taken_back
from portal.accounts.models import School
from portal.common.folding import fold

DAY = r"(?:(?:0[1-9]|[12]\d|3[01])[ .]?(?:0[1-9]|1[0-2])|32[ .]?\d\d)[ .]?\d\d"
CODE = re.compile(rf"(?<![\d+]){DAY}\s*[-\u2010-\u2015]?\s*\d{{5}}(?!\d)")
PHONE = re.compile(
    r"(?<![\w/-])(?:"
    r"(?:\+|00)\d[\d\s()-]{5,}\d"
    r"|\(?0\d{2,5}\)?[\s/-]\d[\d\s]{3,}\d"
    r"|[26]\d{7}"
    r"|(?!20\d\d[\s-]20)[26]\d{3}[\s-]\d{4}"
    r"|[26]\d[\s-]\d{3}[\s-]\d{3}"
    r"|[26]\d(?:\s\d\d){3}"
    r")(?![\w/-])"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WORD = re.compile(r"[^\W\d_]+")
ENDING = re.compile(r"(?<=..)(?:[aeiou]+[sm]?|s)$")
LAST_LETTER = {"t": "s", "d": "z"}  # Zutis, Zuša; Briedis, Brieža


@dataclass(frozen=True)
class Person:
    """`may_be_named`: a consent to pictures and publicity stands; unknown of contacts, who give none here."""

    name: str
    is_revoked: bool = False
    may_be_named: bool | None = None


Register = dict[tuple[str, str], list[Person]]


def stem(word: str) -> str:
    """The same in every case: without accents and ending, and without what the genitive does to the letter before."""
    bare = ENDING.sub("", fold(word))
    if len(bare) > 3 and bare[-1] == "j" and bare[-2] in "bmpv":
        return bare[:-1]
    return bare[:-1] + LAST_LETTER.get(bare[-1], bare[-1]) if bare else bare


def stems(text: str) -> list[str]:
    return [stem(word) for word in WORD.findall(text)]


def stems_of_name(name: str) -> set[str]:
    """Foreign names take an ending after the whole of them: Markusam."""
    words = [word for word in WORD.findall(name) if len(word) > 1]
    return {*map(stem, words), *(stem(f"{word}am") for word in words)}


def register_of(school: School) -> Register:
    """Everybody whom the school knows by name, in three queries."""
    standing = Consent.objects.standing().filter(person=OuterRef("pk"), kind=ConsentKind.IMAGE)
    revoked = set(revoked_people(school).values_list("pk", flat=True))
    people = Participant.objects.filter(school=school).annotate(may_be_named=Exists(standing))
    rows = people.values_list("pk", "first_name", "last_name", "may_be_named")
    known = [
        (first, last, Person(f"{first} {last}", pk in revoked, allowed)) for pk, first, last, allowed in rows
    ]  # fmt: skip
    contacts = chain(
        PersonContact.objects.filter(person__school=school).values_list("name", flat=True),
        HostContact.objects.filter(host__school=school).values_list("name", flat=True),
    )
    known += [(*split_name(name), Person(name)) for name in contacts]
    return register(known)


def register_of_revoked(school_id: int) -> Register:
    rows = revoked_people(school_id).values_list("first_name", "last_name")
    return register((first, last, Person(f"{first} {last}", is_revoked=True)) for first, last in rows)


def revoked_people(school):
    return Participant.objects.filter(taken_back("pk", *ConsentKind.values), school=school)


def split_name(name: str) -> tuple[str, str]:
    first, _space, last = name.strip().rpartition(" ")
    return first, last


def register(known: Iterable[tuple[str, str, Person]]) -> Register:
    found: Register = defaultdict(list)
    for first, last, person in known:
        for one in stems_of_name(first):
            for other in stems_of_name(last):
                found[one, other].append(person)
    return found


def people_in(text: str, known: Register) -> list[Person]:
    """First and last name beside each other, in either order and any case."""
    found: dict[Person, None] = {}
    for one, other in pairwise(stems(text)):
        for person in (*known.get((one, other), ()), *known.get((other, one), ())):
            found[person] = None
    return list(found)


def codes_in(text: str) -> list[str]:
    return list(dict.fromkeys(CODE.findall(text)))


def reached_at(text: str) -> list[str]:
    """Phone numbers and e-mail addresses."""
    rest = CODE.sub(" ", text)
    return list(dict.fromkeys([*PHONE.findall(rest), *EMAIL.findall(rest)]))


def forbidden(text: str, known: Register) -> list[str]:
    """Why the words may not go out at all, in sentences; a code is not repeated."""
    said = [_("A personal identity code is in the text: it is never published.")] if codes_in(text) else []
    names = [person.name for person in people_in(text, known) if person.is_revoked]
    if names:
        sentence = _("A consent of these people was taken back, they may not be named: %(names)s.")
        said.append(sentence % {"names": ", ".join(dict.fromkeys(names))})
    return said


def to_be_checked(text: str, known: Register) -> dict[str, str]:
    """What a person decides on: the thing, and what is known of the consent."""
    found = {person.name: consent_of(person) for person in people_in(text, known) if not person.is_revoked}
    return found | dict.fromkeys(reached_at(text), "")


def consent_of(person: Person) -> str:
    if person.may_be_named is None:
        return _("a contact person; ask them")
    return _("the consent to pictures stands") if person.may_be_named else _("no consent to pictures is recorded")
