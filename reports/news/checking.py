"""A sentence beside what it comes from: whose words it is in, and the figures that the record does not hold."""

import re
from collections.abc import Iterable

from portal.common.text import NBSP
from reports.enums import SentenceOrigin
from reports.models import NewsSentence

GROUPED = re.compile(rf"(?<=\d)[ {NBSP}\u202f](?=\d{{3}}(?!\d))")  # 12 345 is one figure


def origin_of(row: NewsSentence) -> str:
    """By the words as they are now; put back as they were, they are the record's again."""
    if row.origin == SentenceOrigin.WRITTEN:
        return SentenceOrigin.WRITTEN
    if row.body_lv != row.record_lv or row.record_en not in ("", row.body_en):
        return SentenceOrigin.EDITED
    return SentenceOrigin.RECORD if row.body_en == row.record_en else SentenceOrigin.TRANSLATED


def unknown_figures(row: NewsSentence) -> list[str]:
    """Figures of the sentence, in either language, that neither its sources nor the record's own words have."""
    known = figures_in(row.record_lv, row.record_en, *(each.get("fact", "") for each in row.sources))
    found = dict.fromkeys(figures_in(row.body_lv, row.body_en))
    return [figure for figure in found if figure not in known]


def figures_of_nobody(rows: Iterable[NewsSentence]) -> list[str]:
    return list(dict.fromkeys(figure for row in rows for figure in unknown_figures(row)))


def figures_in(*words: str) -> list[str]:
    return [figure for each in words for figure in re.findall(r"\d+", GROUPED.sub("", each))]
