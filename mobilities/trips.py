"""Who travels together: mobilities of one project, place and dates as one trip, for calendars."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BooleanField, Case, Count, DateField, F, Min, When
from django.utils.translation import ngettext

from mobilities.enums import Direction, MobilityState, PersonKind
from mobilities.models import Mobility
from mobilities.models.mobility import MobilityQuerySet
from portal.common.school_year import SchoolYear

DAY, WEEK = timedelta(days=1), timedelta(days=7)
KEYS = (
    "start", "end", "country", "host__city", "project_id", "direction", "participant__kind", "participant__group",
    "is_cancelled", "is_interrupted", "stopped",
)  # fmt: skip
# A school year is drawn 365 wide: each month as wide as it is long, February 28.
MONTH_WIDTHS = (30, 31, 30, 31, 31, 28, 31, 30, 31, 30, 31, 31)


@dataclass(frozen=True)
class Key:
    start: date
    end: date
    country: str
    city: str
    project_id: int
    direction: str
    kind: str
    group: str
    is_cancelled: bool
    is_interrupted: bool


@dataclass(frozen=True)
class Trip:
    """`last`: the day of return, earlier than the planned one where all broke off. `pk`, `name`: of one traveller."""

    key: Key
    last: date
    people: int
    pk: int
    name: str

    @property
    def is_staff(self) -> bool:
        return self.key.kind == PersonKind.STAFF

    @property
    def is_incoming(self) -> bool:
        return self.key.direction == Direction.INCOMING

    def is_away_in(self, first: date, last: date) -> bool:
        return self.key.start <= last and self.last >= first


@dataclass(frozen=True)
class Week:
    """From Monday to Sunday. Cancelled trips leave and return no more."""

    first: date
    leaving: list[Trip]
    returning: list[Trip]
    away: list[Trip]

    @property
    def last(self) -> date:
        return self.first + WEEK - timedelta(days=1)

    @property
    def number(self) -> int:
        return self.first.isocalendar().week

    @property
    def has_movement(self) -> bool:
        return bool(self.leaving or self.returning)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def trips_of(mobilities: MobilityQuerySet | Sequence[Mobility], first: date, last: date) -> list[Trip]:
    """Who is away in these days, by departure. A query is counted by the database, however many people travel."""
    counted = by_query(mobilities) if isinstance(mobilities, MobilityQuerySet) else by_rows(mobilities)
    trips = [trip_of(*row) for row in counted]
    away = [trip for trip in trips if trip.is_away_in(first, last)]
    return sorted(away, key=lambda trip: (trip.key.start, trip.key.end, trip.key.country, trip.pk))


def by_query(mobilities: MobilityQuerySet) -> Iterable[tuple]:
    interrupted = When(state=MobilityState.INTERRUPTED, then=F("grant__stopped_from"))
    rows = mobilities.order_by().annotate(
        is_cancelled=is_in(MobilityState.CANCELLED),
        is_interrupted=is_in(MobilityState.INTERRUPTED),
        stopped=Case(interrupted, default=None, output_field=DateField()),
    )
    first_name, last_name = Min("participant__first_name"), Min("participant__last_name")
    return rows.values_list(*KEYS).annotate(Count("pk"), Min("pk"), first_name, last_name)


def is_in(state: str) -> Case:
    return Case(When(state=state, then=True), default=False, output_field=BooleanField())


def by_rows(mobilities: Iterable[Mobility]) -> Iterable[tuple]:
    found: dict[tuple, list[Mobility]] = {}
    for row in mobilities:
        person, city = row.participant, row.host.city if row.host else ""
        stopped = row.last_day + DAY if row.last_day < row.end else None
        key = (
            row.start, row.end, row.country, city, row.project_id, row.direction, person.kind, person.group,
            row.state == MobilityState.CANCELLED, row.state == MobilityState.INTERRUPTED, stopped,
        )  # fmt: skip
        found.setdefault(key, []).append(row)
    for key, rows in found.items():
        first = rows[0]
        yield *key, len(rows), min(row.pk for row in rows), first.participant.first_name, first.participant.last_name


def trip_of(start, end, country, city, *rest) -> Trip:
    project, direction, kind, group, cancelled, interrupted, stopped, count, pk, *names = rest
    key = Key(start, end, country, city or "", project, direction, kind, group, bool(cancelled), bool(interrupted))
    return Trip(key, min(end, stopped - DAY) if stopped else end, count, pk, " ".join(names))


def travellers(trip: Trip) -> str:
    """Group and number, without names."""
    count = trip.people
    if trip.is_staff:
        return ngettext("%(n)s member of staff", "%(n)s members of staff", count) % {"n": count}
    people = ngettext("%(n)s learner", "%(n)s learners", count) % {"n": count}
    return f"{trip.key.group}, {people}" if trip.key.group else people


def place_of_day(day: date, year: SchoolYear) -> float:
    """How far from 1 September, 0 to 365; days outside the year lie at its edge."""
    if day < year.first_day:
        return 0
    if day > year.last_day:
        return 365
    month = (day.month - 9) % 12
    longest = 29 if day.month == 2 else MONTH_WIDTHS[month]
    return sum(MONTH_WIDTHS[:month]) + (day.day - 1) * MONTH_WIDTHS[month] / longest


def weeks_between(trips: list[Trip], first: date, last: date) -> Iterator[Week]:
    """The weeks that touch the days from `first` to `last`."""
    standing = [trip for trip in trips if not trip.key.is_cancelled]
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        sunday = monday + WEEK - timedelta(days=1)
        yield Week(
            monday,
            [trip for trip in standing if monday <= trip.key.start <= sunday],
            [trip for trip in standing if monday <= trip.last <= sunday],
            [trip for trip in standing if trip.is_away_in(monday, sunday)],
        )
        monday += WEEK
