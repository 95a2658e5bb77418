"""The rows of a table with what their names stand for: whole rows of the register, plans, and what the rules say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.completeness import Notice, Plan, findings
from mobilities.enums import REPORT_HANDED_IN, Direction, MobilityState, Phase
from mobilities.importers.names import group_of
from mobilities.importers.register import Hosts, Kinds, People, Projects, Teachers, whole_rows
from mobilities.models import ExperienceReport, Host, Mobility, Participant
from portal.common.refused import Refused
from portal.imports.sentences import lazily, sentence
from projects.enums import ProjectState
from projects.models import ActivityType, Project, types_of_each

NAMES = re.compile(r"[;,\n]")  # what stands between accompanying persons
OTHER_GROUP = _(
    "In the register %(person)s is in the group %(group)s; a mobility does not change that. Correct the group here, "
    "or change it on the person's page."
)
NO_GROUP = _(
    "In the register %(person)s is in no group; a mobility does not change that. Empty the cell, or write the group "
    "on the person's page."
)
IN_FILE = {"overlap", "takes_part"}  # findings about a saved mobility, which another row of the file may move
SIMPLE = ("start", "end", "green_travel", "blended_days", "override_reason", "note")
EMPTY = {
    "host": ("host", None),
    "responsible": ("responsible_id", None),
    "override_reason": ("override_reason", ""),
    "note": ("note", ""),
    "green_travel": ("green_travel", False),
    "blended_days": ("blended_days", 0),
}
TAKES = (ProjectState.APPROVED, ProjectState.REPORTED, ProjectState.CLOSED)
KNOWN_BY = {"project", "participant", "activity_type", "start"}


@dataclass
class Row:
    """One row of the table. `named`: keys by field; `said`: values for the mobility's fields; `number` once known."""

    values: dict[str, Any]
    named: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    along: tuple[Participant, ...] | None = None
    existing: Mobility | None = None
    problems: list[tuple[tuple[str, ...], str, object]] = field(default_factory=list)  # fields, value, sentence
    other_group: object = ""  # what the register says instead of the row's
    plan: Plan | None = None
    notices: list[Notice] = field(default_factory=list)
    of_moved: list[Notice] = field(default_factory=list)  # about mobilities that other rows change
    number: int = 0

    def refuse(self, names: str | tuple[str, ...], text: object, value: object = "") -> None:
        """The cells of one or several fields."""
        self.problems.append(((names,) if isinstance(names, str) else names, str(value), text))

    @property
    def key(self) -> str:
        """What the register has once: the number, else project, person, type and start."""
        if self.existing:
            return f"#{self.existing.pk}"
        said = self.said
        if not said.keys() >= KNOWN_BY:
            return ""
        return f"{said['project'].pk} {said['participant'].pk} {said['activity_type'].pk} {said['start']}"


