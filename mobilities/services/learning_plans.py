"""Writes of learning plans."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from mobilities.models import LearningPlan, Mobility
from portal.accounts.models import School, User
from portal.audit.models import Verb
from portal.audit.services import record, record_many, save_form, short


@transaction.atomic
def save_plan(form, formset, user: User) -> LearningPlan:
    """A valid form and the days of the programme; the journal has all days before and after."""
    school = form.instance.mobility.school
    before = days_in_words(form.instance) if form.instance.pk else ""
    plan = save_form(form, user, school)
    formset.instance = plan
    formset.save()
    if (after := days_in_words(plan)) != before:
        record(user, school, Verb.CHANGE, plan, {"days": [before[:500], after[:500]]})
    return plan


def days_in_words(plan: LearningPlan) -> str:
    return "; ".join(f"{row.day}: {row.text}" for row in plan.days.all())


@transaction.atomic
def fill_plans(
    mobilities: Iterable[Mobility], values: dict[str, Any], user: User, school: School, *, overwrite: bool
) -> int:
    """Write `values` into the plans of these mobilities, where they are empty, or everywhere with `overwrite`.

    Returns in how many something changed. A fixed number of queries.
    """
    mobilities = list(mobilities)
    known = {plan.mobility_id: plan for plan in LearningPlan.objects.filter(mobility__in=mobilities)}
    new, changed, deeds = [], [], []
    for mobility in mobilities:
        plan = known.get(mobility.pk) or LearningPlan(mobility=mobility)
        plan.mobility = mobility
        changes = written_into(plan, values, overwrite)
        if changes:
            (changed if plan.pk else new).append(plan)
            deeds.append((Verb.CHANGE if plan.pk else Verb.ADD, plan, changes))
    LearningPlan.objects.bulk_create(new)
    LearningPlan.objects.bulk_update(changed, [*values, "version"], batch_size=200)
    record_many(user, school, deeds)
    return len(deeds)


def written_into(plan: LearningPlan, values: dict[str, Any], overwrite: bool) -> dict[str, list[str]]:
    changes = {}
    for name, value in values.items():
        old = getattr(plan, name)
        if old == value or (old and not overwrite):
            continue
        setattr(plan, name, value)
        changes[name] = [short(old), short(value)]
    if changes:
        plan.version += 1
    return changes
