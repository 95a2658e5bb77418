"""Calls for participation: who applied, by which criteria they were ranked, and what was decided with which reason."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ApplicationState, SelectionState
from mobilities.models.mobility import Mobility
from mobilities.models.participant import SEES_ALL, Participant
from portal.accounts.models import School
from portal.common.models import Versioned
from projects.models import ActivityType, Project


class SelectionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SelectionQuerySet":
        return self.filter(school__in=user.school_ids(*SEES_ALL))


class Selection(Versioned):
    """A call for participation: `places` are to be filled from those who apply between `opens` and `closes`."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="selections")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="selections", verbose_name=_("project")
    )
    activity_type = models.ForeignKey(
        ActivityType, on_delete=models.PROTECT, related_name="selections", verbose_name=_("activity type")
    )
    title = models.CharField(_("title"), max_length=200)
    opens = models.DateField(_("applications from"))
    closes = models.DateField(_("applications until"))
    places = models.PositiveSmallIntegerField(_("places"))
    state = models.CharField(_("state"), max_length=10, choices=SelectionState.choices, default=SelectionState.DRAFT)
    note = models.TextField(_("who may apply and what is offered"), blank=True, max_length=5000)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.CharField(_("who decided"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = SelectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for participation")
        verbose_name_plural = _("calls for participation")
        ordering = ["-opens", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gte=F("opens")), name="selection_closes_after_opening"),
            models.CheckConstraint(condition=Q(places__gte=1), name="selection_has_places"),
            models.CheckConstraint(condition=Q(state__in=SelectionState.values), name="selection_state_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_past_its_last_day(self) -> bool:
        return self.state == SelectionState.OPEN and self.closes < timezone.localdate()

    @property
    def may_be_decided(self) -> bool:
        """Open, and its last day has come."""
        return self.state == SelectionState.OPEN and self.closes <= timezone.localdate()


class Criterion(models.Model):
    """Points from 0 to `most_points`; what they are worth in the ranking is `weight`, in any unit."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("criterion"), max_length=200)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    most_points = models.PositiveSmallIntegerField(_("most points"), default=10)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=1, most_points__gte=1), name="criterion_counts"),
        ]

    def __str__(self) -> str:
        return self.name


LONGEST_REASON = 500


class Application(Versioned):
    """`mobility` is what a decision became; `reason` stands beside every decision that needs one.

    Whoever withdraws after the decision keeps the `rank` it was made with, and so does everybody behind.
    """

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="applications", verbose_name=_("participant")
    )
    applied_on = models.DateField(_("applied on"))
    motivation = models.TextField(_("why this person applies"), blank=True, max_length=5000)
    state = models.CharField(
        _("decision"), max_length=10, choices=ApplicationState.choices, default=ApplicationState.APPLIED
    )
    rank = models.PositiveSmallIntegerField(_("rank when decided"), null=True, blank=True, editable=False)
    place = models.PositiveSmallIntegerField(_("place in the reserve list"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    mobility = models.OneToOneField(
        Mobility, on_delete=models.SET_NULL, null=True, blank=True, related_name="application"
    )

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["applied_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "person"], name="one_application_per_person"),
            models.CheckConstraint(condition=Q(state__in=ApplicationState.values), name="application_state_known"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def project_key(self) -> int:
        return self.selection.project_id


class Score(models.Model):
    """Points given for one criterion."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="scores")
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(condition=Q(points__gte=0), name="score_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
