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

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.enums import ConsentKind, MobilityState, PaperKind, PaperState
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
from portal.audit.models import Verb
from portal.audit.services import record, record_many, save_form, short
from portal.common import bulk
from portal.common.refused import Refused
from portal.common.uploads import Accepted
from portal.jobs.services import enqueue

SYNC = "mobilities.sync_papers"
BATCH, MOST_FILES = 500, 30
CONSENTS = {PaperKind.DATA_CONSENT: ConsentKind.DATA, PaperKind.IMAGE_CONSENT: ConsentKind.IMAGE}
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
    people = list(people)
    taking_part = Q(participant__in=people) | Q(accompanying_persons__person__in=people)
    keys = Mobility.objects.filter(taking_part, school=school).values_list("pk", flat=True).distinct()
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


# ---- what people record ----


def locked(paper: Paper) -> Paper:
    """The line as it is now, held until the transaction ends."""
    return Paper.objects.select_for_update(of=("self",)).select_related("mobility__school", "item").get(pk=paper.pk)


def set_state(paper: Paper, user, state: PaperState, **values: Any) -> Paper:
    """Runs inside a transaction; what was there before stands in the journal."""
    row = locked(paper)
    values = {"state": state, "done_on": None, "reason": ""} | values
    changes = {
        name: [short(getattr(row, name)), short(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    record(user, row.mobility.school, Verb.CHANGE, row, changes)
    return row


@transaction.atomic
def mark_made(papers: Iterable[Paper], user) -> None:
    """Printed from the portal: what was missing is now to be signed."""
    keys = [paper.pk for paper in papers]
    rows = list(
        Paper.objects.select_for_update(of=("self",))
        .filter(pk__in=keys, state=PaperState.MISSING)
        .select_related("mobility__school", "mobility__participant", "item", "accompanying__person")
    )
    Paper.objects.filter(pk__in=[row.pk for row in rows]).update(state=PaperState.MADE, version=F("version") + 1)
    told = {"state": [PaperState.MISSING.value, PaperState.MADE.value]}
    for school in {row.mobility.school for row in rows}:
        record_many(user, school, [(Verb.CHANGE, row, told) for row in rows if row.mobility.school_id == school.pk])


@transaction.atomic
def attach(paper: Paper, accepted: Accepted, user) -> PaperFile:
    """Keep a signed copy with its line, which is done by it. Raises Refused where there are too many."""
    row = locked(paper)
    if row.files.count() >= MOST_FILES:
        raise Refused(_("A paper takes %(most)s copies at most; delete one first.") % {"most": MOST_FILES})
    kept = PaperFile(
        paper=row, name=accepted.name, content_type=accepted.content_type, size=len(accepted.content),
        sha256=accepted.sha256, uploaded_by=user,
    )  # fmt: skip
    kept.file.save(accepted.name, ContentFile(accepted.content), save=False)
    kept.save()
    set_state(row, user, PaperState.DONE, done_on=row.done_on or timezone.localdate())
    return kept


@transaction.atomic
def remove_file(kept: PaperFile, user) -> None:
    """The copy goes, and its file once that is certain; with the last one the paper is missing again."""
    storage, name, paper = kept.file.storage, kept.file.name, kept.paper
    record(user, paper.mobility.school, Verb.CHANGE, paper, {"files": [short(kept.name), ""]})
    kept.delete()
    if not paper.files.exists():
        set_state(paper, user, PaperState.MISSING)
        sync_keys([paper.mobility_id])
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def mark_here(paper: Paper, user, today: date) -> None:
    """The signed paper is in the folder; there is no copy of it."""
    set_state(paper, user, PaperState.DONE, done_on=today)


@transaction.atomic
def set_aside(paper: Paper, user, reason: str) -> None:
    set_state(paper, user, PaperState.SET_ASIDE, reason=reason)


@transaction.atomic
def reopen(paper: Paper, user) -> None:
    """It is asked for again: done where a copy or a consent is here, otherwise missing."""
    first = paper.files.first()
    state = PaperState.DONE if first and paper.state == PaperState.SET_ASIDE else PaperState.MISSING
    set_state(paper, user, state, done_on=timezone.localdate(first.created_at) if first else None)
    sync_keys([paper.mobility_id])


@transaction.atomic
def save_terms(form, user) -> Paper:
    """Due day and responsible as somebody chose them; an emptied field follows the checklist again."""
    paper = form.instance
    if "due" in form.changed_data:
        paper.own_due = paper.due is not None
    if "responsible" in form.changed_data:
        paper.own_responsible = paper.responsible_id is not None
    save_form(form, user, paper.mobility.school)
    sync_keys([paper.mobility_id])
    return paper


@transaction.atomic
def open_consents_again(person: Participant, kind: str) -> None:
    """The consent was taken back, so its paper is asked for again."""
    [paper_kind] = (paper for paper, consent in CONSENTS.items() if consent == kind)
    whose = Q(mobility__participant=person, accompanying=None) | Q(accompanying__person=person)
    lines = Paper.objects.filter(whose, kind=paper_kind, state=PaperState.DONE)
    lines.exclude(mobility__state=MobilityState.CLOSED).update(
        state=PaperState.MISSING, done_on=None, version=F("version") + 1
    )
