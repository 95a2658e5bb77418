"""How many people each project promised to send, and the place of each plan among those entered so far."""

from collections import Counter
from collections.abc import Sequence

from mobilities.completeness.plan import Plan
from mobilities.enums import Direction
from mobilities.models import Mobility
from projects.models import ProjectTarget

MOST_NAMED = 2_000
Promise = tuple[int, str]  # key of a project, code of an activity type: own rows and those they replace count together


class Promised:
    """`numbers`: what was promised; `places`: which one of its kind a plan is, in the order of entering."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.numbers: Counter[Promise] = Counter()
        self.places: dict[int, int] = {}
        self.entered: Counter[Promise] = Counter()
        projects = {plan.project.pk: plan.project for plan in plans if promise_of(plan)}
        if not projects:
            return
        narrowed = {"project__in": projects}
        if len(projects) > MOST_NAMED:
            narrowed = {"project__school__in": {project.school_id for project in projects.values()}}
        targets = ProjectTarget.objects.filter(planned__gt=0, **narrowed)
        for project, code, planned in targets.values_list("project", "activity_type__code", "planned"):
            self.numbers[project, code] += planned
        if self.numbers:
            self.count(plans, narrowed)

    def count(self, plans: Sequence[Plan], narrowed: dict) -> None:
        """Saved ones in the order they were entered, then the new ones and those that come from elsewhere."""
        now = {plan.pk: promise_of(plan) for plan in plans if plan.pk}
        rows = Mobility.objects.standing().filter(direction=Direction.OUTGOING, **narrowed).order_by("pk")
        entered = self.entered
        saved = {}
        for pk, *promise in rows.values_list("pk", "project", "activity_type__code"):
            promise = tuple(promise)
            if now.get(pk, promise) == promise:
                entered[promise] += 1
                saved[pk] = entered[promise]
        for plan in plans:
            promise = promise_of(plan)
            if promise and plan.pk in saved:
                self.places[id(plan)] = saved[plan.pk]
            elif promise:
                entered[promise] += 1
                self.places[id(plan)] = entered[promise]

    def beyond(self, plan: Plan) -> tuple[int, int] | None:
        """(promised, entered altogether) where it is one too many: the same for each of them."""
        promise = promise_of(plan)
        planned, place = self.numbers.get(promise), self.places.get(id(plan))
        return (planned, self.entered[promise]) if planned and place and place > planned else None


def promise_of(plan: Plan) -> Promise | None:
    """What it counts for; incoming and cancelled ones count for nothing."""
    counts = plan.project and plan.project.pk and plan.activity_type and plan.is_outgoing and not plan.is_cancelled
    return (plan.project.pk, plan.activity_type.code) if counts else None
