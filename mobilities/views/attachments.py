"""Photos and documents of a report: sent, shown through a permission check, described, deleted.

The functions that take a Writer serve the pages behind a personal link as well.
"""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.forms.pictures import PictureForm
from mobilities.models import Attachment
from mobilities.services import experience as services
from mobilities.services.pictures import save_picture, withhold
from mobilities.views.experience import REVIEW, WRITE, report_or_404
from mobilities.views.report_writers import Writer
from portal.common import uploads
from portal.common.http import file_response, is_htmx
from portal.common.pictures import smaller
from portal.common.refused import Refused

FIELDS = ("photo", "document")


def report_writer(request: HttpRequest, pk: int) -> Writer:
    return Writer(report_or_404(request, pk, WRITE), request.user)


def attachment_writer(request: HttpRequest, pk: int) -> Writer:
    return report_writer(request, visible_or_404(request, pk).report_id)


def visible_or_404(request: HttpRequest, pk: int) -> Attachment:
    attachment = Attachment.objects.visible_to(request.user).filter(pk=pk).first()
    if attachment is None:
        raise Http404
    return attachment


@require_POST
def attachment_upload(request: HttpRequest, pk: int) -> HttpResponse:
    return uploaded(request, report_writer(request, pk))


def uploaded(request: HttpRequest, writer: Writer) -> HttpResponse:
    """Whole files of a form: where scripts are off."""
    report = writer.report
    files = [file for name in FIELDS for file in request.FILES.getlist(name)]
    refusals = []
    if not report.is_editable:
        refusals.append(handed_in())
        files = []
    elif not files:
        refusals.append(_("No file was chosen."))
    if len(files) > settings.UPLOAD_MAX_FILES:
        most = settings.UPLOAD_MAX_FILES
        refusals.append(_("Only the first %(most)s files were taken; send the others again.") % {"most": most})
    for file in files[: settings.UPLOAD_MAX_FILES]:
        try:
            services.attach(report, writer.user, uploads.receive(file, report.school))
        except Refused as refusal:
            refusals.append(str(refusal))
    for sentence in refusals:
        messages.error(request, sentence)
    return redirect(writer.edit_url)


def handed_in() -> str:
    return _("The report is handed in and cannot be changed now.")


@require_safe
def attachment_download(request: HttpRequest, pk: int) -> HttpResponse:
    return downloaded(request, visible_or_404(request, pk))


def downloaded(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    """Photos, which were written anew here, show in the page, `?small` for its columns; documents are downloads."""
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    if "small" in request.GET and attachment.kind == uploads.AttachmentKind.PHOTO:
        with file:
            file = smaller(file)
    return file_response(file, attachment.name, attachment.content_type)


@require_safe
def attachment_card(request: HttpRequest, pk: int) -> HttpResponse:
    return card(request, attachment_writer(request, pk), pk)


def card(request: HttpRequest, writer: Writer, pk: int) -> HttpResponse:
    """The <li> that static/js/upload.js puts where a file was on its way."""
    row = writer.attachment_or_404(pk)
    if row.kind == uploads.AttachmentKind.PHOTO:
        context = {"photo": writer.photo_card(row)}
        return render(request, "mobilities/attachment_photo.html", context | {"editable": True})
    return render(request, "mobilities/attachment_file.html", {"file": writer.file_card(row), "editable": True})


@require_http_methods(["GET", "POST"])
def attachment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return edited(request, attachment_writer(request, pk), pk)


def edited(
    request: HttpRequest, writer: Writer, pk: int, template: str = "mobilities/attachment_edit.html"
) -> HttpResponse:
    attachment = writer.attachment_or_404(pk)
    if not writer.report.is_editable:
        messages.warning(request, handed_in())
        return redirect(writer.edit_url)
    is_quick = is_htmx(request) or "quick" in request.POST
    form = PictureForm(request.POST or None, instance=attachment, writer=writer, is_quick=is_quick)
    if request.method == "POST" and form.is_valid():
        save_picture(form, writer.user)
        if is_htmx(request):
            return HttpResponse(_("Saved"), content_type="text/plain; charset=utf-8")
        return redirect(writer.url_of("attachment-edit", attachment) if "more" in request.POST else writer.edit_url)
    if is_htmx(request):
        sentences = " ".join(error for errors in form.errors.values() for error in errors)
        return HttpResponse(sentences, content_type="text/plain; charset=utf-8")
    context = {
        "form": form,
        "photo": writer.photo_card(attachment),
        "name": attachment.name,
        "back": writer.edit_url,
    }
    return render(request, template, context)


@require_POST
def attachment_withhold(request: HttpRequest, pk: int) -> HttpResponse:
    """The coordinator takes a photo back; the report itself stays as it is."""
    report = report_or_404(request, visible_or_404(request, pk).report_id, REVIEW)
    withhold(Writer(report, request.user).attachment_or_404(pk), request.user)
    messages.success(request, _("The photo is not for publication any more."))
    return redirect("mobilities:experience-detail", pk=report.pk)


@require_POST
def attachment_delete(request: HttpRequest, pk: int) -> HttpResponse:
    return deleted(request, attachment_writer(request, pk), pk)


def deleted(request: HttpRequest, writer: Writer, pk: int) -> HttpResponse:
    attachment = writer.attachment_or_404(pk)
    if writer.report.is_editable:
        services.remove(attachment, writer.user)
        messages.success(request, _("“%(name)s” is deleted.") % {"name": attachment.name})
    return redirect(writer.edit_url)
