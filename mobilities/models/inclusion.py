"""Why people have fewer opportunities: counted by project, never told of a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mobilities.enums import InclusionReason
from projects.models import Project


class InclusionCount(models.Model):
    """How many participants of a project have fewer opportunities for `reason`; one person may have several."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="inclusion_counts")
    reason = models.CharField(_("reason"), max_length=20, choices=InclusionReason.choices)
    people = models.PositiveSmallIntegerField(_("people"), default=0)

    class Meta:
        verbose_name = _("anonymous count of fewer opportunities")
        verbose_name_plural = _("anonymous counts of fewer opportunities")
        ordering = ["reason"]
        constraints = [
            models.UniqueConstraint(fields=["project", "reason"], name="one_count_per_reason"),
            models.CheckConstraint(condition=Q(reason__in=InclusionReason.values), name="inclusion_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.people}"
