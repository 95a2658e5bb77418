"""The one statistics engine: every figure of the year page and of the documents is counted here, from rows.

A mobility belongs to the school year in which it starts. Cancelled ones count nowhere; accompanying persons and
incoming guests are counted apart. `as_of` leaves out what has not begun by that day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from mobilities.conference_record import told
from mobilities.enums import Direction, PersonKind, ReportState
from mobilities.firsts import first_years
from mobilities.models import AccompanyingPerson, Conference, ExperienceReport, Finding, Mobility, Qualification
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
class YearStatistics:
    school: School
    year: SchoolYear
    totals: Totals
    mobilities: list[Mobility]
    incoming: list[Mobility]
    reports: list[ExperienceReport]
    projects: list[ProjectYear]
    comparisons: list[Comparison]
    first_countries: list[str]
    first_activity_types: list[ActivityType]
    first_hosts: set[int]
    conference: Conference | None
    findings: list[Finding]

    @property
    def learners(self) -> list[Mobility]:
        return [row for row in self.mobilities if row.participant.kind == PersonKind.LEARNER]

    @property
    def staff(self) -> list[Mobility]:
        return [row for row in self.mobilities if row.participant.kind == PersonKind.STAFF]

    def by_country(self, kind: str | None = None) -> list[tuple[str, int]]:
        rows = (row for row in self.mobilities if row.country and kind in (None, row.participant.kind))
        return ranked(row.country for row in rows)

    def by_qualification_and_country(self) -> dict[Qualification | None, Counter]:
        table: dict[Qualification | None, Counter] = defaultdict(Counter)
        for row in self.learners:
            table[row.participant.qualification][row.country] += 1
        return dict(sorted(table.items(), key=lambda item: -item[1].total()))

    def staff_by_activity(self) -> list[tuple[ActivityType, int]]:
        return ranked(row.activity_type for row in self.staff)

    def staff_by_work_field(self) -> list[tuple[str, int]]:
        return ranked(row.participant.work_field for row in self.staff)

    def by_month(self) -> list[tuple[int, int]]:
        """(month, departures) from September to August."""
        counts = Counter(row.start.month for row in self.mobilities)
        return [(month, counts[month]) for month in [*range(9, 13), *range(1, 9)]]

    def findings_of(self, kind: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.kind == kind]


def ranked(values: Iterable) -> list[tuple]:
    """(value, how often), the most frequent first, ties by name."""
    return sorted(Counter(values).items(), key=lambda item: (-item[1], str(item[0])))


def year_statistics(school: School, year: SchoolYear, as_of: date | None = None) -> YearStatistics:
    """Everything known about a school year; a fixed number of queries, whatever the number of rows."""
    as_of = as_of or timezone.localdate()
    rows = list(begun(school, as_of).in_school_year(year).with_names().order_by("start", "pk"))
    outgoing = [row for row in rows if row.direction == Direction.OUTGOING]
    incoming = [row for row in rows if row.direction == Direction.INCOMING]
    reports = list(
        ExperienceReport.objects.filter(mobility__in=[row.pk for row in outgoing])
        .exclude(state=ReportState.DRAFT)
        .select_related("mobility__participant__qualification", "mobility__host")
    )
    conference = Conference.objects.filter(school=school, year=year.start).prefetch_related("days").first()
    findings = findings_of(conference)
    return YearStatistics(
        school=school,
        year=year,
        totals=count_totals(school, year, outgoing, incoming, reports, as_of),
        mobilities=outgoing,
        incoming=incoming,
        reports=reports,
        projects=project_years(school, year, as_of),
        comparisons=compare(outgoing, reports, findings),
        first_countries=first_countries(school, year, outgoing),
        first_activity_types=first_activity_types(school, year, outgoing),
        first_hosts=first_hosts(school, year, outgoing),
        conference=conference,
        findings=findings,
    )


def begun(school: School, as_of: date):
    """What was decided to take place and has begun; a mobility that is only planned is in no figure."""
    return Mobility.objects.filter(school=school, start__lte=as_of).taking_place()


def findings_of(conference: Conference | None) -> list[Finding]:
    if conference is None:
        return []
    return told(conference).findings


def count_totals(school, year: SchoolYear, outgoing, incoming, reports, as_of: date) -> Totals:
    approved = [report for report in reports if report.state == ReportState.APPROVED]
    return Totals(
        mobilities=len(outgoing),
        learners=sum(row.participant.kind == PersonKind.LEARNER for row in outgoing),
        staff=sum(row.participant.kind == PersonKind.STAFF for row in outgoing),
        countries=len({row.country for row in outgoing if row.country}),
        hosts=len({row.host_id for row in outgoing if row.host_id}),
        days=sum(row.days for row in outgoing),
        incoming=len(incoming),
        accompanying=AccompanyingPerson.objects.filter(
            school=school, start__range=(year.first_day, year.last_day), start__lte=as_of
        ).count(),
        green=sum(row.green_travel for row in outgoing),
        fewer_opportunities=sum(row.participant.fewer_opportunities for row in outgoing),
        return_invitations=sum(report.return_invitation for report in approved),
        job_offers=sum(report.job_offer for report in approved),
        reports_due=sum(row.last_day < as_of for row in outgoing),
        reports_received=len(reports),
        reports_approved=len(approved),
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


def first_countries(school: School, year: SchoolYear, outgoing) -> list[str]:
    """Countries of this year's mobilities in which the school had nobody before."""
    firsts = first_years(ever(school), "country")
    return sorted({row.country for row in outgoing if row.country and firsts[row.country] == year})


def first_activity_types(school: School, year: SchoolYear, outgoing) -> list[ActivityType]:
    """One type of each family done for the first time: a new call year's name alone is nothing new."""
    firsts = first_years(ever(school), "activity_type__family")
    types = {row.activity_type.family: row.activity_type for row in outgoing}
    return [types[family] for family in sorted(types) if firsts[family] == year]


def first_hosts(school: School, year: SchoolYear, outgoing) -> set[int]:
    """Ids of hosts to which nobody went before this year."""
    firsts = first_years(ever(school), "host")
    return {row.host_id for row in outgoing if row.host_id and firsts[row.host_id] == year}


def ever(school: School):
    """All that went out from the school, in whatever year."""
    return Mobility.objects.filter(school=school, direction=Direction.OUTGOING).taking_place()
