"""What experience reports ask: questionnaires by profile, in versions that stay as they were answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import QuestionKind, QuestionnaireProfile, QuestionnaireState
from mobilities.models.participant import SEES_ALL
from portal.accounts.models import School
from portal.common.models import Versioned
from portal.common.text import active_language


class QuestionnaireQuerySet(models.QuerySet):
    def visible_to(self, user) -> "QuestionnaireQuerySet":
        return self.filter(school__in=user.school_ids(*SEES_ALL))

    def published(self) -> "QuestionnaireQuerySet":
        return self.filter(state=QuestionnaireState.PUBLISHED)


class Questionnaire(Versioned):
    """One version of what reports of a profile ask. Published, it is never changed; reports keep theirs."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="questionnaires")
    profile = models.CharField(_("profile"), max_length=20, choices=QuestionnaireProfile.choices)
    number = models.PositiveSmallIntegerField(_("number of the version"))
    state = models.CharField(
        _("state"), max_length=10, choices=QuestionnaireState.choices, default=QuestionnaireState.DRAFT
    )
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["profile", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "profile", "number"], name="questionnaire_version_once"),
            models.UniqueConstraint(
                fields=["school", "profile"], condition=Q(state="draft"), name="one_questionnaire_draft"
            ),
            models.CheckConstraint(
                condition=Q(profile__in=QuestionnaireProfile.values), name="questionnaire_profile_known"
            ),
            models.CheckConstraint(condition=Q(state__in=QuestionnaireState.values), name="questionnaire_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_profile_display()}, {self.number}"


class Question(Versioned):
    """One question of a questionnaire.

    `key` names the answer: of a core question a field of ExperienceReport, of any other a key of its `answers`. Core
    questions are in every version; their wording may be left to the portal (empty labels). `choices`: [{"key", "lv",
    "en"}].
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    key = models.SlugField(max_length=40)
    is_core = models.BooleanField(default=False, editable=False)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=QuestionKind.choices)
    label_lv = models.CharField(_("question in Latvian"), max_length=200, blank=True)
    label_en = models.CharField(_("question in English"), max_length=200, blank=True)
    help_lv = models.CharField(_("explanation in Latvian"), max_length=300, blank=True)
    help_en = models.CharField(_("explanation in English"), max_length=300, blank=True)
    choices = models.JSONField(_("answers to choose from"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key_once"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_known"),
        ]

    def __str__(self) -> str:
        return self.label_in(active_language()) or self.key

    def label_in(self, language: str) -> str:
        return self.label_lv if language == "lv" or not self.label_en else self.label_en
