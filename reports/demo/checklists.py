"""Checklists of the demonstration: an own paper of the school, old papers in their folders, some of today missing."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from mobilities.enums import PaperKind, PaperPhase, PaperState, ProfileGroup
from mobilities.models import ChecklistItem, Mobility, Paper
from mobilities.services.checklists import sync
from portal.accounts.models import School

LEFT_OPEN = 23  # every so many papers of the past is still missing


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
