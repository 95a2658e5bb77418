"""All imports of the school."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.common.http import page_of, require
from portal.imports.enums import ImportState
from portal.imports.models import Import
from portal.imports.registry import IMPORTERS
from portal.imports.views.kept import STATUS, VIEW


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    require(request.user, VIEW, request.school)
    rows = Import.objects.visible_to(request.user).filter(school=request.school).select_related("user")
    page = page_of(request, rows)
    context = {
        "page": page,
        "rows": [(kept, STATUS[ImportState(kept.state)]) for kept in page],
        "actions": [
            {"url": reverse("imports:import-add", args=[kind]), "label": importer.title, "icon": "upload"}
            for kind, importer in IMPORTERS.items()
            if request.user.has_perm(importer.permission, request.school)
        ],
    }
    return render(request, "imports/import_list.html", context)
