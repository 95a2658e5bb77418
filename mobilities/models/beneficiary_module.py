"""The Commission's Beneficiary Module: its templates filled from our records, its exports compared with them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import DriftKind, DriftSettled, ModuleFilePurpose, ModuleFileState, ModuleRows
from mobilities.models.mobility import Mobility
from mobilities.models.participant import SEES_ALL
from portal.accounts.models import School
from portal.common.models import Versioned
from portal.jobs.models import Job
from projects.models import Project


class ModuleNumbering(models.Model):
    """The last ordinal given to a mobility of the project. It only grows, so that no number is given twice."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="module_numbering")
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("numbering of mobilities")
        verbose_name_plural = _("numberings of mobilities")

    def __str__(self) -> str:
        return f"{self.project} {self.last}"


class ModuleMatch(models.Model):
    """How a school matches columns of the module, remembered per action and call year.

    `mapping` is the folded name of a column > our field, or "" where the column is left as it is.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=40)
    call_year = models.PositiveSmallIntegerField()
    mapping = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("match of columns")
        verbose_name_plural = _("matches of columns")
        constraints = [
            models.UniqueConstraint(fields=["school", "action", "call_year"], name="one_match_per_action_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.call_year}"


def module_file_path(row: "ModuleFile", name: str) -> str:
    return f"module/{uuid.uuid4().hex}"


class ModuleFileQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ModuleFileQuerySet":
        return self.filter(school__in=user.school_ids(*SEES_ALL))


class ModuleFile(Versioned):
    """A template to be filled, or an export to be compared; both were made by the module and uploaded here.

    `layout` is where its table stands (sheet, header row, first row of data, columns), `mapping` the key of a column >
    our field, `left_out` [{"mobility", "label", "reasons"}], `remarks` sentences in each language.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="module_files")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    purpose = models.CharField(max_length=10, choices=ModuleFilePurpose.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=ModuleFileState.choices, default=ModuleFileState.RECEIVED
    )
    file = models.FileField(upload_to=module_file_path)
    name = models.CharField(_("file"), max_length=160)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    layout = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    which = models.CharField(
        _("rows of the file"), max_length=10, choices=ModuleRows.choices, default=ModuleRows.COMPLETE
    )
    only_drift = models.BooleanField(_("only what differs from the module"), default=False)
    result = models.FileField(upload_to=module_file_path, blank=True)
    counts = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    done_at = models.DateTimeField(null=True)

    objects = ModuleFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of the Beneficiary Module")
        verbose_name_plural = _("files of the Beneficiary Module")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=ModuleFilePurpose.values), name="module_purpose_known"),
            models.CheckConstraint(condition=Q(state__in=ModuleFileState.values), name="module_file_state_known"),
            models.CheckConstraint(condition=Q(which__in=ModuleRows.values), name="module_rows_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ModuleDifference(models.Model):
    """One thing in which an export of the module and our records differ, until it is settled one way or the other.

    `values`: versions of our rows as they were compared, what the row says by field, and why taking over was refused.
    `applied_at`: what was to be taken over is in the register; from then on it cannot be settled otherwise.
    """

    file = models.ForeignKey(ModuleFile, on_delete=models.CASCADE, related_name="differences")
    kind = models.CharField(_("what"), max_length=12, choices=DriftKind.choices)
    mobility = models.ForeignKey(Mobility, on_delete=models.SET_NULL, null=True, related_name="+")
    module_id = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=200, blank=True)
    row_number = models.PositiveIntegerField(_("row"), null=True)
    field = models.CharField(max_length=60, blank=True)
    column = models.CharField(max_length=200, blank=True)
    ours = models.CharField(_("here"), max_length=500, blank=True)
    theirs = models.CharField(_("in the module"), max_length=500, blank=True)
    values = models.JSONField(default=dict)
    settled = models.CharField(max_length=10, choices=DriftSettled.choices, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("difference from the module")
        verbose_name_plural = _("differences from the module")
        ordering = ["row_number", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DriftKind.values), name="drift_kind_known"),
            models.CheckConstraint(condition=Q(settled__in=["", *DriftSettled.values]), name="drift_settled_known"),
        ]

    def __str__(self) -> str:
        return f"{self.module_id} {self.column}".strip()
