"""The rows of a template filled from our records: what goes into them, what is left out, and what stays empty."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from mobilities.beneficiary_module import numbers
from mobilities.beneficiary_module.fields import BY_NAME, ITINERARY, MAIN, MANDATORY, STOP
from mobilities.beneficiary_module.layout import Column
from mobilities.beneficiary_module.lists import Choice, choose
from mobilities.beneficiary_module.rows import TheirRow, columns_by_field, pairs_of, their_rows, word_for
from mobilities.beneficiary_module.sheet import Value
from mobilities.beneficiary_module.subject import Subject, subjects_of
from mobilities.beneficiary_module.template import Line, Template, named
from portal.imports.sentences import sentence
from projects.models import ActivityType, Project


@dataclass
class Filling:
    """Everything about one filled file but its mobility IDs, which are given when it is made."""

    template: Template
    project: Project
    mapping: Mapping[str, str]
    main_word: str = ""
    subjects: list[Subject] = field(default_factory=list)
    left_out: list[Subject] = field(default_factory=list)
    pairs: dict[int, TheirRow] = field(default_factory=dict)
    taken_over: dict[int, str] = field(default_factory=dict)
    highest: int = 0
    only_there: int = 0
    no_entry: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    empty: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self.columns = columns_by_field(self.template.layout, self.mapping)
        column = self.columns.get("data_type")
        self.words = {group: word_for(self.template, column, group) for group in (MAIN, ITINERARY)}
        self.words[MAIN] = self.main_word or self.words[MAIN]

    def lines(self, ids: Mapping[int, str]) -> list[Line]:
        """The rows of the file; `ids`: key of each mobility > its mobility ID."""
        return [line for subject in self.subjects for line in self.lines_of(subject, ids[subject.mobility.pk])]

    def lines_of(self, subject: Subject, module_id: str) -> Iterable[Line]:
        row = self.pairs.get(subject.mobility.pk)
        given = {"project": self.project.code, "module_id": module_id}
        main = {"data_type": self.words[MAIN], **given}
        for name, known in BY_NAME.items():
            if name in self.columns and known.read is not None:
                main[name] = known.read(subject)
        yield Line(self.cells(main), row.existing.number if row else None)
        stops = subject.stops if any(name in self.columns for name in STOP) else []
        for stop in stops:
            below = {"data_type": self.words[ITINERARY], **given}
            yield Line(self.cells(below | {name: read(stop) for name, read in STOP.items()}, needed=False))
        for group, existing in (row.below if row else {}).items():
            if not (group == ITINERARY and stops):
                yield from (Line({}, each.number) for each in existing)

    def cells(self, values: Mapping[str, Value | Choice], *, needed: bool = True) -> dict[str, Value]:
        """By the key of the column; what cannot be said is left out, so that it stays as it is there."""
        cells: dict[str, Value] = {}
        for name, value in values.items():
            if column := self.columns.get(name):
                said = self.said(column, value)
                if said not in (None, ""):
                    cells[column.key] = said
        for column in self.template.layout.columns if needed else ():
            if column.is_required and column.key not in cells and not self.template.has_formula(column):
                self.empty[column.title] += 1
        return cells

    def said(self, column: Column, value: Value | Choice) -> Value:
        entries = self.template.entries(column)
        if not entries or value in (None, ""):
            return str(value) if isinstance(value, Choice) else value
        choice = value if isinstance(value, Choice) else Choice((str(value),))
        entry = choose(entries, choice)
        if entry is None:
            self.no_entry[column.title][str(choice)] += 1
        return entry

    def remarks(self) -> list[object]:
        """What there is to say of the file as it was made."""
        found = []
        for title, values in self.no_entry.items():
            text = _("Column “%(column)s”: its list has no entry for %(values)s; left empty (rows: %(rows)s).")
            found.append(sentence(text, column=title, values=named(list(values)), rows=sum(values.values())))
        for title, rows in self.empty.items():
            if title in self.no_entry:
                continue
            text = _(
                "Column “%(column)s” is mandatory in the module, and the portal has nothing for it (rows: "
                "%(rows)s). Fill "
                "it in by hand, or these rows stay drafts there."
            )
            found.append(sentence(text, column=title, rows=rows))
        if self.taken_over:
            text = _("Known in the file by name and dates, these keep the mobility ID of the module: %(names)s.")
            names = named([f"{self.label(pk)} {module_id}" for pk, module_id in self.taken_over.items()])
            found.append(sentence(text, names=names))
        if self.only_there:
            text = _(
                "Rows of the file that are not among our complete mobilities: %(rows)s. They are not in the "
                "filled file, and "
                "the module leaves them as they are."
            )
            found.append(sentence(text, rows=self.only_there))
        return found

    def label(self, pk: int) -> str:
        return next(each.label for each in self.subjects if each.mobility.pk == pk)


def plan(
    template: Template,
    project: Project,
    mapping: Mapping[str, str],
    *,
    only_complete: bool = True,
    only: Sequence[int] | None = None,
    main_word: str = "",
) -> Filling:
    """`only`: keys of the mobilities that are wanted; `main_word`: what `Data type` says of a mobility, as typed."""
    filling = Filling(template, project, mapping, main_word)
    everything = subjects_of(project)
    if only is not None:
        everything = [each for each in everything if each.mobility.pk in set(only)]
    for subject in everything:
        is_left = only_complete and subject.reasons
        (filling.left_out if is_left else filling.subjects).append(subject)
    rows = their_rows(template, mapping)
    sure, likely = pairs_of(filling.subjects, rows)
    filling.pairs = sure | likely
    filling.taken_over = {pk: row.module_id for pk, row in likely.items()}
    filling.only_there = len(rows) - len(filling.pairs)
    stem = numbers.stem_of(project)
    filling.highest = max((numbers.ordinal_of(stem, row.module_id) for row in rows), default=0)
    return filling


# ---- what is said before anything is made ----


def warnings(template: Template, project: Project, mapping: Mapping[str, str], main_word: str = "") -> list[object]:
    """What does not fit, and what could be made all the same."""
    columns = columns_by_field(template.layout, mapping)
    found = [*mandatory_missing(columns), *other_action(template, columns, project), *unknown(template, mapping)]
    column = columns.get("data_type")
    if column and not main_word and word_for(template, column, MAIN) is None:
        text = _("Which entry of “%(column)s” is a mobility is not known: %(entries)s. Write it below.")
        found.append(sentence(text, column=column.title, entries=named(template.entries(column))))
    return found


def mandatory_missing(columns: Mapping[str, Column]) -> Iterable[object]:
    missing = [name for name in MANDATORY if name not in columns]
    if not missing:
        return
    said = sentence(
        _(
            "The module takes no file without the columns %(names)s. Choose below which columns these are, if "
            "they are "
            "called otherwise. The other %(others)s matched columns can be filled."
        ),
        names=named([BY_NAME[name].label for name in missing]),
        others=len(columns),
    )
    yield said


def other_action(template: Template, columns: Mapping[str, Column], project: Project) -> Iterable[object]:
    called = template.layout.action.replace(" ", "").replace("_", "-")
    action, _mark, field_code = called.partition("-")
    ours = "-".join(filter(None, (project.action, project.field)))
    if (
        called
        and project.action
        and (action != project.action or (field_code and project.field not in ("", field_code)))
    ):
        text = _(
            "The file calls itself one of the action %(theirs)s; this project is %(ours)s. The module refuses "
            "the template "
            "of another action. Columns of the same name can be filled, for a look; for the module export the "
            "template in "
            "this project there."
        )
        yield sentence(text, theirs=called, ours=ours)
    column = columns.get("activity_type")
    entries = template.entries(column) if column else []
    if entries:
        kinds = ActivityType.objects.for_call_year(project.call_year, project.school).for_field(project.field_of_types)
        if not any(choose(entries, Choice((kind.code, kind.name_en, kind.name_lv))) for kind in kinds):
            text = _(
                "The list of the column “%(column)s” has no activity type of this project, but %(entries)s: the "
                "template is "
                "of another action or call. That column stays empty, and its rows would be drafts; the other "
                "columns can be "
                "filled."
            )
            yield sentence(text, column=column.title, entries=named(entries))


def unknown(template: Template, mapping: Mapping[str, str]) -> Iterable[object]:
    titles = [
        column.title for column in template.layout.columns if not column.is_special and not mapping.get(column.key)
    ]
    if titles:
        text = _("Columns that the portal does not know stay as they are: %(names)s.")
        yield sentence(text, names=named(titles))
