"""The school's journal: who did what, when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from portal.audit.exports import entry_rows
from portal.audit.forms import EntryFilter
from portal.audit.history import field_names, kind_of, label_of, model_of
from portal.audit.models import Entry, EntryQuerySet
from portal.common.http import page_of, require, with_filters
from portal.common.tables import table_answer

LOOK = "accounts.view_audit"


def listed(request: HttpRequest) -> tuple[EntryFilter, EntryQuerySet]:
    require(request.user, LOOK, request.school)
    form = EntryFilter(request.GET, school=request.school)
    entries = Entry.objects.visible_to(request.user).filter(school=request.school).select_related("user")
    return form, form.choose(entries)


@require_GET
def entry_list(request: HttpRequest) -> HttpResponse:
    form, entries = listed(request)
    page = page_of(request, entries)
    context = {
        "form": form,
        "page": page,
        "rows": [(entry, kind_of(entry), label_of(entry), field_names(entry, model_of(entry))) for entry in page],
        "export_url": with_filters(request, reverse("audit:entry-export")),
    }
    return render(request, "audit/entry_list.html", context)


@require_GET
def entry_export(request: HttpRequest) -> HttpResponse:
    _form, entries = listed(request)
    return table_answer(request.GET.get("format"), entry_rows(entries.iterator()), "journal")
