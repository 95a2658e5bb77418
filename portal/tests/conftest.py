"""One row of everything in the first school, for the tests that go through every page."""

from copy import copy, deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from http.cookies import SimpleCookie

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from mobilities.enums import (
    ApplicationState,
    ConferenceState,
    ContactRole,
    FindingKind,
    ReportState,
    SelectionState,
)
from mobilities.models import (
    AccompanyingPerson,
    Application,
    Attachment,
    ChecklistItem,
    Conference,
    ConferenceDay,
    ConferenceProject,
    Consent,
    ConsentText,
    Criterion,
    ExperienceReport,
    Finding,
    Host,
    HostContact,
    HostDocument,
    Letter,
    Mobility,
    ModuleFile,
    Paper,
    PaperFile,
    PartialUpload,
    Participant,
    Poll,
    PollOption,
    Presentation,
    ProjectTask,
    Qualification,
    Question,
    Questionnaire,
    ReminderStep,
    ReportComment,
    ReportLink,
    SchoolContact,
    Score,
    Selection,
    Sharing,
)
from mobilities.services import module_files
from portal.accounts import services as accounts
from portal.accounts.enums import Role
from portal.accounts.models import Invitation, Membership, SavedView, School, User
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.uploads import AttachmentKind
from portal.imports.models import Import
from portal.imports.registry import IMPORTERS
from portal.imports.services import uploads as tables
from portal.jobs.models import Job
from portal.testing.cast import member
from projects.models import (
    ActivityType,
    CalendarLink,
    Deadline,
    Dissemination,
    Instalment,
    Project,
    ProjectOrganisation,
    Rate,
)
from projects.services.calendar_links import digest
from reports.enums import DocumentKind
from reports.models import Bundle, Document, NewsText, PaperTemplate, PublicationPage

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e366"
    "0000000049454e44ae426082"
)
CALENDAR_TOKEN = "secret-of-the-coordinator"
ROLES = ["anonymous", "coordinator", "teacher", "director", "administrator", "outsider"]


@dataclass(frozen=True)
class Rows:
    """The teacher is in charge of all three mobilities; two have reports, a draft and a submitted one."""

    school: School
    membership: Membership
    invitation: Invitation
    project: Project
    instalment: Instalment
    rate: Rate
    activity_type: ActivityType
    own_type: ActivityType
    qualification: Qualification
    participant: Participant
    companion: Participant
    task: ProjectTask
    checklist_item: ChecklistItem
    consent_text: ConsentText
    consent: Consent
    host: Host
    contact: HostContact
    host_document: HostDocument
    mobility: Mobility
    going: Mobility
    paper: Paper
    paper_file: PaperFile
    unreported: Mobility
    reported: Mobility
    accompanying: AccompanyingPerson
    draft: ExperienceReport
    submitted: ExperienceReport
    attachment: Attachment
    photo: Attachment
    partial: PartialUpload
    link: ReportLink
    conference: Conference
    day: ConferenceDay
    presentation: Presentation
    poll: Poll
    reviewed: ConferenceProject
    finding: Finding
    decision: Finding
    host_problem: Finding
    job: Job
    document: Document
    deadline: Deadline
    organisation: ProjectOrganisation
    dissemination: Dissemination
    calendar: CalendarLink
    table: Import
    saved_view: SavedView
    school_contact: SchoolContact
    bundle: Bundle
    paper_template: PaperTemplate
    selection: Selection
    application: Application
    decided: Selection
    reserve: Application
    module_file: ModuleFile
    module_export: ModuleFile
    questionnaire: Questionnaire
    question: Question
    report_comment: ReportComment
    travelled: AccompanyingPerson
    reminder_step: ReminderStep
    letter: Letter
    sharing: Sharing
    news_text: NewsText
    publication_page: PublicationPage


@dataclass(frozen=True)
class World:
    """What a module makes once; every test gets copies, and what it changes in the database is taken back."""

    rows: Rows
    cast: dict[str, User | None]
    cookies: dict[str, SimpleCookie]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        school, other = (
            School.objects.create(name=name, city=city, working_year=2021)
            for name, city in (("Upes tehnikums", "Daugavpils"), ("Kalna tehnikums", "Cēsis"))
        )
        cast = {
            "anonymous": None,
            "coordinator": member(school, Role.COORDINATOR, "Inga", "Tiltiņa"),
            "teacher": member(school, Role.TEACHER, "Valdis", "Krastiņš"),
            "director": member(school, Role.DIRECTOR, "Andris", "Straumīte"),
            "administrator": member(school, Role.ADMINISTRATOR, "Ieva", "Laipa"),
            "outsider": member(other, Role.COORDINATOR, "Maija", "Kalnozola"),
        }
        yield World(all_rows(school, cast), cast, {role: signed_in(user).cookies for role, user in cast.items()})
        transaction.set_rollback(True)


