"""One row of a kind, for tests that need just that."""

from django.core.files.base import ContentFile
from django.utils import timezone

from mobilities.models import (
    Attachment,
    Conference,
    ExperienceReport,
    Mobility,
    ModuleFile,
    Participant,
    Poll,
    PollOption,
)
from mobilities.services import module_files
from portal.accounts.models import SavedView, School, User
from portal.imports.models import Import
from portal.imports.registry import IMPORTERS
from portal.imports.services import uploads as tables
from projects.models import ActivityType, Project
from reports.models import Bundle

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e366"
    "0000000049454e44ae426082"
)


def activity_type() -> ActivityType:
    found = ActivityType.objects.for_call_year(2021).filter(code="LM-SHORT-VET").first()
    return found or ActivityType.objects.create(
        code="LM-SHORT-VET", name_lv="Īsā mobilitāte", name_en="Short mobility", category="learner",
        min_days=10, max_days=89, call_year_from=2021,
    )  # fmt: skip


def person(school: School, last_name: str, **fields) -> Participant:
    kind = fields.pop("kind", "learner")
    return Participant.objects.create(school=school, kind=kind, first_name="Jānis", last_name=last_name, **fields)


def attachment(report: ExperienceReport, kind: str, name: str, content: bytes, content_type: str) -> Attachment:
    return Attachment.objects.create(
        school=report.school, report=report, kind=kind, name=name, file=ContentFile(content, name), size=len(content),
        content_type=content_type, sha256="0" * 64, width=1, height=1, uploaded_by=report.author,
    )  # fmt: skip


def poll(conference: Conference) -> Poll:
    poll = Poll.objects.create(conference=conference, question="Kas ieinteresēja visvairāk?", state="open")
    PollOption.objects.create(poll=poll, text="Hamburga")
    return poll


def saved_view(school: School, user: User) -> SavedView:
    return SavedView.objects.create(
        school=school, user=user, page="mobilities:mobility-list", name="Bez atskaites", query="report=missing",
        is_shared=True,
    )  # fmt: skip


def bundle(school: School, user: User) -> Bundle:
    return Bundle.objects.create(
        school=school, kind="papers", language="lv", name="Dokumenti.zip", requested_by=user, made_at=timezone.now(),
        wanted={"mobilities": [Mobility.objects.first().pk], "kinds": ["image_consent"]}, sha256="0" * 64, count=2,
        file=ContentFile(b"PK", "papers.zip"),
    )  # fmt: skip


def table(school: School, user: User) -> Import:
    """A list of one project, uploaded and not yet checked."""
    file = ContentFile(b"Project Identifier;Project Title\n2020-1-LV01-KA116-077195;Prakse\n", "list.csv")
    return tables.receive(IMPORTERS["projects"], file, "list.csv", file.size, school, user)


def module_file(user: User, purpose: str) -> ModuleFile:
    """A small file of the Beneficiary Module, not worked on yet; the template has a result all the same."""
    content = b"Data type;Grant Agreement No.;Mobility activity ID;Start date\n*;*;*;DD-MM-YYYY\n"
    file = ContentFile(content, "template.csv")
    row = module_files.receive(Project.objects.get(), purpose, file, "template.csv", file.size, user)
    if purpose == "fill":
        row.result.save("template.csv", ContentFile(b"Data type\n"))
    return row
