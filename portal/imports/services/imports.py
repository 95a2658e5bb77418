"""Every deed on an import: its mapping is changed, it is checked, saved or cancelled. Jobs do the long part."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused
from portal.imports import detection
from portal.imports.enums import ImportState, Outcome
from portal.imports.models import Import, SavedMapping
from portal.imports.services import uploads
from portal.jobs import services as jobs

CHECK, APPLY, UNDO = "imports.check_rows", "imports.apply_rows", "imports.undo_rows"


def locked(kept: Import) -> Import:
    """The row as it is now; on PostgreSQL nobody else moves it meanwhile."""
    return Import.objects.select_for_update(of=("self",)).select_related("job", "school").get(pk=kept.pk)


def refuse_stale(now: Import, version: int) -> None:
    if now.version != version:
        raise Refused(_("This import has changed since the page was opened. This is how it is now."))


@transaction.atomic
def read_again(
    kept: Import, version: int, encoding: str, separator: str, header_row: int, sheet: str = "", *, guess: bool = False
) -> Import:
    """Read the file in another way and map its columns anew; with `guess` as if no such file was mapped before.
    Raises Refused."""
    now = locked(kept)
    refuse_stale(now, version)
    if not now.may_be_mapped:
        raise Refused(_("This import is already finished."))
    now.encoding, now.separator, now.header_row, now.sheet = encoding, separator, header_row, sheet
    with now.file.open("rb") as file:
        top = uploads.first_rows(now, file, header_row + detection.ROWS_LOOKED_AT)
        uploads.name_columns(now, top, as_saved=not guess)
    now.state = ImportState.RECEIVED
    now.version += 1
    now.counts, now.remarks = {}, []
    now.save()
    now.rows.all().delete()
    return now


@transaction.atomic
def order_check(kept: Import, user, version: int, mapping: dict[str, str], name: str = "") -> Import:
    """Keep the mapping, for this file and the next of its shape, and have the rows checked. Raises Refused."""
    now = locked(kept)
    refuse_stale(now, version)
    if not now.may_be_mapped:
        raise Refused(_("This import is already finished."))
    now.mapping = mapping
    SavedMapping.objects.update_or_create(
        school=now.school,
        kind=now.kind,
        signature=now.signature,
        defaults={"mapping": mapping, "name": name, "saved_at": timezone.now()},
    )
    return start(now, ImportState.CHECKING, CHECK, user)


@transaction.atomic
def order_apply(kept: Import, user, version: int, *, without_rejected: bool = False) -> Import:
    """Have the checked rows saved, all or none; `without_rejected`, all but those. Raises Refused."""
    now = locked(kept)
    refuse_stale(now, version)
    if not (now.may_be_applied_in_part if without_rejected else now.may_be_applied):
        raise Refused(_("There is nothing to save, or some rows are still rejected."))
    record(user, now.school, Verb.REQUEST, now, said(now.counts))
    return start(now, ImportState.APPLYING, APPLY, user)


@transaction.atomic
def order_undo(kept: Import, user, version: int) -> Import:
    """Have everything that it saved taken back, or nothing. Raises Refused."""
    now = locked(kept)
    refuse_stale(now, version)
    if not now.may_be_undone:
        raise Refused(_("This import cannot be undone."))
    record(user, now.school, Verb.REQUEST, now, {"undo": ["", now.count_saved]})
    return start(now, ImportState.APPLIED, UNDO, user)


def start(now: Import, state: str, kind: str, user) -> Import:
    now.state = state
    now.version += 1
    key = f"{kind}:{now.pk}:{now.version}"
    now.job = jobs.enqueue(kind, {"import": now.pk}, school=now.school, user=user, idempotency_key=key)
    now.save()
    return now


@transaction.atomic
def cancel(kept: Import, user) -> None:
    """Nothing of it is saved; the file goes. Raises Refused where it is saved already."""
    now = locked(kept)
    if now.state in (ImportState.APPLIED, ImportState.UNDONE):
        raise Refused(_("This import is saved already."))
    if now.state == ImportState.CANCELLED:
        return
    if now.job and not now.job.is_over:
        jobs.cancel(now.job, user)
    now.state = ImportState.CANCELLED
    now.version += 1
    now.save(update_fields=["state", "version"])
    record(user, now.school, Verb.CANCEL, now)
    transaction.on_commit(lambda: now.file.delete(save=False))


def said(counts: dict[str, int]) -> dict[str, Any]:
    return {str(outcome): ["", counts.get(outcome, 0)] for outcome in Outcome.values}
