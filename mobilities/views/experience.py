"""Experience reports: found, read, reviewed."""

from dataclasses import replace

from django.contrib import messages
from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from mobilities.answers import answered_sections
from mobilities.consents import ConsentState, states_of
from mobilities.documents import render_report
from mobilities.enums import REPORT_HANDED_IN, ConsentKind, ReportState
from mobilities.exports.experience import missing_rows, report_rows
from mobilities.forms.experience_filter import ExperienceFilterForm
from mobilities.forms.experience_review import ReopenForm, ReviewForm
from mobilities.models import AccompanyingPerson, Attachment, ExperienceReport, Mobility, ReportComment
from mobilities.models.mobility import MobilityQuerySet
from mobilities.questionnaires import profile_asked, questions_of, words_of
from mobilities.services import experience as services
from mobilities.services import returned
from mobilities.views.journeys import all_of_both, page_of_both
from mobilities.views.report_writers import Writer
from portal.audit.history import Line, history_of, together
from portal.audit.models import Entry, Through, Verb
from portal.common.folding import fold
from portal.common.http import filled, get_or_403, page_of, pdf_response, require, with_filters
from portal.common.refused import Refused
from portal.common.tables import table_answer
from portal.common.text import active_language

LOOK, WRITE, REVIEW = (
    "mobilities.view_experience", "mobilities.change_experience", "mobilities.review_experience",
)  # fmt: skip
MOST_TO_WRITE = 50
MOST_CHANGES = 500  # of one report that its history is told from
IN_SHORT = ("marks", "way", "language", "offers")


@require_safe
def experience_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "mobilities.list_experience", request.school)
    form = filter_form(request)
    state = form.state_chosen()
    context = {
        "form": form,
        "state": state,
        "to_write": to_write(request),
        "views": state_views(request, state),
        "actions": actions(request),
        "export_url": with_filters(request, reverse("mobilities:experience-export")),
        **years(request),
    }
    if state == "missing":
        page = page_of_both(request, *missing_reports(request, form))
    else:
        page = page_of(request, reports_of(request, form, state))
    return render(request, "mobilities/experience_list.html", context | {"page": page})


@require_safe
def experience_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "mobilities.list_experience", request.school)
    form = filter_form(request)
    state = form.state_chosen()
    if state == "missing":
        rows = missing_rows(all_of_both(*missing_reports(request, form)))
    else:
        rows = report_rows(reports_of(request, form, state).iterator(chunk_size=500))
    return table_answer(request.GET.get("format"), rows, "experience")


def visible_mobilities(request: HttpRequest) -> MobilityQuerySet:
    return Mobility.objects.visible_to(request.user).filter(school=request.school)


def filter_form(request: HttpRequest) -> ExperienceFilterForm:
    visited = visible_mobilities(request).exclude(country="").order_by()
    countries = list(visited.values_list("country", flat=True).distinct())
    return ExperienceFilterForm(request.GET, school=request.school, countries=countries)


def reports_of(request: HttpRequest, form: ExperienceFilterForm, state: str):
    rows = ExperienceReport.objects.visible_to(request.user).filter(school=request.school)
    rows = form.narrow_reports(in_year(request, rows.with_journey()))
    rows = rows.filter(state=state) if state in ReportState.values else rows
    return rows.select_related("author").order_by("-end", "pk")


def missing_reports(request: HttpRequest, form: ExperienceFilterForm):
    """Mobilities, and people who travelled along: one list; who came back first stands first."""
    along = AccompanyingPerson.objects.visible_to(request.user).filter(school=request.school)
    return (
        form.narrow(in_year(request, visible_mobilities(request).awaiting_report())).select_related("report"),
        form.narrow(in_year(request, along.awaiting_report()), "person", "mobilities__").select_related("report"),
    )


def of_all_years(request: HttpRequest) -> bool:
    """Where a state is chosen, what waits must not hide in another year, unless one asks for ?year=this."""
    year = request.GET.get("year")
    return year == "all" or (year != "this" and bool(request.GET.get("state")))


