"""Personal data in free text that goes out: people of the school's register, personal codes, phones and addresses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain, pairwise

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from mobilities.enums import ConsentKind
from mobilities.models import Consent, HostContact, Participant, PersonContact
from mobilities.models.consent import taken_back
from portal.accounts.models import School
from portal.common.folding import fold
from portal.common.text import NBSP
from reports.news.ordinary_words import ENGLISH, LATVIAN

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
LETTER = r"(?<!\w)[^\W\d_]"
INITIALS_BEFORE = re.compile(rf"(?:{LETTER}{{1,2}}\.\s*|{LETTER}\s+)+$")
INITIALS_AFTER = re.compile(rf"\s+(?:(?:{LETTER}{{1,2}}\.\s*)+|{LETTER}(?=[,;)\n]|$))")
LONGEST_INITIALS = 16
WITHIN_SENTENCE = f" {NBSP},(-/\u2013"  # what may stand between two words of one
SHORTEST_ALONE = 3  # letters of the stem of a surname that is looked for without a first name
MOST_BEARERS_TOLD = 3


@dataclass(frozen=True)
class Person:
    """`may_be_named`: a consent to pictures and publicity stands; unknown of contacts, who give none here."""

    name: str
    is_revoked: bool = False
    may_be_named: bool | None = None


@dataclass
class Register:
    """People by the stems of first and last name, and by that of the last name: (first name, person)."""

    pairs: dict[tuple[str, str], list[Person]] = field(default_factory=lambda: defaultdict(list))
    surnames: dict[str, list[tuple[str, Person]]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class Mentions:
    """`named`: by both names, or an initial and the surname. `alone`: a surname as it stands > all who bear it."""

    named: list[Person]
    alone: dict[str, list[Person]]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The same in every case: without accents and ending, and without what the genitive does to the letter before."""
    bare = ENDING.sub("", fold(word))
    if len(bare) > 4 and bare.endswith("aj"):  # Platais, Platajam
        bare = bare[:-2]
    if len(bare) > 3 and bare[-1] == "j" and bare[-2] in "bmpv":
        return bare[:-1]
    return bare[:-1] + LAST_LETTER.get(bare[-1], bare[-1]) if bare else bare


def stems(text: str) -> list[str]:
    return [stem(word) for word in WORD.findall(text)]


@lru_cache(maxsize=65_536)
def stems_of_name(name: str) -> frozenset[str]:
    """Foreign names take an ending after the whole of them: Markusam."""
    words = [word for word in WORD.findall(name) if len(word) > 1]
    return frozenset([*map(stem, words), *(stem(f"{word}am") for word in words)])


def register_of(school: School, text: str) -> Register:
    """Everybody whom the school knows by name and whose surname stands in the text: people, their contacts and
    guardians, people at hosts; in five queries."""
    said = frozenset(stems(text))

    def is_said(last_name: str) -> bool:
        return not said.isdisjoint(stems_of_name(last_name))

    people = Participant.objects.filter(school=school)
    keys = [pk for pk, last in people.values_list("pk", "last_name") if is_said(last)]
    standing = Consent.objects.standing().filter(person=OuterRef("pk"), kind=ConsentKind.IMAGE)
    revoked = Exists(revoked_people(school).filter(pk=OuterRef("pk")))
    rows = people.filter(pk__in=keys).annotate(is_revoked=revoked, may_be_named=Exists(standing))
    known = [
        (first, last, Person(f"{first} {last}", is_revoked, may_be_named))
        for first, last, is_revoked, may_be_named in rows.values_list(
            "first_name", "last_name", "is_revoked", "may_be_named"
        )
    ]
    contacts = chain(
        PersonContact.objects.filter(person__school=school).values_list("name", flat=True),
        HostContact.objects.filter(host__school=school).values_list("name", flat=True),
        Consent.objects.filter(person__school=school).exclude(giver_name="").values_list("giver_name", flat=True),
    )
    known += [(*split_name(name), Person(name)) for name in dict.fromkeys(contacts) if is_said(split_name(name)[1])]
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
    found = Register()
    for first, last, person in known:
        for other in stems_of_name(last):
            found.surnames[other].append((first, person))
            for one in stems_of_name(first):
                found.pairs[one, other].append(person)
    return found


