"""What a school knows of a host: who stayed there, what they said, what the conferences concluded."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from mobilities.enums import FindingKind, PersonKind
from mobilities.models import ExperienceReport, Finding, Host, HostCapacity, HostDocument, Mobility
from mobilities.occupancy import Occupancy
from portal.common.school_year import SchoolYear

COLUMNS = {FindingKind.PLUS: "pluses", FindingKind.MINUS: "minuses"}
RATINGS = ("rating_tasks", "rating_trust")
EXPIRES_SOON_DAYS = 60


@dataclass
class Stay:
    """People of one group and activity who were there in the same days."""

    year: SchoolYear
    what: str
    start: date
    end: date
    people: int = 0
    job_offers: int = 0
    invitations: int = 0
    marks: list[int] = field(default_factory=list)
    mobilities: list[Mobility] = field(default_factory=list)

    @property
    def mark(self) -> float | None:
        return mean(self.marks)

    @property
    def is_ahead(self) -> bool:
        return self.start > timezone.localdate()


@dataclass(frozen=True)
class Rating:
    field: str
    here: float | None
    everywhere: float | None


@dataclass
class Said:
    """One plus or minus, and everybody who said it."""

    text: str
    findings: list[Finding] = field(default_factory=list)
    reports: list[ExperienceReport] = field(default_factory=list)


def stays_at(host: Host, user) -> list[Stay]:
    """Newest first. `mobilities` of a stay holds only those that `user` may see; the numbers count all."""
    visible = set(Mobility.objects.visible_to(user).filter(host=host).values_list("pk", flat=True))
    rows = (
        host.mobilities.standing()
        .select_related("participant__qualification", "activity_type", "report")
        .order_by("-start", "-end", "participant__group", "activity_type", "pk")
    )
    return [stay_of(list(group), visible) for _key, group in groupby(rows, key=same_stay)]


def same_stay(mobility: Mobility) -> tuple:
    person = mobility.participant
    return mobility.start, mobility.end, person.group, person.qualification_id, mobility.activity_type_id


def stay_of(group: list[Mobility], visible: set[int]) -> Stay:
    first = group[0]
    person = first.participant
    what = str(person.qualification or first.activity_type)
    stay = Stay(
        SchoolYear.of(first.start), f"{what}, {person.group}" if person.group else what, first.start, first.end,
        people=len(group), mobilities=[mobility for mobility in group if mobility.pk in visible],
    )  # fmt: skip
    for report in approved_reports(group):
        stay.job_offers += report.job_offer
        stay.invitations += report.return_invitation
        stay.marks += [mark for name in RATINGS if (mark := getattr(report, name)) is not None]
    return stay


def approved_reports(mobilities: Iterable[Mobility]) -> list[ExperienceReport]:
    reports = (getattr(mobility, "report", None) for mobility in mobilities)
    return [report for report in reports if report is not None and report.state == "approved"]


def people_received(host: Host) -> dict[str, int]:
    """Persons who have set out, each counted once: in all, learners, staff."""
    standing = Q(mobilities__host=host, mobilities__start__lte=timezone.localdate())
    standing &= ~Q(mobilities__state="cancelled")
    people = host.school.participants.filter(standing).distinct()
    return people.aggregate(
        people=Count("pk", distinct=True),
        learners=Count("pk", distinct=True, filter=Q(kind=PersonKind.LEARNER)),
        staff=Count("pk", distinct=True, filter=Q(kind=PersonKind.STAFF)),
    )


def from_reports(host: Host) -> dict[str, float | int | None]:
    """Means (`..._here`) and counts over the approved reports about `host`; `..._everywhere` over all hosts."""
    approved = ExperienceReport.objects.approved().filter(school=host.school, mobility__host__isnull=False)
    here = Q(mobility__host=host)
    means = {f"{name}_here": Avg(name, filter=here) for name in (*RATINGS, "commute_minutes")}
    means |= {f"{name}_everywhere": Avg(name) for name in RATINGS}
    counts = {
        "reports": Count("pk", filter=here),
        "job_offers": Count("pk", filter=here & Q(job_offer=True)),
        "invitations": Count("pk", filter=here & Q(return_invitation=True)),
    }
    return approved.aggregate(**means, **counts)


def ratings(numbers: dict[str, float | int | None]) -> list[Rating]:
    return [Rating(name, numbers[f"{name}_here"], numbers[f"{name}_everywhere"]) for name in RATINGS]


def mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def readable_reports(host: Host, user) -> QuerySet[ExperienceReport]:
    """The approved reports about `host` whose words `user` may read."""
    return (
        ExperienceReport.objects.visible_to(user).approved().filter(mobility__host=host)
        .select_related("mobility__participant").order_by("-mobility__end", "pk")
    )  # fmt: skip


def findings_about(host: Host, user) -> list[Finding]:
    return list(
        host.findings.filter(conference__school__in=user.school_ids()).select_related("conference").order_by("-pk")
    )


def said(reports: Iterable[ExperienceReport], findings: Iterable[Finding]) -> dict[str, list[Said]]:
    """Pluses and minuses: those of the conferences first, then what most reports say; the same words once."""
    columns: dict[str, dict[str, Said]] = {"pluses": {}, "minuses": {}}

    def heard(column: str, text: str) -> Said:
        return columns[column].setdefault(text.casefold().rstrip(". "), Said(text))

    for finding in findings:
        if column := COLUMNS.get(finding.kind):
            heard(column, finding.text).findings.append(finding)
    for report in reports:
        for column, lines in (("pluses", report.plus_lines), ("minuses", report.minus_lines)):
            for line in dict.fromkeys(lines):
                heard(column, line).reports.append(report)
    return {
        column: sorted(rows.values(), key=lambda row: (-len(row.findings), -len(row.reports)))
        for column, rows in columns.items()
    }


@dataclass(frozen=True)
class Places:
    """What a host takes of a qualification beside who is there today and the most at a time from today on."""

    capacity: HostCapacity
    today: int
    ahead: int

    @property
    def is_too_many(self) -> bool:
        return max(self.today, self.ahead) > self.capacity.places


def places_at(host: Host) -> list[Places]:
    today = timezone.localdate()
    capacities = list(host.capacities.select_related("qualification"))
    stays: dict[int | None, list[tuple[date, date]]] = {}
    if capacities:
        rows = host.mobilities.standing().filter(end__gte=today).order_by()
        for qualification, start, end in rows.values_list("participant__qualification", "start", "end"):
            stays.setdefault(qualification, []).append((start, end))
    found = [(row, Occupancy(stays.get(row.qualification_id, ()))) for row in capacities]
    return [Places(row, occupied.on(today), occupied.peak(today)) for row, occupied in found]


def expiring(documents: Iterable[HostDocument], today: date) -> list[HostDocument]:
    """The documents, each with `expiry`: "expired", "soon" or nothing."""
    rows = list(documents)
    for row in rows:
        row.expiry = expiry(row.valid_until, today)
    return rows


def expiry(valid_until: date | None, today: date) -> str:
    if valid_until is None or valid_until > today + timedelta(days=EXPIRES_SOON_DAYS):
        return ""
    return "expired" if valid_until < today else "soon"
