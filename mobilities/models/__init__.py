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
from mobilities.models.mobility import AccompanyingPerson, ItineraryStop, Mobility
from mobilities.models.participant import Participant, PersonContact, PersonLanguage, Qualification
from mobilities.models.selection import Application, Criterion, Score, Selection

__all__ = [
    "AccompanyingPerson",
    "Application",
    "Attachment",
    "Attendance",
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
    "MergedPerson",
    "Mobility",
    "MobilityGrant",
    "Participant",
    "PersonContact",
    "PersonLanguage",
    "Presentation",
    "Qualification",
    "Score",
    "Selection",
    "ToldApart",
]
