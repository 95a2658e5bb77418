"""Numbers of rows and columns as dots."""

import math
from collections.abc import Mapping, Sequence

from portal.common import svg
from portal.common.charts.parts import LABEL, LABEL_LINE, SMALL, figure, label_lines, label_room, listed
from portal.common.charts.theme import PAPER, Theme


def matrix(
    row_names: Sequence[str],
    column_names: Sequence[str],
    cells: Mapping[tuple[int, int], int | None],
    row_totals: Sequence[str],
    column_totals: Sequence[str],
    total: str,
    width: float,
    title: str,
    *,
    desc: str = "",
    total_name: str = "",
    hidden: str = "< 5",
    theme: Theme = PAPER,
) -> str:
    """Dots whose area is the number: row x column. A cell of None is a number withheld: a hollow ring."""
    room = min(max(label_room(row_names, width), 24), 48)
    column = (width - room - 14) / max(len(column_names), 1)
    step = max(7.5, min(12.0, column * 0.95))
    heads = [svg.wrap(name, max(column - 1.5, 5), SMALL) for name in column_names]
    slanted = any(svg.text_width(name, SMALL) > column - 1 for name in column_names)
    top = 25.0 if slanted else 2 + LABEL_LINE * max((len(head) for head in heads), default=1)
    body = _column_names(column_names, room, column, top, slanted, theme)
    body += svg.text(width, top - 2, total_name, SMALL, theme.soft, anchor="end", class_="label")
    largest = max((value for value in cells.values() if value), default=1)
    for i, name in enumerate(row_names):
        y = top + i * step
        middle = y + step / 2
        body += svg.line(0, y, width, y, theme.hair, 0.12 if i else 0.3, class_="rule")
        lines = svg.wrap(name, room - 2, LABEL, lines=2 if step > 9 else 1)
        body += label_lines(lines, 0, middle, theme)
        for j in range(len(column_names)):
            value = cells.get((i, j), 0)
            body += _dot(room + column * (j + 0.5), middle, value, largest, min(step, column), hidden, theme)
        body += svg.text(width, middle + 1.1, row_totals[i], 3.4, theme.ink, anchor="end", weight=600, class_="total")
    y = top + len(row_names) * step
    body += svg.line(0, y, width, y, theme.ink, 0.25, class_="rule")
    for x, words, anchor in [
        (0, total_name, "start"),
        *((room + column * (j + 0.5), words, "middle") for j, words in enumerate(column_totals)),
        (width, total, "end"),
    ]:
        body += svg.text(x, y + 5.2, words, 3.3, theme.ink, anchor=anchor, weight=600, class_="total")
    words = desc or listed(zip(row_names, row_totals, strict=True))
    return figure(width, y + 7.5, body, title, words, theme, "matrix")


def _column_names(names: Sequence[str], room: float, column: float, top: float, slanted: bool, theme: Theme) -> str:
    drawn = ""
    for j, name in enumerate(names):
        x, y = room + column * (j + 0.5), top - 2
        if slanted:
            words = svg.shorten(name, 28, SMALL)
            turn = f"rotate(-50 {x:.2f} {y:.2f})"
            drawn += svg.text(x, y, words, SMALL, theme.soft, transform=turn, class_="label")
        else:
            drawn += svg.text(x, y, name, SMALL, theme.soft, anchor="middle", class_="label")
    return drawn


def _dot(x: float, y: float, value: int | None, largest: int, room: float, hidden: str, theme: Theme) -> str:
    if value == 0:
        return ""
    if value is None:
        radius = min(3.1, room * 0.44)
        ring = svg.circle(x, y, radius, theme.paper, stroke=theme.accent, stroke_width=0.35, class_="dot withheld")
        return ring + svg.text(x, y + 0.9, hidden, radius * 0.8, theme.accent, anchor="middle", class_="value")
    radius = room * 0.44 * math.sqrt(value / largest)
    words = str(value)
    size = min(3.3, room * 0.36)
    drawn = svg.circle(x, y, radius, theme.accent, class_="dot")
    if svg.text_width(words, size, 600) + 1 <= 2 * radius:
        look = {"anchor": "middle", "weight": 600, "class_": "value inside"}
        return drawn + svg.text(x, y + size * 0.36, words, size, theme.on_accent, **look)
    return drawn + svg.text(x + radius + 0.7, y + size * 0.36, words, size, theme.ink, weight=600, class_="value")
