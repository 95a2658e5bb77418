"""What is behind a personal link: one report is written by somebody without an account, who sees nothing else.

The key in the address takes the place of signing in and of the token against forged requests: whoever could forge one
would have to know it. So no cookie is asked for, and the pages tell browsers not to pass the address on.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.answers import answered_sections
from mobilities.models import ReportLink
from mobilities.services import report_links as services
from mobilities.views import attachments, resumable
from mobilities.views.experience_writing import autosave_answer, report_form, write_report, writing_context
from mobilities.views.report_writers import Writer
from portal.audit.models import Through
from portal.audit.services import through

SECRET = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def by_link(view: Callable) -> Callable:
    """The view gets a Writer in place of the key."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, key: str, **kwargs) -> HttpResponse:
        link = services.found(key)
        if link is None or not link.works():
            response = no_link(request, link)
        else:
            services.opened(link)
            with through(Through.LINK):
                response = view(request, Writer(link.report, None, key), **kwargs)
        for name, value in SECRET.items():
            response[name] = value
        return response

    return opened


def no_link(request: HttpRequest, link: ReportLink | None) -> HttpResponse:
    """404 where there never was such an address, 410 where it works no more."""
    if chosen := language_chosen(request):
        return chosen
    status = 404 if link is None else 410
    return render(request, "mobilities/link_gone.html", {"link": link, "is_guest": True}, status=status)


def language_chosen(request: HttpRequest) -> HttpResponse | None:
    """?lang=en is kept as everywhere; a form would need a cookie first."""
    language = request.GET.get("lang")
    if language not in dict(settings.LANGUAGES):
        return None
    response = redirect(request.path)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, samesite=settings.LANGUAGE_COOKIE_SAMESITE, secure=settings.HTTPS
    )
    return response


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def link_report(request: HttpRequest, writer: Writer) -> HttpResponse:
    report = writer.report
    if chosen := language_chosen(request):
        return chosen
    if not report.is_editable:
        sections = answered_sections(report)
        context = {"report": report, "journey": report.journey, "sections": sections, **writer.context()}
        return render(request, "mobilities/link_handed_in.html", context | {"is_guest": True})
    form = report_form(request, report, None)
    outcome = write_report(request, form, None)
    if outcome:
        messages.success(request, said(outcome))
        return redirect(writer.edit_url)
    return render(request, "mobilities/link_report.html", writing_context(writer, form) | link_context(writer))


def said(outcome: str) -> str:
    if outcome == "submitted":
        return _("The report is submitted. Thank you; the school reads it now.")
    return _("The draft is saved.")


def link_context(writer: Writer) -> dict:
    return {"is_guest": True, "autosave_url": writer.url("autosave")}


@by_link
@require_POST
def link_autosave(request: HttpRequest, writer: Writer) -> HttpResponse:
    return autosave_answer(request, writer.report, None)


@by_link
@require_POST
def link_attachment_upload(request: HttpRequest, writer: Writer) -> HttpResponse:
    return attachments.uploaded(request, writer)


@by_link
@require_POST
def link_upload_begin(request: HttpRequest, writer: Writer) -> HttpResponse:
    return resumable.begun(request, writer)


@by_link
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def link_upload_piece(request: HttpRequest, writer: Writer, upload: str) -> HttpResponse:
    return resumable.gone_on(request, writer, upload)


@by_link
@require_safe
def link_attachment_card(request: HttpRequest, writer: Writer, pk: int) -> HttpResponse:
    return attachments.card(request, writer, pk)


@by_link
@require_safe
def link_attachment_download(request: HttpRequest, writer: Writer, pk: int) -> HttpResponse:
    return attachments.downloaded(request, writer.attachment_or_404(pk))


@by_link
@require_http_methods(["GET", "POST"])
def link_attachment_edit(request: HttpRequest, writer: Writer, pk: int) -> HttpResponse:
    return attachments.edited(request, writer, pk, "mobilities/link_picture.html")


@by_link
@require_POST
def link_attachment_delete(request: HttpRequest, writer: Writer, pk: int) -> HttpResponse:
    return attachments.deleted(request, writer, pk)
