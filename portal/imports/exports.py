"""The rows of an import as a file: what became of each, and why."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portal.common.csv_lines import Cell
from portal.imports.models import ImportRow


def result_rows(rows: Iterable[ImportRow]) -> Iterator[list[Cell]]:
    """One line per reason, so that each names its column and value; a row without any has one line."""
    yield [_("Row"), _("What"), _("Outcome"), _("Column"), _("Value"), _("What is wrong"), _("Remarks")]
    for row in rows:
        start, remarks = [row.number, row.label, str(row.get_outcome_display())], " ".join(row.told_remarks())
        for reason in row.told_reasons() or [{"column": "", "value": "", "text": ""}]:
            yield [*start, reason["column"], reason["value"], reason["text"], remarks]
