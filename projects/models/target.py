from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.activity_type import ActivityType
from projects.models.project import Project


class ProjectTarget(models.Model):
    """How many people the project promised to send, by activity type."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="targets", verbose_name=_("project"))
    activity_type = models.ForeignKey(
        ActivityType, on_delete=models.PROTECT, related_name="+", verbose_name=_("activity type")
    )
    planned = models.PositiveIntegerField(_("planned"))

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["activity_type__order"]
        constraints = [models.UniqueConstraint(fields=["project", "activity_type"], name="one_target_per_type")]

    def __str__(self) -> str:
        return f"{self.activity_type}: {self.planned}"
