"""Checklists of the demonstration: an own paper of the school, old papers in their folders, some of today missing."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from mobilities.enums import PaperKind, PaperPhase, PaperState, ProfileGroup
from mobilities.models import ChecklistItem, Mobility, Paper, ProjectTask, TaskComment
from mobilities.services.checklists import sync
from portal.accounts.models import School

LEFT_OPEN = 23  # every so many papers of the past is still missing


def add_tasks(school: School, teacher, coordinator) -> None:
    """One late, one ahead and spoken about, one done; of the project that waits today."""
    today = timezone.localdate()
    trip = Mobility.objects.filter(school=school, start__gt=today).select_related("project").first()
    shared = {"project": trip.project, "created_by": coordinator}
    ProjectTask.objects.create(
        title="Pasūtīt autobusa biļetes", assignee=teacher, mobility=trip, due=today - timedelta(days=3), **shared
    )
    asked = ProjectTask.objects.create(
        title="Saskaņot programmu ar uzņēmumu", text="Darba laiks, mentors, darba apģērbs.", assignee=teacher,
        due=today + timedelta(days=9), **shared,
    )  # fmt: skip
    TaskComment.objects.create(task=asked, user=teacher, text="Uzņēmums atbildēs nākamnedēļ.")
    ProjectTask.objects.create(
        title="Noskaidrot apdrošināšanas cenas", assignee=coordinator, done_on=today - timedelta(days=12), **shared
    )


def add_checklists(school: School) -> None:
    ChecklistItem.objects.create(
        school=school, kind=PaperKind.OTHER, title_lv="Apdrošināšanas polise", title_en="Insurance policy",
        phase=PaperPhase.BEFORE, groups=[ProfileGroup.LEARNER, ProfileGroup.MINOR, ProfileGroup.STAFF], due_days=7,
        why="Skolas kārtība: bez veselības un nelaimes gadījumu polises neviens neizbrauc.",
    )  # fmt: skip
    sync(Mobility.objects.filter(school=school))
    past = Paper.objects.missing().filter(due__lt=timezone.localdate() - timedelta(days=200))
    old = list(past.order_by("pk").values_list("pk", flat=True))
    received = [pk for place, pk in enumerate(old, start=1) if place % LEFT_OPEN]
    Paper.objects.filter(pk__in=received).update(state=PaperState.DONE, done_on=F("due"))
