"""Pages that see every app: home, search, health, errors."""

from babel.dates import format_date
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from portal.accounts.enums import Role
from portal.attention import attention_for
from portal.attention.year import SHOWN_ABROAD, abroad_now, year_facts
from portal.common.http import NotNow, require
from portal.common.text import active_language, long_day
from portal.jobs.models import Job, State
from portal.search import search as look_for

SHORTEST, LONGEST = 2, 100
# What each role most often comes for, the last one first: URL name, label, icon.
ACTIONS = {
    Role.COORDINATOR: [
        ("mobilities:mobility-add-group", _("Add a group"), ""),
        ("mobilities:mobility-add", _("Add mobility"), "add"),
    ],
    Role.DIRECTOR: [("reports:year-detail", _("The year on one page"), "report")],
    Role.ADMINISTRATOR: [("accounts:person-invite", _("Invite"), "add")],
}


def actions_of(role: str) -> dict:
    """For components/page_head.html."""
    found = [{"url": reverse(name), "label": label, "icon": icon} for name, label, icon in ACTIONS.get(role, [])]
    if not found:
        return {}
    *others, first = found
    primary = {f"primary_{name}": value for name, value in first.items()}
    return {"actions": others, **primary}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if request.membership is None:
        return render(request, "portal/no_school.html")
    user, school, year, today = request.user, request.school, request.school_year, timezone.localdate()
    weekday = format_date(today, "EEEE", locale=active_language())
    abroad = abroad_now(user, school, today)
    context = {
        "attention": attention_for(request.membership, year, today),
        "date_line": f"{weekday[:1].upper()}{weekday[1:]}, {long_day(today)}",
        "facts": year_facts(user, school, year, today),
        "abroad": abroad[:SHOWN_ABROAD],
        "more_abroad": len(abroad) > SHOWN_ABROAD,
        **actions_of(request.membership.role),
    }
    return render(request, "portal/home.html", context)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.view_school", request.school)
    text = " ".join(request.GET.get("q", "").replace("\0", " ")[:LONGEST].split())
    groups = look_for(request.user, request.school, text) if len(text) >= SHORTEST else []
    return render(request, "portal/search.html", {"text": text, "groups": groups, "too_short": len(text) < SHORTEST})


@login_not_required
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """For a supervisor: whether the database answers and how many jobs wait or failed. Nothing about anybody."""
    try:
        waiting, failed = Job.objects.claimable().count(), Job.objects.filter(state=State.FAILED).count()
    except DatabaseError:
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse({"database": "up", "jobs_waiting": waiting, "jobs_failed": failed})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, NotNow):
        return render(request, "not_now.html", {"reason": exception}, status=403)
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
