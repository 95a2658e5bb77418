"""The school's journal: who did what, when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.audit.forms import EntryFilter
from portal.audit.history import field_names, kind_of, model_of
from portal.audit.models import Entry
from portal.common.http import page_of, require


@require_GET
def entry_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.view_audit", request.school)
    form = EntryFilter(request.GET, school=request.school)
    entries = Entry.objects.visible_to(request.user).filter(school=request.school).select_related("user")
    page = page_of(request, form.choose(entries))
    rows = [(entry, kind_of(entry), field_names(entry, model_of(entry))) for entry in page]
    return render(request, "audit/entry_list.html", {"form": form, "page": page, "rows": rows})
