"""Approved news texts that may not go out any more: they name somebody who took a consent back since."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from portal.common.names_in_text import Register
from reports.models import NewsSentence, NewsText
from reports.news import personal


def words_of(text: NewsText, rows: Iterable[NewsSentence]) -> str:
    return "\n".join([text.title_lv, text.title_en, *(each for row in rows for each in (row.body_lv, row.body_en))])


def judged(texts: Iterable[NewsText]) -> list[NewsText]:
    """Texts of one school, each with `withheld`: why it may not go out although it was approved, in sentences. In two
    queries. It ends when the words are changed and approved anew, or the consent is given again."""
    found = list(texts)
    approved = [text for text in found if text.approved_at]
    known = personal.register_of_revoked(approved[0].school_id) if approved else Register()
    prefetch_related_objects(approved, "sentences")
    for text in found:
        words = words_of(text, text.sentences.all()) if text.approved_at else ""
        text.withheld = personal.forbidden(words, known)
    return found


def is_final(text: NewsText) -> bool:
    """Of a text that is judged: it may be given away as it is."""
    return bool(text.approved_at) and not text.withheld
