"""The one statistics engine: every figure of the year page and of the documents is counted here, from rows.

A mobility belongs to the school year in which it starts. Cancelled ones count nowhere; accompanying persons and
incoming guests are counted apart. `as_of` leaves out what has not begun by that day.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import cached_property

from mobilities.conference_record import told
from mobilities.enums import Direction, MobilityState, PersonKind, ReportState
from mobilities.models import AccompanyingPerson, Conference, ExperienceReport, Finding, Mobility, Qualification
from mobilities.models.mobility import last_day_of
from portal.accounts.models import School
from portal.common.school_year import SchoolYear
from projects.models import ActivityType, Project
from reports.comparing import Experience, experience_of


@dataclass(frozen=True)
class Totals:
    mobilities: int
    learners: int
    staff: int
    countries: int
    hosts: int
    days: int
    incoming: int
    accompanying: int
    accompanying_reports: int
    green: int
    fewer_opportunities: int
    return_invitations: int
    job_offers: int
    reports_due: int
    reports_received: int
    reports_approved: int


@dataclass(frozen=True)
class TargetLine:
    """Promised and done over the whole life of a project; `in_year` is what this school year added."""

    activity_type: ActivityType
    planned: int
    done: int
    in_year: int


@dataclass(frozen=True)
class ProjectYear:
    project: Project
    targets: list[TargetLine]

    @property
    def planned(self) -> int:
        return sum(line.planned for line in self.targets)

    @property
    def done(self) -> int:
        return sum(line.done for line in self.targets)

    @property
    def in_year(self) -> int:
        return sum(line.in_year for line in self.targets)


@dataclass(frozen=True)
class Comparison:
    qualification: Qualification
    countries: list[Experience]


@dataclass(frozen=True)
class Cell:
    """How many outgoing mobilities share these."""

    kind: str
    qualification: int | None
    country: str
    activity_type: int
    green: bool
    fewer_opportunities: bool
    n: int


@dataclass(frozen=True)
class Stay:
    """How many outgoing mobilities share these days, the last one of interrupted ones too."""

    start: date
    last_day: date
    n: int

    @property
    def days(self) -> int:
        return self.n * max((self.last_day - self.start).days + 1, 0)


class YearStatistics:
    """Everything known about a school year. Each part is read when it is first asked for, in a fixed number of
    queries, whatever the number of rows."""

    def __init__(self, school: School, year: SchoolYear, as_of: date) -> None:
        self.school, self.year, self.as_of = school, year, as_of
        self.counted = begun(school, as_of).in_school_year(year)
        self.sent = self.counted.filter(direction=Direction.OUTGOING)

    @cached_property
    def totals(self) -> Totals:
        return count_totals(self)

    @cached_property
    def cells(self) -> list[Cell]:
        person = ("participant__kind", "participant__qualification")
        names = (*person, "country", "activity_type", "green_travel", "participant__fewer_opportunities")
        rows = self.sent.order_by().values_list(*names).annotate(n=Count("pk"))
        return [Cell(*row) for row in rows]

    @cached_property
    def stays(self) -> list[Stay]:
        interrupted = Q(state=MobilityState.INTERRUPTED)
        whole = self.sent.exclude(interrupted).order_by().values_list("start", "end").annotate(n=Count("pk"))
        ended = self.sent.filter(interrupted).order_by().values_list("state", "start", "end", "grant__stopped_from")
        return [
            *(Stay(*row) for row in whole),
            *(Stay(start, last_day_of(state, end, stopped_from), 1) for state, start, end, stopped_from in ended),
        ]

    @cached_property
    def mobilities(self) -> list[Mobility]:
        return self.listed(self.sent)

    @cached_property
    def incoming(self) -> list[Mobility]:
        return self.listed(self.counted.filter(direction=Direction.INCOMING))

    def listed(self, rows) -> list[Mobility]:
        return list(rows.sharing_names().order_by("start", "pk"))

    @cached_property
    def reports(self) -> list[ExperienceReport]:
        """Handed in or returned."""
        rows = list(written_about(self.sent))
        by_key = {row.pk: row for row in self.mobilities}
        for row in rows:
            row.mobility = by_key[row.mobility_id]
        return rows

    @cached_property
    def quotable(self) -> list[ExperienceReport]:
        """Those whose sentence may stand in what leaves the school."""
        allowed = set(ExperienceReport.objects.quotable().filter(mobility__in=self.sent).values_list("pk", flat=True))
        return [report for report in self.reports if report.pk in allowed]

    @cached_property
    def projects(self) -> list[ProjectYear]:
        return project_years(self.school, self.year, self.as_of)

    @cached_property
    def comparisons(self) -> list[Comparison]:
        return compare(self.mobilities, self.reports, self.findings)

    @cached_property
    def conference(self) -> Conference | None:
        rows = Conference.objects.filter(school=self.school, year=self.year.start)
        return rows.prefetch_related("days").first()

    @cached_property
    def findings(self) -> list[Finding]:
        return findings_of(self.conference)

    @cached_property
    def first_countries(self) -> list[str]:
        """Countries of this year's mobilities in which the school had nobody before."""
        return sorted({cell.country for cell in self.cells if cell.country} - self.earlier("country"))

    @cached_property
    def first_activity_types(self) -> list[ActivityType]:
        """One type of each family done for the first time: a new call year's name alone is nothing new."""
        types = {row.family: row for row in self.activity_types.values()}
        return [types[family] for family in sorted(types.keys() - self.earlier("activity_type__family"))]

    @cached_property
    def first_hosts(self) -> set[int]:
        """Ids of hosts to which nobody went before this year."""
        return {row.host_id for row in self.mobilities if row.host_id} - self.earlier("host")

    def earlier(self, name: str) -> set:
        """What there was in the school years before this one."""
        rows = Mobility.objects.filter(school=self.school, direction=Direction.OUTGOING).taking_place()
        return set(rows.filter(start__lt=self.year.first_day).order_by().values_list(name, flat=True).distinct())

    @cached_property
    def activity_types(self) -> dict[int, ActivityType]:
        return ActivityType.objects.in_bulk({cell.activity_type for cell in self.cells})

    @property
    def learners(self) -> list[Mobility]:
        return [row for row in self.mobilities if row.participant.kind == PersonKind.LEARNER]

    @property
    def staff(self) -> list[Mobility]:
        return [row for row in self.mobilities if row.participant.kind == PersonKind.STAFF]

    def people(self, kind: str | None = None) -> int:
        return sum(cell.n for cell in self.cells if kind in (None, cell.kind))

    def by_country(self, kind: str | None = None) -> list[tuple[str, int]]:
        counts: Counter = Counter()
        for cell in self.cells:
            if cell.country and kind in (None, cell.kind):
                counts[cell.country] += cell.n
        return ranked(counts)

    def by_qualification_and_country(self) -> dict[Qualification | None, Counter]:
        table: dict[int | None, Counter] = defaultdict(Counter)
        for cell in self.cells:
            if cell.kind == PersonKind.LEARNER:
                table[cell.qualification][cell.country] += cell.n
        names = Qualification.objects.in_bulk([key for key in table if key])
        rows = [(names[key] if key else None, counts) for key, counts in table.items()]
        return dict(sorted(rows, key=lambda row: (-row[1].total(), str(row[0]))))

    def staff_by_activity(self) -> list[tuple[ActivityType, int]]:
        counts: Counter = Counter()
        for cell in self.cells:
            if cell.kind == PersonKind.STAFF:
                counts[self.activity_types[cell.activity_type]] += cell.n
        return ranked(counts)

    def staff_by_work_field(self) -> list[tuple[str, int]]:
        return ranked(Counter(row.participant.work_field for row in self.staff))

    def by_month(self) -> list[tuple[int, int]]:
        """(month, departures) from September to August."""
        counts: Counter = Counter()
        for stay in self.stays:
            counts[stay.start.month] += stay.n
        return [(month, counts[month]) for month in [*range(9, 13), *range(1, 9)]]

    def findings_of(self, kind: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.kind == kind]


