"""What some more people would cost: the calculation of every grant, asked without saving anything."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from mobilities.completeness import Plan
from mobilities.completeness.checks import check_activity, check_direction, stay_at_home
from mobilities.enums import PersonKind
from mobilities.grants import OFFICIAL, Counted, Distance, distance_from
from mobilities.models import Participant
from mobilities.money import ZERO, CategoryLine, at_least, at_most
from portal.common.text import euro
from projects import grants
from projects.enums import BudgetCategory, Category
from projects.models import Project
from projects.rate_table import rates_of


@dataclass(frozen=True)
class Share:
    """People of the question whose grants are alike."""

    people: int
    stay: grants.Stay
    grant: grants.Grant

    @property
    def total(self) -> Decimal:
        return self.grant.total * self.people

    @property
    def each_shown(self) -> str:
        return at_least(euro(self.grant.total), self.grant.incomplete)


@dataclass(frozen=True)
class Against:
    """One category: what the question takes, and what of the award is left before and after."""

    line: CategoryLine
    amount: Decimal
    is_incomplete: bool = False

    @property
    def amount_shown(self) -> str:
        return at_least(euro(self.amount), self.is_incomplete) if self.amount else ""

    @property
    def left_after_shown(self) -> str:
        gaps = self.line.gaps & {"used", "planned"}
        return at_most(euro(self.left_after), self.is_incomplete or gaps) if self.line.can_count else ""

    @property
    def left_after(self) -> Decimal | None:
        return None if self.line.left is None else self.line.left - self.amount


def remarks(project: Project, asked: dict[str, Any]) -> list[str]:
    """What the rules of the activity type say of such stays, in the words of mobilities.completeness."""
    kind, few = asked["activity_type"], asked.get("fewer_opportunities") or 0
    whole = Plan(
        project=project,
        activity_type=kind,
        host=asked.get("host"),
        start=project.start,
        end=project.start + timedelta(days=asked["days"] - 1),
    )
    plans = [whole] if few < asked["people"] else []
    if few:
        person = Participant(kind=PersonKind.STAFF if kind.category == Category.STAFF else PersonKind.LEARNER)
        person.fewer_opportunities = True
        plans.append(replace(whole, participant=person))
    found = [notice.sentence for plan in plans for notice in (*check_activity(plan), *check_direction(plan))]
    if asked["country"] == project.school.country and not kind.is_incoming:
        found.append(stay_at_home(kind, asked["country"]))
    return list(dict.fromkeys(found))


def distance_asked(project: Project, asked: dict[str, Any]) -> Distance:
    if asked.get("distance_km") is not None:
        return Distance(asked["distance_km"], OFFICIAL)
    if asked.get("host"):
        return distance_from(project.school, asked["host"])
    if not asked.get("city"):
        return Distance(None)
    there = SimpleNamespace(country=asked["country"], city=asked["city"], latitude=None, longitude=None)
    return distance_from(project.school, there)


def shares_of(project: Project, asked: dict[str, Any], rows: list[Counted], distance: Distance) -> list[Share]:
    """The grants of the people asked about; those that differ in nothing but their ordinal are one share."""
    rates, kind = rates_of(project), asked["activity_type"]
    before = sum(row.stay.activity_type == kind.code for row in rows)
    few = asked.get("fewer_opportunities") or 0
    found: dict[tuple, list[tuple[grants.Stay, grants.Grant]]] = {}
    for place in range(asked["people"]):
        stay = grants.Stay(
            call_year=project.call_year or project.start.year,
            activity_type=kind.code,
            family=kind.family,
            target=kind.category,
            country=asked["country"],
            days=asked["days"],
            travel_mode=asked.get("travel_mode") or "standard",
            distance_km=distance.km,
            is_official_distance=distance.how == OFFICIAL,
            travel_days=asked.get("travel_days"),
            ordinal=before + place + 1,
            fewer_opportunities=place < few,
        )
        grant = grants.grant_of(stay, rates, project.rounding)
        found.setdefault(tuple((line.category, line.amount) for line in grant.lines), []).append((stay, grant))
    return [Share(len(alike), *alike[0]) for alike in found.values()]


def against(shares: list[Share], lines: list[CategoryLine]) -> list[Against]:
    """The categories that the question touches, beside what is left of each."""
    sums: Counter = Counter()
    missing = set().union(*(share.grant.incomplete for share in shares))
    for share in shares:
        for category, amount in share.grant.by_category().items():
            sums[category] += amount * share.people
    known = {line.category: line for line in lines}
    touched = [category for category in BudgetCategory.values if sums[category] or category in missing]
    return [
        Against(known.get(category, CategoryLine(category)), sums[category], category in missing)
        for category in touched
    ]


def total_of(shares: list[Share]) -> Decimal:
    return sum((share.total for share in shares), ZERO)
