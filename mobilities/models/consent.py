"""What people agreed to, in which words, and since when no more."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import ConsentGiver, ConsentKind
from mobilities.models.participant import SEES_ALL, Participant
from portal.accounts.models import School
from portal.common.text import active_language


class ConsentTextQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ConsentTextQuerySet":
        return self.filter(school__in=user.school_ids(*SEES_ALL))

    def in_force(self, day: date | None = None) -> "ConsentTextQuerySet":
        """The newest version of each kind on `day`, today without it."""
        valid = Q(valid_from__lte=day or timezone.localdate())
        same = Q(school=models.OuterRef("school"), kind=models.OuterRef("kind"))
        newer = self.model.objects.filter(valid & same, number__gt=models.OuterRef("number"))
        return self.filter(valid, ~models.Exists(newer))

    def signed_by(self) -> "ConsentTextQuerySet":
        """Adds `signatures`: how many consents were given in these words."""
        return self.annotate(signatures=models.Count("consents")).order_by(*self.model._meta.ordering)


class ConsentText(models.Model):
    """One version of the words that are signed. A version somebody signed is never changed: a new one follows it."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="consent_texts")
    kind = models.CharField(_("consent to"), max_length=10, choices=ConsentKind.choices)
    number = models.PositiveSmallIntegerField(_("version of the text"))
    valid_from = models.DateField(_("in force from"), default=timezone.localdate)
    text_lv = models.TextField(_("text in Latvian"), max_length=5000)
    text_en = models.TextField(_("text in English"), max_length=5000, blank=True)

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "number"], name="consent_text_version_once"),
            models.CheckConstraint(condition=Q(kind__in=ConsentKind.values), name="consent_text_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.number}"

    def text_in(self, language: str) -> str:
        return self.text_lv if language == "lv" or not self.text_en else self.text_en

    @property
    def shown_text(self) -> str:
        return self.text_in(active_language())


class ConsentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ConsentQuerySet":
        return self.filter(person__in=Participant.objects.visible_to(user))

    def standing(self) -> "ConsentQuerySet":
        """Given and not revoked."""
        return self.filter(revoked_on=None)


class Consent(models.Model):
    """A person agreed, or a guardian for them. At most one of a kind stands; a revoked one stays as a record."""

    person = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(_("consent to"), max_length=10, choices=ConsentKind.choices)
    text = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, related_name="consents", verbose_name=_("version of the text")
    )
    given_on = models.DateField(_("given on"))
    given_by = models.CharField(_("given by"), max_length=10, choices=ConsentGiver.choices, default=ConsentGiver.SELF)
    giver_name = models.CharField(_("name of the guardian"), max_length=200, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["kind", "-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(revoked_on=None), name="one_standing_consent_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(kind__in=ConsentKind.values), name="consent_kind_known"),
            models.CheckConstraint(condition=Q(given_by__in=ConsentGiver.values), name="consent_giver_known"),
            models.CheckConstraint(
                condition=Q(given_by=ConsentGiver.SELF) | ~Q(giver_name=""), name="guardian_of_consent_named"
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | Q(revoked_on__gte=F("given_on")), name="consent_revoked_after_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.person}"


def taken_back(person: str, *kinds: str) -> models.Q:
    """A condition on rows whose `person` (a path) took a consent of any of `kinds` back and gave none since."""
    condition = Q(pk__in=[])
    for kind in kinds:
        given = Consent.objects.filter(person=models.OuterRef(person), kind=kind)
        condition |= Q(models.Exists(given.filter(revoked_on__isnull=False)), ~models.Exists(given.standing()))
    return condition