@pytest.fixture
def in_world(world):
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def rows(in_world) -> Rows:
    return Rows(**{name: copy(row) for name, row in vars(in_world.rows).items()})


@pytest.fixture
def cast(in_world) -> dict[str, User | None]:
    return {role: copy(user) for role, user in in_world.cast.items()}


@pytest.fixture
def clients(in_world, monkeypatch) -> dict[str, Client]:
    """They keep no copies of what was rendered: thousands of pages go by, and nobody asks for their contexts."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *ignored, **rest: None)
    clients = {role: Client() for role in in_world.cast}
    for role, client in clients.items():
        client.cookies = deepcopy(in_world.cookies[role])
    return clients


def signed_in(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def all_rows(school: School, cast: dict[str, User | None]) -> Rows:
    return Rows(
        school=school,
        **people_and_projects(school, cast),
        **year_and_papers(school, cast),
        **life_of_project(school, cast),
        table=table(school, cast["coordinator"]),
        saved_view=saved_view(school, cast["coordinator"]),
        **calls(school),
        school_contact=SchoolContact.objects.create(
            school=school, role=ContactRole.SIGNATORY, name="Andris Straumīte"
        ),
        bundle=bundle(school, cast["coordinator"]),
        paper_template=PaperTemplate.objects.create(
            school=school, kind="image_consent", text_lv="# Foto", text_en="# Photo"
        ),
        module_file=module_file(cast["coordinator"], "fill"),
        module_export=module_file(cast["coordinator"], "compare"),
        **experience(school, cast),
    )


def experience(school: School, cast: dict) -> dict:
    """What is asked of reports, reminded of, shared and published."""
    sharing = Sharing.objects.create(
        school=school, kind="teachers_meeting", date=date(2022, 5, 2), title="Reikjavika", audience=40
    )
    sharing.mobilities.add(Mobility.objects.first())
    asked = Questionnaire.objects.create(school=school, profile="course", number=1)
    return {
        "questionnaire": asked,
        "question": Question.objects.create(questionnaire=asked, key="q_1", kind="text", label_lv="Kas pārsteidza"),
        "report_comment": ReportComment.objects.create(
            report=ExperienceReport.objects.get(state=ReportState.SUBMITTED), field="tasks", text="Par īsu"
        ),
        "travelled": AccompanyingPerson.objects.create(
            school=school,
            project=Project.objects.get(),
            start=date(2022, 4, 4),
            end=date(2022, 4, 8),
            person=person(school, "Krastiņš", kind="staff", user=cast["teacher"]),
        ),
        "reminder_step": ReminderStep.objects.create(school=school, phase="after_end", days=9),
        "letter": Letter.objects.create(school=school, kind="report_reminder", email="a@example.org"),
        "sharing": sharing,
        "news_text": NewsText.objects.create(
            school=school, conference=Conference.objects.get(), title_lv="Reikjavika"
        ),
        "publication_page": PublicationPage.objects.create(
            school=school, project=Project.objects.get(), slug="reikjavika", published_at=timezone.now()
        ),
    }


def bundle(school: School, user: User) -> Bundle:
    return Bundle.objects.create(
        school=school, kind="papers", language="lv", name="Dokumenti.zip", requested_by=user, made_at=timezone.now(),
        wanted={"mobilities": [Mobility.objects.first().pk], "kinds": ["image_consent"]}, sha256="0" * 64, count=2,
        file=ContentFile(b"PK", "papers.zip"),
    )  # fmt: skip


def module_file(user: User, purpose: str) -> ModuleFile:
    """A small file of the Beneficiary Module, not worked on yet; the template has a result all the same."""
    content = b"Data type;Grant Agreement No.;Mobility activity ID;Start date\n*;*;*;DD-MM-YYYY\n"
    file = ContentFile(content, "template.csv")
    row = module_files.receive(Project.objects.get(), purpose, file, "template.csv", file.size, user)
    if purpose == "fill":
        row.result.save("template.csv", ContentFile(b"Data type\n"))
    return row


def saved_view(school: School, user: User) -> SavedView:
    return SavedView.objects.create(
        school=school, user=user, page="mobilities:mobility-list", name="Bez atskaites", query="report=missing",
        is_shared=True,
    )  # fmt: skip


def people_and_projects(school: School, cast: dict) -> dict:
    host = Host.objects.create(school=school, name="Nordkai GmbH", country="DE", city="Hamburga")
    qualification = Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks")
    project = Project.objects.create(
        school=school, code="2021-1-LV01-KA121-VET-000009189", call_year=2021, title="Prakse Eiropā",
        school_name=school.name, field="VET", action="KA121", agency="LV01",
        start=date(2021, 9, 1), end=date(2022, 11, 30), agreement_signed=date(2021, 7, 23),
    )  # fmt: skip
    return {
        "membership": cast["teacher"].memberships.get(),
        "invitation": accounts.invite(cast["administrator"], school, "new@example.org", Role.TEACHER),
        "project": project,
        "instalment": Instalment.objects.create(
            project=project, kind="prefinancing", amount=1000, due=date(2021, 9, 15)
        ),
        "rate": Rate.objects.create(
            project=project, category="individual", target="learner", country_group=2, amount=54,
            source="https://example.org/annex",
        ),
        "activity_type": activity_type(),
        "own_type": ActivityType.objects.create(
            school=school, code="OWN-TYPE", name_lv="Pašu veids", name_en="Our own kind", category="staff",
            family="staff_training", call_year_from=2024, source="Līgums",
        ),
        "qualification": qualification,
        "participant": person(school, "Ozols", qualification=qualification),
        "host": host,
        "contact": HostContact.objects.create(host=host, name="Jens Meyer", role=ContactRole.MENTOR),
        "host_document": HostDocument.objects.create(
            host=host, title="Sadarbības līgums", name="līgums.png", content_type="image/png", size=len(PIXEL),
            file=ContentFile(PIXEL, "agreement.png"),
        ),
    }  # fmt: skip


def life_of_project(school: School, cast: dict) -> dict:
    project = Project.objects.get()
    return {
        "deadline": Deadline.objects.create(project=project, kind="final_report", due=date(2023, 1, 29)),
        "organisation": ProjectOrganisation.objects.create(
            project=project, role="partner", name="Nordkai", country="DE"
        ),
        "dissemination": Dissemination.objects.create(
            project=project, kind="event", title="Konference", day=date(2022, 5, 31), people=96,
            evidence=ContentFile(PIXEL, "saals.png"), evidence_name="zāle.png", evidence_type="image/png",
        ),
        "calendar": CalendarLink.objects.create(
            user=cast["coordinator"], school=school, token_sha256=digest(CALENDAR_TOKEN)
        ),
    }  # fmt: skip


def calls(school: School) -> dict:
    """One that waits to be decided, with points; one decided, with somebody selected and somebody in reserve."""
    call = {
        "school": school, "project": Project.objects.get(), "activity_type": activity_type(), "places": 1,
        "opens": date(2021, 9, 6), "closes": date(2021, 9, 30),
    }  # fmt: skip
    selection = Selection.objects.create(title="Prakse Hamburgā", state=SelectionState.OPEN, **call)
    call |= {"title": "Prakse Portu", "decided_on": date(2021, 10, 4), "decided_by": "I. Tiltiņa"}
    decided = Selection.objects.create(state=SelectionState.DECIDED, **call)
    criterion = Criterion.objects.create(selection=selection, name="Sekmes", weight=1, most_points=10)
    Criterion.objects.create(selection=decided, name="Sekmes", weight=1, most_points=10)
    selected, reserve = person(school, "Egle"), person(school, "Kļava")
    application = Application.objects.create(selection=selection, person=selected, applied_on=date(2021, 9, 10))
    Score.objects.create(application=application, criterion=criterion, points=8)
    applied = {"selection": decided, "applied_on": date(2021, 9, 10)}
    Application.objects.create(person=selected, state=ApplicationState.SELECTED, **applied)
    return {
        "selection": selection,
        "application": application,
        "decided": decided,
        "reserve": Application.objects.create(
            person=reserve, state=ApplicationState.RESERVE, place=1, reason="Otrā vieta", **applied
        ),
    }


def table(school: School, user: User) -> Import:
    """A list of one project, uploaded and not yet checked."""
    file = ContentFile(b"Project Identifier;Project Title\n2020-1-LV01-KA116-077195;Prakse\n", "list.csv")
    return tables.receive(IMPORTERS["projects"], file, "list.csv", file.size, school, user)


def activity_type() -> ActivityType:
    found = ActivityType.objects.for_call_year(2021).filter(code="LM-SHORT-VET").first()
    return found or ActivityType.objects.create(
        code="LM-SHORT-VET", name_lv="Īsā mobilitāte", name_en="Short mobility", category="learner",
        min_days=10, max_days=89, call_year_from=2021,
    )  # fmt: skip


def person(school: School, last_name: str, **fields) -> Participant:
    kind = fields.pop("kind", "learner")
    return Participant.objects.create(school=school, kind=kind, first_name="Jānis", last_name=last_name, **fields)


def year_and_papers(school: School, cast: dict) -> dict:
    travels = {name: mobility(school, cast, name) for name in ("mobility", "unreported", "reported")}
    companion = person(school, "Liepa", kind="staff")
    accompanying = AccompanyingPerson.objects.create(
        school=school, project=Project.objects.get(), person=companion,
        start=date(2022, 4, 4), end=date(2022, 5, 6),
    )  # fmt: skip
    accompanying.mobilities.add(travels["mobility"])
    line = Paper.objects.create(
        mobility=travels["mobility"], key="learning_agreement", kind="learning_agreement", phase="before",
        state="done", due=date(2022, 3, 21), done_on=date(2022, 3, 18),
    )  # fmt: skip
    copied = PaperFile.objects.create(
        paper=line, file=ContentFile(PIXEL, "copy.png"), name="līgums.png", content_type="image/png", size=len(PIXEL),
        sha256="0" * 64,
    )  # fmt: skip
    people = {"companion": companion, "accompanying": accompanying, **consents(school)}
    people |= {"paper": line, "paper_file": copied}
    people["task"] = ProjectTask.objects.create(
        project=Project.objects.get(), title="Pasūtīt biļetes", assignee=cast["teacher"], due=date(2022, 3, 1),
        mobility=travels["mobility"], created_by=cast["coordinator"],
    )  # fmt: skip
    people["checklist_item"] = ChecklistItem.objects.create(
        school=school, kind="other", title_lv="Polise", phase="before", groups=["learner"], due_days=7
    )
    return travels | {"going": travels["mobility"]} | people | reports(school, cast, travels) | papers(school, cast)


def consents(school: School) -> dict:
    """The participant's, in the first of two versions; nobody signed the second."""
    signed, unsigned = (
        ConsentText.objects.create(school=school, kind="data", number=number, text_lv="Piekrītu.") for number in (1, 2)
    )
    given = Consent.objects.create(
        person=Participant.objects.get(last_name="Ozols"), kind="data", text=signed, given_on=date(2022, 3, 1),
    )  # fmt: skip
    return {"consent_text": unsigned, "consent": given}


