"""What the grant of one mobility is counted from, besides the mobility itself. Euro; the rules: projects.grants."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import StopKind
from mobilities.models.mobility import Mobility
from portal.common.models import Versioned
from projects.enums import BudgetCategory

FARTHEST_KM = 20_038  # half the Earth's circumference
AMOUNT = {"max_digits": 10, "decimal_places": 2, "default": 0}


class MobilityGrant(Versioned):
    """`travel_days` empty: as many as the agreement funds. `distance_km`: the official figure, typed over ours."""

    mobility = models.OneToOneField(Mobility, on_delete=models.CASCADE, related_name="grant")
    travel_days = models.PositiveSmallIntegerField(
        _("travel days"), null=True, blank=True, validators=[MaxValueValidator(6)]
    )
    distance_km = models.PositiveIntegerField(
        _("official distance, km"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(FARTHEST_KM)],
    )
    distance_checked_on = models.DateField(_("looked up on"), null=True, blank=True)
    is_zero_grant = models.BooleanField(_("zero grant"), default=False)
    needs_linguistic_support = models.BooleanField(_("linguistic support"), default=False)
    course_days = models.PositiveSmallIntegerField(_("course days with a fee"), null=True, blank=True)
    inclusion_costs = models.DecimalField(_("real costs of inclusion"), **AMOUNT)
    exceptional_costs = models.DecimalField(_("exceptional costs"), **AMOUNT)
    expensive_travel = models.DecimalField(_("real price of expensive travel"), **AMOUNT)
    exceptional_reason = models.CharField(_("what they are for"), max_length=300, blank=True)
    stop_kind = models.CharField(_("break"), max_length=20, choices=StopKind.choices, blank=True)
    stopped_from = models.DateField(_("first day away"), null=True, blank=True)
    stopped_to = models.DateField(_("last day away"), null=True, blank=True)
    stop_reason = models.CharField(_("why the stay ended"), max_length=500, blank=True)
    costs_not_recovered = models.DecimalField(_("costs that could not be recovered"), **AMOUNT)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("grant of a mobility")
        verbose_name_plural = _("grants of mobilities")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    inclusion_costs__gte=0,
                    exceptional_costs__gte=0,
                    expensive_travel__gte=0,
                    costs_not_recovered__gte=0,
                ),
                name="costs_not_negative",
            ),
            models.CheckConstraint(condition=Q(stop_kind__in=["", *StopKind.values]), name="stop_kind_known"),
        ]

    def __str__(self) -> str:
        return str(self.mobility)

    @property
    def project_key(self) -> int:
        return self.mobility.project_id


class FixedAmount(models.Model):
    """What one category of one grant is by somebody else's word, in place of the amount counted by the rates.

    `source`: where that word stands.
    """

    terms = models.ForeignKey(MobilityGrant, on_delete=models.CASCADE, related_name="fixed_amounts")
    category = models.CharField(_("category"), max_length=30, choices=BudgetCategory.choices)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)])
    source = models.CharField(_("where it stands"), max_length=300)
    fixed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    fixed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("fixed amount")
        verbose_name_plural = _("fixed amounts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["terms", "category"], name="one_fixed_amount_per_category"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="fixed_amount_not_negative"),
            models.CheckConstraint(condition=Q(category__in=BudgetCategory.values), name="fixed_category_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.amount}"
