"""A file is judged by its content; the name it comes with decides nothing but must agree with what it is."""

from django.utils.translation import gettext_noop as _

from portal.common.uploads.images import IMAGE_EXTENSIONS, accept_image
from portal.common.uploads.kinds import Accepted, extension_of
from portal.common.uploads.office import OFFICE_TYPES, accept_office
from portal.common.uploads.pdf import accept_pdf
from portal.common.uploads.refusals import NotTaken

KNOWN_EXTENSIONS = {"pdf", *OFFICE_TYPES, *IMAGE_EXTENSIONS}


def judge(content: bytes, name: str) -> Accepted:
    """What may be stored of it. Raises NotTaken."""
    extension = extension_of(name)
    if extension == "pdf":
        return accept_pdf(content, name)
    if extension in OFFICE_TYPES:
        return accept_office(content, name, extension)
    if extension in IMAGE_EXTENSIONS:
        return accept_image(content, name, extension)
    raise unknown_kind(name)


def unknown_kind(name: str) -> NotTaken:
    return NotTaken(
        _("“%(name)s” is of a kind that is not taken. Photos may be JPG, PNG or HEIC, documents PDF, DOCX or XLSX."),
        name=name,
    )
