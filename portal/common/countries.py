"""Countries: ISO 3166 codes, names in the reader's language from Babel's copy of CLDR."""

from functools import lru_cache

from anyascii import anyascii
from babel import Locale
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from portal.common.folding import fold
from portal.common.text import active_language

# CLDR lists regions and leftovers among its territories; these are not countries.
NOT_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}


@lru_cache
def names(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    return {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


def country_name(code: str, language: str | None = None) -> str:
    """The name of an ISO country code; a code nobody knows is returned as it is."""
    return names(language or active_language()).get(code, code)


@lru_cache(maxsize=512)
def countries_named(word: str) -> list[str]:
    """Codes of the countries in whose Latvian or English name the word stands, or whose code it is."""
    folded = fold(word)
    found = {code for language in ("lv", "en") for code, name in names(language).items() if folded in fold(name)}
    return sorted(found | ({word} & set(names("en"))))


def country_choices() -> list[tuple[str, object]]:
    rows = names(active_language()).items()
    return [("", _("Choose a country"))] + sorted(rows, key=lambda row: sort_key(row[1]))


def sort_key(name: str):
    """Latvian letters in Latvian, none in English: Cocos before Cyprus."""
    from portal.common.sqlite import collation_key

    return collation_key(name) if active_language() == "lv" else anyascii(name).casefold()


lazy_country_name = lazy(country_name, str)
