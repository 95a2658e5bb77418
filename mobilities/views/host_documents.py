"""Documents of a host: sent, corrected, deleted, and handed out to those who may see the host."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.forms.host_documents import HostDocumentForm
from mobilities.models import Host, HostDocument
from mobilities.services import host_documents as services
from mobilities.views.hosts import CHANGE, LOOK, crumbs, load
from portal.common.http import file_response, require
from portal.common.refused import Refused


def document_or_404(request: HttpRequest, pk: int, permission: str) -> HostDocument:
    rows = HostDocument.objects.filter(host__in=Host.objects.visible_to(request.user))
    row = rows.select_related("host__school").filter(pk=pk).first()
    if row is None:
        raise Http404
    require(request.user, permission, row.host)
    return row


@require_http_methods(["GET", "POST"])
def host_document_add(request: HttpRequest, pk: int) -> HttpResponse:
    return edited(request, HostDocument(host=load(request, CHANGE, pk)), _("Add a document"))


@require_http_methods(["GET", "POST"])
def host_document_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return edited(request, document_or_404(request, pk, CHANGE), _("Edit a document"))


def edited(request: HttpRequest, row: HostDocument, heading: str) -> HttpResponse:
    host = row.host
    form = HostDocumentForm(request.POST or None, request.FILES or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_document(form, request.user, form.accepted)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The document is saved."))
            return redirect(f"{reverse('mobilities:host-detail', args=[host.pk])}#documents")
    context = {"form": form, "heading": heading, "host": host, "row": row, "crumbs": crumbs(host)}
    return render(request, "mobilities/host_document_form.html", context | {"cancel_url": context["crumbs"][-1][1]})


@require_POST
def host_document_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = document_or_404(request, pk, CHANGE)
    services.delete_document(row, request.user)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": row.title})
    return redirect("mobilities:host-detail", row.host_id)


@require_safe
def host_document_download(request: HttpRequest, pk: int) -> HttpResponse:
    row = document_or_404(request, pk, LOOK)
    try:
        file = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return file_response(file, row.name, row.content_type)
