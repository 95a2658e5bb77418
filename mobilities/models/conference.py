"""The evaluation conference: once a school year what was learned is weighed together."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ConferenceState, FindingKind, PollState, ReviewKind, SharingKind
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
    invitation = models.TextField(
        _("words of the invitation"), blank=True, max_length=3000, help_text=_("Stands above the programme.")
    )
    recorders = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("who else records findings"),
        help_text=_("Besides the coordinators, on the live screen of this conference."),
    )
    programme_print = models.CharField(max_length=64, blank=True, editable=False)  # of the programme sent last
    programme_number = models.PositiveIntegerField(default=0, editable=False)  # counts the programmes sent
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    record = models.JSONField(_("record as it was closed"), null=True, editable=False)
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
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
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


class GuestCounted(models.Model):
    """A guest counted at the door, by which it is known again when the answer was lost on the way."""

    day = models.ForeignKey(ConferenceDay, on_delete=models.CASCADE, related_name="guests_counted")
    sent_as = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("guest counted")
        verbose_name_plural = _("guests counted")
        constraints = [models.UniqueConstraint(fields=["day", "sent_as"], name="guest_counted_once")]

    def __str__(self) -> str:
        return self.sent_as


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
    """A session: who presents what, and when."""

    day = models.ForeignKey(
        ConferenceDay, on_delete=models.CASCADE, related_name="presentations", verbose_name=_("day")
    )
    time = models.TimeField(_("time"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    room = models.CharField(_("room"), max_length=100, blank=True)
    title = models.CharField(_("title"), max_length=300)
    presenters = models.ManyToManyField(
        Participant, blank=True, related_name="presentations", verbose_name=_("who presents")
    )
    mobilities = models.ManyToManyField(
        Mobility, blank=True, related_name="presentations", verbose_name=_("mobilities")
    )

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["day__date", "time", "pk"]

    def __str__(self) -> str:
        return self.title


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user) -> "FindingQuerySet":
        return self.filter(conference__school__in=user.school_ids())

    def open_problems(self) -> "FindingQuerySet":
        """What was wrong at a host and nobody settled since, the latest first."""
        rows = self.filter(kind=FindingKind.MINUS, host__isnull=False, done_on=None)
        return rows.select_related("conference").order_by("-conference__year", "-pk")


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
    mobility = models.ForeignKey(
        Mobility,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="conference_findings",
        verbose_name=_("mobility"),
    )
    session = models.ForeignKey(
        Presentation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("session"),
    )  # in which it was said
    source = models.CharField(
        max_length=120, blank=True, editable=False
    )  # of a finding taken from a proposal: its key, such as "report:12:pluses:3f2a"
    sent_as = models.CharField(
        max_length=60, blank=True, default="", editable=False
    )  # by which the live screen knows it again when the answer was lost on the way
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    owner = models.CharField(_("owner"), max_length=200, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done"), null=True, blank=True)  # of a decision, or of a minus: settled
    done_note = models.CharField(_("how it was settled"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FindingQuerySet.as_manager()

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
            models.UniqueConstraint(
                fields=["conference", "source"], condition=~Q(source=""), name="one_finding_per_source"
            ),
            models.UniqueConstraint(
                fields=["conference", "sent_as"], condition=~Q(sent_as=""), name="one_finding_per_sending"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ProposalAside(models.Model):
    """A finding that was proposed and is not wanted; `key` as Finding.source."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="proposals_aside")
    key = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("proposal set aside")
        verbose_name_plural = _("proposals set aside")
        constraints = [models.UniqueConstraint(fields=["conference", "key"], name="proposal_aside_once")]

    def __str__(self) -> str:
        return self.key


def poll_code() -> str:
    """Short enough to be typed from a screen; without letters that look like others."""
    return get_random_string(6, "abcdefghjkmnpqrstuvwxyz23456789")


class Poll(Versioned):
    """A vote of the audience from their phones, without accounts; who voted how is not known to anybody."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="polls")
    code = models.CharField(max_length=12, unique=True, default=poll_code, editable=False)
    question = models.CharField(_("question"), max_length=200)
    question_en = models.CharField(_("question in English"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PollState.choices, default=PollState.DRAFT)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(state__in=PollState.values), name="poll_state_known")]

    def __str__(self) -> str:
        return self.question


class PollOption(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("answer"), max_length=200)
    text_en = models.CharField(_("answer in English"), max_length=200, blank=True)
    presentation = models.ForeignKey(
        Presentation, on_delete=models.SET_NULL, null=True, blank=True, related_name="poll_options"
    )

    class Meta:
        verbose_name = _("answer to vote for")
        verbose_name_plural = _("answers to vote for")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class Ballot(models.Model):
    """One device's vote. `voter` is a random key of its cookie, kept as a hash of it and the poll."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="ballots")
    voter = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [models.UniqueConstraint(fields=["poll", "voter"], name="one_ballot_per_voter")]

    def __str__(self) -> str:
        return str(self.option)


class SharingQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SharingQuerySet":
        return self.filter(school__in=user.school_ids())

    def in_school_year(self, year: SchoolYear) -> "SharingQuerySet":
        """Of mobilities that began in the year."""
        return self.filter(mobilities__start__range=(year.first_day, year.last_day)).distinct()


class Sharing(Versioned):
    """Where the experience of some mobilities was shown to others, before or beside the conference."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="sharings")
    kind = models.CharField(_("where"), max_length=30, choices=SharingKind.choices)
    date = models.DateField(_("date"))
    title = models.CharField(_("what was shown"), max_length=200)
    audience = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    mobilities = models.ManyToManyField(Mobility, related_name="sharings", verbose_name=_("mobilities"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SharingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sharing of experience")
        verbose_name_plural = _("sharing of experience")
        ordering = ["-date", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=SharingKind.values), name="sharing_kind_known")]

    def __str__(self) -> str:
        return f"{self.title}, {day(self.date)}"
