"""The live screen: findings taken while people speak, by several at once."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mobilities.conference_record import open_decisions_before
from mobilities.enums import ConferenceState, FindingKind
from mobilities.forms.conferences import PartForm
from mobilities.forms.findings import SIGNS, FindingWordsForm, LiveFindingForm
from mobilities.models import Conference, Finding, Mobility, Presentation, Sharing
from mobilities.presenters import known_to
from mobilities.proposals import Proposal, about_first, approved_reports, common_of_mobilities, proposed_and_aside
from mobilities.services import findings as services
from mobilities.views.conferences import CHANGE, LOOK, RECORD, closed_words, conference_or_404
from portal.audit.services import save_form
from portal.common.refused import Refused
from projects.models import Dissemination

TIED = ("project", "host", "qualification", "activity_type", "session", "mobility__participant", "created_by")
TITLES = {
    FindingKind.PLUS: gettext_lazy("Pluses"),
    FindingKind.MINUS: gettext_lazy("Minuses"),
    FindingKind.OFFER: gettext_lazy("Offers"),
    FindingKind.FIRST_TIME: gettext_lazy("For the first time"),
    FindingKind.DECISION: gettext_lazy("Decisions"),
}
LENGTH = timedelta(minutes=30)  # of a session that does not say how long it is


@require_GET
def conference_live(request: HttpRequest, pk: int) -> HttpResponse:
    """What a closed conference concluded stands in its record."""
    conference = conference_or_404(request, pk, LOOK)
    if conference.state == ConferenceState.CLOSED:
        return redirect("mobilities:conference-detail", pk=pk)
    may_change, may_record = (request.user.has_perm(name, conference) for name in (CHANGE, RECORD))
    sessions = sessions_of(conference)
    session = current(request, sessions)
    mobilities = list(session.mobilities.all()) if session else []
    of_all = shows_all(request, session)
    proposed, aside = proposed_and_aside(conference) if may_record else ([], [])
    context = {
        "conference": conference,
        "days": list(conference.days.all()),
        "sessions": sessions,
        "session": session,
        "following": following(sessions, session),
        "of_all": of_all,
        "totals": totals(conference, session),
        "columns": columns_of(seen_by(request.user, findings_shown(conference, session, of_all=of_all))),
        "proposals": about_first(proposed, mobilities),
        "asides": aside,
        "closed_words": closed_words(request.user, conference),
        "open_before": open_decisions_before(conference),
        "sharings": Sharing.objects.filter(mobilities__in=mobilities).distinct(),
        "of_projects": shown_with_projects(mobilities),
        "polls": list(conference.polls.annotate(total=Count("ballots")).order_by("pk")),
        "people": conference.attendance_total(),
        "today": timezone.localdate(),
        "stamp": stamp_of(conference),
        "may_change": may_change,
        "may_record": may_record,
        "signs": [(kind.value, kind.label, sign) for kind, sign in SIGNS.items()],
    }
    if may_record:
        form = live_form(conference, None, ties_of(mobilities) | {"session": session})
        offered = form.fields["mobility"].queryset
        form.fields["mobility"].queryset = offered.filter(
            pk__in=Mobility.objects.visible_to(request.user).values("pk")
        )
        context |= {"form": form, "ties": ties_by_mobility(form)}
    return render(request, "mobilities/conference_live.html", context)


def shown_with_projects(mobilities: list[Mobility]) -> QuerySet[Dissemination]:
    """Where their projects were shown to people since the first of them left."""
    rows = Dissemination.objects.told_to_people().filter(project__in={row.project_id for row in mobilities})
    since = min((row.start for row in mobilities if row.start), default=None)
    return rows.filter(day__gte=since) if since else rows.none()


def live_form(conference: Conference, data, initial: dict) -> LiveFindingForm:
    form = LiveFindingForm(data, instance=Finding(conference=conference), initial=initial)
    form.narrow(conference)
    return form


def sessions_of(conference: Conference) -> list[Presentation]:
    rows = Presentation.objects.filter(day__conference=conference).select_related("day")
    ways = ("presenters", "mobilities__participant__qualification", "mobilities__host", "mobilities__project")
    return list(rows.prefetch_related(*ways, "mobilities__activity_type"))


def session_of(conference: Conference, key: str) -> Presentation | None:
    rows = Presentation.objects.filter(day__conference=conference)
    return rows.filter(pk=key).first() if key.isdecimal() and len(key) < 18 else None


def shows_all(request: HttpRequest, session: Presentation | None) -> bool:
    """?findings=all: those of the whole conference; else those said in the session."""
    return session is None or request.GET.get("findings") == "all"


def findings_shown(conference: Conference, session: Presentation | None, *, of_all: bool) -> QuerySet:
    rows = conference.findings.select_related(*TIED).order_by("-created_at", "-pk")
    return rows if of_all else rows.filter(session=session)


def totals(conference: Conference, session: Presentation | None) -> dict[str, int]:
    of_session = Q(session=session) if session else Q(pk=None)
    return conference.findings.aggregate(all=Count("pk"), session=Count("pk", filter=of_session))


def current(request: HttpRequest, sessions: list[Presentation]) -> Presentation | None:
    """The one asked for; else the one that goes on by the clock, and before and after the conference the first."""
    wanted = request.GET.get("session", "")
    for session in sessions:
        if str(session.pk) == wanted:
            return session
    now = timezone.localtime().replace(tzinfo=None)
    begun = [row for row in sessions if row.time and datetime.combine(row.day.date, row.time) <= now]
    if begun and now < ends_at(begun[-1]) + timedelta(hours=2):
        return begun[-1]
    return sessions[0] if sessions else None


def ends_at(session: Presentation) -> datetime:
    length = timedelta(minutes=session.minutes) if session.minutes else LENGTH
    return datetime.combine(session.day.date, session.time) + length


def following(sessions: list[Presentation], session: Presentation | None) -> Presentation | None:
    place = sessions.index(session) + 1 if session else len(sessions)
    return sessions[place] if place < len(sessions) else None


def ties_of(mobilities: list[Mobility]) -> dict:
    """What all mobilities of a session share is filled in beforehand."""
    return {name: value for name, value in common_of_mobilities(mobilities).items() if name != "activity_type"}


def ties_by_mobility(form: LiveFindingForm) -> dict:
    """Mobility > what choosing it fills in; texts with the keys, as the host may not be among those offered."""
    return {
        str(row.pk): {
            "host": [row.host_id, str(row.host)] if row.host else None,
            "country": [row.country] if row.country else None,
            "project": [row.project_id, str(row.project)],
            "qualification": [row.participant.qualification_id] if row.participant.qualification_id else None,
        }
        for row in form.fields["mobility"].queryset
    }


def seen_by(user, findings: Iterable[Finding]) -> list[Finding]:
    """Each with `is_named`: whether `user` may know whose mobility it is tied to."""
    rows = list(findings)
    people = {row.mobility.participant_id for row in rows if row.mobility}
    known = known_to(user, people) if people else set()
    for row in rows:
        row.is_named = row.mobility is not None and row.mobility.participant_id in known
    return rows


def columns_of(rows: list[Finding]) -> list[dict]:
    return [
        {"kind": kind.value, "title": TITLES[kind], "findings": [row for row in rows if row.kind == kind]}
        for kind in FindingKind
    ]


def stamp_of(conference: Conference) -> str:
    """Changes whenever anything on the screen does; three cheap queries."""
    rows = conference.findings.aggregate(n=Count("pk"), last=Max("pk"), versions=Sum("version"), done=Count("done_on"))
    aside = conference.proposals_aside.aggregate(n=Count("pk"), last=Max("pk"))
    reports = approved_reports(conference).aggregate(n=Count("pk"), versions=Sum("version"), last=Max("updated_at"))
    state = (conference.state, conference.version, *rows.values(), *aside.values(), *reports.values(), get_language())
    return f'"{"-".join(map(str, state))}"'


@require_GET
def conference_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Every finding of the session or of all, and what is proposed, as they stand; 304 while nothing has changed. Of a
    closed conference no more than that it is closed."""
    conference = conference_or_404(request, pk, LOOK)
    stamp = stamp_of(conference)
    if request.headers.get("If-None-Match") == stamp:
        answer = HttpResponse(status=304)
    elif conference.state == ConferenceState.CLOSED:
        answer = JsonResponse({"closed": True, "state": state_word(conference)})
    else:
        may_record = request.user.has_perm(RECORD, conference)
        session = session_of(conference, request.GET.get("session", ""))
        rows = findings_shown(conference, session, of_all=shows_all(request, session))
        answer = JsonResponse({
            "findings": [shown(row, may_record=may_record) for row in seen_by(request.user, rows)],
            "totals": totals(conference, session),
            **(offers_of(conference, session) if may_record else {}),
            "closed": False,
            "state": state_word(conference),
        })  # fmt: skip
    answer["ETag"], answer["Cache-Control"] = stamp, "private, no-cache"
    return answer


