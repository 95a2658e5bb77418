"""Activity types of each call year: the programme's own rows, and those a school put beside them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import School
from portal.common.text import active_language
from projects.enums import ActivityFamily, Category


class ActivityTypeQuerySet(models.QuerySet):
    def for_call_year(self, year: int | None) -> "ActivityTypeQuerySet":
        """The types valid in a call year; all of them where the year is not known."""
        if year is None:
            return self
        return self.filter(call_year_from__lte=year).filter(Q(call_year_to=None) | Q(call_year_to__gte=year))


class ActivityType(models.Model):
    """One kind of mobility with its limits, valid for a span of call years. Days exclude travel days.

    A school's own row takes the place of the programme's row of the same code in the call years it spans.
    """

    school = models.ForeignKey(
        School,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="activity_types",
        help_text=_("Empty for the programme's own row."),
    )
    code = models.CharField(_("code"), max_length=40)
    name_lv = models.CharField(_("name in Latvian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    category = models.CharField(_("for whom"), max_length=10, choices=Category.choices)
    family = models.CharField(_("family"), max_length=20, choices=ActivityFamily.choices)
    min_days = models.PositiveSmallIntegerField(_("at least, days"), null=True)
    max_days = models.PositiveSmallIntegerField(_("at most, days"), null=True)
    min_days_fewer_opportunities = models.PositiveSmallIntegerField(
        _("at least for people with fewer opportunities, days"), null=True
    )
    call_year_from = models.PositiveSmallIntegerField(_("from call year"))
    call_year_to = models.PositiveSmallIntegerField(_("to call year"), null=True)
    is_incoming = models.BooleanField(_("hosted here"), default=False)
    may_override = models.BooleanField(
        _("limits may be overridden with a reason"),
        default=True,
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ActivityTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity type")
        verbose_name_plural = _("activity types")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "call_year_from"], condition=Q(school=None), name="activity_type_per_call_year"
            ),
            models.UniqueConstraint(
                fields=["school", "code", "call_year_from"], name="own_activity_type_per_call_year"
            ),
        ]

    def __str__(self) -> str:
        return self.name_in(active_language())

    def name_in(self, language: str) -> str:
        return self.name_lv if language == "lv" else self.name_en
