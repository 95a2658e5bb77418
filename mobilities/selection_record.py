"""A call for participation as pages and files show it: applicants in the order of the ranking, with their points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities import ranking, ready_reasons
from mobilities.enums import GOING, ApplicationState, MobilityState, SelectionState
from mobilities.models import Application, Criterion, Mobility, Selection
from portal.common.text import number

GOES = (ApplicationState.APPLIED, ApplicationState.SELECTED, ApplicationState.RESERVE)
# The better outcome comes first.
OUTCOMES = (ApplicationState.SELECTED, ApplicationState.RESERVE, ApplicationState.REJECTED)


@dataclass(frozen=True)
class Line:
    """One applicant. `points` in the order of the criteria, None where there are none.

    Without a `standing`: withdrawn before the decision.
    """

    application: Application
    points: list[Decimal | None]
    standing: ranking.Standing | None
    lacks: list[Criterion]

    @property
    def result(self) -> Decimal | None:
        return self.standing.result if self.standing else None

    @property
    def shown_result(self) -> str:
        return "" if self.result is None else number(self.result, 2)

    @property
    def shown_points(self) -> list[str]:
        return ["–" if points is None else number(points, 2) for points in self.points]

    @property
    def reason(self) -> str:
        return ready_reasons.in_readers_language(self.application.reason)

    @property
    def is_withdrawn(self) -> bool:
        return self.application.state == ApplicationState.WITHDRAWN

    @property
    def may_withdraw(self) -> bool:
        return self.application.state in GOES and not has_begun(self.application.mobility, timezone.localdate())


@dataclass(frozen=True)
class Record:
    selection: Selection
    criteria: list[Criterion]
    lines: list[Line]

    @property
    def ranked(self) -> list[Line]:
        """Everybody who did not withdraw, the best first."""
        return [line for line in self.lines if not line.is_withdrawn]

    @property
    def standings(self) -> list[ranking.Standing]:
        return [line.standing for line in self.ranked]

    def in_state(self, state: str) -> list[Line]:
        return [line for line in self.lines if line.application.state == state]

    @property
    def selected(self) -> list[Line]:
        return self.in_state(ApplicationState.SELECTED)

    @property
    def reserve(self) -> list[Line]:
        """In the order in which they move up."""
        return sorted(self.in_state(ApplicationState.RESERVE), key=lambda line: line.application.place or 0)

    @property
    def lacking(self) -> list[Line]:
        return [line for line in self.ranked if line.lacks]

    @property
    def awaits_closing(self) -> bool:
        """Everything is there for deciding, but applications are still taken."""
        is_open = self.selection.state == SelectionState.OPEN
        return is_open and bool(self.ranked) and not self.lacking and not self.selection.may_be_decided

    @property
    def may_close_now(self) -> bool:
        return self.awaits_closing and self.selection.opens <= timezone.localdate()

    @property
    def to_send(self) -> list[Line]:
        """Selected, and not yet a mobility."""
        return [line for line in self.selected if line.application.mobility_id is None]

    @property
    def became_mobilities(self) -> bool:
        return any(line.application.mobility_id for line in self.lines)

    @property
    def free_places(self) -> int:
        return max(self.selection.places - len(self.selected), 0)

    @property
    def next_in_line(self) -> Line | None:
        """Who may move up now: the first of the reserve list, once a place is free."""
        if self.selection.decided_on is None or not self.free_places:
            return None
        return next(iter(self.reserve), None)


def record_of(selection: Selection) -> Record:
    """Everything about one call in a fixed number of queries."""
    criteria = list(selection.criteria.all())
    applications = list(
        selection.applications.select_related("person__qualification", "mobility").prefetch_related("scores")
    )
    points = {row.pk: {score.criterion_id: score.points for score in row.scores.all()} for row in applications}
    standings = ranking.rank(
        [ranking.Scale(criterion.pk, criterion.weight, criterion.most_points) for criterion in criteria],
        [ranking.Candidate(row.pk, row.applied_on, points[row.pk]) for row in applications if takes_part(row)],
    )
    of_key = {row.pk: row for row in applications}
    in_order = [(of_key[standing.key], standing) for standing in standings]
    gone = [(row, None) for row in applications if not takes_part(row)]
    return Record(
        selection,
        criteria,
        [line_of(row, standing, criteria, points[row.pk]) for row, standing in [*in_order, *gone]],
    )


def takes_part(application: Application) -> bool:
    """Whether it has a place in the ranking: not if it was withdrawn before the decision."""
    return application.state != ApplicationState.WITHDRAWN or application.rank is not None


def line_of(
    application: Application,
    standing: ranking.Standing | None,
    criteria: Sequence[Criterion],
    points: dict[int, Decimal],
) -> Line:
    missing = set(standing.missing) if standing else set()
    return Line(
        application=application,
        points=[points.get(criterion.pk) for criterion in criteria],
        standing=standing,
        lacks=[criterion for criterion in criteria if criterion.pk in missing],
    )


def has_begun(mobility: Mobility | None, today: date) -> bool:
    """Whether it is too late to stay at home."""
    if mobility is None or mobility.state == MobilityState.CANCELLED:
        return False
    return mobility.state not in GOING or mobility.start <= today


def ready_reason(line: Line, record: Record, preferred: Sequence[str] = ()) -> str:
    """The sentence for whoever is not selected because of the ranking; empty where points are missing.

    `preferred`: reasons why others fare better who do not rank higher.
    """
    if line.result is None:
        return ""
    equal = [other for other in record.ranked if other is not line and other.result == line.result]
    return ready_reasons.told(
        line.result, line.standing.rank, record.selection.places,
        equals=len(equal),
        preferred=list(dict.fromkeys(reason.rstrip(". ") for reason in preferred)),
        is_earlier=any(other.standing.applied_on < line.standing.applied_on for other in equal),
    )  # fmt: skip


def ranking_rule() -> str:
    """What is said wherever a ranking is shown."""
    return _(
        "The result is the weighted share of the most points, from 0 to 100, rounded to two decimals. "
        "Equal results are a tie; of a tie, who applied earlier comes first."
    )
