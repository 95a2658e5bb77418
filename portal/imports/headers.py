"""Which name of a column means which: as people shorten, decline and combine words, in Latvian and in English."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from portal.common.folding import fold

LONGEST = 80  # more is a sentence, and names no column
WORD = re.compile(r"[a-z0-9#]+")
BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]?")
NUMBER = re.compile(r"[0-9]+")
LEAST_STEM, LONGEST_ENDING = 4, 3
OTHER_ORDER = 0.9
SAYS_NOTHING = {"un", "vai", "and", "or", "the", "of", "jeb", "s", "ja", "ir", "if", "any", "lv"}
# What people shorten otherwise than by cutting the end off.
SHORT = {
    "nr": "numurs", "no": "number", "talr": "talrunis", "tlr": "talrunis", "tlf": "talrunis", "tel": "talrunis",
    "telefons": "talrunis",
    "telefona": "talruna", "telephone": "phone", "ph": "phone", "epasts": "e pasts", "epasta": "e pasta",
    "email": "e mail", "mail": "e mail", "pasts": "e pasts", "dz": "dzimsanas", "dob": "birth date", "gr": "grupa",
    "kv": "kvalifikacija", "mob": "mobilais talrunis", "mobilais": "mobilais talrunis", "tips": "veids",
}  # fmt: skip


def words_of(header: str) -> tuple[str, ...]:
    """Folded, written out, without what says nothing."""
    found: list[str] = []
    for word in WORD.findall(NUMBER.sub("#", fold(header))):
        for each in SHORT.get(word, word).split():
            if each not in SAYS_NOTHING and (not found or found[-1] != each):
                found.append(each)
    return tuple(found)


def likeness(header: Sequence[str], name: Sequence[str]) -> float:
    """How well the words of a header fit those of a name, all of them: 0 not at all, 1 the same; a little less in
    another order."""
    if len(header) != len(name) or not header:
        return 0
    fits = [alike(word, other) for word, other in zip(header, name, strict=True)]
    if all(fits):
        return sum(fits) / len(fits)
    free, score = list(name), 0.0
    for word in header:
        best = max(free, key=lambda each: alike(word, each))
        if not (fit := alike(word, best)):
            return 0
        free.remove(best)
        score += fit
    return OTHER_ORDER * score / len(header)


@lru_cache(maxsize=65_536)
def alike(word: str, other: str) -> float:
    """The same word, the same with another ending, or cut short."""
    if word == other:
        return 1
    if "#" in word or "#" in other:
        return 0
    common = shared(word, other)
    rests = len(word) - common, len(other) - common
    if common >= LEAST_STEM and max(rests) <= LONGEST_ENDING:
        return 0.9 - 0.05 * max(rests)
    if common >= LEAST_STEM - 1 and max(rests) <= 1:
        return 0.8
    if rests[0] == 0 and common >= 3:
        return 0.6
    return 0


def shared(word: str, other: str) -> int:
    return next(
        (place for place, (one, two) in enumerate(zip(word, other, strict=False)) if one != two),
        min(len(word), len(other)),
    )


def readings(header: str, owners: Collection[str] = ()) -> Iterator[tuple[str, ...]]:
    """Ways to read a header, the most literal first: whole; without brackets; without whom the file is about; each
    part between slashes."""
    if len(header) > LONGEST:
        return
    bare = BRACKETS.sub(" ", header)
    for text in unique([header, bare]):
        words = words_of(text)
        yield words
        if others := tuple(word for word in words if not any(alike(word, owner) for owner in owners)):
            yield others
    if "/" in bare:
        yield from (words_of(part) for part in bare.split("/"))


def unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