def in_year(request: HttpRequest, rows):
    """The rows of the school year, or of all."""
    year = request.school_year
    return rows if of_all_years(request) else rows.filter(start__range=(year.first_day, year.last_day))


def years(request: HttpRequest) -> dict:
    """What mobilities/experience_years.html says about a chosen state, and the address of the same list otherwise."""
    is_all = of_all_years(request)
    query = filled(request.GET)
    query.pop("page", None)
    query["year"] = "this" if is_all else "all"
    return {"of_all_years": is_all, "other_years_url": f"?{query.urlencode()}"}


def to_write(request: HttpRequest) -> list[Mobility | AccompanyingPerson]:
    """Journeys of one's own or in one's charge that have begun and whose report is not handed in; returned first."""
    today = timezone.localdate()
    mobilities = Mobility.objects.filter(school=request.school, direction="outgoing").own_or_in_charge(request.user)
    along = AccompanyingPerson.objects.filter(school=request.school, person__user=request.user)
    along = along.select_related("person", "report").prefetch_related("mobilities__host", "mobilities__activity_type")
    rows = [
        journey
        for journeys in (mobilities.with_names().select_related("report"), along)
        for journey in journeys.standing()
        .filter(start__lte=today)
        .exclude(report__state__in=REPORT_HANDED_IN)
        .order_by(returned_then_begun(), "end", "pk")[:MOST_TO_WRITE]
    ]
    return sorted(rows, key=lambda row: getattr(getattr(row, "report", None), "state", "") != ReportState.RETURNED)


def returned_then_begun() -> OrderBy:
    return F("report__state").desc(nulls_last=True)


def actions(request: HttpRequest) -> list[dict]:
    pages = [
        ("mobilities.view_reminder", pgettext("e-mail", "Letters"), "mobilities:letter-list", ""),
        ("mobilities.view_reminder", _("Reminders"), "mobilities:reminder-edit", ""),
        ("mobilities.view_questionnaire", _("Questionnaires"), "mobilities:questionnaire-list", "settings"),
    ]
    return [
        {"label": label, "url": reverse(name), "icon": icon}
        for permission, label, name, icon in pages
        if request.user.has_perm(permission, request.school)
    ]


def state_views(request: HttpRequest, state: str) -> list[dict]:
    choices = [("", _("This school year")), ("submitted", _("Waiting for review")), ("missing", _("Missing"))]
    return [
        {"label": label, "url": f"?state={value}" if value else "?", "is_current": state == value}
        for value, label in choices
    ]


def report_or_404(request: HttpRequest, pk: int, permission: str) -> ExperienceReport:
    rows = ExperienceReport.objects.visible_to(request.user).select_related(
        "mobility__participant__qualification", "mobility__host", "mobility__project", "mobility__activity_type",
        "accompanying__person", "accompanying__project", "questionnaire", "school", "author", "reviewed_by",
    )  # fmt: skip
    rows = rows.prefetch_related("questionnaire__questions", "accompanying__mobilities__host")
    return get_or_403(rows, request.user, permission, pk=pk)


