"""Rows that share what the register has only once: the first counts, its equals are left out, others are refused."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.folding import fold
from portal.imports.registry import Checked, Field, Importer
from portal.imports.sentences import sentence

Parsed = tuple[Checked, dict[str, Any]]
SAME = _("The same as row %(row)s; it is saved once.")
OTHER = _("%(same)s There it says otherwise: %(there)s. Correct one of the rows, or delete it.")
MORE = _("%(same)s There this is empty: %(columns)s. Put everything into one row.")
NOTHING = (None, "", [], {})
NO_SIGN = re.compile(r"[\W_]+")
PHONE = re.compile(r"\+?[\d\s()./-]+")
LEAST_DIGITS, SHOWN = 7, 100


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
            refuse_other(importer, row, first, differing, said)
        else:
            row.remarks = []
            row.repeat(first.number, sentence(SAME, row=first.number))


def differs(value: Any, there: Any) -> bool:
    """An empty cell says nothing, so it contradicts nothing; nor does another spelling of the same."""
    return value not in NOTHING and value != there and plain(value) != plain(there) and not same_phone(value, there)


def plain(value: Any) -> Any:
    """Without case, diacritics and separators: "AM-31" and "am31" are one. In addresses every sign counts."""
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if not isinstance(value, str):
        return value
    return fold(value) if "@" in value or "://" in value else NO_SIGN.sub("", fold(value))


def same_phone(one: Any, other: Any) -> bool:
    """One of them has the prefix of its country."""
    if not all(isinstance(each, str) and PHONE.fullmatch(each) for each in (one, other)):
        return False
    shorter, longer = sorted((NO_SIGN.sub("", each) for each in (one, other)), key=len)
    return len(shorter) >= LEAST_DIGITS and longer.removeprefix("00").endswith(shorter)


def refuse_other(
    importer: Importer, row: Checked, first: Checked, differing: Sequence[Field], said: dict[str, Any]
) -> None:
    """One sentence, about the columns that contradict the first row; else about those that it does not fill."""
    same = importer.say_shared(row.key, str(first.number))
    contradicting = [each for each in differing if said.get(each.name) not in NOTHING]
    if contradicting:
        there = "; ".join(told(first, each) for each in contradicting)
        text = sentence(OTHER, same=lambda: str(same), there=there)
    else:
        text = sentence(MORE, same=lambda: str(same), columns=", ".join(map(first.title, differing)))
    row.refuse_at(text, *(contradicting or differing))


def told(row: Checked, field: Field) -> str:
    return " – ".join(filter(None, (row.title(field), row.written(field.name)[:SHOWN])))
