"""People, personal codes, phones and addresses in free text, however they are written."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from django.utils.translation import gettext as _

from portal.common.folding import fold
from portal.common.ordinary_words import ENGLISH, LATVIAN, SMALL
from portal.common.text import NBSP

UNSEEN = dict.fromkeys(map(ord, "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212"), "-")

DAY = r"(?:(?:0[1-9]|[12]\d|3[01])[ .]?(?:0[1-9]|1[0-2])|32[ .]?\d\d)[ .]?\d\d"
WITH_CENTURY = r"(?:0[1-9]|[12]\d|3[01])[ .](?:0[1-9]|1[0-2])[ .](?:19|20)\d\d"
SIGN = r"[-\u2013-\u2015/._]"
CODE = re.compile(
    rf"(?<![\d+])(?:{DAY}\s*(?:[-\u2013-\u2015/_]\s*)?\d{{5}}"
    rf"|{DAY}{SIGN}(?:\d{{5}}|\d\d \d{{3}}|\d{{3}} \d\d)"
    rf"|{WITH_CENTURY}{SIGN}\d{{5}})(?!\d)"
)
MONEY_BEFORE = r"(?<!€)(?<!€\s)(?<!EUR)(?<!EUR\s)"
MONEY_AFTER = r"(?!\s?(?:€|EUR|eiro|euro|%))"
PHONE = re.compile(
    rf"(?<![\w/-]){MONEY_BEFORE}(?:"
    r"(?:\+|00)\d(?:[\d\s()-]|\.(?=\d)){5,}\d"
    r"|\(?371\)?[\s.-]?\d(?:[\s.-]?\d){7}"
    r"|\(?0\d{2,5}\)?[\s/-]\d[\d\s]{3,}\d"
    r"|[26]\d{7}"
    r"|(?!20\d\d[\s-]20)[26]\d{3}[\s-]\d{4}"
    r"|[26]\d[\s.-]\d{3}[\s.-]\d{3}"
    r"|[26]\d\d[\s-]\d\d[\s-]\d{3}"
    r"|[26]\d\d[\s-]\d{5}"
    r"|[26]\d[\s-]\d{6}"
    r"|[26]\d(?:\s\d\d){3}"
    r"|[26]\d([.-])\d\d\1\d\d\1\d\d"
    rf")(?![\w/-]|[.,]\d){MONEY_AFTER}"
)
EMAIL = re.compile(
    r"[\w.+-]+(?: ?@ ?| ?[(\[{] ?(?:at|et|@) ?[)\]}] ?)[\w-]+(?:(?:\.| ?[(\[{] ?(?:dot|punkts) ?[)\]}] ?)[\w-]+)+"
)

WORD = re.compile(r"[^\W\d_]+")
ENDING = re.compile(r"(?<=..)(?:[aeiou]+[sm]?|s)$")
LAST_LETTER = {"t": "s", "d": "z"}  # Zutis, Zuša; Briedis, Brieža
LETTER = r"(?<!\w)[^\W\d_]"
INITIALS_BEFORE = re.compile(rf"(?:{LETTER}{{1,2}}\.\s*|{LETTER}\s+)+$")
INITIALS_AFTER = re.compile(rf"\s+(?:(?:{LETTER}{{1,2}}\.\s*)+|{LETTER}(?=[,;)\n]|$))")
LONGEST_INITIALS = 16
ASIDE = re.compile(r" *(?:\([^()\n]{1,40}\)|[„“\"«][^\n”“\"»]{1,40}[”“\"»]|(?<= )([^\W\d_]+)\.?) +(?=[^\W\d_])")
MANY = re.compile(r"(?:i|iem|us|u|[ae][sm])$")  # what a surname of several people may end with
AND = re.compile(r"([^\W\d_]+)(?:\s*,\s*|\s+(?:un|and|&)\s+)$")
LONGEST_AND = 40
WITHIN_SENTENCE = f" {NBSP},(-/\u2013"  # what may stand between two words of one
SHORTEST_ALONE = 3  # letters of the stem of a surname that is looked for without a first name


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
class Place:
    """Where in a text people are named, or a surname stands that may be theirs (`is_alone`)."""

    start: int
    end: int
    people: list[Person]
    is_alone: bool = False


@dataclass(frozen=True)
class Mentions:
    """`named`: by both names, or an initial and the surname. `alone`: a surname as it stands > all who bear it."""

    named: list[Person]
    alone: dict[str, list[Person]]


@lru_cache(maxsize=128)
def plain(text: str) -> str:
    """Without what nobody sees in it: soft hyphens, characters of no width, letters and signs of another width."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text.translate(UNSEEN)).translate(HYPHENS)


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
    return [stem(word) for word in WORD.findall(plain(text))]


@lru_cache(maxsize=65_536)
def stems_of_name(name: str) -> frozenset[str]:
    """Foreign names take an ending after the whole of them: Markusam."""
    words = [word for word in WORD.findall(plain(name)) if len(word) > 1]
    return frozenset([*map(stem, words), *(stem(f"{word}am") for word in words)])


def register(known: Iterable[tuple[str, str, Person]]) -> Register:
    found = Register()
    for first, last, person in known:
        for other in stems_of_name(last):
            found.surnames[other].append((first, person))
            for one in stems_of_name(first):
                found.pairs[one, other].append(person)
    return found


def mentions(text: str, known: Register) -> Mentions:
    """First and last name beside each other, in either order and any case, also with something between or for several
    people of one surname; an initial and a surname; a surname with a capital letter within a sentence, and at its
    beginning where the word means nothing else."""
    text = plain(text)
    places = list(places_of(text, known)) if known.surnames else []
    named = dict.fromkeys(person for place in places if not place.is_alone for person in place.people)
    alone: dict[str, tuple[str, list[Person]]] = {}
    for place in places:
        word = text[place.start : place.end]
        if place.is_alone and named.keys().isdisjoint(place.people):
            alone.setdefault(stem(word), (word, place.people))
    return Mentions(list(named), dict(alone.values()))


