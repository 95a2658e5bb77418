"""Spaces that must not break, put into the text of finished HTML."""

import re

NBSP = "\u00a0"
MONTHS = "janv|febr|mart|apr|maij|jūn|jūl|aug|sept|okt|nov|dec"
BINDINGS = (
    (re.compile(rf"(\d{{1,2}}\.) (?={MONTHS})"), rf"\1{NBSP}"),
    (re.compile(r"(\d{4}\.) (?=gad[asuāi])"), rf"\1{NBSP}"),
    (re.compile(r"(\d) (?=[^\W\d_A-Z]|%|€)"), rf"\1{NBSP}"),
    (re.compile(r"\b(Nr\.|No\.) (?=\S)"), rf"\1{NBSP}"),
    (re.compile(r" (?=[–—] )"), NBSP),
)
PIECES = re.compile(r"(<(?:svg|style|script|title)\b.*?</(?:svg|style|script|title)>|<[^>]+>)", re.DOTALL)
LAST_WORDS = re.compile(r"(\S{1,14})[ \n]+(\S{1,10})(\s*)(?=</(?:p|h1|h2|h3|li|dd|dt|figcaption|blockquote|cite)>)")


def tidy(html: str) -> str:
    """Bind numbers to what they count and a paragraph's last word to the one before it."""
    pieces = PIECES.split(html)
    bound = "".join(piece if piece.startswith("<") else _bind(piece) for piece in pieces)
    return LAST_WORDS.sub(_together, bound)


def _bind(text: str) -> str:
    for pattern, replacement in BINDINGS:
        text = pattern.sub(replacement, text)
    return text


def _together(match: re.Match) -> str:
    first, last, after = match.groups()
    return match[0] if "<" in last or "=" in first else f"{first}{NBSP}{last}{after}"
