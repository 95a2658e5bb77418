"""An uploaded template or export: what both kinds of files have in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from mobilities.beneficiary_module.layout import Column, Layout
from mobilities.beneficiary_module.sheet import Value
from portal.common.refused import Refused
from portal.imports.sentences import sentence

DAY_RULE = "DD-MM-YYYY"
MOST_NAMED = 6


@dataclass(frozen=True)
class Existing:
    """A row of data that stands in the file; cells by the key of their column, without special categories."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """A row of data to be written. Of the row `existing` the cells stay that `values` does not name."""

    values: Mapping[str, Value]
    existing: int | None = None


def day_in_words(day: date, rule: str) -> str:
    """31-05-2022, as the rule writes it."""
    text = rule.upper() or DAY_RULE
    for letters, number in (("Y", f"{day.year:04}"), ("M", f"{day.month:02}"), ("D", f"{day.day:02}")):
        count = text.count(letters)
        shown = number if letters == "Y" or count == 2 else str(int(number))
        text = text.replace(letters * count, shown, 1) if count else text
    return text


@dataclass
class Template:
    """What both kinds of files have in common. `rows` are all rows of the table as text."""

    layout: Layout
    rows: list[list[str]]
    remarks: list[str] = field(default_factory=list)

    @cached_property
    def existing(self) -> list[Existing]:
        found = []
        for number, row in enumerate(self.rows[self.layout.first_row - 1 :], start=self.layout.first_row):
            if any(row):
                found.append(Existing(number, self.cells_of(row)))
        return found

    def cells_of(self, row: Sequence[str]) -> dict[str, str]:
        return {
            column.key: row[column.place - 1]
            for column in self.layout.columns
            if column.place <= len(row) and not column.is_special
        }

    def entries(self, column: Column) -> list[str]:
        """What the dictionary of a column offers; nothing where the file has none."""
        return []

    def has_formula(self, column: Column) -> bool:
        return False

    def write(self, lines: Sequence[Line]) -> bytes:
        raise NotImplementedError

    def scrubbed(self) -> bytes | None:
        """The file as it came but without what stands in columns of special categories; None where nothing does."""
        raise NotImplementedError

    def has_special_cells(self) -> bool:
        places = [column.place - 1 for column in self.layout.columns if column.is_special]
        rows = self.rows[self.layout.first_row - 1 :]
        return any(place < len(row) and row[place] for row in rows for place in places)

    def remark(self, text: object, **values: object) -> None:
        self.remarks.append(sentence(text, **values))


def named(titles: Sequence[object]) -> Callable[[], str]:
    """For a sentence: in the quotation marks of its language."""

    def words() -> str:
        shown = "; ".join(_("“%(value)s”") % {"value": title} for title in titles[:MOST_NAMED])
        return shown + (" …" if len(titles) > MOST_NAMED else "")

    return words


def not_a_template(name: str) -> Refused:
    return Refused(
        _(
            "In “%(name)s” no row with names of columns of the Beneficiary Module was found, such as “Data "
            "type”, “Grant "
            "Agreement No.” or “Mobility activity ID”. Nothing can be made of it. In the module open the list of "
            "mobilities, export it or its template, and upload that file as it is."
        )
        % {"name": name}
    )
