"""Every write on projects: one transaction with its audit entry."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from portal.accounts.models import School
from portal.audit import services as audit
from portal.audit.models import Verb
from portal.common.forms import VersionedModelForm
from projects.models import ActivityType, Project, ProjectTarget
from projects.services.organisations import keep_coordinator
from projects.signals import call_year_changed


class CodeTakenError(Exception):
    """Another project of the school was saved with this code a moment ago."""


def save_project(form: VersionedModelForm, planned: dict[ActivityType, int], user) -> Project:
    """Save a valid project form and its targets. Raises CodeTakenError."""
    project = form.instance
    verb = Verb.CHANGE if project.pk else Verb.ADD
    changes = audit.changed_fields(form)
    try:
        with transaction.atomic():
            project.dates_assumed = False  # somebody has seen them on the form
            project = form.save()
            keep_coordinator(project)
            changes |= save_targets(project, planned)
            audit.record(user, project.school, verb, project, changes)
            if verb == Verb.CHANGE and "call_year" in changes:
                tell_call_year([project], project.school, user)
    except IntegrityError as error:
        if Project.objects.with_same_code(project).exists():
            raise CodeTakenError from error
        raise
    return project


def tell_call_year(projects: Iterable[Project], school: School, user) -> None:
    """What is asked of the mobilities of these projects may be something else now."""
    call_year_changed.send(Project, projects=[project.pk for project in projects], school=school, user=user)


@transaction.atomic
def register_projects(forms: list[VersionedModelForm], user) -> list[Project]:
    """Save several valid project forms, all or none. Raises CodeTakenError."""
    return [save_project(form, {}, user) for form in forms]


def save_targets(project: Project, planned: dict[ActivityType, int]) -> dict[str, list[str]]:
    """Make the targets those of `planned`; returns the change for the audit, empty without any."""
    before = list(project.targets.select_related("activity_type"))
    old = {target.activity_type: target.planned for target in before}
    new = {kind: number for kind, number in planned.items() if number}
    if old == new:
        return {}
    gone = [target.pk for target in before if target.activity_type not in new]
    ProjectTarget.objects.filter(pk__in=gone).delete()
    ProjectTarget.objects.bulk_create(
        [ProjectTarget(project=project, activity_type=kind, planned=number) for kind, number in new.items()],
        update_conflicts=True,
        unique_fields=["project", "activity_type"],
        update_fields=["planned"],
    )
    return {"targets": [in_words(old), in_words(new)]}


def in_words(planned: dict[ActivityType, int]) -> str:
    return "; ".join(f"{kind.code} {number}" for kind, number in planned.items())


@transaction.atomic
def delete_project(project: Project, user) -> None:
    """With its evidence files, once that is certain. Raises ProtectedError while the project has mobilities."""
    files = [row.evidence for row in project.dissemination.exclude(evidence="")]
    audit.delete(project, user, project.school)
    transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])
