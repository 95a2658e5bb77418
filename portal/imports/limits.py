"""How large a table may be. The upload page says it; every reader keeps it before memory is spent."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from portal.common.refused import Refused
from portal.common.text import number

MOST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 2_000
MOST_CELLS = 5_000_000
LONGEST_CELL = 100_000


def in_words() -> str:
    return _(
        "At most %(size)s, unpacked %(unpacked)s; %(rows)s rows, %(columns)s columns, %(cells)s cells, and "
        "%(letters)s characters in one cell. A larger file is refused as soon as you upload it, and you are told why."
    ) % {
        "size": filesizeformat(settings.UPLOAD_MAX_BYTES),
        "unpacked": filesizeformat(MOST_UNPACKED),
        "rows": number(MOST_ROWS),
        "columns": number(MOST_COLUMNS),
        "cells": number(MOST_CELLS),
        "letters": number(LONGEST_CELL),
    }


def too_large(name: str = "") -> Refused:
    limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
    if not name:
        return Refused(
            _("The file is larger than %(limit)s. Upload a smaller one, or compress it as CSV.GZ.") % {"limit": limit}
        )
    return Refused(_("“%(name)s” is larger than %(limit)s. Upload a smaller file.") % {"name": name, "limit": limit})


def unpacks_to_too_much(name: str) -> Refused:
    limit = filesizeformat(MOST_UNPACKED)
    return Refused(
        _("“%(name)s” is larger than %(limit)s once it is unpacked. Split it into smaller files.")
        % {"name": name, "limit": limit}
    )


def too_much_text() -> Refused:
    limit = filesizeformat(MOST_UNPACKED)
    return Refused(_("The file contains more than %(limit)s of text. Split it into smaller files.") % {"limit": limit})


def too_many_rows() -> Refused:
    return Refused(
        _(
            "The file has more than %(most)s rows, and no more can be imported at once. Split it into smaller files, "
            "each with the row of column names, and upload them one after the other."
        )
        % {"most": number(MOST_ROWS)}
    )


def too_many_columns(row: int) -> Refused:
    return Refused(
        _("Row %(row)s has more than %(most)s columns. Delete those that are not needed, or check the separator.")
        % {"row": number(row), "most": number(MOST_COLUMNS)}
    )


def too_long_a_cell(row: int, column: int, title: str = "", *, is_text: bool) -> Refused:
    """`title` is the name of the column, where it is known; `is_text` of a file that is no workbook."""
    place = _("column %(column)s") % {"column": f"{get_column_letter(column)} ({column})"}
    if title:
        place = _("column “%(title)s”") % {"title": title[:100]}
    text = _(
        "The cell in row %(row)s, %(place)s, holds more than %(most)s characters, and no more fit into one cell. "
        "Shorten it."
    ) % {"row": number(row), "place": place, "most": number(LONGEST_CELL)}
    if is_text:
        text = " ".join([text, _("Also check that every quotation mark is closed.")])
    return Refused(text)


def sheet_reaches_too_far(rows: int, columns: int) -> Refused:
    """Often one cell far below or to the right that nobody sees."""
    return Refused(
        _(
            "A sheet reaches to row %(rows)s and column %(columns)s; at most %(most_rows)s rows, %(most_columns)s "
            "columns and %(most_cells)s cells are read. If the table is that long, split it into several files; "
            "otherwise copy only the table into a new workbook and upload that."
        )
        % {
            "rows": number(rows),
            "columns": number(columns),
            "most_rows": number(MOST_ROWS),
            "most_columns": number(MOST_COLUMNS),
            "most_cells": number(MOST_CELLS),
        }
    )
