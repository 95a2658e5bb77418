"""All imports of the school."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.common.http import page_of, require, with_filters
from portal.common.tables import table_answer
from portal.imports.enums import ImportState
from portal.imports.exports import import_rows
from portal.imports.forms import ImportFilterForm
from portal.imports.models import Import
from portal.imports.registry import IMPORTERS
from portal.imports.views.kept import STATUS, VIEW


def listed(request: HttpRequest):
    """(filter form, rows)"""
    require(request.user, VIEW, request.school)
    form = ImportFilterForm(request.GET)
    rows = Import.objects.visible_to(request.user).filter(school=request.school)
    return form, form.narrow(rows).select_related("user")


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    form, rows = listed(request)
    page = page_of(request, rows)
    context = {
        "form": form,
        "export_url": with_filters(request, reverse("imports:import-list-export"), of_year=False),
        "page": page,
        "rows": [(kept, STATUS[ImportState(kept.state)]) for kept in page],
        "actions": [
            {"url": reverse("imports:import-add", args=[kind]), "label": importer.title, "icon": "upload"}
            for kind, importer in IMPORTERS.items()
            if request.user.has_perm(importer.permission, request.school)
        ],
    }
    return render(request, "imports/import_list.html", context)


@require_safe
def import_list_export(request: HttpRequest) -> HttpResponse:
    _form, rows = listed(request)
    return table_answer(request.GET.get("format"), import_rows(rows), "imports")