def mentions(text: str, known: Register) -> Mentions:
    """First and last name beside each other, in either order and any case; an initial and a surname; a surname with a
    capital letter within a sentence, and at its beginning where the word means nothing else."""
    words = list(WORD.finditer(text))
    found = [stem(word.group()) for word in words]
    named: dict[Person, None] = {}
    alone: dict[str, tuple[str, list[Person]]] = {}
    spent: set[int] = set()
    for place, (one, other) in enumerate(pairwise(found)):
        if people := [*known.pairs.get((one, other), ()), *known.pairs.get((other, one), ())]:
            named |= dict.fromkeys(people)
            spent |= {place, place + 1}
    for place, word in enumerate(words):
        bearers = known.surnames.get(found[place], ())
        if not bearers or place in spent or not word.group()[0].isupper():
            continue
        before, after = initials_before(text, word), initials_after(text, word)
        meant = [person for first, person in bearers if has_initial(first, before + after)]
        named |= dict.fromkeys(meant)
        gap = text[words[place - 1].end() : word.start()] if place else "."
        if not meant and not before and may_be_a_name(found[place], begins=bool(gap.strip(WITHIN_SENTENCE))):
            alone.setdefault(found[place], (word.group(), [person for _first, person in bearers]))
    return Mentions(list(named), {word: people for word, people in alone.values() if named.keys().isdisjoint(people)})


def initials_before(text: str, surname: re.Match) -> list[str]:
    """A. B. Krastiņš; Dž. Krastiņš; Ū Krastiņš"""
    found = INITIALS_BEFORE.search(text[max(0, surname.start() - LONGEST_INITIALS) : surname.start()])
    return [each for each in WORD.findall(found.group()) if each[0].isupper()] if found else []


def initials_after(text: str, surname: re.Match) -> list[str]:
    """Krastiņš Ū."""
    found = INITIALS_AFTER.match(text, surname.end())
    return [each for each in WORD.findall(found.group()) if each[0].isupper()] if found else []


def has_initial(first_names: str, initials: Sequence[str]) -> bool:
    """U. may be Ūdris without the accent, Ū. is not Uldis."""
    return any(
        fold(name).startswith(fold(each)) if each.isascii() else name.casefold().startswith(each.casefold())
        for name in WORD.findall(first_names)
        for each in initials
    )


def may_be_a_name(its_stem: str, *, begins: bool) -> bool:
    """Of a word with a capital letter; `begins`: it has one anyhow, as the first of its sentence."""
    return len(its_stem) >= SHORTEST_ALONE and not (begins and its_stem in ordinary_stems())


@cache
def ordinary_stems() -> frozenset[str]:
    return frozenset(map(stem, f"{LATVIAN} {ENGLISH}".split()))


def codes_in(text: str) -> list[str]:
    return list(dict.fromkeys(CODE.findall(text)))


def reached_at(text: str) -> list[str]:
    """Phone numbers and e-mail addresses."""
    rest = CODE.sub(" ", text)
    return list(dict.fromkeys([*PHONE.findall(rest), *EMAIL.findall(rest)]))


def forbidden(text: str, known: Register) -> list[str]:
    """Why the words may not go out at all, in sentences; a code is not repeated. A surname alone may be somebody
    else's: it is for a person to tick."""
    said = [_("A personal identity code is in the text: it is never published.")] if codes_in(text) else []
    names = [person.name for person in mentions(text, known).named if person.is_revoked]
    if names:
        sentence = _("A consent of these people was taken back, they may not be named: %(names)s.")
        said.append(sentence % {"names": ", ".join(dict.fromkeys(names))})
    return said


def to_be_checked(text: str, known: Register) -> dict[str, str]:
    """What a person decides on: the thing, and what is known of the consent."""
    found = mentions(text, known)
    people = {person.name: consent_of(person) for person in found.named if not person.is_revoked}
    surnames = {word: borne_by(bearers) for word, bearers in found.alone.items()}
    return people | surnames | dict.fromkeys(reached_at(text), "")


def objections(said: Iterable[tuple[str, Collection[str]]], known: Register) -> list[str]:
    """Why it may not be approved, in sentences. `said`: words, and what in them was ticked as fit to be published."""
    sentences: dict[str, None] = {}
    unseen: dict[str, None] = {}
    for text, checked in said:
        sentences |= dict.fromkeys(forbidden(text, known))
        unseen |= dict.fromkeys(each for each in to_be_checked(text, known) if each not in checked)
    if unseen:
        words = _(
            "These personal data are in the text: %(things)s. Take them out, or tick each that may be published."
        )
        sentences[words % {"things": ", ".join(unseen)}] = None
    return list(sentences)


def consent_of(person: Person) -> str:
    if person.may_be_named is None:
        return _("a contact person; ask them")
    return _("the consent to pictures stands") if person.may_be_named else _("no consent to pictures is recorded")


def borne_by(people: list[Person]) -> str:
    names = [
        _("%(name)s, who took a consent back") % {"name": person.name} if person.is_revoked else person.name
        for person in sorted(dict.fromkeys(people), key=lambda person: not person.is_revoked)
    ]
    told = "; ".join(names[:MOST_BEARERS_TOLD]) + ("; …" if len(names) > MOST_BEARERS_TOLD else "")
    return _("a surname alone; in the register: %(names)s") % {"names": told}
