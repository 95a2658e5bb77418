"""The project: its code, life, dates and public summary."""

from datetime import date, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import School
from portal.common.countries import countries_named
from portal.common.folding import in_one_of
from portal.common.models import Versioned, WebsiteField
from portal.common.school_year import SchoolYear
from portal.common.text import active_language
from projects import grant_code
from projects.enums import FUNDED, Field, Programme, ProjectRole, ProjectState, Rounding, Standing

SUMMARY_LENGTH = 5000
SUMMARY_PARTS = ("background", "objectives", "implementation", "results")
MOST_WORDS = 6


def runs_in(year: SchoolYear) -> Q:
    return Q(start__lte=year.last_day, end__gte=year.first_day)


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ProjectQuerySet":
        return self.filter(school__in=user.school_ids())

    def in_school_year(self, year: SchoolYear) -> "ProjectQuerySet":
        """Projects that run on at least one day of the school year."""
        return self.filter(runs_in(year))

    def in_standing(self, standing: str, today: date) -> "ProjectQuerySet":
        """The same as Project.standing_on."""
        by_dates = {
            Standing.PLAN: Q(start__gt=today),
            Standing.GO: Q(start__lte=today, end__gte=today),
            Standing.DONE: Q(end__lt=today),
        }
        if standing in by_dates:
            return self.filter(by_dates[standing], state=ProjectState.APPROVED)
        return self.filter(state=standing)

    def funded(self) -> "ProjectQuerySet":
        """What statistics count: no ideas, no applications, nothing that was not funded."""
        return self.filter(state__in=FUNDED)

    def taking_mobilities(self, kept: int | None = None) -> "ProjectQuerySet":
        """Projects to which a mobility may be added, and the one with the id `kept`."""
        return self.filter(Q(state=ProjectState.APPROVED) | Q(pk=kept))

    def since(self, year: SchoolYear, *kept: int | None) -> "ProjectQuerySet":
        """Projects that end in the school year or later, and those with the ids `kept`: a register of thousands
        would not do in a field of choices."""
        return self.filter(Q(end__gte=year.first_day) | Q(pk__in=[pk for pk in kept if pk]))

    def with_same_code(self, project: "Project") -> "ProjectQuerySet":
        """The school's other projects that bear the code of `project`."""
        return self.filter(school=project.school, code=project.code).exclude(code="").exclude(pk=project.pk)

    def perhaps_same(self, code: grant_code.GrantCode) -> "Project | None":
        """One whose code is probably `code` written otherwise: one lacks a part of the other, or the number agrees."""
        if not code.number:
            return None
        for project in self.filter(code__contains=code.number).exclude(code=code.normal_form):
            other = grant_code.parse(project.code)
            pairs = ((code.number, other.number), (code.action, other.action), (code.year, other.year))
            suggested = project.code == code.suggestion or code.normal_form == other.suggestion
            if suggested or all(mine == theirs for mine, theirs in pairs):
                return project
        return None

    def with_planned(self) -> "ProjectQuerySet":
        """Adds `planned`: how many people the project promised to send, None without targets.

        Summed apart for each row that is shown: joined and grouped, the whole register would be counted for one page.
        """
        targets = self.model._meta.get_field("targets").related_model.objects.filter(project=OuterRef("pk"))
        total = targets.order_by().values("project").annotate(total=Sum("planned")).values("total")
        return self.annotate(planned=Subquery(total))

    def matching(self, text: str) -> "ProjectQuerySet":
        """Projects in whose code, titles, organisations, OIDs or places every word stands, whatever the diacritics."""
        found, text = self, text.replace("\x00", "")  # which PostgreSQL cannot hold
        for word in text.split()[:MOST_WORDS]:
            found = found.filter(self.with_word(word))
        code = grant_code.parse(text)
        return found if code.shape == "free_text" else found | self.filter(code__has=code.normal_form)

    def with_word(self, word: str) -> Q:
        organisations = self.model._meta.get_field("organisations").related_model.objects
        place = Q(country__in=countries_named(word)) | Q(in_one_of(word, "name", "city")) | Q(oid__iexact=word)
        named = organisations.filter(place, project=OuterRef("pk"))
        return Q(in_one_of(word, "code", "title", "title_en", "coordinator_name")) | Exists(named)


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
    coordinator_name = models.CharField(_("coordinating organisation"), max_length=300, blank=True)
    start = models.DateField(_("starts"))
    end = models.DateField(_("ends"))
    dates_assumed = models.BooleanField(_("dates are assumed from the call year"), default=False, editable=False)
    grant = models.DecimalField(_("grant"), max_digits=12, decimal_places=2, null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True, max_length=10_000)
    state = models.CharField(
        _("state"), max_length=20, choices=ProjectState.choices, default=ProjectState.APPROVED, editable=False
    )
    original_end = models.DateField(_("first agreed end"), null=True, blank=True, editable=False)
    extended_on = models.DateField(_("extension agreed on"), null=True, blank=True, editable=False)
    extension_note = models.CharField(_("note on the extension"), max_length=300, blank=True, editable=False)
    agreement_signed = models.DateField(_("grant agreement signed"), null=True, blank=True)
    rounding = models.CharField(
        _("rounding of the 70 % rate"), max_length=10, choices=Rounding.choices, default=Rounding.EURO
    )
    first_payment = models.PositiveSmallIntegerField(
        _("first payment to participants, %"), default=80, validators=[MaxValueValidator(100)]
    )
    background_lv = models.TextField(_("background"), blank=True, max_length=SUMMARY_LENGTH)
    objectives_lv = models.TextField(_("objectives"), blank=True, max_length=SUMMARY_LENGTH)
    implementation_lv = models.TextField(_("implementation"), blank=True, max_length=SUMMARY_LENGTH)
    results_lv = models.TextField(_("results"), blank=True, max_length=SUMMARY_LENGTH)
    background_en = models.TextField(_("background in English"), blank=True, max_length=SUMMARY_LENGTH)
    objectives_en = models.TextField(_("objectives in English"), blank=True, max_length=SUMMARY_LENGTH)
    implementation_en = models.TextField(_("implementation in English"), blank=True, max_length=SUMMARY_LENGTH)
    results_en = models.TextField(_("results in English"), blank=True, max_length=SUMMARY_LENGTH)
    public_url = WebsiteField(_("public card"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-start", "code"]
        indexes = [models.Index(fields=["school", "-start", "code", "id"], name="project_list_order")]
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
            models.CheckConstraint(condition=Q(state__in=ProjectState.values), name="project_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.shown_title}".strip()

    @property
    def project_key(self) -> int:
        return self.pk

    def title_in(self, language: str) -> str:
        return self.title if language == "lv" or not self.title_en else self.title_en

    @property
    def short_code(self) -> str:
        """KA116-077195: the part of a decentralised code that people say; otherwise the whole."""
        parts = self.code.split("-")
        return "-".join(parts[3:]) if len(parts) >= 5 and parts[3].startswith("KA") else self.code

    def note_in(self, language: str) -> str:
        """What documents say of it: the results where all four parts of the summary are written, else the note."""
        parts = [getattr(self, f"{part}_{language}") for part in SUMMARY_PARTS]
        return parts[-1] if all(parts) else self.summary

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
    def public_card(self) -> str:
        """The address of the public card: as typed, else as the code says; empty where there is none."""
        return self.public_url or grant_code.public_card(grant_code.parse(self.code))

    @property
    def shown_title(self) -> str:
        return self.title_in(active_language())

    @property
    def shown_kind(self) -> str:
        return self.kind_in(active_language())

    @property
    def months(self) -> int:
        """Whole months from the first day to the last, that day included."""
        after = self.end + timedelta(days=1)
        return (after.year - self.start.year) * 12 + after.month - self.start.month - (after.day < self.start.day)

    def standing_on(self, day: date) -> Standing:
        if self.state != ProjectState.APPROVED:
            return Standing(self.state)
        if day < self.start:
            return Standing.PLAN
        return Standing.GO if day <= self.end else Standing.DONE

    @property
    def standing(self) -> Standing:
        return self.standing_on(timezone.localdate())

    @property
    def field_of_types(self) -> str:
        """The field whose activity types it uses; other programmes than Erasmus+ are not bound to one."""
        return self.field if self.programme == Programme.ERASMUS else ""

    @property
    def is_paid_by_units(self) -> bool:
        """Whether its grant follows from mobilities, as in key action 1; elsewhere a lump sum is paid for results.

        An Erasmus+ project whose code does not say its action is taken for one of key action 1.
        """
        action = grant_code.lists()["actions"].get(self.action, {})
        return self.programme == Programme.ERASMUS and action.get("key_action") in (None, 1)

    @property
    def takes_mobilities(self) -> bool:
        return self.state == ProjectState.APPROVED
