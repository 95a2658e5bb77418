"""Writes of news texts. Whatever changes a text takes its approval away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.models import Conference
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused
from projects.models import Project
from reports.enums import SentenceOrigin
from reports.models import NewsSentence, NewsText
from reports.news import personal
from reports.news.checking import doubts_of, origin_of
from reports.news.composing import Composed, compose_conference, compose_project, titles
from reports.news.withheld import words_of

TITLE = NewsText._meta.get_field("title_lv").max_length


@transaction.atomic
def make_news(about: Conference | Project, user) -> NewsText:
    """A new text with every sentence that the record gives. Raises Refused where it gives none."""
    if isinstance(about, Conference):
        title_lv, title_en = titles(about)
        text = NewsText(school=about.school, conference=about, title_lv=title_lv[:TITLE], title_en=title_en[:TITLE])
    else:
        names = about.title_in("lv"), about.title_in("en")
        text = NewsText(school=about.school, project=about, title_lv=names[0][:TITLE], title_en=names[1][:TITLE])
    composed = composed_of(text)
    if not composed:
        raise Refused(
            _("The record says nothing of this conference yet, so there is nothing to write a text from.")
            if text.conference_id
            else _("This project is not granted, so there is nothing to tell about it yet.")
        )
    text.save()
    NewsSentence.objects.bulk_create(sentence_of(text, each, place) for place, each in enumerate(composed))
    record(user, text.school, Verb.MAKE, text)
    return text


def composed_of(text: NewsText) -> list[Composed]:
    """What the record gives now."""
    return compose_conference(text.conference) if text.conference_id else compose_project(text.project)


def sentence_of(text: NewsText, composed: Composed, order: int) -> NewsSentence:
    return NewsSentence(
        text=text, paragraph=composed.paragraph, order=order, body_lv=composed.lv, body_en=composed.en,
        record_lv=composed.lv, record_en=composed.en, sources=composed.sources,
    )  # fmt: skip


@transaction.atomic
def save_news(form, rows: Sequence[NewsSentence], user) -> NewsText:
    """The titles, and the sentences that were worded anew."""
    text = form.save(commit=False)
    text.approved_at = text.approved_by = None
    text.version += 1
    text.save()
    for row in rows:
        row.origin = origin_of(row)
        row.save()
    record(user, text.school, Verb.CHANGE, text, {"sentences": ["", str(len(rows))]} if rows else None)
    return text


@transaction.atomic
def touch(text: NewsText, user) -> None:
    NewsText.objects.filter(pk=text.pk).update(
        version=F("version") + 1, approved_at=None, approved_by=None, updated_at=timezone.now()
    )
    record(user, text.school, Verb.CHANGE, text)


@transaction.atomic
def add_sentence(text: NewsText, paragraph: int, user) -> NewsSentence:
    """An empty one at the end of a paragraph, to be written by hand."""
    last = text.sentences.filter(paragraph__lte=paragraph).aggregate(last=Max("order"))["last"]
    place = (last if last is not None else -1) + 1
    text.sentences.filter(order__gte=place).update(order=F("order") + 1)
    row = text.sentences.create(paragraph=paragraph, order=place, origin=SentenceOrigin.WRITTEN)
    touch(text, user)
    return row


@transaction.atomic
def take_from_record(text: NewsText, composed: Composed, user) -> None:
    """Put back a sentence that was removed, or that the record gives since."""
    last = text.sentences.filter(paragraph__lte=composed.paragraph).aggregate(last=Max("order"))["last"]
    place = (last if last is not None else -1) + 1
    text.sentences.filter(order__gte=place).update(order=F("order") + 1)
    sentence_of(text, composed, place).save()
    touch(text, user)


@transaction.atomic
def remove_sentence(row: NewsSentence, user) -> None:
    text = row.text
    row.delete()
    touch(text, user)


@transaction.atomic
def move_sentence(row: NewsSentence, is_up: bool, user) -> None:
    """One place up or down; across the end of a paragraph into the next one. At the ends nothing happens."""
    rows = list(row.text.sentences.all())
    here = next(place for place, each in enumerate(rows) if each.pk == row.pk)
    there = here + (-1 if is_up else 1)
    if not 0 <= there < len(rows):
        return
    if rows[here].paragraph != rows[there].paragraph:
        rows[here].paragraph = rows[there].paragraph
    else:
        rows[here], rows[there] = rows[there], rows[here]
    for place, each in enumerate(rows):
        each.order = place
    NewsSentence.objects.bulk_update(rows, ["order", "paragraph"])
    touch(row.text, user)


@transaction.atomic
def replace_sentence(row: NewsSentence, composed: Composed, user) -> None:
    """What the record says now, in the place of what it no longer says."""
    row.body_lv, row.body_en = row.record_lv, row.record_en = composed.lv, composed.en
    row.sources, row.origin = composed.sources, SentenceOrigin.RECORD
    row.save()
    touch(row.text, user)


def not_in_text(text: NewsText) -> list[tuple[int, Composed]]:
    """What the record gives and the text does not have, reworded or not, or in older words: (place, sentence)."""
    return beside_record(text, list(text.sentences.all()))[1]


def outdated(text: NewsText) -> dict[int, Composed | None]:
    """Key of a sentence that the record no longer gives > what it gives now in its place."""
    return beside_record(text, list(text.sentences.all()))[0]


def beside_record(
    text: NewsText, rows: Sequence[NewsSentence]
) -> tuple[dict[int, Composed | None], list[tuple[int, Composed]]]:
    """(sentences that are outdated, what is not in the text)"""
    now = composed_of(text)
    given = {each.lv for each in now}
    old = [row for row in rows if row.record_lv and row.record_lv not in given]
    worded = {row.record_lv for row in rows}
    offered = [each for each in now if each.lv not in worded]
    instead: dict[int, Composed | None] = {}
    for row in old:
        best = max(offered, key=lambda each: likeness(row, each), default=None)
        if best is not None and any(likeness(row, best)[:2]):
            offered.remove(best)
            instead[row.pk] = best
        else:
            instead[row.pk] = None
    there = {told(row.sources) for row in rows}
    return instead, [
        (place, each) for place, each in enumerate(now) if each in offered and told(each.sources) not in there
    ]


def likeness(row: NewsSentence, composed: Composed) -> tuple[int, bool, int]:
    """How many records both come from, whether both stand in one paragraph and come from the same kinds, and how many
    words they share."""
    was, now = ({(each["kind"], each["pk"]) for each in found} for found in (row.sources, composed.sources))
    same_kinds = {kind for kind, _key in was} == {kind for kind, _key in now}
    words = set(row.record_lv.split()) & set(composed.lv.split())
    return len(was & now), row.paragraph == composed.paragraph and same_kinds, len(words)


def told(sources: list[dict]) -> tuple:
    """By which facts a sentence is known again."""
    return tuple((each["kind"], each["pk"], each["fact"]) for each in sources)


@transaction.atomic
def approve(text: NewsText, user, *, checked: Sequence[str] = ()) -> None:
    """Say that it may go out. Raises Refused where it is empty, somebody saved it meanwhile, it has personal codes or
    names somebody who took a consent back, or it has figures and countries to be doubted, names, phones or addresses;
    `checked` are those of which the person said that they are right."""
    rows = list(text.sentences.all())
    if not any(row.body_lv.strip() for row in rows):
        raise Refused(_("There is nothing in it yet."))
    words = words_of(text, rows)
    refused = personal.objections([(words, checked)], personal.register_of(text.school, words))
    doubts = doubts_of(rows)
    if any(thing not in checked for things in doubts.values() for thing in things):
        named = " ".join(f"{why}: {', '.join(things)}." for why, things in doubts.items())
        refused.append(_("%(doubts)s Mend them, or say that they are right.") % {"doubts": named})
    if refused:
        raise Refused(" ".join(refused))
    changed = NewsText.objects.filter(pk=text.pk, version=text.version).update(
        approved_at=timezone.now(), approved_by=user
    )
    if not changed:
        raise Refused(_("Somebody saved the text meanwhile; read it again."))
    confirmed = ", ".join(dict.fromkeys(chain(*doubts.values())))
    record(user, text.school, Verb.APPROVE, text, {"figures": ["", confirmed]} if confirmed else None)
