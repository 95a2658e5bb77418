"""Mobilities as rows of cells that one types into: the same columns, checks and saving as an import."""

from mobilities.importers.grid.checking import check, save
from mobilities.importers.grid.clashes import choose
from mobilities.importers.grid.refusals import told_rows
from mobilities.importers.grid.rows import (
    CELLS,
    COLUMNS,
    EMPTY,
    MORE,
    MOST_ROWS,
    NOTED,
    SUGGESTED,
    Clash,
    GridRow,
    Problem,
    grid_importer,
    rows_of_cells,
)
from mobilities.importers.grid.showing import copies, for_cells, shown_rows

__all__ = [
    "CELLS", "COLUMNS", "EMPTY", "MORE", "MOST_ROWS", "NOTED", "SUGGESTED",
    "Clash", "GridRow", "Problem", "check", "choose",
    "copies", "for_cells", "grid_importer", "rows_of_cells", "save", "shown_rows", "told_rows",
]  # fmt: skip
