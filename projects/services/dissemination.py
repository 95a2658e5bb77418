"""The dissemination log and its evidence files."""

from django.core.files.base import ContentFile
from django.db import transaction

from portal.audit.models import Verb
from portal.audit.services import changed_fields, record
from portal.common.uploads import Accepted
from projects.models import Dissemination


@transaction.atomic
def save_dissemination(form, user, accepted: Accepted | None, *, without_file: bool = False) -> Dissemination:
    """Save a valid form, with a new evidence file, without the old one, or with that left as it is."""
    row = form.instance
    verb, changes = Verb.CHANGE if row.pk else Verb.ADD, changed_fields(form)
    old_name, before = row.evidence.name, row.evidence_name
    if accepted or without_file:
        put_evidence(row, accepted)
        changes["evidence"] = [before, row.evidence_name]
        transaction.on_commit(lambda: drop_file(row, old_name))
    row = form.save()
    record(user, row.project.school, verb, row, changes)
    return row


def put_evidence(row: Dissemination, accepted: Accepted | None) -> None:
    row.evidence_name = accepted.name if accepted else ""
    row.evidence_type = accepted.content_type if accepted else ""
    row.evidence_sha256 = accepted.sha256 if accepted else ""
    row.evidence_active = accepted.remarks if accepted else ""
    row.evidence = None
    if accepted:
        row.evidence.save(accepted.name, ContentFile(accepted.content), save=False)


def drop_file(row: Dissemination, name: str | None) -> None:
    if name:
        row.evidence.storage.delete(name)


@transaction.atomic
def delete_dissemination(row: Dissemination, user) -> None:
    """Delete the row, and its file once that is certain."""
    name = row.evidence.name
    record(user, row.project.school, Verb.DELETE, row)
    row.delete()
    transaction.on_commit(lambda: drop_file(row, name))
