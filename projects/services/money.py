"""Writes of a project's money: budget, instalments, the agreement."""

from django.db import transaction

from portal.audit import services as audit
from portal.audit.models import Verb
from projects.enums import BudgetCategory
from projects.models import BudgetLine, Instalment, Project


@transaction.atomic
def save_budget(form, user) -> Project:
    """Make the budget lines exactly those of a valid form."""
    before, after = form.saved, form.amounts()
    project = form.save()
    gone = set(before) - set(after)
    BudgetLine.objects.filter(project=project, category__in=gone).delete()
    BudgetLine.objects.bulk_create(
        [BudgetLine(project=project, category=category, awarded=awarded) for category, awarded in after.items()],
        update_conflicts=True,
        unique_fields=["project", "category"],
        update_fields=["awarded"],
    )
    if before != after:
        changes = {"budget_lines": [in_words(before), in_words(after)]}
        audit.record(user, project.school, Verb.CHANGE, project, changes)
    return project


def in_words(lines: dict) -> str:
    return "; ".join(f"{category} {lines[category]}" for category in BudgetCategory.values if category in lines)


def save_instalment(form, user) -> Instalment:
    return audit.save_form(form, user, form.instance.project.school)


def delete_instalment(instalment: Instalment, user) -> None:
    audit.delete(instalment, user, instalment.project.school)


def save_agreement(form, user) -> Project:
    return audit.save_form(form, user, form.instance.school)