def places_of(text: str, known: Register) -> Iterator[Place]:
    """Of a text that is `plain`."""
    words = list(WORD.finditer(text))
    found = [stem(word.group()) for word in words]
    spent: set[int] = set()
    for one, other in beside_each_other(text, words, found, known):
        people = together(found[one], found[other], known)
        if people and (other == one + 1 or not {one, one + 1, other} & spent):
            spent |= {one, other}
            yield Place(words[one].start(), words[other].end(), people)
            yield from of_one_surname(text, words[one], words[other], found[other], known)
    for place, word in enumerate(words):
        bearers = known.surnames.get(found[place], ())
        if not bearers or place in spent or not word.group()[0].isupper():
            continue
        before, after = initials_before(text, word), initials_after(text, word)
        meant = [person for first, person in bearers if has_initial(first, before + after)]
        gap = text[words[place - 1].end() : word.start()] if place else "."
        if meant:
            yield Place(start_of_initials(text, word), end_of_initials(text, word), meant)
        elif not before and may_be_a_name(word.group(), begins=bool(gap.strip(WITHIN_SENTENCE))):
            yield Place(word.start(), word.end(), [person for _first, person in bearers], is_alone=True)


def beside_each_other(text: str, words: Sequence[re.Match], found: list[str], known: Register):
    """Numbers of words that may be the two names of somebody: neighbours, then those with a second name, a nickname or
    something in brackets between them."""
    for place in range(len(words) - 1):
        yield place, place + 1
    at = {word.start(): place for place, word in enumerate(words)}
    for place, word in enumerate(words):
        if not word.group()[0].isupper():
            continue
        aside = ASIDE.match(text, word.end())
        if aside and (aside[1] is None or aside[1][0].isupper()) and aside.end() in at:
            yield place, at[aside.end()]


def together(one: str, other: str, known: Register) -> list[Person]:
    return [*known.pairs.get((one, other), ()), *known.pairs.get((other, one), ())]


def of_one_surname(text: str, first: re.Match, last: re.Match, surname: str, known: Register) -> Iterator[Place]:
    """Kārlis un Agnese Līcīši: those before the one who stands beside the surname."""
    end = first.start()
    while MANY.search(fold(last.group())):
        joined = AND.search(text[max(0, end - LONGEST_AND) : end])
        people = known.pairs.get((stem(joined[1]), surname)) if joined else None
        if not people:
            return
        end -= len(joined[0])
        yield Place(end, end + len(joined[1]), people)


def initials_before(text: str, surname: re.Match) -> list[str]:
    """A. B. Krastiņš; Dž. Krastiņš; Ū Krastiņš"""
    return capitals(text[start_of_initials(text, surname) : surname.start()])


def initials_after(text: str, surname: re.Match) -> list[str]:
    """Krastiņš Ū."""
    return capitals(text[surname.end() : end_of_initials(text, surname)])


def capitals(words: str) -> list[str]:
    return [each for each in WORD.findall(words) if each[0].isupper()]


def start_of_initials(text: str, surname: re.Match) -> int:
    found = INITIALS_BEFORE.search(text[max(0, surname.start() - LONGEST_INITIALS) : surname.start()])
    return surname.start() - len(found.group()) if found else surname.start()


def end_of_initials(text: str, surname: re.Match) -> int:
    found = INITIALS_AFTER.match(text, surname.end())
    return surname.end() + len(found.group().rstrip() if found else "")


def has_initial(first_names: str, initials: Sequence[str]) -> bool:
    """U. may be Ūdris without the accent, Ū. is not Uldis."""
    return any(
        fold(name).startswith(fold(each)) if each.isascii() else name.casefold().startswith(each.casefold())
        for name in WORD.findall(first_names)
        for each in initials
    )


def may_be_a_name(word: str, *, begins: bool) -> bool:
    """Of a word with a capital letter; `begins`: it has one anyhow, as the first of its sentence."""
    is_ordinary = stem(word) in ordinary_stems() or fold(word) in small_words()
    return len(stem(word)) >= SHORTEST_ALONE and not (begins and is_ordinary)


@cache
def small_words() -> frozenset[str]:
    return frozenset(map(fold, SMALL.split()))


@cache
def ordinary_stems() -> frozenset[str]:
    return frozenset(map(stem, f"{LATVIAN} {ENGLISH}".split()))


def codes_in(text: str) -> list[str]:
    return list(dict.fromkeys(found.group() for found in CODE.finditer(plain(text))))


def reached_at(text: str) -> list[str]:
    """Phone numbers and e-mail addresses."""
    rest = CODE.sub(" ", plain(text))
    return list(dict.fromkeys(found.group() for each in (PHONE, EMAIL) for found in each.finditer(rest)))


def without_people(text: str, known: Register) -> str:
    """With a word in brackets in place of whoever is named, of codes, phones and addresses."""
    words = plain(text)
    found = [(place.start, place.end, _("[name]")) for place in places_of(words, known)] if known.surnames else []
    for pattern, instead in ((CODE, _("[personal code]")), (EMAIL, _("[e-mail]")), (PHONE, _("[phone]"))):
        found += [(*each.span(), instead) for each in pattern.finditer(words)]
    if not found:
        return text
    parts, last = [], 0
    for start, end, instead in sorted(found, key=lambda each: (each[0], -each[1])):
        if start >= last:
            parts += [words[last:start], instead]
            last = end
    return "".join([*parts, words[last:]])
