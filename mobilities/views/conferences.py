"""The evaluation conference: prepared, recorded while it goes on, closed, and looked up the year after."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_GET, require_POST

from mobilities.conference_hours import hint_at_hours
from mobilities.conference_record import Told, offers_in, offers_told, told
from mobilities.conference_year import share_sessions
from mobilities.enums import ConferenceState, FindingKind, ReviewKind
from mobilities.exports.findings import conference_rows, finding_rows
from mobilities.forms.conferences import PART_FORMS, AttendanceForm, ConferenceFilterForm, ConferenceForm
from mobilities.host_record import named_for, unnamed
from mobilities.models import Conference, ConferenceDay, ExperienceReport, Finding, Participant, Presentation
from mobilities.presenters import name_presenters
from mobilities.proposals import proposals
from mobilities.services import conferences as services
from mobilities.veil import OF_FINDING, OF_REPORT, Veil, cover, veil_for
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.history import history_of
from portal.audit.services import delete, save_form
from portal.common.http import get_or_403, require, with_filters
from portal.common.ordering import Latvian
from portal.common.refused import Refused
from portal.common.tables import table_answer
from portal.common.text import quoted

LOOK, CHANGE = "mobilities.view_conference", "mobilities.change_conference"
MOVE, RECORD = "mobilities.close_conference", "mobilities.record_conference"
LONGEST_NAME = 100  # of what was deleted, in the sentence that says so


def listed(request: HttpRequest):
    """(filter form, rows)"""
    require(request.user, LOOK, request.school)
    rows = Conference.objects.visible_to(request.user).filter(school=request.school)
    form = ConferenceFilterForm(request.GET, conferences=rows)
    return form, form.narrow(rows).defer("record").prefetch_related("days")


@require_GET
def conference_list(request: HttpRequest) -> HttpResponse:
    form, conferences = listed(request)
    may_add = request.user.has_perm("mobilities.add_conference", request.school)
    actions = [{"url": reverse("reports:comparison"), "label": _("Compare")}]
    context = {
        "form": form, "conferences": list(conferences), "may_add": may_add, "actions": actions,
        "export_url": with_filters(request, reverse("mobilities:conference-list-export"), of_year=False),
    }  # fmt: skip
    return render(request, "mobilities/conference_list.html", context)


@require_GET
def conference_list_export(request: HttpRequest) -> HttpResponse:
    _form, conferences = listed(request)
    return table_answer(request.GET.get("format"), conference_rows(conferences), "conferences")


def conference_add(request: HttpRequest) -> HttpResponse:
    require(request.user, "mobilities.add_conference", request.school)
    conference = Conference(school=request.school)
    with override(settings.LANGUAGE_CODE):  # the title is kept in the language of the school
        initial = {"year": free_year(request), "title": _("Evaluation conference of international projects")}
    form = ConferenceForm(request.POST or None, instance=conference, initial=initial)
    return conference_form(request, form)


def free_year(request: HttpRequest) -> int:
    """The chosen school year, or the next that has no conference yet."""
    held = set(Conference.objects.filter(school=request.school).values_list("year", flat=True))
    year = request.school_year.start
    while year in held:
        year += 1
    return year


def conference_edit(request: HttpRequest, pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, CHANGE)
    if closed := refuse_closed(request, conference):
        return closed
    return conference_form(request, ConferenceForm(request.POST or None, instance=conference))


def conference_form(request: HttpRequest, form: ConferenceForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        conference = save_form(form, request.user, request.school)
        messages.success(request, _("The conference is saved."))
        address = reverse("mobilities:conference-detail", args=[conference.pk], query={"sy": conference.year})
        return redirect(address)
    conference = form.instance
    context = {"form": form, "conference": conference, "kept": conference.pk and services.why_kept(conference)}
    return render(request, "mobilities/conference_form.html", context)


@require_POST
def conference_delete(request: HttpRequest, pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, CHANGE)
    try:
        services.delete_conference(conference, request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("mobilities:conference-detail", pk=pk)
    tell_deleted(request, conference)
    return redirect("mobilities:conference-list")


@require_GET
def conference_detail(request: HttpRequest, pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, LOOK)
    now, veil = told_to(request.user, conference)
    name_presenters(request.user, now.presentations)
    share_sessions(conference, now.presentations)
    is_closed = conference.state == ConferenceState.CLOSED
    may_change = request.user.has_perm(CHANGE, conference) and not is_closed
    if may_change:
        hint_at_hours(now.presentations)
    today = timezone.localdate()
    context = {
        "conference": conference,
        "told": now,
        "days": now.days,
        "presentations": now.presentations,
        "reviewed": [row for row in now.projects if row.kind == ReviewKind.REVIEWED],
        "introduced": [row for row in now.projects if row.kind == ReviewKind.INTRODUCED],
        "pluses": now.of_kind(FindingKind.PLUS),
        "minuses": now.of_kind(FindingKind.MINUS),
        "firsts": now.of_kind(FindingKind.FIRST_TIME),
        "said_offers": now.of_kind(FindingKind.OFFER),
        "decisions": sorted(now.of_kind(FindingKind.DECISION), key=open_and_late_first),
        "open_before": now.open_before,
        "offers": offers_of(request, conference, veil),
        "polls": conference.polls.all(),
        "proposed": proposals(conference) if may_change else [],
        "total": now.people,
        "today": today,
        "may_change": may_change,
        "may_move": request.user.has_perm(MOVE, conference),
        "may_have_typed": is_closed and request.user.has_perm(RECORD, conference),
        "closed_words": closed_words(request.user, conference) if is_closed else "",
        "kinds": FindingKind.choices,
        "may_write_news": request.user.has_perm("reports.change_news", conference),
        "may_print": request.user.has_perm("reports.view_document", conference),
        "history": history_of(conference, request.user),
    }
    return render(request, "mobilities/conference_detail.html", context)


@require_GET
def conference_export(request: HttpRequest, pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, LOOK)
    now, _veil = told_to(request.user, conference)
    return table_answer(request.GET.get("format"), finding_rows(now.school, now.findings), f"conference-{pk}")


def told_to(user, conference: Conference) -> tuple[Told, Veil]:
    """The conference, and what covers the words of people whom the reader may not know: of those who were abroad in
    the year, or ever at the hosts spoken of."""
    now, year = told(conference), conference.school_year
    hosts = {row.host_id for row in now.findings if row.host_id}
    abroad = Q(mobilities__start__range=(year.first_day, year.last_day)) | Q(mobilities__host__in=hosts)
    veil = veil_for(user, conference.school, Participant.objects.filter(abroad))
    cover([*now.findings, *now.open_before], OF_FINDING, veil)
    now.summary = veil(now.summary)
    return now, veil


def open_and_late_first(decision: Finding) -> tuple:
    return (decision.done_on is not None, decision.due or date.max)


def offers_of(request: HttpRequest, conference: Conference, veil: Veil) -> list[ExperienceReport]:
    """Return invitations and job offers in approved reports of the year; `whose` are those that one may not read."""
    found = offers_told(conference, named_for(request.user, offers_in(conference)))
    for row in found:
        row.whose = row.whose if row.is_named else unnamed(row.mobility.participant)
    cover(found, OF_REPORT, veil)
    return found


@require_POST
def conference_open(request: HttpRequest, pk: int) -> HttpResponse:
    return move(request, pk, ConferenceState.OPEN, _("The conference is open; record what is said."))


@require_POST
def conference_close(request: HttpRequest, pk: int) -> HttpResponse:
    return move(
        request, pk, ConferenceState.CLOSED, _("The conference is closed. Its dissemination report can be made.")
    )


def move(request: HttpRequest, pk: int, state: ConferenceState, done: str) -> HttpResponse:
    conference = conference_or_404(request, pk, MOVE)
    try:
        services.move_conference(conference, request.user, state)
        messages.success(request, done)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("mobilities:conference-detail", pk=pk)


def conference_attendance(request: HttpRequest, pk: int, day: int) -> HttpResponse:
    conference = conference_or_404(request, pk, CHANGE)
    if closed := refuse_closed(request, conference):
        return closed
    people = people_who_may_attend(conference)
    if request.method == "POST":
        with transaction.atomic():
            row = get_object_or_404(conference.days.select_for_update(), pk=day)
            form = AttendanceForm(request.POST, people=people, day=row)
            if form.is_valid():
                came, left = ([one for one in people if str(one.pk) in keys] for keys in form.changed_ticks())
                services.change_attendance(row, request.user, came, left, form.cleaned_data["other_attendees"])
                messages.success(request, _("The attendance is saved."))
                return redirect("mobilities:conference-detail", pk=pk)
    else:
        row = get_object_or_404(conference.days, pk=day)
        form = AttendanceForm(people=people, day=row)
    context = {"form": form, "conference": conference, "day": row, "people": people, "ticked": form.ticked()}
    return render(request, "mobilities/conference_attendance.html", context)


def people_who_may_attend(conference: Conference):
    """Everybody still at the school, and whoever was abroad that year or was ticked before."""
    year = conference.school_year
    abroad = Q(mobilities__start__range=(year.first_day, year.last_day))
    wanted = Q(is_active=True) | abroad | Q(attendances__day__conference=conference)
    rows = Participant.objects.filter(wanted, school=conference.school_id, home="").select_related("qualification")
    return rows.distinct().order_by(Latvian("group"), Latvian("last_name"), Latvian("first_name"))


def conference_part_add(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    conference = conference_or_404(request, pk, CHANGE)
    form_class = part_form(part)
    row = form_class.Meta.model()
    if part != "presentation":
        row.conference = conference
    initial = {name: request.GET[name] for name in ("kind", "day") if name in request.GET}
    return conference_part_form(request, conference, part, row, initial)


def conference_part_edit(request: HttpRequest, pk: int, part: str, part_pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, CHANGE)
    return conference_part_form(request, conference, part, part_or_404(conference, part, part_pk), {})


def conference_part_form(request: HttpRequest, conference: Conference, part: str, row, initial: dict) -> HttpResponse:
    if closed := refuse_closed(request, conference):
        return closed
    form = part_form(part)(request.POST or None, instance=row, initial=initial)
    form.narrow(conference)
    if request.method == "POST" and form.is_valid():
        save_form(form, request.user, conference.school)
        messages.success(request, _("Saved."))
        return redirect("mobilities:conference-detail", pk=conference.pk)
    context = {"form": form, "conference": conference, "part": part, "row": row}
    return render(request, "mobilities/conference_part_form.html", context)


def conference_part_delete(request: HttpRequest, pk: int, part: str, part_pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, CHANGE)
    if closed := refuse_closed(request, conference):
        return closed
    row = part_or_404(conference, part, part_pk)
    if request.method == "POST":
        delete(row, request.user, conference.school)
        tell_deleted(request, row)
        return redirect("mobilities:conference-detail", pk=pk)
    context = {"conference": conference, "part": part, "row": row, "lost": lost_with(row)}
    return render(request, "mobilities/conference_part_delete.html", context)


def tell_deleted(request: HttpRequest, row) -> None:
    words = {"kind": row._meta.verbose_name, "name": quoted(Truncator(row).chars(LONGEST_NAME))}
    messages.success(request, _("Deleted: %(kind)s %(name)s.") % words)


def lost_with(row) -> list[str]:
    """What deleting a day or a session takes along, in words."""
    told = []
    if isinstance(row, ConferenceDay):
        found = Finding.objects.filter(session__day=row)
        if n := row.presentations.count():
            told.append(ngettext("%(n)s session is deleted too.", "%(n)s sessions are deleted too.", n) % {"n": n})
        if n := row.attendances.count() + row.other_attendees:
            words = ngettext(
                "The attendance of %(n)s person is deleted too.", "The attendance of %(n)s people is deleted too.", n
            )
            told.append(words % {"n": n})
    else:
        found = Finding.objects.filter(session=row) if isinstance(row, Presentation) else Finding.objects.none()
    if n := found.count():
        words = ngettext(
            "%(n)s finding stays, but loses its session.", "%(n)s findings stay, but lose their session.", n
        )
        told.append(words % {"n": n})
    return told


@require_POST
def decision_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a decision as carried out today; also after its conference is closed."""
    decision = decision_or_404(request, pk)
    if services.mark_done(decision, request.user, timezone.localdate()):
        undo = reverse("mobilities:decision-undo", args=[pk], query=request.GET)
        messages.success(request, _("The decision is marked as carried out."), extra_tags=undo)
    return back_to_page(request, decision)


