"""Photos and documents of a report: sent, shown through a permission check, described, deleted."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mobilities.forms.experience import AttachmentForm
from mobilities.models import Attachment, ExperienceReport
from mobilities.services import experience as services
from mobilities.views.experience import WRITE, photo_card, report_or_404
from portal.audit.services import save_form
from portal.common import uploads
from portal.common.http import file_response, is_htmx
from portal.common.refused import Refused

FIELDS = ("photo", "document")


def wants_part(request: HttpRequest) -> bool:
    """True for static/js/upload.js, which sends one file and puts the answer into the page."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


@require_POST
def attachment_upload(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_or_404(request, pk, WRITE)
    files = [file for name in FIELDS for file in request.FILES.getlist(name)]
    refusals, last = [], None
    if not report.is_editable:
        refusals.append(_("The report is handed in and cannot be changed now."))
        files = []
    elif not files:
        refusals.append(_("No file was chosen."))
    if len(files) > settings.UPLOAD_MAX_FILES:
        most = settings.UPLOAD_MAX_FILES
        refusals.append(_("Only the first %(most)s files were taken; send the others again.") % {"most": most})
    for file in files[: settings.UPLOAD_MAX_FILES]:
        try:
            accepted = uploads.receive(file, report.school)
            last = services.attach(report, request.user, accepted)
        except Refused as refusal:
            refusals.append(str(refusal))
    if wants_part(request):
        return part_of_page(request, last, refusals)
    for sentence in refusals:
        messages.error(request, sentence)
    return redirect("mobilities:experience-edit" if report.is_editable else "mobilities:experience-detail", pk=pk)


def part_of_page(request: HttpRequest, attachment: Attachment | None, refusals: list[str]) -> HttpResponse:
    if refusals or attachment is None:
        return HttpResponse(" ".join(refusals), status=422, content_type="text/plain; charset=utf-8")
    context = {"photo": photo_card(attachment), "editable": True}
    return render(request, "mobilities/attachment_photo.html", context, status=201)


def attachment_or_404(request: HttpRequest, pk: int) -> Attachment:
    rows = Attachment.objects.visible_to(request.user).select_related("report__mobility__participant", "school")
    attachment = rows.filter(pk=pk).first()
    if attachment is None:
        raise Http404
    return attachment


@require_safe
def attachment_download(request: HttpRequest, pk: int) -> HttpResponse:
    """Photos, which were written anew here, show in the page; documents are downloads."""
    attachment = attachment_or_404(request, pk)
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return file_response(file, attachment.name, attachment.content_type)


def own_attachment(request: HttpRequest, pk: int) -> tuple[Attachment, ExperienceReport]:
    """The attachment and its report, if `request.user` may still write it."""
    attachment = attachment_or_404(request, pk)
    report = report_or_404(request, attachment.report_id, WRITE)
    return attachment, report


def attachment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    attachment, report = own_attachment(request, pk)
    if not report.is_editable:
        return redirect("mobilities:experience-detail", pk=report.pk)
    form = AttachmentForm(request.POST or None, instance=attachment)
    if request.method == "POST" and form.is_valid():
        save_form(form, request.user, report.school)
        if is_htmx(request):
            return HttpResponse(_("Saved"), content_type="text/plain; charset=utf-8")
        return redirect("mobilities:experience-edit", pk=report.pk)
    if is_htmx(request):
        sentences = " ".join(error for errors in form.errors.values() for error in errors)
        return HttpResponse(sentences, content_type="text/plain; charset=utf-8")
    context = {"form": form, "attachment": attachment, "report": report}
    return render(request, "mobilities/attachment_edit.html", context)


@require_POST
def attachment_delete(request: HttpRequest, pk: int) -> HttpResponse:
    attachment, report = own_attachment(request, pk)
    if report.is_editable:
        services.remove(attachment, request.user)
        messages.success(request, _("“%(name)s” is deleted.") % {"name": attachment.name})
    return redirect("mobilities:experience-edit", pk=report.pk)
