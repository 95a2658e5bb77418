"""An uploaded table on its way into the register, what became of each of its rows, and mappings worth keeping."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import School
from portal.common.models import Versioned
from portal.common.tables import CSV, XLSX
from portal.imports.enums import STATUS, WRITES, Encoding, ImportState, Outcome
from portal.imports.registry import IMPORTERS, Importer
from portal.imports.sentences import in_readers_language
from portal.jobs.models import Job


def file_path(row: "Import", name: str) -> str:
    return f"imports/{row.school_id}/{uuid.uuid4()}"


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ImportQuerySet":
        return self.filter(school__in=user.school_ids("coordinator", "director", "administrator"))


class Import(Versioned):
    """`mapping` is field > key of a column (see portal.imports.columns); `counts` outcome > rows."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by whom")
    )
    kind = models.CharField(max_length=40)
    state = models.CharField(_("state"), max_length=20, choices=ImportState.choices, default=ImportState.RECEIVED)
    language = models.CharField(max_length=5, default="lv")
    file = models.FileField(upload_to=file_path)
    name = models.CharField(_("file"), max_length=160)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(_("encoding"), max_length=20, choices=Encoding.choices, blank=True)
    separator = models.CharField(_("separator"), max_length=1, blank=True)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    header_row = models.PositiveIntegerField(_("row with the names of the columns"), default=1)
    columns = models.JSONField(default=list)
    signature = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(_("columns"), default=dict)
    counts = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    checked_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(_("saved"), null=True)
    undone_at = models.DateTimeField(_("undone"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known"),
            models.CheckConstraint(
                condition=~Q(state=ImportState.APPLIED) | Q(applied_at__isnull=False), name="applied_import_has_time"
            ),
        ]
        indexes = [models.Index(fields=["school", "-created_at"], name="import_history")]

    def __str__(self) -> str:
        return self.name

    @property
    def form(self) -> str:
        """Of the file, as portal.common.tables knows it."""
        return CSV if self.encoding else XLSX

    @property
    def importer(self) -> Importer:
        return IMPORTERS[self.kind]

    @property
    def is_at_work(self) -> bool:
        """A job of it waits or runs."""
        at_work = self.state in (ImportState.CHECKING, ImportState.APPLYING)
        return (at_work or self.state == ImportState.APPLIED) and self.job is not None and not self.job.is_over

    @property
    def is_over(self) -> bool:
        return self.state in (ImportState.APPLIED, ImportState.CANCELLED, ImportState.UNDONE)

    @property
    def may_be_mapped(self) -> bool:
        return not self.is_over and not self.is_at_work

    @property
    def may_be_applied(self) -> bool:
        """All of it."""
        return self.has_rows_to_save and not self.count_rejected

    @property
    def may_be_applied_in_part(self) -> bool:
        """Without the rejected rows."""
        return self.has_rows_to_save and self.count_rejected > 0

    @property
    def has_rows_to_save(self) -> bool:
        return self.state == ImportState.CHECKED and self.count_saved > 0

    @property
    def may_be_undone(self) -> bool:
        """As far as the import itself knows; its rows may have been touched since."""
        return self.state == ImportState.APPLIED and not self.is_at_work and self.importer.model is not None

    @property
    def has_no_rows(self) -> bool:
        """Checked, and under the header was nothing."""
        return self.state == ImportState.CHECKED and not self.counts

    def count_of(self, *outcomes: str) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in outcomes)

    @property
    def count_new(self) -> int:
        return self.count_of(Outcome.NEW, Outcome.NEW_DRAFT)

    @property
    def count_changed(self) -> int:
        return self.count_of(Outcome.CHANGED, Outcome.CHANGED_DRAFT)

    @property
    def count_saved(self) -> int:
        return self.count_of(*WRITES)

    @property
    def count_repeats(self) -> int:
        """Rows that say what another row of the file says already; they count as unchanged."""
        return next((remark["rows"] for remark in self.remarks if remark.get("repeats")), 0)

    @property
    def count_rejected(self) -> int:
        return self.count_of(Outcome.REJECTED)

    def remarks_on_many(self) -> list[dict]:
        """What is said once: of the whole check, or of several rows alike."""
        return [
            remark | {"text": in_readers_language(remark["text"])}
            for remark in self.remarks
            if "text" in remark and (remark.get("of_whole") or remark["rows"] > 1)
        ]

    @property
    def changed_since(self) -> dict[str, Any] | None:
        """Of rows that the user is to confirm anew, how many and which: the register changed since they were shown."""
        if self.state != ImportState.CHECKED:
            return None
        return next((remark for remark in self.remarks if remark.get("changed_since")), None)

    @property
    def has_remarks_on_rows(self) -> bool:
        return any(not remark.get("of_whole") for remark in self.remarks)

    def left_out(self) -> list[str]:
        """Titles of the columns that no field takes."""
        used = set(self.mapping.values())
        return [column["title"] for column in self.columns if column["key"] not in used]


class ImportRow(models.Model):
    """What became of one row. `reasons` are [{column, value, text}], `remarks` texts; texts language > sentence;
    either may have `links`, [[name, address]].

    `object_id` and `object_version` are, once it was checked, of the row of the register that is to be changed. What
    undoing needs: the same of the row that was saved, as it was then, and `before`: {"fields": field > value as it
    was, None of a new row; "also": [[label of the model, id, version, fields]]}.
    """

    belongs_to = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    label = models.CharField(_("what"), max_length=300, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    reasons = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    object_id = models.BigIntegerField(null=True)
    object_version = models.PositiveIntegerField(null=True)
    before = models.JSONField(null=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["belongs_to", "number"], name="import_row_once"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="import_outcome_known"),
        ]
        indexes = [models.Index(fields=["belongs_to", "outcome", "number"], name="import_rows_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"

    @property
    def is_repeat(self) -> bool:
        return bool(self.remarks) and isinstance(self.remarks[0], dict) and "repeats" in self.remarks[0]

    @property
    def outcome_word(self) -> str:
        return _("Repeat") if self.is_repeat else self.get_outcome_display()

    @property
    def status(self) -> str:
        return STATUS[Outcome(self.outcome)]

    def told_reasons(self) -> list[dict[str, str]]:
        return [reason | {"text": in_readers_language(reason["text"])} for reason in self.reasons]

    def told_remarks(self) -> list[str]:
        return [in_readers_language(remark) for remark in self.remarks]

    def linked_remarks(self) -> list[dict[str, Any]]:
        """{text, links}; links [name, address]."""
        links = [remark.get("links", []) if isinstance(remark, dict) else [] for remark in self.remarks]
        return [{"text": text, "links": each} for text, each in zip(self.told_remarks(), links, strict=True)]


class SavedMapping(models.Model):
    """How a school maps files of one shape, so that the next such file is mapped at once; the name is for people."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)
    name = models.CharField(_("name of the mapping"), max_length=80, blank=True)
    mapping = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        constraints = [models.UniqueConstraint(fields=["school", "kind", "signature"], name="one_mapping_per_shape")]

    def __str__(self) -> str:
        return self.name or f"{self.kind} {self.signature[:8]}"
