"""The conference of the year and its document."""

from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from mobilities.enums import ConferenceState, FindingKind
from mobilities.models import Conference, ConferenceDay, ConferenceProject, Finding, Host, Presentation
from portal.accounts.models import School
from portal.audit.models import Verb
from portal.audit.services import record
from portal.jobs.models import Job
from portal.tests.rows.single import poll
from projects.models import Project
from reports.enums import DocumentKind
from reports.models import Document


def papers(school: School, cast: dict) -> dict:
    conference = Conference.objects.create(
        school=school, year=2021, title="Izvērtēšanas konference", state=ConferenceState.OPEN
    )
    day = ConferenceDay.objects.create(conference=conference, date=date(2022, 5, 31))
    finding = Finding.objects.create(conference=conference, kind=FindingKind.PLUS, text="Labi mentori")
    decision = Finding.objects.create(
        conference=conference, kind=FindingKind.DECISION, text="Mācīt valodu", owner="V. K.", due=date(2022, 9, 1)
    )
    job = Job.objects.create(kind="reports.make_document", school=school, user=cast["director"], idempotency_key="one")
    document = Document.objects.create(
        school=school, kind=DocumentKind.ANNUAL, year=2021, language="lv", job=job, requested_by=cast["director"],
        made_at=timezone.now() - timedelta(days=1), file=ContentFile(b"%PDF-1.7", "annual.pdf"), sha256="0" * 64,
    )  # fmt: skip
    record(cast["director"], school, Verb.REQUEST, document)
    return {
        "conference": conference,
        "host_problem": Finding.objects.create(
            conference=conference, kind=FindingKind.MINUS, text="Tālu no pilsētas", host=Host.objects.get()
        ),
        "day": day,
        "presentation": Presentation.objects.create(day=day, title="Prakse Hamburgā"),
        "poll": poll(conference),
        "reviewed": ConferenceProject.objects.create(conference=conference, project=Project.objects.get()),
        "finding": finding,
        "decision": decision,
        "job": job,
        "document": document,
    }
