"""Letters about experience: when they go out, which did, which came back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.enums import LetterState
from mobilities.exports.letters import letter_rows
from mobilities.forms.letters import LetterFilterForm, ScheduleForm
from mobilities.models import Letter
from mobilities.services import letters as services
from mobilities.services import reminders
from portal.common.http import get_or_403, page_of, require, with_filters
from portal.common.refused import Refused
from portal.common.tables import table_answer

LOOK, CHANGE = "mobilities.view_reminder", "mobilities.change_reminder"


@require_http_methods(["GET", "POST"])
def reminder_edit(request: HttpRequest) -> HttpResponse:
    require(request.user, LOOK, request.school)
    may_change = request.user.has_perm(CHANGE, request.school)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    schedule = reminders.schedule_of(request.school)
    form = ScheduleForm(request.POST or None, schedule=schedule, may_change=may_change)
    if request.method == "POST" and form.is_valid():
        reminders.save_schedule(request.school, form.schedule(), request.user)
        messages.success(request, _("The reminders are saved."))
        return redirect("mobilities:reminder-edit")
    context = {"form": form, "may_change": may_change}
    return render(request, "mobilities/reminder_edit.html", context, status=422 if form.errors else 200)


def narrowed(request: HttpRequest):
    """The letters that one may see, the filters, and those that fit."""
    require(request.user, LOOK, request.school)
    visible = Letter.objects.visible_to(request.user).filter(school=request.school)
    form = LetterFilterForm(request.GET)
    about = ("mobility__participant", "mobility__host", "accompanying__person", "conference", "report")
    return visible, form, form.narrow(visible).select_related(*about)


@require_safe
def letter_export(request: HttpRequest) -> HttpResponse:
    _visible, _form, rows = narrowed(request)
    return table_answer(request.GET.get("format"), letter_rows(rows.iterator(chunk_size=500)), "letters")


@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    visible, form, rows = narrowed(request)
    context = {
        "form": form,
        "page": page_of(request, rows),
        "is_any": visible.exists(),
        "export_url": with_filters(request, reverse("mobilities:letter-export"), of_year=False),
        "may_change": request.user.has_perm(CHANGE, request.school),
        "sent_again": (LetterState.SENT, LetterState.FAILED, LetterState.BOUNCED),
    }
    return render(request, "mobilities/letter_list.html", context)


@require_POST
def letter_again(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Letter.objects.visible_to(request.user).select_related("school", "user", "mobility__participant")
    letter = get_or_403(rows, request.user, CHANGE, pk=pk)
    try:
        letter = services.send_again(letter, request.user)
        messages.success(request, _("The letter to %(email)s is sent again.") % {"email": letter.email})
    except Refused as refusal:
        messages.warning(request, str(refusal))
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours else "mobilities:letter-list")
