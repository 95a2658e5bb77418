"""The rows of a template filled from our records: what goes into them, what is left out, and what stays empty."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from mobilities.beneficiary_module import numbers
from mobilities.beneficiary_module.fields import BY_NAME, ITINERARY, MAIN, MANDATORY, OFTEN_EMPTY, STOP
from mobilities.beneficiary_module.judging import doubts, take_up
from mobilities.beneficiary_module.layout import Column
from mobilities.beneficiary_module.lists import Choice, City, choose
from mobilities.beneficiary_module.rows import TheirRow, columns_by_field, pairs_of, renamed_of, their_rows, word_for
from mobilities.beneficiary_module.sheet import Value
from mobilities.beneficiary_module.subject import Subject, ids_given, subjects_of
from mobilities.beneficiary_module.template import Line, Template, named
from mobilities.enums import ModuleRows
from portal.common.folding import fold
from portal.imports.sentences import lazily, sentence
from projects.models import Project


@dataclass
class Row:
    """One mobility as its row will be, but for its mobility ID. `there`: the row that the file has of it already."""

    subject: Subject
    there: TheirRow | None = None
    cells: dict[str, Value] = field(default_factory=dict)
    below: list[dict[str, Value]] = field(default_factory=list)
    no_entry: dict[str, str] = field(default_factory=dict)  # name of the column > what its list does not have
    empty: list[Column] = field(default_factory=list)
    cities: set[City] = field(default_factory=set)

    @property
    def key(self) -> int:
        return self.subject.mobility.pk

    @property
    def missing(self) -> list[Column]:
        """Without these the module keeps the row as a draft."""
        return [column for column in self.empty if column.is_required]

    @property
    def reasons(self) -> list[str]:
        """Why it is held back unless people say otherwise."""
        found = [lazily(lambda notice=notice: notice.sentence) for notice in self.subject.reasons]
        return [*found, *(self.why_empty(column) for column in self.missing)]

    def why_empty(self, column: Column) -> str:
        if value := self.no_entry.get(column.title):
            text = _("“%(column)s” stays empty, and the module wants it: its list has no entry for “%(value)s”.")
            return sentence(text, column=column.title, value=value)
        return sentence(_("“%(column)s” stays empty, and the module wants it."), column=column.title)


@dataclass
class Filling:
    """Everything about one filled file but its mobility IDs, which are given when it is made."""

    template: Template
    project: Project
    mapping: Mapping[str, str]
    main_word: str = ""
    rows: list[Row] = field(default_factory=list)
    left_out: list[Row] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)  # ModuleRows > how many rows that would be
    taken_over: dict[int, str] = field(default_factory=dict)
    highest: int = 0
    only_there: int = 0
    renamed: dict[int, str] = field(default_factory=dict)  # key of a mobility > the ID of the module for the same one

    def __post_init__(self) -> None:
        self.columns = columns_by_field(self.template.layout, self.mapping)
        self.fields = {column.key: name for name, column in self.columns.items()}
        column = self.columns.get("data_type")
        self.words = {group: word_for(self.template, column, group) for group in (MAIN, ITINERARY)}
        self.words[MAIN] = self.main_word or self.words[MAIN]

    @property
    def keys(self) -> list[int]:
        return [row.key for row in self.rows]

    @property
    def numbered(self) -> list[int]:
        """Keys of the mobilities whose mobility IDs the file will show; without their column none is given."""
        return self.keys if "module_id" in self.columns else []

    @property
    def lacking(self) -> list[str]:
        """Fields without whose columns the module takes no file."""
        return [name for name in MANDATORY if name not in self.columns]

    @property
    def drafts(self) -> int:
        return sum(bool(row.missing) for row in self.rows)

    def row_of(self, subject: Subject, there: TheirRow | None) -> Row:
        row = Row(subject, there)
        main = {"data_type": self.words[MAIN], "project": self.project.code}
        for name in self.columns:
            if (read := BY_NAME[name].read) is not None:
                main[name] = read(subject)
        row.cells = self.cells(row, main)
        if any(name in self.columns for name in STOP):
            below = {"data_type": self.words[ITINERARY], "project": self.project.code}
            for stop in subject.stops:
                row.below.append(self.cells(row, below | {name: read(stop) for name, read in STOP.items()}))
        row.empty = [column for column in self.template.layout.columns if self.is_empty(column, row)]
        return row

    def cells(self, row: Row, values: Mapping[str, Value | Choice]) -> dict[str, Value]:
        """By the key of the column; what cannot be said is left out, so that it stays as it is there."""
        cells: dict[str, Value] = {}
        for name, value in values.items():
            if column := self.columns.get(name):
                said = self.said(column, value, row)
                if said not in (None, ""):
                    cells[column.key] = said
        return cells

    def said(self, column: Column, value: Value | Choice, row: Row) -> Value:
        if value in (None, ""):
            return None
        entries = self.template.entries(column)
        if not entries:
            if isinstance(value, City):
                row.cities.add(value)
            return str(value) if isinstance(value, Choice) else value
        choice = value if isinstance(value, Choice) else Choice((str(value),))
        entry = choose(entries, choice)
        if entry is None:
            row.no_entry[column.title] = str(choice)
        return entry

    def is_empty(self, column: Column, row: Row) -> bool:
        """A cell that will hold nothing, although the column is known or the module wants it."""
        name = self.fields.get(column.key, "")
        is_told = column.is_required or (name and name not in OFTEN_EMPTY and BY_NAME[name].group == MAIN)
        if not is_told or column.is_special or name == "module_id" or column.key in row.cells:
            return False
        if row.there and row.there.existing.cells.get(column.key):
            return False
        return not self.template.has_formula(column)

    def lines(self, ids: Mapping[int, str], most: int | None = None) -> list[Line]:
        """The rows of the file; `ids`: key of each mobility > its mobility ID."""
        return [line for row in self.rows[:most] for line in self.lines_of(row, ids.get(row.key, ""))]

    def lines_of(self, row: Row, module_id: str) -> Iterable[Line]:
        column = self.columns.get("module_id")
        own = {column.key: module_id} if column else {}
        yield Line(row.cells | own, row.there.existing.number if row.there else None)
        yield from (Line(cells | own) for cells in row.below)
        for group, existing in (row.there.below if row.there else {}).items():
            if not (group == ITINERARY and row.below):
                yield from (Line({}, each.number) for each in existing)

    def empty_columns(self) -> list[tuple[Column, list[Row]]]:
        """Columns that stay empty in rows of the file; what the module wants comes first."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            for column in row.empty:
                found[column.key].append(row)
        told = [(column, found[column.key]) for column in self.template.layout.columns if column.key in found]
        return sorted(told, key=lambda each: not each[0].is_required)

    def remarks(self) -> list[object]:
        """What there is to say of the file as it was made."""
        return [*self.without_entry(), *self.about_cities(), *self.about_drafts(), *self.about_rows_there()]

    def without_entry(self) -> Iterable[object]:
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.rows:
            for title, value in row.no_entry.items():
                found[title].append(value)
        for title, values in found.items():
            text = _("Column “%(column)s”: its list has no entry for %(values)s; left empty (rows: %(rows)s).")
            yield sentence(text, column=title, values=named([*dict.fromkeys(values)]), rows=len(values))

    def about_cities(self) -> Iterable[object]:
        cities = sorted(set().union(*(row.cities for row in self.rows)), key=lambda each: each.typed)
        other = [f"{each.typed} > {each}" for each in cities if each.is_known and fold(each.typed) != fold(str(each))]
        if other:
            text = _("Cities are written as the list of places knows them: %(cities)s.")
            yield sentence(text, cities=named(other))
        if unknown := [each.typed for each in cities if not each.is_known]:
            text = _(
                "The list of places does not know %(cities)s; written as here. If that is a Latvian name, write the "
                "local one on the page of the host."
            )
            yield sentence(text, cities=named(unknown))

    def about_drafts(self) -> Iterable[object]:
        columns = [column.title for column, _rows in self.empty_columns() if column.is_required]
        if columns:
            text = _(
                "The module keeps %(rows)s of the rows as drafts, until %(columns)s are entered there after the "
                "import."
            )
            yield sentence(text, rows=self.drafts, columns=named(columns))

    def about_rows_there(self) -> Iterable[object]:
        if self.taken_over:
            text = _("Known in the file by name and dates, these keep the mobility ID of the module: %(names)s.")
            known = [row for row in self.rows if row.key in self.taken_over]
            names = [f"{row.subject.label} {self.taken_over[row.key]}" for row in known]
            yield sentence(text, names=named(names))
        if renamed := [row for row in self.rows if row.key in self.renamed]:
            text = _(
                "The module has these under another ID: %(names)s. An ID that was given never changes here, so delete "
                "these rows there before you import the file; otherwise the module has each of them twice."
            )
            yield sentence(text, names=named([f"{row.subject.label} {self.renamed[row.key]}" for row in renamed]))
        if self.only_there:
            text = _(
                "Rows of the file that are not among the mobilities that go: %(rows)s. They are not in the filled "
                "file, and the module leaves them as they are."
            )
            yield sentence(text, rows=self.only_there)


