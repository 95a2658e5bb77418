"""Whether two names mean one city, in whatever language each is."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from mobilities.importers.host_alike import loose
from mobilities.importers.names import words_of
from portal.common import places

SOUNDS = str.maketrans({"y": "i", "j": "i", "w": "v", "c": "k", "q": "k", "z": "s"})
TWICE = re.compile(r"(.)\1")
LATVIAN_ENDING = re.compile(r"(?<=...)[aeis]$")
LEAST_ALIKE = 0.8


@lru_cache(maxsize=10_000)
def is_same_city(one: str, other: str, country: str) -> bool:
    """Also "Hamburga" and "Hamburg-Altona", "Londona" and "London", "Akureiri" and "Akureyri"."""
    words = [{heard_as(word) for word in words_of(name).split()} for name in (one, other)]
    if words[0] <= words[1] or words[1] <= words[0]:
        return True
    found = [places.find_as_typed(name, country) for name in (one, other)]
    return found[0] == found[1] if all(found) else are_spelled_alike(one, other)


def are_spelled_alike(one: str, other: str) -> bool:
    """As they sound, or nearly: a name that no list of cities knows is more often another spelling than another
    city."""
    heard = heard_as(one), heard_as(other)
    return heard[0] == heard[1] or SequenceMatcher(None, *heard, autojunk=False).ratio() >= LEAST_ALIKE


def heard_as(name: str) -> str:
    return LATVIAN_ENDING.sub("", TWICE.sub(r"\1", loose(name).replace("x", "ks").translate(SOUNDS)))
