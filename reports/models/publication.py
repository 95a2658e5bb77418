"""A project's public page: exactly what was approved for publication, and nothing whose consent was taken back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.models import Attachment, ExperienceReport
from portal.accounts.models import School
from portal.common.models import Versioned
from projects.models import Project
from reports.enums import PublicationItemKind
from reports.models.news import NewsText


class PublicationPageQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PublicationPageQuerySet":
        return self.filter(school__in=user.school_ids("coordinator", "director", "administrator"))


class PublicationPage(Versioned):
    """Open to everybody at its address while `published_at` is set."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="publication_pages")
    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="publication_page")
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_(
            "Latin letters without diacritics, digits and hyphens. When it is changed, old links stop working."
        ),
    )
    introduction_lv = models.TextField(_("introduction in Latvian"), max_length=3000, blank=True)
    introduction_en = models.TextField(_("introduction in English"), max_length=3000, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects = PublicationPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("public page")
        verbose_name_plural = _("public pages")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def project_key(self) -> int:
        return self.project_id


class PublicationItem(models.Model):
    """One thing that was approved: the introduction, the figures, a news text, a quote of a report or a photo.
    `approved` keeps the words as they were approved; what changes afterwards is not public before it is approved anew.
    A quote or a caption stands on the English page in English where somebody wrote it so."""

    page = models.ForeignKey(PublicationPage, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20, choices=PublicationItemKind.choices)
    order = models.PositiveSmallIntegerField(default=0)
    news = models.ForeignKey(NewsText, on_delete=models.CASCADE, null=True, related_name="publications")
    report = models.ForeignKey(ExperienceReport, on_delete=models.CASCADE, null=True, related_name="publications")
    photo = models.ForeignKey(Attachment, on_delete=models.CASCADE, null=True, related_name="publications")
    approved = models.JSONField(default=dict)
    in_english = models.CharField(_("in English"), max_length=1000, blank=True)
    approved_at = models.DateTimeField(_("approved"), default=timezone.now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("item of a public page")
        verbose_name_plural = _("items of a public page")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("introduction", "figures"))
                | Q(kind="news", news__isnull=False)
                | Q(kind="quote", report__isnull=False)
                | Q(kind="photo", photo__isnull=False),
                name="publication_item_is_something",
            )
        ]

    def __str__(self) -> str:
        return str(self.news or self.report or self.photo or self.get_kind_display())

    @property
    def all_words(self) -> str:
        """What was approved, in both languages, as one text."""
        return "\n".join([*strings_in(self.approved), self.in_english])


def strings_in(kept: dict | list | str | int) -> list[str]:
    if isinstance(kept, dict):
        return [each for key, value in kept.items() if key != "sha256" for each in strings_in(value)]
    if isinstance(kept, list):
        return [each for value in kept for each in strings_in(value)]
    return [kept] if isinstance(kept, str) else []
