"""What is asked for: the portal's rules, what the school asks for otherwise, what one project does."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.enums import PaperKind, PaperPhase, ProfileGroup
from mobilities.forms.checklists import DAYS, ChecklistItemForm
from mobilities.models import ChecklistItem
from mobilities.papers import RULES, Rule, rules_with
from mobilities.services import checklist_items as services
from portal.accounts.models import School
from portal.common.http import require
from projects.models import Project
from projects.views.frame import project_frame, project_or_403

LOOK, CHANGE = "mobilities.view_checklist", "mobilities.change_checklist"
TAB = "mobilities:project-papers"


@dataclass(frozen=True)
class Level:
    """Whose checklist it is: the school's, or that of one of its projects."""

    school: School
    project: Project | None

    def items(self) -> list[ChecklistItem]:
        """Those that decide here."""
        rows = ChecklistItem.objects.filter(school=self.school).select_related("responsible", "school")
        return [row for row in rows if row.project_id in (None, self.project.pk if self.project else None)]

    def is_own(self, item: ChecklistItem | None) -> bool:
        return item is not None and item.project_id == (self.project.pk if self.project else None)

    def address(self, name: str, *args: str) -> str:
        prefix, keys = ("project-checklist", [self.project.pk]) if self.project else ("checklist", [])
        name = f"{prefix}-{name}" if name or not self.project else prefix
        return reverse(f"mobilities:{name}", args=[*keys, *args])

    @property
    def list_address(self) -> str:
        return self.address("" if self.project else "list")


def level_of(request: HttpRequest, pk: int | None, permission: str) -> Level:
    project = project_or_403(request, pk) if pk is not None else None
    require(request.user, permission, project or request.school)
    return Level(project.school if project else request.school, project)


def frame(request: HttpRequest, level: Level, heading: str) -> dict:
    if level.project:
        return project_frame(request, level.project, TAB) | {
            "heading": heading,
            "frame": "projects/project_frame.html",
        }
    crumbs = [(_("Mobilities"), reverse("mobilities:mobility-list"))]
    if heading != title():
        crumbs.append((title(), level.list_address))
    return {"heading": heading, "crumbs": crumbs, "frame": "mobilities/checklist_frame.html"}


def title() -> str:
    return _("Papers that are asked for")


@require_safe
def checklist_list(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    level = level_of(request, pk, LOOK)
    may_change = request.user.has_perm(CHANGE, level.project or level.school)
    lines = [line_of(rule, level, may_change) for rule in rules_with(level.items())]
    phases = [(phase.label, [line for line in lines if line["rule"].phase == phase]) for phase in PaperPhase]
    context = frame(request, level, title()) | {
        "phases": [(label, found) for label, found in phases if found],
        "level": level,
        "add_url": level.address("add") if may_change else "",
        "school_url": reverse("mobilities:checklist-list") if level.project else "",
    }
    return render(request, "mobilities/checklist_list.html", context)


def line_of(rule: Rule, level: Level, may_change: bool) -> dict:
    item = rule.item
    return {
        "rule": rule,
        "groups": [group.label for group in ProfileGroup if group in rule.groups],
        "days": DAYS[rule.phase],
        "whose": "project" if item and item.project_id else "school" if item else "portal",
        "edit_url": level.address("edit", rule.key) if may_change else "",
        "reset_url": level.address("reset", rule.key) if may_change and level.is_own(item) else "",
        "goes_wholly": level.is_own(item) and item.is_own,
    }


def item_or_404(level: Level, key: str) -> ChecklistItem:
    """The item of this level by the key of its rule; new, filled with what is asked for now, where there is none."""
    rule = next((rule for rule in rules_with(level.items()) if rule.key == key), None)
    if rule is None:
        raise Http404
    before = rule.item
    if level.is_own(before):
        return before
    item = ChecklistItem(
        school=level.school, project=level.project, kind=rule.kind, phase=rule.phase, groups=list(rule.groups),
        due_days=rule.due_days, responsible=before.responsible if before else None, is_used=rule.is_used,
    )  # fmt: skip
    if rule.kind == PaperKind.OTHER:
        item.instead_of, item.title_lv, item.title_en, item.why = before, before.title_lv, before.title_en, before.why
    return item


@require_http_methods(["GET", "POST"])
def checklist_edit(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponse:
    level = level_of(request, pk, LOOK)
    item = item_or_404(level, key)
    require(request.user, CHANGE, item)
    return edited(request, level, item)


@require_http_methods(["GET", "POST"])
def checklist_add(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    level = level_of(request, pk, CHANGE)
    item = ChecklistItem(
        school=level.school, project=level.project, kind=PaperKind.OTHER, phase=PaperPhase.BEFORE, due_days=14
    )
    return edited(request, level, item)


def edited(request: HttpRequest, level: Level, item: ChecklistItem) -> HttpResponse:
    form = ChecklistItemForm(request.POST or None, instance=item)
    if request.method == "POST" and form.is_valid():
        services.save_item(form, request.user)
        messages.success(request, _("The checklist is saved."))
        return redirect(level.list_address)
    context = frame(request, level, _("Add a paper") if item.is_own and not item.pk else str(item)) | {
        "form": form,
        "rule": next((rule for rule in RULES if rule.kind == item.kind), None),
        "cancel_url": level.list_address,
    }
    return render(request, "mobilities/checklist_form.html", context)


@require_POST
def checklist_reset(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponse:
    """A known kind is asked for as without this item again; one's own is not asked for any more."""
    level = level_of(request, pk, LOOK)
    item = item_or_404(level, key)
    require(request.user, CHANGE, item)
    if item.pk:
        services.drop_item(item, request.user)
        messages.success(request, _("The checklist is saved."))
    return redirect(level.list_address)
