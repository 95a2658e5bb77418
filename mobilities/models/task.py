"""What somebody is to do for a project until when."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.models.mobility import Mobility
from mobilities.models.participant import SEES_ALL
from portal.common.models import Versioned
from projects.models import Project


class ProjectTaskQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ProjectTaskQuerySet":
        """All for those who see all; for a teacher what one is to do oneself or wrote."""
        own = Q(assignee=user) | Q(created_by=user)
        return self.filter(
            Q(project__school__in=user.school_ids(*SEES_ALL)) | Q(project__school__in=user.school_ids("teacher")) & own
        )

    def open(self) -> "ProjectTaskQuerySet":
        return self.filter(done_on=None)

    def late(self, today: date | None = None) -> "ProjectTaskQuerySet":
        return self.open().filter(due__lt=today or timezone.localdate())


class ProjectTask(Versioned):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("project"))
    mobility = models.ForeignKey(
        Mobility, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("mobility")
    )
    title = models.CharField(_("what is to be done"), max_length=200)
    text = models.TextField(_("in more words"), blank=True, max_length=5000)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="project_tasks",
        verbose_name=_("who does it"),
    )
    due = models.DateField(_("until"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProjectTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = [models.F("due").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["project", "done_on", "due"], name="task_open")]

    def __str__(self) -> str:
        return self.title


class TaskComment(models.Model):
    task = models.ForeignKey(ProjectTask, on_delete=models.CASCADE, related_name="comments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("comment"), max_length=5000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("comment on a task")
        verbose_name_plural = _("comments on a task")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
