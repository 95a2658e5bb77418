"""Deadlines: proposed, saved, done."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from portal.audit.models import Verb
from portal.audit.services import record
from projects.enums import DeadlineKind, Programme, ProjectRole, ProjectState
from projects.models import Deadline, Project

FINAL_REPORT_DAYS = 60


@dataclass(frozen=True)
class Proposal:
    kind: DeadlineKind
    due: date


def proposals(project: Project, kinds: set[str]) -> list[Proposal]:
    """Deadlines that follow from the dates of an approved project and are not among `kinds`, those it has.

    The final report: 60 calendar days after the end, as mobility grant agreements of both programme periods have it.
    The school's own agreement decides, so that a proposal is only ever added by a person, and may be changed.
    """
    reports = project.programme == Programme.ERASMUS and project.role == ProjectRole.COORDINATOR
    if project.state != ProjectState.APPROVED or not reports or DeadlineKind.FINAL_REPORT in kinds:
        return []
    return [Proposal(DeadlineKind.FINAL_REPORT, project.end + timedelta(days=FINAL_REPORT_DAYS))]


@transaction.atomic
def mark_done(deadline: Deadline, user, day: date) -> bool:
    """Done on `day`; False where somebody marked it before."""
    rows = Deadline.objects.filter(pk=deadline.pk, done_on=None)
    changed = rows.update(done_on=day, version=F("version") + 1)
    if changed:
        record(user, deadline.project.school, Verb.CHANGE, deadline, {"done_on": ["", str(day)]})
    return bool(changed)
