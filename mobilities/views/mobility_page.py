"""One mobility: its page, the steps of its life, its end."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from mobilities.checklist_record import Marks
from mobilities.completeness import Notice, Severity, findings_of
from mobilities.enums import GOING, Direction, MobilityState
from mobilities.models import ExperienceReport, LearningPlan, Mobility, ProjectTask, Selection
from mobilities.papers import papers_along, papers_of
from mobilities.services import mobilities as services
from mobilities.views.consents import tell_unsigned
from mobilities.views.mobilities import CHANGE, seen_by
from mobilities.views.papers import checklist, tell_missing
from mobilities.views.suggested import hosts_for
from portal.accounts.context import dates_of_its_own
from portal.audit.history import history_of
from portal.common.http import get_or_403
from portal.common.refused import Refused

MOST_SHOWN = 5  # of what the project was shown at


@require_safe
def mobility_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = seen_by(request).with_names().select_related("responsible", "school", "grant")
    mobility = get_or_403(rows, request.user, "mobilities.view_mobility", pk=pk)
    report = ExperienceReport.objects.visible_to(request.user).filter(mobility=mobility).first()
    may_change = request.user.has_perm(CHANGE, mobility)
    contacts = list(mobility.host.contacts.all()) if mobility.host else []
    of_project = mobility.project.dissemination.told_to_people().filter(day__gte=mobility.start)
    papers = checklist(mobility, request.user)
    context = {
        "mobility": mobility,
        "phase": mobility.phase(),
        "contacts": contacts,
        "company": list(mobility.accompanying_persons.select_related("person")),
        "report": report,
        "missing": [*papers_missing(papers["marks"]), *missing(mobility, may_change)],
        "plan": LearningPlan.objects.filter(mobility=mobility).first() if may_change else None,
        "papers_url": f"{reverse('reports:paper-add')}?m={mobility.pk}" if may_change else "",
        "tasks": mobility.tasks.filter(pk__in=ProjectTask.objects.visible_to(request.user)).select_related("assignee"),
        "today": timezone.localdate(),
        "list": papers,
        "papers": papers_of(mobility),
        "papers_along": papers_along(mobility),
        "may_change": may_change,
        "may_see_grant": request.user.has_perm("mobilities.view_grant", mobility),
        "may_write": report is None
        and mobility.direction == Direction.OUTGOING
        and mobility.state != MobilityState.CANCELLED
        and request.user.has_perm("mobilities.add_experience", mobility),
        "may_share": (report is None or report.is_editable)
        and mobility.direction == Direction.OUTGOING
        and mobility.state != MobilityState.CANCELLED
        and request.user.has_perm("mobilities.share_experience", mobility),
        "steps": steps_from(mobility) if may_change else [],
        "may_interrupt": may_change and mobility.state in GOING and mobility.start < timezone.localdate(),
        "stop": getattr(mobility, "grant", None) if mobility.state == MobilityState.INTERRUPTED else None,
        "stops": list(mobility.stops.all()),
        "sharings": list(mobility.sharings.all()),
        "of_project": list(of_project[:MOST_SHOWN]),
        "others": others_of_trip(mobility).count() if may_change else 0,
        "history": history_of(mobility, request.user),
        "call": call_of(mobility, request.user),
        "suggested": hosts_for(mobility) if may_change else [],
        **dates_of_its_own(mobility.start, mobility.start),
    }
    return render(request, "mobilities/mobility_detail.html", context)


def call_of(mobility: Mobility, user) -> Selection | None:
    """The call for participation it came from, for those who see calls."""
    return Selection.objects.visible_to(user).filter(applications__mobility=mobility).first()


def others_of_trip(mobility: Mobility):
    """Those who travel with it: the same project, host and days. One without a host travels alone."""
    if mobility.host_id is None:
        return Mobility.objects.none()
    names = ("school_id", "project_id", "host_id", "start", "end", "direction")
    same = {name: getattr(mobility, name) for name in names}
    return Mobility.objects.standing().filter(**same).exclude(pk=mobility.pk)


def papers_missing(marks: Marks) -> list[dict]:
    """One line for all, the late ones first."""
    if not marks.missing:
        return []
    words = [ngettext("%(n)s paper is not here", "%(n)s papers are not here", marks.missing) % {"n": marks.missing}]
    if marks.late:
        words.insert(0, ngettext("%(n)s paper is late", "%(n)s papers are late", marks.late) % {"n": marks.late})
    said = f"{', '.join(words)}."
    return [{"text": said, "action": _("Open the papers"), "url": "#papers", "kind": Severity.MISSING}]


def missing(mobility: Mobility, may_change: bool) -> list[dict]:
    """What stands between this mobility and complete papers, each with its source and the page that mends it."""
    return [
        {"text": notice.sentence, "source": notice.source, "kind": notice.severity}
        | (mended_at(notice, mobility) if may_change else {})
        for notice in findings_of([mobility])[mobility.pk]
    ]


def mended_at(notice: Notice, mobility: Mobility) -> dict[str, str]:
    """The link and its words, by rule, otherwise by the field it is about."""
    edit = reverse("mobilities:mobility-edit", args=[mobility.pk])
    ways = {
        "no_host": (_("Choose a host"), edit),
        "contacts": (_("Add contacts"), reverse("mobilities:host-edit", args=[mobility.host_id or 0]) + "#contacts"),
        "problem": (
            _("Open the problem"),
            reverse("mobilities:host-detail", args=[mobility.host_id or 0]) + "#problems",
        ),
        "no_teacher": (_("Name a teacher"), edit),
        "no_birth_date": (_("Add the date"), reverse("mobilities:participant-edit", args=[mobility.participant_id])),
        "no_guardian": (
            _("Name the guardian"),
            reverse("mobilities:participant-edit", args=[mobility.participant_id]) + "#contacts",
        ),
        "no_consent": (_("Record a consent"), consent_address(mobility)),
        "consent_revoked": (_("Record a consent"), consent_address(mobility)),
        "no_sender": (_("Add the sender"), reverse("mobilities:participant-edit", args=[mobility.participant_id])),
        "report": (_("All missing reports"), reverse("mobilities:experience-list") + "?state=missing"),
    }
    action, url = ways.get(notice.kind) or (_("Edit"), notice.page or edit)
    if notice.page:
        action = _("Open that mobility")
    return {"action": action, "url": url}


def consent_address(mobility: Mobility) -> str:
    return f"{reverse('mobilities:consent-add')}?person={mobility.participant_id}&kind=data"


def steps_from(mobility: Mobility) -> list[dict]:
    labels = {
        "confirm": _("Confirm"), "close": pgettext("mobility", "Close"), "cancel": _("Cancel the mobility"),
        "reopen": _("Reopen") if mobility.state in services.WENT else _("Plan again"),
    }  # fmt: skip
    ended = mobility.end <= timezone.localdate()
    return [
        {"step": step, "label": labels[step], "question": cancelling_question(mobility) if step == "cancel" else ""}
        for step, (sources, _target) in services.STEPS.items()
        if mobility.state in sources and (step != "close" or ended)
    ]


def done_in_words(step: str) -> str:
    return {
        "confirm": _("The mobility is confirmed."),
        "close": _("The mobility is closed."),
        "cancel": _("The mobility is cancelled."),
        "reopen": _("The mobility is taken up again."),
    }[step]


def cancelling_question(mobility: Mobility) -> str:
    return _(
        "Cancel the mobility of %(person)s? Its days become free for another trip, and it no longer counts in figures "
        "and money. What was written about it stays; “Plan again” takes it back."
    ) % {"person": mobility.participant}


def mobility_delete(request: HttpRequest, pk: int) -> HttpResponse:
    mobility = get_or_403(seen_by(request).with_names(), request.user, "mobilities.delete_mobility", pk=pk)
    if request.method == "POST":
        try:
            services.delete_mobility(mobility, request.user)
        except ProtectedError:
            messages.error(
                request, _("This mobility has an experience report and cannot be deleted. Cancel it instead.")
            )
            return redirect("mobilities:mobility-detail", pk=pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("mobilities:mobility-detail", pk=pk)
        messages.success(request, _("The mobility is deleted."))
        return redirect("mobilities:mobility-list")
    return render(request, "mobilities/mobility_delete.html", {"mobility": mobility})


@require_POST
def mobility_move(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    mobility = get_or_403(seen_by(request).with_names(), request.user, CHANGE, pk=pk)
    if step not in services.STEPS:
        raise Http404
    try:
        services.move_mobility(mobility, request.user, step, timezone.localdate())
        messages.success(request, done_in_words(step))
        if step == "confirm":
            tell_unsigned(request, [mobility])
        elif step == "close":
            tell_missing(request, [mobility])
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("mobilities:mobility-detail", pk=pk)
