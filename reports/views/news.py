"""News texts: made from a conference or a project, worded by people, approved, given away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.models import Conference
from portal.audit.history import history_of
from portal.audit.services import delete
from portal.common.emblem import emblem
from portal.common.http import get_or_403, page_of, require, with_filters
from portal.common.names_in_text import Register
from portal.common.refused import Refused
from portal.common.tables import table_answer
from portal.common.text import inner_quotes
from projects.models import Project
from reports.documents.sections import drawing
from reports.exports import news_rows
from reports.forms.news import NewsFilterForm, NewsForm, sentence_forms, written_in_vain
from reports.models import NewsSentence, NewsText
from reports.news import files, giving, personal, services
from reports.news.checking import doubts, doubts_of
from reports.news.composed import Composed
from reports.news.funding import funding_of
from reports.news.sources import address
from reports.news.withheld import judged

LOOK, CHANGE = "reports.view_news", "reports.change_news"
LANGUAGES = ("lv", "en")
EMBLEM_HEIGHT = 13.0


def listed(request: HttpRequest):
    """(filter form, rows)"""
    require(request.user, LOOK, request.school)
    form = NewsFilterForm(request.GET)
    rows = form.narrow(NewsText.objects.visible_to(request.user).filter(school=request.school))
    return form, rows.select_related("conference", "project", "approved_by")


@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    form, rows = listed(request)
    page = page_of(request, rows)
    page.object_list = judged(page.object_list)
    context = {
        "form": form,
        "page": page,
        "export_url": with_filters(request, reverse("reports:news-export"), of_year=False),
        "may_change": request.user.has_perm(CHANGE, request.school),
        "conferences": Conference.objects.visible_to(request.user).filter(school=request.school)[:5],
    }
    return render(request, "reports/news_list.html", context)


@require_safe
def news_export(request: HttpRequest) -> HttpResponse:
    _form, rows = listed(request)
    return table_answer(request.GET.get("format"), news_rows(judged(rows)), "news")


@require_http_methods(["GET", "POST"])
def news_add(request: HttpRequest) -> HttpResponse:
    """Make a text about the conference or the project of the form. Where there is one already the answer to a GET asks
    first."""
    data = request.POST if request.method == "POST" else request.GET
    field = "conference" if data.get("conference") else "project"
    about = subject_or_404(request, field, data.get(field, ""))
    texts = judged(NewsText.objects.filter(**{field: about}))
    if request.method == "GET":
        return render(request, "reports/news_again.html", {"about": about, "field": field, "texts": texts})
    if texts and not data.get("again"):
        return redirect(reverse("reports:news-add", query={field: about.pk}))
    try:
        text = services.make_news(about, request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        page = "mobilities:conference-detail" if field == "conference" else "projects:project-detail"
        return redirect(page, pk=about.pk)
    messages.success(request, _("The text is made from the record. Read it, reword it, translate what is missing."))
    return redirect("reports:news-edit", pk=text.pk)


def subject_or_404(request: HttpRequest, field: str, key: str) -> Conference | Project:
    model, permission = {
        "conference": (Conference, "mobilities.view_conference"),
        "project": (Project, "projects.view_project"),
    }[field]
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        raise Http404
    about = get_or_403(
        model.objects.visible_to(request.user).select_related("school"), request.user, permission, pk=key
    )
    require(request.user, CHANGE, about)
    return about


def text_or_404(request: HttpRequest, pk: int, permission: str) -> NewsText:
    rows = NewsText.objects.visible_to(request.user).select_related("school", "conference", "project", "approved_by")
    return get_or_403(rows, request.user, permission, pk=pk)


@require_safe
def news_detail(request: HttpRequest, pk: int) -> HttpResponse:
    (text,) = judged([text_or_404(request, pk, LOOK)])
    sentences = list(text.sentences.all())
    instead, _missing = services.beside_record(text, sentences)
    words = "" if text.approved_at else services.words_of(text, sentences)
    known = personal.register_of(text.school, words) if words else Register()
    context = {
        "text": text,
        "versions": [version_of(text, language) for language in LANGUAGES],
        "untranslated": sum(not row.body_en.strip() for row in sentences),
        "sentences": [dressed(row, instead) for row in sentences],
        "outdated": len(instead),
        "doubts": doubts_of(sentences),
        "forbidden": personal.forbidden(words, known),
        "private": personal.to_be_checked(words, known),
        "may_change": request.user.has_perm(CHANGE, text),
        "history": history_of(text, request.user),
    }
    return render(request, "reports/news_detail.html", context)


def version_of(text: NewsText, language: str) -> dict:
    return {
        "language": language,
        "title": giving.title_in(text, language),
        "paragraphs": giving.paragraphs(text, language),
        "html": files.as_html(text, language),
        "funding": funding_of(text, language),
        "emblem": drawing(emblem(EMBLEM_HEIGHT, language)),
    }


def news_edit(request: HttpRequest, pk: int) -> HttpResponse:
    text = text_or_404(request, pk, CHANGE)
    data = request.POST if request.method == "POST" else None
    form, rows = NewsForm(data, instance=text), sentence_forms(text, data)
    if data is not None:
        for words in written_in_vain(rows, data):
            form.add_error(
                None,
                _("Somebody left out the sentence in which you wrote: “%(words)s”.") % {"words": inner_quotes(words)},
            )
        bound = [each for each in rows if each.is_bound]
        if all([form.is_valid(), *(each.is_valid() for each in bound)]):
            changed = [each.save(commit=False) for each in bound if each.has_changed()]
            if changed or form.has_changed():
                services.save_news(form, changed, request.user)
            return act(request, text)
    instead, missing = services.beside_record(text, [each.instance for each in rows])
    for each in rows:
        dressed(each.instance, instead)
    context = {
        "form": form,
        "rows": rows,
        "wrong": [each for each in rows if each.errors],
        "text": text,
        "missing": missing,
        "cancel_url": reverse("reports:news-detail", args=[pk]),
    }
    return render(request, "reports/news_edit.html", context)


def act(request: HttpRequest, text: NewsText) -> HttpResponse:
    """What the pressed button asks for, once everything typed is saved."""
    deed, _colon, key = request.POST.get("deed", "").partition(":")
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else None
    if number is None:
        messages.success(request, _("The text is saved."))
        return redirect("reports:news-detail", pk=text.pk)
    anchor = f"#s{number}"
    if deed == "add":
        anchor = f"#s{services.add_sentence(text, min(number, 1000), request.user).pk}"
    elif deed == "take":
        offered = dict(services.not_in_text(text))
        if number in offered:
            services.take_from_record(text, offered[number], request.user)
    else:
        row = sentence_or_404(text, number)
        if deed == "remove":
            services.remove_sentence(row, request.user)
            anchor = "#sentences"
        elif deed == "replace":
            if composed := services.outdated(text).get(row.pk):
                services.replace_sentence(row, composed, request.user)
        elif deed in ("up", "down"):
            services.move_sentence(row, deed == "up", request.user)
    return redirect(reverse("reports:news-edit", args=[text.pk]) + anchor)


def sentence_or_404(text: NewsText, pk: int) -> NewsSentence:
    row = text.sentences.filter(pk=pk).select_related("text__school").first()
    if row is None:
        raise Http404
    return row


def dressed(row: NewsSentence, instead: dict[int, Composed | None]) -> NewsSentence:
    """With what reports/news_sources.html shows of it."""
    row.is_outdated, row.instead = row.pk in instead, instead.get(row.pk)
    row.shown_sources = [{"fact": each.get("fact", ""), "url": address(each)} for each in row.sources]
    row.doubts = doubts(row)
    return row


@require_POST
def news_approve(request: HttpRequest, pk: int) -> HttpResponse:
    text = text_or_404(request, pk, CHANGE)
    version = request.POST.get("version", "")
    if version.isascii() and version.isdigit() and len(version) < 10:
        text.version = int(version)
    try:
        services.approve(text, request.user, checked=request.POST.getlist("checked"))
        messages.success(request, _("The text is approved."))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("reports:news-detail", pk=pk)


def news_delete(request: HttpRequest, pk: int) -> HttpResponse:
    text = text_or_404(request, pk, CHANGE)
    if request.method == "POST":
        delete(text, request.user, text.school)
        messages.success(request, _("Deleted."))
        return redirect("reports:news-list")
    return render(request, "reports/news_delete.html", {"text": text})


@require_safe
def news_download(request: HttpRequest, pk: int, language: str, form: str) -> HttpResponse:
    """The text in one language as a file: html or docx."""
    (text,) = judged([text_or_404(request, pk, LOOK)])
    if language not in LANGUAGES or form not in ("html", "docx"):
        raise Http404
    if form == "html":
        content, content_type = files.as_html(text, language).encode(), "text/html; charset=utf-8"
    else:
        content, content_type = files.as_docx(text, language), files.DOCX
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = files.disposition(text, language, form)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
