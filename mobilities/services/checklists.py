"""The lines of checklists in step with what is asked for: made, moved and taken away in bulk.

A line on which something is recorded stays, whatever is asked for; a line of a closed mobility is history and stays as
it is. Consents are recorded with the person: while one stands, its line is done.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Min, OuterRef, Q

from mobilities.checklist_record import CONSENTS
from mobilities.enums import MobilityState, PaperKind, PaperState
from mobilities.models import (
    AccompanyingPerson,
    ChecklistItem,
    Consent,
    Mobility,
    Paper,
    PaperFile,
    Participant,
)
from mobilities.models.paper import OPEN_STATES
from mobilities.papers import Line, Rule, lines_wanted, rules_with
from portal.accounts.models import School
from portal.common import bulk
from portal.jobs.services import enqueue

SYNC = "mobilities.sync_papers"
BATCH = 500
WRITTEN = (
    "mobility", "key", "kind", "item", "accompanying", "phase", "title", "state", "reason", "due", "own_due",
    "done_on", "responsible", "own_responsible", "is_needed", "version",
)  # fmt: skip
RENEWED = ("item", "accompanying", "phase", "title", "state", "due", "done_on", "responsible", "is_needed")


def sync(mobilities: Iterable[Mobility]) -> None:
    """Bring the lines of these mobilities in step with the rules; a fixed number of queries for each 500."""
    sync_keys([mobility.pk for mobility in mobilities])


def sync_keys(keys: Iterable[int]) -> None:
    keys = list(keys)
    for place in range(0, len(keys), BATCH):
        sync_batch(keys[place : place + BATCH])


def keep_in_step(keys: Sequence[int], school: School, user) -> None:
    """As sync, within the deed that changed these mobilities; many of them are left to a job."""
    if len(keys) <= BATCH:
        sync_keys(keys)
    else:
        enqueue(SYNC, {"mobilities": list(keys)}, school=school, user=user, idempotency_key=f"{SYNC} {uuid.uuid4()}")


def keep_people_in_step(people: Iterable[int], school: School, user) -> None:
    """After something about these people changed: their own mobilities and those they accompany."""
    people, keys = list(people), set()
    for place in range(0, len(people), BATCH):
        some = people[place : place + BATCH]
        taking_part = Q(participant__in=some) | Q(accompanying_persons__person__in=some)
        keys |= set(Mobility.objects.filter(taking_part, school=school).values_list("pk", flat=True))
    keep_in_step(sorted(keys), school, user)


def keep_projects_in_step(sender, *, projects: Iterable[int], school: School, user, **_more: Any) -> None:
    """After the call year of these projects changed (projects.signals)."""
    keys = Mobility.objects.filter(project__in=projects, school=school).order_by("pk").values_list("pk", flat=True)
    keep_in_step(list(keys), school, user)


@transaction.atomic
def sync_batch(keys: Sequence[int]) -> None:
    mobilities = list(
        Mobility.objects.filter(pk__in=keys)
        .exclude(state=MobilityState.CLOSED)
        .select_related("participant", "activity_type", "project", "grant")
    )
    asked = Asked(mobilities)
    known: dict[int, dict[str, Paper]] = defaultdict(dict)
    papers = Paper.objects.select_for_update().filter(mobility__in=[row.pk for row in mobilities])
    for paper in papers.annotate(has_files=Exists(PaperFile.objects.filter(paper=OuterRef("pk")))):
        known[paper.mobility_id][paper.key] = paper
    changed: list[Paper] = []
    gone: list[Paper] = []
    for mobility in mobilities:
        there, lines = known[mobility.pk], asked.lines(mobility)
        changed += changed_lines(mobility, lines, asked, there)
        wanted = {line.key for line in lines}
        for paper in (paper for key, paper in there.items() if key not in wanted):
            if not is_recorded(paper):
                gone.append(paper)
            elif paper.is_needed:
                paper.is_needed = False
                changed.append(paper)
    name_those_who_left(changed)
    write(changed)
    if gone:
        Paper.objects.filter(pk__in=[paper.pk for paper in gone]).delete()


class Asked:
    """What is asked for of a batch of mobilities, and what their people agreed to."""

    def __init__(self, mobilities: Sequence[Mobility]) -> None:
        schools, projects = ({getattr(row, name) for row in mobilities} for name in ("school_id", "project_id"))
        self.items: dict[int, list[ChecklistItem]] = defaultdict(list)
        for item in ChecklistItem.objects.filter(Q(project=None) | Q(project__in=projects), school__in=schools):
            self.items[item.project_id or 0].append(item)
        self.rules: dict[tuple[int, int], list[Rule]] = {}
        self.company: dict[int, list[AccompanyingPerson]] = defaultdict(list)
        for mobility, trip in trips_of(mobilities):
            self.company[mobility].append(trip)
        people = {row.participant_id for row in mobilities}
        people |= {trip.person_id for trips in self.company.values() for trip in trips}
        self.consents = consents_of(people)

    def rules_of(self, mobility: Mobility) -> list[Rule]:
        key = (mobility.school_id, mobility.project_id)
        if key not in self.rules:
            schools = [item for item in self.items[0] if item.school_id == mobility.school_id]
            self.rules[key] = rules_with([*schools, *self.items[mobility.project_id]])
        return self.rules[key]

    def lines(self, mobility: Mobility) -> list[Line]:
        if mobility.state == MobilityState.CANCELLED:
            return []
        return lines_wanted(mobility, self.rules_of(mobility), self.company[mobility.pk])


def trips_of(mobilities: Sequence[Mobility]) -> Iterator[tuple[int, AccompanyingPerson]]:
    """Whoever accompanies a group has papers once, with the first mobility of the trip that stands."""
    links = AccompanyingPerson.mobilities.through.objects
    mine = links.filter(mobility__in=[row.pk for row in mobilities])
    standing = links.filter(accompanyingperson__in=mine.values("accompanyingperson"))
    standing = standing.exclude(mobility__state=MobilityState.CANCELLED)
    firsts = dict(standing.values_list("accompanyingperson").annotate(Min("mobility")))
    for link in mine.select_related("accompanyingperson__person").order_by("pk"):
        if firsts.get(link.accompanyingperson_id) == link.mobility_id:
            yield link.mobility_id, link.accompanyingperson


@dataclass(frozen=True)
class Given:
    """The consents of one person of one kind: the day of the one that stands, or when the last was taken back."""

    on: date | None = None
    revoked_on: date | None = None


def consents_of(people: Iterable[int]) -> dict[tuple[int, str], Given]:
    found: dict[tuple[int, str], Given] = {}
    rows = Consent.objects.filter(person__in=people).order_by("given_on", "pk")
    for person, kind, given_on, revoked_on in rows.values_list("person", "kind", "given_on", "revoked_on"):
        before = found.get((person, kind), Given())
        if revoked_on is None:
            found[person, kind] = Given(given_on, before.revoked_on)
        else:
            found[person, kind] = Given(before.on, max(filter(None, (before.revoked_on, revoked_on))))
    return found


def changed_lines(mobility: Mobility, lines: Iterable[Line], asked: Asked, known: dict[str, Paper]) -> Iterator[Paper]:
    """New lines, and those of the known ones that are to be written anew."""
    for line in lines:
        paper = known.get(line.key)
        before = values_of(paper, RENEWED) if paper else None
        paper = paper or Paper(mobility=mobility, key=line.key, kind=line.rule.kind)
        follow(paper, line)
        person = line.trip.person_id if line.trip else mobility.participant_id
        follow_consent(paper, asked.consents.get((person, CONSENTS.get(paper.kind))))
        if before != values_of(paper, RENEWED):
            yield paper


def follow(paper: Paper, line: Line) -> None:
    """Day and responsible as the rule says, unless somebody chose otherwise for this line."""
    rule = line.rule
    paper.item, paper.phase, paper.is_needed = rule.item, rule.phase, True
    paper.accompanying = line.trip
    paper.title = rule.item.title_lv if rule.kind == PaperKind.OTHER else ""
    if not paper.own_due:
        paper.due = line.due
    if not paper.own_responsible:
        paper.responsible_id = line.responsible_id


def follow_consent(paper: Paper, given: Given | None) -> None:
    if given is None:
        return
    is_its_word = paper.state == PaperState.DONE and not getattr(paper, "has_files", False)
    if given.on and (paper.state in OPEN_STATES or is_its_word):
        paper.state, paper.done_on = PaperState.DONE, given.on
    elif given.on is None and paper.state == PaperState.DONE and paper.done_on < given.revoked_on:
        paper.state, paper.done_on = PaperState.MISSING, None


def is_recorded(paper: Paper) -> bool:
    """What stands nowhere else: a file, a reason, or that the paper is here."""
    is_here = paper.state == PaperState.DONE and paper.kind not in CONSENTS
    return paper.has_files or is_here or paper.state == PaperState.SET_ASIDE


def name_those_who_left(papers: Iterable[Paper]) -> None:
    """A recorded line of somebody who does not travel along any more keeps the name."""
    left = {int(paper.key.partition("@")[2]): paper for paper in papers if not paper.is_needed and "@" in paper.key}
    names = Participant.objects.in_bulk(left) if left else {}
    for key, paper in left.items():
        if key in names and not paper.title:
            paper.title = f"{paper.get_kind_display()}, {names[key]}"[:120]


def values_of(paper: Paper, names: Iterable[str]) -> list[Any]:
    return [getattr(paper, Paper._meta.get_field(name).attname) for name in names]


def write(papers: Sequence[Paper]) -> None:
    """New rows and changed ones alike; of these, what people write stays."""
    rows = ([in_database(value) for value in values_of(paper, WRITTEN)] for paper in papers)
    bulk.insert(Paper, WRITTEN, rows, known_by=("mobility", "key"), renew=RENEWED)


def in_database(value: Any) -> Any:
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return str(value) if isinstance(value, str) else value
