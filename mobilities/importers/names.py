"""Names as people write them: found whatever their case, accents and punctuation, and the nearest where none is."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from mobilities.duplicates import name_of_person
from portal.common.folding import fold

__all__ = ["Names", "group_of", "name_of_person", "ordinary_case", "words_of"]
NO_LETTER = re.compile(r"[\W_]+")
WORD = re.compile(r"[^\W\d_]{2,}")
MARKS = re.compile(r"[\s_./–-]+")
IDLE_MARKS = re.compile(r"(?<=[^\W\d])[\s_./–-]+(?=\d)|(?<=\d)[\s_./–-]+(?=[^\W\d])")
LEAST_ALIKE = 0.4
MOST_LOOKED_FOR = 200  # a file with more unknown names is not about slips of the pen


def words_of(text: str) -> str:
    """Nordkai (Köln) and "nordkai, koln" are the same."""
    return NO_LETTER.sub(" ", fold(text)).strip()


def group_of(text: str) -> str:
    """DT-41, DT 41 and dt41 are one group; 1-1 and 11 are two."""
    return MARKS.sub(" ", IDLE_MARKS.sub("", fold(text))).strip()


def ordinary_case(name: str) -> str:
    """KALNIŅA-OZOLA is Kalniņa-Ozola and MCDONALD McDonald; letters that stand alone stay, and so does a name with any
    small letter."""
    return WORD.sub(capitalized, name) if name.isupper() else name


def capitalized(word: re.Match) -> str:
    said = word[0].capitalize()
    return f"Mc{said[2:].capitalize()}" if said.startswith("Mc") else said


class Names:
    """What is called how: a key of a row under each of its names."""

    def __init__(self) -> None:
        self.keys: dict[str, list[int]] = {}
        self.grams: dict[str, list[str]] = {}
        self.looked_for: dict[str, list[int]] = {}

    def add(self, name: str, key: int) -> None:
        if name:
            known = self.keys.setdefault(name, [])
            if key not in known:
                known.append(key)

    def find(self, name: str) -> list[int]:
        return self.keys.get(name, [])

    def nearest(self, name: str, most: int = 3) -> list[int]:
        """Keys of the rows with the names most like `name`, by the triples of letters they share."""
        if name not in self.looked_for:
            if len(self.looked_for) >= MOST_LOOKED_FOR:
                return []
            self.looked_for[name] = self.look_for(name)
        return self.looked_for[name][:most]

    def look_for(self, name: str) -> list[int]:
        if not self.grams:
            self.grams = defaultdict(list)
            for known in self.keys:
                for gram in triples(known):
                    self.grams[gram].append(known)
        mine = triples(name)
        shared = Counter(known for gram in mine for known in self.grams.get(gram, ()))
        alike = [(2 * count / (len(mine) + len(triples(known))), known) for known, count in shared.most_common(30)]
        good = [known for likeness, known in sorted(alike, reverse=True) if likeness >= LEAST_ALIKE]
        return unique(key for known in good for key in self.keys[known])


def triples(name: str) -> set[str]:
    padded = f"  {name} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def unique(keys: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(keys))
