"""Grant codes of European projects: read leniently, normalised, explained.

A code typed or pasted from a contract may carry a prefix, long dashes, a letter O for a zero, or lack a part.
`parse` returns what it read, what it repaired and what looks wrong; the other functions say it in words.
"""

from .parser import parse
from .types import GrantCode, Language, Note, lists
from .words import Part, explain, repair_sentences, sentences, warning_sentences

__all__ = [
    "GrantCode",
    "Language",
    "Note",
    "Part",
    "explain",
    "lists",
    "parse",
    "repair_sentences",
    "sentences",
    "warning_sentences",
]
