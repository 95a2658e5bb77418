from projects.models.activity_type import ActivityType, ActivityTypeQuerySet, types_of_each
from projects.models.life import CalendarLink, Deadline, Dissemination, ProjectExtension, ProjectOrganisation
from projects.models.money import BudgetLine, Instalment, Rate
from projects.models.project import SUMMARY_LENGTH, SUMMARY_PARTS, Project, ProjectQuerySet
from projects.models.target import ProjectTarget

__all__ = [
    "SUMMARY_LENGTH",
    "SUMMARY_PARTS",
    "ActivityType",
    "ActivityTypeQuerySet",
    "BudgetLine",
    "CalendarLink",
    "Deadline",
    "Dissemination",
    "Instalment",
    "Project",
    "ProjectExtension",
    "ProjectOrganisation",
    "ProjectQuerySet",
    "ProjectTarget",
    "Rate",
    "types_of_each",
]
