"""What schools write of people again and again, relations and positions, in the language of a paper."""

from functools import lru_cache

from django.conf import settings
from django.utils.translation import override, pgettext_lazy

from portal.common.folding import fold

USUAL = [
    pgettext_lazy("relation", "mother"),
    pgettext_lazy("relation", "father"),
    pgettext_lazy("relation", "grandmother"),
    pgettext_lazy("relation", "grandfather"),
    pgettext_lazy("relation", "sister"),
    pgettext_lazy("relation", "brother"),
    pgettext_lazy("relation", "aunt"),
    pgettext_lazy("relation", "uncle"),
    pgettext_lazy("relation", "guardian"),
    pgettext_lazy("relation", "guardian (woman)"),
    pgettext_lazy("relation", "foster mother"),
    pgettext_lazy("relation", "foster father"),
    pgettext_lazy("relation", "relative"),
    pgettext_lazy("relation", "relative (woman)"),
    pgettext_lazy("position", "director"),
    pgettext_lazy("position", "director (woman)"),
    pgettext_lazy("position", "deputy director"),
    pgettext_lazy("position", "deputy director (woman)"),
    pgettext_lazy("position", "coordinator"),
    pgettext_lazy("position", "coordinator (woman)"),
    pgettext_lazy("position", "project manager"),
    pgettext_lazy("position", "project manager (woman)"),
    pgettext_lazy("position", "teacher"),
    pgettext_lazy("position", "teacher (woman)"),
]
OF_A_WOMAN = " (woman)"  # Latvian tells them apart, English does not


@lru_cache(maxsize=500)
def in_language(text: str, language: str) -> str:
    """A usual word in another language than it was written in; anything else as it is."""
    for word in USUAL:
        if fold(text) in words_of(word).values():
            return text if fold(text) == words_of(word)[language] else said(word, language)
    return text


@lru_cache(maxsize=100)
def words_of(word: object) -> dict[str, str]:
    return {language: fold(said(word, language)) for language, _name in settings.LANGUAGES}


def said(word: object, language: str) -> str:
    with override(language):
        return str(word).removesuffix(OF_A_WOMAN)
