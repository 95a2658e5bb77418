"""Signed copies that wait until somebody has said whose they are: kept a day, then swept away."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from mobilities.models import Paper
from mobilities.services.papers import keep_copy
from portal.audit.models import Verb
from portal.audit.services import record_many
from portal.common.refused import Refused
from portal.common.uploads import Accepted, AttachmentKind
from projects.models import Project

WAITING = "papers-waiting"
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """A file that was judged and made harmless; the token names it to whoever sent it alone."""

    path: str
    name: str
    content_type: str
    kind: str
    size: int
    active: tuple[str, ...] = ()
    folder: str = ""  # in the ZIP it came in

    @property
    def place(self) -> str:
        return f"{self.folder}/{self.name}" if self.folder else self.name

    def signed(self, user, project: Project) -> str:
        return signing.dumps(asdict(self), salt=salt(user, project), compress=True)


def salt(user, project: Project) -> str:
    return f"papers {user.pk} {project.pk}"


def keep(accepted: Accepted, school, folder: str = "") -> Waiting:
    path = default_storage.save(f"{folder_of(school)}/{uuid.uuid4().hex}", ContentFile(accepted.content))
    size = len(accepted.content)
    return Waiting(path, accepted.name, accepted.content_type, accepted.kind, size, accepted.active, folder)


def folder_of(school) -> str:
    return f"{WAITING}/{school.pk}"


def waiting_in(folder: str) -> list[str]:
    """Paths of what waits there, in its folders too."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    below = [path for each in folders for path in waiting_in(f"{folder}/{each}")]
    return [f"{folder}/{name}" for name in names] + below


def read(token: str, user, project: Project) -> Waiting | None:
    """None where the token is not of this person and project, or the file is gone."""
    try:
        waiting = Waiting(**signing.loads(token, salt=salt(user, project), max_age=KEPT))
    except signing.BadSignature:
        return None
    return waiting if default_storage.exists(waiting.path) else None


@transaction.atomic
def attach_all(chosen: Sequence[tuple[Waiting, Paper]], user) -> tuple[int, list[str]]:
    """(How many were kept, why others were not). A copy that is with its line already is not kept twice."""
    deeds, refusals = [], []
    for waiting, paper in chosen:
        with default_storage.open(waiting.path) as file:
            accepted = Accepted(
                AttachmentKind(waiting.kind),
                file.read(),
                waiting.content_type,
                waiting.name,
                active=tuple(waiting.active),
            )
        if paper.files.filter(sha256=accepted.sha256).exists():
            continue
        try:
            kept, changes = keep_copy(paper, accepted, user)
            deeds.append((Verb.UPLOAD, kept.paper, changes))
        except Refused as refusal:
            refusals.append(f"{waiting.place}: {refusal}")
    if deeds:
        record_many(user, deeds[0][1].mobility.school, deeds)
    transaction.on_commit(lambda: [default_storage.delete(waiting.path) for waiting, _paper in chosen])
    return len(deeds), refusals


def sweep(now: datetime | None = None) -> int:
    """Delete what nobody came back for."""
    before, swept = (now or timezone.now()) - KEPT, 0
    for path in waiting_in(WAITING):
        if default_storage.get_modified_time(path) < before:
            default_storage.delete(path)
            swept += 1
    return swept