def mobility(school: School, cast: dict, name: str) -> Mobility:
    participant = Participant.objects.get() if name == "mobility" else person(school, name.title())
    return Mobility.objects.create(
        school=school, project=Project.objects.get(), participant=participant, activity_type=activity_type(),
        host=Host.objects.get(), start=date(2022, 4, 4), end=date(2022, 5, 6), responsible=cast["teacher"],
        state="confirmed",
    )  # fmt: skip


def reports(school: School, cast: dict, travels: dict[str, Mobility]) -> dict:
    draft = ExperienceReport.objects.create(school=school, mobility=travels["mobility"], author=cast["teacher"])
    submitted = ExperienceReport.objects.create(
        school=school, mobility=travels["reported"], author=cast["teacher"], state=ReportState.SUBMITTED,
        submitted_at=timezone.now(), tasks="Krāvu pieņemšana", pluses="Laipni kolēģi", story="Stāsts",
    )  # fmt: skip
    return {
        "draft": draft,
        "submitted": submitted,
        "partial": PartialUpload.objects.create(report=draft, name="osta.jpg", size=100, path="uploads-waiting/none"),
        "link": ReportLink.objects.create(report=draft, expires_at=timezone.now() + timedelta(days=60)),
        "attachment": attachment(submitted, AttachmentKind.DOCUMENT, "diena.pdf", b"%PDF-1.4", "application/pdf"),
        "photo": attachment(draft, AttachmentKind.PHOTO, "osta.png", PIXEL, "image/png"),
    }


def attachment(report: ExperienceReport, kind: str, name: str, content: bytes, content_type: str) -> Attachment:
    return Attachment.objects.create(
        school=report.school, report=report, kind=kind, name=name, file=ContentFile(content, name), size=len(content),
        content_type=content_type, sha256="0" * 64, width=1, height=1, uploaded_by=report.author,
    )  # fmt: skip


def poll(conference: Conference) -> Poll:
    poll = Poll.objects.create(conference=conference, question="Kas ieinteresēja visvairāk?", state="open")
    PollOption.objects.create(poll=poll, text="Hamburga")
    return poll


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
