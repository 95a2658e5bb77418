"""A project's public page as its coordinator sees it: what is on it, what could be, what changed since."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.audit.history import history_of
from portal.common.refused import Refused
from portal.common.text import quoted
from projects.models import Project
from projects.views.frame import project_frame, project_or_403
from reports.enums import PublicationItemKind as Kind
from reports.forms.publication import PublicationForm
from reports.models import PublicationItem, PublicationPage
from reports.publication import services
from reports.publication.offers import LANGUAGES, Offer, offers_of, told_twice
from reports.publication.showing import figure_facts, signature
from reports.views.public import page_in

LOOK, CHANGE = "reports.view_publication", "reports.change_publication"
TAB = "reports:publication-detail"


def page_of(project: Project) -> PublicationPage | None:
    page = PublicationPage.objects.filter(project=project).select_related("published_by").first()
    if page:
        page.project, page.school = project, project.school
    return page


def page_or_404(request: HttpRequest, pk: int, permission: str) -> PublicationPage:
    page = page_of(project_or_403(request, pk, permission))
    if page is None:
        raise Http404
    return page


@require_safe
def publication_detail(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, LOOK)
    return answered(request, project, page_of(project))


def answered(request: HttpRequest, project: Project, page: PublicationPage | None) -> HttpResponse:
    """The page of the coordinator; after a refused approval with everything that was ticked and typed."""
    offers = offers_of(project, page, request.POST) if page else []
    older = [] if "older" in request.GET else [offer for offer in offers if offer.is_older and not offer.item]
    context = project_frame(request, project, TAB) | {
        "heading": _("Public page"),
        "page": page,
        "address": request.build_absolute_uri(reverse("reports:publication-page", args=[page.slug])) if page else "",
        "sections": [section(request, kind, [offer for offer in offers if offer not in older]) for kind in Kind],
        "older": len(older),
        "twice": told_twice(offers),
        "changed": sum(offer.is_changed for offer in offers),
        "hidden": sum(bool(offer.item) and not offer.is_public for offer in offers),
        "may_publish": request.user.has_perm(CHANGE, project),
        "history": history_of(page, request.user) if page else [],
    }
    return render(request, "reports/publication_detail.html", context)


def language_of(request: HttpRequest) -> str:
    return "en" if request.LANGUAGE_CODE.startswith("en") else "lv"


def section(request: HttpRequest, kind: Kind, offers: list[Offer]) -> dict:
    titles = {
        Kind.INTRODUCTION: _("Introduction"),
        Kind.FIGURES: _("Key figures"),
        Kind.NEWS: _("News texts"),
        Kind.QUOTE: _("Quotes of approved reports"),
        Kind.PHOTO: _("Photos"),
    }
    empty = {
        Kind.INTRODUCTION: _("Nothing is written as an introduction."),
        Kind.FIGURES: "",
        Kind.NEWS: _("No news text about the project or its conference is approved yet."),
        Kind.QUOTE: _("No approved report has a sentence to be quoted."),
        Kind.PHOTO: _("There is no photo in which everybody agreed to its publication."),
    }
    rows = [
        {"offer": offer, **spoken(offer, language_of(request)), **ticks(offer, request)}
        for offer in offers
        if offer.kind == kind
    ]
    return {"kind": str(kind), "title": titles[kind], "empty": empty[kind], "rows": rows}


def ticks(offer: Offer, request: HttpRequest) -> dict[str, Any]:
    """What the box of the thing sends, whether it is ticked, and what else is."""
    value = f"item-{offer.item.pk}" if offer.item else offer.key
    chosen = request.POST.getlist("offer") if request.method == "POST" else [value] * bool(offer.item)
    return {
        "value": value,
        "is_chosen": value in chosen,
        "is_chosen_anew": offer.key in chosen,
        "ticked": request.POST.getlist(offer.checked_field),
    }


def spoken(offer: Offer, language: str) -> dict[str, str]:
    """The words as they are now, and as they were approved where that differs."""
    before = words_of(offer.kind, offer.item.approved, language) if offer.item else ""
    now = words_of(offer.kind, offer.words, language) if offer.words else before
    return {"now": now, "before": before}


def words_of(kind: str, words: dict, language: str) -> str:
    if kind == Kind.FIGURES:
        return "; ".join(
            f"{fact['label']}: {fact['value']}" + (f" ({fact['note']})" if fact["note"] else "")
            for fact in figure_facts(words, language)
        )
    if kind == Kind.INTRODUCTION:
        return "\n".join(filter(None, (words["lv"], words["en"]))) or _("No introduction")
    if kind == Kind.NEWS:
        lines = [f"{part['text']} {'; '.join(part['items'])}".strip() for part in words[language]["paragraphs"]]
        return "\n".join([words[language]["title"], *lines])
    if kind == Kind.QUOTE:
        return f"{quoted(words['text'], language)} ({signature(words['kind'])})"
    return words["caption"] or _("Photo without a caption")


@require_http_methods(["GET", "POST"])
def publication_edit(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    page = page_of(project) or services.new_page(project)
    form = PublicationForm(request.POST or None, instance=page)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_page(form, request.user)
            messages.success(request, _("The page is saved."))
            if {"introduction_lv", "introduction_en"} & set(form.changed_data):
                messages.info(request, _("The introduction is shown once you approve it on this page."))
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect(TAB, pk=pk)
    context = project_frame(request, project, TAB) | {
        "heading": _("Address and introduction"),
        "form": form,
        "page": page,
        "cancel_url": reverse(TAB, args=[pk]),
    }
    return render(request, "reports/publication_edit.html", context)


@require_http_methods(["GET", "POST"])
def publication_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """A refused one is shown at this address, from which a change of language comes back with a GET."""
    page = page_or_404(request, pk, CHANGE)
    if request.method == "GET":
        return redirect(TAB, pk=pk)
    version = request.POST.get("version", "")
    known = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
    sent = dict(request.POST.lists())
    try:
        services.approve(page, set(sent.get("offer", [])), known, request.user, request.POST.dict(), sent)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return answered(request, page.project, page)
    messages.success(request, _("What is ticked is approved for publication."))
    return redirect(TAB, pk=pk)


@require_POST
def publication_publish(request: HttpRequest, pk: int) -> HttpResponse:
    page = page_or_404(request, pk, CHANGE)
    return done(request, pk, _("The page is public."), lambda: services.publish(page, request.user))


@require_POST
def publication_take_down(request: HttpRequest, pk: int) -> HttpResponse:
    page = page_or_404(request, pk, CHANGE)
    return done(request, pk, _("The page is taken down."), lambda: services.take_down(page, request.user))


def done(request: HttpRequest, pk: int, sentence: str, deed: Callable[[], None]) -> HttpResponse:
    try:
        deed()
        messages.success(request, sentence)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(TAB, pk=pk)


@require_safe
def publication_preview(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The page as the world would see it now, published or not."""
    page = page_or_404(request, pk, LOOK)
    if language not in LANGUAGES:
        raise Http404

    def photo_url(item: PublicationItem) -> str:
        return reverse("mobilities:attachment-download", args=[item.photo_id])

    addresses = {each: reverse("reports:publication-preview", args=[pk, each]) for each in LANGUAGES}
    back = reverse(TAB, args=[pk])
    answer = HttpResponse(page_in(page, language, photo_url, addresses, is_preview=True, back_url=back))
    answer["Cache-Control"] = "private, no-store"
    return answer
