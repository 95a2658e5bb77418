"""What people upload: counted, searched for viruses, judged by content, made harmless, or refused with a sentence.

Every file that comes in passes `accept` (photos and documents) or `admit` (tables, which have judges of their own).
Images are decoded and written anew, PDFs lose what is active, Office files are looked into; all of it happens in a
process apart. Files lie under random names outside any public path and are only ever served as downloads.
"""

from typing import BinaryIO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.common import quota
from portal.common.refused import Refused
from portal.common.uploads import antivirus
from portal.common.uploads.apart import judge_apart
from portal.common.uploads.judging import KNOWN_EXTENSIONS, judge, unknown_kind
from portal.common.uploads.kinds import HARMLESS, Accepted, Active, AttachmentKind, clean_name, extension_of
from portal.common.uploads.office import OLE_SIGNATURE, accept_office, inspect_archive, inspect_types, refuse_outside
from portal.common.uploads.refusals import not_what_it_claims
from portal.common.uploads.remarks import remarks_of

__all__ = [
    "OLE_SIGNATURE", "Accepted", "Active", "AttachmentKind", "accept", "accept_office", "admit", "announced",
    "antivirus", "clean_name", "inspect_archive", "inspect_types", "judge", "not_what_it_claims", "receive",
    "refuse_outside", "remarks_of",
]  # fmt: skip


def receive(file, school) -> Accepted:
    """A file of a form (UploadedFile), for `school`. Raises Refused."""
    return accept(file, file.name, file.size, file.content_type or "", school=school)


def announced(name: str, size: int, school) -> None:
    """What can be said before the file is sent. Raises Refused."""
    refuse_too_large(name, size)
    if extension_of(name) not in KNOWN_EXTENSIONS:
        raise unknown_kind(name)
    quota.refuse_full(school, size)
    antivirus.refuse_silent()


def accept(
    file: BinaryIO, name: str, size: int, claimed_type: str = "", *, school, has_room: bool = False
) -> Accepted:
    """Look at an upload; `claimed_type` is what the browser calls it. `has_room`: room is kept for it already.
    Raises Refused."""
    name = clean_name(name)
    refuse_too_large(name, size)
    extension = extension_of(name)
    if extension in KNOWN_EXTENSIONS and claimed_type.partition("/")[0] not in {"", "image", "application"}:
        raise not_what_it_claims(name)
    admit(file, name, 0 if has_room else size, school)
    content = file.read(settings.UPLOAD_MAX_BYTES + 1)
    if not content:
        raise Refused(_("“%(name)s” is empty.") % {"name": name})
    accepted = judge_apart(content, name)
    if settings.UPLOAD_ACTIVE_CONTENT == "refuse" and set(accepted.active) - HARMLESS:
        raise not_by_policy(accepted)
    return accepted


def refuse_too_large(name: str, size: int) -> None:
    if size > settings.UPLOAD_MAX_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise Refused(_("“%(name)s” is larger than %(limit)s. Send a smaller one.") % {"name": name, "limit": limit})


def admit(file: BinaryIO, name: str, size: int, school) -> None:
    """There is room for it, and the virus scanner, where there is one, finds nothing. Raises Refused."""
    quota.refuse_full(school, size)
    antivirus.scan(file, name)


def not_by_policy(accepted: Accepted) -> Refused:
    what = ", ".join(str(Active(kind).label) for kind in accepted.active if kind not in HARMLESS)
    return Refused(
        _("“%(name)s” holds what this portal does not take: %(what)s. Print it as a new PDF and send that.")
        % {"name": accepted.name, "what": what}
    )
