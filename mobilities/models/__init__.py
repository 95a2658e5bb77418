from mobilities.models.beneficiary_module import ModuleDifference, ModuleFile, ModuleMatch, ModuleNumbering
from mobilities.models.conference import (
    Attendance,
    Ballot,
    Conference,
    ConferenceDay,
    ConferenceProject,
    Finding,
    GuestCounted,
    Poll,
    PollOption,
    Presentation,
    ProposalAside,
    Sharing,
)
from mobilities.models.consent import Consent, ConsentText
from mobilities.models.duplicate import MergedPerson, ToldApart
from mobilities.models.experience import (
    Attachment,
    ExperienceReport,
    PartialUpload,
    PictureSubject,
    ReportComment,
    ReportLink,
)
from mobilities.models.grant import FixedAmount, MobilityGrant
from mobilities.models.host import Host, HostCapacity, HostContact, HostDocument, HostLanguage
from mobilities.models.inclusion import InclusionCount
from mobilities.models.learning_plan import LearningPlan, ProgrammeDay, SchoolContact
from mobilities.models.letter import Letter, ReminderStep
from mobilities.models.mobility import AccompanyingPerson, ItineraryStop, Mobility
from mobilities.models.paper import ChecklistItem, Paper, PaperFile
from mobilities.models.participant import Participant, PersonBank, PersonContact, PersonLanguage, Qualification
from mobilities.models.questionnaire import Question, Questionnaire
from mobilities.models.selection import Application, Criterion, Score, Selection
from mobilities.models.task import ProjectTask, TaskComment

__all__ = [
    "AccompanyingPerson",
    "Application",
    "Attachment",
    "Attendance",
    "Ballot",
    "ChecklistItem",
    "Conference",
    "ConferenceDay",
    "ConferenceProject",
    "Consent",
    "ConsentText",
    "Criterion",
    "ExperienceReport",
    "Finding",
    "FixedAmount",
    "GuestCounted",
    "Host",
    "HostCapacity",
    "HostContact",
    "HostDocument",
    "HostLanguage",
    "InclusionCount",
    "ItineraryStop",
    "LearningPlan",
    "Letter",
    "MergedPerson",
    "Mobility",
    "MobilityGrant",
    "ModuleDifference",
    "ModuleFile",
    "ModuleMatch",
    "ModuleNumbering",
    "Paper",
    "PaperFile",
    "PartialUpload",
    "Participant",
    "PersonBank",
    "PersonContact",
    "PersonLanguage",
    "PictureSubject",
    "Poll",
    "PollOption",
    "Presentation",
    "ProgrammeDay",
    "ProjectTask",
    "ProposalAside",
    "Qualification",
    "Question",
    "Questionnaire",
    "ReminderStep",
    "ReportComment",
    "ReportLink",
    "SchoolContact",
    "Score",
    "Selection",
    "Sharing",
    "TaskComment",
    "ToldApart",
]
