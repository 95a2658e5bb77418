from mobilities.models.beneficiary_module import ModuleDifference, ModuleFile, ModuleMatch, ModuleNumbering
from mobilities.models.conference import (
    Attendance,
    Conference,
    ConferenceDay,
    ConferenceProject,
    Finding,
    Presentation,
)
from mobilities.models.consent import Consent, ConsentText
from mobilities.models.duplicate import MergedPerson, ToldApart
from mobilities.models.experience import Attachment, ExperienceReport
from mobilities.models.grant import MobilityGrant
from mobilities.models.host import Host, HostCapacity, HostContact, HostDocument, HostLanguage
from mobilities.models.inclusion import InclusionCount
from mobilities.models.learning_plan import LearningPlan, ProgrammeDay, SchoolContact
from mobilities.models.mobility import AccompanyingPerson, ItineraryStop, Mobility
from mobilities.models.paper import ChecklistItem, Paper, PaperFile
from mobilities.models.participant import Participant, PersonBank, PersonContact, PersonLanguage, Qualification
from mobilities.models.selection import Application, Criterion, Score, Selection
from mobilities.models.task import ProjectTask, TaskComment

__all__ = [
    "AccompanyingPerson",
    "Application",
    "Attachment",
    "Attendance",
    "ChecklistItem",
    "Conference",
    "ConferenceDay",
    "ConferenceProject",
    "Consent",
    "ConsentText",
    "Criterion",
    "ExperienceReport",
    "Finding",
    "Host",
    "HostCapacity",
    "HostContact",
    "HostDocument",
    "HostLanguage",
    "InclusionCount",
    "ItineraryStop",
    "LearningPlan",
    "MergedPerson",
    "Mobility",
    "MobilityGrant",
    "ModuleDifference",
    "ModuleFile",
    "ModuleMatch",
    "ModuleNumbering",
    "Paper",
    "PaperFile",
    "Participant",
    "PersonBank",
    "PersonContact",
    "PersonLanguage",
    "Presentation",
    "ProgrammeDay",
    "ProjectTask",
    "Qualification",
    "SchoolContact",
    "Score",
    "Selection",
    "TaskComment",
    "ToldApart",
]
