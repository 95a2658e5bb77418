"""One language, or two beside each other."""

from collections.abc import Callable

from django.utils.translation import override

from portal.common.text import active_language
from reports.enums import BundleLanguage

LANGUAGES = {
    BundleLanguage.LATVIAN: ("lv",),
    BundleLanguage.ENGLISH: ("en",),
    BundleLanguage.BOTH: ("lv", "en"),
}
BETWEEN = " / "


class Tongue:
    """Says labels and values in the languages of a paper; what is the same in both is said once."""

    def __init__(self, language: str) -> None:
        self.languages = LANGUAGES[BundleLanguage(language)]

    @property
    def is_double(self) -> bool:
        return len(self.languages) > 1

    @property
    def main(self) -> str:
        return self.languages[0]

    def say(self, words: object) -> str:
        """A lazily translated label."""
        return self.each(lambda _language: str(words))

    def each(self, value: Callable[[str], str]) -> str:
        """What `value` gives for each language, asked while that language is active."""
        if self.languages == (active_language(),):
            return str(value(self.main))
        said = []
        for language in self.languages:
            with override(language):
                said.append(str(value(language)))
        return BETWEEN.join(dict.fromkeys(word for word in said if word))
