"""The money of a project: awarded, used by stays that ended, planned for the others, left; and a forecast to the end.

Forecast of a category = used + planned + for each activity type the promised people not planned yet, at the average
per person of that type in this project. A type nobody was planned for yet has no average: it is named, not guessed.
Only while the project is to run or runs: after its end nobody can be planned any more. Costs of one person alone are
in no average.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import prefetch_related_objects

from mobilities.grants import Counted, of_projects
from projects.budget import awarded_of
from projects.enums import BudgetCategory, Standing
from projects.grants import Grant
from projects.models import ActivityType, Project, ProjectTarget

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
WARN_FROM = 90  # per cent of a category
STILL_PLANNING = (Standing.PLAN, Standing.GO)
ONE_OFF = {"exceptional", "force_majeure", "inclusion_participant"}  # rules of real costs, which nobody else will have


@dataclass
class CategoryLine:
    """Amounts of one budget category; `awarded` None where the budget has none entered."""

    category: str
    awarded: Decimal | None = None
    used: Decimal = ZERO
    planned: Decimal = ZERO
    promised: Decimal = ZERO

    @property
    def label(self) -> str:
        return str(BudgetCategory(self.category).label) if self.category else ""

    @property
    def spent(self) -> Decimal:
        return self.used + self.planned

    @property
    def forecast(self) -> Decimal:
        return self.spent + self.promised

    @property
    def left(self) -> Decimal | None:
        return None if self.awarded is None else self.awarded - self.spent

    @property
    def absorption(self) -> int | None:
        """Per cent of the award that ended stays used, rounded half up."""
        return self.share_of(self.used)

    @property
    def taken(self) -> int | None:
        """Per cent of the award that is used or planned."""
        return self.share_of(self.spent)

    @property
    def foreseen(self) -> int | None:
        return self.share_of(self.forecast)

    def share_of(self, amount: Decimal) -> int | None:
        if not self.awarded:
            return None
        return int((amount * 100 / self.awarded).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def warning(self) -> str:
        """ "over": more is planned than awarded; "soon": from 90 %; "forecast": the forecast is over; or ""."""
        if self.awarded is None:
            return "over" if self.spent else ""
        if self.spent > self.awarded:
            return "over"
        if self.forecast > self.awarded:
            return "forecast"
        return "soon" if self.awarded and self.spent * 100 >= self.awarded * WARN_FROM else ""


@dataclass(frozen=True)
class PromisedType:
    """People promised and not planned yet, and what one of that type costs on average (None: nobody to tell from)."""

    kind: ActivityType
    people: int
    average: Decimal | None

    @property
    def amount(self) -> Decimal | None:
        return None if self.average is None else (self.average * self.people).quantize(CENT)


@dataclass
class Overview:
    lines: list[CategoryLine]
    total: CategoryLine
    promised: list[PromisedType] = field(default_factory=list)
    has_targets: bool = False
    may_plan: bool = True

    @property
    def without_average(self) -> list[PromisedType]:
        return [row for row in self.promised if row.average is None]

    @property
    def warnings(self) -> list[CategoryLine]:
        return [line for line in self.lines if line.warning]


def overview_of(project: Project, rows: list[Counted], today: date) -> Overview:
    """Two queries: the budget and the targets."""
    targets = list(project.targets.select_related("activity_type"))
    return summed(project, rows, today, awarded_of(project), targets)


def overviews_of(projects: list[Project], today: date) -> list[tuple[Project, Overview]]:
    """The same for several projects in a fixed number of queries."""
    prefetch_related_objects(projects, "budget_lines", "targets__activity_type")
    rows = of_projects(projects)
    return [
        (project, summed(project, rows[project.pk], today, budget_of(project), list(project.targets.all())))
        for project in projects
    ]


def budget_of(project: Project) -> dict[str, Decimal]:
    return {line.category: line.awarded for line in project.budget_lines.all()}


def summed(
    project: Project, rows: list[Counted], today: date, awarded: dict[str, Decimal], targets: list[ProjectTarget]
) -> Overview:
    lines = {value: CategoryLine(value, awarded.get(value)) for value in BudgetCategory.values}
    for row in rows:
        for category, amount in row.grant.by_category().items():
            if row.mobility.end < today:
                lines[category].used += amount
            else:
                lines[category].planned += amount
    may_plan = project.standing_on(today) in STILL_PLANNING
    promised = promised_of(targets, rows) if may_plan else []
    for kind, people in promised:
        for category, amount in averages(kind.pk, rows).items():
            lines[category].promised += (amount * people).quantize(CENT)
    shown = [line for line in lines.values() if line.awarded is not None or line.forecast]
    types = [PromisedType(kind, people, average(kind.pk, rows)) for kind, people in promised]
    return Overview(shown, total_of(project, shown), types, bool(targets), may_plan)


def promised_of(targets: Iterable[ProjectTarget], rows: Iterable[Counted]) -> list[tuple[ActivityType, int]]:
    """Activity types with targets, and how many people of each are still to be planned."""
    planned = Counter(row.mobility.activity_type_id for row in rows)
    left = [(target.activity_type, target.planned - planned[target.activity_type_id]) for target in targets]
    return [(kind, people) for kind, people in left if people > 0]


def averages(kind: int, rows: Iterable[Counted]) -> dict[str, Decimal]:
    """Per person of one activity type, by category; nothing where nobody of that type is planned."""
    alike = [usual(row.grant) for row in rows if row.mobility.activity_type_id == kind]
    sums: Counter = Counter()
    for amounts in alike:
        sums.update(amounts)
    return {category: amount / len(alike) for category, amount in sums.items()}


def usual(grant: Grant) -> dict[str, Decimal]:
    """By category without the one-off costs; dear travel as its band would have been paid."""
    sums: Counter = Counter()
    for line in grant.lines:
        if line.rule == "expensive_travel":
            sums["travel"] += line.inputs["band"]
        elif line.rule not in ONE_OFF:
            sums[line.category] += line.amount
    return dict(sums)


def average(kind: int, rows: Iterable[Counted]) -> Decimal | None:
    found = averages(kind, rows)
    return sum(found.values(), ZERO) if any(row.mobility.activity_type_id == kind for row in rows) else None


def total_of(project: Project, lines: list[CategoryLine]) -> CategoryLine:
    """Against the grant of the project where it is entered, else against the sum of its categories."""
    awarded = [line.awarded for line in lines if line.awarded is not None]
    whole = project.grant if project.grant is not None else (sum(awarded, ZERO) if awarded else None)
    sums = {name: sum((getattr(line, name) for line in lines), ZERO) for name in ("used", "planned", "promised")}
    return CategoryLine("", whole, **sums)
