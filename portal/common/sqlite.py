"""Latvian on SQLite: case-insensitive search beyond ASCII, and Latvian order.

PostgreSQL does both with an ICU locale. SQLite's LIKE folds only ASCII and its ORDER BY puts ā after z.
"""

import re
import unicodedata
from functools import lru_cache

from django.db.backends.signals import connection_created
from django.dispatch import receiver

ALPHABET = "aābcčdeēfgģhiīyjkķlļmnņoōpqrŗsštuūvwxzž"
LONG_VOWELS = str.maketrans("āēīōū", "aeiou")
PRIMARY = {letter: chr(0x61 + place) for place, letter in enumerate(ALPHABET.translate(LONG_VOWELS))}


@lru_cache(maxsize=20_000)
def collation_key(text: str) -> tuple[str, str]:
    """Two levels as in ICU's lv: base letters first, then long vowels after short ones."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return "".join(PRIMARY.get(letter, letter) for letter in folded.translate(LONG_VOWELS)), folded


@lru_cache(maxsize=512)
def like_pattern(pattern: str, escape: str | None) -> re.Pattern[str]:
    parts, letters = [], iter(pattern)
    for letter in letters:
        if letter == escape:
            parts.append(re.escape(next(letters, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(letter, re.escape(letter)))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def like(pattern: str | None, value: str | None, escape: str | None = None) -> bool | None:
    if pattern is None or value is None:
        return None
    return like_pattern(str(pattern), escape).fullmatch(str(value)) is not None


def compare(one: str, other: str) -> int:
    left, right = collation_key(one), collation_key(other)
    return (left > right) - (left < right)


@receiver(connection_created)
def teach_latvian(connection, **kwargs) -> None:
    if connection.vendor != "sqlite":
        return
    connection.connection.create_function("like", 2, like, deterministic=True)
    connection.connection.create_function("like", 3, like, deterministic=True)
    connection.connection.create_collation("lv", compare)
