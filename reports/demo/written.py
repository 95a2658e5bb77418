"""What the people of the demonstration wrote after their stays, with a picture from some."""

from __future__ import annotations

import hashlib
from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.utils import timezone

from mobilities.enums import ReportState
from mobilities.models import Attachment, ExperienceReport
from mobilities.models.experience import RATINGS
from portal.common.uploads import AttachmentKind
from reports.demo import data, pictures
from reports.demo.experiences import REPORTS

if TYPE_CHECKING:
    from reports.demo.load import Demo

PICTURES = {
    "nordkai": "harbour",
    "leeside": "town",
    "marsa": "harbour",
    "pleisse": "workshop",
    "fjall": "mountains",
    "minho": "workshop",
    "clemence": "town",
    "bluewater": "harbour",
    "tekniskoli": "mountains",
    "loire": "town",
    "azahar": "town",
}


def write_reports(demo: Demo) -> None:
    reviewer = demo.users["coordinator@example.org"]
    for (host, year), row in REPORTS.items():
        given = row.marks.split()
        for place, mobility in enumerate(demo.mobilities[host, year]):
            written = timezone.make_aware(timezone.datetime.combine(mobility.end + timedelta(days=7), time(12, 4)))
            report = ExperienceReport.objects.create(
                school=demo.school,
                mobility=mobility,
                author=mobility.responsible or reviewer,
                state=ReportState.APPROVED,
                tasks=row.tasks,
                pluses=row.pluses,
                minuses=row.minuses,
                commute_minutes=row.commute[place % len(row.commute)] if row.commute else None,
                commute_how=row.how,
                **dict(zip(RATINGS, map(int, given[place % len(given)]), strict=True)),
                return_invitation=place < row.invitations,
                job_offer=place < row.offers,
                offer_note=row.offer_note if place < (row.offers or row.invitations) else "",
                story=row.story,
                quote=row.quote if place == 0 else "",
                submitted_at=written,
                reviewed_at=written + timedelta(days=2),
                reviewed_by=reviewer,
            )
            if place == 0 and year == data.SCHOOL["working_year"] and host in PICTURES:
                add_photo(report, PICTURES[host], f"{mobility.host.city}, {mobility.host.sector.lower()}")


def add_photo(report: ExperienceReport, kind: str, caption: str) -> None:
    content = pictures.picture(kind, report.mobility_id)
    Attachment.objects.create(
        school=report.school,
        report=report,
        kind=AttachmentKind.PHOTO,
        name=f"{kind}.jpg",
        caption=caption,
        file=ContentFile(content, name=f"{kind}.jpg"),
        content_type="image/jpeg",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        width=1600,
        height=1200,
        consent=True,
        uploaded_by=report.author,
    )
