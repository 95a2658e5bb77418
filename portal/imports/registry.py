"""Kind of rows > the importer that knows their fields, checks them and saves them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from portal.common.models import Versioned
from portal.imports.enums import Outcome

BATCH = 500
Value = str | list[str]


@dataclass(frozen=True)
class Field:
    """One thing a row may say. `parse` makes a value of a cell or raises Refused with what would be right.

    `synonyms` are headers under which files have it; # stands for a number. With `many`, a field takes a family of
    numbered columns ("Partner 1 name", "Partner 2 name", ...) and its value is the list of their cells. `nothing` are
    texts that published lists write into a cell which holds nothing.
    """

    name: str
    label: object
    parse: Callable[[str], Any] = str
    synonyms: Sequence[str] = ()
    required: bool = False
    many: bool = False
    help: object = ""
    nothing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    """Why a row is refused: the column and the value where it is about one, and a sentence."""

    text: object
    column: str = ""
    value: str = ""


@dataclass
class Checked:
    """A row after its check; `key` is what no other row of the file may share, `data` the importer's own.

    After `apply`, `saved` is the row of the register, and `before` says of a changed one what was in its fields.
    `also` are rows saved along with it, each with what was in its fields before, or None for a new one.
    Where more was changed than these can say, `can_be_undone` is False.

    `mapped` are the fields that have a column, `unread` those whose cell was refused. Texts of reasons and remarks are
    lazy: they are kept in every language.
    """

    number: int
    label: str = ""
    key: str = ""
    outcome: str = Outcome.REJECTED
    reasons: list[Reason] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    data: Any = None
    mapped: frozenset[str] = frozenset()
    unread: set[str] = field(default_factory=set)
    saved: Versioned | None = None
    before: dict[str, Any] | None = None
    also: list[tuple[Model, dict[str, Any] | None]] = field(default_factory=list)
    can_be_undone: bool = True

    def refuse(self, text: object, column: object = "", value: object = "") -> None:
        self.reasons.append(Reason(text, str(column), str(value)[:100]))


class StaleRows(Exception):
    """A row was changed by somebody else after it was checked; the job prepares anew."""


def refuse_stale(rows: Sequence[Versioned]) -> None:
    """Lock the saved `rows` of one model as they were checked. Raises StaleRows where one has another version now."""
    expected = {row.pk: row.version for row in rows}
    keys = list(expected)
    for place in range(0, len(keys), BATCH):
        batch = keys[place : place + BATCH]
        found = dict(type(rows[0])._base_manager.select_for_update().filter(pk__in=batch).values_list("pk", "version"))
        if any(found.get(pk) != expected[pk] for pk in batch):
            raise StaleRows


class Importer:
    """One kind of rows. Subclasses know nothing of files, pages or jobs.

    With `twins_agree`, rows of one key and equal values are no contradiction: the first is saved, the others are not.
    """

    kind: str
    model: type[Versioned] | None = None
    twins_agree = False
    title: object
    permission: str
    fields: tuple[Field, ...]

    def open(self, school, values: Sequence[dict[str, Any]]) -> Any:
        """What `check` needs to know of the school's rows, read once in a few queries; `values` are those of all rows
        of the file."""
        raise NotImplementedError

    def check(self, checked: Checked, values: dict[str, Any], context: Any) -> None:
        """Fill key, label, outcome, reasons and data of `checked`; writes nothing."""
        raise NotImplementedError

    def say_shared(self, key: str, numbers: str) -> str:
        """The sentence for rows that share `key`; `numbers` are those of the other rows."""
        raise NotImplementedError

    def remarks_on(self, rows: Sequence[Checked]) -> list[tuple[str, list[Checked]]]:
        """What is to be said once of the whole check: a sentence and the rows it is about."""
        return []

    def apply(self, rows: Sequence[Checked], school, user) -> None:
        """Save `rows`, all of them new or changed, with their audit entries, and set `saved`, `before` and `also` of
        each. Runs inside the transaction; may raise StaleRows."""
        raise NotImplementedError

    def shown(self, cell: str) -> str:
        """What of a cell is seen again, on the page of columns and in the file of rejected rows."""
        return cell

    def field(self, name: str) -> Field:
        return next(each for each in self.fields if each.name == name)


IMPORTERS: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    IMPORTERS[importer.kind] = importer


__all__ = ["IMPORTERS", "Checked", "Field", "Importer", "Reason", "StaleRows", "Value", "refuse_stale", "register"]
