"""The evaluation conference: once a school year what was learned is weighed together."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ConferenceState, FindingKind, ReviewKind
from mobilities.models.host import Host
from mobilities.models.mobility import Mobility
from mobilities.models.participant import Participant, Qualification
from portal.accounts.models import School
from portal.common.models import CountryField, SchoolYearField, Versioned
from portal.common.school_year import SchoolYear
from portal.common.text import day
from projects.models import ActivityType, Project


class ConferenceQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ConferenceQuerySet":
        return self.filter(school__in=user.school_ids())


class Conference(Versioned):
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="conferences")
    year = SchoolYearField(_("school year"))
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=ConferenceState.choices, default=ConferenceState.PLANNED
    )
    summary = models.TextField(
        _("summary"), blank=True, max_length=5000, help_text=_("Opens the dissemination report.")
    )
    shared_before = models.CharField(
        _("where results were shared before"),
        max_length=500,
        blank=True,
        help_text=_("For example, weekly teachers' meetings, methodical commissions."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation conference")
        verbose_name_plural = _("evaluation conferences")
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year"],
                name="one_conference_per_school_year",
                violation_error_message=_("This school year already has its conference."),
            ),
            models.CheckConstraint(condition=Q(state__in=ConferenceState.values), name="conference_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {SchoolYear(self.year).label}"

    @property
    def school_year(self) -> SchoolYear:
        return SchoolYear(self.year)

    def attendance_total(self) -> int:
        """People, each counted once: those ticked on any day, and the most guests that any day had besides."""
        named = Attendance.objects.filter(day__conference=self).values("participant").distinct().count()
        guests = self.days.aggregate(most=models.Max("other_attendees"))["most"] or 0
        return named + guests


class ConferenceDay(Versioned):
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="days")
    date = models.DateField(_("date"))
    building = models.CharField(_("building"), max_length=200, blank=True)
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    other_attendees = models.PositiveIntegerField(
        _("others present"), default=0, help_text=_("People who are not in the register of participants.")
    )

    class Meta:
        verbose_name = _("conference day")
        verbose_name_plural = _("conference days")
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["conference", "date"], name="one_conference_day_per_date")]

    def __str__(self) -> str:
        return day(self.date)


class Attendance(models.Model):
    day = models.ForeignKey(ConferenceDay, on_delete=models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="attendances")

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [models.UniqueConstraint(fields=["day", "participant"], name="present_once_a_day")]

    def __str__(self) -> str:
        return f"{self.participant}, {self.day}"


class ConferenceProject(Versioned):
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="conference_projects")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="conference_projects", verbose_name=_("project")
    )
    kind = models.CharField(
        _("reviewed or introduced"), max_length=10, choices=ReviewKind.choices, default=ReviewKind.REVIEWED
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("project at the conference")
        verbose_name_plural = _("projects at the conference")
        ordering = ["-kind", "project__programme", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "project"], name="project_once_per_conference"),
            models.CheckConstraint(condition=Q(kind__in=ReviewKind.values), name="review_kind_known"),
        ]

    def __str__(self) -> str:
        return str(self.project)


class Presentation(Versioned):
    """Who presented what, and when."""

    day = models.ForeignKey(ConferenceDay, on_delete=models.CASCADE, related_name="presentations")
    time = models.TimeField(_("time"), null=True, blank=True)
    title = models.CharField(_("what is presented"), max_length=300)
    presenters = models.ManyToManyField(
        Participant, blank=True, related_name="presentations", verbose_name=_("who presents")
    )
    mobilities = models.ManyToManyField(
        Mobility, blank=True, related_name="presentations", verbose_name=_("mobilities")
    )

    class Meta:
        verbose_name = _("presentation")
        verbose_name_plural = _("presentations")
        ordering = ["day__date", "time", "pk"]

    def __str__(self) -> str:
        return self.title


class Finding(Versioned):
    """One sentence the conference agreed on; a decision also has an owner and a date."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(_("kind"), max_length=12, choices=FindingKind.choices)
    text = models.CharField(_("finding"), max_length=500)
    project = models.ForeignKey(
        Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="findings", verbose_name=_("project")
    )
    host = models.ForeignKey(
        Host, on_delete=models.SET_NULL, null=True, blank=True, related_name="findings", verbose_name=_("host")
    )
    country = CountryField(_("country"), blank=True)
    qualification = models.ForeignKey(
        Qualification,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("qualification"),
    )
    activity_type = models.ForeignKey(
        ActivityType,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("activity type"),
    )
    owner = models.CharField(_("owner"), max_length=200, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FindingKind.values), name="finding_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=FindingKind.DECISION) | (Q(due__isnull=False) & ~Q(owner="")),
                name="decision_has_owner_and_date",
            ),
        ]

    def __str__(self) -> str:
        return self.text
