"""The programme of a conference as a PDF and a calendar, and its invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mobilities.models import Conference
from mobilities.views.conferences import conference_or_404, refuse_closed
from portal.audit.services import save_form
from portal.common.http import file_response, pdf_response
from portal.common.text import active_language
from reports import invitations
from reports.agenda import calendar_of, file_name, render_agenda
from reports.forms.invitations import InvitationForm

LOOK, CHANGE = "mobilities.view_conference", "mobilities.change_conference"


@require_safe
def agenda_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, LOOK)
    return pdf_response(render_agenda(conference, active_language(), request.user), file_name(conference, "pdf"))


@require_safe
def agenda_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, LOOK)
    name = file_name(conference, "ics")
    return file_response([calendar_of(conference, timezone.now(), request.user)], name, "text/calendar; charset=utf-8")


@require_http_methods(["GET", "POST"])
def conference_invite(request: HttpRequest, pk: int) -> HttpResponse:
    conference = conference_or_404(request, pk, CHANGE)
    if closed := refuse_closed(request, conference):
        return closed
    form = InvitationForm(request.POST or None, instance=conference, initial={"language": active_language()})
    if request.method == "POST" and form.is_valid() and ("save" in request.POST or form.check_somebody()):
        conference = save_form(form, request.user, conference.school)
        tell(request, conference, form)
        return redirect("reports:conference-invite", pk=pk)
    context = {
        "form": form,
        "conference": conference,
        "has_days": conference.days.exists(),
        "invited": invitations.invited(conference),
    }
    return render(request, "reports/conference_invite.html", context, status=422 if form.errors else 200)


def tell(request: HttpRequest, conference: Conference, form: InvitationForm) -> None:
    if "save" in request.POST:
        messages.success(request, _("The words of the invitation are saved."))
        return
    data = form.cleaned_data
    guests = invitations.chosen(conference, data["groups"], data["emails"])
    count = invitations.invite(conference, guests, data["language"], request.user)
    if count:
        words = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.warning(request, _("Everybody chosen has got this programme already; nothing was sent."))
