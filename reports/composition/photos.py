"""Photos that may be printed."""

from collections.abc import Iterable
from pathlib import Path

from mobilities.models import Attachment
from reports import documents as printed
from reports.statistics import YearStatistics

MOST_PHOTOS = 12


def photos_of(statistics: YearStatistics) -> list[Attachment]:
    """Photos of the year's approved reports in which everybody agreed, one host after the other, each once."""
    rows = Attachment.objects.publishable().filter(report__mobility__in=[row.pk for row in statistics.mobilities])
    return printable(rows.order_by("report__mobility__start", "pk"))


def printable(rows: Iterable[Attachment]) -> list[Attachment]:
    """Each picture once, as many as fit."""
    shown: dict[str, Attachment] = {}
    for photo in rows:
        if photo.width and photo.height and Path(photo.file.path).exists():
            shown.setdefault(photo.sha256, photo)
    return list(shown.values())[: MOST_PHOTOS + 1]


def photo_row(photo: Attachment) -> printed.Photo:
    return printed.Photo(str(photo.pk), photo.width, photo.height, photo.caption)
