"""Rows of the register that look like one person: those that are two, and those that were merged."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.models.participant import Participant


class ToldApart(models.Model):
    """Somebody looked and said: these are two people. The smaller key stands first."""

    first = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="told_apart")
    second = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="told_apart_second")
    said_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("pair of different people")
        verbose_name_plural = _("pairs of different people")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="told_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first}, {self.second}"


class MergedPerson(models.Model):
    """A row that is gone; its address leads to the one that was kept."""

    former_id = models.BigIntegerField(unique=True)
    kept = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="merged")
    merged_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("merged person")
        verbose_name_plural = _("merged people")

    def __str__(self) -> str:
        return f"{self.former_id} > {self.kept_id}"