def shown_to(user, finding: Finding) -> dict:
    """To one who records."""
    return shown(*seen_by(user, [finding]), may_record=True)


def shown(finding: Finding, *, may_record: bool) -> dict:
    """Without the frame of the page, which these few lines do not show."""
    context = {"finding": finding, "may_record": may_record}
    html = render_to_string("mobilities/conference_live_finding.html", context)
    return {"id": finding.pk, "kind": finding.kind, "version": finding.version, "html": html, "key": finding.source}


def state_word(conference: Conference) -> str:
    return render_to_string("mobilities/conference_state.html", {"conference": conference})


def offers_of(conference: Conference, session: Presentation | None) -> dict[str, list[dict]]:
    """What is proposed, that of which the session is about first, and what was set aside."""
    of_session = list(session.mobilities.all()) if session else []
    proposed, aside = proposed_and_aside(conference)
    return {
        "proposals": [offered(row) for row in about_first(proposed, of_session)],
        "asides": [offered(row, is_aside=True) for row in aside],
    }


def offered(proposal: Proposal, *, is_aside: bool = False) -> dict:
    context = {"proposal": proposal, "is_aside": is_aside}
    return {"key": proposal.key, "html": render_to_string("mobilities/conference_live_proposal.html", context)}


@require_POST
def finding_add(request: HttpRequest, pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, RECORD)
    if closed := closed_answer(request, conference):
        return closed
    form = live_form(conference, request.POST, {})
    if not form.is_valid():
        return refusal(form)
    finding = services.add_finding(form, request.user, conference.school, request.POST.get("sent_as", "")[:60])
    return JsonResponse(shown_to(request.user, finding), status=201)


