"""Ask for a document, make it, keep it."""

import hashlib
import json

from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from portal.accounts.models import School, User
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused
from portal.common.school_year import SchoolYear
from portal.jobs.models import Job
from portal.jobs.registry import PermanentError, Progress
from reports import composition
from reports.enums import DocumentKind
from reports.making import WAITING, put_in_queue
from reports.models import Document

STEPS = 4
# Kept in English and said in the language of whoever looks: see portal.jobs.steps.
COUNTING, LAYING_OUT, STORING = _("Counting the year"), _("Laying out the pages"), _("Storing the file")


@transaction.atomic
def request_document(user: User | None, school: School, kind: str, year: SchoolYear, language: str) -> Document:
    """Queue a document. Asked again while the same one waits or is being made, that one is returned.

    Raises Refused where the year has nothing to tell.
    """
    waiting = Document.objects.filter(
        school=school, kind=kind, year=year.start, language=language, job__state__in=WAITING
    ).first()
    if waiting:
        return waiting
    if refusal := composition.nothing_to_tell(kind, school, year):
        raise Refused(refusal)
    document = Document.objects.create(school=school, kind=kind, year=year.start, language=language, requested_by=user)
    put_in_queue(document, user)
    return document


def make_document(job: Job, progress: Progress):
    """Count, compose and print; the returned function stores the result (see portal.jobs.registry)."""
    document = Document.objects.select_related("school").get(pk=job.payload["document"])
    with override(document.language):
        progress(1, STEPS, COUNTING)
        about = (document.kind, document.school, document.school_year)
        if refusal := composition.nothing_to_tell(*about):
            raise PermanentError(refusal)
        composed = composition.compose(*about, document.language)
        progress(2, STEPS, LAYING_OUT)
        pdf = composition.render(document.kind, composed, document.language)
        progress(3, STEPS, STORING)
    snapshot = json.loads(json.dumps(composition.snapshot(composed), cls=DjangoJSONEncoder))
    return lambda: store(document, pdf, snapshot)


def store(document: Document, pdf: bytes, snapshot: dict) -> None:
    """Keep bytes, checksum and what was printed. Runs in the transaction that ends the job."""
    document.file.save("document.pdf", ContentFile(pdf), save=False)
    document.sha256 = hashlib.sha256(pdf).hexdigest()
    document.size = len(pdf)
    document.pages = composition.count_pages(pdf)
    document.snapshot = snapshot
    document.made_at = timezone.now()
    document.save(update_fields=["file", "sha256", "size", "pages", "snapshot", "made_at"])
    record(None, document.school, Verb.MAKE, document, {"sha256": ["", document.sha256]})


def file_name(document: Document) -> str:
    """What the download is called: gada-parskats-2021-2022-lv.pdf."""
    stem = {
        (DocumentKind.ANNUAL, "lv"): "gada-kopsavilkums",
        (DocumentKind.ANNUAL, "en"): "annual-summary",
        (DocumentKind.CONFERENCE, "lv"): "konferences-parskats",
        (DocumentKind.CONFERENCE, "en"): "conference-report",
    }[document.kind, document.language]
    return f"{stem}-{document.year}-{document.year + 1}.pdf"
