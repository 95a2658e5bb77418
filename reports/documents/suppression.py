"""Numbers too small to publish, and those from which they could be worked out."""

from collections.abc import Mapping, Sequence

Cell = tuple[int, int]
FEWEST_TOLD = 5  # people, wherever a number leaves the school


def withheld(values: Sequence[int], below: int) -> set[int]:
    """Positions to hide where the total is printed: those under `below`; the next smallest beside a lone one."""
    hidden = {place for place, value in enumerate(values) if 0 < value < below}
    rest = [place for place, value in enumerate(values) if value and place not in hidden]
    if len(hidden) == 1 and rest:
        hidden.add(min(rest, key=lambda place: values[place]))
    return hidden


def withheld_cells(cells: Mapping[Cell, int], below: int) -> set[Cell]:
    """The same for a table with totals of rows and columns: no row or column keeps a lone hidden cell."""
    hidden = {cell for cell, value in cells.items() if 0 < value < below}
    while True:
        added = set()
        for axis in (0, 1):
            for line in {cell[axis] for cell in hidden}:
                full = [cell for cell, value in cells.items() if cell[axis] == line and value]
                rest = [cell for cell in full if cell not in hidden | added]
                if len(full) - len(rest) == 1 and rest:
                    added.add(min(rest, key=lambda cell: (cells[cell], cell)))
        if not added:
            return hidden
        hidden |= added
