"""One person's stay: project x participant x activity type x host x dates."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import REPORT_HANDED_IN, RUNNING, TAKES_PLACE, Direction, MobilityState, Phase
from mobilities.models.host import Host
from mobilities.models.participant import SEES_ALL, Participant
from portal.accounts.models import School, User
from portal.common.models import CountryField, Versioned
from portal.common.school_year import SchoolYear
from portal.common.text import day
from projects.enums import ProjectState
from projects.models import ActivityType, Project

REPORT_DUE_DAYS = 30


def report_due(end: date) -> date:
    return end + timedelta(days=REPORT_DUE_DAYS)


def last_day_of(state: str, end: date, stopped_from: date | None) -> date:
    """The end; of an interrupted stay the day before the first day away."""
    if state != MobilityState.INTERRUPTED or stopped_from is None:
        return end
    return min(end, stopped_from - timedelta(days=1))


def days_of(start: date, end: date, state: str, stopped_from: date | None) -> int:
    """Both the first and the last day count; of an interrupted stay only the days until it ended."""
    return max((last_day_of(state, end, stopped_from) - start).days + 1, 0)


def broken_off(today: date) -> Q:
    """Interrupted, so that nobody was there any more on `today`."""
    return Q(state=MobilityState.INTERRUPTED, grant__stopped_from__lte=today)


def is_over(today: date) -> Q:
    return Q(end__lt=today) | broken_off(today)


def ends_on(day: date) -> Q:
    """last_day_of as a filter."""
    is_cut_short = Q(state=MobilityState.INTERRUPTED, grant__stopped_from__lte=F("end"))
    return Q(end=day) & ~is_cut_short | is_cut_short & Q(grant__stopped_from=day + timedelta(days=1))


def own_of(user) -> Q:
    """One's own and those of people in one's charge; without a join, so that both indexes serve."""
    return Q(participant__in=Participant.objects.filter(user=user).values("pk")) | Q(responsible=user)


class MobilityQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MobilityQuerySet":
        """All for those who see all; for a teacher one's own and those of people in one's charge."""
        everything = Q(school__in=user.school_ids(*SEES_ALL))
        teaches_in = user.school_ids("teacher")
        if not teaches_in:  # without the teacher's condition nothing has to be joined
            return self.filter(everything)
        return self.filter(everything | Q(school__in=teaches_in) & own_of(user))

    def own_or_in_charge(self, user) -> "MobilityQuerySet":
        """Those whose report `user` writes."""
        return self.filter(own_of(user), school__in=user.school_ids())

    def in_school_year(self, year: SchoolYear) -> "MobilityQuerySet":
        """A mobility belongs to the school year in which it starts."""
        return self.filter(start__range=(year.first_day, year.last_day))

    def with_names(self) -> "MobilityQuerySet":
        return self.select_related("participant__qualification", "host", "project", "activity_type", "grant")

    def sharing_names(self) -> "MobilityQuerySet":
        """`with_names` for thousands of rows: they share few projects, types and hosts, so each is read once."""
        shared = ("project", "activity_type", "host", "participant__qualification")
        return self.select_related(None).select_related("participant", "grant").prefetch_related(*shared)

    def standing(self) -> "MobilityQuerySet":
        return self.exclude(state=MobilityState.CANCELLED)

    def taking_place(self) -> "MobilityQuerySet":
        """Those decided to take place: neither cancelled nor only planned, whatever their dates."""
        return self.filter(state__in=TAKES_PLACE)

    def in_phase(self, phase: str, today: date) -> "MobilityQuerySet":
        """Mobility.phase() as a filter."""
        confirmed = Q(state=MobilityState.CONFIRMED)
        ways = {
            Phase.CONFIRMED: confirmed & Q(start__gt=today),
            Phase.ABROAD: confirmed & Q(start__lte=today, end__gte=today),
            Phase.RETURNED: confirmed & Q(end__lt=today),
        }
        return self.filter(ways.get(phase, Q(state=phase)))

    def running(self) -> "MobilityQuerySet":
        """Not history: neither it nor its project is closed, it was not cancelled, and not only planned once."""
        closed = Project.objects.filter(state__in=[ProjectState.CLOSED, ProjectState.ARCHIVED])
        never = Q(state=MobilityState.PLANNED, end__lt=timezone.localdate())
        return self.filter(state__in=RUNNING).exclude(project__in=closed).exclude(never)

    def over(self, today: date) -> "MobilityQuerySet":
        """Whose last day there is before `today`."""
        return self.filter(is_over(today))

    def awaiting_report(self, today: date | None = None) -> "MobilityQuerySet":
        """Outgoing mobilities that are over and have no submitted or approved report."""
        today = today or timezone.localdate()
        return (
            self.taking_place()
            .filter(is_over(today), direction=Direction.OUTGOING)
            .exclude(report__state__in=REPORT_HANDED_IN)
        )


class Mobility(Versioned):
    """Dates are the days of the activity, travel days excluded, as the programme counts them."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="mobilities")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="mobilities", verbose_name=_("project")
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="mobilities", verbose_name=_("participant")
    )
    activity_type = models.ForeignKey(
        ActivityType, on_delete=models.PROTECT, related_name="mobilities", verbose_name=_("activity type")
    )
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices, default=Direction.OUTGOING)
    host = models.ForeignKey(
        Host, on_delete=models.PROTECT, null=True, blank=True, related_name="mobilities", verbose_name=_("host")
    )
    country = models.CharField(max_length=2, blank=True, editable=False)
    start = models.DateField(_("starts"))
    end = models.DateField(_("ends"))
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="in_charge_of",
        verbose_name=_("teacher in charge"),
    )
    state = models.CharField(_("state"), max_length=20, choices=MobilityState.choices, default=MobilityState.PLANNED)
    blended_days = models.PositiveSmallIntegerField(
        _("virtual days"),
        default=0,
        help_text=_("Days of learning from home before or after the stay; the dates do not count them."),
    )
    green_travel = models.BooleanField(_("green travel"), default=False)
    override_reason = models.CharField(
        _("reason for going beyond the limits"),
        max_length=500,
        blank=True,
    )
    note = models.TextField(_("note"), blank=True, max_length=5000)
    module_id = models.CharField(_("mobility ID"), max_length=40, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = MobilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("mobility")
        verbose_name_plural = _("mobilities")
        ordering = ["-start", "participant__last_name", "participant__first_name"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="mobility_ends_after_start"),
            models.CheckConstraint(condition=Q(state__in=MobilityState.values), name="mobility_state_known"),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="direction_known"),
            models.UniqueConstraint(
                fields=["project", "module_id"], condition=~Q(module_id=""), name="one_mobility_per_module_id"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "-start"], name="mobility_by_start"),
            models.Index(fields=["school", "country", "-start"], name="mobility_by_country"),
            # What figures are counted from, so that the rows themselves need not be read.
            models.Index(
                fields=[
                    "school",
                    "direction",
                    "start",
                    "end",
                    "state",
                    "host",
                    "country",
                    "activity_type",
                    "project",
                    "participant",
                    "green_travel",
                ],
                name="mobility_counted",
            ),
            models.Index(fields=["host", "state", "start"], name="mobility_at_host"),
        ]

    def __str__(self) -> str:
        return f"{self.participant}, {day(self.start)}"

    def save(self, *args, **kwargs) -> None:
        """`country` repeats the host's, so that lists and statistics need no join; home for incoming ones."""
        if self.direction == Direction.INCOMING:
            self.country = self.school.country
        else:
            self.country = self.host.country if self.host else ""
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "country"}
        super().save(*args, **kwargs)

    @property
    def stopped_from(self) -> date | None:
        terms = getattr(self, "grant", None) if self.state == MobilityState.INTERRUPTED else None
        return terms and terms.stopped_from

    @property
    def last_day(self) -> date:
        return last_day_of(self.state, self.end, self.stopped_from)

    @property
    def days(self) -> int:
        return days_of(self.start, self.end, self.state, self.stopped_from)

    @property
    def planned_days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def report_due(self) -> date:
        return report_due(self.last_day)

    def is_report_awaited(self, today: date) -> bool:
        """As MobilityQuerySet.awaiting_report, less the report itself."""
        return self.direction == Direction.OUTGOING and self.state in TAKES_PLACE and self.last_day < today

    def has_report_handed_in(self) -> bool:
        report = getattr(self, "report", None)
        return report is not None and report.state in REPORT_HANDED_IN

    def phase(self, today: date | None = None) -> Phase:
        """Where it stands today: as decided, and once confirmed by its dates."""
        today = today or timezone.localdate()
        if self.state != MobilityState.CONFIRMED or self.start > today:
            return Phase(self.state)
        return Phase.ABROAD if today <= self.end else Phase.RETURNED

    @property
    def is_blended(self) -> bool:
        return self.blended_days > 0