@require_POST
def decision_undo(request: HttpRequest, pk: int) -> HttpResponse:
    decision = decision_or_404(request, pk)
    if services.take_back_done(decision, request.user):
        messages.success(request, _("The decision stands open again."))
    return back_to_page(request, decision)


def decision_or_404(request: HttpRequest, pk: int) -> Finding:
    rows = Finding.objects.visible_to(request.user).filter(kind=FindingKind.DECISION)
    decision = get_object_or_404(rows.select_related("conference__school"), pk=pk)
    require(request.user, CHANGE, decision.conference)
    return decision


def back_to_page(request: HttpRequest, decision: Finding) -> HttpResponse:
    """?live=1 or ?detail=1: the conference of another year, on whose page it was marked; else that of the decision."""
    for page in ("live", "detail"):
        key = request.GET.get(page, "")
        if key.isdecimal() and Conference.objects.visible_to(request.user).filter(pk=key[:18]).exists():
            return redirect(f"mobilities:conference-{page}", pk=key)
    return redirect("mobilities:conference-detail", pk=decision.conference_id)


def conference_or_404(request: HttpRequest, pk: int, permission: str) -> Conference:
    rows = Conference.objects.visible_to(request.user).select_related("school")
    return get_or_403(rows, request.user, permission, pk=pk)


