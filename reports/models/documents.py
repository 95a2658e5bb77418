"""Documents that were asked for and made; what each printed is kept beside it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import PaperKind
from portal.accounts.models import School
from portal.common.models import SchoolYearField, Versioned
from portal.common.school_year import SchoolYear
from portal.jobs.models import Job
from projects.models import Project
from reports.enums import BundleKind, BundleLanguage, DocumentKind


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DocumentQuerySet":
        return self.filter(school__in=user.school_ids("coordinator", "director", "administrator"))


def random_path(document: "Document", name: str) -> str:
    key = uuid.uuid4().hex
    return f"{key[:2]}/{key}.pdf"


class Document(models.Model):
    """A PDF: requested, then made by a job, which fills file, checksum, pages and snapshot in one transaction.

    Of a school year, or of one project; `year` of the latter is the one in which it began.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("document"), max_length=20, choices=DocumentKind.choices)
    year = SchoolYearField(_("school year"))
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="documents")
    language = models.CharField(_("language"), max_length=2, choices=[("lv", _("Latvian")), ("en", _("English"))])
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="document", null=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("requested by"),
    )
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)
    made_at = models.DateTimeField(_("made"), null=True)
    file = models.FileField(upload_to=random_path, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(_("size, bytes"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    snapshot = models.JSONField(default=dict)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known"),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | ~Q(sha256=""), name="made_document_has_checksum"
            ),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.PROJECT) ^ Q(project__isnull=True), name="document_of_year_or_project"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.project or self.school_year.label}"

    @property
    def about(self) -> str:
        return str(self.project or self.school_year)

    @property
    def school_year(self) -> SchoolYear:
        return SchoolYear(self.year)


class PaperTemplateQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PaperTemplateQuerySet":
        return self.filter(school__in=user.school_ids("coordinator", "director", "administrator"))


class PaperTemplate(Versioned):
    """A school's own wording of a paper; without a row the portal's (reports/papers/texts). Markdown with placeholders
    such as {participant_name}; the Latvian and the English text have the same sections, printed alone or side by side.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="paper_templates")
    kind = models.CharField(_("paper"), max_length=30, choices=PaperKind.choices)
    text_lv = models.TextField(_("text in Latvian"), max_length=30_000)
    text_en = models.TextField(_("text in English"), max_length=30_000)
    updated_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of a paper")
        verbose_name_plural = _("templates of papers")
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["school", "kind"], name="one_template_per_paper")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class BundleQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BundleQuerySet":
        """Papers of people hold bank accounts and are for coordinators; an archive is for all who see all."""
        archive = Q(kind=BundleKind.ARCHIVE, school__in=user.school_ids("director", "administrator"))
        return self.filter(Q(school__in=user.school_ids("coordinator")) | archive)


def bundle_path(bundle: "Bundle", name: str) -> str:
    return f"bundles/{uuid.uuid4().hex}"


class Bundle(models.Model):
    """Papers of some mobilities, or all of a project, in one file: a ZIP, or a PDF where it is one paper.

    `wanted`: {"mobilities": [ids], "kinds": [paper kinds], "anyway"}. `problems`: rows of
    reports.papers.ordering.Checked: what could not be made, was not needed or was made with gaps, and why.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="bundles")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="bundles")
    kind = models.CharField(max_length=10, choices=BundleKind.choices)
    language = models.CharField(_("language"), max_length=5, choices=BundleLanguage.choices)
    wanted = models.JSONField(default=dict)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="bundle", null=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)
    made_at = models.DateTimeField(_("made"), null=True)
    file = models.FileField(upload_to=bundle_path, blank=True)
    name = models.CharField(_("file name"), max_length=160, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size, bytes"), default=0)
    count = models.PositiveIntegerField(_("papers"), default=0)
    problems = models.JSONField(default=list)

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("bundle of papers")
        verbose_name_plural = _("bundles of papers")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BundleKind.values), name="bundle_kind_known"),
            models.CheckConstraint(condition=Q(language__in=BundleLanguage.values), name="bundle_language_known"),
            models.CheckConstraint(condition=Q(made_at__isnull=True) | ~Q(sha256=""), name="made_bundle_has_checksum"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())
