"""The one statistics engine: every figure of the year page and of the documents is counted here, from rows.

A mobility belongs to the school year in which it starts. Cancelled ones count nowhere; accompanying persons and
incoming guests are counted apart. `as_of` leaves out what has not begun by that day.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum
from django.utils import timezone
from django.utils.functional import cached_property

from mobilities.conference_record import told
from mobilities.enums import Direction, MobilityState, PersonKind, ReportState
from mobilities.firsts import first_years
from mobilities.models import AccompanyingPerson, Conference, ExperienceReport, Finding, Mobility, Qualification
from mobilities.models.mobility import is_over
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
    month: int
    n: int


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
        names = ("participant__kind", "participant__qualification", "country", "activity_type", "start__month")
        rows = self.sent.order_by().values_list(*names).annotate(n=Count("pk"))
        return [Cell(*row) for row in rows]

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
        firsts = first_years(ever(self.school), "country")
        return sorted({cell.country for cell in self.cells if cell.country and firsts[cell.country] == self.year})

    @cached_property
    def first_activity_types(self) -> list[ActivityType]:
        """One type of each family done for the first time: a new call year's name alone is nothing new."""
        firsts = first_years(ever(self.school), "activity_type__family")
        types = {row.family: row for row in self.activity_types.values()}
        return [types[family] for family in sorted(types) if firsts[family] == self.year]

    @cached_property
    def first_hosts(self) -> set[int]:
        """Ids of hosts to which nobody went before this year."""
        firsts = first_years(ever(self.school), "host")
        return {row.host_id for row in self.mobilities if row.host_id and firsts[row.host_id] == self.year}

    @cached_property
    def activity_types(self) -> dict[int, ActivityType]:
        return ActivityType.objects.in_bulk({cell.activity_type for cell in self.cells})

    @property
    def learners(self) -> list[Mobility]:
        return [row for row in self.mobilities if row.participant.kind == PersonKind.LEARNER]

    @property
    def staff(self) -> list[Mobility]:
        return [row for row in self.mobilities if row.participant.kind == PersonKind.STAFF]

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
        for cell in self.cells:
            counts[cell.month] += cell.n
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
    sent, approved = Q(direction=Direction.OUTGOING), Q(state=ReportState.APPROVED)
    along = AccompanyingPerson.objects.filter(
        school=year.school, start__range=(year.year.first_day, year.year.last_day), start__lte=year.as_of
    )
    found = year.counted.aggregate(
        mobilities=Count("pk", filter=sent),
        learners=Count("pk", filter=sent & Q(participant__kind=PersonKind.LEARNER)),
        staff=Count("pk", filter=sent & Q(participant__kind=PersonKind.STAFF)),
        countries=Count("country", filter=sent & ~Q(country=""), distinct=True),
        hosts=Count("host", filter=sent, distinct=True),
        incoming=Count("pk", filter=~sent),
        green=Count("pk", filter=sent & Q(green_travel=True)),
        fewer_opportunities=Count("pk", filter=sent & Q(participant__fewer_opportunities=True)),
        reports_due=Count("pk", filter=sent & is_over(year.as_of)),
    )
    found |= written_about(year.sent).aggregate(
        return_invitations=Count("pk", filter=approved & Q(return_invitation=True)),
        job_offers=Count("pk", filter=approved & Q(job_offer=True)),
        reports_received=Count("pk"),
        reports_approved=Count("pk", filter=approved),
    )
    told = ExperienceReport.objects.filter(accompanying__in=along.order_by().values("pk"))
    return Totals(
        days=days_spent(year.sent),
        accompanying=along.count(),
        accompanying_reports=told.exclude(state=ReportState.DRAFT).count(),
        **found,
    )


def days_spent(rows) -> int:
    """The first and the last day count; of interrupted stays only the days until they ended."""
    interrupted = Q(state=MobilityState.INTERRUPTED)
    whole = rows.exclude(interrupted).aggregate(days=Sum(F("end") - F("start")), rows=Count("pk"))
    ended = rows.filter(interrupted).select_related("grant")
    return (whole["days"].days if whole["days"] else 0) + whole["rows"] + sum(row.days for row in ended)


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


def ever(school: School):
    """All that went out from the school, in whatever year."""
    return Mobility.objects.filter(school=school, direction=Direction.OUTGOING).taking_place()
