"""The rows of the grid as a file, with what is wrong; mended, it can be uploaded as an import."""

from collections.abc import Iterator, Sequence

from mobilities.importers.grid.rows import CELLS, GridRow, grid_importer
from portal.imports.columns import REASONS
from portal.imports.exports import in_words


def told_rows(rows: Sequence[GridRow]) -> Iterator[list[str]]:
    """As they were typed, the header first; what is in the register already only where it was changed."""
    names = ("number", *CELLS)
    labels = {name: str(grid_importer.field(name).label) for name in names}
    yield [*labels.values(), str(REASONS)]
    for number, row in enumerate(rows, start=1):
        if row.is_empty or row.is_untouched:
            continue
        reasons = [{"column": labels[each.column], "value": each.value, "text": each.text} for each in row.errors]
        yield [str(row.pk or ""), *(row.cells[name] for name in CELLS), in_words(number, reasons)]