class ItineraryStop(models.Model):
    """One place of a stay with several; in the order of its days."""

    mobility = models.ForeignKey(Mobility, on_delete=models.CASCADE, related_name="stops")
    city = models.CharField(_("city"), max_length=100)
    country = CountryField(_("country"))
    start = models.DateField(_("from"))
    end = models.DateField(_("to"))
    note = models.CharField(_("what happens there"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("stop of an itinerary")
        verbose_name_plural = _("itinerary")
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="stop_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.city


class AccompanyingPersonQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AccompanyingPersonQuerySet":
        return self.filter(
            Q(school__in=user.school_ids(*SEES_ALL))
            | Q(school__in=user.school_ids("teacher")) & (Q(person__user=user) | Q(mobilities__responsible=user))
        ).distinct()

    def standing(self) -> "AccompanyingPersonQuerySet":
        """A trip whose every mobility is cancelled holds nobody back."""
        trip = Mobility.objects.filter(accompanying_persons=OuterRef("pk"))
        return self.filter(Exists(trip.standing()) | ~Exists(trip))

    def awaiting_report(self, today: date | None = None) -> "AccompanyingPersonQuerySet":
        """Of trips that took place and are over, whose report is not handed in."""
        trip = Mobility.objects.filter(accompanying_persons=OuterRef("pk"), direction=Direction.OUTGOING)
        over = self.filter(Exists(trip.taking_place()), end__lt=today or timezone.localdate())
        return over.exclude(report__state__in=REPORT_HANDED_IN)


class AccompanyingPerson(models.Model):
    """Somebody who travels along and is no participant: counted apart, and never both at once."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="accompanying_persons")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="accompanying_persons")
    person = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="accompanied", verbose_name=_("accompanying person")
    )
    mobilities = models.ManyToManyField(Mobility, related_name="accompanying_persons", verbose_name=_("mobilities"))
    start = models.DateField(_("starts"))
    end = models.DateField(_("ends"))

    objects = AccompanyingPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("accompanying person")
        verbose_name_plural = _("accompanying persons")
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="accompanying_ends_after_start"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def participant(self) -> Participant:
        return self.person

    @property
    def trip(self) -> Mobility | None:
        """One of the mobilities it goes along with; all of a group lead to the same place."""
        return next(iter(self.mobilities.all()), None)

    @property
    def host(self) -> Host | None:
        return self.trip and self.trip.host

    @property
    def activity_type(self) -> ActivityType | None:
        return self.trip and self.trip.activity_type

    @property
    def responsible(self) -> User | None:
        return self.trip and self.trip.responsible

    @property
    def last_day(self) -> date:
        return self.end

    @property
    def report_due(self) -> date:
        return report_due(self.end)
