"""What projects choose from, and the one table of moves in a project's life."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Programme(TextChoices):
    ERASMUS = "erasmus", _("Erasmus+")
    NORDPLUS = "nordplus", _("Nordplus")
    ETWINNING = "etwinning", _("eTwinning")
    TCA = "tca", _("Training and cooperation activities (TCA)")
    OTHER = "other", _("Another programme")


class ProjectRole(TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    PARTNER = "partner", _("Partner")


class ProjectState(TextChoices):
    """Where a project stands by what was decided; while approved, the dates say the rest (see Standing)."""

    IDEA = "idea", _("Idea")
    SUBMITTED = "submitted", _("Application submitted")
    REJECTED = "rejected", _("Not funded")
    APPROVED = "approved", _("Approved")
    REPORTED = "reported", _("Final report submitted")
    CLOSED = "closed", pgettext_lazy("project", "Closed")
    ARCHIVED = "archived", _("Archived")


BEFORE_FUNDING = (ProjectState.IDEA, ProjectState.SUBMITTED, ProjectState.REJECTED)
FUNDED = (ProjectState.APPROVED, ProjectState.REPORTED, ProjectState.CLOSED, ProjectState.ARCHIVED)
IN_WORK = (ProjectState.IDEA, ProjectState.SUBMITTED, ProjectState.APPROVED, ProjectState.REPORTED)


@dataclass(frozen=True)
class Step:
    """One move in the life of a project: from which states to which, what its button says, who may do it."""

    label: str
    sources: tuple[ProjectState, ...]
    target: ProjectState
    permission: str = "projects.change_project"
    is_back: bool = False


STEPS = {
    "submit": Step(
        _("Mark the application as submitted"), (ProjectState.IDEA, ProjectState.REJECTED), ProjectState.SUBMITTED
    ),
    "approve": Step(_("Mark as approved"), (ProjectState.SUBMITTED,), ProjectState.APPROVED),
    "reject": Step(_("Mark as not funded"), (ProjectState.SUBMITTED,), ProjectState.REJECTED),
    "report": Step(_("Mark the final report as submitted"), (ProjectState.APPROVED,), ProjectState.REPORTED),
    "close": Step(_("Close the project"), (ProjectState.REPORTED,), ProjectState.CLOSED),
    "archive": Step(
        _("Archive the project"), (ProjectState.CLOSED,), ProjectState.ARCHIVED, "projects.archive_project"
    ),
    "rethink": Step(_("Back to an idea"), (ProjectState.SUBMITTED,), ProjectState.IDEA, is_back=True),
    "unapprove": Step(_("Take the approval back"), (ProjectState.APPROVED,), ProjectState.SUBMITTED, is_back=True),
    "reopen": Step(_("Take the final report back"), (ProjectState.REPORTED,), ProjectState.APPROVED, is_back=True),
    "unclose": Step(_("Open the project again"), (ProjectState.CLOSED,), ProjectState.REPORTED, is_back=True),
    "unarchive": Step(
        _("Take out of the archive"), (ProjectState.ARCHIVED,), ProjectState.CLOSED, "projects.archive_project",
        is_back=True,
    ),
}  # fmt: skip


class Standing(TextChoices):
    """Where a project stands by state and dates together: what pages, filters and files show."""

    IDEA = "idea", _("Idea")
    SUBMITTED = "submitted", _("Application submitted")
    REJECTED = "rejected", _("Not funded")
    PLAN = "plan", _("Not started")
    GO = "go", _("Running")
    DONE = "done", _("Ended")
    REPORTED = "reported", _("Final report submitted")
    CLOSED = "closed", pgettext_lazy("project", "Closed")
    ARCHIVED = "archived", _("Archived")

    @property
    def kind(self) -> str:
        """The kind of the status component."""
        waiting = dict.fromkeys(["submitted", "done", "reported"], "wait")
        return (waiting | {"idea": "draft", "archived": "draft", "rejected": "stop", "closed": "done"}).get(self, self)


class OrganisationRole(TextChoices):
    """What another organisation is in a project."""

    COORDINATOR = "coordinator", _("Coordinator")
    CONSORTIUM_MEMBER = "consortium_member", _("Consortium member")
    PARTNER = "partner", _("Partner")
    ASSOCIATED = "associated", _("Associated partner")


class DeadlineKind(TextChoices):
    APPLICATION = "application", _("Application")
    AGREEMENT = "agreement", _("Signing of the grant agreement")
    INTERIM_REPORT = "interim_report", _("Interim report")
    FINAL_REPORT = "final_report", _("Final report")
    PAYMENT = "payment", _("Payment")
    OTHER = "other", _("Other date")


class DisseminationKind(TextChoices):
    EVENT = "event", _("Event")
    LESSON = "lesson", _("Lesson or teachers' meeting")
    PRESS = "press", _("Press, radio, television")
    WEBSITE = "website", _("Website")
    SOCIAL_MEDIA = "social_media", _("Social media")
    MATERIAL = "material", _("Printed or teaching material")


class Field(TextChoices):
    """Field of education, as in the grant codes."""

    VET = "VET", _("Vocational education and training")
    SCH = "SCH", _("School education")
    ADU = "ADU", _("Adult education")
    HED = "HED", _("Higher education")
    YOU = "YOU", _("Youth")
    SPO = "SPO", _("Sport")


class Category(TextChoices):
    """Who an activity type is for."""

    LEARNER = "learner", _("Learners")
    STAFF = "staff", _("Staff")
    OTHER = "other", _("Other")


class ActivityFamily(TextChoices):
    """What an activity is, whatever a call year names it: old and new types of one family are compared."""

    PLACEMENT = "placement", _("Learning mobility of learners")
    LONG_PLACEMENT = "long_placement", _("Long-term learning mobility of learners")
    GROUP = "group", _("Group mobility of learners")
    COMPETITION = "competition", _("Skills competition")
    STAFF_TRAINING = "staff_training", _("Job shadowing, courses and training")
    TEACHING = "teaching", _("Teaching assignment")
    EXPERT = "expert", _("Invited expert")
    HOSTING = "hosting", _("Hosting of future teachers")
    PREPARATORY_VISIT = "preparatory_visit", _("Preparatory visit")


class BudgetCategory(TextChoices):
    """Categories of an Erasmus+ budget, in the order of the agreement's annex."""

    ORGANISATIONAL = "organisational", _("Organisational support")
    TRAVEL = "travel", _("Travel")
    INDIVIDUAL = "individual", _("Individual support")
    INCLUSION_ORGANISATION = "inclusion_organisation", _("Inclusion support for organisations")
    INCLUSION_PARTICIPANT = "inclusion_participant", _("Inclusion support for participants")
    COURSE_FEES = "course_fees", _("Course fees")
    LINGUISTIC = "linguistic", _("Linguistic support")
    PREPARATORY_VISIT = "preparatory_visit", _("Preparatory visits")
    EXCEPTIONAL = "exceptional", _("Exceptional costs")
    LUMP_SUM = "lump_sum", _("Lump sum")


