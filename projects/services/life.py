"""A project's way from idea to archive, and the extension of its term."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.enums import Role
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused
from portal.common.text import day as as_day
from projects.enums import STEPS, Programme, ProjectState
from projects.models import Project, ProjectExtension


def steps_from(project: Project, user) -> list[dict]:
    """The moves that `user` may make now, forward ones first."""
    return [
        {"name": name, "label": step.label, "is_back": step.is_back}
        for name, step in STEPS.items()
        if project.state in step.sources and user.has_perm(step.permission, project)
    ]


def movers(project: Project) -> list[str]:
    """The roles that may move it on from where it stands, in words."""
    permissions = {step.permission for step in STEPS.values() if project.state in step.sources}
    roles = [Role.COORDINATOR]
    if "projects.archive_project" in permissions:
        roles.append(Role.ADMINISTRATOR)
    return [str(role.label) for role in roles]


@transaction.atomic
def move_project(project: Project, user, name: str) -> None:
    """Raises Refused where the project is not ready for the step, or somebody moved it meanwhile."""
    step = STEPS[name]
    if project.state not in step.sources:
        raise not_now(project)
    if reason := unready(project, step.target):
        raise Refused(reason)
    rows = Project.objects.filter(pk=project.pk, state=project.state)
    if not rows.update(state=step.target, version=F("version") + 1):
        raise not_now(project)
    record(user, project.school, Verb.CHANGE, project, {"state": [project.state, step.target]})


def not_now(project: Project) -> Refused:
    state = Project.objects.get(pk=project.pk).standing.label
    return Refused(_("This cannot be done now. The state of the project: %(state)s.") % {"state": state})


def unready(project: Project, target: ProjectState) -> str:
    """Why the project cannot be in this state yet; empty where it can."""
    today = timezone.localdate()
    if target == ProjectState.APPROVED and project.programme == Programme.ERASMUS and not project.code:
        return _("An approved Erasmus+ project has a grant code. Enter it first.")
    if target == ProjectState.REPORTED and project.state == ProjectState.APPROVED and today <= project.end:
        return _("The project runs until %(day)s; its final report follows the end.") % {"day": as_day(project.end)}
    return ""


def approved_without(project: Project) -> str:
    """What an approval brings and is not entered, in a sentence; empty where nothing is missing."""
    if project.programme == Programme.ETWINNING:  # it has neither
        return ""
    no_code, no_grant = not project.code, project.grant is None
    if no_code and no_grant:
        return _("Neither the grant code nor the grant is entered.")
    if no_code:
        return _("The grant code is not entered.")
    return _("The grant is not entered.") if no_grant else ""


@transaction.atomic
def extend_project(project: Project, user, new_end: date, day: date, note: str) -> None:
    """A later end, agreed on `day`; every end is kept for good. Raises Refused."""
    if project.state != ProjectState.APPROVED:
        raise Refused(_("Only an approved project whose final report is not submitted can be extended."))
    if new_end <= project.end:
        raise Refused(_("An extension ends later than %(day)s.") % {"day": as_day(project.end)})
    rows = Project.objects.filter(pk=project.pk, end=project.end, state=ProjectState.APPROVED)
    changed = rows.update(
        end=new_end, original_end=project.original_end or project.end, extended_on=day, extension_note=note,
        version=F("version") + 1,
    )  # fmt: skip
    if not changed:
        raise Refused(_("Somebody has just changed the dates of the project. Look at them again."))
    ProjectExtension.objects.create(project=project, old_end=project.end, new_end=new_end, day=day, note=note)
    changes = {"end": [str(project.end), str(new_end)], "extended_on": [str(project.extended_on or ""), str(day)]}
    if note:
        changes["extension_note"] = [project.extension_note, note]
    record(user, project.school, Verb.CHANGE, project, changes)
