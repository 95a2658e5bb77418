"""Activity types of each call year: the programme's own rows, and those a school put beside them."""

from collections.abc import Collection

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.accounts.models import School
from portal.common.models import Versioned
from portal.common.text import active_language
from projects.enums import ActivityFamily, Category, Field

# Sources of the programme's rows, as in data/activity_types.json.
SOURCES = (
    gettext_noop("Programme guide 2021-2027; activity codes of the Beneficiary Module"),
    gettext_noop("Programme guide 2021-2027; duration not confirmed"),
    gettext_noop("Activity labels of the Commission's mobility data, 2014-2020"),
)
OVERSEERS = (Role.COORDINATOR, Role.DIRECTOR, Role.ADMINISTRATOR)


MOST_NAMED = 2_000  # a database takes only so many keys in one question

# Field of a project > words in the codes of types that only other fields have.
FOREIGN_CODES = {Field.VET: ("PUPIL",), Field.SCH: ("VET", "ERASMUSPRO"), Field.ADU: ("VET", "ERASMUSPRO")}


class ActivityTypeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ActivityTypeQuerySet":
        return self.filter(Q(school=None) | Q(school__in=user.school_ids(*OVERSEERS)))

    def of_school(self, school: School | None) -> "ActivityTypeQuerySet":
        """The programme's rows and those of `school`; None: the programme's alone."""
        return self.filter(Q(school=None) | Q(school__isnull=False, school=school))

    def in_call_year(self, year: int) -> "ActivityTypeQuerySet":
        return self.filter(call_year_from__lte=year).filter(Q(call_year_to=None) | Q(call_year_to__gte=year))

    def for_field(self, field: str, kept: Collection[int] = ()) -> "ActivityTypeQuerySet":
        """Without the types of other fields of education, as their codes say, but with those of the ids `kept`."""
        rows = self
        for word in FOREIGN_CODES.get(field, ()):
            rows = rows.exclude(~Q(pk__in=kept), code__contains=word)
        return rows

    def for_call_year(self, year: int | None, school: School | None = None) -> "ActivityTypeQuerySet":
        """The types that `school` uses in a call year; all of them where the year is not known.

        Of two rows with one code the school's own is used, and of two own rows the one that starts later.
        """
        rows = self.of_school(school)
        if year is None:
            return rows
        rows = rows.in_call_year(year)
        own = ActivityType.objects.in_call_year(year).filter(school__isnull=False, school=school)
        newer = own.filter(code=OuterRef("code"), call_year_from__gt=OuterRef("call_year_from"))
        return rows.exclude(Q(school=None, code__in=own.values("code"))).exclude(Q(Exists(newer), school=school))

    def for_project(
        self, project: models.Model | None, year: int | None, school: School | None, first: Collection[int] = ()
    ) -> "ActivityTypeQuerySet":
        """The types of a call year, each code once: a row that the project uses already wins over a newer one.

        Of two rows of one code that it uses, one of `first` wins, then the school's own.
        """
        offered = self.for_call_year(year, school)
        used = {*first, *(in_use_by(project) if project and project.pk else ())}
        if year is None or not used:
            return offered
        chosen = {row.code: row.pk for row in offered}
        for row in sorted(self.in_call_year(year).filter(pk__in=used), key=lambda row: (row.pk in first, row.pk)):
            chosen[row.code] = row.pk
        return self.filter(pk__in=chosen.values())


def in_use_by(project: models.Model) -> set[int]:
    """Ids of the types that the project's targets, mobilities or other rows that keep a type stand on."""
    return in_use_by_each([project])[project.pk]


def in_use_by_each(projects: Collection[models.Model]) -> dict[int, set[int]]:
    """Key of each project > what in_use_by() says, in as many queries as for one."""
    used: dict[int, set[int]] = {project.pk: set() for project in projects}
    narrowed = {"project__in": list(used)}
    if len(used) > MOST_NAMED:
        narrowed = {"project__school__in": {project.school_id for project in projects}}
    for relation in ActivityType._meta.get_fields(include_hidden=True):
        model = relation.related_model if relation.one_to_many else None
        if model and relation.on_delete is models.PROTECT and any(f.name == "project" for f in model._meta.fields):
            rows = model._base_manager.filter(**narrowed).order_by()
            for project, kind in rows.values_list("project", relation.field.attname).distinct():
                if project in used:
                    used[project].add(kind)
    return used


def types_of_each(
    projects: Collection[models.Model], everything: list["ActivityType"]
) -> dict[int, list["ActivityType"]]:
    """Key of each project > what for_project() offers for its call, in a fixed number of queries.

    `everything`: ActivityType.objects.of_school().
    """
    used = in_use_by_each(projects)
    return {project.pk: offered_to(project, everything, used[project.pk]) for project in projects}


def offered_to(project: models.Model, everything: list["ActivityType"], used: set[int]) -> list["ActivityType"]:
    """As for_project() does it in the database: of one code a row in use, else the school's own, else the newest."""
    if project.call_year is None:
        return everything
    rows = [row for row in everything if row.is_in_call(project.call_year)]
    best: dict[str, ActivityType] = {}
    for row in sorted(rows, key=lambda row: (row.pk in used, row.school_id is not None, row.call_year_from)):
        best[row.code] = row
    return list(best.values())


class ActivityType(Versioned):
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

    def with_call_years(self) -> str:
        return f"{self} ({self.call_year_from}–{self.call_year_to or ''})"

    def is_in_call(self, year: int | None) -> bool:
        """Whether it exists in a call year; where the year is not known, yes."""
        return year is None or self.call_year_from <= year <= (self.call_year_to or year)

    @property
    def shown_source(self) -> str:
        """Where its limits stand, in the reader's language; an own row says it as the school typed it."""
        return gettext(self.source) if self.source in SOURCES else self.source

    def name_in(self, language: str) -> str:
        return self.name_lv if language == "lv" else self.name_en
