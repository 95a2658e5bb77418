"""An uploaded template or export: what both kinds of files have in common."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from mobilities.beneficiary_module.fields import BY_NAME, CERTIFICATION
from mobilities.beneficiary_module.layout import Column, Layout
from mobilities.beneficiary_module.sheet import Value
from mobilities.beneficiary_module.special import is_free_text, is_prose, is_telling
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
    """What both kinds of files have in common. `rows` are all rows of the table as text; `silent` and `prose`: places
    of unknown columns > their names, see `hush`; `gone`: names of columns that were emptied when it was uploaded."""

    layout: Layout
    rows: list[list[str]]
    remarks: list[str] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)
    silent: dict[int, str] = field(default_factory=dict)
    prose: dict[int, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    @property
    def existing(self) -> list[Existing]:
        """Rows of data, without those of other projects."""
        return [row for row in self.all_existing if row.number not in self.left_out]

    @cached_property
    def all_existing(self) -> list[Existing]:
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

    def is_unvalued(self, column: Column, number: int) -> bool:
        """Whether the cell of a row holds a formula without a value."""
        return False

    def write(self, lines: Sequence[Line]) -> bytes:
        raise NotImplementedError

    def scrubbed(self) -> bytes | None:
        """The file as it came but without what stands in columns of special categories; None where nothing does."""
        raise NotImplementedError

    def hush(self, mapping: Mapping[str, str], gone: Iterable[str] = ()) -> None:
        """Finds the columns that no field is chosen for and whose rows of data speak of special categories (`silent`:
        they are not even kept), or are free text that nobody can vouch for (`prose`: kept, but never filled)."""
        self.silent, self.prose, self.gone = {}, {}, list(gone)
        columns = {column.place: column for column in self.layout.columns}
        data = self.rows[self.layout.first_row - 1 :]
        for place in range(1, max(map(len, data), default=0) + 1):
            column = columns.get(place)
            known = BY_NAME.get(mapping.get(column.key, "")) if column else None
            if (column and column.is_special) or (known and known.group != CERTIFICATION):
                continue
            cells = {row[place - 1] for row in data if place <= len(row)} - {""}
            name = column.title if column else get_column_letter(place)
            if is_silent(column, cells, is_known=known is not None):
                self.silent[place] = name
            elif known is None and any(map(is_prose, cells)) and not (column and self.is_bound(column)):
                self.prose[place] = name

    def is_bound(self, column: Column) -> bool:
        """Only what the module offers or counts stands in it."""
        return column.has_dictionary or bool(self.entries(column)) or self.has_formula(column)

    def is_mute(self, column: Column) -> bool:
        """Nothing of its rows of data goes into a filled file."""
        return column.is_special or column.place in self.silent or column.place in self.prose

    @property
    def unkept(self) -> set[int]:
        """Places of columns of which rows of data are not kept."""
        return {column.place for column in self.layout.columns if column.is_special} | set(self.silent)

    def has_special_cells(self) -> bool:
        rows = self.rows[self.layout.first_row - 1 :]
        return any(place <= len(row) and row[place - 1] for row in rows for place in self.unkept)

    def remark(self, text: object, **values: object) -> None:
        self.remarks.append(sentence(text, **values))


def is_silent(column: Column | None, cells: Collection[str], *, is_known: bool) -> bool:
    if any(map(is_telling, cells)):
        return True
    is_free = column is not None and not is_known and not column.has_dictionary and is_free_text(column.title)
    return is_free and any(any(map(str.isalpha, cell)) for cell in cells)


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