def ranked(counts: Counter) -> list[tuple]:
    """(value, how often), the most frequent first, ties by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))


def year_statistics(school: School, year: SchoolYear, as_of: date | None = None) -> YearStatistics:
    return YearStatistics(school, year, as_of or timezone.localdate())


def begun(school: School, as_of: date):
    """What was decided to take place and has begun; a mobility that is only planned is in no figure."""
    return Mobility.objects.filter(school=school, start__lte=as_of).taking_place()


def findings_of(conference: Conference | None) -> list[Finding]:
    if conference is None:
        return []
    return told(conference).findings


def written_about(rows):
    """The reports of these mobilities, drafts left out."""
    found = ExperienceReport.objects.filter(mobility__in=rows.order_by().values("pk"))
    return found.exclude(state=ReportState.DRAFT)


def count_totals(year: YearStatistics) -> Totals:
    approved = Q(report__state=ReportState.APPROVED)
    along = AccompanyingPerson.objects.filter(
        school=year.school, start__range=(year.year.first_day, year.year.last_day), start__lte=year.as_of
    )
    told = ExperienceReport.objects.filter(accompanying__in=along.order_by().values("pk"))
    return Totals(
        mobilities=year.people(),
        learners=year.people(PersonKind.LEARNER),
        staff=year.people(PersonKind.STAFF),
        countries=len({cell.country for cell in year.cells if cell.country}),
        days=sum(stay.days for stay in year.stays),
        incoming=year.counted.filter(direction=Direction.INCOMING).count(),
        accompanying=along.count(),
        accompanying_reports=told.exclude(state=ReportState.DRAFT).count(),
        green=sum(cell.n for cell in year.cells if cell.green),
        fewer_opportunities=sum(cell.n for cell in year.cells if cell.fewer_opportunities),
        reports_due=sum(stay.n for stay in year.stays if stay.last_day < year.as_of),
        **year.sent.aggregate(
            hosts=Count("host", distinct=True),
            return_invitations=Count("report", filter=approved & Q(report__return_invitation=True)),
            job_offers=Count("report", filter=approved & Q(report__job_offer=True)),
            reports_received=Count("report", filter=~Q(report__state=ReportState.DRAFT)),
            reports_approved=Count("report", filter=approved),
        ),
    )


def project_years(school: School, year: SchoolYear, as_of: date) -> list[ProjectYear]:
    """The projects that run in the school year, each with its targets and what was done."""
    counts: dict[int, dict[int, list[int]]] = defaultdict(dict)
    in_year = Q(start__range=(year.first_day, year.last_day))
    done = (
        begun(school, as_of)
        .filter(direction=Direction.OUTGOING)
        .values("project", "activity_type")
        .annotate(done=Count("pk"), in_year=Count("pk", filter=in_year))
        .order_by()
    )
    for row in done:
        counts[row["project"]][row["activity_type"]] = [row["done"], row["in_year"]]
    types = ActivityType.objects.in_bulk()
    projects = Project.objects.filter(school=school).funded().in_school_year(year).prefetch_related("targets")
    return [
        ProjectYear(project, target_lines(project, counts[project.pk], types))
        for project in projects.order_by("programme", "start", "code")
    ]


def target_lines(project: Project, counts: dict[int, list[int]], types: dict[int, ActivityType]) -> list[TargetLine]:
    """One line for each type; a school's own row and the row whose place it took are one type."""
    planned = {target.activity_type_id: target.planned for target in project.targets.all()}
    rows: dict[str, list[int]] = defaultdict(list)
    for pk in sorted({*planned, *counts}, key=lambda pk: (types[pk].school_id is None, -types[pk].call_year_from)):
        rows[types[pk].code].append(pk)
    lines = [
        TargetLine(
            types[pks[0]],
            planned=sum(planned.get(pk, 0) for pk in pks),
            done=sum(counts.get(pk, [0, 0])[0] for pk in pks),
            in_year=sum(counts.get(pk, [0, 0])[1] for pk in pks),
        )
        for pks in rows.values()
    ]
    return sorted(lines, key=lambda line: (line.activity_type.order, line.activity_type.code))


def compare(outgoing, reports, findings) -> list[Comparison]:
    """Every qualification whose learners were in two countries or more, those with the most learners first."""
    learners: dict[Qualification, dict[str, list[Mobility]]] = defaultdict(lambda: defaultdict(list))
    for row in outgoing:
        if row.participant.kind == PersonKind.LEARNER and row.participant.qualification and row.country:
            learners[row.participant.qualification][row.country].append(row)
    comparisons = [
        Comparison(
            qualification,
            [country_experience(qualification, country, rows, reports, findings) for country, rows in places.items()],
        )
        for qualification, places in learners.items()
        if len(places) >= 2
    ]
    for comparison in comparisons:
        comparison.countries.sort(key=lambda place: (-place.learners, place.country))
    return sorted(comparisons, key=lambda each: -sum(place.learners for place in each.countries))


def country_experience(qualification, country: str, rows, reports, findings) -> Experience:
    ids = {row.pk for row in rows}
    approved = [r for r in reports if r.mobility_id in ids and r.state == ReportState.APPROVED]
    said = [f for f in findings if f.country == country and f.qualification_id == qualification.pk]
    return experience_of(country, len(rows), [row.host for row in rows if row.host], approved, said)
