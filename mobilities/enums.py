from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PersonKind(TextChoices):
    LEARNER = "learner", _("Learner")
    STAFF = "staff", pgettext_lazy("one person", "Staff")


class HostKind(TextChoices):
    COMPANY = "company", _("Company")
    SCHOOL = "school", _("School")
    COURSE_PROVIDER = "course_provider", _("Course provider")
    INTERMEDIARY = "intermediary", _("Intermediary organisation")
    PUBLIC_BODY = "public_body", _("Public body")


class ContactRole(TextChoices):
    MENTOR = "mentor", _("Mentor")
    ADMINISTRATIVE = "administrative", _("Administrative contact")
    EMERGENCY = "emergency", _("Emergency contact")


class Direction(TextChoices):
    OUTGOING = "outgoing", _("Outgoing")
    INCOMING = "incoming", _("Incoming")


class MobilityState(TextChoices):
    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


class StopKind(TextChoices):
    """Why a stay ended before its time, or paused: it decides what of the grant stays."""

    INTERRUPTION = "interruption", _("Interruption")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")


class ReportState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned with a comment")
    APPROVED = "approved", _("Approved")


class ConferenceState(TextChoices):
    PLANNED = "planned", _("Being prepared")
    OPEN = "open", _("Going on")
    CLOSED = "closed", _("Closed")


class ReviewKind(TextChoices):
    REVIEWED = "reviewed", _("Reviewed")
    INTRODUCED = "introduced", _("Introduced as new")


class FindingKind(TextChoices):
    PLUS = "plus", _("Plus")
    MINUS = "minus", _("Minus")
    FIRST_TIME = "first_time", _("First time")
    DECISION = "decision", _("Decision")


REPORT_HANDED_IN = (ReportState.SUBMITTED, ReportState.APPROVED)

# From which state a deed may lead to which.
REPORT_SUBMIT_FROM = (ReportState.DRAFT, ReportState.RETURNED)
REPORT_REVIEW_FROM = (ReportState.SUBMITTED,)
CONFERENCE_STEPS = {
    ConferenceState.OPEN: (ConferenceState.PLANNED, ConferenceState.CLOSED),
    ConferenceState.CLOSED: (ConferenceState.OPEN,),
}
