"""What asking for a name answers: one key, or a sentence with the names that were near or meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.refused import Refused
from portal.imports.sentences import sentence, some_of

SHOWN = 4
HINT = re.compile(r"(?P<name>.*?)\s*\((?P<hint>[^()]*)\)\s*")


def not_found(text: object, rows: Iterable) -> Refused:
    """`text` with the nearest names, where there are any."""
    near = list(rows)
    if not near:
        return Refused(text)
    with_near = _("%(sentence)s Similar: %(names)s.")
    return Refused(sentence(with_near, sentence=lambda: str(text), names=lambda: told(near)))


def ambiguous(text: object, rows: Collection, tell: Callable[[Any], str] = lambda row: row.in_full) -> Refused:
    return Refused(sentence(text, count=len(rows), names=lambda: told(rows, tell)))


def told(rows: Iterable, tell: Callable[[Any], str] = lambda row: row.in_full) -> str:
    return some_of([tell(row) for row in rows], SHOWN)


@dataclass
class Kept:
    """The answer to one question, or why there is none: tables ask the same thousands of times."""

    answers: dict[Any, Any]

    def ask(self, question: Any, find: Callable[[], Any]) -> Any:
        if question not in self.answers:
            try:
                self.answers[question] = find()
            except Refused as refusal:
                self.answers[question] = refusal
        answer = self.answers[question]
        if isinstance(answer, Refused):
            raise answer.with_traceback(None)  # or each raising would make it longer
        return answer
