"""What the grants of a project's mobilities are counted from, gathered in a fixed number of queries.

Cancelled mobilities count nothing. Of incoming ones only those whose activity type pays for somebody hosted here (an
invited expert, a future teacher); other guests are paid for by their own school. Accompanying persons are no
participants: they have no grant here and do not move the ordinal of organisational support.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from mobilities.enums import Direction, MobilityState, StopKind
from mobilities.models import Mobility, MobilityGrant
from mobilities.models.mobility import MobilityQuerySet
from portal.accounts.models import School
from portal.common import places
from projects import grants
from projects.models import Project
from projects.rate_table import rates_of

OFFICIAL, COORDINATES, NAMES = "official", "coordinates", "names"
FIRST_GREEN_CALL = 2021  # earlier agreements have one rate for every way of travelling


@dataclass(frozen=True)
class Distance:
    """Kilometres one way and how they were found: OFFICIAL, COORDINATES or NAMES."""

    km: float | None
    how: str = ""
    checked_on: date | None = None


@dataclass(frozen=True)
class Counted:
    """One mobility, what it was counted from, and its grant."""

    mobility: Mobility
    terms: MobilityGrant
    distance: Distance
    stay: grants.Stay
    grant: grants.Grant


def of_project(project: Project) -> list[Counted]:
    """Every mobility of the project that counts, by activity type and ordinal. Three queries."""
    return all_counted(project, rows_of(project))


def of_projects(projects: list[Project]) -> dict[int, list[Counted]]:
    """Key of each project > what of_project() says. Three queries for all of them."""
    prefetch_related_objects(projects, "rates")
    rows: dict[int, list[Mobility]] = defaultdict(list)
    for row in counting(Mobility.objects.filter(project__in=projects)):
        rows[row.project_id].append(row)
    return {project.pk: all_counted(project, rows[project.pk]) for project in projects}


def all_counted(project: Project, rows: Iterable[Mobility]) -> list[Counted]:
    rates = rates_of(project)
    return [counted(mobility, ordinal, project, rates) for mobility, ordinal in with_ordinals(rows)]


def of_mobility(mobility: Mobility) -> Counted | None:
    """The grant of one; None where it counts nothing."""
    project = mobility.project
    for row, ordinal in with_ordinals(rows_of(project)):
        if row.pk == mobility.pk:
            return counted(row, ordinal, project, rates_of(project))
    return None


def rows_of(project: Project) -> list[Mobility]:
    return counting(Mobility.objects.filter(project=project))


def counting(rows: MobilityQuerySet) -> list[Mobility]:
    """Those that count, with all that counting needs, in the order of their starts."""
    rows = rows.standing().select_related("participant", "host", "activity_type", "school", "grant")
    rows = rows.prefetch_related("grant__fixed_amounts")
    return [row for row in rows.order_by("start", "pk") if counts(row)]


def counts(mobility: Mobility) -> bool:
    if mobility.state == MobilityState.CANCELLED:
        return False
    return mobility.direction == Direction.OUTGOING or mobility.activity_type.is_incoming


def with_ordinals(rows: Iterable[Mobility]) -> Iterator[tuple[Mobility, int]]:
    """Each with its place among the participants of its activity type, in the order of their starts."""
    taken: dict[str, int] = defaultdict(int)
    for row in rows:
        taken[row.activity_type.code] += 1
        yield row, taken[row.activity_type.code]


def counted(mobility: Mobility, ordinal: int, project: Project, rates: list[grants.Rate]) -> Counted:
    terms = terms_of(mobility)
    distance = distance_of(mobility, terms)
    stay = stay_of(mobility, ordinal, project, terms, distance)
    grant = grants.with_fixed(grants.grant_of(stay, rates, project.rounding), fixed_of(terms))
    return Counted(mobility, terms, distance, stay, grant)


def terms_of(mobility: Mobility) -> MobilityGrant:
    """What was typed about its grant; where nothing was, a row that is not saved yet."""
    return getattr(mobility, "grant", None) or MobilityGrant(mobility=mobility)


def fixed_of(terms: MobilityGrant) -> dict[str, grants.Fixed]:
    rows = terms.fixed_amounts.all() if terms.pk else ()
    return {row.category: grants.Fixed(row.amount, row.source) for row in rows}


def stay_of(
    mobility: Mobility, ordinal: int, project: Project, terms: MobilityGrant, distance: Distance
) -> grants.Stay:
    kind, call_year = mobility.activity_type, project.call_year or project.start.year
    return grants.Stay(
        call_year=call_year,
        activity_type=kind.code,
        family=kind.family,
        target=kind.category,
        country=mobility.country,
        days=mobility.planned_days,
        travel_mode="green" if mobility.green_travel and call_year >= FIRST_GREEN_CALL else "standard",
        distance_km=distance.km,
        is_official_distance=distance.how == OFFICIAL,
        ordinal=ordinal,
        fewer_opportunities=mobility.participant.fewer_opportunities,
        days_away=days_away(mobility, terms),
        is_force_majeure=terms.stop_kind == StopKind.FORCE_MAJEURE,
        **typed(terms),
    )


def typed(terms: MobilityGrant) -> dict[str, Any]:
    names = (
        "travel_days", "is_zero_grant", "needs_linguistic_support", "course_days", "inclusion_costs",
        "exceptional_costs", "expensive_travel", "costs_not_recovered",
    )  # fmt: skip
    return {name: getattr(terms, name) for name in names}


def days_away(mobility: Mobility, terms: MobilityGrant) -> int:
    """Days of the stay, both ends included, that a break took; no last day means that nobody came back."""
    if not terms.stop_kind or terms.stopped_from is None:
        return 0
    first, last = max(terms.stopped_from, mobility.start), min(terms.stopped_to or mobility.end, mobility.end)
    return max((last - first).days + 1, 0)


def distance_of(mobility: Mobility, terms: MobilityGrant) -> Distance:
    """The official figure where it was typed; else from the school to the host. Guests come from elsewhere."""
    if terms.distance_km is not None:
        return Distance(terms.distance_km, OFFICIAL, terms.distance_checked_on)
    if mobility.direction == Direction.INCOMING or mobility.host is None:
        return Distance(None)
    return distance_from(mobility.school, mobility.host)


def distance_from(school: School, there: Any) -> Distance:
    """`there`: anything with country, city, latitude and longitude. Two coordinates beat two names."""
    start, is_start_exact = point_of(school)
    end, is_end_exact = point_of(there)
    if start is None or end is None:
        return Distance(None)
    return Distance(places.distance_km(start, end), COORDINATES if is_start_exact and is_end_exact else NAMES)


def point_of(thing: Any) -> tuple[places.Point | None, bool]:
    """Where it is, and whether by its own coordinates; else by the name of its city."""
    if thing.latitude is not None and thing.longitude is not None:
        return places.Point(float(thing.latitude), float(thing.longitude)), True
    place = places.find(thing.city, thing.country) if thing.city else None
    return (place.point if place else None), False
