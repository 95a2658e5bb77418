"""One's own calendar links and letters; the calendar that a link opens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.services import save_form
from portal.common.http import get_or_403, require
from portal.common.refused import Refused
from projects.calendar_feed import calendar_of
from projects.forms.letters import LettersForm
from projects.models import CalendarLink
from projects.services import calendar_links as services
from projects.views.frame import VIEW

PAGE = "projects:calendar-link-list"


@never_cache
@require_safe
def calendar_link_list(request: HttpRequest) -> HttpResponse:
    require(request.user, VIEW, request.school)
    return link_page(request, LettersForm(instance=request.user))


def link_page(request: HttpRequest, form: LettersForm, new_address: str = "", status: int = 200) -> HttpResponse:
    links = CalendarLink.objects.visible_to(request.user).filter(school=request.school)
    gets_letters = any(row.role == Role.COORDINATOR for row in request.memberships)
    context = {"links": list(links), "form": form, "new_address": new_address, "gets_letters": gets_letters}
    return render(request, "projects/calendar_link_list.html", context, status=status)


@never_cache
@require_POST
def calendar_link_add(request: HttpRequest) -> HttpResponse:
    """Makes a link and shows its address, this once: so that the answer is the page itself."""
    require(request.user, VIEW, request.school)
    try:
        token = services.make_link(request.user, request.school)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(PAGE)
    new_address = request.build_absolute_uri(reverse("projects:calendar-feed", args=[token]))
    return link_page(request, LettersForm(instance=request.user), new_address, status=201)


@require_POST
def calendar_link_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    links = CalendarLink.objects.visible_to(request.user).select_related("school")
    link = get_or_403(links, request.user, VIEW, pk=pk)
    services.revoke_link(link, request.user)
    messages.success(request, _("The link is revoked. Calendars that use it get nothing more."))
    return redirect(PAGE)


@require_POST
def calendar_letters(request: HttpRequest) -> HttpResponse:
    require(request.user, VIEW, request.school)
    form = LettersForm(request.POST, instance=get_object_or_404(User, pk=request.user.pk))
    if not form.is_valid():
        return link_page(request, form, status=422)
    save_form(form, request.user, request.school)
    messages.success(request, _("Saved."))
    return redirect(PAGE)


@never_cache
@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """For calendar programs, which cannot sign in: whoever has the address may read."""
    link = services.link_of(token)
    if link is None:
        raise Http404
    with translation.override(link.user.language):
        content = calendar_of(link.user, link.school, timezone.now())
    services.note_reading(link)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
