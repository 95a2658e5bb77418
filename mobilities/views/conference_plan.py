"""Planning a conference from the year's finished mobilities, on one page."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from mobilities.conference_plan import finished, proposed_sessions
from mobilities.forms.conference_plan import PlanForm, planned_meanwhile, session_forms
from mobilities.models import Conference, ConferenceDay
from mobilities.services.conference_plan import make_plan
from mobilities.views.conferences import CHANGE, conference_or_404, refuse_closed
from portal.common.refused import Refused
from portal.common.text import day as short_day

ALL_PLANNED = gettext_lazy(
    "Meanwhile this conference was planned, and every mobility has its session. Nothing of what you sent is saved; "
    "not made: %(titles)s."
)
SOME_PLANNED = gettext_lazy(
    "Meanwhile others planned here too. Nothing is saved yet. These sessions are left out, because their mobilities "
    "have one now: %(titles)s. Look at the rest and save again."
)


def conference_plan(request: HttpRequest, pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, CHANGE)
    if closed := refuse_closed(request, conference):
        return closed
    data = request.POST if request.method == "POST" else None
    proposed = proposed_sessions(conference)
    gone = planned_meanwhile(data or {}, proposed)
    if not proposed:
        if gone:
            messages.warning(request, ALL_PLANNED % {"titles": "; ".join(gone)})
        context = {"conference": conference, "has_travelled": finished(conference).exists()}
        return render(request, "mobilities/conference_plan.html", context)
    form = PlanForm(data, conference=conference, initial=first_words(conference))
    sessions = session_forms(data, proposed)
    if gone:
        form.add_error(None, SOME_PLANNED % {"titles": "; ".join(gone)})
    if data is not None and all([form.is_valid(), *(session.is_valid() for session in sessions)]):
        wanted = [session.cleaned_data for session in sessions if session.cleaned_data["wanted"]]
        try:
            days = make_plan(conference, request.user, form.cleaned_data, wanted)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            tell(request, len(wanted), days)
            return redirect("mobilities:conference-detail", pk=pk)
    wrong = [session for session in sessions if session.errors]
    context = {"conference": conference, "form": form, "sessions": sessions, "wrong": wrong}
    return render(request, "mobilities/conference_plan.html", context)


def tell(request: HttpRequest, made: int, days: list[ConferenceDay]) -> None:
    messages.success(request, ngettext("%(n)s session is planned.", "%(n)s sessions are planned.", made) % {"n": made})
    for day in days:
        if day.kept:
            sentence = _("%(day)s was in the programme already and keeps what stood in it: %(what)s.")
            messages.warning(request, sentence % {"day": short_day(day.date), "what": ", ".join(day.kept)})


def first_words(conference: Conference) -> dict:
    days = list(conference.days.all()[:2])
    with override(settings.LANGUAGE_CODE):  # what is kept is in the language of the school
        words = {"first_theme": _("Placements of learners"), "second_theme": _("Mobilities of staff and projects")}
    for name, day in zip(("first", "second"), days, strict=False):
        words |= {name: day.date, f"{name}_theme": day.theme, "building": day.building}
        if day.starts_at:
            words["begins"] = day.starts_at
    return words
