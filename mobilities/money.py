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
from itertools import chain

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from mobilities.grants import Counted, of_projects
from portal.common.text import euro, percent
from projects.budget import awarded_of
from projects.enums import BudgetCategory, Standing
from projects.grants import Grant, Line
from projects.models import ActivityType, Project, ProjectTarget

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
WARN_FROM = 90  # per cent of a category
STILL_PLANNING = (Standing.PLAN, Standing.GO)
ONE_OFF = {"exceptional", "force_majeure", "inclusion_participant"}  # rules of real costs, which nobody else will have


@dataclass
class CategoryLine:
    """Amounts of one budget category; `awarded` None where the budget has none entered.

    `gaps` names the amounts ("used", "planned", "promised") that lack something that is due. Where nothing at all
    can be counted, `can_count` is false and the amounts say nothing.
    """

    category: str
    awarded: Decimal | None = None
    used: Decimal = ZERO
    planned: Decimal = ZERO
    promised: Decimal = ZERO
    gaps: set[str] = field(default_factory=set)
    can_count: bool = True

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

    @property
    def used_shown(self) -> str:
        return self.shown(euro(self.used), "used")

    @property
    def absorption_shown(self) -> str:
        return self.shown(percent(self.absorption), "used")

    @property
    def planned_shown(self) -> str:
        return self.shown(euro(self.planned), "planned")

    @property
    def forecast_shown(self) -> str:
        return self.shown(euro(self.forecast), "used", "planned", "promised")

    @property
    def foreseen_shown(self) -> str:
        return self.shown(percent(self.foreseen), "used", "planned", "promised")

    @property
    def left_shown(self) -> str:
        return at_most(euro(self.left), self.gaps & {"used", "planned"}) if self.can_count else ""

    def shown(self, amount: str, *names: str) -> str:
        return at_least(amount, self.gaps.intersection(names)) if self.can_count else ""

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
    is_incomplete: bool = False

    @property
    def average_shown(self) -> str:
        return at_least(euro(self.average), self.is_incomplete)

    @property
    def amount_shown(self) -> str:
        return at_least(euro(self.amount), self.is_incomplete)

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


def at_least(amount: str, is_incomplete: object = True) -> str:
    return _("at least %(amount)s") % {"amount": amount} if amount and is_incomplete else amount


def at_most(amount: str, is_incomplete: object = True) -> str:
    return _("at most %(amount)s") % {"amount": amount} if amount and is_incomplete else amount


def overview_of(project: Project, rows: list[Counted], today: date) -> Overview:
    """Three queries: the budget, the targets, and whether there are rates."""
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
    spend(lines, rows, today)
    may_plan = project.standing_on(today) in STILL_PLANNING
    promised = promised_of(targets, rows) if may_plan else []
    promise(lines, promised, rows)
    types = [promised_type(kind, people, rows) for kind, people in promised]
    total = total_of(project, list(lines.values()))
    if any(row.average is None or row.is_incomplete for row in types):
        total.gaps.add("promised")
    if not total.forecast and not project.rates.exists():
        for line in (total, *lines.values()):
            line.can_count = False
    shown = [line for line in lines.values() if line.awarded is not None or line.forecast]
    return Overview(shown, total, types, bool(targets), may_plan)


def spend(lines: dict[str, CategoryLine], rows: Iterable[Counted], today: date) -> None:
    for row in rows:
        name = "used" if row.mobility.last_day < today else "planned"
        for category, amount in row.grant.by_category().items():
            setattr(lines[category], name, getattr(lines[category], name) + amount)
        for category in row.grant.incomplete:
            lines[category].gaps.add(name)


def promise(lines: dict[str, CategoryLine], promised: list[tuple[ActivityType, int]], rows: list[Counted]) -> None:
    for kind, people in promised:
        for category, amount in averages(kind.pk, rows).items():
            lines[category].promised += (amount * people).quantize(CENT)
        for row in of_type(kind.pk, rows):
            for category in row.grant.incomplete:
                lines[category].gaps.add("promised")


def of_type(kind: int, rows: Iterable[Counted]) -> list[Counted]:
    return [row for row in rows if row.mobility.activity_type_id == kind]


def promised_type(kind: ActivityType, people: int, rows: list[Counted]) -> PromisedType:
    is_incomplete = any(row.grant.incomplete for row in of_type(kind.pk, rows))
    return PromisedType(kind, people, average(kind.pk, rows), is_incomplete)


def promised_of(targets: Iterable[ProjectTarget], rows: Iterable[Counted]) -> list[tuple[ActivityType, int]]:
    """Activity types with targets, and how many people of each are still to be planned."""
    planned = Counter(row.mobility.activity_type_id for row in rows)
    left = [(target.activity_type, target.planned - planned[target.activity_type_id]) for target in targets]
    return [(kind, people) for kind, people in left if people > 0]


def averages(kind: int, rows: Iterable[Counted]) -> dict[str, Decimal]:
    """Per person of one activity type, by category; nothing where nobody of that type is planned."""
    alike = [usual(row.grant) for row in of_type(kind, rows)]
    sums: Counter = Counter()
    for amounts in alike:
        sums.update(amounts)
    return {category: amount / len(alike) for category, amount in sums.items()}


def usual(grant: Grant) -> dict[str, Decimal]:
    """By category without the one-off costs; dear travel as its band would have been paid."""
    sums: Counter = Counter()
    for line in chain.from_iterable(map(repeatable, grant.lines)):
        if line.rule == "expensive_travel":
            sums["travel"] += line.inputs["band"]
        elif line.rule not in ONE_OFF:
            sums[line.category] += line.amount
    return dict(sums)


def repeatable(line: Line) -> tuple[Line, ...]:
    """A fixed amount is as good as a counted one, except of costs that nobody else will have."""
    return line.instead_of if line.is_fixed and line.category in ONE_OFF else (line,)


def average(kind: int, rows: Iterable[Counted]) -> Decimal | None:
    return sum(averages(kind, rows).values(), ZERO) if of_type(kind, rows) else None


def total_of(project: Project, lines: list[CategoryLine]) -> CategoryLine:
    """Against the grant of the project where it is entered, else against the sum of its categories."""
    awarded = [line.awarded for line in lines if line.awarded is not None]
    whole = project.grant if project.grant is not None else (sum(awarded, ZERO) if awarded else None)
    sums = {name: sum((getattr(line, name) for line in lines), ZERO) for name in ("used", "planned", "promised")}
    return CategoryLine("", whole, **sums, gaps=set().union(*(line.gaps for line in lines)))
