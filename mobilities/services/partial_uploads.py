"""Files that come in pieces: begun, gone on with after a break, judged when whole, swept when nobody comes back."""

import contextlib
import uuid
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.models import Attachment, ExperienceReport, PartialUpload
from mobilities.services.experience import MOST_ATTACHMENTS, attach
from portal.common import uploads
from portal.common.refused import Refused

WAITING = "uploads-waiting"
KEPT = timedelta(days=1)


class WrongPlace(Exception):
    """The piece does not begin where the last one ended."""


def begin(report: ExperienceReport, name: str, size: int) -> PartialUpload:
    """Room for a file of `size` bytes. Raises Refused before anything is sent in vain."""
    name = uploads.clean_name(name)
    uploads.announced(name, size, report.school)
    if report.attachments.count() + report.partial_uploads.on_the_way().count() >= MOST_ATTACHMENTS:
        raise Refused(_("A report takes %(most)s files at most; delete one first.") % {"most": MOST_ATTACHMENTS})
    path = default_storage.save(f"{WAITING}/{uuid.uuid4().hex}", ContentFile(b""))
    return PartialUpload.objects.create(report=report, name=name, size=size, path=path)


@transaction.atomic
def add_piece(upload: PartialUpload, offset: int, piece: bytes) -> PartialUpload:
    """Raises WrongPlace where the piece does not go on from what is here, or reaches too far."""
    upload = PartialUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.offset != offset or offset + len(piece) > upload.size or upload.attachment_id:
        raise WrongPlace
    with open(default_storage.path(upload.path), "r+b") as file:
        file.seek(offset)
        file.write(piece)
    upload.offset += len(piece)
    upload.save(update_fields=["offset"])
    return upload


def finish(upload: PartialUpload, user) -> Attachment:
    """Judge the whole file and keep it with its report. Raises Refused, and then nothing of it is left."""
    report = upload.report
    try:
        with default_storage.open(upload.path) as file:
            accepted = uploads.accept(file, upload.name, upload.size, school=report.school, has_room=True)
        with transaction.atomic():
            upload = PartialUpload.objects.select_for_update().get(pk=upload.pk)
            if upload.attachment is None:
                upload.attachment = twin_of(report, accepted) or attach(report, user, accepted)
                upload.save(update_fields=["attachment"])
    except Refused:
        drop(upload)
        raise
    default_storage.delete(upload.path)
    return upload.attachment


def twin_of(report: ExperienceReport, accepted: uploads.Accepted) -> Attachment | None:
    """The same file, sent before: it is not kept twice. Raises Refused where it came by another name."""
    twin = report.attachments.filter(sha256=accepted.sha256).first()
    if twin and twin.name != accepted.name:
        names = {"name": accepted.name, "other": twin.name}
        raise Refused(_("“%(name)s” is the same file as “%(other)s”, which is here already.") % names)
    return twin


def drop(upload: PartialUpload) -> None:
    path = upload.path
    upload.delete()
    default_storage.delete(path)


def sweep(now: datetime | None = None) -> int:
    """Delete what nobody went on with for a day, and files whose rows went with their report."""
    before, swept = (now or timezone.now()) - KEPT, 0
    for upload in PartialUpload.objects.filter(created_at__lt=before):
        drop(upload)
        swept += 1
    known = set(PartialUpload.objects.values_list("path", flat=True))
    with contextlib.suppress(FileNotFoundError):
        for path in (f"{WAITING}/{name}" for name in default_storage.listdir(WAITING)[1]):
            if path not in known and default_storage.get_modified_time(path) < before:
                default_storage.delete(path)
                swept += 1
    return swept
