"""The checklist of one mobility as its page shows it, and how far the papers of many are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from mobilities.enums import RUNNING, ConsentKind, MobilityState, PaperKind, PaperPhase, PaperState
from mobilities.models import Mobility, Paper
from mobilities.models.paper import OPEN_STATES, VOLUNTARY
from projects.enums import ProjectState

CONSENTS = {PaperKind.DATA_CONSENT: ConsentKind.DATA, PaperKind.IMAGE_CONSENT: ConsentKind.IMAGE}
PHASES, KINDS = list(PaperPhase), list(PaperKind)
CHUNK = 500
OVER = (ProjectState.CLOSED, ProjectState.ARCHIVED)


def place(paper: Paper) -> tuple[int, bool, int, int]:
    """In the order of the phases; the participant's before those of whoever travels along."""
    return PHASES.index(paper.phase), paper.accompanying_id is not None, KINDS.index(paper.kind), paper.pk


def lines_of(mobility: Mobility, today: date | None = None) -> list[Paper]:
    """With what their page shows: two queries."""
    rows = mobility.papers.select_related("item", "accompanying__person", "responsible").prefetch_related("files")
    lines = sorted(rows, key=place)
    for line in lines:
        dress(line, mobility, today)
    return lines


def dress(line: Paper, mobility: Mobility, today: date | None = None) -> Paper:
    line.mobility = mobility
    line.is_late = line.is_missing and is_running(mobility) and line.due and line.due < (today or timezone.localdate())
    line.is_consent = line.kind in CONSENTS
    line.consent = CONSENTS.get(line.kind, "") if line.is_open else ""
    line.can_reopen = line.state == PaperState.DONE and not line.is_consent and not line.files.all()
    line.person_id = line.accompanying.person_id if line.accompanying else mobility.participant_id
    return line


def is_running(mobility: Mobility) -> bool:
    """As Mobility.objects.running() asks the database."""
    never = mobility.state == MobilityState.PLANNED and mobility.end < timezone.localdate()
    return mobility.state in RUNNING and mobility.project.state not in OVER and not never


@dataclass(frozen=True)
class Marks:
    """How many papers of a mobility are asked for, are missing, and are late."""

    asked: int = 0
    missing: int = 0
    late: int = 0
    is_running: bool = True

    @property
    def here(self) -> int:
        return self.asked - self.missing


def tally(lines: Iterable[Paper]) -> Marks:
    """What is given freely counts once it is here."""
    asked = [line for line in lines if line.is_needed and (line.is_missing or not line.is_open)]
    return Marks(len(asked), sum(line.is_missing for line in asked), sum(bool(line.is_late) for line in asked))


def with_marks(mobilities: Sequence[Mobility], today: date | None = None) -> Sequence[Mobility]:
    """Adds `papers_marks` to each: one query for all; their projects must be at hand."""
    today = today or timezone.localdate()
    missing = Q(state__in=OPEN_STATES) & ~Q(kind__in=list(VOLUNTARY))
    counted = (
        Paper.objects.filter(mobility__in=[row.pk for row in mobilities], is_needed=True)
        .order_by()
        .values("mobility")
        .annotate(
            asked=Count("pk", filter=missing | ~Q(state__in=OPEN_STATES)),
            open=Count("pk", filter=missing),
            late=Count("pk", filter=missing & Q(due__lt=today)),
        )
        .values_list("mobility", "asked", "open", "late")
    )
    found = {pk: numbers for pk, *numbers in counted}
    for row in mobilities:
        asked, open_ones, late = found.get(row.pk, (0, 0, 0))
        runs = is_running(row)
        row.papers_marks = Marks(asked, open_ones, late if runs else 0, runs)
    return mobilities


def missing_papers(mobilities: Iterable[Mobility]) -> dict[int, list[str]]:
    """Names of the papers that are missing, by the mobility; one query for all."""
    rows = Paper.objects.missing().filter(mobility__in=[row.pk for row in mobilities])
    found: dict[int, list[str]] = {}
    for paper in sorted(rows.select_related("item", "accompanying__person"), key=place):
        found.setdefault(paper.mobility_id, []).append(paper.name)
    return found


def marked(mobilities: Iterable[Mobility]) -> Iterator[Mobility]:
    """`with_marks`, for any number in the same memory."""
    remaining = iter(mobilities)
    while chunk := list(islice(remaining, CHUNK)):
        yield from with_marks(chunk)


def narrow_to_papers(rows, wanted: str, today: date | None = None):
    """Mobilities whose papers are open, late or complete; without a wish all."""
    lines = Paper.objects.filter(mobility=OuterRef("pk"), is_needed=True)
    missing = lines.filter(state__in=OPEN_STATES).exclude(kind__in=list(VOLUNTARY))
    if wanted == "complete":
        return rows.filter(Exists(lines), ~Exists(missing))
    if wanted == "late":
        return rows.running().filter(Exists(missing.filter(due__lt=today or timezone.localdate())))
    return rows.running().filter(Exists(missing)) if wanted == "open" else rows
