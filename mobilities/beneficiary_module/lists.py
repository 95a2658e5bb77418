"""Dictionaries of a template: what its lists offer, and which entry of a list means the same as a value of ours."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mobilities.enums import Gender
from portal.common import places
from portal.common.folding import fold

NO_LETTER = re.compile(r"[\W_]+")
NUMBERS = re.compile(r"\d[\d\s.,]*\d|\d")
BETWEEN = re.compile(r"\s+[-–—|:]\s*|\s*[|:]\s+|\s*[–—|]\s*|\s*[()]\s*")
MOST_ENTRIES = 5_000
YES = ("Yes", "Y", "True", "1", "Jā", "Ja", "X")
NO = ("No", "N", "False", "0", "Nē", "Ne")

GENDERS = {
    Gender.FEMALE: ("Female", "F", "Woman", "Women", "Sieviete", "Sieviešu", "S"),
    Gender.MALE: ("Male", "M", "Man", "Men", "Vīrietis", "Vīriešu", "V"),
    Gender.UNDEFINED: ("Undefined", "U", "X", "Other", "Not specified", "Unspecified", "Non-binary", "Nenoteikts",
                       "Nenorādīts", "Cits"),
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """A value that a dictionary has: our code first, then words that mean the same. With `km`, an entry of two numbers
    or of one, "2000 - 2999 km" or "8000 km or more", is meant if the distance lies in it."""

    words: tuple[str, ...]
    km: float | None = None

    def __str__(self) -> str:
        return self.words[0]


@dataclass(frozen=True)
class City(Choice):
    """Its name as the Commission's list has it, then what else it is called; `typed` as it stands here."""

    typed: str = ""
    is_known: bool = True


@lru_cache(maxsize=1_000)
def city(typed: str, country: str) -> City | None:
    typed = typed.strip()
    if not typed:
        return None
    place = places.find_as_typed(typed, country)
    if place is None:
        return City((typed,), typed=typed, is_known=False)
    return City(tuple(dict.fromkeys((place.name, typed, *places.other_names(place)))), typed=typed)


def yes_or_no(value: bool) -> Choice:
    return Choice(YES if value else NO)


def plain(text: str) -> str:
    return NO_LETTER.sub(" ", fold(text)).strip()


def choose(entries: Sequence[str], choice: Choice) -> str | None:
    """The one entry that is meant: the whole of it, else a part of it ("LV - Latvia", "Latvia (LV)")."""
    if choice.km is not None and (found := [entry for entry in entries if holds(entry, choice.km)]):
        return found[0] if len(found) == 1 else None
    for meant in map(plain, choice.words):
        if not meant:
            continue
        ways = [lambda entry: [plain(entry)], parts]
        if any(map(str.isdigit, meant)):
            ways.append(lambda entry: plain(entry).split()[:1])  # "1041 Transport services"
        for read in ways:
            found = [entry for entry in entries if meant in read(entry)]
            if len(found) == 1 or (found and len(set(map(plain, found))) == 1):
                return found[0]
    return None


def parts(entry: str) -> list[str]:
    return [plain(part) for part in BETWEEN.split(entry) if part.strip()]


def holds(entry: str, km: float) -> bool:
    numbers = [int(re.sub(r"\D", "", each)) for each in NUMBERS.findall(entry)]
    if len(numbers) == 2:
        return numbers[0] <= int(km) <= numbers[1]
    return len(numbers) == 1 and int(km) >= numbers[0]


def entries_of(formula: str, cells_of: Callable[[str, str], list[str]], names: dict[str, str]) -> list[str]:
    """Of a list validation: typed in it ("Yes,No"), or a range of a sheet, by its address or its name."""
    formula = formula.strip().removeprefix("=")
    if formula.startswith('"') and formula.endswith('"'):
        return [part.strip() for part in formula[1:-1].replace('""', '"').split(",") if part.strip()]
    formula = names.get(formula.lower(), formula)
    sheet, mark, area = formula.rpartition("!")
    sheet = sheet.strip("'").replace("''", "'")
    return [entry for entry in cells_of(sheet if mark else "", area.replace("$", ""))[:MOST_ENTRIES] if entry]
