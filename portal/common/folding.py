"""Text without case and diacritics, in Python and in both databases alike: one way to look for words.

`title__has="darbiba"` finds "Darbība". SQLite is taught the function when a connection opens; PostgreSQL does it with
what every installation has (no extension, no superuser). Letters that do not come apart into base and accent are
listed here once.
"""

import unicodedata
from functools import lru_cache
from itertools import chain

from django.db.backends.signals import connection_created
from django.db.models import CharField, Lookup, TextField, Value
from django.db.models.functions import Concat
from django.dispatch import receiver

LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ø": "o",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "þ": "th",
}
TABLE = str.maketrans(LETTERS)
MARKS = "[\u0300-\u036f]"


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).lower().translate(TABLE)
    return "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f")


def has(text: str | None, folded: str) -> bool | None:
    return None if text is None else folded in fold(text)


@CharField.register_lookup
@TextField.register_lookup
class Has(Lookup):
    """Contains, whatever the case and the diacritics on either side."""

    lookup_name = "has"

    def get_prep_lookup(self) -> str:
        return fold(str(self.rhs).replace("\x00", ""))

    def as_sqlite(self, compiler, connection):
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"folded_has({left}, {right})", [*left_params, *right_params]

    def as_postgresql(self, compiler, connection):
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        folded = f"lower(regexp_replace(normalize({left}, NFKD), '{MARKS}', '', 'g') COLLATE \"und-x-icu\")"
        for letter, letters in LETTERS.items():
            folded = f"replace({folded}, '{letter}', '{letters}')"
        return f"position({right} in {folded}) > 0", [*right_params, *left_params]


def in_one_of(word: str, *fields: str) -> Has:
    """Whether `word`, in one line, stands in one of these fields; the database folds them once, together."""
    return Has(Concat(*chain.from_iterable((field, Value("\n")) for field in fields), output_field=TextField()), word)


@receiver(connection_created)
def teach_folding(connection, **kwargs) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("folded_has", 2, has, deterministic=True)
