"""Kind of rows > the importer that knows their fields, checks them and saves them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Model, Sum

from portal.accounts.models import School
from portal.common.models import Versioned
from portal.imports.enums import Outcome
from portal.jobs.registry import OvertakenError

BATCH, VALUE_SHOWN = 500, 100
Value = str | list[str]


@dataclass(frozen=True)
class Field:
    """One thing a row may say. `parse` makes a value of a cell or raises Refused with what would be right.

    `synonyms` are headers under which files have it; # stands for a number. With `many`, a field takes a family of
    numbered columns ("Partner 1 name", "Partner 2 name", ...) and its value is the list of their cells. `nothing` are
    texts that published lists write into a cell which holds nothing. `missing` is what to say where a required cell is
    empty.
    """

    name: str
    label: object
    parse: Callable[[str], Any] = str
    synonyms: Sequence[str] = ()
    required: bool = False
    many: bool = False
    help: object = ""
    nothing: frozenset[str] = frozenset()
    missing: object = ""


Link = tuple[str, str]  # what it is called, and its address


@dataclass(frozen=True)
class Reason:
    """Why a row is refused: the column and the value where it is about one, a sentence, and pages to look at."""

    text: object
    column: str = ""
    value: str = ""
    links: Sequence[Link] = ()


@dataclass(frozen=True)
class Source:
    """Where in the file the fields are: field > name of its column, field > its place."""

    titles: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)


NOWHERE = Source()


@dataclass
class Checked:
    """A row after its check; `key` is what no other row of the file may share, `data` the importer's own, `found` the
    row of the register that it changes.

    After `apply`, `saved` is the row of the register, and `before` says of a changed one what was in its fields.
    `also` are rows saved along with it, each with what was in its fields before, or None for a new one.
    Where more was changed than these can say, `can_be_undone` is False.

    `repeats` is the number of the row that says the same already; the first remark then says so.

    `source` and `cells` are of the file, `unread` the fields whose cell was refused. Texts of reasons and remarks are
    lazy: they are kept in every language; `links` are those of a remark, by the identity of its text.
    """

    number: int
    label: str = ""
    key: str = ""
    outcome: str = Outcome.REJECTED
    reasons: list[Reason] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    data: Any = None
    mapped: frozenset[str] = frozenset()
    source: Source = NOWHERE
    cells: Sequence[str] = ()
    unread: set[str] = field(default_factory=set)
    links: dict[int, Sequence[Link]] = field(default_factory=dict)
    changes: object = None
    repeats: int = 0
    found: Versioned | None = None
    saved: Versioned | None = None
    before: dict[str, Any] | None = None
    also: list[tuple[Model, dict[str, Any] | None]] = field(default_factory=list)
    can_be_undone: bool = True

    def refuse(self, text: object, column: object = "", value: object = "", links: Sequence[Link] = ()) -> None:
        self.remarks = [each for each in self.remarks if each is not self.changes]
        self.reasons.append(Reason(text, str(column), str(value)[:VALUE_SHOWN], links))

    def refuse_at(self, text: object, *fields: Field, value: object = "", links: Sequence[Link] = ()) -> None:
        """The same of the cells of `fields`, by the names that their columns have in the file, and as they are written
        there. `value` is for rows that come from no file."""
        written = " | ".join(filter(None, (self.written(each.name) for each in fields)))
        columns = ", ".join(dict.fromkeys(self.title(each) for each in fields))
        self.refuse(text, columns, written or value, links)

    def remark(self, text: object, *links: Link) -> None:
        self.remarks.append(text)
        if links:
            self.links[id(text)] = links

    def tell_changes(self, text: object) -> None:
        """What saving the row changes; left out when it is refused after all."""
        self.changes = text
        self.remarks.append(text)

    def repeat(self, number: int, text: object) -> None:
        self.outcome, self.data, self.repeats = Outcome.UNCHANGED, None, number
        self.remarks.insert(0, text)

    def title(self, field: Field) -> str:
        """The name of its column in the file, else its own."""
        return self.source.titles.get(field.name) or str(field.label)

    def written(self, name: str) -> str:
        """The cell as it stands in the file."""
        place = self.source.places.get(name)
        return self.cells[place] if place is not None and place < len(self.cells) else ""


class StaleRows(OvertakenError):
    """A row was added or changed by somebody else after the rows were compared with the register."""


def one_at_a_time(school: School) -> None:
    """Whoever saves a table of the school waits until the one before has; others need not. On SQLite everybody
    does, by the transaction alone."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)


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

    `listing` says what such a file is ("a list of people"). `needs` are the things without which no row can be taken:
    each a choice of ways to say it, each way the fields that must have a column for it.
    """

    kind: str
    model: type[Versioned] | None = None
    title: object
    listing: object
    permission: str
    owners: Sequence[str] = ()  # words for whom a row is about, which say nothing more in the name of a column
    fields: tuple[Field, ...]

    def open(self, school, values: Sequence[dict[str, Any]]) -> Any:
        """What `check` needs to know of the school's rows, read once in a few queries; `values` are those of all rows
        of the file."""
        raise NotImplementedError

    def check(self, checked: Checked, values: dict[str, Any], context: Any) -> None:
        """Fill key, label, outcome, reasons and data of `checked`; writes nothing."""
        raise NotImplementedError

    def check_together(self, parsed: Sequence[tuple[Checked, dict[str, Any]]], context: Any) -> None:
        """What rows say of each other, once each was checked by itself."""

    def say_shared(self, key: str, numbers: str) -> str:
        """The sentence for a row with the `key` of others, whose `numbers` these are, which says something else."""
        raise NotImplementedError

    def remarks_on(self, rows: Sequence[Checked]) -> list[tuple[str, list[Checked]]]:
        """What is to be said once of the whole check: a sentence and the rows it is about."""
        return []

    def stamp(self, school) -> tuple[int | None, ...]:
        """Another one after each row of the register that somebody adds, changes or deletes."""
        if self.model is None:
            return ()
        rows = self.model._base_manager.filter(school=school)
        return tuple(rows.aggregate(Count("pk"), Max("pk"), Sum("version")).values())

    def apply(self, rows: Sequence[Checked], school, user) -> None:
        """Save `rows`, all of them new or changed, with their audit entries, and set `saved`, `before` and `also` of
        each. Runs inside the transaction; may raise StaleRows."""
        raise NotImplementedError

    def taken_back(self, restored: Sequence[Model], school, user) -> None:
        """What is to follow when an import is undone: `restored` are the rows that are as they were before it, of this
        and of other models. Runs inside the transaction."""

    def shown(self, cell: str) -> str:
        """What of a cell is seen again, on the page of columns and in the file of rejected rows."""
        return cell

    def field(self, name: str) -> Field:
        return next(each for each in self.fields if each.name == name)

    @property
    def needs(self) -> Sequence[Sequence[Sequence[str]]]:
        return tuple(((each.name,),) for each in self.fields if each.required)

    def missing(self, mapping: Collection[str]) -> list[Sequence[Sequence[str]]]:
        """Of `needs`, those that the columns of `mapping` do not meet."""
        return [need for need in self.needs if not any(all(name in mapping for name in way) for way in need)]

    def in_words(self, need: Sequence[Sequence[str]]) -> str:
        """ "Name", or "Name / First name + Last name"."""
        return " / ".join(" + ".join(str(self.field(name).label) for name in way) for way in need)


IMPORTERS: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    IMPORTERS[importer.kind] = importer


__all__ = [
    "IMPORTERS", "Checked", "Field", "Importer", "Link", "Reason", "Source", "StaleRows", "Value", "one_at_a_time",
    "refuse_stale", "register",
]  # fmt: skip
