"""Mobilities as rows of cells that one types into: the same columns, checks and saving as an import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mobilities.enums import PersonKind
from mobilities.importers.mobilities import MobilityImporter
from mobilities.importers.names import name_of_person, words_of
from mobilities.importers.resolved import Resolved
from mobilities.models import Host, Mobility, Participant
from portal.common.refused import Refused
from portal.common.text import day
from portal.imports.enums import WRITES, Outcome
from portal.imports.reading import tidy
from portal.imports.registry import Checked, StaleRows
from projects.models import Project

COLUMNS = ("participant", "project", "activity_type", "host", "start", "end", "responsible")
MORE = ("group", "green_travel", "blended_days", "accompanying", "override_reason", "note")
SUGGESTED = {"participant", "project", "activity_type", "host", "responsible", "accompanying"}
CLEARS = ("host", "responsible", "green_travel", "blended_days", "accompanying", "override_reason", "note")
MOST_ROWS = 250
YEAR = timedelta(weeks=52)
LONGEST_CELL = 5_000
EMPTY = "empty"

grid_importer = MobilityImporter(clears=CLEARS)


@dataclass
class GridRow:
    """`pk` and `version`: of the mobility as it was when the page was made; none for a new row."""

    cells: dict[str, str] = field(default_factory=dict)
    pk: int | None = None
    version: int | None = None
    key: str = ""
    days: int | None = None
    outcome: str = EMPTY
    errors: list[tuple[str, str]] = field(default_factory=list)  # column, sentence
    remarks: list[str] = field(default_factory=list)
    checked: Checked | None = None

    @property
    def is_empty(self) -> bool:
        return self.pk is None and not any(self.cells.values())

    @property
    def wrong(self) -> set[str]:
        return {column for column, _sentence in self.errors}


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
            {name: cell(name, place) for name in (*COLUMNS, *MORE)},
            whole_number(cell("pk", place)),
            whole_number(cell("version", place)),
            cell("key", place)[:40],
        )
        for place in range(height)
    ]


def whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


# ---- checking and saving ----


def check(rows: Sequence[GridRow], school) -> Resolved | None:
    """Fill what there is to say of each row; writes nothing."""
    parsed = []
    for number, row in enumerate(rows, start=1):
        if not row.is_empty:
            parsed.append((row, *parse(row, number)))
    if not parsed:
        return None
    context = grid_importer.open(school, [values for _row, _checked, values in parsed])
    for row, checked, values in parsed:
        grid_importer.check(checked, values, context)
        refuse_overwriting(row, checked, context.by_values[id(values)].existing)
    refuse_twins([checked for _row, checked, _values in parsed])
    names = {str(each.label): each.name for each in grid_importer.fields}
    for row, checked, values in parsed:
        row.checked, row.outcome = checked, Outcome.REJECTED if checked.reasons else checked.outcome
        row.errors = [(column_of(names.get(each.column, "")), str(each.text)) for each in checked.reasons]
        row.remarks = [str(remark) for remark in checked.remarks]
        row.days = days_of(values)
    return context


def column_of(name: str) -> str:
    """Where a finding is shown; what has no column of its own stands at the person."""
    return name if name in (*COLUMNS, *MORE) else COLUMNS[0]


def parse(row: GridRow, number: int) -> tuple[Checked, dict[str, Any]]:
    checked = Checked(number, mapped=frozenset(row.cells))
    values: dict[str, Any] = {"number": row.pk} if row.pk else {}
    for name, cell in row.cells.items():
        if not cell:
            continue
        column = grid_importer.field(name)
        try:
            values[name] = column.parse(cell)
        except Refused as refusal:
            checked.refuse(refusal.args[0], column.label, cell)
            checked.unread.add(name)
    return checked, values


def days_of(values: dict[str, Any]) -> int | None:
    start, end = values.get("start"), values.get("end")
    return (end - start).days + 1 if start and end and end >= start else None


def refuse_overwriting(row: GridRow, checked: Checked, existing: Mobility | None) -> None:
    """Both values of what somebody else saved meanwhile. Saved again, the row wins knowingly."""
    if existing is None or row.pk is None or row.version == existing.version:
        if existing and row.pk is None:
            checked.refuse(
                _("This mobility is in the register already. Change it there, or take this row out."),
                grid_importer.field("participant").label,
            )
        return
    theirs = shown_rows([existing])[0].cells
    for name, cell in row.cells.items():
        if theirs[name] != cell:
            text = _("Somebody else saved this mobility meanwhile. There now: “%(theirs)s”; here: “%(ours)s”.")
            column = grid_importer.field(name)
            checked.refuse(text % {"theirs": theirs[name] or "–", "ours": cell or "–"}, column.label, cell)
    row.version = existing.version


def refuse_twins(rows: Iterable[Checked]) -> None:
    seen: dict[str, list[Checked]] = {}
    for checked in rows:
        if checked.key:
            seen.setdefault(checked.key, []).append(checked)
    for same in seen.values():
        for checked in same if len(same) > 1 else ():
            others = ", ".join(str(other.number) for other in same if other is not checked)
            checked.refuse(grid_importer.say_shared(checked.key, others), grid_importer.field("participant").label)


@transaction.atomic
def save(rows: Sequence[GridRow], school, user) -> list[Mobility]:
    """All rows that are new or changed, or none. Raises Refused where one is wrong or was changed meanwhile."""
    check(rows, school)
    wrong = sum(1 for row in rows if row.errors)
    if wrong:
        raise Refused(_("Nothing is saved yet. Correct what is marked."))
    written = [row.checked for row in rows if row.outcome in WRITES]
    try:
        grid_importer.apply(written, school, user)
    except StaleRows:
        raise Refused(_("Somebody else saved one of these mobilities this moment. Save again.")) from None
    return [checked.saved for checked in written]


# ---- saved mobilities as cells ----


def shown_rows(mobilities: Sequence[Mobility]) -> list[GridRow]:
    """Each as it would be typed, so that it is known again. Load them with with_names() and `responsible`."""
    if not mobilities:
        return []
    tell = Telling(mobilities)
    rows = [GridRow(tell.cells(row), row.pk, row.version) for row in mobilities]
    for row, mobility in zip(rows, mobilities, strict=True):
        row.days, row.outcome = mobility.days, Outcome.UNCHANGED
    return rows


def copies(mobilities: Sequence[Mobility], project: Project | None, people: str) -> list[GridRow]:
    """New rows a year later on the same days of the week. `people`: "all", "staff", or nobody."""
    rows = shown_rows(mobilities)
    for row, mobility in zip(rows, mobilities, strict=True):
        row.pk = row.version = None
        row.outcome = EMPTY
        row.cells["start"], row.cells["end"] = (written(each + YEAR) for each in (mobility.start, mobility.end))
        if project:
            row.cells["project"] = project.code or project.title
        is_kept = people == "all" or (people == "staff" and mobility.participant.kind == PersonKind.STAFF)
        emptied = ("override_reason", "note", *(() if is_kept else ("participant", "group")))
        row.cells |= dict.fromkeys(emptied, "")
    return rows


class Telling:
    """Names as short as they may be without being taken for another's."""

    def __init__(self, mobilities: Sequence[Mobility]) -> None:
        school = mobilities[0].school
        people, hosts, projects = {}, {}, {}
        shown = [row.participant for row in mobilities]
        shown += [trip.person for row in mobilities for trip in row.accompanying_persons.all()]
        same = {"first_name__in": {row.first_name for row in shown}, "last_name__in": {row.last_name for row in shown}}
        called = Participant.objects.filter(school=school, **same)
        for first, last in called.values_list("first_name", "last_name"):
            count(people, name_of_person(f"{first} {last}"))
        names = {row.host.name for row in mobilities if row.host}
        for (name,) in Host.objects.filter(school=school, name__in=names).values_list("name"):
            count(hosts, words_of(name))
        for (code,) in Project.objects.filter(school=school).values_list("code"):
            count(projects, "-".join(code.split("-")[3:]))
        self.people, self.hosts, self.projects = people, hosts, projects

    def cells(self, row: Mobility) -> dict[str, str]:
        along = [self.person(trip.person) for trip in row.accompanying_persons.all()]
        return {
            "participant": self.person(row.participant),
            "project": self.project(row.project),
            "activity_type": row.activity_type.code,
            "host": self.host(row.host) if row.host else "",
            "start": written(row.start),
            "end": written(row.end),
            "responsible": str(row.responsible or ""),
            "group": row.participant.group,
            "green_travel": _("yes") if row.green_travel else "",
            "blended_days": str(row.blended_days or ""),
            "accompanying": "; ".join(along),
            "override_reason": row.override_reason,
            "note": tidy(row.note),
        }

    def person(self, person: Participant) -> str:
        if self.people.get(name_of_person(str(person)), 0) < 2:
            return str(person)
        hint = person.email or (day(person.birth_date, "lv") if person.birth_date else person.group)
        return f"{person} ({hint})" if hint else str(person)

    def host(self, host: Host) -> str:
        if self.hosts.get(words_of(host.name), 0) < 2:
            return host.name
        return host.oid or f"{host.name}, {host.city} ({host.country})"

    def project(self, project: Project) -> str:
        short = project.short_code
        if not short:
            return project.title
        return short if self.projects.get(short, 0) < 2 else project.code


def count(counts: dict[str, int], name: str) -> None:
    counts[name] = counts.get(name, 0) + 1


def written(moment: date) -> str:
    return f"{moment:%d.%m.%Y}"
