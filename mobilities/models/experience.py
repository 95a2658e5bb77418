"""What was learned abroad: the experience report of one journey, with its photos and documents."""

import secrets
import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ConsentKind, LanguageLevel, PictureAgreement, Recommends, ReportState
from mobilities.models.consent import taken_back
from mobilities.models.mobility import AccompanyingPerson, Mobility
from mobilities.models.participant import SEES_ALL, Participant
from mobilities.models.questionnaire import Questionnaire
from portal.accounts.models import School
from portal.common.models import Versioned
from portal.common.uploads import AttachmentKind

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class ExperienceReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ExperienceReportQuerySet":
        """For a teacher the reports of one's own mobilities and those in one's charge; drafts of others to nobody."""
        own = Q(mobility__participant__user=user) | Q(mobility__responsible=user) | Q(accompanying__person__user=user)
        return self.filter(
            Q(school__in=user.school_ids(*SEES_ALL)) & (~Q(state=ReportState.DRAFT) | own)
            | Q(school__in=user.school_ids("teacher")) & own
        )

    def with_journey(self) -> "ExperienceReportQuerySet":
        """With `start` and `end` of the journey, who travels and where to."""
        rows = self.annotate(
            start=Coalesce("mobility__start", "accompanying__start"),
            end=Coalesce("mobility__end", "accompanying__end"),
        )
        rows = rows.select_related(
            "mobility__participant", "mobility__host", "mobility__grant", "accompanying__person"
        )
        return rows.prefetch_related("accompanying__mobilities__host")

    def approved(self) -> "ExperienceReportQuerySet":
        return self.filter(state=ReportState.APPROVED)

    def quotable(self) -> "ExperienceReportQuerySet":
        """Approved ones with a sentence to be quoted, by people who took no consent back, whatever it was for."""
        rows = self.approved().exclude(quote="")
        for person in ("mobility__participant", "accompanying__person"):
            rows = rows.exclude(taken_back(person, *ConsentKind.values))
        return rows


RATINGS = ("rating_trust", "rating_tasks", "rating_mentor", "rating_accommodation", "rating_organisation")


def rating(label) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=ONE_TO_FIVE)


def level(label) -> models.CharField:
    return models.CharField(label, max_length=6, choices=LanguageLevel.choices, blank=True)


class ExperienceReport(Versioned):
    """Of a mobility, or of somebody who travelled along. The fields are the core that every questionnaire asks for;
    what else the `questionnaire` asked stands in `answers` by the key of the question."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="experience_reports")
    mobility = models.OneToOneField(Mobility, on_delete=models.PROTECT, null=True, blank=True, related_name="report")
    accompanying = models.OneToOneField(
        AccompanyingPerson, on_delete=models.PROTECT, null=True, blank=True, related_name="report"
    )
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, null=True, related_name="reports")
    answers = models.JSONField(_("answers to the school's own questions"), default=dict, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="experience_reports",
        verbose_name=_("author"),
    )
    state = models.CharField(_("state"), max_length=20, choices=ReportState.choices, default=ReportState.DRAFT)
    tasks = models.TextField(_("what was done"), blank=True, max_length=5000)
    outcomes = models.TextField(_("learning outcomes reached"), blank=True, max_length=5000)
    pluses = models.TextField(_("pluses"), blank=True, max_length=3000, help_text=_("One in a line."))
    minuses = models.TextField(_("minuses"), blank=True, max_length=3000, help_text=_("One in a line."))
    commute_minutes = models.PositiveSmallIntegerField(
        _("way to work, minutes one way"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    commute_how = models.CharField(_("how one gets there"), max_length=200, blank=True)
    rating_trust = rating(_("trust"))
    rating_tasks = rating(_("seriousness of the tasks"))
    rating_mentor = rating(_("mentor"))
    rating_accommodation = rating(_("accommodation"))
    rating_organisation = rating(_("organisation"))
    language = models.CharField(_("language spoken there"), max_length=3, blank=True)
    level_before = level(_("level of the language before"))
    level_after = level(_("level of the language after"))
    recommends = models.CharField(_("would recommend"), max_length=6, choices=Recommends.choices, blank=True)
    return_invitation = models.BooleanField(_("invited to come again"), null=True, blank=True)
    job_offer = models.BooleanField(_("offered a job"), null=True, blank=True)
    offer_note = models.CharField(_("what was offered"), max_length=300, blank=True)
    story = models.TextField(_("story"), blank=True, max_length=20000)
    quote = models.CharField(_("sentence to be quoted"), max_length=300, blank=True)
    review_comment = models.TextField(_("comment of the coordinator"), blank=True, max_length=3000)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = ExperienceReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("experience report")
        verbose_name_plural = _("experience reports")
        ordering = ["-mobility__end"]
        indexes = [
            # What hosts are ranked by, so that the reports themselves need not be read.
            models.Index(
                fields=["mobility", "state", *RATINGS, "commute_minutes", "return_invitation", "job_offer"],
                name="report_figures",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(mobility__isnull=True) ^ Q(accompanying__isnull=True), name="report_of_one_journey"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (1, 5)}), name=f"{name}_1_to_5"
                )
                for name in RATINGS
            ),
        ]

    def __str__(self) -> str:
        return str(self.journey)

    @property
    def journey(self) -> Mobility | AccompanyingPerson:
        """Whose experience it is: both have participant, project, host, activity_type, start, end and report_due."""
        return self.mobility or self.accompanying

    @property
    def project_key(self) -> int:
        return self.journey.project_id

    @property
    def writer(self) -> str:
        """Who handed it in; before that, who began it. Whoever did so without an account is the traveller."""
        if self.author_id or not self.submitted_at:
            return str(self.author or "")
        return str(_("%(person)s (by the personal link)") % {"person": self.journey.participant})

    @property
    def is_decided(self) -> bool:
        """Approved or returned: `reviewed_by` and `reviewed_at` are of this state, not of an earlier one."""
        return self.state in (ReportState.APPROVED, ReportState.RETURNED)

    @property
    def is_editable(self) -> bool:
        return self.state in (ReportState.DRAFT, ReportState.RETURNED)

    @property
    def plus_lines(self) -> list[str]:
        return [line.strip() for line in self.pluses.splitlines() if line.strip()]

    @property
    def minus_lines(self) -> list[str]:
        return [line.strip() for line in self.minuses.splitlines() if line.strip()]


def link_key() -> str:
    return secrets.token_urlsafe(24)


class ReportLink(models.Model):
    """A personal address at which one report is written without an account. The address is signed, and ends with
    `expires_at` or when it is revoked."""

    report = models.ForeignKey(ExperienceReport, on_delete=models.CASCADE, related_name="links")
    key = models.CharField(max_length=40, unique=True, default=link_key, editable=False)
    email = models.EmailField(_("sent to"), blank=True)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("last opened"), null=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return str(self.report)

    def works(self, now=None) -> bool:
        return self.revoked_at is None and (now or timezone.now()) < self.expires_at


class ReportComment(models.Model):
    """What the coordinator asks for, about one field (its name or the key of a question) or the whole report."""

    report = models.ForeignKey(ExperienceReport, on_delete=models.CASCADE, related_name="comments")
    field = models.CharField(_("field"), max_length=40, blank=True)
    text = models.CharField(_("comment"), max_length=1000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(_("settled"), null=True, editable=False)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text


class PartialUploadQuerySet(models.QuerySet):
    def on_the_way(self) -> "PartialUploadQuerySet":
        return self.filter(attachment=None)


class PartialUpload(models.Model):
    """A file on its way in pieces: what has come lies under `path` in the private store; swept after a day. When it is
    whole it becomes an `attachment`, and is remembered so that a sender who missed the answer still gets it."""

    report = models.ForeignKey(ExperienceReport, on_delete=models.CASCADE, related_name="partial_uploads")
    key = models.CharField(max_length=40, unique=True, default=link_key, editable=False)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveIntegerField(_("size, bytes"))
    offset = models.PositiveIntegerField(_("received, bytes"), default=0)
    path = models.CharField(max_length=100)
    attachment = models.ForeignKey(
        "mobilities.Attachment", on_delete=models.CASCADE, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PartialUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("file on its way")
        verbose_name_plural = _("files on their way")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name


def random_path(attachment: "Attachment", name: str) -> str:
    """A name that cannot be guessed and tells nothing: 3f/3f2a...; the user's own name is kept in the row."""
    key = uuid.uuid4().hex
    return f"{key[:2]}/{key}"


