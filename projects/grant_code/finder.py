"""Finds grant codes in running text, and the title that stands with each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from .parser import CENTRALISED, DECENTRALISED, NORDPLUS, flatten, is_invisible, parse
from .types import GrantCode

LONGEST_TITLE = 300
BARE_NUMBER = re.compile(r"(?<![A-Z0-9+\-./_])101[0-9]{6}(?![A-Z0-9\-_/]|\.[0-9])")

# What may stand between a title and its code: brackets, "Nr.", a few words, but no end of a sentence.
GLUE = 60
SENTENCE_ENDS = re.compile(r"[.!?]\s+[^\W\d_]|\n\s*\n")
TIGHT = re.compile(r"[ \t\u00a0:–—)\]-]*")
CLOSERS = {"“": "„", "”": '„“"', '"': '„“"', "»": "«"}
LAST_CLOSER = re.compile(r"[“”\"»](?=[^“”\"»„«]*$)")
NEXT_QUOTED = re.compile(r"„([^„“”\"\n]+)[“”\"]|“([^„“”\"\n]+)[”\"]|\"([^\"\n]+)\"|«([^«»\n]+)»|”([^”\n]+)”")
DASHED_AFTER = re.compile(r"[ \t\u00a0)\]]*(?:[–—:\t]|-(?=\s))[ \t\u00a0]*([^\n;|\t]+)")
LIST_LINE = re.compile(
    r"[\s•*·–—-]*(?:\d{1,2}[.)]\s)?(?P<title>[^;|\t]+?)\s*(?:[–—(\t]|\s-\s)\s*"
    r"(?:projekta\s+)?(?:nr|no|numurs|number|code|kods)?[.:]?\s*",
    re.IGNORECASE,
)
NEXT_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.!?]\s+(?=[^\W\d_a-zāčēģīķļņšūž])")


class Found(NamedTuple):
    """A code at text[start:end]; `title` is empty where none stands with it."""

    start: int
    end: int
    typed: str
    code: GrantCode
    title: str


class Span(NamedTuple):
    start: int
    end: int


def find(text: str) -> list[Found]:
    """Every code in `text`, in its order; one that stands there twice is found twice. Never raises."""
    spans = list(_spans(text))
    found: list[Found] = []
    claimed = 0
    for place, span in enumerate(spans):
        before = max(spans[place - 1].end if place else 0, claimed)
        after = spans[place + 1].start if place + 1 < len(spans) else len(text)
        title = _title_before(text, before, span.start) or _title_after(text, span.end, after)
        if title:
            claimed = title.end
        typed = text[span.start : span.end]
        found.append(Found(*span, typed, parse(typed), _tidy_title(text[slice(*title)]) if title else ""))
    return found


def _spans(text: str) -> Iterator[Span]:
    """Places of the codes; where two readings overlap, the earlier and longer one counts."""
    flat, places = _flat_with_places(text)
    rows = [match.span() for pattern in (CENTRALISED, NORDPLUS, BARE_NUMBER) for match in pattern.finditer(flat)]
    whole = (match for match in DECENTRALISED.finditer(flat) if match["year"] or match["agency"])
    rows += [match.span() for match in whole]
    last = 0
    for start, end in sorted(rows, key=lambda row: (row[0], -row[1])):
        if start >= last:
            last = end
            yield Span(places[start], places[end - 1] + 1)


def _flat_with_places(text: str) -> tuple[str, list[int]]:
    """The form in which the patterns search, and for each of its characters its place in `text`."""
    flat, places = [], []
    for place, char in enumerate(text):
        for plain in flatten(char) if char.isspace() or not is_invisible(char) else "":
            flat.append(plain)
            places.append(place)
    return "".join(flat), places


def _title_before(text: str, first: int, start: int) -> Span | None:
    near = text[max(first, start - LONGEST_TITLE - GLUE) : start]
    offset = start - len(near)
    closer = LAST_CLOSER.search(near)
    if closer:
        glue = near[closer.end() :]
        opening = max(near.rfind(char, 0, closer.start()) for char in CLOSERS[closer.group()])
        if opening < 0 and closer.group() == "”":
            opening = near.rfind("”", 0, closer.start())
        if opening >= 0 and len(glue) <= GLUE and not SENTENCE_ENDS.search(glue):
            return Span(offset + opening + 1, offset + closer.start())
    return _line_before(text, first, start)


def _line_before(text: str, first: int, start: int) -> Span | None:
    """A line of a list: title, dash or bracket, code."""
    line_start = text.rfind("\n", 0, start) + 1
    if line_start < first or start - line_start > LONGEST_TITLE + GLUE:
        return None
    match = LIST_LINE.fullmatch(text, line_start, start)
    return Span(*match.span("title")) if match and _is_title(match["title"]) else None


def _title_after(text: str, end: int, last: int) -> Span | None:
    """In quotes directly after the code, or after a dash to the end of the line or sentence."""
    near = text[end : min(last, end + LONGEST_TITLE + GLUE)]
    quoted = NEXT_QUOTED.search(near)
    if quoted and TIGHT.fullmatch(near[: quoted.start()]):
        return Span(end + quoted.start() + 1, end + quoted.end() - 1)
    dashed = DASHED_AFTER.match(near)
    if dashed is None:
        return None
    words = NEXT_SENTENCE.split(dashed[1])[0].rstrip()
    return Span(end + dashed.start(1), end + dashed.start(1) + len(words)) if _is_title(words) else None


def _is_title(words: str) -> bool:
    return len(words) <= LONGEST_TITLE and sum(char.isalpha() for char in words) >= 3


def _tidy_title(title: str) -> str:
    kept = "".join(" " if char.isspace() else char for char in title if char.isspace() or not is_invisible(char))
    return unicodedata.normalize("NFC", " ".join(kept.split())).strip(' ,;:.–—-„“”"«»')[:LONGEST_TITLE]
