"""What photos, documents and papers take of a school's room."""

from contextlib import suppress

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from mobilities.models import Attachment, HostDocument, ModuleFile, PaperFile, PartialUpload
from mobilities.services import copies
from portal.common.quota import Count, counts, sum_of
from portal.common.uploads import AttachmentKind


@counts(_("Photos of experience reports"))
def photos(school) -> Count:
    return sum_of(Attachment.objects.filter(school=school, kind=AttachmentKind.PHOTO))


@counts(_("Documents of experience reports"))
def documents(school) -> Count:
    return sum_of(Attachment.objects.filter(school=school, kind=AttachmentKind.DOCUMENT))


@counts(_("Files on their way"))
def on_the_way(school) -> Count:
    """With all they announce: room is kept for what has begun."""
    return sum_of(PartialUpload.objects.on_the_way().filter(report__school=school))


@counts(_("Signed copies of papers"))
def papers(school) -> Count:
    return sum_of(PaperFile.objects.filter(paper__mobility__school=school))


@counts(_("Signed copies that wait for their line"))
def waiting(school) -> Count:
    sizes = []
    for path in copies.waiting_in(copies.folder_of(school)):
        with suppress(FileNotFoundError):
            sizes.append(default_storage.size(path))
    return len(sizes), sum(sizes)


@counts(_("Documents of hosts"))
def host_documents(school) -> Count:
    return sum_of(HostDocument.objects.filter(host__school=school))


@counts(_("Files of the Beneficiary Module"))
def module_files(school) -> Count:
    return sum_of(ModuleFile.objects.filter(school=school))