@require_POST
def finding_edit(request: HttpRequest, pk: int, finding: int) -> HttpResponse:
    """409 with the words of somebody who was quicker; 410 where it is gone."""
    conference = conference_or_404(request, pk, RECORD)
    if closed := closed_answer(request, conference):
        return closed
    with transaction.atomic():
        row = conference.findings.select_for_update(of=("self",)).filter(pk=finding).first()
        if row is None:
            return stale(request.user, None)
        form = FindingWordsForm(request.POST, instance=row)
        if not form.is_valid():
            current = conference.findings.select_related(*TIED).get(pk=finding)
            return stale(request.user, current) if form.stale or form.non_field_errors() else refusal(form)
        saved = save_form(form, request.user, conference.school)
    return JsonResponse(shown_to(request.user, saved))


@require_POST
def finding_delete(request: HttpRequest, pk: int, finding: int) -> HttpResponse:
    conference = conference_or_404(request, pk, RECORD)
    if closed := closed_answer(request, conference):
        return closed
    row = conference.findings.filter(pk=finding).first()
    version = request.POST.get("version", "")
    if row is None or not version.isdecimal():
        return stale(request.user, row)
    try:
        services.delete_finding(row, request.user, int(version[:9]))
    except services.Stale as other:
        return stale(request.user, other.finding)
    if row.source:  # what was taken over by mistake is proposed again
        return JsonResponse({"deleted": finding, "key": row.source})
    return JsonResponse({"deleted": finding})


@require_POST
def proposal_take(request: HttpRequest, pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, RECORD)
    if closed := closed_answer(request, conference):
        return closed
    try:
        session = session_of(conference, request.POST.get("session", ""))
        finding = services.take_proposal(conference, request.user, request.POST.get("key", ""), session)
    except Refused as refused:
        return JsonResponse({"message": str(refused)}, status=409)
    return JsonResponse(shown_to(request.user, finding), status=201)


@require_POST
def proposal_aside(request: HttpRequest, pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, RECORD)
    if closed := closed_answer(request, conference):
        return closed
    key = request.POST.get("key", "")
    try:
        if "again" in request.POST:
            services.offer_again(conference, request.user, key)
        else:
            services.set_aside(conference, request.user, key)
    except Refused as refused:
        return JsonResponse({"message": str(refused)}, status=409)
    return JsonResponse({"key": key})


def closed_answer(request: HttpRequest, conference: Conference) -> HttpResponse | None:
    if conference.state != ConferenceState.CLOSED:
        return None
    return JsonResponse({"message": closed_words(request.user, conference), "closed": True}, status=409)


def refusal(form: PartForm) -> HttpResponse:
    return JsonResponse({"errors": json.loads(form.errors.as_json())}, status=400)


def stale(user, finding: Finding | None) -> HttpResponse:
    if finding is None:
        return JsonResponse({"message": _("Somebody else has deleted it meanwhile.")}, status=410)
    message = _("Somebody else has changed this meanwhile; look at it and save again if you still want to.")
    return JsonResponse({"message": message, **shown_to(user, finding)}, status=409)
