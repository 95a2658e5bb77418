"""Personal links to one report: made, copied or sent, revoked; by the coordinator and the teacher in charge."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mobilities.forms.report_links import ReportLinkForm
from mobilities.models import AccompanyingPerson, Mobility, ReportLink
from mobilities.services import report_links as services
from portal.common.http import get_or_403, require

SHARE = "mobilities.share_experience"


@never_cache
@require_http_methods(["GET", "POST"])
def report_link_list(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Mobility.objects.visible_to(request.user).select_related("participant", "school", "activity_type", "host")
    return links(request, get_or_403(rows, request.user, SHARE, pk=pk))


@never_cache
@require_http_methods(["GET", "POST"])
def report_link_list_along(request: HttpRequest, pk: int) -> HttpResponse:
    rows = AccompanyingPerson.objects.visible_to(request.user).select_related("person", "school")
    return links(request, get_or_403(rows, request.user, SHARE, pk=pk))


def page_of(journey: Mobility | AccompanyingPerson) -> str:
    along = "-along" if isinstance(journey, AccompanyingPerson) else ""
    return reverse(f"mobilities:report-link-list{along}", args=[journey.pk])


def links(request: HttpRequest, journey: Mobility | AccompanyingPerson) -> HttpResponse:
    initial = {
        "until": services.last_day(journey, timezone.localdate()),
        "email": journey.participant.email,
        "language": get_language(),
    }
    form = ReportLinkForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made(request, journey, form.cleaned_data)
        return redirect(page_of(journey))
    context = {
        "form": form,
        "journey": journey,
        "links": services.links_of(journey),
        "back": reverse("mobilities:mobility-detail", args=[trip.pk]) if (trip := trip_of(journey)) else "",
    }
    return render(request, "mobilities/report_link_list.html", context)


def trip_of(journey: Mobility | AccompanyingPerson) -> Mobility | None:
    return journey.trip if isinstance(journey, AccompanyingPerson) else journey


def made(request: HttpRequest, journey: Mobility | AccompanyingPerson, answers: dict) -> None:
    link = services.make_link(journey, answers["until"], request.user)
    if "send" in request.POST and answers["email"]:
        services.send_link(link, answers["email"], answers["language"], request.user)
        messages.success(request, _("The link is made and goes to %(email)s.") % {"email": answers["email"]})
    else:
        messages.success(request, _("The link is made. Copy it and pass it on."))


@require_POST
def report_link_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    link = (
        ReportLink.objects.select_related(
            "report__mobility__participant", "report__accompanying__person", "report__school"
        )
        .filter(pk=pk)
        .first()
    )
    if link is None or not visible(request, link):
        raise Http404
    require(request.user, SHARE, link.report.journey)
    services.revoke(link, request.user)
    messages.success(request, _("The link is revoked; nobody can open it any more."))
    return redirect(page_of(link.report.journey))


def visible(request: HttpRequest, link: ReportLink) -> bool:
    journey = link.report.journey
    return type(journey).objects.visible_to(request.user).filter(pk=journey.pk).exists()
