from mobilities.models.conference import (
    Attendance,
    Conference,
    ConferenceDay,
    ConferenceProject,
    Finding,
    Presentation,
)
from mobilities.models.experience import Attachment, ExperienceReport
from mobilities.models.grant import MobilityGrant
from mobilities.models.host import Host, HostContact
from mobilities.models.mobility import AccompanyingPerson, Mobility
from mobilities.models.participant import Participant, Qualification

__all__ = [
    "AccompanyingPerson",
    "Attachment",
    "Attendance",
    "Conference",
    "ConferenceDay",
    "ConferenceProject",
    "ExperienceReport",
    "Finding",
    "Host",
    "HostContact",
    "Mobility",
    "MobilityGrant",
    "Participant",
    "Presentation",
    "Qualification",
]