class RateCategory(TextChoices):
    """What a rate pays for; day rules and travel days are no amounts but belong to the same table."""

    ORGANISATIONAL = "organisational", _("Organisational support, per participant")
    TRAVEL = "travel", _("Travel, per participant and return")
    INDIVIDUAL = "individual", _("Individual support, per day")
    DAY_SHARE = "day_share", _("Share of the daily rate, %")
    TRAVEL_DAYS = "travel_days", _("Funded travel days, at most")
    INCLUSION_ORGANISATION = "inclusion_organisation", _("Inclusion support for the organisation, per participant")
    INCLUSION_PARTICIPANT = "inclusion_participant", _("Inclusion support for participants, % of real costs")
    COURSE_FEES = "course_fees", _("Course fees, per day")
    LINGUISTIC = "linguistic", _("Linguistic support, per participant")
    PREPARATORY_VISIT = "preparatory_visit", _("Preparatory visit, per person")
    EXCEPTIONAL = "exceptional", _("Exceptional costs, % of real costs")


class Evidence(TextChoices):
    """Where a proposed rate was seen, from the surest to the least sure."""

    SAME_ACTION = "seen_same_action", _("Seen on a page about this very action")
    ALL_FIELDS = "seen_all_fields", _("Seen on a page that holds for all fields of key action 1")
    OTHER_FIELD = "seen_other_field", _("Seen for another field of Erasmus+, not for this one")
    THIRD_PARTY = "seen_third_party_page", _("Seen on a page of somebody else, not of the programme")
    MODEL_KNOWLEDGE = "model_knowledge", _("Seen nowhere: from memory")


class TravelMode(TextChoices):
    STANDARD = "standard", _("Standard travel")
    GREEN = "green", pgettext_lazy("travel", "Green travel")


class Rounding(TextChoices):
    """To what the daily rate from day 15 on is rounded, half up."""

    EURO = "euro", _("whole euros")
    CENT = "cent", _("cents")


class InstalmentKind(TextChoices):
    PREFINANCING = "prefinancing", _("First payment")
    FURTHER = "further", _("Further payment")
    BALANCE = "balance", _("Balance")
    RECOVERY = "recovery", _("Paid back by the school")
