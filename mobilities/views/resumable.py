"""Files that come in pieces and go on after a break: the tus protocol 1.0.0 with creation and termination.

The functions that take a Writer serve the pages behind a personal link as well.
"""

import base64
import binascii

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mobilities.models import Attachment, PartialUpload
from mobilities.services import partial_uploads as services
from mobilities.views.attachments import handed_in, report_writer
from mobilities.views.report_writers import Writer
from portal.common.refused import Refused

VERSION = "1.0.0"
OFFSET_TYPE = "application/offset+octet-stream"
READ_AT_ONCE = 64 * 1024


@require_http_methods(["POST"])
def upload_begin(request: HttpRequest, pk: int) -> HttpResponse:
    return begun(request, report_writer(request, pk))


@require_http_methods(["HEAD", "PATCH", "DELETE"])
def upload_piece(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    return gone_on(request, report_writer(request, pk), key)


def answer(status: int, sentence: str = "", **headers: object) -> HttpResponse:
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def other_version(request: HttpRequest) -> HttpResponse | None:
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    return answer(412, Tus_Version=VERSION)


def begun(request: HttpRequest, writer: Writer) -> HttpResponse:
    """Say where to send the pieces. A refusal is a sentence with 422, before anything is sent in vain."""
    if refusal := other_version(request):
        return refusal
    size = number_in(request, "Upload-Length")
    if not size:
        return answer(400 if size is None else 422, _("The file is empty."))
    if not writer.report.is_editable:
        return answer(422, handed_in())
    try:
        upload = services.begin(writer.report, metadata(request).get("filename", ""), size)
    except Refused as refusal:
        return answer(422, str(refusal))
    return answer(201, Location=writer.url("upload-piece", upload.key), Tus_Max_Size=settings.UPLOAD_MAX_BYTES)


def number_in(request: HttpRequest, header: str) -> int | None:
    value = request.headers.get(header, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def metadata(request: HttpRequest) -> dict[str, str]:
    """ "filename ZsSrbHMuanBn,filetype aW1hZ2U=" as it stands in the header."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def gone_on(request: HttpRequest, writer: Writer, key: str) -> HttpResponse:
    if refusal := other_version(request):
        return refusal
    upload = writer.report.partial_uploads.select_related("attachment").filter(key=key).first()
    if upload is None:
        return answer(404)
    upload.report = writer.report
    if request.method == "HEAD":
        return where(writer, upload, 200)
    if request.method == "DELETE":
        services.drop(upload)
        return answer(204)
    return taken(request, writer, upload)


def where(writer: Writer, upload: PartialUpload, status: int) -> HttpResponse:
    headers: dict[str, object] = {"Upload_Offset": upload.offset, "Upload_Length": upload.size}
    if upload.attachment:
        headers["Attachment_Card"] = card_url(writer, upload.attachment)
    return answer(status, **headers)


def card_url(writer: Writer, attachment: Attachment) -> str:
    return writer.url_of("attachment-card", attachment)


def taken(request: HttpRequest, writer: Writer, upload: PartialUpload) -> HttpResponse:
    """A piece; after the last one the file is judged and kept, or refused with a sentence."""
    if request.content_type != OFFSET_TYPE:
        return answer(415)
    if not writer.report.is_editable:
        return answer(422, handed_in())
    offset = number_in(request, "Upload-Offset")
    if upload.attachment and offset == upload.size:
        return where(writer, upload, 204)  # the answer to the last piece did not arrive
    if offset != upload.offset or upload.attachment:
        return answer(409)
    try:
        upload = services.add_piece(upload, offset, piece_of(request, upload.size - offset))
        if upload.offset == upload.size:
            upload.attachment = services.finish(upload, writer.user)
    except services.WrongPlace:
        return answer(409)
    except Refused as refusal:
        return answer(422, str(refusal))
    return where(writer, upload, 204)


def piece_of(request: HttpRequest, most: int) -> bytes:
    """As much as came before the connection broke, and not more than is missing."""
    piece = bytearray()
    try:
        while len(piece) <= most and (more := request.read(READ_AT_ONCE)):
            piece += more
    except UnreadablePostError:
        pass
    return bytes(piece)
