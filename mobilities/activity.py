"""What happened in one project, in sentences: read from the journal."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import (
    BooleanField,
    Count,
    DateField,
    DateTimeField,
    DecimalField,
    F,
    Field,
    IntegerField,
    Max,
    Model,
    QuerySet,
    Window,
)
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from mobilities.beneficiary_module.journal import read_back
from mobilities.beneficiary_module.sides import in_readers_words
from mobilities.models import Paper
from portal.audit.history import field_name, kind_of, label_of, model_of
from portal.audit.models import Entry, Verb
from portal.common.text import day, moment, number
from projects.models import Project

NOT_TOLD = {"stop_reason", "inclusion_costs", "inclusion_counts", "iban", "holder", "bank", "fewer_opportunities",
            "module.fewer_opportunities", "fixed.inclusion_participant"}  # fmt: skip


ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ISO_MOMENT = re.compile(rf"{ISO_DAY.pattern}[ T]\d\d:\d\d\S*")
AMOUNT = re.compile(r"-?\d+\.\d+")
LONG_NUMBER = re.compile(r"\d{5,}")  # shorter ones, as years, stay without a mark for thousands
NAMED = 3  # as many as one deed may be about to name them all; of more, the first is named and the rest counted
WITH_VALUES = (Verb.CHANGE, Verb.UPLOAD)
LONGEST = 80
MOST_SAID = 300  # of what lists several things
COUNTED = re.compile(r"(?:theirs|ours|open): (\d+)")  # decisions about the module, as they were noted once
DEED = ("at", "user", "verb", "object_type")  # entries that agree in these were written by one deed


@dataclass(frozen=True)
class Change:
    """What was changed. Without values: they are long, or nobody else's."""

    name: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Thing:
    label: str
    url: str


@dataclass(frozen=True)
class Deed:
    """What one person did at one moment: to one thing, or to `number` of a kind, of which `things` are the first."""

    at: datetime
    who: str
    verb: str
    kind: str
    things: list[Thing]
    number: int
    changes: list[Change]

    @property
    def more(self) -> int:
        return self.number - len(self.things)


def detail(name: str) -> Callable[[Project, str], str]:
    return lambda project, key: reverse(name, args=[int(key)])


def tab(name: str) -> Callable[[Project, str], str]:
    return lambda project, key: reverse(name, args=[project.pk])


# Where a row is seen; its own page, or the page of the project that lists it.
PAGES = {
    "projects.project": detail("projects:project-detail"),
    "projects.deadline": tab("projects:deadline-list"),
    "projects.dissemination": tab("projects:dissemination-list"),
    "projects.projectorganisation": tab("projects:organisation-list"),
    "projects.instalment": tab("mobilities:project-money"),
    "projects.rate": tab("projects:rate-list"),
    "mobilities.mobility": detail("mobilities:mobility-detail"),
    "mobilities.projecttask": detail("mobilities:task-detail"),
    "mobilities.experiencereport": detail("mobilities:experience-detail"),
    "mobilities.selection": detail("mobilities:selection-detail"),
    "mobilities.checklistitem": tab("mobilities:project-checklist"),
    "reports.bundle": detail("reports:bundle-detail"),
}


def told(entries: QuerySet) -> QuerySet:
    """The deeds of these entries, newest first, each with its `number` of entries."""
    rows = entries.order_by().values(*DEED).annotate(number=Count("pk"), last=Max("pk"))
    return rows.order_by("-at", "-last")


def deeds_of(project: Project, rows: Sequence[dict[str, Any]], entries: QuerySet, user) -> list[Deed]:
    """`rows` of told(entries), with links to what is still there and may be seen; a fixed number of queries."""
    place = Window(RowNumber(), partition_by=[F(name) for name in DEED], order_by=F("pk").asc())
    named = entries.filter(at__in={row["at"] for row in rows}).annotate(place=place).filter(place__lte=NAMED)
    by_deed: dict[tuple, list[Entry]] = defaultdict(list)
    for entry in named.order_by("pk").select_related("user"):
        by_deed[entry.at, entry.user_id, entry.verb, entry.object_type].append(entry)
    here = still_here([entry for found in by_deed.values() for entry in found], user)
    return [deed_of(project, by_deed[tuple(row[name] for name in DEED)], row["number"], here) for row in rows]


