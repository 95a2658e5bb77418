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
from portal.common.naming import slug
from portal.common.refused import Refused
from portal.common.school_year import SchoolYear
from portal.jobs.models import Job
from portal.jobs.registry import PermanentError, Progress
from projects.models import Project
from reports import composition, project_report
from reports.enums import DocumentKind
from reports.making import WAITING, put_in_queue
from reports.models import Document

STEPS = 4
# Kept in English and said in the language of whoever looks: see portal.jobs.steps.
COUNTING, LAYING_OUT, STORING = _("Counting the year"), _("Laying out the pages"), _("Storing the file")


@transaction.atomic
def request_document(user: User | None, school: School, kind: str, year: SchoolYear, language: str) -> Document:
    """Queue a document of a school year. Raises Refused where the year has nothing to tell."""
    return queued(user, Document(school=school, kind=kind, year=year.start, language=language))


@transaction.atomic
def request_project_report(user: User | None, project: Project, language: str) -> Document:
    """Queue the dissemination report of a project. Raises Refused where there is nothing to tell."""
    year = SchoolYear.of(project.start).start
    about = {"school": project.school, "kind": DocumentKind.PROJECT, "project": project}
    return queued(user, Document(**about, year=year, language=language))


def queued(user: User | None, document: Document) -> Document:
    """Asked again while the same one waits or is being made, that one is returned."""
    same = {name: getattr(document, name) for name in ("school", "kind", "year", "project", "language")}
    waiting = Document.objects.filter(**same, job__state__in=WAITING).first()
    if waiting:
        return waiting
    if refusal := nothing_to_tell(document):
        raise Refused(refusal)
    document.requested_by = user
    document.save()
    put_in_queue(document, user)
    return document


def nothing_to_tell(document: Document) -> str:
    """Why there can be no such document, as a sentence; empty where there can."""
    if document.project:
        return project_report.nothing_to_tell(document.project)
    return composition.nothing_to_tell(document.kind, document.school, document.school_year)


def compose(document: Document) -> composition.Composed:
    if document.project:
        return project_report.compose(document.project, document.language)
    return composition.compose(document.kind, document.school, document.school_year, document.language)


def make_document(job: Job, progress: Progress):
    """Count, compose and print; the returned function stores the result (see portal.jobs.registry)."""
    document = Document.objects.select_related("school", "project__school").get(pk=job.payload["document"])
    with override(document.language):
        progress(1, STEPS, COUNTING)
        if refusal := nothing_to_tell(document):
            raise PermanentError(refusal)
        composed = compose(document)
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
        (DocumentKind.PROJECT, "lv"): "projekta-izplatisanas-parskats",
        (DocumentKind.PROJECT, "en"): "project-dissemination-report",
    }[document.kind, document.language]
    if document.project:
        return f"{stem}-{slug(document.project.short_code or document.project.title)}-{document.language}.pdf"
    return f"{stem}-{document.year}-{document.year + 1}.pdf"
