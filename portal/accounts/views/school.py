"""Founding the school and its settings."""

import io

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts import services
from portal.accounts.forms import FoundingForm, SchoolForm
from portal.accounts.models import School
from portal.accounts.views.people import BACKEND
from portal.common.http import file_response, require
from portal.common.quota import room_of
from portal.common.uploads import antivirus


@never_cache
@login_not_required
def school_found(request: HttpRequest) -> HttpResponse:
    """Open only while there is no school."""
    if School.objects.exists():
        raise Http404
    form = FoundingForm(request.POST or None, initial={"token": request.GET.get("token", "").replace("\0", "")})
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        person = {name: answers[name] for name in ("email", "password", "first_name", "last_name")}
        try:
            user = services.found_school(
                answers["token"], name=answers["school_name"], city=answers["city"], administrator=person
            )
        except ValidationError as error:
            form.add_error("token", error)
        else:
            login(request, user, BACKEND)
            messages.success(request, _("The school is founded. Next, invite the coordinator."))
            return redirect("home")
    return render(request, "accounts/school_found.html", {"form": form})


def school_edit(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.change_school", request.school)
    school = School.objects.get(pk=request.school.pk)
    form = SchoolForm(request.POST or None, request.FILES or None, instance=school)
    if request.method == "POST" and form.is_valid():
        services.save_school(form, request.user)
        messages.success(request, _("Saved."))
        return redirect("accounts:school-edit")
    return render(request, "accounts/school_edit.html", {"form": form, "has_logo": bool(school.logo)})


@require_safe
def storage(request: HttpRequest) -> HttpResponse:
    """How much room the school's files take, and what is done with what comes in."""
    require(request.user, "accounts.view_storage", request.school)
    scanner = "off" if not antivirus.is_on() else "on" if antivirus.answers() else "silent"
    context = {"room": room_of(request.school), "scanner": scanner, "policy": settings.UPLOAD_ACTIVE_CONTENT}
    return render(request, "accounts/storage.html", context | {"most": settings.UPLOAD_MAX_BYTES})


@require_safe
def school_logo(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.view_school", request.school)
    if not request.school.logo:
        raise Http404
    content = request.school.logo.read()
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    return file_response(io.BytesIO(content), f"logo.{kind.removeprefix('image/')}", kind)
