"""Experience reports as they are written: begun, saved while one writes, submitted.

`report_form`, `write_report`, `autosave_answer` and `writing_context` serve the pages behind a personal link as well;
there is no user then.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mobilities.enums import ReportState
from mobilities.forms.experience import ExperienceForm
from mobilities.models import AccompanyingPerson, ExperienceReport, Mobility, ReportComment
from mobilities.questionnaires import profile_wanted
from mobilities.services import experience as services
from mobilities.views.experience import WRITE, report_or_404
from mobilities.views.report_writers import Writer
from portal.common.http import get_or_403
from portal.common.refused import Refused

ADD = "mobilities.add_experience"


@require_POST
def experience_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the report of mobility `pk`, or go on with it."""
    rows = Mobility.objects.visible_to(request.user).select_related("participant", "school", "activity_type", "host")
    return begun(request, get_or_403(rows, request.user, ADD, pk=pk))


@require_POST
def experience_add_along(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for somebody who travelled along."""
    rows = AccompanyingPerson.objects.visible_to(request.user).select_related("person", "school")
    return begun(request, get_or_403(rows, request.user, ADD, pk=pk))


def begun(request: HttpRequest, journey: Mobility | AccompanyingPerson) -> HttpResponse:
    report = services.begin_report(journey, request.user)
    return redirect(
        "mobilities:experience-edit" if report.is_editable else "mobilities:experience-detail", pk=report.pk
    )


def experience_edit(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_or_404(request, pk, WRITE)
    if not report.is_editable:
        messages.warning(request, _("The report is handed in and cannot be changed now."))
        return redirect("mobilities:experience-detail", pk=pk)
    form = report_form(request, report, request.user)
    outcome = write_report(request, form, request.user)
    if outcome == "submitted":
        messages.success(request, _("The report is submitted. The coordinator reads it now."))
        return redirect("mobilities:experience-detail", pk=pk)
    if outcome == "saved":
        messages.success(request, _("The draft is saved."))
        return redirect("mobilities:experience-edit", pk=pk)
    wanted = profile_wanted(report)
    context = {"profile_now": wanted.label if wanted else "", **writing_context(Writer(report, request.user), form)}
    return render(request, "mobilities/experience_edit.html", context)


@require_POST
def experience_questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    """The questionnaire that the journey asks for now; the answers stay."""
    report = report_or_404(request, pk, WRITE)
    if services.change_questionnaire(report, request.user):
        messages.success(request, _("The report asks the questions of the new activity now. Your answers are kept."))
    return redirect("mobilities:experience-edit", pk=pk)


@require_POST
def experience_autosave(request: HttpRequest, pk: int) -> JsonResponse:
    report = report_or_404(request, pk, WRITE)
    return autosave_answer(request, report, request.user)


def report_form(request: HttpRequest, report: ExperienceReport, user) -> ExperienceForm:
    if request.method == "GET":
        services.follow_journey(report, user)
    return ExperienceForm(request.POST or None, report=report, comments=asked_now(report))


def asked_now(report: ExperienceReport) -> list[ReportComment]:
    """What is open, and what was settled since the report came back."""
    since = report.reviewed_at or report.created_at
    rows = report.comments.select_related("author")
    return [row for row in rows if row.resolved_at is None or row.resolved_at >= since]


def writing_context(writer: Writer, form: ExperienceForm) -> dict:
    report = writer.report
    return {
        "form": form,
        "report": report,
        "journey": report.journey,
        "asked": [comment for comment in form.comments if not comment.field],
        "saved_at": timezone.localtime(report.updated_at),
        **writer.context(),
    }


def write_report(request: HttpRequest, form: ExperienceForm, user) -> str:
    """Save what was sent and hand it in where that was asked: "saved", "submitted", or "": show the form."""
    if request.method != "POST":
        return ""
    wants_submit = "submit" in request.POST
    is_valid = form.is_valid()
    if wants_submit and not form.is_overtaken:
        is_valid = form.check_complete()
    try:
        if is_valid:
            report = services.save_report(form, user)
            if wants_submit:
                services.submit_report(report, user)
            return "submitted" if wants_submit else "saved"
    except services.Overtaken:
        form.add_error(None, _("Another device saved this report a moment ago. Nothing of yours is lost: save again."))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return "submitted" if wants_submit and was_handed_in(form) else ""


def was_handed_in(form: ExperienceForm) -> bool:
    """In these very words, by the first of two taps."""
    now = ExperienceReport.objects.get(pk=form.instance.pk)
    again = ExperienceForm(form.data, report=now)
    return now.state == ReportState.SUBMITTED and not set(again.changed_data) - {"version"}


def autosave_answer(request: HttpRequest, report: ExperienceReport, user) -> JsonResponse:
    """Keep a draft while it is written.

    200: kept; `wrong` names what could not be and why. 409: another device saved meanwhile, `values` are what is kept
    now, `version` its number; or, with `closed`, the report is handed in.
    """
    form = ExperienceForm(request.POST, report=report)
    is_valid = form.is_valid()
    if not report.is_editable:
        return JsonResponse({"closed": True}, status=409)
    if form.is_overtaken:
        return others_answer(report)
    wrong = {} if is_valid else {name: " ".join(errors) for name, errors in form.errors.items()}
    if wrong:
        form = form.without_wrong()
        if not form.is_valid():
            return JsonResponse({"wrong": wrong}, status=422)
    try:
        report = services.save_report(form, user)
    except services.Overtaken:
        return others_answer(report)
    return JsonResponse({"saved": f"{timezone.localtime():%H:%M}", "version": report.version, "wrong": wrong})


def others_answer(report: ExperienceReport) -> JsonResponse:
    kept = ExperienceForm(report=ExperienceReport.objects.get(pk=report.pk))
    return JsonResponse({"version": kept.instance.version, "values": kept.kept_values()}, status=409)
