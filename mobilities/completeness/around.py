"""What else is in the register about the people and hosts of some plans: a fixed number of queries for any number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from mobilities.completeness.plan import Plan
from mobilities.completeness.promised import Promised
from mobilities.enums import ConsentKind, PersonContactRole
from mobilities.models import (
    AccompanyingPerson,
    Consent,
    Finding,
    Host,
    HostCapacity,
    HostContact,
    Mobility,
    Participant,
    PersonContact,
    Qualification,
)
from mobilities.models.mobility import last_day_of
from mobilities.occupancy import Occupancy

MOST_NAMED = 2_000  # more people than this are not named in a query: whoever travels in those days is looked at


@dataclass(frozen=True, slots=True)
class Stay:
    """What counts of a saved mobility when another one wants the same days."""

    pk: int
    start: date
    last_day: date
    place: str


@dataclass(frozen=True)
class Signed:
    """Of one person: is a guardian named, does the consent to the use of data stand, was it taken back."""

    has_guardian: bool = False
    has_data: bool = False
    is_data_revoked: bool = False


class Around:
    def __init__(self, plans: Sequence[Plan]) -> None:
        spans = [plan for plan in plans if plan.has_span and not plan.is_cancelled]
        self.mobilities: dict[int, list[Stay]] = defaultdict(list)
        self.company: dict[int, list[AccompanyingPerson]] = defaultdict(list)
        self.roles: dict[int, list[str]] = defaultdict(list)
        if spans:
            self.load_trips(spans, min(plan.start for plan in spans), max(plan.end for plan in spans))
        self.signed: dict[int, Signed] = defaultdict(Signed)
        self.load_signed([plan for plan in plans if asks_for_consent(plan)])
        self.load_contacts([plan.host for plan in plans if plan.host])
        self.problems: dict[int, list[Finding]] = defaultdict(list)
        self.load_problems([plan.host for plan in plans if meets_problems(plan)])
        self.capacities: dict[tuple[int, int | None], HostCapacity] = {}
        self.occupied: dict[tuple[int, int | None], Occupancy] = {}
        self.stating: set[int] = set()
        self.unstated: dict[int, Qualification] = {}
        self.promised = Promised(plans)
        self.load_capacities([plan for plan in spans if plan.host and plan.participant and plan.is_outgoing])

    def load_trips(self, plans: Iterable[Plan], first: date, last: date) -> None:
        travelling = {plan.participant.pk for plan in plans if plan.participant}
        along = {person.pk for plan in plans for person in plan.along}
        span = {"start__lte": last, "end__gte": first}
        rows = Mobility.objects.standing().filter(**span, **self.whose("participant", travelling | along, plans))
        columns = ("pk", "participant", "start", "end", "state", "grant__stopped_from", "host__name")
        for pk, person, start, end, state, away, place in rows.order_by("start", "pk").values_list(*columns):
            self.mobilities[person].append(Stay(pk, start, last_day_of(state, end, away), place or ""))
        company = AccompanyingPerson.objects.standing().filter(**span, **self.whose("person", travelling, plans))
        for row in company.order_by("start", "pk"):
            self.company[row.person_id].append(row)

    @staticmethod
    def whose(name: str, people: set[int], plans: Iterable[Plan]) -> dict:
        """A database takes only so many keys in one question."""
        if len(people) <= MOST_NAMED:
            return {f"{name}__in": people}
        return {"school__in": {plan.participant.school_id for plan in plans if plan.participant}}

    def load_contacts(self, hosts: Sequence[Host]) -> None:
        named = {host.pk for host in hosts}
        narrowed = {"host__in": named}
        if len(named) > MOST_NAMED:
            narrowed = {"host__school__in": {host.school_id for host in hosts}}
        if named:
            rows = HostContact.objects.filter(**narrowed).order_by("pk")
            for host, role in rows.values_list("host", "role"):
                self.roles[host].append(role)

    def load_problems(self, hosts: Sequence[Host]) -> None:
        """Of a school few are open; all of them are fewer than the hosts of a long list."""
        if hosts:
            schools = {host.school_id for host in hosts}
            for row in Finding.objects.open_problems().filter(conference__school__in=schools):
                self.problems[row.host_id].append(row)

    def load_capacities(self, plans: Sequence[Plan]) -> None:
        """Who is at hosts with a stated capacity in the days of the plans, these themselves among them."""
        if not plans:
            return
        named = {plan.host.pk for plan in plans}
        of_these = {"host__in": named}
        if len(named) > MOST_NAMED:
            of_these = {"host__school__in": {plan.host.school_id for plan in plans}}
        stated = HostCapacity.objects.filter(**of_these)
        for row in stated.select_related("qualification"):
            self.capacities[row.host_id, row.qualification_id] = row
        self.stating = {host for host, _qualification in self.capacities}
        wanted = {
            plan.participant.qualification_id
            for plan in plans
            if plan.host.pk in self.stating
            and (plan.host.pk, plan.participant.qualification_id) not in self.capacities
        } - {None}
        self.unstated = Qualification.objects.in_bulk(wanted) if wanted else {}
        stays = defaultdict(list)
        for plan in plans:
            stays[plan.host.pk, plan.participant.qualification_id].append((plan.start, plan.end))
        for host, qualification, start, end in self.stays_beside(plans, stated) if self.capacities else ():
            stays[host, qualification].append((start, end))
        self.occupied = {key: Occupancy(stays[key]) for key in self.capacities}

    def stays_beside(self, plans: Sequence[Plan], stated) -> Iterable[list]:
        """[host, qualification, start, end] of saved mobilities at hosts with a stated capacity, none of the plans."""
        own = {plan.pk for plan in plans if plan.pk}
        first, last = min(plan.start for plan in plans), max(plan.end for plan in plans)
        rows = Mobility.objects.standing().filter(host__in=stated.values("host"), start__lte=last, end__gte=first)
        for pk, *stay in rows.order_by().values_list("pk", "host", "participant__qualification", "start", "end"):
            if pk not in own:
                yield stay

    def load_signed(self, plans: Sequence[Plan]) -> None:
        if not plans:
            return
        people = {plan.participant.pk for plan in plans}
        narrowed = {"pk__in": people}
        if len(people) > MOST_NAMED:
            narrowed = {"school__in": {plan.participant.school_id for plan in plans}}
        guardian = PersonContact.objects.filter(person=OuterRef("pk"), role=PersonContactRole.GUARDIAN)
        given = Consent.objects.filter(person=OuterRef("pk"), kind=ConsentKind.DATA)
        rows = Participant.objects.filter(**narrowed).annotate(
            is_guarded=Exists(guardian), stands=Exists(given.standing()), was_given=Exists(given)
        )
        for pk, guarded, stands, was_given in rows.values_list("pk", "is_guarded", "stands", "was_given"):
            self.signed[pk] = Signed(guarded, stands, was_given and not stands)


def meets_problems(plan: Plan) -> bool:
    """A journey of ours to a host that is still ahead or going on."""
    return bool(plan.host and plan.is_outgoing and not plan.is_over and not plan.is_cancelled)


def asks_for_consent(plan: Plan) -> bool:
    """A journey of ours that is still ahead or going on."""
    return bool(plan.participant and plan.participant.pk and plan.is_outgoing and not plan.is_over) and (
        not plan.is_cancelled
    )
