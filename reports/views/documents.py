"""The year on one page, and the documents made of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mobilities.enums import FindingKind, PersonKind
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.countries import country_name
from portal.common.http import file_response, get_or_403, page_of, require, with_filters
from portal.common.refused import Refused
from portal.common.tables import table_answer
from portal.jobs.lines import job_line
from portal.jobs.models import State
from projects.enums import FUNDED
from projects.models import Project
from projects.views.frame import project_frame, project_or_403
from reports import services
from reports.composition.conference import approved_texts
from reports.enums import OF_YEAR
from reports.exports import document_rows
from reports.forms.documents import DocumentFilterForm, DocumentRequestForm, ProjectReportForm
from reports.models import Document
from reports.news.withheld import is_final
from reports.project_report import nothing_to_tell
from reports.publication.offers import quotable, showable
from reports.statistics import YearStatistics, year_statistics

SHOWN_DOCUMENTS = 6


@require_GET
def year_detail(request: HttpRequest) -> HttpResponse:
    require(request.user, "reports.view_year", request.school)
    year = year_statistics(request.school, request.school_year)
    before = year_statistics(request.school, request.school_year.previous)
    documents = list(documents_of(request).filter(year=request.school_year.start, kind__in=OF_YEAR)[:SHOWN_DOCUMENTS])
    context = {
        "year": year,
        "before": before,
        "people_before": {kind: before.people(kind) for kind in PersonKind.values},
        "countries": country_rows(year, before),
        "qualifications": qualification_rows(year),
        "months": month_rows(year, before),
        "conference_pluses": year.findings_of(FindingKind.PLUS)[:3],
        "conference_minuses": year.findings_of(FindingKind.MINUS)[:3],
        "first_countries": [country_name(code) for code in year.first_countries],
        "documents": [document for document in documents if document.made_at],
        "lines": unfinished(documents, request.user),
        "form": DocumentRequestForm(initial={"language": request.LANGUAGE_CODE}),
        "may_request": request.user.has_perm("reports.request_document", request.school),
    }
    return render(request, "reports/year_detail.html", context)


def documents_of(request: HttpRequest):
    rows = Document.objects.visible_to(request.user).filter(school=request.school)
    return rows.select_related("job", "requested_by", "project")


def listed(request: HttpRequest):
    """(filter form, rows)"""
    require(request.user, "reports.view_document", request.school)
    rows = documents_of(request)
    form = DocumentFilterForm(request.GET, documents=rows)
    return form, form.narrow(rows)


def unfinished(documents: list[Document], user) -> list[dict]:
    """The lines of documents that are not there yet, named by what they are."""
    return [
        job_line(document.job, user) | {"text": f"{document}, {document.get_language_display()}"}
        for document in documents
        if document.job and document.job.state in (State.QUEUED, State.RUNNING, State.FAILED)
    ]


def list_url(**query: str) -> str:
    return reverse("mobilities:mobility-list", query=query)


def country_rows(year: YearStatistics, before: YearStatistics) -> list[dict]:
    last = dict(before.by_country())
    first = set(year.first_countries)
    return [
        {
            "label": country_name(code),
            "value": count,
            "previous": last.get(code, 0),
            "note": _("first time") if code in first else "",
            "url": list_url(country=code),
        }
        for code, count in year.by_country()
    ]


def qualification_rows(year: YearStatistics) -> list[dict]:
    return [
        {"label": str(qualification or _("No qualification")), "value": counts.total()}
        for qualification, counts in year.by_qualification_and_country().items()
    ]


def month_rows(year: YearStatistics, before: YearStatistics) -> list[dict]:
    last = dict(before.by_month())
    rows = [{"label": str(MONTHS[month]), "value": count, "previous": last[month]} for month, count in year.by_month()]
    return [row for row in rows if row["value"] or row["previous"]]


@require_GET
def document_list(request: HttpRequest) -> HttpResponse:
    form, rows = listed(request)
    export_url = with_filters(request, reverse("reports:document-export"), of_year=False)
    context = {"form": form, "page": page_of(request, rows), "export_url": export_url}
    return render(request, "reports/document_list.html", context)


@require_GET
def document_export(request: HttpRequest) -> HttpResponse:
    _form, rows = listed(request)
    return table_answer(request.GET.get("format"), document_rows(rows), "documents")


@require_POST
def document_request(request: HttpRequest) -> HttpResponse:
    require(request.user, "reports.request_document", request.school)
    form = DocumentRequestForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the document and its language again."))
        return redirect("reports:year-detail")
    kind, language = form.cleaned_data["kind"], form.cleaned_data["language"]
    try:
        services.request_document(request.user, request.school, kind, request.school_year, language)
        messages.success(request, _("The document is being made. You may close this page; it will be listed here."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(reverse("reports:year-detail", query={"sy": request.school_year.start}))


@require_http_methods(["GET", "HEAD", "POST"])
def project_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The dissemination reports made of a project, what the next one would tell, and the button for it."""
    project = project_or_403(request, pk, "reports.view_document")
    form = ProjectReportForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST":
        require(request.user, "reports.request_document", project)
        if form.is_valid():
            order_report(request, project, form.cleaned_data["language"])
            return redirect("reports:project-report", pk=pk)
    documents = list(Document.objects.filter(project=project).select_related("job", "requested_by", "project"))
    approved = approved_texts(project.news_texts)
    context = project_frame(request, project, "projects:dissemination-list") | {
        "heading": _("Dissemination report of the project"),
        "form": form,
        "documents": [document for document in documents if document.made_at],
        "lines": unfinished(documents, request.user),
        "news": next((text for text in approved if is_final(text)), None),
        "withheld": [text for text in approved if text.withheld],
        "drafts": project.news_texts.filter(approved_at=None).order_by("-created_at"),
        "quotes": quotable(project).filter(mobility__isnull=False).count(),
        "photos": showable(project).count(),
        "refusal": nothing_to_tell(project),
        "may_request": request.user.has_perm("reports.request_document", project),
        "may_write_news": project.state in FUNDED and request.user.has_perm("reports.change_news", project),
    }
    return render(request, "reports/project_report.html", context)


def order_report(request: HttpRequest, project: Project, language: str) -> None:
    try:
        services.request_project_report(request.user, project, language)
        messages.success(request, _("The document is being made. You may close this page; it will be listed here."))
    except Refused as refusal:
        messages.warning(request, str(refusal))


@require_GET
def document_download(request: HttpRequest, pk: int) -> HttpResponse:
    documents = Document.objects.visible_to(request.user).select_related("school", "project")
    document = get_or_403(documents, request.user, "reports.view_document", pk=pk)
    if not document.file:
        raise Http404
    record(request.user, document.school, Verb.DOWNLOAD, document)
    return file_response(document.file.open("rb"), services.file_name(document), "application/pdf")