@require_safe
def experience_detail(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_or_404(request, pk, LOOK)
    return show_report(request, report, ReviewForm(report=report))


def show_report(
    request: HttpRequest,
    report: ExperienceReport,
    form: ReviewForm,
    status: int = 200,
    reopening: ReopenForm | None = None,
) -> HttpResponse:
    may_review = request.user.has_perm(REVIEW, report)
    deeds = [*history_of(report, request.user, MOST_CHANGES), *history_of_files(report, request.user)]
    comments = list(report.comments.select_related("author"))
    about = {key: form[name] for key, name in form.about.items()}
    sections = answered_sections(report, comments, about)
    context = {
        "report": report,
        "journey": report.journey,
        "form": form,
        "at_length": [section for section in sections if section.key not in IN_SHORT],
        "in_short": [section for section in sections if section.key in IN_SHORT],
        "comments": [comment for comment in comments if not comment.field],
        "may_review": report.state == ReportState.SUBMITTED and may_review,
        "may_settle": may_review,
        "may_withhold": may_review,
        "reopening": (reopening or ReopenForm()) if report.state == ReportState.APPROVED and may_review else None,
        "may_write": report.is_editable and request.user.has_perm(WRITE, report),
        "history": told(report, deeds, comments),
        "pictures_revoked": pictures_revoked(report),
        **Writer(report, request.user).context(),
    }
    return render(request, "mobilities/experience_detail.html", context, status=status)


def told(report: ExperienceReport, history: list[Line], comments: list[ReportComment]) -> list[Line]:
    """What was done with the report and what was asked about it, newest first."""
    labels = {question.key: words_of(question, profile_asked(report)).label for question in questions_of(report)}
    asked = []
    for row in comments:
        about = labels.get(row.field)
        verb = _("asks about “%(question)s”") % {"question": about} if about else _("comments on the report")
        asked.append(Line(row.created_at, str(row.author or "–"), verb, row.text))
    lines = [*(with_writer(report, line) for line in history), *asked]
    return together(sorted(lines, key=lambda line: line.at, reverse=True))


def history_of_files(report: ExperienceReport, user) -> list[Line]:
    """Who added, described, took back or deleted photos and documents; those deleted are known by what the journal
    says of their report."""
    here = [str(row.pk) for row in report.attachments.all()]
    entries = Entry.objects.visible_to(user).filter(
        Q(object_id__in=here) | Q(changes__report=["", str(report.pk)]), object_type=Attachment._meta.label_lower
    )
    return [line_of_file(entry) for entry in entries.select_related("user")[:MOST_CHANGES]]


def line_of_file(entry: Entry) -> Line:
    is_taken_back = entry.verb == Verb.CHANGE and entry.changes.get("consent") == ["True", "False"]
    verb = _("withdrew from publication") if is_taken_back else entry.get_verb_display()
    return Line(entry.at, entry.who, verb, entry.label, entry.through)


def with_writer(report: ExperienceReport, line: Line) -> Line:
    """The personal link is the traveller's: whose hand it was stands by name."""
    if line.through != Through.LINK:
        return line
    return replace(line, who=_("%(person)s (by the personal link)") % {"person": report.journey.participant})


@require_safe
def experience_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """?language=en: in that language; else in the reader's."""
    report = report_or_404(request, pk, LOOK)
    language = request.GET.get("language")
    if language not in ("lv", "en"):
        language = active_language()
    name = f"{slugify(fold(str(report.journey.participant)))}-{report.journey.start:%Y-%m-%d}.pdf"
    return pdf_response(render_report(report, language), name)


def pictures_revoked(report: ExperienceReport) -> ConsentState | None:
    """Where the traveller took the consent to pictures back."""
    states = {state.kind: state for state in states_of(report.journey.participant)}
    return states[ConsentKind.IMAGE] if states[ConsentKind.IMAGE].is_revoked else None


@require_POST
def experience_review(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_or_404(request, pk, REVIEW)
    form = ReviewForm(request.POST, report=report)
    if not form.is_valid():
        return show_report(request, report, form, status=422)
    comment, asked = form.cleaned_data["comment"], form.asked()
    try:
        if form.cleaned_data["decision"] == "approve":
            services.approve_report(report, request.user, comment, asked)
            messages.success(request, _("The report is approved."))
        else:
            returned.return_report(report, request.user, comment, asked)
            messages.success(request, _("The report is returned with your comment."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("mobilities:experience-detail", pk=pk)


@require_POST
def experience_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_or_404(request, pk, REVIEW)
    form = ReopenForm(request.POST)
    if not form.is_valid() and report.state == ReportState.APPROVED:
        return show_report(request, report, ReviewForm(report=report), status=422, reopening=form)
    try:
        returned.reopen_report(report, request.user, form.cleaned_data.get("reason", ""))
        messages.success(request, _("The report is open for writing again."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("mobilities:experience-detail", pk=pk)


@require_POST
def experience_settle(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    """What was asked is answered, the coordinator finds."""
    report = report_or_404(request, pk, REVIEW)
    services.settle_comment(get_object_or_404(report.comments.all(), pk=comment_pk), request.user)
    return redirect("mobilities:experience-detail", pk=pk)
