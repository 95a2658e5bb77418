"""Who writes a report, and at which addresses: somebody signed in, or whoever holds a personal link to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from mobilities.enums import PictureAgreement
from mobilities.models import Attachment, ExperienceReport
from mobilities.services.experience import MOST_ATTACHMENTS
from portal.common.uploads import AttachmentKind
from portal.common.uploads.images import LONGEST_SIDE, MOST_PIXELS


@dataclass(frozen=True)
class Writer:
    """`user` is None behind a personal link, and then `key` is what stands in its address."""

    report: ExperienceReport
    user: object = None
    key: str = ""

    @property
    def is_guest(self) -> bool:
        return self.user is None

    def url(self, name: str, *args) -> str:
        """Of a page about the report."""
        first = self.key if self.is_guest else self.report.pk
        return reverse(f"mobilities:{'link-' if self.is_guest else ''}{name}", args=[first, *args])

    def url_of(self, name: str, attachment: Attachment) -> str:
        """Of a page about one of its attachments."""
        args = [self.key, attachment.pk] if self.is_guest else [attachment.pk]
        return reverse(f"mobilities:{'link-' if self.is_guest else ''}{name}", args=args)

    @property
    def edit_url(self) -> str:
        return self.url("report" if self.is_guest else "experience-edit")

    def attachment_or_404(self, pk: int) -> Attachment:
        row = self.report.attachments.filter(pk=pk).first() if pk < 2**63 else None
        if row is None:
            raise Http404
        row.report = self.report
        return row

    def context(self) -> dict:
        """What mobilities/report_photos.html and mobilities/report_files.html need."""
        rows = list(self.report.attachments.with_revoked().prefetch_related("subjects__person"))
        on_the_way = [row for row in self.report.partial_uploads.on_the_way() if row.offset]
        return {
            "photos": [self.photo_card(row) for row in rows if row.kind == AttachmentKind.PHOTO],
            "files": [self.file_card(row) for row in rows if row.kind == AttachmentKind.DOCUMENT],
            "unfinished": [(row.name, 100 * row.offset // row.size) for row in on_the_way],
            "limits": _("Up to %(size)s each; a report takes %(most)s files at most, photos and documents together.")
            % {"size": filesizeformat(settings.UPLOAD_MAX_BYTES), "most": MOST_ATTACHMENTS},
            "most": {"pixels": MOST_PIXELS, "bytes": settings.UPLOAD_MAX_BYTES, "side": LONGEST_SIDE},
            "upload_url": self.url("attachment-upload"),
            "begin_url": self.url("upload-begin"),
        }

    def file_card(self, row: Attachment) -> dict:
        return {
            "pk": row.pk,
            "name": row.name,
            "size": row.size,
            "active": row.active,
            "url": self.url_of("attachment-download", row),
            "delete_url": self.url_of("attachment-delete", row),
        }

    def photo_card(self, row: Attachment) -> dict:
        """The parameters of mobilities/attachment_photo.html."""
        address = self.url_of("attachment-download", row)
        return {
            "pk": row.pk,
            "url": address,
            "thumb_url": f"{address}?small",
            "caption": row.caption,
            "alt": row.caption or _("Photo without a caption"),
            "consent": row.consent,
            "subjects": [self.subject_name(subject) for subject in row.subjects.all()],
            "unsure": unsure_of(row),
            "edit_url": self.url_of("attachment-edit", row),
            "delete_url": self.url_of("attachment-delete", row),
            "withhold_url": "" if self.is_guest else self.url_of("attachment-withhold", row),
        }

    def subject_name(self, subject) -> str:
        """Whoever writes by a link learns of nobody from the register but of oneself."""
        is_other = subject.person_id and subject.person_id != self.report.journey.participant.pk
        if self.is_guest and is_other:
            return _("Somebody whom the school named")
        return str(subject)


def unsure_of(row: Attachment) -> str:
    """Why a picture with people in it may not be published, or nothing."""
    answers = {subject.agreed for subject in row.subjects.all()}
    if getattr(row, "is_revoked", False):
        return _("Somebody in the picture took the consent back")
    if PictureAgreement.NO in answers:
        return _("Somebody in the picture does not agree")
    if PictureAgreement.UNKNOWN in answers:
        return _("Somebody in the picture was not asked yet")
    return ""
