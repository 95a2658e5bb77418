"""The checklist of papers: what a school asks for, and the line of each paper of each mobility."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.enums import PaperKind, PaperPhase, PaperState, ProfileGroup
from mobilities.models.mobility import AccompanyingPerson, Mobility
from mobilities.models.participant import SEES_ALL
from portal.accounts.models import School
from portal.common.models import Versioned
from portal.common.text import active_language
from projects.models import Project


class ChecklistItemQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ChecklistItemQuerySet":
        return self.filter(school__in=user.school_ids(*SEES_ALL))


class ChecklistItem(Versioned):
    """What a school, or one project, asks for otherwise than the portal does, or besides.

    Of one known kind the row of the project wins over that of the school, and that over the portal's own rule
    (mobilities.papers). A project asks otherwise for a paper of the school's own by an item `instead_of` it, which has
    its name and phase. `groups`: who needs it, values of ProfileGroup. `due_days`: before the departure, after the
    first day or after the return, by phase.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="checklist_items")
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="checklist_items"
    )
    kind = models.CharField(_("paper"), max_length=30, choices=PaperKind.choices, default=PaperKind.OTHER)
    instead_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, editable=False, related_name="changed")
    title_lv = models.CharField(_("name in Latvian"), max_length=120, blank=True)
    title_en = models.CharField(_("name in English"), max_length=120, blank=True)
    phase = models.CharField(_("when"), max_length=10, choices=PaperPhase.choices)
    groups = models.JSONField(_("who needs it"), default=list)
    due_days = models.PositiveSmallIntegerField(_("days"), default=0)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
        help_text=_("Empty: the teacher in charge of the mobility."),
    )
    is_used = models.BooleanField(_("is asked for"), default=True)
    why = models.CharField(_("why"), max_length=300, blank=True)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of the checklist")
        verbose_name_plural = _("items of the checklist")
        ordering = ["phase", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind"],
                condition=Q(project=None) & ~Q(kind=PaperKind.OTHER),
                name="one_item_of_a_kind_per_school",
            ),
            models.UniqueConstraint(
                fields=["project", "kind"],
                condition=Q(project__isnull=False) & ~Q(kind=PaperKind.OTHER),
                name="one_item_of_a_kind_per_project",
            ),
            models.UniqueConstraint(
                fields=["project", "instead_of"],
                condition=Q(instead_of__isnull=False),
                name="one_item_instead_of_another_per_project",
            ),
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="checklist_kind_known"),
            models.CheckConstraint(condition=Q(phase__in=PaperPhase.values), name="checklist_phase_known"),
            models.CheckConstraint(
                condition=~Q(kind=PaperKind.OTHER) | ~Q(title_lv=""), name="own_checklist_item_has_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name_in(active_language())

    @property
    def is_own(self) -> bool:
        """A paper that nobody else knows: it has a name and a phase of its own, and goes with this item."""
        return self.kind == PaperKind.OTHER and self.instead_of_id is None

    def name_in(self, language: str) -> str:
        if self.kind != PaperKind.OTHER:
            return str(self.get_kind_display())
        return self.title_lv if language == "lv" or not self.title_en else self.title_en

    def group_names(self) -> list[str]:
        return [str(ProfileGroup(group).label) for group in ProfileGroup.values if group in self.groups]


WITH_MONEY = (PaperKind.GRANT_AGREEMENT,)  # amounts and the bank account stand in the signed copy as well
OPEN_STATES = (PaperState.MISSING, PaperState.MADE)
# Nobody waits for them.
VOLUNTARY = {PaperKind.IMAGE_CONSENT: _("given freely"), PaperKind.LEARNING_CHANGES: _("only if something changes")}


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PaperQuerySet":
        return self.filter(mobility__in=Mobility.objects.visible_to(user))

    def missing(self) -> "PaperQuerySet":
        """Needed and not here yet."""
        return self.filter(is_needed=True, state__in=OPEN_STATES).exclude(kind__in=list(VOLUNTARY))

    def open(self) -> "PaperQuerySet":
        """Missing, of mobilities that are not history."""
        return self.missing().filter(Exists(Mobility.objects.running().filter(pk=OuterRef("mobility"))))

    def late(self, today: date | None = None) -> "PaperQuerySet":
        return self.open().filter(due__lt=today or timezone.localdate())


class Paper(Versioned):
    """A line of the checklist of one mobility; services.checklists keeps the lines in step with what is asked for.

    `key` tells lines of one mobility apart: see mobilities.papers.Line. `accompanying` is the trip of the person it is
    for, as long as there is one. `own_due`: the day was typed and stays. `is_needed` False: not asked for any more,
    but something is recorded.
    """

    mobility = models.ForeignKey(Mobility, on_delete=models.CASCADE, related_name="papers")
    key = models.CharField(max_length=60, editable=False)
    kind = models.CharField(_("paper"), max_length=30, choices=PaperKind.choices)
    item = models.ForeignKey(ChecklistItem, on_delete=models.SET_NULL, null=True, related_name="papers")
    accompanying = models.ForeignKey(AccompanyingPerson, on_delete=models.SET_NULL, null=True, related_name="papers")
    phase = models.CharField(_("when"), max_length=10, choices=PaperPhase.choices)
    title = models.CharField(_("name"), max_length=120, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=PaperState.choices, default=PaperState.MISSING)
    reason = models.CharField(_("why it does not apply"), max_length=300, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    own_due = models.BooleanField(default=False, editable=False)
    done_on = models.DateField(_("received"), null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="papers_in_charge",
        verbose_name=_("responsible"),
    )
    own_responsible = models.BooleanField(default=False, editable=False)
    is_needed = models.BooleanField(default=True, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["mobility", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mobility", "key"], name="paper_once_per_mobility"),
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="paper_kind_known"),
            models.CheckConstraint(condition=Q(state__in=PaperState.values), name="paper_state_known"),
            models.CheckConstraint(
                condition=~Q(state=PaperState.SET_ASIDE) | ~Q(reason=""), name="paper_set_aside_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["mobility", "is_needed", "state", "due"], name="paper_open"),
            models.Index(fields=["due", "state"], name="paper_due"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.mobility}"

    @property
    def what(self) -> str:
        if self.item and self.kind == PaperKind.OTHER:
            return str(self.item)
        return self.title or str(self.get_kind_display())

    @property
    def name(self) -> str:
        """With the person it is for, where somebody travels along."""
        return f"{self.what}, {self.accompanying}" if self.accompanying else self.what

    @property
    def is_open(self) -> bool:
        return self.is_needed and self.state in OPEN_STATES

    @property
    def why_voluntary(self) -> str:
        return str(VOLUNTARY.get(self.kind, ""))

    @property
    def is_voluntary(self) -> bool:
        return self.kind in VOLUNTARY

    @property
    def is_missing(self) -> bool:
        return self.is_open and not self.is_voluntary

    @property
    def project_key(self) -> int:
        return self.mobility.project_id

    @property
    def goes_along(self) -> bool:
        """Nobody wrote on the line yet: it goes with its mobility and keeps nobody from deleting it."""
        return self.version == 0


def paper_path(row: "PaperFile", name: str) -> str:
    """A name that cannot be guessed and tells nothing."""
    return f"papers/{uuid.uuid4().hex}"


class PaperFile(models.Model):
    """A signed copy, as it was uploaded."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to=paper_path)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size, bytes"))
    sha256 = models.CharField(max_length=64)
    active = models.CharField(_("what was active in it"), max_length=100, blank=True, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("signed copy")
        verbose_name_plural = _("signed copies")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