def deed_of(project: Project, entries: Sequence[Entry], number: int, here: dict[str, dict[int, Model]]) -> Deed:
    first = entries[0]
    named = entries if number <= NAMED else [first]
    return Deed(
        at=first.at,
        who=first.who,
        verb=str(first.get_verb_display()),
        kind=kind_of(first) if number == 1 else kinds_of(first),
        things=[Thing(label_of(entry), page_of(project, entry, here)) for entry in named],
        number=number,
        changes=changes_of(first) if number == 1 else [],
    )


def kinds_of(entry: Entry) -> str:
    model = model_of(entry)
    return str(model._meta.verbose_name_plural) if model else entry.object_type


def changes_of(entry: Entry) -> list[Change]:
    """Without what is nobody else's: accounts of banks and reasons of health."""
    model = model_of(entry)
    if model is None or entry.verb not in WITH_VALUES:
        return []
    return [change_of(model, name, pair) for name, pair in entry.changes.items() if name not in NOT_TOLD]


def change_of(model: type[Model], name: str, pair: Sequence[str]) -> Change:
    old, new = (in_words(model, name, str(text)) for text in pair)
    label = field_name(model, name)
    return Change(label, old, new) if old != new else Change(label)


def in_words(model: type[Model], name: str, text: str) -> str:
    """A value of the journal as people read it; a mere key of another row tells nobody anything."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        if found := COUNTED.fullmatch(text):
            return _("Differences: %(count)s.") % {"count": found[1]}
        return Truncator(read_back(name, text)).chars(MOST_SAID)
    if choices := getattr(field, "choices", None):
        return str(dict(choices).get(text, text))
    if isinstance(field, BooleanField):
        return {"True": _("Yes"), "False": _("No")}.get(text, text)
    if field.is_relation:
        return "" if text.isdigit() else Truncator(in_readers_words(text)).chars(LONGEST)
    return Truncator(figure_in_words(field, text)).chars(LONGEST)


def figure_in_words(field: Field, text: str) -> str:
    """Days and numbers as the reader writes them; everything else as it is."""
    if isinstance(field, DateTimeField) and ISO_MOMENT.fullmatch(text):
        return moment(datetime.fromisoformat(text))
    if isinstance(field, DateField) and ISO_DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    if isinstance(field, DecimalField) and AMOUNT.fullmatch(text):
        return number(Decimal(text), field.decimal_places)
    if isinstance(field, IntegerField) and LONG_NUMBER.fullmatch(text):
        return number(int(text))
    return text


def still_here(entries: Sequence[Entry], user) -> dict[str, dict[int, Model]]:
    """By kind, the rows that entries tell of."""
    keys: dict[str, set[int]] = {}
    for entry in entries:
        if entry.object_id.isdigit() and (entry.object_type in PAGES or entry.object_type == "mobilities.paper"):
            keys.setdefault(entry.object_type, set()).add(int(entry.object_id))
    found = {}
    for kind, wanted in keys.items():
        model = model_of(Entry(object_type=kind))
        rows = model._default_manager
        rows = rows.visible_to(user) if hasattr(rows, "visible_to") else rows
        found[kind] = rows.in_bulk(wanted)
    return found


def page_of(project: Project, entry: Entry, here: dict[str, dict[int, Model]]) -> str:
    row = here.get(entry.object_type, {}).get(int(entry.object_id)) if entry.object_id.isdigit() else None
    if row is None:
        return ""
    if isinstance(row, Paper):
        return reverse("mobilities:mobility-detail", args=[row.mobility_id]) + f"#paper-{row.pk}"
    return PAGES[entry.object_type](project, entry.object_id)