def plan(
    template: Template,
    project: Project,
    mapping: Mapping[str, str],
    *,
    which: str = ModuleRows.COMPLETE,
    only: Sequence[int] | None = None,
    main_word: str = "",
) -> Filling:
    """`only`: keys of the mobilities that are wanted; `main_word`: what `Data type` says of a mobility, as typed."""
    take_up(template, mapping, project, template.gone)
    filling = Filling(template, project, mapping, main_word)
    everything = subjects_of(project)
    if only is not None:
        everything = [each for each in everything if each.mobility.pk in set(only)]
    theirs = their_rows(template, mapping)
    sure, likely = pairs_of(everything, theirs)
    filling.counts = dict.fromkeys(ModuleRows.values, 0)
    for subject in everything:
        pk = subject.mobility.pk
        row = filling.row_of(subject, sure.get(pk) or likely.get(pk))
        needed = ModuleRows.ALL if subject.reasons else ModuleRows.DRAFTS if row.missing else ModuleRows.COMPLETE
        filling.counts[needed] += 1
        goes = ModuleRows.values.index(needed) <= ModuleRows.values.index(which)
        (filling.rows if goes else filling.left_out).append(row)
    other = renamed_of(everything, theirs, (*sure.values(), *likely.values()), ids_given(project))
    filling.renamed = {key: row.module_id for key, row in other.items()}
    filling.taken_over = {row.key: likely[row.key].module_id for row in filling.rows if row.key in likely}
    filling.only_there = len(theirs) - sum(row.there is not None for row in filling.rows)
    stem = numbers.stem_of(project)
    filling.highest = max((numbers.ordinal_of(stem, row.module_id) for row in theirs), default=0)
    return filling


