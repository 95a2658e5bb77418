"""Projects, their targets, and the activity types of each call year."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import School
from portal.common.models import Versioned
from portal.common.school_year import SchoolYear
from portal.common.text import active_language
from projects import grant_code
from projects.enums import ActivityFamily, Category, Field, Phase, Programme, ProjectRole


class ActivityTypeQuerySet(models.QuerySet):
    def for_call_year(self, year: int | None) -> "ActivityTypeQuerySet":
        """The types valid in a call year; all of them where the year is not known."""
        if year is None:
            return self
        return self.filter(call_year_from__lte=year).filter(Q(call_year_to=None) | Q(call_year_to__gte=year))


class ActivityType(models.Model):
    """One kind of mobility with its limits, valid for a span of call years. Days exclude travel days."""

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
        constraints = [models.UniqueConstraint(fields=["code", "call_year_from"], name="activity_type_per_call_year")]

    def __str__(self) -> str:
        return self.name_in(active_language())

    def name_in(self, language: str) -> str:
        return self.name_lv if language == "lv" else self.name_en


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ProjectQuerySet":
        return self.filter(school__in=user.school_ids())

    def in_school_year(self, year: SchoolYear) -> "ProjectQuerySet":
        """Projects that run on at least one day of the school year."""
        return self.filter(start__lte=year.last_day, end__gte=year.first_day)

    def in_phase(self, phase: str, today: date) -> "ProjectQuerySet":
        """The same three phases as Project.phase."""
        if phase == "plan":
            return self.filter(start__gt=today)
        if phase == "done":
            return self.filter(end__lt=today)
        return self.filter(start__lte=today, end__gte=today)

    def with_same_code(self, project: "Project") -> "ProjectQuerySet":
        """The school's other projects that bear the code of `project`."""
        return self.filter(school=project.school, code=project.code).exclude(code="").exclude(pk=project.pk)

    def with_planned(self) -> "ProjectQuerySet":
        """Adds `planned`: how many people the project promised to send, None without targets."""
        return self.annotate(planned=Sum("targets__planned"))


class Project(Versioned):
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="projects", verbose_name=_("school"))
    programme = models.CharField(_("programme"), max_length=20, choices=Programme.choices, default=Programme.ERASMUS)
    code = models.CharField(_("grant code"), max_length=60, blank=True)
    call_year = models.PositiveSmallIntegerField(_("call year"), null=True, blank=True)
    agency = models.CharField(_("national agency"), max_length=6, blank=True, editable=False)
    action = models.CharField(_("action"), max_length=40, blank=True, editable=False)
    field = models.CharField(_("field"), max_length=5, blank=True, choices=Field.choices)
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    role = models.CharField(_("our role"), max_length=20, choices=ProjectRole.choices, default=ProjectRole.COORDINATOR)
    school_name = models.CharField(
        _("name of the school in the project"),
        max_length=200,
        help_text=_("Stays as it is when the school is renamed."),
    )
    coordinator_name = models.CharField(_("coordinating organisation"), max_length=200, blank=True)
    start = models.DateField(_("starts"))
    end = models.DateField(_("ends"))
    grant = models.DecimalField(_("grant"), max_digits=12, decimal_places=2, null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True, max_length=5000)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-start", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "code"],
                condition=~Q(code=""),
                name="one_project_per_code_and_school",
                violation_error_message=_("This school already has a project with this code."),
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="project_ends_after_start"),
            models.CheckConstraint(condition=Q(grant__isnull=True) | Q(grant__gte=0), name="grant_not_negative"),
            models.CheckConstraint(condition=Q(programme__in=Programme.values), name="programme_known"),
            models.CheckConstraint(condition=Q(role__in=ProjectRole.values), name="project_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    def title_in(self, language: str) -> str:
        return self.title if language == "lv" or not self.title_en else self.title_en

    @property
    def short_code(self) -> str:
        """KA116-077195: the part of a decentralised code that people say; otherwise the whole."""
        parts = self.code.split("-")
        return "-".join(parts[3:]) if len(parts) >= 5 and parts[3].startswith("KA") else self.code

    def kind_in(self, language: str) -> str:
        """What it is, in a few words: "KA1, profesionālā izglītība", "KA2, sadarbības partnerība", "Nordplus"."""
        if self.programme != Programme.ERASMUS:
            return str(self.get_programme_display())
        action = grant_code.lists()["actions"].get(self.action, {})
        field = grant_code.lists()["fields"].get(self.field, {})
        key_action = action.get("key_action")
        name = field.get(language) if key_action == 1 else action.get(language) or field.get(language)
        return ", ".join(filter(None, [f"KA{key_action}" if key_action else "", name])) or self.get_programme_display()

    @property
    def shown_title(self) -> str:
        return self.title_in(active_language())

    @property
    def shown_kind(self) -> str:
        return self.kind_in(active_language())

    @property
    def phase_label(self) -> str:
        return str(Phase(self.phase()).label)

    @property
    def months(self) -> int:
        """Whole months from the first day to the last, that day included."""
        after = self.end + timedelta(days=1)
        return (after.year - self.start.year) * 12 + after.month - self.start.month - (after.day < self.start.day)

    def phase(self, today: date | None = None) -> str:
        """ "plan", "go" or "done", by the dates."""
        today = today or timezone.localdate()
        if today < self.start:
            return "plan"
        return "go" if today <= self.end else "done"


class ProjectTarget(models.Model):
    """How many people the project promised to send, by activity type."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="targets", verbose_name=_("project"))
    activity_type = models.ForeignKey(
        ActivityType, on_delete=models.PROTECT, related_name="+", verbose_name=_("activity type")
    )
    planned = models.PositiveIntegerField(_("planned"))

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["activity_type__order"]
        constraints = [models.UniqueConstraint(fields=["project", "activity_type"], name="one_target_per_type")]

    def __str__(self) -> str:
        return f"{self.activity_type}: {self.planned}"
