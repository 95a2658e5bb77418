"""An export read back: which rows are ours, and in what they differ. Writes nothing."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mobilities.beneficiary_module import unvalued
from mobilities.beneficiary_module.fields import BY_NAME, CERTIFICATION, DAY, ITINERARY, MONEY, STOP, STOPS
from mobilities.beneficiary_module.judging import take_up
from mobilities.beneficiary_module.layout import Column
from mobilities.beneficiary_module.lists import Choice, choose
from mobilities.beneficiary_module.rows import (
    TheirRow,
    columns_by_field,
    day_of,
    pairs_of,
    renamed_of,
    repeated,
    their_rows,
)
from mobilities.beneficiary_module.sheet import Value
from mobilities.beneficiary_module.sides import agrees, as_sent, in_words, is_draft, is_same
from mobilities.beneficiary_module.subject import Subject, ids_given, subjects_of
from mobilities.beneficiary_module.template import Existing, Template
from mobilities.enums import DriftKind, MobilityState
from mobilities.models import ItineraryStop, Mobility
from portal.common.countries import sort_key
from portal.imports.sentences import sentence
from projects.models import Project

HOST_FIELDS = ("receiving_name", "receiving_oid", "receiving_city", "receiving_country")
LONGEST = 480
LONGEST_LABEL = 190


@dataclass(frozen=True)
class Difference:
    kind: str
    label: str
    mobility: int | None = None
    module_id: str = ""
    row_number: int | None = None
    field: str = ""
    column: str = ""
    ours: str = ""
    theirs: str = ""
    values: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def key(self) -> tuple:
        """What stays the same when the same thing is found again."""
        return (self.kind, self.mobility, self.module_id, self.field, self.ours, self.theirs)


@dataclass
class Comparison:
    differences: list[Difference]
    remarks: list[object]
    rows: int
    matched: int
    module_ids: list[str]


def compare(template: Template, project: Project, mapping: Mapping[str, str]) -> Comparison:
    """Differences are in the order of surnames."""
    take_up(template, mapping, project, template.gone)
    columns = columns_by_field(template.layout, mapping)
    found_unvalued = unvalued.unvalued_of(template, columns)
    unvalued.refuse_unknown_rows(columns, found_unvalued)
    subjects, rows = subjects_of(project), their_rows(template, mapping)
    sure, likely = pairs_of(subjects, rows)
    renamed = renamed_of(subjects, rows, (*sure.values(), *likely.values()), ids_given(project))
    found: list[tuple[tuple[str, str], list[Difference]]] = []
    for subject in subjects:
        person = subject.mobility.participant
        names = person.first_name, person.last_name
        found.append((names, list(differences_about(subject, sure | renamed, likely, columns, template))))
    paired = {row.number for row in (*sure.values(), *likely.values(), *renamed.values())}
    others = [row for row in rows if row.number not in paired]
    found += [(row.names, [difference]) for row, difference in only_there(project, others)]
    found.sort(key=lambda each: tuple(map(sort_key, reversed(each[0]))))
    return Comparison(
        differences=[difference for _names, differences in found for difference in differences],
        remarks=[*remarks_on(rows, columns, project), *unvalued.remarks_on(found_unvalued)],
        rows=len(rows),
        matched=len(sure),
        module_ids=[row.module_id for row in rows],
    )


def differences_about(
    subject: Subject,
    sure: Mapping[int, TheirRow],
    likely: Mapping[int, TheirRow],
    columns: Mapping[str, Column],
    template: Template,
) -> Iterator[Difference]:
    pk = subject.mobility.pk
    if pk in sure:
        yield from differences_of(subject, sure[pk], columns, template)
    else:
        yield offered(subject, likely[pk]) if pk in likely else only_here(subject)


def versions_of(mobility: Mobility) -> dict[str, int | None]:
    """Of our rows as they are compared; whatever was changed since then is not written over."""
    grant, plan = getattr(mobility, "grant", None), getattr(mobility, "learning_plan", None)
    own = {"": mobility, "person_": mobility.participant, "host_": mobility.host, "grant_": grant, "plan_": plan}
    return {f"{name}version": row.version if row and row.pk else None for name, row in own.items()}


def remarks_on(rows: Sequence[TheirRow], columns: Mapping[str, Column], project: Project) -> Iterator[object]:
    if twice := repeated(rows):
        shown = "; ".join(f"{name}: {', '.join(map(str, places))}" for name, places in list(twice.items())[:5])
        text = _("Mobility IDs that stand in several rows; only the first of each was compared: %(rows)s.")
        yield sentence(text, rows=shown)
    if "status" not in columns:
        yield _("No column says which rows are drafts; what fell back to draft cannot be seen in this file.")
    if MONEY & set(columns) and not project.rates.all():
        yield _("The project has no rates here, so amounts were not compared. Enter them on the page “Rates”.")
    if certified := sum(len(row.below.get(CERTIFICATION, ())) for row in rows):
        text = _(
            "Rows about certifications: %(rows)s. The portal keeps none; they stay in the module, and in a file that "
            "is filled from this one. What was learned is written in the learning plan of the mobility."
        )
        yield sentence(text, rows=certified)


# ---- a mobility and its row ----


def differences_of(
    subject: Subject, row: TheirRow, columns: Mapping[str, Column], template: Template
) -> Iterator[Difference]:
    common = common_of(subject, row)
    if row.module_id.upper() != subject.mobility.module_id.upper():
        yield Difference(
            DriftKind.DIFFERS, **common, field="module_id", column=columns["module_id"].title,
            ours=subject.mobility.module_id, theirs=row.module_id[:LONGEST],
        )  # fmt: skip
    if is_draft(row.values.get("status", "")):
        values = common["values"] | {"is_complete": not subject.reasons}
        yield Difference(DriftKind.DRAFT_THERE, **common | {"values": values}, theirs=row.values["status"][:LONGEST])
    for name, column in columns.items():
        known = BY_NAME[name]
        if known.read is None or (name in MONEY and not subject.has_rates):
            continue
        if template.is_unvalued(column, row.number):
            continue
        ours, theirs = known.read(subject), row.values.get(name, "")
        if not agrees(known, subject, theirs) and can_be_said(template.entries(column), ours, theirs):
            values = common["values"]
            if not theirs and known.falls_back and known.falls_back(subject) not in (None, ""):
                values = values | {"falls_back": True}
            if name == "receiving_name":
                values = values | {"row": {each: row.values.get(each, "") for each in HOST_FIELDS}}
            shown = in_words(as_sent(ours)), in_words(day_of(theirs) or theirs if known.kind == DAY else theirs)
            yield Difference(
                DriftKind.DIFFERS, **common | {"values": values}, field=name, column=column.title,
                ours=shown[0][:LONGEST], theirs=shown[1][:LONGEST],
            )  # fmt: skip
    yield from itinerary(subject, row, columns, common, template)


def can_be_said(entries: Sequence[str], ours: Value | Choice, theirs: str) -> bool:
    """Where the list of the module has nothing like ours, it is no wonder that nothing stands there."""
    if theirs or not entries or not isinstance(ours, Choice):
        return True
    return choose(entries, ours) is not None


def common_of(subject: Subject, row: TheirRow | None) -> dict[str, Any]:
    mobility = subject.mobility
    return {
        "label": subject.label[:LONGEST_LABEL],
        "mobility": mobility.pk,
        "module_id": (row.module_id if row else mobility.module_id)[:40],
        "row_number": row.number if row else None,
        "values": versions_of(mobility),
    }


def itinerary(
    subject: Subject, row: TheirRow, columns: Mapping[str, Column], common: dict[str, Any], template: Template
) -> Iterator[Difference]:
    """All stops at once; each by what its columns say."""
    used = {name: column for name, column in columns.items() if name in STOP}
    below = row.below.get(ITINERARY, [])
    if not used or any(template.is_unvalued(column, each.number) for column in used.values() for each in below):
        return
    mine = [{name: STOP[name](stop) for name in used} for stop in subject.stops]
    theirs = [stop_of(each, used) for each in below]
    same = len(mine) == len(theirs) and all(
        all(is_same(BY_NAME[name], one[name], other[name]) for name in used)
        for one, other in zip(mine, theirs, strict=True)
    )
    if not same:
        values = common["values"] | {"stops": [{name: stop[name] for name in used} for stop in theirs]}
        yield Difference(
            DriftKind.DIFFERS, **common | {"values": values}, field=STOPS,
            column=", ".join(each.title for each in used.values())[:LONGEST_LABEL],
            ours=stops_in_words(mine)[:LONGEST], theirs=stops_in_words(theirs)[:LONGEST],
        )  # fmt: skip


def stops_of(stops: Iterable[ItineraryStop], used: Iterable[str]) -> str:
    """Ours as the difference tells them."""
    return stops_in_words([{name: STOP[name](stop) for name in used} for stop in stops])[:LONGEST]


def stop_of(existing: Existing, used: Mapping[str, Column]) -> dict[str, str]:
    return {name: existing.cells.get(column.key, "") for name, column in used.items()}


def stops_in_words(stops: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(" ".join(stop_words(name, value) for name, value in stop.items() if value) for stop in stops)


def stop_words(name: str, value: Any) -> str:
    if BY_NAME[name].kind == DAY and isinstance(value, str):
        value = day_of(value) or value
    return in_words(as_sent(value))


def offered(subject: Subject, row: TheirRow) -> Difference:
    """The same name and dates, and no ID here: perhaps the same mobility, which people decide."""
    common = common_of(subject, row)
    values = common["values"] | {"is_offered": True}
    ours, theirs = shortly(subject), row_in_words(row)
    return Difference(DriftKind.ONLY_THERE, **common | {"values": values}, ours=ours, theirs=theirs)


NOT_SENT_YET = _("It is not complete here, so it does not go into a file yet.")


def only_here(subject: Subject) -> Difference:
    common = common_of(subject, None)
    values = common["values"] | {"is_complete": not subject.reasons}
    return Difference(DriftKind.ONLY_HERE, **common | {"values": values}, ours=shortly(subject))


def only_there(project: Project, rows: Sequence[TheirRow]) -> Iterator[tuple[TheirRow, Difference]]:
    """Rows of no mobility that counts; those of a cancelled one say so."""
    cancelled = {
        row.module_id: row
        for row in Mobility.objects.filter(project=project, state=MobilityState.CANCELLED).exclude(module_id="")
    }
    seen: set[str] = set()
    for row in rows:
        if row.module_id and row.module_id in seen:
            continue
        seen.add(row.module_id)
        ours = cancelled.get(row.module_id)
        values: dict[str, Any] = {"row": {name: text[:LONGEST] for name, text in row.values.items() if text}}
        if ours:
            values |= {"is_cancelled": True, "version": ours.version}
        yield row, Difference(
            DriftKind.ONLY_THERE, label=row.label[:LONGEST_LABEL], mobility=ours.pk if ours else None,
            module_id=row.module_id[:40], row_number=row.number, theirs=row_in_words(row), values=values,
        )  # fmt: skip


def shortly(subject: Subject) -> str:
    row = subject.mobility
    parts = (f"{row.start}–{row.end}", row.host.name if row.host else "", row.activity_type.code)
    return ", ".join(part for part in parts if part)[:LONGEST]


def row_in_words(row: TheirRow) -> str:
    days = [day_of(row.values.get(name, "")) for name in ("start", "end")]
    span = "–".join(map(str, days)) if all(days) else ""
    parts = (span, row.values.get("receiving_name", ""), row.values.get("activity_type", ""))
    return ", ".join(part for part in parts if part)[:LONGEST]
