"""The reason that a decision about an applicant gets where nobody wrote one.

It is put together from the ranking, and read in the language of the reader as long as nobody changed a word of it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from mobilities.models.selection import LONGEST_REASON
from portal.common.text import active_language, number

EVERY_PLURAL = (1, 2, 10)  # numbers that together have all forms of our languages
WORD = re.compile(r"%\((\w+)\)s")
NUMBER, FREE = r"[0-9][0-9.,\s]*", r".+"


def of_ranking(places: int) -> str:
    return ngettext(
        "With %(result)s of 100 it is place %(rank)s of the ranking; the call has %(places)s place.",
        "With %(result)s of 100 it is place %(rank)s of the ranking; the call has %(places)s places.",
        places,
    )


def of_equals(count: int) -> str:
    return ngettext(
        "%(count)s other person has the same result.", "%(count)s other people have the same result.", count
    )


def of_preferred(_count: int = 1) -> str:
    return _("Others were preferred: %(reasons)s.")


def of_earlier(_count: int = 1) -> str:
    return _("Of equal results, who applied earlier comes first.")


AFTER = (of_equals, of_preferred, of_earlier)


def told(
    result: Decimal, rank: int, places: int, *, equals: int, preferred: Sequence[str] = (), is_earlier: bool = False
) -> str:
    """`equals`: how many others have the same result; `preferred`: why others fare better who do not rank higher."""
    parts = [of_ranking(places) % {"result": number(result, 2), "rank": rank, "places": places}]
    if equals:
        parts.append(of_equals(equals) % {"count": equals})
    if preferred:
        parts.append(of_preferred() % {"reasons": "; ".join(preferred)})
    elif is_earlier:
        parts.append(of_earlier())
    return " ".join(parts)[:LONGEST_REASON]


def in_readers_language(reason: str) -> str:
    """As it is, if somebody wrote it or it is in that language already."""
    for language, _name in settings.LANGUAGES:
        if language != active_language() and (words := words_in(reason, language)):
            return told(**words)
    return reason


def words_in(reason: str, language: str) -> dict[str, Any] | None:
    """What `told` was called with, if it made this in `language`."""
    found = next(matches(of_ranking, language, reason), None)
    if found is None:
        return None
    words, rest = found.groupdict(), reason[found.end() :].lstrip()
    for sentence in AFTER:
        if found := next(matches(sentence, language, rest), None):
            words |= found.groupdict() | {sentence.__name__: True}
            rest = rest[found.end() :].lstrip()
    if rest:
        return None
    return {
        "result": Decimal(re.sub(r"\s", "", words["result"]).replace(",", ".")),
        "rank": int(words["rank"]),
        "places": int(words["places"]),
        "equals": int(words.get("count", 0)),
        "preferred": [words["reasons"]] if "reasons" in words else [],
        "is_earlier": "of_earlier" in words,
    }


def matches(sentence: Callable[[int], str], language: str, text: str) -> Iterator[re.Match]:
    return filter(None, (pattern.match(text) for pattern in patterns_of(sentence, language)))


@cache
def patterns_of(sentence: Callable[[int], str], language: str) -> list[re.Pattern]:
    with override(language):
        forms = dict.fromkeys(sentence(count) for count in EVERY_PLURAL)
    return [pattern_of(form) for form in forms]


def pattern_of(form: str) -> re.Pattern:
    """Reasons are free words and come last."""
    parts = WORD.split(form)
    for place in range(0, len(parts), 2):
        parts[place] = re.escape(parts[place])
    for place in range(1, len(parts), 2):
        parts[place] = f"(?P<{parts[place]}>{FREE if parts[place] == 'reasons' else NUMBER})"
    return re.compile("".join(parts), re.DOTALL)
