"""What schools write of people again and again in the language of a text: relations, positions, fields of work."""

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
    pgettext_lazy("field of work", "motor transport"),
    pgettext_lazy("field of work", "logistics"),
    pgettext_lazy("field of work", "railway transport and services"),
    pgettext_lazy("field of work", "energy and electrical engineering"),
    pgettext_lazy("field of work", "electrical engineering"),
    pgettext_lazy("field of work", "information technology"),
    pgettext_lazy("field of work", "construction"),
    pgettext_lazy("field of work", "hairdressing"),
    pgettext_lazy("field of work", "hospitality"),
    pgettext_lazy("field of work", "catering"),
    pgettext_lazy("field of work", "sewing technologies"),
    pgettext_lazy("field of work", "administrative and secretarial services"),
    pgettext_lazy("field of work", "management and support"),
    pgettext_lazy("field of work", "general subjects"),
    pgettext_lazy("field of work", "vocational subjects"),
    pgettext_lazy("field of work", "vocational education"),
    pgettext_lazy("field of work", "adult education"),
    pgettext_lazy("field of work", "foreign languages"),
    pgettext_lazy("field of work", "placement management"),
    pgettext_lazy("field of work", "international mobility specialist"),
    pgettext_lazy("field of work", "vocational education planning specialist"),
    pgettext_lazy("field of work", "specialist involved in management"),
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
