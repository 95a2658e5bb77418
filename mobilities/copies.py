"""Which line a scanned paper belongs to, by the name of its file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import override

from mobilities.enums import PaperKind
from mobilities.models import Paper
from mobilities.paper_table import PersonRow
from portal.common.folding import fold

WORD = re.compile(r"[^\W_]+")
STEM = 5  # letters that words of a paper's name share in their cases: līgums, līguma
ENOUGH = 0.6  # of the words of a paper's name


@dataclass(frozen=True)
class Match:
    """A person, and a paper of that person; either may not be known."""

    row: PersonRow | None = None
    paper: Paper | None = None


def words_of(text: str) -> list[str]:
    return WORD.findall(fold(text))


def match(name: str, rows: Sequence[PersonRow]) -> Match:
    """Both names of one person, or of one mobility alone, stand in the file's name, and most words of one paper's."""
    words = words_of(PurePath(name).stem)
    people = [row for row in rows if row.papers and set(words_of(row.name)) <= set(words)]
    if len(people) > 1:
        people = [row for row in people if row.mobility.start.strftime("%d%m%Y") in words] or [
            row for row in people if row.mobility.start.isoformat() in name
        ]
    if len(people) != 1:
        return Match()
    return Match(people[0], best(words, list(people[0].papers.values())))


def best(words: Sequence[str], papers: Sequence[Paper]) -> Paper | None:
    """The paper whose name the words tell best; None where two are told alike, or none enough."""
    told = sorted(
        ((share(words, paper), paper.pk, paper) for paper in papers), key=lambda each: each[:2], reverse=True
    )
    if not told or told[0][0] < ENOUGH or (len(told) > 1 and told[1][0] == told[0][0]):
        return None
    return told[0][2]


def share(words: Sequence[str], paper: Paper) -> float:
    """How many of the words of its name stand among `words`, in the language that fits best; longer names first."""
    stems = {word[:STEM] for word in words}
    found = []
    for name in names_of(paper):
        asked = [word[:STEM] for word in words_of(name) if len(word) > 2]
        if asked:
            part = sum(word in stems for word in asked) / len(asked)
            found.append(part + len(asked) / 1000 if part >= ENOUGH else 0)
    return max(found, default=0)


def names_of(paper: Paper) -> list[str]:
    if paper.kind == PaperKind.OTHER:
        return [paper.item.title_lv, paper.item.title_en] if paper.item else [paper.title]
    names = [paper.kind.replace("_", " ")]
    for language in ("lv", "en"):
        with override(language):
            names.append(str(paper.get_kind_display()))
    return names
