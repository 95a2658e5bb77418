from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PersonKind(TextChoices):
    LEARNER = "learner", _("Learner")
    STAFF = "staff", pgettext_lazy("one person", "Staff")


class Gender(TextChoices):
    """As the Commission's module lists it."""

    FEMALE = "female", pgettext_lazy("gender", "Female")
    MALE = "male", pgettext_lazy("gender", "Male")
    UNDEFINED = "undefined", pgettext_lazy("gender", "Undefined")


class HostKind(TextChoices):
    COMPANY = "company", _("Company")
    SCHOOL = "school", _("School")
    COURSE_PROVIDER = "course_provider", _("Course provider")
    INTERMEDIARY = "intermediary", _("Intermediary organisation")
    PUBLIC_BODY = "public_body", _("Public body")
    ASSOCIATION = "association", _("Association or foundation")


class HostState(TextChoices):
    CANDIDATE = "candidate", _("Candidate")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")


class ContactRole(TextChoices):
    """Whom a learning agreement names for an organisation, and who signs it."""

    MENTOR = "mentor", _("Mentor")
    ADMINISTRATIVE = "administrative", _("Administrative contact")
    EMERGENCY = "emergency", _("Emergency contact")
    SIGNATORY = "signatory", _("Legal representative")


class PersonContactRole(TextChoices):
    """Whom to call about a person."""

    GUARDIAN = "guardian", _("Parent or guardian")
    EMERGENCY = "emergency", _("In an emergency")


class LanguageLevel(TextChoices):
    """CEFR, the Common European Framework of Reference for Languages."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"
    NATIVE = "native", _("Mother tongue")


class ConsentKind(TextChoices):
    DATA = "data", _("Use of personal data")
    IMAGE = "image", _("Use of pictures")


class ConsentGiver(TextChoices):
    SELF = "self", _("The person")
    GUARDIAN = "guardian", _("Parent or guardian")


class InclusionReason(TextChoices):
    """The programme guide's barriers that make opportunities fewer."""

    DISABILITY = "disability", _("Disabilities")
    HEALTH = "health", _("Health problems")
    EDUCATION = "education", _("Barriers in education and training")
    CULTURAL = "cultural", _("Cultural differences")
    SOCIAL = "social", _("Social barriers")
    ECONOMIC = "economic", _("Economic barriers")
    DISCRIMINATION = "discrimination", _("Discrimination")
    GEOGRAPHICAL = "geographical", _("Geographical barriers")


class SelectionState(TextChoices):
    """draft > open > decided; back to open while nothing became a mobility."""

    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open for applications")
    DECIDED = "decided", _("Decided")


