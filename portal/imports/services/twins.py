"""Rows that share what the register has only once: the first counts, its equals are left out, others are refused."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.imports.enums import Outcome
from portal.imports.registry import Checked, Field, Importer
from portal.imports.sentences import sentence

Parsed = tuple[Checked, dict[str, Any]]
SAME = _("The same as row %(row)s; it is saved once.")
OTHER_THERE = _("%(same)s There this column says “%(there)s”. Correct one of the rows, or delete it.")
EMPTY_THERE = _("%(same)s There this column is empty. Put everything into one row.")


def settle_shared(importer: Importer, fields: Sequence[Field], parsed: Sequence[Parsed]) -> None:
    """A row that is refused for something else stands in nobody's way."""
    first_of: dict[str, Parsed] = {}
    for row, values in parsed:
        if not row.key or row.reasons:
            continue
        first, said = first_of.setdefault(row.key, (row, values))
        if first is row:
            continue
        if differing := [each for each in fields if differs(values.get(each.name), said.get(each.name))]:
            refuse_other(importer, row, first, differing)
        else:
            row.outcome, row.data = Outcome.UNCHANGED, None
            row.remarks = [sentence(SAME, row=first.number)]


def differs(value: Any, there: Any) -> bool:
    """An empty cell says nothing, so it contradicts nothing."""
    return value not in (None, "", [], {}) and value != there


def refuse_other(importer: Importer, row: Checked, first: Checked, differing: Sequence[Field]) -> None:
    same = importer.say_shared(row.key, str(first.number))
    for each in differing:
        there = first.written(each.name)
        text = sentence(OTHER_THERE if there else EMPTY_THERE, same=lambda: str(same), there=there[:100])
        row.refuse_at(text, each)
