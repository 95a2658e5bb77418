"""Languages: ISO 639 codes, names in the reader's language from Babel's copy of CLDR."""

from functools import lru_cache

from babel import Locale

from portal.common.countries import sort_key
from portal.common.folding import fold
from portal.common.text import active_language

# Those of the programme's countries and their neighbours, and those most spoken elsewhere.
CODES = (
    "ar", "be", "bg", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl",
    "he", "hi", "hr", "hu", "hy", "is", "it", "ja", "ka", "kk", "ko", "lb", "lt", "lv", "mk", "mt", "nb", "nl", "pl",
    "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "vi", "zh",
)  # fmt: skip
FIRST = ("lv", "en", "de", "ru")


@lru_cache
def names(language: str) -> dict[str, str]:
    known = Locale.parse(language).languages
    return {code: known[code] for code in CODES}


def language_name(code: str, language: str | None = None) -> str:
    """The name of a language; a code nobody knows is returned as it is."""
    return names(language or active_language()).get(code, code)


def language_choices() -> list[tuple[str, str]]:
    """The four met most often first, then all in the order of the alphabet."""
    known = names(active_language())
    others = sorted((code for code in CODES if code not in FIRST), key=lambda code: sort_key(known[code]))
    return [("", "–"), *((code, known[code]) for code in (*FIRST, *others))]


@lru_cache
def codes_by_name() -> dict[str, str]:
    """Folded name in Latvian or English, and the code itself > code."""
    named = {fold(name): code for language in ("lv", "en") for code, name in names(language).items()}
    return named | {code: code for code in CODES}


def languages_in(text: str) -> tuple[list[str], list[str]]:
    """Codes of the languages that `text` names, parted by commas or the like, and the words that are none."""
    codes, others = [], []
    for word in text.replace(";", ",").replace("/", ",").replace(" un ", ",").replace(" and ", ",").split(","):
        if word.strip():
            code = codes_by_name().get(fold(word).removesuffix("valoda").removesuffix("language").strip())
            (codes if code else others).append(code or word.strip())
    return list(dict.fromkeys(codes)), others
