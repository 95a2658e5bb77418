"""Cells of an export that hold a formula without a value: what they would show is not in the file."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from mobilities.beneficiary_module.layout import Column
from mobilities.beneficiary_module.template import MOST_NAMED, Template
from portal.common.refused import Refused
from portal.imports.sentences import sentence, some_of

KNOWN_BY = ("module_id", "data_type")
Place = tuple[Column, int]


def unvalued_of(template: Template, columns: Mapping[str, Column]) -> list[Place]:
    """With the numbers of their rows."""
    return [
        (column, row.number)
        for row in template.existing
        for column in columns.values()
        if template.is_unvalued(column, row.number)
    ]


def refuse_unknown_rows(columns: Mapping[str, Column], unvalued: Sequence[Place]) -> None:
    """Without its ID a mobility would seem to be missing in the module. Raises Refused."""
    keys = {columns[name].key for name in KNOWN_BY if name in columns}
    if cells := [(column, number) for column, number in unvalued if column.key in keys]:
        text = _(
            "Cells by which rows are known hold formulas without a value: %(cells)s. Nothing was compared. Open the "
            "file in a spreadsheet, save it and upload it again."
        )
        raise Refused(sentence(text, cells=in_words(cells)))


def remarks_on(unvalued: Sequence[Place]) -> Iterator[object]:
    if unvalued:
        text = _(
            "Cells hold formulas without a value: %(cells)s; not compared. Open the file in a spreadsheet, save it "
            "and upload it again, and they are."
        )
        yield sentence(text, cells=in_words(unvalued))


def in_words(cells: Sequence[Place]) -> str:
    return some_of([f"{get_column_letter(column.place)}{number}" for column, number in cells], MOST_NAMED)
