"""Experience reports: found, written on a phone, reviewed."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mobilities.consents import ConsentState, states_of
from mobilities.enums import ConsentKind, ReportState
from mobilities.forms.experience import ExperienceFilterForm, ExperienceForm, ReviewForm
from mobilities.models import Attachment, ExperienceReport, Mobility
from mobilities.services import experience as services
from portal.audit.history import history_of
from portal.audit.services import save_form
from portal.common.http import get_or_403, page_of, require
from portal.common.refused import Refused
from portal.common.uploads import AttachmentKind

LOOK, WRITE, REVIEW = (
    "mobilities.view_experience", "mobilities.change_experience", "mobilities.review_experience",
)  # fmt: skip


@require_safe
def experience_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "mobilities.list_experience", request.school)
    visible = Mobility.objects.visible_to(request.user).filter(school=request.school)
    countries = visible.exclude(country="").order_by().values_list("country", flat=True).distinct()
    form = ExperienceFilterForm(request.GET, school=request.school, countries=list(countries))
    state = form.state_chosen()
    context = {
        "form": form,
        "state": state,
        "to_write": to_write(request),
        "views": state_views(request, state),
    }
    if state == "missing":
        rows = (
            form.narrow(in_year(request, visible.awaiting_report(), ""))
            .with_names()
            .select_related("responsible")
            .order_by("end", "pk")
        )
    else:
        rows = ExperienceReport.objects.visible_to(request.user).filter(school=request.school)
        rows = form.narrow(in_year(request, rows, "mobility__"), "mobility__")
        rows = rows.filter(state=state) if state in ReportState.values else rows
        rows = rows.select_related("mobility__participant", "mobility__host", "author").order_by(
            "-mobility__end", "pk"
        )
    return render(request, "mobilities/experience_list.html", context | {"page": page_of(request, rows)})


def in_year(request: HttpRequest, rows, prefix: str):
    """The school year's; every year's with ?year=all or a state chosen: what waits must not hide in another year."""
    if request.GET.get("year") == "all" or request.GET.get("state"):
        return rows
    year = request.school_year
    return rows.filter(**{f"{prefix}start__range": (year.first_day, year.last_day)})


def to_write(request: HttpRequest) -> list[Mobility]:
    """Mobilities of one's own or in one's charge that have begun and whose report is not handed in; returned first."""
    own = Mobility.objects.filter(school=request.school).standing().own_or_in_charge(request.user)
    rows = own.filter(start__lte=timezone.localdate(), direction="outgoing").exclude(
        report__state__in=[ReportState.SUBMITTED, ReportState.APPROVED]
    )
    returned_then_begun = F("report__state").desc(nulls_last=True)
    return list(rows.with_names().select_related("report").order_by(returned_then_begun, "end", "pk")[:50])


def state_views(request: HttpRequest, state: str) -> list[dict]:
    choices = [("", _("This school year")), ("submitted", _("Waiting for review")), ("missing", _("Missing"))]
    return [
        {"label": label, "url": f"?state={value}" if value else "?", "is_current": state == value}
        for value, label in choices
    ]


@require_POST
def experience_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the report of mobility `pk`, or go on with it."""
    rows = Mobility.objects.visible_to(request.user).select_related("participant", "school")
    mobility = get_or_403(rows, request.user, "mobilities.add_experience", pk=pk)
    report = services.begin_report(mobility, request.user)
    return redirect(
        "mobilities:experience-edit" if report.is_editable else "mobilities:experience-detail", pk=report.pk
    )


def report_or_404(request: HttpRequest, pk: int, permission: str) -> ExperienceReport:
    rows = ExperienceReport.objects.visible_to(request.user).select_related(
        "mobility__participant__qualification", "mobility__host", "mobility__project", "mobility__activity_type",
        "school", "author", "reviewed_by",
    )  # fmt: skip
    return get_or_403(rows, request.user, permission, pk=pk)


