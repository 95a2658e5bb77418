"""Who travels together: mobilities of one project, place and dates as one trip, for calendars."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import ngettext

from mobilities.enums import Direction, MobilityState, PersonKind
from mobilities.models import Mobility
from portal.common.school_year import SchoolYear

WEEK = timedelta(days=7)
COLUMNS = (
    "pk", "start", "end", "country", "host__city", "project_id", "direction", "state", "participant__kind",
    "participant__group", "participant__first_name", "participant__last_name",
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


@dataclass(frozen=True)
class Trip:
    key: Key
    people: list[tuple[int, str]]  # key of the mobility, name

    @property
    def is_staff(self) -> bool:
        return self.key.kind == PersonKind.STAFF

    @property
    def is_incoming(self) -> bool:
        return self.key.direction == Direction.INCOMING

    def is_away_in(self, first: date, last: date) -> bool:
        return self.key.start <= last and self.key.end >= first


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


def trips_of(mobilities: Iterable[Mobility]) -> list[Trip]:
    """By departure. A query is read as bare columns: a year of thousands makes no rows of models."""
    values = mobilities.values_list(*COLUMNS) if hasattr(mobilities, "values_list") else map(columns, mobilities)
    trips: dict[Key, Trip] = {}
    for pk, start, end, country, city, project, direction, state, kind, group, first_name, last_name in values:
        cancelled = state == MobilityState.CANCELLED
        key = Key(start, end, country, city or "", project, direction, kind, group, cancelled)
        trips.setdefault(key, Trip(key, [])).people.append((pk, f"{first_name} {last_name}"))
    return sorted(trips.values(), key=lambda trip: (trip.key.start, trip.key.end, trip.key.country, trip.people[0]))


def travellers(trip: Trip) -> str:
    """Group and number, without names."""
    count = len(trip.people)
    if trip.is_staff:
        return ngettext("%(n)s member of staff", "%(n)s members of staff", count) % {"n": count}
    people = ngettext("%(n)s learner", "%(n)s learners", count) % {"n": count}
    return f"{trip.key.group}, {people}" if trip.key.group else people


def columns(row: Mobility) -> tuple:
    person, city = row.participant, row.host.city if row.host else ""
    return (
        row.pk, row.start, row.end, row.country, city, row.project_id, row.direction, row.state, person.kind,
        person.group, person.first_name, person.last_name,
    )  # fmt: skip


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
            [trip for trip in standing if monday <= trip.key.end <= sunday],
            [trip for trip in standing if trip.is_away_in(monday, sunday)],
        )
        monday += WEEK
