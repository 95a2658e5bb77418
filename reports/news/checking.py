"""A sentence beside what it comes from: whose words it is in, the figures and countries that the record does not hold,
and those that only one of its languages has."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.common.countries import country_name
from portal.common.text import NBSP
from reports.enums import SentenceOrigin
from reports.models import NewsSentence
from reports.news.countries import countries_in

GROUPED = re.compile(rf"(?<=\d)[ ,{NBSP}\u202f](?=\d{{3}}(?!\d))")  # 12 345 is one figure, 12,345 in English


def origin_of(row: NewsSentence) -> str:
    """By the words as they are now; put back as they were, they are the record's again."""
    if row.origin == SentenceOrigin.WRITTEN:
        return SentenceOrigin.WRITTEN
    if row.body_lv != row.record_lv or row.record_en not in ("", row.body_en):
        return SentenceOrigin.EDITED
    return SentenceOrigin.RECORD if row.body_en == row.record_en else SentenceOrigin.TRANSLATED


def doubts(row: NewsSentence) -> dict[str, list[str]]:
    """Why > figures, then countries: what neither the sources nor the record's own words have, and what of the rest
    stands in one language only, where both are written. Numbers in words are not read."""
    if (row.body_lv, row.body_en) == (row.record_lv, row.record_en):
        return {}
    facts = [each.get("fact", "") for each in row.sources]
    in_lv, in_en = told_in(row.body_lv, "lv"), told_in(row.body_en, "en")
    record_lv, record_en = told_in(row.record_lv, "lv"), told_in(row.record_en, "en")
    known = {*record_lv, *record_en}.union(*(told_in(fact, language) for fact in facts for language in ("lv", "en")))
    told = dict.fromkeys([*in_lv, *in_en])
    unknown = [each for each in told if each not in known]
    one_sided: set[str] = set()
    if row.body_lv.strip() and row.body_en.strip():
        one_sided = set(in_lv) ^ set(in_en)
        if row.record_en:
            one_sided -= set(record_lv) ^ set(record_en)
    found = {
        _("Not in the record"): unknown,
        _("In one language only"): [each for each in told if each in one_sided and each not in unknown],
    }
    return {why: [thing_in_words(each) for each in things] for why, things in found.items() if things}


def doubts_of(rows: Iterable[NewsSentence]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for why, things in doubts(row).items():
            found.setdefault(why, {}).update(dict.fromkeys(things))
    return {why: list(things) for why, things in found.items()}


def told_in(words: str, language: str) -> list[str]:
    """Figures and codes of countries."""
    return [*figures_in(words), *sorted(countries_in(words, language))]


def thing_in_words(thing: str) -> str:
    return thing if thing.isdecimal() else country_name(thing)


def figures_in(words: str) -> list[str]:
    return re.findall(r"\d+", GROUPED.sub("", words))
