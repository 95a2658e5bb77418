"""A file comes in: judged, kept, looked at."""

import hashlib
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.audit.models import Verb
from portal.audit.services import record
from portal.common import uploads
from portal.common.refused import Refused
from portal.imports import columns, detection, reading
from portal.imports.models import Import, SavedMapping
from portal.imports.registry import Importer


def too_large(name: str = "") -> Refused:
    limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
    if not name:
        return Refused(
            _("The file is larger than %(limit)s. Send a smaller one, or pack it as CSV.GZ.") % {"limit": limit}
        )
    return Refused(_("“%(name)s” is larger than %(limit)s. Send a smaller one.") % {"name": name, "limit": limit})


def receive(importer: Importer, file, name: str, size: int, school, user) -> Import:
    """Keep an upload and guess how to read it. Raises Refused, and then nothing is kept."""
    name = uploads.clean_name(name)
    if size > settings.UPLOAD_MAX_BYTES:
        raise too_large(name)
    reading.judge(file, name)
    received = Import(school=school, user=user, kind=importer.kind, name=name, size=size, sha256=checksum(file))
    received.language = (get_language() or "lv")[:2]
    look_at(received, file)
    with transaction.atomic():
        file.seek(0)
        received.file.save(name, file, save=False)
        try:
            received.save()
            record(user, school, Verb.ADD, received, {"sha256": ["", received.sha256]})
        except BaseException:
            received.file.delete(save=False)
            raise
    return received


def checksum(file: BinaryIO) -> str:
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found


def look_at(received: Import, file: BinaryIO) -> None:
    """Set encoding, separator, header row, columns and mapping by what the file looks like."""
    if not reading.is_workbook(file):
        received.encoding = detection.encoding_of(rewound(file))
        received.separator = detection.separator_of(rewound(file), received.encoding)
    top = reading.first_rows(rewound(file), received.encoding, received.separator, detection.ROWS_LOOKED_AT)
    known = columns.known_keys(received.importer.fields)
    received.header_row = detection.header_row_of(top, lambda header: columns.key_of(header) in known)
    name_columns(received, file)


def rewound(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file


def name_columns(received: Import, file: BinaryIO) -> None:
    """Read the header row and map its columns: as last time for a file of this shape, else by their names."""
    top = reading.first_rows(rewound(file), received.encoding, received.separator, received.header_row)
    if len(top) < received.header_row:
        raise Refused(_("The file has only %(rows)s rows.") % {"rows": len(top)})
    found = columns.columns_of(top[-1])
    if not found:
        raise Refused(_("Row %(row)s holds no names of columns.") % {"row": received.header_row})
    received.columns = columns.to_json(found)
    received.signature = columns.signature_of(found)
    saved = saved_mapping(received)
    received.mapping = (
        columns.still_there(saved.mapping, found) if saved else columns.guess(received.importer.fields, found)
    )


def saved_mapping(received: Import) -> SavedMapping | None:
    return SavedMapping.objects.filter(
        school=received.school_id, kind=received.kind, signature=received.signature
    ).first()
