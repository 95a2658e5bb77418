"""Bundles: many papers, or all of a project, in one file. Asked for on a page, made by a job, kept for a month.

Who makes a kind of bundle registers its function in BUNDLERS; it writes nothing to the database itself.
"""

import hashlib
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from portal.accounts.models import School, User
from portal.audit.models import Verb
from portal.audit.services import record
from portal.jobs.models import Job
from portal.jobs.registry import Progress
from projects.models import Project
from reports.enums import BundleKind
from reports.making import WAITING, put_in_queue
from reports.models import Bundle

KEPT_DAYS = 30
WORKSHOP = "bundles-in-work"  # a folder beside the stored files; what a killed worker leaves there is swept
LEFT_BEHIND = timedelta(days=1)


def nothing_more() -> None:
    pass


@dataclass(frozen=True)
class Made:
    """A finished file at `path`, gone when it is stored. `effect` writes what follows, in the same transaction."""

    name: str
    path: Path
    count: int
    problems: list[dict] = field(default_factory=list)
    effect: Callable[[], None] = nothing_more


Bundler = Callable[[Bundle, Progress], Made]
BUNDLERS: dict[str, Bundler] = {}


@transaction.atomic
def request_bundle(
    user: User | None, school: School, kind: str, language: str, wanted: dict, project: Project | None = None
) -> Bundle:
    """Queue a bundle. Asked again while the same one waits or is being made, that one is returned."""
    same = {"school": school, "kind": kind, "language": language, "project": project, "requested_by": user}
    waiting = Bundle.objects.filter(**same, job__state__in=WAITING)
    for bundle in waiting:
        if bundle.wanted == wanted:
            return bundle
    bundle = Bundle.objects.create(wanted=wanted, **same)
    put_in_queue(bundle, user)
    return bundle


def make_bundle(job: Job, progress: Progress) -> Callable[[], None]:
    """Make the file; the returned function stores it (see portal.jobs.registry)."""
    bundle = Bundle.objects.select_related("school", "project", "requested_by").get(pk=job.payload["bundle"])
    with override(words_of(bundle, job)):
        made = BUNDLERS[bundle.kind](bundle, progress)
    return lambda: store(bundle, made)


@contextmanager
def place_to_work() -> Iterator[Path]:
    """A path for a file in the making; what is not finished, as where it was cancelled, is not left lying."""
    folder = Path(settings.FILES_ROOT) / WORKSHOP
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / uuid.uuid4().hex
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def store(bundle: Bundle, made: Made) -> None:
    """Runs in the transaction that ends the job."""
    with made.path.open("rb") as content:
        bundle.sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        content.seek(0)
        bundle.file.save(made.name, File(content), save=False)
    bundle.name, bundle.count, bundle.problems = made.name[:160], made.count, made.problems
    bundle.size = made.path.stat().st_size
    bundle.made_at = timezone.now()
    bundle.save(update_fields=["file", "name", "sha256", "size", "count", "problems", "made_at"])
    record(bundle.requested_by, bundle.school, Verb.MAKE, bundle, {"sha256": ["", bundle.sha256]})
    made.effect()
    transaction.on_commit(lambda: made.path.unlink(missing_ok=True))


def file_type(bundle: Bundle) -> str:
    return "application/pdf" if bundle.name.endswith(".pdf") else "application/zip"


@transaction.atomic
def delete_bundle(bundle: Bundle, user: User | None) -> None:
    record(user, bundle.school, Verb.DELETE, bundle)
    storage, name = bundle.file.storage, bundle.file.name
    bundle.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def sweep_bundles() -> int:
    """Delete bundles older than a month, and what workers left behind. Papers can be made anew at any time."""
    now = timezone.now()
    old = Bundle.objects.filter(requested_at__lt=now - timedelta(days=KEPT_DAYS)).select_related("school")
    for bundle in old:
        delete_bundle(bundle, None)
    for path in (Path(settings.FILES_ROOT) / WORKSHOP).glob("*"):
        if path.stat().st_mtime < (now - LEFT_BEHIND).timestamp():
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return len(old)


def words_of(bundle: Bundle, job: Job) -> str:
    """The language of the work: an archive speaks the one it is labelled with, of papers one asks in one's own."""
    if bundle.kind == BundleKind.ARCHIVE:
        return bundle.language
    return job.payload.get("language", settings.LANGUAGE_CODE)
