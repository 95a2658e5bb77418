"""One row of everything in the first school, for the tests that go through every page."""

from dataclasses import dataclass

from mobilities.enums import ContactRole
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
    Presentation,
    ProjectTask,
    Qualification,
    Question,
    Questionnaire,
    ReminderStep,
    ReportComment,
    ReportLink,
    SchoolContact,
    Selection,
    Sharing,
)
from portal.accounts.models import Invitation, Membership, SavedView, School, User
from portal.imports.models import Import
from portal.jobs.models import Job
from portal.tests.rows.experience import experience
from portal.tests.rows.mobilities import year_and_papers
from portal.tests.rows.projects import life_of_project, people_and_projects
from portal.tests.rows.selections import calls
from portal.tests.rows.single import bundle, module_file, saved_view, table
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
from reports.models import Bundle, Document, NewsText, PaperTemplate, PublicationPage


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
