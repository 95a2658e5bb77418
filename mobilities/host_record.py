"""What a school knows of a host: who stayed there, what they said, what the conferences concluded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Avg, Case, Count, F, FloatField, Q, Value, When, prefetch_related_objects
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import FindingKind, PersonKind
from mobilities.models import ExperienceReport, Finding, Host, HostCapacity, HostDocument, Mobility
from mobilities.models.experience import RATINGS
from mobilities.occupancy import Occupancy
from portal.accounts.models import School
from portal.common.charts import FEW, middle_of, words_of
from portal.common.school_year import SchoolYear

COLUMNS = {FindingKind.PLUS: "pluses", FindingKind.MINUS: "minuses"}
EXPIRES_SOON_DAYS = 60
LABELS = {
    "rating_trust": _("Trust and independence"),
    "rating_tasks": _("Seriousness of the tasks"),
    "rating_mentor": _("Support of the mentor"),
    "rating_accommodation": _("Accommodation"),
    "rating_organisation": _("Organisation"),
}


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
    marks: list[float] = field(default_factory=list)  # of each report the mean of its marks
    mobilities: list[Mobility] = field(default_factory=list)

    @property
    def mark(self) -> float | None:
        return middle_of(self.marks)

    @property
    def mark_words(self) -> str:
        return words_of(self.marks)

    @property
    def is_ahead(self) -> bool:
        return self.start > timezone.localdate()


@dataclass(frozen=True)
class Rating:
    """One criterion: the marks given here, and the mean of all hosts."""

    field: str
    here: list[int]
    everywhere: float | None


@dataclass(frozen=True)
class RatedYear:
    """All marks given in the reports about stays that began in one school year."""

    year: SchoolYear
    reports: int
    values: list[float]  # of each report the mean of its marks


@dataclass
class Said:
    """One plus or minus, and everybody who said it."""

    text: str
    findings: list[Finding] = field(default_factory=list)
    reports: list[ExperienceReport] = field(default_factory=list)

    @property
    def named(self) -> list[ExperienceReport]:
        return [report for report in self.reports if report.is_named]

    @property
    def others(self) -> int:
        """How many more said it whose names are not for this reader."""
        return len(self.reports) - len(self.named)


SHOWN_OF_STAY = (
    *("host", "start", "end", "activity_type"),
    *(f"participant__{name}" for name in ("first_name", "last_name", "group", "qualification")),
    *(f"report__{name}" for name in ("mobility", "state", "job_offer", "return_invitation", *RATINGS)),
)


def stays_at(host: Host, user) -> list[Stay]:
    """Newest first. `mobilities` of a stay holds only those that `user` may see; the numbers count all."""
    visible = set(Mobility.objects.visible_to(user).filter(host=host).order_by().values_list("pk", flat=True))
    rows = (
        host.mobilities.standing()
        .select_related("participant", "report")
        .only(*SHOWN_OF_STAY)
        .order_by("-start", "-end", "participant__group", "activity_type", "pk")
    )
    groups = [list(group) for _key, group in groupby(rows, key=same_stay)]
    prefetch_related_objects([group[0] for group in groups], "participant__qualification", "activity_type")
    return [stay_of(group, visible) for group in groups]


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
        stay.job_offers += bool(report.job_offer)
        stay.invitations += bool(report.return_invitation)
        if (mark := mark_of(report)) is not None:
            stay.marks.append(mark)
    return stay


def approved_reports(mobilities: Iterable[Mobility]) -> list[ExperienceReport]:
    reports = (getattr(mobility, "report", None) for mobility in mobilities)
    return [report for report in reports if report is not None and report.state == "approved"]


def people_received(host: Host) -> dict[str, int]:
    """Persons who have set out, each counted once: in all, learners, staff."""
    set_out = host.mobilities.standing().filter(start__lte=timezone.localdate()).order_by()
    return set_out.aggregate(
        people=Count("participant", distinct=True),
        learners=Count("participant", distinct=True, filter=Q(participant__kind=PersonKind.LEARNER)),
        staff=Count("participant", distinct=True, filter=Q(participant__kind=PersonKind.STAFF)),
    )


@dataclass(frozen=True)
class Numbers:
    """Of the approved reports about a host. `marks`: by criterion; `overall`: of each report the mean of its marks."""

    reports: int
    job_offers: int
    invitations: int
    marks: dict[str, list[int]]
    overall: list[float]
    commutes: list[int]


def known(values: Iterable) -> list:
    return [value for value in values if value is not None]


def numbers_of(reports: Sequence[ExperienceReport]) -> Numbers:
    return Numbers(
        reports=len(reports),
        job_offers=sum(known(row.job_offer for row in reports)),
        invitations=sum(known(row.return_invitation for row in reports)),
        marks={name: known(getattr(row, name) for row in reports) for name in RATINGS},
        overall=known(map(mark_of, reports)),
        commutes=known(row.commute_minutes for row in reports),
    )


def mark_in_rows() -> Combinable:
    """`mark_of` a report, counted by the database."""
    given = sum((Case(When(**{name: None}, then=0), default=1) for name in RATINGS), start=Value(0))
    marks = sum((Coalesce(F(name), 0) for name in RATINGS), start=Value(0))
    return Cast(marks, FloatField()) / NullIf(Cast(given, FloatField()), 0.0)


def means_everywhere(school: School) -> dict[str, float | None]:
    """By criterion, and "overall": the means of all hosts; None where few reports have marks."""
    approved = ExperienceReport.objects.approved().filter(school=school, mobility__host__isnull=False)
    rows = approved.annotate(overall=mark_in_rows())
    names = (*RATINGS, "overall")
    found = rows.aggregate(**{f"{n}_mean": Avg(n) for n in names}, **{f"{n}_n": Count(n) for n in names})
    return {name: found[f"{name}_mean"] if found[f"{name}_n"] >= FEW else None for name in names}


def ratings(numbers: Numbers, everywhere: dict[str, float | None]) -> list[Rating]:
    """Of the criteria that anybody anywhere gave a mark."""
    rows = [Rating(name, numbers.marks[name], everywhere[name]) for name in RATINGS]
    return [row for row in rows if row.here or row.everywhere is not None]


def mark_of(report: ExperienceReport) -> float | None:
    """The mean of its marks; None where it has none."""
    marks = known(getattr(report, name) for name in RATINGS)
    return sum(marks) / len(marks) if marks else None


def rated_years(reports: Iterable[ExperienceReport]) -> list[RatedYear]:
    """The oldest first; years without a mark are left out."""
    years: dict[SchoolYear, list[float]] = {}
    for report in reports:
        if (mark := mark_of(report)) is not None:
            years.setdefault(SchoolYear.of(report.mobility.start), []).append(mark)
    return [RatedYear(year, len(marks), marks) for year, marks in sorted(years.items())]


def reports_about(host: Host, user) -> list[ExperienceReport]:
    """The approved reports about `host`: their words are for everybody of the school; `is_named` says whether `user`
    may know whose they are."""
    rows = ExperienceReport.objects.approved().filter(mobility__host=host, school=host.school)
    return named_for(user, rows.order_by("-mobility__end", "pk"))


NOT_SHOWN = ("tasks", "outcomes", "story", "answers", "review_comment", "mobility__note")


def named_for(user, reports) -> list[ExperienceReport]:
    rows = list(reports.select_related("mobility__participant__qualification").defer(*NOT_SHOWN))
    visible = set(ExperienceReport.objects.visible_to(user).filter(pk__in=reports.order_by().values("pk"))
                  .values_list("pk", flat=True))  # fmt: skip
    for row in rows:
        row.is_named = row.pk in visible
        row.whose = str(row.mobility.participant) if row.is_named else unnamed(row.mobility.participant)
    return rows


def unnamed(person) -> str:
    """What somebody is called for a reader who may not know the name."""
    return str(person.qualification or person.get_kind_display())


def settled_problems(findings: Iterable[Finding]) -> list[Finding]:
    return [row for row in findings if row.kind == FindingKind.MINUS and row.done_on]


def open_problems(findings: Iterable[Finding]) -> list[Finding]:
    """As FindingQuerySet.open_problems, of findings that are there."""
    return [row for row in findings if row.kind == FindingKind.MINUS and row.done_on is None]


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
