"""Findings outlive the request that made them, so each is kept in every language and read in the reader's."""

from collections.abc import Callable, Sequence
from typing import Any

from babel.lists import format_list
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import override

from portal.common.text import active_language

Kept = dict[str, str] | str


def sentence(text: object, /, **values: Any) -> str:
    """The translated `text` with `values`, put together only when it is read; a value that is a function is asked
    then, so that dates and lists are in the language of the sentence as well."""
    return lazily(lambda: str(text) % {name: value() if callable(value) else value for name, value in values.items()})


def lazily(words: Callable[[], str]) -> str:
    return said_later(words)


def some_of(texts: Sequence[str], most: int) -> str:
    """The first ones; "…" says that there are more."""
    return "; ".join(texts[:most]) + ("; …" if len(texts) > most else "")


def row_numbers(numbers: Sequence[int]) -> str:
    """ "6 and 7" in English, "6. un 7." in Latvian."""
    language = active_language()
    return format_list([f"{number}." if language == "lv" else str(number) for number in numbers], locale=language)


# Made once: to make such a class for every sentence costs more than to check its row.
said_later = lazy(lambda words: words(), str)


def in_every_language(text: object) -> dict[str, str]:
    kept = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            kept[language] = str(text)
    return kept


def in_readers_language(kept: Kept) -> str:
    """Findings of imports before this was so are plain text, in the language of their check."""
    return kept if isinstance(kept, str) else kept[active_language()]
