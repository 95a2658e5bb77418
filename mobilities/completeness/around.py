"""What else is in the register about the people and hosts of some plans: a fixed number of queries for any number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef

from mobilities.completeness.plan import Plan
from mobilities.models import AccompanyingPerson, HostContact, Mobility


class Around:
    def __init__(self, plans: Sequence[Plan]) -> None:
        spans = [plan for plan in plans if plan.has_span and not plan.is_cancelled]
        self.mobilities: dict[int, list[Mobility]] = defaultdict(list)
        self.company: dict[int, list[AccompanyingPerson]] = defaultdict(list)
        self.roles: dict[int, list[str]] = defaultdict(list)
        if spans:
            self.load_trips(spans, min(plan.start for plan in spans), max(plan.end for plan in spans))
        self.load_contacts({plan.host.pk for plan in plans if plan.host})

    def load_trips(self, plans: Iterable[Plan], first: date, last: date) -> None:
        travelling = {plan.participant.pk for plan in plans if plan.participant}
        along = {person.pk for plan in plans for person in plan.along}
        span = {"start__lte": last, "end__gte": first}
        rows = Mobility.objects.standing().filter(participant__in=travelling | along, **span)
        for row in rows.select_related("host", "participant").order_by("start", "pk"):
            self.mobilities[row.participant_id].append(row)
        trip = Mobility.objects.filter(accompanying_persons=OuterRef("pk"))
        # A trip whose every mobility is cancelled holds nobody back.
        company = AccompanyingPerson.objects.filter(person__in=travelling, **span)
        for row in company.filter(Exists(trip.standing()) | ~Exists(trip)).order_by("start", "pk"):
            self.company[row.person_id].append(row)

    def load_contacts(self, hosts: set[int]) -> None:
        if hosts:
            for host, role in HostContact.objects.filter(host__in=hosts).order_by("pk").values_list("host", "role"):
                self.roles[host].append(role)
