"""Dates and lists as a news text writes them, in the language that is active."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from babel.dates import format_date

from portal.common.countries import country_name
from portal.common.text import LATVIAN_MONTHS, NBSP, active_language, long_day
from reports.documents.phrases import joined

BULLET = "• "  # begins a line of a list
LONGEST_ENDING = 3  # of a name in another case, a comma after it included

WHOLE_NAMES_IN = {"GB": "Apvienotajā Karalistē", "US": "Amerikas Savienotajās Valstīs"}
LOCATIVES = (("as", "ās"), ("es", "ēs"), ("a", "ā"), ("e", "ē"), ("is", "ī"), ("s", "ā"))  # of the last word
WITH_ARTICLE = {"BS", "GB", "GM", "MV", "NL", "PH", "US"}


def in_countries(codes: Iterable[str]) -> str:
    """Francijā un Īrijā; in France and Ireland. Each once."""
    names = {code: country_name(code) for code in codes}
    if active_language() != "lv":
        return f"in {joined([f'the {name}' if code in WITH_ARTICLE else name for code, name in names.items()])}"
    return joined(
        [
            WHOLE_NAMES_IN.get(code) or " un ".join(map(locative, name.split(" un ")))
            for code, name in names.items()
        ]
    )  # fmt: skip


def locative(name: str) -> str:
    """Of a name in the nominative; a foreign name in another vowel stays as it is."""
    ending = next((pair for pair in LOCATIVES if name.endswith(pair[0])), ("", ""))
    return name.removesuffix(ending[0]) + ending[1]


def on_days(days: Sequence[date]) -> str:
    """2022. gada 31. maijā un 1. jūnijā; on 31 May and 1 June 2022. The year stands once where all are of one."""
    language = active_language()
    if len({day.year for day in days}) > 1:
        return joined([on_days([day]) for day in days])
    if language == "lv":
        named = [f"{day.day}.{NBSP}{LATVIAN_MONTHS['locative'][day.month - 1]}" for day in days]
        return f"{days[0].year}.{NBSP}gada {joined(named)}"
    named = [f"{day.day}{NBSP}{format_date(day, 'MMMM', locale='en')}" for day in days]
    return f"on {joined(named)}{NBSP}{days[0].year}"


def day_itself(day: date) -> str:
    """31. maijs; 31 May."""
    language = active_language()
    month = format_date(day, "LLLL", locale=language)
    return f"{day.day}.{NBSP}{month}" if language == "lv" else f"{day.day}{NBSP}{month}"


def from_day(day: date) -> str:
    """no 2020. gada 1. septembra; from 1 September 2020."""
    return f"{'no' if active_language() == 'lv' else 'from'} {long_day(day, case='genitive')}"


def to_day(day: date) -> str:
    """līdz 2022. gada 30. jūnijam; to 30 June 2022."""
    return f"{'līdz' if active_language() == 'lv' else 'to'} {long_day(day, case='dative')}"


def sentence(words: str) -> str:
    """With a capital letter and a full stop, as it may not have been typed."""
    words = words.strip()
    ended = words if words.endswith((".", "!", "?", "…")) else f"{words}."
    return ended[:1].upper() + ended[1:]


def clause(words: str, names: Collection[str] = ()) -> str:
    """As a part of a sentence: no full stop, and a small first letter unless the word is an abbreviation, one of
    `names` (reports/news/names.py), or the first of two words in capitals, which may be a name."""
    words = words.strip().rstrip(".")
    first, _space, rest = words.partition(" ")
    is_kept = first[1:] != first[1:].lower() or rest[:1].isupper() or begins_with_name(words, names)
    return words if is_kept else words[:1].lower() + words[1:]


def begins_with_name(words: str, names: Collection[str]) -> bool:
    """In any of its cases."""
    return any(words.startswith(name) and len(words[len(name) :].split(" ", 1)[0]) <= LONGEST_ENDING for name in names)
