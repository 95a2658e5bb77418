"""Who goes where in streams: mobilities by project, activity type and country; by host and dates where asked."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from mobilities.enums import Direction, PersonKind
from mobilities.models import AccompanyingPerson, Host
from mobilities.models.mobility import days_of, last_day_of
from projects.models import ActivityType, Project

BY_HOST, BY_DATES, BY_PLAN = "host", "dates", "plan"  # the days of the stay, or those first planned
READ = (
    "pk", "project_id", "activity_type_id", "country", "direction", "host_id", "start", "end", "state",
    "grant__stopped_from", "participant_id", "participant__kind",
)  # fmt: skip


@dataclass
class Flow:
    project: Project
    activity_type: ActivityType
    country: str
    direction: str
    host: Host | None = None
    start: date | None = None
    end: date | None = None
    keys: list[int] = field(default_factory=list)
    days: int = 0
    goers: set[int] = field(default_factory=set)
    staffers: set[int] = field(default_factory=set)
    company: set[int] = field(default_factory=set)

    @property
    def people(self) -> int:
        return len(self.goers)

    @property
    def staff(self) -> int:
        return len(self.staffers)

    @property
    def accompanying(self) -> int:
        return len(self.company)

    @property
    def is_incoming(self) -> bool:
        return self.direction == Direction.INCOMING


def flows_of(mobilities, by: Collection[str]) -> list[Flow]:
    """Of a queryset without cancelled mobilities; five queries for any number of rows."""
    rows = list(mobilities.standing().order_by().values(*READ))
    projects = Project.objects.in_bulk({row["project_id"] for row in rows})
    types = ActivityType.objects.in_bulk({row["activity_type_id"] for row in rows})
    hosts = Host.objects.in_bulk({row["host_id"] for row in rows if row["host_id"]}) if BY_HOST in by else {}
    company = company_of([row["pk"] for row in rows])
    found: dict[tuple, Flow] = {}
    for row in rows:
        host = row["host_id"] if BY_HOST in by else None
        span = span_of(row, by)
        key = (row["project_id"], row["activity_type_id"], row["country"], row["direction"], host, *span)
        flow = found.get(key)
        if flow is None:
            whole = (projects[row["project_id"]], types[row["activity_type_id"]], row["country"], row["direction"])
            flow = found[key] = Flow(*whole, hosts.get(host), *span)
        flow.keys.append(row["pk"])
        flow.days += days_of(row["start"], row["end"], row["state"], row["grant__stopped_from"])
        flow.goers.add(row["participant_id"])
        if row["participant__kind"] == PersonKind.STAFF:
            flow.staffers.add(row["participant_id"])
        flow.company |= company[row["pk"]]
    return sorted(found.values(), key=in_order)


def in_order(flow: Flow) -> tuple:
    place = (flow.country, flow.host.name if flow.host else "", flow.start or date.min)
    return flow.is_incoming, -flow.project.start.toordinal(), flow.project.pk, flow.activity_type.order, *place


def span_of(row: dict, by: Collection[str]) -> tuple[date | None, date | None]:
    if BY_PLAN in by:
        return row["start"], row["end"]
    last = last_day_of(row["state"], row["end"], row["grant__stopped_from"])
    return (row["start"], last) if BY_DATES in by else (None, None)


def company_of(keys: list[int]) -> dict[int, set[int]]:
    """Key of each mobility > the people who travel along."""
    through = AccompanyingPerson.mobilities.through.objects
    if len(keys) <= 2_000:
        through = through.filter(mobility__in=keys)
    found: dict[int, set[int]] = defaultdict(set)
    for mobility, person in through.values_list("mobility_id", "accompanyingperson__person"):
        found[mobility].add(person)
    return found
