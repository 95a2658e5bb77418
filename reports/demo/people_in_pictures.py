"""Who is in the photos of the reports, and a personal link to one that is still written. Plainly invented."""

from datetime import timedelta

from django.utils import timezone

from mobilities.enums import PictureAgreement, ReportState
from mobilities.models import Attachment, ExperienceReport, PictureSubject, ReportLink
from portal.accounts.models import School
from portal.common.uploads import AttachmentKind

COLLEAGUE = "Helga (demonstrācija)"


def add_people_in_pictures(school: School) -> None:
    name_people(school)
    give_link(school)


def name_people(school: School) -> None:
    """The traveller in the first photo of every report; in one of them a colleague who was not asked yet."""
    photos = Attachment.objects.filter(school=school, kind=AttachmentKind.PHOTO).order_by("report", "pk")
    first = {photo.report_id: photo for photo in reversed(photos.select_related("report"))}
    PictureSubject.objects.bulk_create(
        PictureSubject(attachment=photo, person=photo.report.journey.participant, agreed=PictureAgreement.YES)
        for photo in first.values()
    )
    waiting = [photo for photo in first.values() if photo.report.state == ReportState.SUBMITTED]
    if waiting:
        PictureSubject.objects.create(attachment=waiting[0], name=COLLEAGUE)


def give_link(school: School) -> None:
    returned = ExperienceReport.objects.filter(school=school, state=ReportState.RETURNED).first()
    if returned:
        ReportLink.objects.create(report=returned, expires_at=timezone.now() + timedelta(days=60))
