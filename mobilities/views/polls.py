"""Votes of the audience as the school sees them: made, opened, shown on the big screen."""

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from mobilities.enums import ConferenceState, PollState
from mobilities.forms.polls import PollForm
from mobilities.models import Conference, Poll, Presentation
from mobilities.services import polls as services
from mobilities.views.conferences import CHANGE, LOOK, conference_or_404, refuse_closed
from portal.audit.services import delete
from portal.common.http import get_or_403
from portal.common.refused import Refused

MOVES = {"open": PollState.OPEN, "close": PollState.CLOSED}


def poll_add(request: HttpRequest, pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, CHANGE)
    if closed := refuse_closed(request, conference):
        return closed
    form = PollForm(request.POST or None, instance=Poll(conference=conference), initial=first_wording(conference))
    if request.method == "POST" and form.is_valid():
        poll, answers = form.save(commit=False), form.cleaned_data
        services.make_poll(poll, request.user, answers["answers"], answers["answers_en"])
        if "open" in request.POST:
            services.move_poll(poll, request.user, PollState.OPEN)
        return redirect("mobilities:poll-screen", pk=poll.pk)
    return render(request, "mobilities/poll_add.html", {"form": form, "conference": conference})


def first_wording(conference: Conference) -> dict:
    titles = Presentation.objects.filter(day__conference=conference).values_list("title", flat=True)
    question = "Which experience interested you most?"
    with override("lv"):
        latvian = _("Which experience interested you most?")
    return {"question": latvian, "question_en": question, "answers": "\n".join(titles)}


@require_GET
def poll_screen(request: HttpRequest, pk: int) -> HttpResponse:
    poll = poll_or_404(request, pk, LOOK)
    address = request.build_absolute_uri(reverse("mobilities:ballot", args=[poll.code]))
    context = {
        "poll": poll,
        "conference": poll.conference,
        "results": services.results(poll),
        "address": address,
        "address_words": address.split("://")[1].rstrip("/"),
        "qr": qr_code(address),
        "may_change": may_change(request, poll),
    }
    context["total"] = sum(row.ballots for row in context["results"])
    return render(request, "mobilities/poll_screen.html", context)


def qr_code(address: str) -> str:
    """Black on white whatever the theme: that is what phones read."""
    code = segno.make_qr(address, error="m")
    return mark_safe(code.svg_inline(scale=10, border=4, dark="#000", light="#fff", omitsize=True))  # noqa: S308


def may_change(request: HttpRequest, poll: Poll) -> bool:
    return request.user.has_perm(CHANGE, poll.conference) and poll.conference.state != ConferenceState.CLOSED


@require_GET
def poll_results(request: HttpRequest, pk: int) -> HttpResponse:
    """The bars alone, for the big screen; 304 while no ballot has come."""
    poll = poll_or_404(request, pk, LOOK)
    rows = services.results(poll)
    stamp = f'"{poll.state}-{"-".join(str(row.ballots) for row in rows)}"'
    if request.headers.get("If-None-Match") == stamp:
        answer = HttpResponse(status=304)
    else:
        total = sum(row.ballots for row in rows)
        answer = render(request, "mobilities/poll_results.html", {"poll": poll, "results": rows, "total": total})
    answer["ETag"], answer["Cache-Control"] = stamp, "private, no-cache"
    return answer


@require_POST
def poll_move(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    poll = poll_or_404(request, pk, CHANGE)
    if step not in MOVES:
        raise Http404
    if closed := refuse_closed(request, poll.conference):
        return closed
    try:
        services.move_poll(poll, request.user, MOVES[step])
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("mobilities:poll-screen", pk=pk)


@require_POST
def poll_delete(request: HttpRequest, pk: int) -> HttpResponse:
    poll = poll_or_404(request, pk, CHANGE)
    if closed := refuse_closed(request, poll.conference):
        return closed
    delete(poll, request.user, poll.conference.school)
    messages.success(request, _("The vote is deleted."))
    return redirect("mobilities:conference-detail", pk=poll.conference_id)


def poll_or_404(request: HttpRequest, pk: int, permission: str) -> Poll:
    """A vote of a conference that one may see; the permission is asked of the conference."""
    seen = Conference.objects.visible_to(request.user)
    conference = get_or_403(seen.select_related("school"), request.user, permission, polls=pk)
    poll = conference.polls.get(pk=pk)
    poll.conference = conference
    return poll
