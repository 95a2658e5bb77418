"""Words for the world: a news text made of sentences, each with the records it comes from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.models import Conference
from portal.accounts.models import School
from portal.common.models import Versioned
from projects.models import Project
from reports.enums import SentenceOrigin


class NewsTextQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NewsTextQuerySet":
        return self.filter(school__in=user.school_ids("coordinator", "director", "administrator"))


class NewsText(Versioned):
    """One text in both languages, about a conference or a project."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="news_texts")
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, null=True, related_name="news_texts")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="news_texts")
    title_lv = models.CharField(_("title in Latvian"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = NewsTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("news text")
        verbose_name_plural = _("news texts")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(conference__isnull=True) ^ Q(project__isnull=True), name="news_of_one_occasion"
            )
        ]

    def __str__(self) -> str:
        return self.title_lv

    @property
    def occasion(self) -> str:
        """What it is about, the school year as the reader's language writes it."""
        return f"{self.conference.title}, {self.conference.school_year}" if self.conference else str(self.project)


class NewsSentence(models.Model):
    """`sources`: [{"kind": "finding", "pk": 3, "fact": "..."}], what of the record says so; of a sentence that a
    person wrote, none. An edited sentence keeps the sources of what it was made from, and the words the record gave.
    """

    text = models.ForeignKey(NewsText, on_delete=models.CASCADE, related_name="sentences")
    paragraph = models.PositiveSmallIntegerField(default=0)
    order = models.PositiveSmallIntegerField(default=0)
    body_lv = models.TextField(_("in Latvian"), max_length=2000, blank=True)
    body_en = models.TextField(_("in English"), max_length=2000, blank=True)
    record_lv = models.TextField(blank=True, editable=False)
    record_en = models.TextField(blank=True, editable=False)
    origin = models.CharField(max_length=10, choices=SentenceOrigin.choices, default=SentenceOrigin.RECORD)
    sources = models.JSONField(default=list)

    class Meta:
        verbose_name = _("sentence")
        verbose_name_plural = _("sentences")
        ordering = ["paragraph", "order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=SentenceOrigin.values), name="sentence_origin_known")
        ]

    def __str__(self) -> str:
        return self.body_lv
