"""Checking in at the door: one tick at a time, so that several people at several doors do not overwrite each other."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from mobilities.enums import ConferenceState
from mobilities.models import Conference, ConferenceDay
from mobilities.services import conferences as services
from mobilities.views.conferences import CHANGE, conference_or_404, people_who_may_attend, refuse_closed


@require_GET
def conference_door(request: HttpRequest, pk: int, day: int) -> HttpResponse:
    """The list; with Accept: application/json only who is there, for the others at the door."""
    conference = conference_or_404(request, pk, CHANGE)
    row = day_or_404(conference, day)
    if "application/json" in request.headers.get("Accept", ""):
        return state_of(conference, row)
    if closed := refuse_closed(request, conference):
        return closed
    people = list(people_who_may_attend(conference))
    present = set(row.attendances.values_list("participant", flat=True))
    context = {"conference": conference, "day": row, "people": people, "present": present}
    return render(request, "mobilities/conference_door.html", context)


@require_POST
def conference_tick(request: HttpRequest, pk: int, day: int) -> HttpResponse:
    conference = conference_or_404(request, pk, CHANGE)
    row = day_or_404(conference, day)
    by_script = "application/json" in request.headers.get("Accept", "")
    if conference.state == ConferenceState.CLOSED:
        return state_of(conference, row, status=409) if by_script else refuse_closed(request, conference)
    if (step := request.POST.get("others")) in ("1", "-1"):
        services.count_others(row, request.user, int(step), request.POST.get("sent_as", "")[:60])
    else:
        key = request.POST.get("person", "")
        person = (
            people_who_may_attend(conference).filter(pk=key).first() if key.isdecimal() and len(key) < 18 else None
        )
        if person is None:
            raise Http404
        services.tick(row, request.user, person, is_here=request.POST.get("here") == "1")
    if by_script:
        row.refresh_from_db()
        return state_of(conference, row)
    return redirect("mobilities:conference-door", pk=pk, day=day)


def state_of(conference: Conference, day: ConferenceDay, status: int = 200) -> JsonResponse:
    present = sorted(day.attendances.values_list("participant", flat=True))
    is_closed = conference.state == ConferenceState.CLOSED
    return JsonResponse({"present": present, "others": day.other_attendees, "closed": is_closed}, status=status)


def day_or_404(conference: Conference, pk: int) -> ConferenceDay:
    row = conference.days.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
