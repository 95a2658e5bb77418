"""Letters about experience: when they are sent, which went out, which came back."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import LetterKind, LetterState, ReminderPhase
from mobilities.models.conference import Conference
from mobilities.models.experience import ExperienceReport
from mobilities.models.mobility import AccompanyingPerson, Mobility
from mobilities.models.participant import SEES_ALL, Participant
from portal.accounts.models import School


class ReminderStepQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ReminderStepQuerySet":
        return self.filter(school__in=user.school_ids(*SEES_ALL))


class ReminderStep(models.Model):
    """When a school reminds of the report. `days` are counted from what the phase says.

    A school without rows reminds as services.reminders.DEFAULTS says; one that wants no letters keeps unused rows.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="reminder_steps")
    phase = models.CharField(_("counted from"), max_length=12, choices=ReminderPhase.choices)
    days = models.PositiveSmallIntegerField(_("days"))
    is_used = models.BooleanField(_("letters are sent"), default=True)

    objects = ReminderStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["phase", "days"]
        constraints = [
            models.UniqueConstraint(fields=["school", "phase", "days"], name="reminder_step_once"),
            models.CheckConstraint(condition=Q(phase__in=ReminderPhase.values), name="reminder_phase_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_phase_display()}: {self.days}"


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user) -> "LetterQuerySet":
        return self.filter(school__in=user.school_ids(*SEES_ALL))

    def not_arrived(self) -> "LetterQuerySet":
        return self.filter(state__in=[LetterState.FAILED, LetterState.BOUNCED])

    def sent_to(self, person: Participant) -> "LetterQuerySet":
        """By the account, or by what is known of who has none: own journeys, and letters about no journey at all."""
        own = Q(mobility__participant=person) | Q(accompanying__person=person)
        theirs = own & Q(user=None)
        if person.email:
            theirs |= Q(email__iexact=person.email, mobility=None, accompanying=None)
        if person.user_id:
            theirs |= Q(user=person.user_id)
        return self.filter(theirs, school=person.school_id)

    def in_mail_of(self, letter: "Letter") -> "LetterQuerySet":
        return self.filter(Q(pk=letter.part_of_id or letter.pk) | Q(part_of=letter.part_of_id or letter.pk))


class Letter(models.Model):
    """One letter to one address. `key` is part of its Message-ID, by which a letter that came back is known.

    `occasion` keeps a letter from going out twice, e.g. "reminder:after_end:7:m12:2022-06-01". What one person is
    written on one morning goes out as one mail: that of the letter which the others are `part_of`.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind.choices)
    state = models.CharField(_("state"), max_length=10, choices=LetterState.choices, default=LetterState.QUEUED)
    email = models.EmailField(_("to"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, default="lv")
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    occasion = models.CharField(max_length=120, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    report = models.ForeignKey(ExperienceReport, on_delete=models.CASCADE, null=True, related_name="letters")
    mobility = models.ForeignKey(Mobility, on_delete=models.CASCADE, null=True, related_name="letters")
    accompanying = models.ForeignKey(AccompanyingPerson, on_delete=models.CASCADE, null=True, related_name="letters")
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, null=True, related_name="letters")
    part_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="parts")
    error = models.CharField(_("what the mail server said"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    bounced_at = models.DateTimeField(_("came back"), null=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="letter_kind_known"),
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_known"),
            models.UniqueConstraint(
                fields=["email", "occasion"], condition=~Q(occasion=""), name="one_letter_per_occasion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.subject or self.get_kind_display()}"

    @property
    def journey(self) -> Mobility | AccompanyingPerson | None:
        return self.mobility or self.accompanying

    @property
    def project_key(self) -> int | None:
        return self.journey and self.journey.project_id
