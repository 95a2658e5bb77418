"""Learning plans to begin with: what the portal proposes, and whose plans can be copied."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from mobilities.enums import ContactRole
from mobilities.models import LearningPlan, Mobility
from mobilities.models.learning_plan import PLAN_FIELDS

MOST_OFFERED = 40
FULL_WEEK = 40


def proposal(mobility: Mobility) -> dict[str, Any]:
    """For a plan that is not written yet."""
    host = mobility.host
    language = host.languages.first() if host else None
    return {
        "monitoring": _(
            "The mentor at the host talks with the participant every day; the teacher in charge calls the participant "
            "and the mentor at least once a week. The participant keeps a diary of the practice."
        ),
        "evaluation": _(
            "In the last week the mentor evaluates each expected outcome on the school's form and talks it over with "
            "the participant."
        ),
        "recognition": _(
            "The school counts the mobility as part of the practice of the qualification and records its outcomes in "
            "Europass Mobility."
        ),
        "hours_per_week": FULL_WEEK,
        "language": language.language if language else "en",
        "mentor": host.contacts.filter(role=ContactRole.MENTOR).first() if host else None,
    }


def plans_to_copy(mobility: Mobility) -> list[LearningPlan]:
    """Of the school, those of the same qualification, host or activity first, the newest of each first."""
    plans = LearningPlan.objects.filter(mobility__school=mobility.school_id).exclude(mobility=mobility.pk)
    plans = plans.exclude(outcomes="", programme="").select_related(
        "mobility__participant__qualification", "mobility__host", "mobility__activity_type"
    )
    same_trade = Q(mobility__participant__qualification=mobility.participant.qualification_id)
    same_host = Q(mobility__host=mobility.host_id)
    found: dict[int, LearningPlan] = {}
    for near in (same_trade & same_host, same_trade | same_host, Q(mobility__activity_type=mobility.activity_type_id)):
        found |= {plan.pk: plan for plan in plans.filter(near).order_by("-mobility__start", "-pk")[:MOST_OFFERED]}
    return list(found.values())[:MOST_OFFERED]


def copied(plan: LearningPlan) -> dict[str, Any]:
    """What is agreed before; what was learned is each person's own, and so is the mentor."""
    return {name: getattr(plan, name) for name in PLAN_FIELDS}
