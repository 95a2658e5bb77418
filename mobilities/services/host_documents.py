"""Documents of hosts and their files: one transaction with its audit entry."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from mobilities.models import HostDocument
from portal.audit.models import Verb
from portal.audit.services import changed_fields, record
from portal.common.refused import Refused
from portal.common.uploads import Accepted

MOST_DOCUMENTS = 50


@transaction.atomic
def save_document(form, user, accepted: Accepted | None) -> HostDocument:
    """Save a valid form, with a new file or with the old one as it is. Raises Refused where there are too many."""
    row = form.instance
    verb, changes = Verb.CHANGE if row.pk else Verb.ADD, changed_fields(form)
    if not row.pk and row.host.documents.count() >= MOST_DOCUMENTS:
        raise Refused(_("A host has at most %(most)s documents; delete one first.") % {"most": MOST_DOCUMENTS})
    if accepted:
        changes["file"] = [row.name, accepted.name]
        put_file(row, accepted, user)
    row = form.save()
    record(user, row.host.school, verb, row, changes)
    return row


def put_file(row: HostDocument, accepted: Accepted, user) -> None:
    """The old file goes once it is certain that the new one stays."""
    storage, old = row.file.storage, row.file.name
    row.name, row.content_type, row.sha256 = accepted.name, accepted.content_type, accepted.sha256
    row.size, row.active, row.uploaded_by = len(accepted.content), accepted.remarks, user
    row.file.save(accepted.name, ContentFile(accepted.content), save=False)
    if old:
        transaction.on_commit(lambda: storage.delete(old))


@transaction.atomic
def delete_document(row: HostDocument, user) -> None:
    """Delete the row, and its file once that is certain."""
    storage, name = row.file.storage, row.file.name
    record(user, row.host.school, Verb.DELETE, row)
    row.delete()
    transaction.on_commit(lambda: storage.delete(name))
