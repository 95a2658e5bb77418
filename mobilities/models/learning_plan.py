"""What somebody is to learn abroad and what was learned: what learning agreement and Europass Mobility say."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ContactRole
from mobilities.models.host import HostContact
from mobilities.models.mobility import Mobility
from mobilities.models.participant import SEES_ALL
from portal.accounts.models import School
from portal.common.models import Versioned

TEXT = {"blank": True, "max_length": 5000}

PLAN_FIELDS = ("outcomes", "programme", "monitoring", "evaluation", "recognition", "hours_per_week", "language")
RESULT_FIELDS = (
    "activities_done",
    "job_skills",
    "language_skills",
    "digital_skills",
    "organisational_skills",
    "social_skills",
    "other_skills",
)


class LearningPlan(Versioned):
    """The first part is agreed before the departure, the second written after the return (sections of Europass
    Mobility). `language`: the working language, an ISO 639 code."""

    mobility = models.OneToOneField(Mobility, on_delete=models.CASCADE, related_name="learning_plan")
    outcomes = models.TextField(_("expected learning outcomes"), **TEXT)
    programme = models.TextField(_("programme and tasks"), **TEXT)
    monitoring = models.TextField(_("monitoring and support"), **TEXT)
    evaluation = models.TextField(_("evaluation"), **TEXT)
    recognition = models.TextField(_("recognition"), **TEXT)
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours a week"), null=True, blank=True, validators=[MaxValueValidator(60)]
    )
    language = models.CharField(_("working language"), max_length=3, blank=True)
    mentor = models.ForeignKey(
        HostContact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mentor at the host"),
    )
    activities_done = models.TextField(_("activities and tasks carried out"), **TEXT)
    job_skills = models.TextField(_("job-related skills"), **TEXT)
    language_skills = models.TextField(_("language skills"), **TEXT)
    digital_skills = models.TextField(_("digital skills"), **TEXT)
    organisational_skills = models.TextField(_("organisational skills"), **TEXT)
    social_skills = models.TextField(_("communication and social skills"), **TEXT)
    other_skills = models.TextField(_("other skills"), **TEXT)

    class Meta:
        verbose_name = _("learning plan")
        verbose_name_plural = _("learning plans")

    def __str__(self) -> str:
        return str(self.mobility)

    @property
    def project_key(self) -> int:
        return self.mobility.project_id


class ProgrammeDay(models.Model):
    """One day of a job-shadowing or group programme."""

    plan = models.ForeignKey(LearningPlan, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    text = models.TextField(_("what happens"), max_length=1000)

    class Meta:
        verbose_name = _("day of a programme")
        verbose_name_plural = _("days of a programme")
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"


class SchoolContactQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SchoolContactQuerySet":
        return self.filter(school__in=user.school_ids(*SEES_ALL))


class SchoolContact(Versioned):
    """Whom papers name for our school; a mobility's own teacher in charge comes before a mentor of this list."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(_("role"), max_length=20, choices=ContactRole.choices)
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    objects = SchoolContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of the school")
        verbose_name_plural = _("contacts of the school")
        ordering = ["role", "name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=ContactRole.values), name="school_contact_role_known"),
        ]

    def __str__(self) -> str:
        return self.name