def refuse_closed(request: HttpRequest, conference: Conference) -> HttpResponse | None:
    if conference.state != ConferenceState.CLOSED:
        return None
    messages.warning(request, closed_words(request.user, conference))
    return redirect("mobilities:conference-detail", pk=conference.pk)


def closed_words(user, conference: Conference) -> str:
    """That it is closed, and how or by whom it is opened again."""
    if user.has_perm(MOVE, conference):
        return _("The conference is closed. Open it again to change it.")
    of_school = {"memberships__school": conference.school_id, "memberships__is_active": True}
    rows = User.objects.filter(is_active=True, memberships__role=Role.COORDINATOR, **of_school).order_by("pk")
    who = ", ".join(map(str, rows))
    if not who:
        return _("The conference is closed. Only a coordinator can open it again.")
    return _("The conference is closed. Only a coordinator can open it again: %(who)s.") % {"who": who}


def part_form(part: str):
    if part not in PART_FORMS:
        raise Http404
    return PART_FORMS[part]


def part_or_404(conference: Conference, part: str, pk: int):
    model = part_form(part).Meta.model
    owner = {"day__conference": conference} if model is Presentation else {"conference": conference}
    row = model.objects.filter(pk=pk, **owner).first()
    if row is None:
        raise Http404
    return row
