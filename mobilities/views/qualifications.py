"""The qualifications that the school teaches."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.exports.qualifications import qualification_rows
from mobilities.forms.participants import QualificationFilterForm, QualificationForm
from mobilities.models import Qualification
from mobilities.views.lists import added
from portal.audit.services import save_form
from portal.common.http import get_or_403, require, with_filters
from portal.common.ordering import Latvian
from portal.common.tables import table_answer

LOOK, CHANGE = "mobilities.view_participant", "mobilities.change_qualification"


def crumbs(*, to_list: bool) -> list[tuple[str, str]]:
    steps = [(_("People"), reverse("mobilities:participant-list"))]
    return [*steps, (_("Qualifications"), reverse("mobilities:qualification-list"))] if to_list else steps


def listed(request: HttpRequest):
    """(filter form, rows), and whether one sees how many learners each has."""
    require(request.user, LOOK, request.school)
    form = QualificationFilterForm(request.GET)
    rows = form.narrow(Qualification.objects.visible_to(request.user).filter(school=request.school)).with_learners()
    sees_all = request.user.has_perm("mobilities.export_participant", request.school)
    return form, rows.order_by(Latvian("name_lv"), "pk"), sees_all


@require_safe
def qualification_list(request: HttpRequest) -> HttpResponse:
    form, rows, sees_all = listed(request)
    may_change = request.user.has_perm(CHANGE, request.school)
    context = {
        "form": form,
        "qualifications": rows,
        "crumbs": crumbs(to_list=False),
        "may_change": may_change,
        "sees_all": sees_all,
        "export_url": with_filters(request, reverse("mobilities:qualification-export"), of_year=False),
        "add_url": reverse("mobilities:qualification-add") if may_change else "",
    }
    return render(request, "mobilities/qualification_list.html", context)


@require_safe
def qualification_export(request: HttpRequest) -> HttpResponse:
    _form, rows, sees_all = listed(request)
    table = qualification_rows(rows, with_learners=sees_all)
    return table_answer(request.GET.get("format"), table, "qualifications")


@require_http_methods(["GET", "POST"])
def qualification_add(request: HttpRequest) -> HttpResponse:
    require(request.user, CHANGE, request.school)
    return edited(request, Qualification(school=request.school), _("Add a qualification"))


@require_http_methods(["GET", "POST"])
def qualification_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Qualification.objects.visible_to(request.user).select_related("school")
    qualification = get_or_403(rows, request.user, CHANGE, pk=pk)
    return edited(request, qualification, _("Edit a qualification"))


def edited(request: HttpRequest, qualification: Qualification, heading: str) -> HttpResponse:
    back = way_back(request)
    form = QualificationForm(request.POST if request.method == "POST" else None, instance=qualification)
    if request.method == "POST" and form.is_valid():
        saved = save_form(form, request.user, qualification.school)
        messages.success(request, _("The qualification “%(name)s” is saved.") % {"name": saved})
        return redirect(back)
    context = {"form": form, "heading": heading, "crumbs": crumbs(to_list=True), "cancel_url": back}
    return render(request, "mobilities/qualification_form.html", context)


def way_back(request: HttpRequest) -> str:
    """The page that ?next= names, if it is one of ours; otherwise the list."""
    wanted = request.GET.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if is_ours else reverse("mobilities:qualification-list")


@require_POST
def qualification_quick_add(request: HttpRequest) -> HttpResponse:
    """By name alone, from the field of another form; the school's own one of that name if there is one."""
    require(request.user, CHANGE, request.school)
    form = QualificationForm({"name_lv": request.POST.get("name", "")}, instance=Qualification(school=request.school))
    if form.is_valid():
        qualification = save_form(form, request.user, request.school)
        return added(qualification.pk, str(qualification))
    if form.same:
        return added(form.same.pk, str(form.same))
    return HttpResponse(form.errors.as_text(), status=422, content_type="text/plain; charset=utf-8")
