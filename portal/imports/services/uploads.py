"""A file comes in: judged, kept, looked at."""

import hashlib
from collections.abc import Callable
from functools import cache
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.audit.models import Verb
from portal.audit.services import record
from portal.common import uploads
from portal.common.refused import Refused
from portal.imports import columns, detection, limits, reading, workbooks
from portal.imports.models import Import, SavedMapping
from portal.imports.registry import Importer

SHEETS_LOOKED_AT, LEAST_KNOWN = 12, 2
SHEET_LENGTH = Import._meta.get_field("sheet").max_length


def receive(importer: Importer, file, name: str, size: int, school, user) -> Import:
    """Keep an upload and guess how to read it. Raises Refused, and then nothing is kept."""
    name = uploads.clean_name(name)
    if size > settings.UPLOAD_MAX_BYTES:
        raise limits.too_large(name)
    uploads.admit(file, name, size, school)
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
    """Set sheet, encoding, separator, header row, columns and mapping by what the file looks like."""
    names = cache(columns.is_known(received.importer.fields, received.importer.owners))
    if reading.is_workbook(file):
        received.sheet = likeliest_sheet(file, received.name, names)
    else:
        received.encoding = detection.encoding_of(rewound(file))
        received.separator = detection.separator_of(rewound(file), received.encoding, names)
    top = first_rows(received, file, detection.ROWS_LOOKED_AT)
    if not any(map(any, top)):
        raise nothing_in(top)
    received.header_row = detection.header_row_of(top, names)
    name_columns(received, top)
    if received.encoding:  # how far a workbook reaches was measured when it was judged
        reading.refuse_beyond_limits(rewound(file), received.encoding, received.separator, received.header_row)


def nothing_in(top: list[list[str]]) -> Refused:
    if len(top) < detection.ROWS_LOOKED_AT:
        return Refused(_("The file has only empty rows. Upload one with column names and rows below them."))
    text = _("The first %(rows)s rows are empty. Delete the empty rows at the top and upload the file again.")
    return Refused(text % {"rows": len(top)})


def likeliest_sheet(file: BinaryIO, called: str, is_known: Callable[[str], bool]) -> str:
    """The first one with a row of known names of columns; the first one of all where none has."""
    sheets = [name for name in workbooks.sheet_names(file, called) if len(name) <= SHEET_LENGTH]
    if not sheets:
        raise Refused(_("All sheets of the workbook are hidden. Unhide the one to import and save the workbook."))
    for sheet in sheets[:SHEETS_LOOKED_AT] if len(sheets) > 1 else ():
        top = reading.first_rows(rewound(file), "", "", detection.HEADER_AMONG, sheet)
        if any(sum(map(is_known, set(row))) >= LEAST_KNOWN for row in top):
            return sheet
    return sheets[0]


def rewound(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file


def first_rows(received: Import, file: BinaryIO, count: int) -> list[list[str]]:
    return reading.first_rows(rewound(file), received.encoding, received.separator, count, received.sheet)


def name_columns(received: Import, top: list[list[str]], *, as_saved: bool = True) -> None:
    """Take the header row of `top` and map its columns: as last time for a file of this shape, else by their names.
    The column of reasons that the portal adds to rejected rows is none."""
    if len(top) < received.header_row:
        raise Refused(
            _("The file has only %(rows)s rows, so the row with the column names cannot be further down.")
            % {"rows": len(top)}
        )
    found = columns.columns_of(top[received.header_row - 1], top[received.header_row :])
    found = [column for column in found if column.key not in columns.reasons_keys()]
    if not found:
        raise Refused(
            _("Row %(row)s contains no column names. Choose the row that does.") % {"row": received.header_row}
        )
    received.columns = columns.to_json(found)
    received.signature = columns.signature_of(found)
    saved, importer = saved_mapping(received) if as_saved else None, received.importer
    received.mapping = (
        columns.still_there(saved.mapping, found) if saved else columns.guess(importer.fields, found, importer.owners)
    )


def saved_mapping(received: Import) -> SavedMapping | None:
    return SavedMapping.objects.filter(
        school=received.school_id, kind=received.kind, signature=received.signature
    ).first()
