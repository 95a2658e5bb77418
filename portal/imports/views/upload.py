"""A file comes in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from portal.common.http import require
from portal.common.refused import Refused
from portal.imports import limits
from portal.imports.forms import UploadForm
from portal.imports.registry import Importer
from portal.imports.services import uploads
from portal.imports.views.kept import CHANGE, crumbs, importer_or_404

REQUEST_SLACK = 64 * 1024  # what a form adds around its file


@csrf_exempt  # too large a request is refused before anything of it is read; all others are checked below
@require_http_methods(["GET", "POST"])
def import_add(request: HttpRequest, kind: str) -> HttpResponse:
    importer = importer_or_404(kind)
    require(request.user, CHANGE, request.school)
    require(request.user, importer.permission, request.school)
    if request.method == "POST" and content_length(request) > settings.UPLOAD_MAX_BYTES + REQUEST_SLACK:
        return upload_page(request, importer, UploadForm(), limits.too_large(), status=413)
    return upload(request, importer)


def content_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


@csrf_protect
def upload(request: HttpRequest, importer: Importer) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = uploads.receive(importer, file, file.name, file.size, request.school, request.user)
        except Refused as refusal:
            return upload_page(request, importer, form, refusal, status=422)
        return redirect("imports:import-mapping", kept.pk)
    return upload_page(request, importer, form)


def upload_page(
    request: HttpRequest, importer: Importer, form: UploadForm, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "importer": importer,
        "refusal": refusal,
        "crumbs": crumbs(),
        "limits": limits.in_words(),
        "known": [f"{field.label} (1, 2, …)" if field.many else field.label for field in importer.fields],
        "needed": [field.label for field in importer.fields if field.required],
    }
    return render(request, "imports/import_add.html", context, status=status)