def revoked_by_subject(*kinds: str) -> models.QuerySet:
    """People of the register named in the picture of the outer query who took a consent of any of `kinds` back."""
    return PictureSubject.objects.filter(taken_back("person", *kinds), attachment=models.OuterRef("pk"))


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AttachmentQuerySet":
        return self.filter(report__in=ExperienceReport.objects.visible_to(user))

    def publishable(self) -> "AttachmentQuerySet":
        """Photos of approved reports in which everybody who can be recognised agreed, and took no consent back since,
        whatever it was for: neither the traveller nor anybody of the register who is named in the picture."""
        return self.agreed(*ConsentKind.values).filter(report__state=ReportState.APPROVED)

    def with_revoked(self) -> "AttachmentQuerySet":
        """Adds `is_revoked`: somebody named in the picture took the consent back."""
        return self.annotate(is_revoked=models.Exists(revoked_by_subject(ConsentKind.IMAGE)))

    def agreed(self, *kinds: str) -> "AttachmentQuerySet":
        """The same, whatever the state of the report; of consents only those of `kinds`, to pictures without them."""
        kinds = kinds or (ConsentKind.IMAGE,)
        agreed = self.filter(kind=AttachmentKind.PHOTO, consent=True).annotate(
            traveller=Coalesce("report__mobility__participant", "report__accompanying__person")
        )
        said_no = PictureSubject.objects.filter(attachment=models.OuterRef("pk")).exclude(agreed=PictureAgreement.YES)
        unwilling = models.Exists(said_no) | models.Exists(revoked_by_subject(*kinds))
        return agreed.exclude(taken_back("traveller", *kinds)).exclude(unwilling)


class Attachment(models.Model):
    """A photo (re-encoded: no GPS, no EXIF) or a document (PDF, DOCX, XLSX)."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="attachments")
    report = models.ForeignKey(ExperienceReport, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10, choices=AttachmentKind.choices)
    file = models.FileField(upload_to=random_path)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size, bytes"))
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    active = models.CharField(_("what was active in it"), max_length=100, blank=True, editable=False)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    consent = models.BooleanField(_("everybody in the picture agrees to its publication"), default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def project_key(self) -> int:
        return self.report.project_key


class PictureSubject(models.Model):
    """Somebody who can be recognised in a picture: a person of the register, or a name."""

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="subjects")
    person = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="pictures")
    name = models.CharField(_("name"), max_length=200, blank=True)
    agreed = models.CharField(
        _("agrees to publication"), max_length=10, choices=PictureAgreement.choices, default=PictureAgreement.UNKNOWN
    )

    class Meta:
        verbose_name = _("person in the picture")
        verbose_name_plural = _("people in the picture")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=True) ^ Q(name=""), name="subject_person_or_name"),
            models.CheckConstraint(condition=Q(agreed__in=PictureAgreement.values), name="picture_agreement_known"),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person_id else self.name