@require_safe
def experience_detail(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_or_404(request, pk, LOOK)
    return show_report(request, report, ReviewForm())


def show_report(request: HttpRequest, report: ExperienceReport, form: ReviewForm, status: int = 200) -> HttpResponse:
    may_review = report.state == ReportState.SUBMITTED and request.user.has_perm(REVIEW, report)
    context = {
        "report": report,
        "form": form,
        "may_review": may_review,
        "may_write": report.is_editable and request.user.has_perm(WRITE, report),
        "history": history_of(report, request.user),
        "pictures_revoked": pictures_revoked(report),
        **attachments_of(report),
    }
    return render(request, "mobilities/experience_detail.html", context, status=status)


def pictures_revoked(report: ExperienceReport) -> ConsentState | None:
    """Where the traveller took the consent to pictures back."""
    states = {state.kind: state for state in states_of(report.mobility.participant)}
    return states[ConsentKind.IMAGE] if states[ConsentKind.IMAGE].is_revoked else None


def attachments_of(report: ExperienceReport) -> dict:
    rows = list(report.attachments.all())
    return {
        "photos": [photo_card(row) for row in rows if row.kind == AttachmentKind.PHOTO],
        "files": [row for row in rows if row.kind == AttachmentKind.DOCUMENT],
    }


def photo_card(attachment: Attachment) -> dict:
    """The parameters of components/photo.html."""
    address = reverse("mobilities:attachment-download", args=[attachment.pk])
    return {
        "pk": attachment.pk,
        "url": address,
        "thumb_url": address,
        "caption": attachment.caption,
        "alt": attachment.caption or _("Photo without a caption"),
        "consent": attachment.consent,
        "edit_url": reverse("mobilities:attachment-edit", args=[attachment.pk]),
        "delete_url": reverse("mobilities:attachment-delete", args=[attachment.pk]),
    }


def experience_edit(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_or_404(request, pk, WRITE)
    if not report.is_editable:
        messages.warning(request, _("The report is handed in and cannot be changed now."))
        return redirect("mobilities:experience-detail", pk=pk)
    form = ExperienceForm(request.POST or None, instance=report)
    if request.method == "POST" and form.is_valid():
        if "submit" not in request.POST:
            save_form(form, request.user, report.school)
            messages.success(request, _("The draft is saved."))
            return redirect("mobilities:experience-edit", pk=pk)
        if form.check_complete():
            return submit(request, form, report)
    context = {
        "form": form,
        "report": report,
        "saved_at": timezone.localtime(report.updated_at),
        **attachments_of(report),
    }
    return render(request, "mobilities/experience_edit.html", context)


def submit(request: HttpRequest, form: ExperienceForm, report: ExperienceReport) -> HttpResponse:
    save_form(form, request.user, report.school)
    try:
        services.submit_report(report, request.user)
        messages.success(request, _("The report is submitted. The coordinator reads it now."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("mobilities:experience-detail", pk=report.pk)


@require_POST
def experience_autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep a draft while it is written; nothing is overwritten that another device saved meanwhile."""
    report = report_or_404(request, pk, WRITE)
    form = ExperienceForm(request.POST, instance=report)
    if not report.is_editable or not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=409 if form.stale or not report.is_editable else 422)
    if set(form.changed_data) - {"version"}:
        save_form(form, request.user, report.school)
    return JsonResponse({"saved": f"{timezone.localtime():%H:%M}", "version": report.version})


@require_POST
def experience_review(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_or_404(request, pk, REVIEW)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return show_report(request, report, form, status=422)
    comment = form.cleaned_data["comment"]
    try:
        if form.cleaned_data["decision"] == "approve":
            services.approve_report(report, request.user, comment)
            messages.success(request, _("The report is approved."))
        else:
            services.return_report(report, request.user, comment)
            messages.success(request, _("The report is returned with your comment."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("mobilities:experience-detail", pk=pk)
