"""What files hold besides rows of their columns: sums under the table, and cells beyond its columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.common.folding import fold
from portal.imports import columns
from portal.imports.enums import Outcome
from portal.imports.registry import Checked, Importer
from portal.imports.sentences import sentence

TOTAL = re.compile(
    r"(?:pavisam\s+)?(?:kopa|kopskaits|kopsumma|pavisam|summa|(?:grand\s+|sub)?totals?|sum)\b[^\w]*[\d\s.,€]*"
)
NUMBER = re.compile(r"[\d\s.,€%-]+")
MOST_IN_TOTAL, SHOWN, LENGTH = 8, 5, 60
A_TOTAL = _("This is a row of totals; it is left out.")
SURPLUS = _(
    "The row has more cells than the file has columns with names. These are not taken over: %(cells)s. Check that the "
    "other cells stand in the right columns."
)


def is_total(cells: Sequence[str]) -> bool:
    """ "Kopā: 9", or "Total" with nothing but numbers beside it."""
    filled = [cell for cell in cells if cell]
    if not filled or len(filled) > MOST_IN_TOTAL or not TOTAL.fullmatch(fold(filled[0])):
        return False
    return all(NUMBER.fullmatch(cell) for cell in filled[1:])


def total_row(number: int, cells: Sequence[str]) -> Checked:
    label = " ".join(filter(None, cells))
    return Checked(number, label=label, outcome=Outcome.UNCHANGED, remarks=[A_TOTAL])


@dataclass(frozen=True)
class Named:
    """The places of columns; up to `whole` there is no gap."""

    places: frozenset[int]
    whole: int

    @classmethod
    def of(cls, header: Sequence[str], found: Sequence[columns.Column]) -> "Named":
        places = {place for place, title in enumerate(header) if columns.key_of(title)}
        places |= {place for column in found for place in column.places}
        return cls(frozenset(places), next(place for place in range(len(places) + 1) if place not in places))


def remark_surplus(row: Checked, named: Named, importer: Importer) -> None:
    if len(row.cells) <= named.whole:
        return
    surplus = [cell for place, cell in enumerate(row.cells) if cell and place not in named.places]
    if surplus:
        shown = [importer.shown(cell)[:LENGTH] for cell in surplus[:SHOWN]]
        words = " | ".join(shown) + (" | …" if len(surplus) > SHOWN else "")
        row.remark(sentence(SURPLUS, cells=words))
