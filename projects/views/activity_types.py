"""Activity types: the programme's rows to look at, the school's own to add, edit and delete."""

from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.audit.history import history_of
from portal.common.http import get_or_403, page_of, require, with_filters
from portal.common.refused import Refused
from portal.common.tables import table_answer
from projects import exports
from projects.forms.activity_types import ActivityTypeFilterForm, ActivityTypeForm
from projects.models import ActivityType
from projects.services import activity_types as services

VIEW, CHANGE = "projects.view_activity_type", "projects.change_activity_type"


@require_safe
def activity_type_list(request: HttpRequest) -> HttpResponse:
    require(request.user, VIEW, request.school)
    form = ActivityTypeFilterForm(request.GET, school=request.school)
    may_change = request.user.has_perm(CHANGE, request.school)
    page = page_of(request, form.narrowed())
    context = {
        "form": form,
        "page": page,
        "may_change": may_change,
        "used": services.ids_in_use(page.object_list) if may_change else set(),
        "add_url": reverse("projects:activity-type-add") if may_change else "",
        "export_url": with_filters(request, reverse("projects:activity-type-export")),
    }
    return render(request, "projects/activity_type_list.html", context)


@require_safe
def activity_type_export(request: HttpRequest) -> HttpResponse:
    require(request.user, VIEW, request.school)
    types = ActivityTypeFilterForm(request.GET, school=request.school).narrowed()
    return table_answer(request.GET.get("format"), exports.activity_type_rows(types), "activity-types")


@require_http_methods(["GET", "POST"])
def activity_type_add(request: HttpRequest) -> HttpResponse:
    """?like=: the values of another row, the programme's or an own one, to begin with."""
    require(request.user, CHANGE, request.school)
    like = model_like(request)
    initial = model_to_dict(like, ActivityTypeForm.Meta.fields) | {"source": ""} if like else {}
    row = ActivityType(school=request.school)
    form = ActivityTypeForm(request.POST if request.method == "POST" else None, instance=row, initial=initial)
    return edited(request, form, {"like": like})


def model_like(request: HttpRequest) -> ActivityType | None:
    pk = request.GET.get("like", "")
    known = pk.isascii() and pk.isdigit() and len(pk) < 19
    return ActivityType.objects.of_school(request.school).filter(pk=pk).first() if known else None


@require_http_methods(["GET", "POST"])
def activity_type_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = row_or_403(request, pk)
    if services.ids_in_use([row]):
        return render(request, "projects/activity_type_kept.html", kept_context(row))
    form = ActivityTypeForm(request.POST if request.method == "POST" else None, instance=row)
    return edited(request, form, {"row": row, "history": history_of(row, request.user)})


def edited(request: HttpRequest, form: ActivityTypeForm, extra: dict[str, Any]) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            services.save_activity_type(form, request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The activity type is saved."))
            return redirect("projects:activity-type-list")
    context = {"form": form, "crumbs": crumbs(), "cancel_url": reverse("projects:activity-type-list")}
    return render(request, "projects/activity_type_form.html", context | extra)


@require_http_methods(["GET", "POST"])
def activity_type_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = row_or_403(request, pk)
    if request.method == "POST":
        try:
            services.delete_activity_type(row, request.user)
        except Refused:
            return render(request, "projects/activity_type_kept.html", kept_context(row), status=409)
        messages.success(request, _("The activity type is deleted."))
        return redirect("projects:activity-type-list")
    if services.ids_in_use([row]):
        return render(request, "projects/activity_type_kept.html", kept_context(row))
    context = {"row": row, "crumbs": crumbs(), "cancel_url": reverse("projects:activity-type-list")}
    return render(request, "projects/activity_type_delete.html", context)


def row_or_403(request: HttpRequest, pk: int) -> ActivityType:
    rows = ActivityType.objects.visible_to(request.user).select_related("school")
    return get_or_403(rows, request.user, CHANGE, pk=pk)


def kept_context(row: ActivityType) -> dict[str, Any]:
    like = reverse("projects:activity-type-add", query={"like": row.pk})
    return {"row": row, "crumbs": crumbs(), "cancel_url": reverse("projects:activity-type-list"), "like_url": like}


def crumbs() -> list[tuple[str, str]]:
    return [(_("Activity types"), reverse("projects:activity-type-list"))]
