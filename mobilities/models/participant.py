"""People who go abroad or come here, and what they learn."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities import isced
from mobilities.enums import Gender, LanguageLevel, PersonContactRole, PersonKind
from portal.accounts.models import School
from portal.common.languages import language_name
from portal.common.models import Versioned
from portal.common.text import active_language, day

FULL_AGE, OLDEST = 18, 110
SEES_ALL = ("coordinator", "director", "administrator")


class QualificationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "QualificationQuerySet":
        return self.filter(school__in=user.school_ids())

    def with_learners(self) -> "QualificationQuerySet":
        """Adds `learners`: how many people of the register learn it or learned it."""
        return self.annotate(learners=models.Count("participants")).order_by(*self.model._meta.ordering)


class Qualification(models.Model):
    """A vocational qualification taught at the school. ISCED-F 2013 field, EQF level 1 to 8."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="qualifications")
    name_lv = models.CharField(_("name in Latvian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    isced_f = models.CharField(_("ISCED-F field"), max_length=4, blank=True)
    eqf_level = models.PositiveSmallIntegerField(_("EQF level"), null=True, blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ["name_lv"]
        constraints = [
            models.UniqueConstraint(fields=["school", "name_lv"], name="one_qualification_per_name"),
            models.CheckConstraint(
                condition=Q(eqf_level__isnull=True) | Q(eqf_level__range=(1, 8)), name="eqf_level_1_to_8"
            ),
        ]

    def __str__(self) -> str:
        return self.name_in(active_language())

    def name_in(self, language: str) -> str:
        return self.name_lv if language == "lv" or not self.name_en else self.name_en

    @property
    def isced_f_name(self) -> str:
        return isced.field_name(self.isced_f)


class ParticipantQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ParticipantQuerySet":
        """Everybody for those who see all; for a teacher oneself and the learners in one's charge."""
        own = Q(user=user) | Q(pk__in=models.Subquery(self.in_charge_of(user)))
        teacher = Q(school__in=user.school_ids("teacher")) & own
        return self.filter(Q(school__in=user.school_ids(*SEES_ALL)) | teacher)

    def with_trips(self, user) -> "ParticipantQuerySet":
        """Adds `trips`: the mobilities of each person that `user` may see and that were not cancelled.

        Whoever is no teacher sees all of them, of the people one sees: asked about the person alone it is quick.
        """
        from mobilities.models.mobility import Mobility

        mobilities = Mobility.objects.visible_to(user) if user.school_ids("teacher") else Mobility.objects.all()
        standing = mobilities.standing().filter(participant=models.OuterRef("pk"))
        trips = standing.order_by().values("participant").annotate(rows=models.Count("pk")).values("rows")
        return self.annotate(trips=Coalesce(models.Subquery(trips), 0))

    def without_consent(self, kind: str) -> "ParticipantQuerySet":
        """Those whose consent of this kind does not stand: never given, or revoked."""
        from mobilities.models.consent import Consent

        standing = Consent.objects.standing().filter(person=models.OuterRef("pk"), kind=kind)
        return self.filter(~models.Exists(standing))

    def namesakes_of(self, person: "Participant") -> "ParticipantQuerySet":
        """Others of the school with the kind of `person` in whose names both names of `person` stand, with or without
        accents, in any order."""
        first, last = person.first_name, person.last_name
        names = Q(first_name__has=first, last_name__has=last) | Q(first_name__has=last, last_name__has=first)
        return self.filter(names, school=person.school, kind=person.kind).exclude(pk=person.pk)

    @staticmethod
    def in_charge_of(user):
        from mobilities.models.mobility import Mobility

        return Mobility.objects.filter(responsible=user).values("participant")


class Participant(Versioned):
    """A learner or a member of staff. An incoming guest is one too, with `home` naming where they come from."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="participants")
    kind = models.CharField(_("learner or staff"), max_length=10, choices=PersonKind.choices)
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender.choices, blank=True)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)  # ISO 3166
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    group = models.CharField(_("group"), max_length=40, blank=True)
    qualification = models.ForeignKey(
        Qualification,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participants",
        verbose_name=_("qualification"),
    )
    work_field = models.CharField(
        _("field of work"),
        max_length=200,
        blank=True,
        help_text=_("For staff: the subject or the post."),
    )
    home = models.CharField(
        _("sending organisation"),
        max_length=200,
        blank=True,
        help_text=_("Only for guests from elsewhere."),
    )
    fewer_opportunities = models.BooleanField(_("fewer opportunities"), default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="participants",
        verbose_name=_("account in the portal"),
    )
    is_active = models.BooleanField(_("still at the school"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["last_name", "first_name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PersonKind.values), name="participant_kind_known"),
        ]
        indexes = [models.Index(fields=["school", "last_name", "first_name"], name="participant_name")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def in_full(self) -> str:
        """The name with what tells people of one name apart."""
        telling = [self.group, day(self.birth_date) if self.birth_date else "", self.email, self.work_field]
        known = ", ".join(filter(None, telling)) or self.get_kind_display()
        return f"{self} ({known})"

    def age_on(self, day: date) -> int | None:
        if self.birth_date is None:
            return None
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def is_minor_on(self, day: date) -> bool | None:
        """Under 18; None where the date of birth is not known."""
        age = self.age_on(day)
        return None if age is None else age < FULL_AGE


class PersonLanguage(models.Model):
    """One language a person speaks, an ISO 639 code, and how well by CEFR."""

    person = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=3)
    level = models.CharField(_("level"), max_length=10, choices=LanguageLevel.choices)

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["person", "language"], name="person_language_once"),
            models.CheckConstraint(condition=Q(level__in=LanguageLevel.values), name="language_level_known"),
        ]

    def __str__(self) -> str:
        return f"{language_name(self.language)} {self.get_level_display()}"


class PersonContact(models.Model):
    """A parent or guardian, or whom to call in an emergency."""

    person = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(_("role"), max_length=10, choices=PersonContactRole.choices)
    name = models.CharField(_("name"), max_length=200)
    relation = models.CharField(_("relation"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("contact of a person")
        verbose_name_plural = _("contacts of a person")
        ordering = ["role", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=PersonContactRole.values), name="person_contact_role_known"),
        ]

    def __str__(self) -> str:
        return self.name


class PersonBank(Versioned):
    """Where the grant of a person is paid to; seen by coordinators alone, printed in the grant agreement alone."""

    person = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="bank")
    holder = models.CharField(_("account holder"), max_length=200)
    iban = models.CharField(_("IBAN"), max_length=34)
    bank = models.CharField(_("bank"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")

    def __str__(self) -> str:
        return str(self.person)
