"""Grant codes of European projects: read leniently, normalised, explained.

A code typed or pasted from a contract may carry a prefix, long dashes, a letter O for a zero, or lack a part.
`parse` returns what it read, what it repaired and what looks wrong; `find` looks for codes in running text; the other
functions say it in words.
"""

from .finder import Found, find
from .format import format_code, public_card
from .parser import parse
from .types import GrantCode, Language, Note, lists
from .words import Part, explain, repair_sentences, say, sentences, warning_sentences

__all__ = [
    "Found",
    "GrantCode",
    "Language",
    "Note",
    "Part",
    "explain",
    "find",
    "format_code",
    "lists",
    "parse",
    "public_card",
    "repair_sentences",
    "say",
    "sentences",
    "warning_sentences",
]
