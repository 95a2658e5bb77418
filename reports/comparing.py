"""One qualification in several places: who went, how they rated it, what they said, what they were offered.

The rule of small numbers: n always stands beside a figure, and below charts.FEW reports there is no mean, only the
single marks. Both the page and the printed documents take their figures from `Experience`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from mobilities.enums import Direction, FindingKind, PersonKind, Recommends, ReportState
from mobilities.host_record import Said, known, mark_of, said
from mobilities.models import ExperienceReport, Finding, Host, Qualification
from mobilities.models.experience import RATINGS
from portal.accounts.models import School
from portal.common.charts import middle_of
from portal.common.countries import country_name
from portal.common.school_year import SchoolYear

BY_COUNTRY, BY_HOST = "country", "host"


@dataclass
class Experience:
    """What is known of one place. `marks`: by criterion, one of each report; `overall`: of each report the mean."""

    country: str
    host: Host | None = None
    learners: int = 0
    hosts: list[str] = field(default_factory=list)
    reports: int = 0
    marks: dict[str, list[int]] = field(default_factory=dict)
    overall: list[float] = field(default_factory=list)
    commutes: list[int] = field(default_factory=list)
    recommends: Counter[str] = field(default_factory=Counter)
    said: dict[str, list[Said]] = field(default_factory=dict)
    return_invitations: int = 0
    invitation_answers: int = 0
    job_offers: int = 0
    job_answers: int = 0

    @property
    def name(self) -> str:
        return f"{self.host.name}, {self.host.city}" if self.host else country_name(self.country)

    @property
    def trust(self) -> float | None:
        return middle_of(self.marks["rating_trust"])

    @property
    def tasks(self) -> float | None:
        return middle_of(self.marks["rating_tasks"])

    @property
    def commute(self) -> float | None:
        return middle_of(self.commutes)

    @property
    def pluses(self) -> list[str]:
        return [row.text for row in self.said["pluses"]]

    @property
    def minuses(self) -> list[str]:
        return [row.text for row in self.said["minuses"]]

    @property
    def recommended(self) -> tuple[int, int]:
        """(Yes, of how many that answered.)"""
        return self.recommends[Recommends.YES], self.recommends.total()


def experience_of(
    country: str,
    learners: int,
    hosts: Iterable[Host],
    reports: Iterable[ExperienceReport],
    findings: Iterable[Finding],
) -> Experience:
    """From the approved `reports` and the conferences' `findings` about one place."""
    reports = list(reports)
    invited, jobs = (known(getattr(row, name) for row in reports) for name in ("return_invitation", "job_offer"))
    return Experience(
        country=country,
        learners=learners,
        hosts=sorted({host.name for host in hosts}),
        reports=len(reports),
        marks={name: known(getattr(report, name) for report in reports) for name in RATINGS},
        overall=known(map(mark_of, reports)),
        commutes=known(report.commute_minutes for report in reports),
        recommends=Counter(report.recommends for report in reports if report.recommends),
        said=said(reports, findings),
        return_invitations=sum(invited),
        invitation_answers=len(invited),
        job_offers=sum(jobs),
        job_answers=len(jobs),
    )


@dataclass(frozen=True)
class Question:
    """What is compared: learners of a qualification whose stays began in these school years."""

    qualification: Qualification
    first: SchoolYear
    last: SchoolYear
    by: str = BY_COUNTRY

    @property
    def days(self) -> tuple:
        return self.first.first_day, self.last.last_day


def compared(school: School, question: Question, rows) -> list[Experience]:
    """Those with the most learners first. `rows`: the mobilities that count in statistics."""
    stays = learners_of(rows, question)
    counted = list(stays.order_by().values_list("country", "host").annotate(people=Count("pk")))
    hosts = Host.objects.in_bulk({host for _country, host, _people in counted if host})
    people: Counter = Counter()
    receiving: dict[object, set[int]] = defaultdict(set)
    for country, host, number in counted:
        key = key_of(question, country, host)
        people[key] += number
        receiving[key].add(host)
    reports, findings = by_place(question, reports_of(stays)), by_place(question, findings_of(school, question))
    places = []
    for key, number in people.items():
        there = [hosts[host] for host in receiving[key]]
        place = experience_of(there[0].country, number, there, reports[key], findings[key])
        place.host = there[0] if question.by == BY_HOST else None
        places.append(place)
    return sorted(places, key=lambda place: (-place.learners, place.name))


def learners_of(rows, question: Question):
    return rows.filter(
        direction=Direction.OUTGOING, participant__kind=PersonKind.LEARNER, host__isnull=False,
        participant__qualification=question.qualification, start__range=question.days,
    )  # fmt: skip


def key_of(question: Question, country: str, host: int | None) -> str | int | None:
    return host if question.by == BY_HOST else country


def reports_of(stays) -> Iterable[tuple[str, int, ExperienceReport]]:
    """(country, host, report)."""
    unused = [f"report__{name}" for name in ("tasks", "outcomes", "story", "answers", "review_comment")]
    rows = stays.filter(report__state=ReportState.APPROVED).select_related("report").defer("note", *unused)
    for row in rows.order_by("-start", "report__pk"):
        yield row.country, row.host_id, row.report


def findings_of(school: School, question: Question) -> Iterable[tuple[str, int | None, Finding]]:
    """Pluses and minuses that the conferences of these years found about the qualification, with their places."""
    about = Q(qualification=question.qualification) | Q(mobility__participant__qualification=question.qualification)
    rows = Finding.objects.filter(
        about, conference__school=school, kind__in=(FindingKind.PLUS, FindingKind.MINUS),
        conference__year__range=(question.first.start, question.last.start),
    ).select_related("conference", "host", "mobility__host")  # fmt: skip
    for row in rows.order_by("-pk"):
        host = row.host or (row.mobility and row.mobility.host)
        yield row.country or (host.country if host else ""), host and host.pk, row


def by_place(question: Question, rows: Iterable[tuple[str, int | None, object]]) -> dict[object, list]:
    found: dict[object, list] = defaultdict(list)
    for country, host, row in rows:
        found[key_of(question, country, host)].append(row)
    return found


def qualifications_abroad(rows) -> list[int]:
    """Keys of the qualifications whose learners were abroad; those in most countries first."""
    there = rows.filter(
        direction=Direction.OUTGOING, participant__kind=PersonKind.LEARNER, participant__qualification__isnull=False,
        host__isnull=False,
    )  # fmt: skip
    counted = (
        there.order_by()
        .values("participant__qualification")
        .annotate(countries=Count("country", distinct=True), people=Count("pk"))
    )
    ranked = sorted(counted, key=lambda row: (-row["countries"], -row["people"]))
    return [row["participant__qualification"] for row in ranked]
