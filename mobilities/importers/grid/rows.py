"""The rows of the grid: cells of text, and what is said of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from mobilities.importers.mobilities import MobilityImporter
from portal.common.refused import Refused
from portal.imports.enums import Outcome
from portal.imports.reading import tidy
from portal.imports.registry import Checked

COLUMNS = ("participant", "project", "activity_type", "host", "start", "end", "responsible")
MORE = ("group", "green_travel", "blended_days", "accompanying", "override_reason", "note")
CELLS = (*COLUMNS, *MORE)
SUGGESTED = {"participant", "project", "activity_type", "host", "responsible", "accompanying"}
CLEARS = ("host", "responsible", "green_travel", "blended_days", "accompanying", "override_reason", "note")
MOST_ROWS = 250
LONGEST_CELL = 5_000
EMPTY = "empty"
NOTED = "_noted"
MAY_BE_NOTED = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)

grid_importer = MobilityImporter(clears=CLEARS, tells_changes=False)


class Problem(NamedTuple):
    column: str
    value: str
    text: str


class Remark(NamedTuple):
    """`shape`: the sentence with {person} where `person` is named, so that equal ones are told once of all."""

    text: str
    shape: str
    person: str = ""


class Clash(NamedTuple):
    """One column that two people changed. `who` and `at` where the journal knows them."""

    column: str
    theirs: str
    ours: str
    who: str = ""
    at: datetime | None = None


@dataclass
class GridRow:
    """`pk` and `version`: of the mobility as it was when the page was made; none for a new row. `was`: its cells then,
    or what somebody has seen since of another's changes; None where that is not known."""

    cells: dict[str, str] = field(default_factory=dict)
    pk: int | None = None
    version: int | None = None
    was: dict[str, str] | None = None
    days: int | None = None
    outcome: str = EMPTY
    errors: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    asks_reason: bool = False  # a limit is exceeded
    clashes: list[Clash] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)  # cells that follow what somebody else saved
    checked: Checked | None = None
    number: int | None = None  # in the grid, where only some of its rows are checked
    goes: list[int] = field(default_factory=list)  # rows that share their people are judged together
    along: list[int] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return self.pk is None and not any(self.cells.values())

    @property
    def is_untouched(self) -> bool:
        return self.pk is not None and self.cells == self.was

    @property
    def state(self) -> str:
        """The outcome, and whether there is something to read although nothing is wrong or missing."""
        return f"{self.outcome}{NOTED}" if self.remarks and self.outcome in MAY_BE_NOTED else self.outcome

    @property
    def is_about_more(self) -> bool:
        """What is wrong is mended in a column that may be hidden."""
        return self.asks_reason or bool(self.wrong & set(MORE))

    @property
    def wrong(self) -> set[str]:
        return {problem.column for problem in self.errors}

    @property
    def written_was(self) -> str:
        return "" if self.was is None else json.dumps([self.was.get(name, "") for name in CELLS], ensure_ascii=False)


def rows_of_cells(lists: dict[str, list[str]]) -> list[GridRow]:
    """Of a submitted form: each column a list with one cell a row. Raises Refused for more than fit."""
    height = max((len(cells) for cells in lists.values()), default=0)
    if height > MOST_ROWS:
        raise Refused(_("At most %(most)s rows can be saved at once.") % {"most": MOST_ROWS})

    def cell(name: str, place: int) -> str:
        cells = lists.get(name, [])
        return tidy(cells[place][:LONGEST_CELL]) if place < len(cells) else ""

    return [
        GridRow(
            {name: cell(name, place) for name in CELLS},
            whole_number(cell("pk", place)),
            whole_number(cell("version", place)),
            cells_before(lists.get("was", []), place),
            number=whole_number(cell("row", place)),
        )
        for place in range(height)
    ]


def cells_before(texts: list[str], place: int) -> dict[str, str] | None:
    try:
        cells = json.loads(texts[place])
    except (IndexError, ValueError, RecursionError):
        return None
    if not isinstance(cells, list) or len(cells) != len(CELLS) or not all(isinstance(each, str) for each in cells):
        return None
    return {name: tidy(each) for name, each in zip(CELLS, cells, strict=True)}


def whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