class Resolved:
    """All rows of one table. `clears`: columns where an empty cell of a changed mobility takes away what was there."""

    def __init__(self, school, values: Sequence[dict[str, Any]], *, clears: frozenset[str]) -> None:
        self.school, self.clears, self.today = school, clears, timezone.localdate()
        self.told: dict[tuple, str] = {}
        self.texts: dict[int, tuple[object, str]] = {}
        self.rows = [Row(each) for each in values]
        self.by_values = {id(row.values): row for row in self.rows}
        self.people = People(school, asked_people(values))
        self.hosts = Hosts(school, {row["host"] for row in values if row.get("host")})
        self.projects, self.teachers = Projects(school), Teachers(school)
        for row in self.rows:
            self.name(row)
        self.load_named()
        self.load_existing()
        for row in self.rows:
            self.settle(row)
        self.judge()

    def told_once(self, notice: Notice) -> str:
        """Its sentence; what thousands of rows are told alike is put into words once."""
        words = ((word.func, word.args) if isinstance(word, partial) else word for word in notice.words.values())
        key = (self.text_of(notice), *words)
        if key not in self.told:
            self.told[key] = lazily(lambda: notice.sentence)
        return self.told[key]

    def text_of(self, notice: Notice) -> str:
        """Most are constants, translated once."""
        text = notice.text
        if id(text) not in self.texts:
            self.texts[id(text)] = text, str(text() if callable(text) else text)
        return self.texts[id(text)][1]

    # ---- names into keys ----

    def name(self, row: Row) -> None:
        values = row.values
        person = values.get("participant") or " ".join(
            filter(None, (values.get("first_name"), values.get("last_name")))
        )
        told = [values.get(name) or "" for name in ("email", "birth_date", "group")]
        if person or told[0]:
            self.look_up(
                row, "participant", lambda: self.people.find(person, *told), person_fields(values), person or told[0]
            )
        if text := values.get("project"):
            self.look_up(row, "project", lambda: self.projects.find(text), "project", text)
        if host := values.get("host"):
            place = [values.get(name) or "" for name in ("host_city", "host_country")]
            self.look_up(row, "host", lambda: self.hosts.find(host, *place), "host", host)
        if teacher := values.get("responsible"):
            self.look_up(row, "responsible", lambda: self.teachers.find(teacher), "responsible", teacher)
        if "accompanying" in values:
            row.named["along"] = self.name_company(row, values["accompanying"])

    @staticmethod
    def look_up(row: Row, name: str, find, column: str | tuple[str, ...], value: str) -> None:
        try:
            row.named[name] = find()
        except Refused as refusal:
            row.refuse(column, refusal.args[0], value)

    def name_company(self, row: Row, text: str) -> list[int]:
        found = []
        for name in NAMES.split(text):
            if name.strip():
                try:
                    found.append(self.people.find_staff(name.strip()))
                except Refused as refusal:
                    row.refuse("accompanying", refusal.args[0], name.strip())
        return list(dict.fromkeys(found))

    # ---- keys into rows of the register ----

    def load_named(self) -> None:
        self.whole_hosts = whole_rows(Host.objects.filter(school=self.school), self.keys("host"))
        projects = Project.objects.filter(school=self.school).defer("summary")
        self.whole_projects = whole_rows(projects, self.keys("project"))

    def keys(self, name: str) -> set[int]:
        return {row.named[name] for row in self.rows if name in row.named}

    def load_existing(self) -> None:
        """Mobilities that rows give the number of; for the others those of the named people that start on the named
        days."""
        numbers = {row.values["number"] for row in self.rows if "number" in row.values}
        unnumbered = [row for row in self.rows if "number" not in row.values and "participant" in row.named]
        starts = [row.values["start"] for row in unnumbered if "start" in row.values]
        rows = Mobility.objects.filter(school=self.school)
        mine = rows.select_related("project", "activity_type", "host", "participant", "responsible", "school", "grant")
        mine = mine.prefetch_related("accompanying_persons__person")
        self.numbered = whole_rows(mine, numbers) if numbers else {}
        found = []
        if starts:
            people = {row.named["participant"] for row in unnumbered}
            spanned = mine.filter(start__range=(min(starts), max(starts)))
            found = spanned.filter(participant__in=people) if len(people) <= 2_000 else spanned
        self.known = {(row.project_id, row.participant_id, row.activity_type_id, row.start): row for row in found}
        existing = {**self.numbered, **{row.pk: row for row in self.known.values()}}
        reports = ExperienceReport.objects.filter(mobility__school=self.school, state__in=REPORT_HANDED_IN)
        if len(existing) <= 2_000:
            reports = reports.filter(mobility__in=list(existing))
        self.reported = set(reports.values_list("mobility", flat=True)) if existing else set()
        projects = {row.project_id: row.project for row in existing.values()} | self.whole_projects
        everything = list(ActivityType.objects.of_school(self.school))
        self.kinds = Kinds(everything, types_of_each(projects.values(), everything))

    # ---- what a row says of the mobility ----

    def settle(self, row: Row) -> None:
        values = row.values
        if "number" in values:
            row.existing = self.numbered.get(values["number"])
            if row.existing is None:
                text = _("The register has no mobility with this number. Leave the cell empty for a new mobility.")
                row.refuse("number", text, values["number"])
        for name, whole in (
            ("project", self.whole_projects), ("participant", self.people.rows), ("host", self.whole_hosts),
        ):  # fmt: skip
            if name in row.named:
                row.said[name] = whole[row.named[name]]
        if "responsible" in row.named:
            row.said["responsible_id"] = row.named["responsible"]
        row.other_group = other_group(row)
        if "along" in row.named:
            row.along = tuple(self.people.rows[pk] for pk in row.named["along"])
        row.said |= {name: values[name] for name in SIMPLE if name in values}
        self.settle_kind(row)
        if row.existing is None and "number" not in values:
            said = row.said
            if said.keys() >= KNOWN_BY:
                key = (said["project"].pk, said["participant"].pk, said["activity_type"].pk, said["start"])
                row.existing = self.known.get(key)
        if row.existing:
            keep_planned_end(row)
            self.clear(row)
        self.settle_state(row)
        self.settle_direction(row)

    def clear(self, row: Row) -> None:
        for name in self.clears - row.values.keys():
            if name in EMPTY:
                field, value = EMPTY[name]
                row.said[field] = value
            elif name == "accompanying":
                row.along = ()

    def settle_kind(self, row: Row) -> None:
        if text := row.values.get("activity_type"):
            project = row.said.get("project") or (row.existing and row.existing.project)
            find = self.kinds.find
            kept = row.existing.activity_type if row.existing else None
            if kept and text in (kept.code, kept.name_lv, kept.name_en):
                row.said["activity_type"] = kept
                return
            try:
                row.said["activity_type"] = find(text, project.pk if project else None)
            except Refused as refusal:
                row.refuse("activity_type", refusal.args[0], text)

    def settle_state(self, row: Row) -> None:
        """New ones are planned or confirmed, and dates make the rest of it; other steps have their own page.

        Without a word about it, what began before today took place: that is how history comes in.
        """
        phase = row.values.get("state")
        if not phase and not row.existing and "start" in row.said and row.said["start"] <= self.today:
            row.said["state"] = MobilityState.CONFIRMED
        if not phase or (row.existing and phase in (row.existing.state, row.existing.phase())):
            return
        going = phase in (MobilityState.PLANNED, MobilityState.CONFIRMED)
        if row.existing and not (going and row.existing.state == MobilityState.PLANNED):
            text = _("The mobility is “%(state)s”. A file can only confirm it; do anything else on its page.")
            row.refuse("state", sentence(text, state=row.existing.phase().label), Phase(phase).label)
        elif going or phase in (Phase.ABROAD, Phase.RETURNED):
            row.said["state"] = MobilityState(phase) if going else MobilityState.CONFIRMED
        else:
            text = _("A new mobility is planned or confirmed. Do anything else later, on its page.")
            row.refuse("state", text, Phase(phase).label)

    @staticmethod
    def settle_direction(row: Row) -> None:
        kind = row.said.get("activity_type")
        if direction := row.values.get("direction"):
            row.said["direction"] = direction
        elif not row.existing and kind and kind.is_incoming:
            row.said["direction"] = Direction.INCOMING

    # ---- what the rules say ----

    def judge(self) -> None:
        """What is said of a saved mobility that another row of the file may move is left for later: see together."""
        for row in self.rows:
            row.plan = self.plan_of(row)
        changed = {row.existing.pk for row in self.rows if row.existing}
        for row, found in zip(self.rows, findings([row.plan for row in self.rows]), strict=True):
            for each in found:
                moved = each.kind in IN_FILE and each.about.pk in changed
                (row.of_moved if moved else row.notices).append(each)

    def plan_of(self, row: Row) -> Plan:
        def known(name: str, default: Any = None) -> Any:
            if name in row.said:
                return row.said[name]
            return getattr(row.existing, name) if row.existing else default

        along = row.along
        if along is None:
            trips = row.existing.accompanying_persons.all() if row.existing else ()
            along = tuple(trip.person for trip in trips)
        return Plan(
            project=known("project"),
            activity_type=known("activity_type"),
            participant=known("participant"),
            host=known("host"),
            direction=known("direction", Direction.OUTGOING),
            start=known("start"),
            end=known("end"),
            responsible_id=known("responsible_id"),
            override_reason=known("override_reason", ""),
            state=known("state", MobilityState.PLANNED),
            has_report=bool(row.existing and row.existing.pk in self.reported),
            along=along,
            pk=row.existing.pk if row.existing else None,
            today=self.today,
        )


def keep_planned_end(row: Row) -> None:
    """Lists show the last day of an interrupted stay; said again, it changes nothing."""
    if row.said.get("end") == row.existing.last_day:
        row.said["end"] = row.existing.end


def other_group(row: Row) -> object:
    """A group only tells namesakes apart; where the register has another one, it is told, not dropped."""
    person, group = row.said.get("participant"), row.values.get("group", "")
    if person is None or not group or group_of(group) == group_of(person.group):
        return ""
    return sentence(OTHER_GROUP if person.group else NO_GROUP, person=person, group=person.group)


def person_fields(values: dict[str, Any]) -> tuple[str, ...]:
    """By which fields a row names its participant."""
    if values.get("participant"):
        return ("participant",)
    parts = tuple(name for name in ("first_name", "last_name") if values.get(name))
    return parts or (("email",) if values.get("email") else ("participant",))


def asked_people(values: Sequence[dict[str, Any]]) -> set[str]:
    """Every name by which a row calls somebody."""
    asked: set[str] = set()
    for row in values:
        whole = row.get("participant") or f"{row.get('first_name', '')} {row.get('last_name', '')}".strip()
        asked |= {whole or row.get("email", ""), *NAMES.split(row.get("accompanying", ""))} - {""}
    return asked
