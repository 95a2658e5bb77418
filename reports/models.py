"""Documents that were asked for and made; what each printed is kept beside it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import School
from portal.common.models import SchoolYearField
from portal.common.school_year import SchoolYear
from portal.jobs.models import Job
from reports.enums import DocumentKind


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DocumentQuerySet":
        return self.filter(school__in=user.school_ids("coordinator", "director", "administrator"))


def random_path(document: "Document", name: str) -> str:
    key = uuid.uuid4().hex
    return f"{key[:2]}/{key}.pdf"


class Document(models.Model):
    """A PDF: requested, then made by a job, which fills file, checksum, pages and snapshot in one transaction."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("document"), max_length=20, choices=DocumentKind.choices)
    year = SchoolYearField(_("school year"))
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
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.school_year.label}"

    @property
    def school_year(self) -> SchoolYear:
        return SchoolYear(self.year)
