"""Mobilities that came in as a table or through the grid, saved in bulk with an audit entry each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from mobilities.enums import Direction
from mobilities.models import AccompanyingPerson, Mobility, Participant
from mobilities.services.checklists import keep_in_step
from mobilities.services.mobilities import join, set_company
from portal.audit.models import Verb
from portal.audit.services import record_many, short
from portal.common import bulk
from portal.imports.enums import Outcome
from portal.imports.registry import Checked, refuse_stale

BATCH = 500
MOVED = {"project", "start", "end"}
WRITTEN = [
    "project", "participant", "activity_type", "direction", "host", "country", "start", "end", "responsible", "state",
    "blended_days", "green_travel", "override_reason", "note", "version",
]  # fmt: skip


@dataclass
class Entry:
    """What one row makes of a mobility: of `existing`, or a new one. `along` None: the company stays as it is."""

    existing: Mobility | None
    said: dict[str, Any]
    along: tuple[Participant, ...] | None


def save_mobilities(rows: Sequence[Checked], school, user) -> None:
    """All rows, or by an exception none; runs inside a transaction. Raises StaleRows."""
    new = [row for row in rows if row.outcome in (Outcome.NEW, Outcome.NEW_DRAFT)]
    changed = [row for row in rows if row.outcome in (Outcome.CHANGED, Outcome.CHANGED_DRAFT)]
    refuse_stale([row.data.existing for row in changed])
    for row in new:
        row.saved = Mobility(school=school, **row.data.said)
        row.saved.country = country_of(row.saved)
    bulk.create([row.saved for row in new])
    changes = [change(row) for row in changed]
    bulk.update([row.saved for row in changed], WRITTEN)
    record_many(user, school, ((Verb.ADD, row.saved, {}) for row in new))
    record_many(user, school, deeds(changed, changes))
    save_company(new, changed, user)
    keep_in_step([row.saved.pk for row in (*new, *changed)], school, user)


def country_of(mobility: Mobility) -> str:
    """As Mobility.save() sets it, which writing in bulk passes by."""
    if mobility.direction == Direction.INCOMING:
        return mobility.school.country
    return mobility.host.country if mobility.host else ""


def change(row: Checked) -> dict[str, list[str]]:
    """Set what the row says; `before` keeps what was there. Returns the changes for the journal."""
    mobility, told = row.data.existing, {}
    row.before = {name.removesuffix("_id"): plain(mobility, name) for name in row.data.said}
    for name, value in row.data.said.items():
        told[name.removesuffix("_id")] = [short(getattr(mobility, name)), short(value)]
        setattr(mobility, name, value)
    if mobility.country != (country := country_of(mobility)):
        row.before["country"], mobility.country = mobility.country, country
    mobility.version += 1
    row.saved = mobility
    return told


def plain(mobility: Mobility, name: str) -> Any:
    value = getattr(mobility, Mobility._meta.get_field(name).attname)
    return value.isoformat() if isinstance(value, date) else value


def deeds(changed: Sequence[Checked], changes: Sequence[dict]) -> Iterator[tuple[Verb, Mobility, dict]]:
    for row, told in zip(changed, changes, strict=True):
        if row.data.along is not None:
            told["accompanying"] = ["", short(", ".join(map(str, row.data.along)))]
        yield Verb.CHANGE, row.saved, told


def save_company(new: Sequence[Checked], changed: Sequence[Checked], user) -> None:
    """Those who travel along: one entry for all new mobilities of the same days and project."""
    trips: dict[tuple, list[Checked]] = defaultdict(list)
    for row in new:
        for person in row.data.along or ():
            trips[person, row.saved.project_id, row.saved.start, row.saved.end].append(row)
    known = AccompanyingPerson.objects.filter(person__in={person for person, *_trip in trips})
    before = {trip.pk: {"start": trip.start, "end": trip.end} for trip in known}
    for (person, *_trip), rows in trips.items():
        trip = join(person, [row.saved for row in rows], user)
        for row in rows:
            row.also.append((trip, before.get(trip.pk)))
    moved = {row.saved.pk for row in changed if not MOVED.isdisjoint(row.data.said)}
    accompanied = with_company(sorted(moved))
    for row in changed:
        is_moved = row.saved.pk in moved
        if row.data.along is not None or row.saved.pk in accompanied:
            along = row.data.along
            people = [trip.person for trip in row.saved.accompanying_persons.all()] if along is None else along
            set_company(row.saved, user, list(people), is_moved)
            row.can_be_undone = False


def follow_undoing(restored: Sequence[Model], school, user) -> None:
    """Checklists of what is as it was before an import: mobilities, and those of a trip that got back its days."""
    trips = [row.pk for row in restored if isinstance(row, AccompanyingPerson)]
    mobilities = {row.pk for row in restored if isinstance(row, Mobility)}
    mobilities |= set(Mobility.objects.filter(accompanying_persons__in=trips).values_list("pk", flat=True))
    keep_in_step(sorted(mobilities), school, user)


def with_company(keys: Sequence[int]) -> set[int]:
    """Those of these mobilities on which somebody travels along."""
    found: set[int] = set()
    links = AccompanyingPerson.mobilities.through.objects
    for place in range(0, len(keys), BATCH):
        mine = links.filter(mobility__in=keys[place : place + BATCH])
        found |= set(mine.values_list("mobility", flat=True))
    return found
