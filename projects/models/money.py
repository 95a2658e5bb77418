"""The money of a project: what was awarded, what was paid, and the rates of its grant agreement. Euro, Decimal."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.common.models import Versioned
from projects.enums import BudgetCategory, Category, InstalmentKind, RateCategory, TravelMode
from projects.models.project import Project


class BudgetLine(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="budget_lines")
    category = models.CharField(_("category"), max_length=30, choices=BudgetCategory.choices)
    awarded = models.DecimalField(_("awarded"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "category"], name="one_budget_line_per_category"),
            models.CheckConstraint(condition=Q(awarded__gte=0), name="awarded_not_negative"),
            models.CheckConstraint(condition=Q(category__in=BudgetCategory.values), name="budget_category_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.awarded}"


class Instalment(Versioned):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="instalments")
    kind = models.CharField(_("kind"), max_length=20, choices=InstalmentKind.choices)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    due = models.DateField(_("expected on"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = [F("paid_on").asc(nulls_last=True), "due", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_positive"),
            models.CheckConstraint(condition=Q(kind__in=InstalmentKind.values), name="instalment_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount}"


class Rate(Versioned):
    """One row of the rate table of a grant agreement: for whom it holds, and how much.

    Every condition left empty holds for all. Kilometres: km_from <= distance < km_below. Units: the ordinal of the
    participant within one activity type. Days: the ordinal of the funded day. `amount` is euro, for DAY_SHARE,
    INCLUSION_PARTICIPANT and EXCEPTIONAL per cent, for TRAVEL_DAYS days.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="rates")
    category = models.CharField(_("category"), max_length=30, choices=RateCategory.choices)
    target = models.CharField(_("for whom"), max_length=10, choices=Category.choices, blank=True)
    activity_types = models.JSONField(_("activity types"), default=list, blank=True)
    country_group = models.PositiveSmallIntegerField(_("country group"), null=True, blank=True)
    travel_mode = models.CharField(_("travel"), max_length=10, choices=TravelMode.choices, blank=True)
    km_from = models.PositiveIntegerField(_("from km"), null=True, blank=True)
    km_below = models.PositiveIntegerField(_("below km"), null=True, blank=True)
    from_unit = models.PositiveIntegerField(_("from participant"), null=True, blank=True)
    to_unit = models.PositiveIntegerField(_("to participant"), null=True, blank=True)
    day_from = models.PositiveSmallIntegerField(_("from day"), null=True, blank=True)
    day_to = models.PositiveSmallIntegerField(_("to day"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    proposal = models.CharField(max_length=10, blank=True, editable=False)
    evidence = models.CharField(_("evidence"), max_length=30, blank=True, editable=False)
    source = models.CharField(_("source"), max_length=1000, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        ordering = ["category", "target", "travel_mode", "km_from", "country_group", "day_from", "from_unit", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="rate_not_negative"),
            models.CheckConstraint(condition=Q(category__in=RateCategory.values), name="rate_category_known"),
            models.CheckConstraint(
                condition=Q(km_below=None) | Q(km_from=None) | Q(km_below__gt=F("km_from")), name="rate_band_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.amount}"
