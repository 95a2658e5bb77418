"""What people record on the lines of checklists: a copy came, a paper is here, does not apply, is asked for again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.checklist_record import CONSENTS
from mobilities.enums import MobilityState, PaperState
from mobilities.models import Paper, PaperFile, Participant
from mobilities.services.checklists import sync_keys
from portal.audit.models import Verb
from portal.audit.services import record, record_many, save_form, short
from portal.common.refused import Refused
from portal.common.uploads import Accepted

MOST_FILES = 30


def locked(paper: Paper) -> Paper:
    """The line as it is now, held until the transaction ends."""
    return Paper.objects.select_for_update(of=("self",)).select_related("mobility__school", "item").get(pk=paper.pk)


def set_state(paper: Paper, user, state: PaperState, **values: Any) -> None:
    """Runs inside a transaction; what was there before stands in the journal."""
    row = locked(paper)
    record(user, row.mobility.school, Verb.CHANGE, row, put(row, state, **values))


def put(row: Paper, state: PaperState, **values: Any) -> dict[str, list[str]]:
    """Save a locked line in this state; returns what that changed."""
    values = {"state": state, "done_on": None, "reason": ""} | values
    changes = {
        name: [short(getattr(row, name)), short(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    return changes


@transaction.atomic
def mark_made(papers: Iterable[Paper], user) -> None:
    """Printed from the portal: what was missing is now to be signed."""
    keys = [paper.pk for paper in papers]
    rows = list(
        Paper.objects.select_for_update(of=("self",))
        .filter(pk__in=keys, state=PaperState.MISSING)
        .select_related("mobility__school", "mobility__participant", "item", "accompanying__person")
    )
    Paper.objects.filter(pk__in=[row.pk for row in rows]).update(state=PaperState.MADE, version=F("version") + 1)
    told = {"state": [PaperState.MISSING.value, PaperState.MADE.value]}
    for school in {row.mobility.school for row in rows}:
        record_many(user, school, [(Verb.MAKE, row, told) for row in rows if row.mobility.school_id == school.pk])


@transaction.atomic
def attach(paper: Paper, accepted: Accepted, user) -> PaperFile:
    """Keep a signed copy with its line, which is done by it. Raises Refused where there are too many."""
    kept, changes = keep_copy(paper, accepted, user)
    record(user, kept.paper.mobility.school, Verb.UPLOAD, kept.paper, changes)
    return kept


def keep_copy(paper: Paper, accepted: Accepted, user) -> tuple[PaperFile, dict[str, list[str]]]:
    """As `attach`, without the entry in the journal: what is to stand there comes back. Runs inside a transaction."""
    row = locked(paper)
    if row.files.count() >= MOST_FILES:
        raise Refused(_("A paper takes %(most)s copies at most; delete one first.") % {"most": MOST_FILES})
    kept = PaperFile(
        paper=row, name=accepted.name, content_type=accepted.content_type, size=len(accepted.content),
        sha256=accepted.sha256, active=accepted.remarks, uploaded_by=user,
    )  # fmt: skip
    kept.file.save(accepted.name, ContentFile(accepted.content), save=False)
    kept.save()
    changes = put(row, PaperState.DONE, done_on=row.done_on or timezone.localdate())
    return kept, {"files": ["", short(kept.name)]} | changes


@transaction.atomic
def remove_file(kept: PaperFile, user) -> None:
    """The copy goes, and its file once that is certain; with the last one the paper is missing again."""
    storage, name, paper = kept.file.storage, kept.file.name, kept.paper
    record(user, paper.mobility.school, Verb.CHANGE, paper, {"files": [short(kept.name), ""]})
    kept.delete()
    if not paper.files.exists():
        set_state(paper, user, PaperState.MISSING)
        sync_keys([paper.mobility_id])
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def mark_here(paper: Paper, user, today: date) -> None:
    """The signed paper is in the folder; there is no copy of it."""
    set_state(paper, user, PaperState.DONE, done_on=today)


@transaction.atomic
def set_aside(paper: Paper, user, reason: str) -> None:
    set_state(paper, user, PaperState.SET_ASIDE, reason=reason)


@transaction.atomic
def reopen(paper: Paper, user) -> None:
    """It is asked for again: done where a copy or a consent is here, otherwise missing."""
    first = paper.files.first()
    state = PaperState.DONE if first and paper.state == PaperState.SET_ASIDE else PaperState.MISSING
    set_state(paper, user, state, done_on=timezone.localdate(first.created_at) if first else None)
    sync_keys([paper.mobility_id])


@transaction.atomic
def save_terms(form, user) -> Paper:
    """Due day and responsible as somebody chose them; an emptied field follows the checklist again."""
    paper = form.instance
    if "due" in form.changed_data:
        paper.own_due = paper.due is not None
    if "responsible" in form.changed_data:
        paper.own_responsible = paper.responsible_id is not None
    save_form(form, user, paper.mobility.school)
    sync_keys([paper.mobility_id])
    return paper


@transaction.atomic
def open_consents_again(person: Participant, kind: str) -> None:
    """The consent was taken back, so its paper is asked for again."""
    [paper_kind] = (paper for paper, consent in CONSENTS.items() if consent == kind)
    whose = Q(mobility__participant=person, accompanying=None) | Q(accompanying__person=person)
    lines = Paper.objects.filter(whose, kind=paper_kind, state=PaperState.DONE)
    lines.exclude(mobility__state=MobilityState.CLOSED).update(
        state=PaperState.MISSING, done_on=None, version=F("version") + 1
    )
