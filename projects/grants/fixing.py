"""Amounts that stand by somebody else's word, in place of those counted by the rates."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from projects.grants.types import FIXED, FIXED_ALONE, ZERO, Grant, Line


@dataclass(frozen=True)
class Fixed:
    amount: Decimal
    source: str


def with_fixed(grant: Grant, amounts: Mapping[str, Fixed]) -> Grant:
    """`amounts` by category; what is missing or uncertain about these categories no longer matters."""
    lines, left = [], dict(amounts)
    for line in grant.lines:
        if line.category not in amounts:
            lines.append(line)
        elif fixed := left.pop(line.category, None):
            lines.append(fixed_line(grant, line.category, fixed))
    lines += [fixed_line(grant, category, fixed) for category, fixed in left.items()]
    return Grant(tuple(lines), tuple(note for note in grant.notes if note.category not in amounts))


def fixed_line(grant: Grant, category: str, fixed: Fixed) -> Line:
    counted = tuple(line for line in grant.lines if line.category == category)
    inputs = {"source": fixed.source}
    if category in grant.incomplete:
        return Line(category, fixed.amount, FIXED_ALONE, inputs, instead_of=counted)
    whole = sum((line.amount for line in counted), ZERO)
    return Line(category, fixed.amount, FIXED, inputs | {"counted": whole}, instead_of=counted)