# ---- what is said before anything is made ----


def warnings(
    template: Template, project: Project, mapping: Mapping[str, str], name: str, main_word: str = ""
) -> list[object]:
    """What does not fit, and what could be made all the same."""
    columns = columns_by_field(template.layout, mapping)
    found = [*mandatory_missing(columns), *doubts(template, columns, project, name), *unknown(template, mapping)]
    column = columns.get("data_type")
    if column and not main_word and word_for(template, column, MAIN) is None:
        text = _("Which entry of “%(column)s” is a mobility is not known: %(entries)s. Write it below.")
        found.append(sentence(text, column=column.title, entries=named(template.entries(column))))
    return found


def useless(lacking: Sequence[str], rows: int) -> object | None:
    """Why nothing can be imported in the module, and what the file is good for all the same; None where it can be."""
    if not rows:
        return _("No mobility is in the file, so there is nothing to import. What holds them back is named with each.")
    if lacking:
        text = _(
            "The module will refuse this file, because it has no column for %(names)s: do not import it. It can be "
            "used to look the data through, or to copy them by hand. To import them, export the template of the "
            "module anew, with all its columns, and fill that."
        )
        return sentence(text, names=named([BY_NAME[name].label for name in lacking]))
    return None


def mandatory_missing(columns: Mapping[str, Column]) -> Iterable[object]:
    missing = [name for name in MANDATORY if name not in columns]
    if not missing:
        return
    said = sentence(
        _(
            "The module takes no file without the columns %(names)s. Choose below which columns these are, if "
            "they are called otherwise. The other %(others)s matched columns can be filled."
        ),
        names=named([BY_NAME[name].label for name in missing]),
        others=len(columns),
    )
    yield said


def unknown(template: Template, mapping: Mapping[str, str]) -> Iterable[object]:
    if silent := [*template.gone, *template.silent.values()]:
        text = _(
            "These columns are not known here and may speak of health, belief or the like; what stood in their rows "
            "is neither kept nor sent: %(names)s. What the module needs of it is entered there by hand."
        )
        yield sentence(text, names=named(silent))
    if template.prose:
        text = _(
            "These columns are not known here and hold free text, for which nobody can vouch; they are empty in a "
            "filled file: %(names)s. Choose above which columns these are, or enter it in the module by hand."
        )
        yield sentence(text, names=named(list(template.prose.values())))
    columns = [column for column in template.layout.columns if not mapping.get(column.key)]
    titles = [each.title for each in columns if not template.is_mute(each) and each.title not in template.gone]
    if titles:
        text = _("Columns that the portal does not know stay as they are: %(names)s.")
        yield sentence(text, names=named(titles))
