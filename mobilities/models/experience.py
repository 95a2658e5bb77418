"""What was learned abroad: the experience report of one mobility, with its photos and documents."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ConsentKind, ReportState
from mobilities.models.consent import Consent
from mobilities.models.mobility import Mobility
from mobilities.models.participant import SEES_ALL
from portal.accounts.models import School
from portal.common.models import Versioned
from portal.common.uploads import AttachmentKind

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class ExperienceReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ExperienceReportQuerySet":
        """For a teacher the reports of one's own mobilities and those in one's charge; drafts of others to nobody."""
        own = Q(mobility__participant__user=user) | Q(mobility__responsible=user)
        return self.filter(
            Q(school__in=user.school_ids(*SEES_ALL)) & (~Q(state=ReportState.DRAFT) | own)
            | Q(school__in=user.school_ids("teacher")) & own
        )

    def approved(self) -> "ExperienceReportQuerySet":
        return self.filter(state=ReportState.APPROVED)


class ExperienceReport(Versioned):
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="experience_reports")
    mobility = models.OneToOneField(Mobility, on_delete=models.PROTECT, related_name="report")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="experience_reports",
        verbose_name=_("author"),
    )
    state = models.CharField(_("state"), max_length=20, choices=ReportState.choices, default=ReportState.DRAFT)
    tasks = models.TextField(_("what was done"), blank=True, max_length=5000)
    pluses = models.TextField(_("pluses"), blank=True, max_length=3000, help_text=_("One in a line."))
    minuses = models.TextField(_("minuses"), blank=True, max_length=3000, help_text=_("One in a line."))
    commute_minutes = models.PositiveSmallIntegerField(
        _("way to work, minutes one way"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    commute_how = models.CharField(_("how one gets there"), max_length=200, blank=True)
    rating_trust = models.PositiveSmallIntegerField(_("trust"), null=True, blank=True, validators=ONE_TO_FIVE)
    rating_tasks = models.PositiveSmallIntegerField(
        _("seriousness of the tasks"), null=True, blank=True, validators=ONE_TO_FIVE
    )
    return_invitation = models.BooleanField(_("invited to come again"), default=False)
    job_offer = models.BooleanField(_("offered a job"), default=False)
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
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(rating_trust__isnull=True) | Q(rating_trust__range=(1, 5)), name="rating_trust_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(rating_tasks__isnull=True) | Q(rating_tasks__range=(1, 5)), name="rating_tasks_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return str(self.mobility)

    @property
    def project_key(self) -> int:
        return self.mobility.project_id

    @property
    def is_editable(self) -> bool:
        return self.state in (ReportState.DRAFT, ReportState.RETURNED)

    @property
    def plus_lines(self) -> list[str]:
        return [line.strip() for line in self.pluses.splitlines() if line.strip()]

    @property
    def minus_lines(self) -> list[str]:
        return [line.strip() for line in self.minuses.splitlines() if line.strip()]


def random_path(attachment: "Attachment", name: str) -> str:
    """A name that cannot be guessed and tells nothing: 3f/3f2a...; the user's own name is kept in the row."""
    key = uuid.uuid4().hex
    return f"{key[:2]}/{key}"


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AttachmentQuerySet":
        return self.filter(report__in=ExperienceReport.objects.visible_to(user))

    def publishable(self) -> "AttachmentQuerySet":
        """Photos of approved reports in which everybody who can be recognised agreed, and took nothing back since."""
        agreed = self.filter(kind=AttachmentKind.PHOTO, consent=True, report__state=ReportState.APPROVED)
        of_traveller = models.OuterRef("report__mobility__participant")
        given = Consent.objects.filter(person=of_traveller, kind=ConsentKind.IMAGE)
        taken_back = models.Exists(given.filter(revoked_on__isnull=False)) & ~models.Exists(given.standing())
        return agreed.exclude(taken_back)


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
        return self.report.mobility.project_id
