"""What all pages of one import need."""

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.common.http import get_or_403, require
from portal.imports.enums import ImportState
from portal.imports.models import Import
from portal.imports.registry import IMPORTERS, Importer

VIEW, CHANGE = "imports.view_import", "imports.change_import"
STATUS = {
    ImportState.RECEIVED: "draft",
    ImportState.CHECKING: "go",
    ImportState.CHECKED: "wait",
    ImportState.APPLYING: "go",
    ImportState.APPLIED: "done",
    ImportState.CANCELLED: "stop",
    ImportState.UNDONE: "stop",
}


def importer_or_404(kind: str) -> Importer:
    if kind not in IMPORTERS:
        raise Http404
    return IMPORTERS[kind]


def import_or_403(request: HttpRequest, pk: int, permission: str = VIEW) -> Import:
    rows = Import.objects.visible_to(request.user).select_related("school", "user", "job")
    kept = get_or_403(rows, request.user, permission, pk=pk)
    if permission == CHANGE:
        require(request.user, kept.importer.permission, kept.school)
    return kept


def crumbs() -> list[tuple[str, str]]:
    return [(_("Imports"), reverse("imports:import-list"))]


def crumbs_of(kept: Import) -> list[tuple[str, str]]:
    return [*crumbs(), (kept.name, reverse("imports:import-detail", args=[kept.pk]))]


def sent_version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
