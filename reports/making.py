"""What a document and a bundle share: asked for on a page, made by a job."""

from portal.accounts.models import User
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.text import active_language
from portal.jobs.models import State
from portal.jobs.services import enqueue
from reports.models import Bundle, Document

WAITING = (State.QUEUED, State.RUNNING)


def put_in_queue(row: Document | Bundle, user: User | None) -> None:
    """Hand a new row to the job that makes it, and record who asked for it in which language; the job knows besides
    in which language the portal was read."""
    name = row._meta.model_name
    payload = {name: row.pk, "kind": row.kind, "language": active_language()}
    row.job = enqueue(
        f"reports.make_{name}", payload, school=row.school, user=user, idempotency_key=f"{name}:{row.pk}"
    )
    row.save(update_fields=["job"])
    record(user, row.school, Verb.REQUEST, row, {"language": ["", row.language]})
