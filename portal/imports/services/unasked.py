"""What files hold besides rows of their columns: sums and notes under the table, cells beyond its columns, days that
could be read in two ways."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import takewhile

from django.utils.translation import gettext_lazy as _

from portal.common.folding import fold
from portal.common.refused import Refused
from portal.common.text import day
from portal.imports import columns
from portal.imports.enums import Outcome
from portal.imports.registry import Checked, Field, Importer
from portal.imports.sentences import sentence

TOTAL = re.compile(
    r"(?:pavisam\s+)?(?:kopa|kopskaits|kopsumma|pavisam|summa|(?:grand\s+|sub)?totals?|sum)\b[^\w]*[\d\s.,€]*"
)
NUMBER = re.compile(r"[\d\s.,€%-]+")
MOST_IN_TOTAL, SHOWN, LENGTH = 8, 5, 60
A_TOTAL = _("This is a row of totals; it is left out.")
A_NOTE = _("This is a note under the table, with one cell; it is left out.")
NOTE_SIGN = re.compile(r"[^\w\s'’-]|[\d_]")
SURPLUS = _(
    "The row has more cells than the file has columns with names. These are not taken over: %(cells)s. Check that the "
    "other cells stand in the right columns."
)
SLASHED = re.compile(r"(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/\d{4}\.?")
A_DAY = "31.12.2007"
DAY_FIRST = _("In the column “%(column)s” the day comes before the month: “%(cell)s” is read as %(day)s.")


def is_total(cells: Sequence[str]) -> bool:
    """ "Kopā: 9", or "Total" with nothing but numbers beside it."""
    filled = [cell for cell in cells if cell]
    if not filled or len(filled) > MOST_IN_TOTAL or not TOTAL.fullmatch(fold(filled[0])):
        return False
    return all(NUMBER.fullmatch(cell) for cell in filled[1:])


def total_row(number: int, cells: Sequence[str]) -> Checked:
    label = " ".join(filter(None, cells))
    return Checked(number, label=label, outcome=Outcome.UNCHANGED, remarks=[A_TOTAL])


def pass_over_notes(rows: Sequence[Checked]) -> None:
    """ "Class teacher: A. Ozola" in a row of its own under the last full one, where it says nothing else."""
    notes = list(takewhile(lambda row: row.reasons and is_note(row.cells), reversed(rows)))
    if len(notes) == len(rows):
        return
    for row in notes:
        row.label, row.key, row.outcome = next(filter(None, row.cells)), "", Outcome.UNCHANGED
        row.reasons, row.remarks, row.data = [], [A_NOTE], None


def is_note(cells: Sequence[str]) -> bool:
    """One cell of words with more than letters in it; a lone e-mail or number is a row that was not filled in."""
    filled = [cell for cell in cells if cell]
    return (
        len(filled) == 1
        and "@" not in filled[0]
        and any(map(str.isalpha, filled[0]))
        and bool(NOTE_SIGN.search(filled[0]))
    )


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


def remarks_on_days(importer: Importer, rows: Sequence[Checked]) -> list[tuple[str, list[Checked]]]:
    """Once for each column in which day and month could be exchanged, as in 05/06/2008: how it is read."""
    found = []
    mapped = {name for row in rows for name in row.source.places}
    for each in importer.fields:
        if each.name not in mapped or not holds_days(each):
            continue
        about = [row for row in rows if each.name not in row.unread and could_be_turned(row.written(each.name))]
        if about:
            cell = about[0].written(each.name)
            read = partial(day, each.parse(cell))
            found.append((sentence(DAY_FIRST, column=about[0].title(each), cell=cell, day=read), about))
    return found


def holds_days(field: Field) -> bool:
    try:
        return isinstance(field.parse(A_DAY), date)
    except Refused:
        return False


def could_be_turned(cell: str) -> bool:
    match = SLASHED.fullmatch(cell) if "/" in cell else None
    return match is not None and int(match[1]) != int(match[2])
