"""Countries that a text names: in Latvian in any case, in English as they are called."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from portal.common.countries import names
from portal.common.folding import fold
from portal.common.names_in_text import WORD, stem

ALSO_CALLED = {
    "lv": {
        "Anglija": "GB", "ASV": "US", "Holande": "NL", "Lielbritānija": "GB", "Maķedonija": "MK", "Skotija": "GB",
        "Velsa": "GB",
    },
    "en": {
        "Britain": "GB", "Czech Republic": "CZ", "England": "GB", "Great Britain": "GB", "Holland": "NL",
        "Macedonia": "MK", "Scotland": "GB", "Turkey": "TR", "UK": "GB", "USA": "US", "Wales": "GB",
    },
}  # fmt: skip
SHORTEST_STEM = 4
ENDINGS = ("", "s", "i")  # of a name with a shorter stem, accents apart: Kuba, Kubas, Kubai, Kubā


@cache
def names_by_first_word(language: str) -> dict[str, list[tuple[list[str], str]]]:
    """First word > (all words, code), the longest names first."""
    found: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    called = [(name.replace("&", "and"), code) for code, name in names(language).items()]
    for name, code in [*called, *ALSO_CALLED[language].items()]:
        for words in forms(name, language):
            found[words[0]].append((words, code))
    for each in found.values():
        each.sort(key=lambda pair: -len(pair[0]))
    return found


def forms(name: str, language: str) -> list[list[str]]:
    words = [fold(word) for word in WORD.findall(name)]
    if language == "en":
        return [words]
    stems = [stem(word) for word in words]
    return [stems] if len(stems) > 1 or len(stems[0]) >= SHORTEST_STEM else [[words[0] + each] for each in ENDINGS]


def countries_in(text: str, language: str) -> set[str]:
    """Codes. A name begins with a capital letter; of two that begin alike the longer one is meant."""
    written = WORD.findall(text)
    folded = [fold(word) for word in written]
    bare = folded if language == "en" else [stem(word) for word in folded]
    known = names_by_first_word(language)
    found: set[str] = set()
    place = 0
    while place < len(written):
        length = 1
        if written[place][0].isupper():
            for words, code in (*known.get(bare[place], ()), *known.get(folded[place], ())):
                if words in (bare[place : place + len(words)], folded[place : place + len(words)]):
                    found.add(code)
                    length = len(words)
                    break
        place += length
    return found