class ApplicationState(TextChoices):
    APPLIED = "applied", _("Not decided yet")
    SELECTED = "selected", _("Selected")
    RESERVE = "reserve", _("In the reserve list")
    REJECTED = "rejected", _("Not selected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Direction(TextChoices):
    OUTGOING = "outgoing", _("Outgoing")
    INCOMING = "incoming", _("Incoming")


class MobilityState(TextChoices):
    """What was decided. Abroad and returned follow from the dates: see Phase."""

    PLANNED = "planned", pgettext_lazy("mobility", "Planned")
    CONFIRMED = "confirmed", pgettext_lazy("mobility", "Confirmed")
    CLOSED = "closed", pgettext_lazy("mobility", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("mobility", "Cancelled")
    INTERRUPTED = "interrupted", pgettext_lazy("mobility", "Interrupted")


class Phase(TextChoices):
    """Where a mobility stands today, by its state and its dates: what people see and filter by."""

    PLANNED = "planned", pgettext_lazy("mobility", "Planned")
    CONFIRMED = "confirmed", pgettext_lazy("mobility", "Confirmed")
    ABROAD = "abroad", pgettext_lazy("mobility", "Abroad now")
    RETURNED = "returned", pgettext_lazy("mobility", "Returned")
    CLOSED = "closed", pgettext_lazy("mobility", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("mobility", "Cancelled")
    INTERRUPTED = "interrupted", pgettext_lazy("mobility", "Interrupted")


GOING = (MobilityState.PLANNED, MobilityState.CONFIRMED)
# What was decided to take place; only these are abroad, are over, owe a report and count in figures.
TAKES_PLACE = (MobilityState.CONFIRMED, MobilityState.CLOSED, MobilityState.INTERRUPTED)
RUNNING = (*GOING, MobilityState.INTERRUPTED)  # papers of these are still asked for


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
    OFFER = "offer", _("Offer")
    FIRST_TIME = "first_time", _("First time")
    DECISION = "decision", _("Decision")


REPORT_HANDED_IN = (ReportState.SUBMITTED, ReportState.APPROVED)

# From which state a deed may lead to which.
REPORT_SUBMIT_FROM = (ReportState.DRAFT, ReportState.RETURNED)
REPORT_REVIEW_FROM = (ReportState.SUBMITTED,)
REPORT_REOPEN_FROM = (ReportState.APPROVED,)
CONFERENCE_STEPS = {
    ConferenceState.OPEN: (ConferenceState.PLANNED, ConferenceState.CLOSED),
    ConferenceState.CLOSED: (ConferenceState.OPEN,),
}


class PaperPhase(TextChoices):
    BEFORE = "before", _("Before the departure")
    DURING = "during", _("During the stay")
    AFTER = "after", _("After the return")


class PaperKind(TextChoices):
    """Papers a coordinator makes or collects for one mobility."""

    LEARNING_AGREEMENT = "learning_agreement", _("Learning agreement")
    GROUP_PROGRAMME = "group_programme", _("Group learning programme")
    SHADOWING_PROGRAMME = "shadowing_programme", _("Job-shadowing programme")
    GRANT_AGREEMENT = "grant_agreement", _("Participant grant agreement")
    QUALITY_COMMITMENT = "quality_commitment", _("Quality commitment")
    DATA_CONSENT = "data_consent", _("Consent to the use of personal data")
    IMAGE_CONSENT = "image_consent", _("Consent to the use of pictures")
    PARENTAL_CONSENT = "parental_consent", _("Consent of a parent or guardian to the journey")
    LEARNING_CHANGES = "learning_changes", _("Changes of the learning agreement")
    ATTENDANCE_LIST = "attendance_list", _("Attendance list or practice diary")
    TRAVEL_DECLARATION = "travel_declaration", _("Declaration of green travel")
    ATTENDANCE_CERTIFICATE = "attendance_certificate", _("Certificate of attendance")
    ACCOMPANYING_CERTIFICATE = "accompanying_certificate", _("Certificate of an accompanying person")
    EUROPASS_MOBILITY = "europass_mobility", _("Europass Mobility")
    LEARNING_COMPLEMENT = "learning_complement", _("Learning agreement, part after the mobility")
    OTHER = "other", _("Another paper")


class PaperState(TextChoices):
    """made: printed from the portal, not signed yet. done: the signed paper, or what stands for it, is here."""

    MISSING = "missing", pgettext_lazy("paper", "Missing")
    MADE = "made", pgettext_lazy("paper", "Made, to be signed")
    DONE = "done", pgettext_lazy("paper", "Here")
    SET_ASIDE = "set_aside", pgettext_lazy("paper", "Does not apply")


class ProfileGroup(TextChoices):
    """Who needs a paper. Minors: learners under 18 at departure; learners: those of age."""

    LEARNER = "learner", _("Learners of age")
    MINOR = "minor", _("Minors")
    STAFF = "staff", pgettext_lazy("group of people", "Staff")
    ACCOMPANYING = "accompanying", _("Accompanying persons")
    INCOMING = "incoming", _("Incoming guests")


class ModuleFilePurpose(TextChoices):
    FILL = "fill", _("Template to be filled")
    COMPARE = "compare", _("Export to be compared")


class ModuleFileState(TextChoices):
    """received > working > ready; back to received while its columns are matched anew."""

    RECEIVED = "received", _("Columns to be confirmed")
    WORKING = "working", _("In work")
    READY = "ready", pgettext_lazy("file", "Ready")


class ModuleRows(TextChoices):
    """Which rows go into a filled file; each includes those before it."""

    COMPLETE = "complete", _("Only rows that the module takes as complete")
    DRAFTS = "drafts", _("Also rows in which the module wants more than stands here: it keeps them as drafts")
    ALL = "all", _("All, also mobilities that are not complete here")


class DriftKind(TextChoices):
    ONLY_HERE = "only_here", _("Only here")
    ONLY_THERE = "only_there", _("Only in the module")
    DIFFERS = "differs", _("Differs")
    DRAFT_THERE = "draft_there", _("Fell back to draft in the module")


class DriftSettled(TextChoices):
    OURS = "ours", _("Ours stands")
    THEIRS = "theirs", _("Taken over from the module")


class QuestionnaireProfile(TextChoices):
    """Whose experience a questionnaire asks for."""

    PLACEMENT = "placement", _("Learner's placement")
    SHADOWING = "shadowing", _("Job shadowing")
    TEACHING = "teaching", _("Teaching assignment")
    COURSE = "course", _("Course")
    ACCOMPANYING = "accompanying", _("Accompanying person")


class QuestionnaireState(TextChoices):
    """draft > published; a published one is never changed, and the newest is what new reports answer."""

    DRAFT = "draft", pgettext_lazy("questionnaire", "Draft")
    PUBLISHED = "published", pgettext_lazy("questionnaire", "Published")


class QuestionKind(TextChoices):
    LINE = "line", _("A line of text")
    TEXT = "text", _("A longer text")
    NUMBER = "number", _("A number")
    SCALE = "scale", _("A mark from 1 to 5")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("One of several")
    CHOICES = "choices", _("Several of several")


class Recommends(TextChoices):
    YES = "yes", pgettext_lazy("would recommend", "Yes")
    PARTLY = "partly", pgettext_lazy("would recommend", "With reservations")
    NO = "no", pgettext_lazy("would recommend", "No")


class PictureAgreement(TextChoices):
    """Whether somebody in a picture agrees to its publication."""

    UNKNOWN = "unknown", _("Not asked yet")
    YES = "yes", pgettext_lazy("picture", "Agrees")
    NO = "no", pgettext_lazy("picture", "Does not agree")


class ReminderPhase(TextChoices):
    """What the days of a reminder are counted from."""

    BEFORE_END = "before_end", _("Days before the last day there")
    AFTER_END = "after_end", _("Days after the last day there")
    OVERDUE = "overdue", _("Days after the report was due")
    RETURNED = "returned", _("Days after it was returned with a comment")


class LetterKind(TextChoices):
    REPORT_REMINDER = "report_reminder", _("Reminder of the report")
    REPORT_LINK = "report_link", _("Personal link to the report")
    REPORT_RETURNED = "report_returned", _("The report was returned")
    INVITATION = "invitation", _("Invitation to the conference")


class LetterState(TextChoices):
    """queued > sent, or failed where the mail server refused it; sent > bounced where it came back."""

    QUEUED = "queued", pgettext_lazy("letter", "Waiting to be sent")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    FAILED = "failed", pgettext_lazy("letter", "Refused by the mail server")
    BOUNCED = "bounced", pgettext_lazy("letter", "Came back")


class PollState(TextChoices):
    DRAFT = "draft", pgettext_lazy("vote", "Not open yet")
    OPEN = "open", pgettext_lazy("vote", "Open")
    CLOSED = "closed", pgettext_lazy("vote", "Closed")


class SharingKind(TextChoices):
    """Where experience was shown to others."""

    TEACHERS_MEETING = "teachers_meeting", _("Teachers' meeting")
    METHODICAL_COMMISSION = "methodical_commission", _("Methodical commission")
    LESSON = "lesson", _("Lesson or class hour")
    EVENT = "event", pgettext_lazy("sharing", "Event")
    PUBLICATION = "publication", _("Publication")
    OTHER = "other", pgettext_lazy("sharing", "Elsewhere")
