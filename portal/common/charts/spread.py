"""How marks spread, honest about few of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import mark_safe

from portal.common import svg
from portal.common.charts.parts import (
    LABEL,
    LABEL_LINE,
    along,
    figure,
    label_lines,
    label_room,
    listed,
    mark,
    ticks,
)
from portal.common.charts.theme import PAPER, SCREEN, Theme
from portal.common.text import NBSP, number


@dataclass(frozen=True)
class Spread:
    """Marks of one row of a spread chart. `kind`: the mark of its series; `group`: a heading above it, said once."""

    label: str
    values: Sequence[float]
    kind: int = 0
    group: str = ""


RING = 1.5  # radius of a mark drawn by itself
FEW = 3  # below so many values a mean says nothing: each is drawn by itself


def is_enough(values: Sequence[float]) -> bool:
    """Whether there are so many values that their mean may be told."""
    return len(values) >= FEW


def middle_of(values: Sequence[float]) -> float | None:
    """Their mean, where it may be told."""
    return sum(values) / len(values) if is_enough(values) else None


def words_of(values: Sequence[float]) -> str:
    """The mean; of few values each by itself."""
    shown = [middle_of(values)] if is_enough(values) else sorted(values)
    return " / ".join(number(value, 1) for value in shown) or "–"


def figure_of(values: Sequence[float]) -> str:
    """Mean and n; of few values each by itself."""
    return f"{words_of(values)}, n{NBSP}={NBSP}{len(values)}"


def spreads(
    rows: Sequence[Spread],
    width: float,
    title: str,
    *,
    desc: str = "",
    scale: tuple[int, int] = (1, 5),
    theme: Theme = PAPER,
) -> str:
    """How marks spread: a line from the lowest to the highest and the mean on it; few marks as hollow rings."""
    room = label_room([row.label for row in rows], width, most=0.34)
    across = along(scale, room + 4, width - 28)
    drawn, y, group = "", 7.0, ""
    for row in rows:
        if row.group != group:
            drawn += svg.text(0, y + 4.4, row.group, LABEL, theme.ink, weight=600, class_="label")
            group, y = row.group, y + 6.4
        lines = svg.wrap(row.label, room - 2, LABEL)
        height = max(6.6, len(lines) * LABEL_LINE + 2)
        middle = y + height / 2
        drawn += label_lines(lines, 0, middle, theme) + _spread(row, middle, across, theme)
        drawn += svg.text(width, middle + 1.1, figure_of(row.values), LABEL, theme.ink, anchor="end", class_="value")
        y += height
    words = desc or listed((f"{row.group} {row.label}".strip(), figure_of(row.values)) for row in rows)
    drawn = ticks(scale, across, (3.6, 5.6, y), theme) + drawn
    return figure(width, y + 1, drawn, title, words, theme, "spreads")


def _spread(row: Spread, middle: float, across: Callable[[float], float], theme: Theme) -> str:
    if not row.values:
        return ""
    colour = theme.series[row.kind % len(theme.series)]
    if not is_enough(row.values):
        looks = {"stroke": colour, "stroke_width": 0.6, "class_": "dot single"}
        places = [across(value) for value in row.values]
        return "".join(svg.circle(x, y, RING, theme.paper, **looks) for x, y in apart(places, middle))
    lowest, highest = across(min(row.values)), across(max(row.values))
    line = svg.line(lowest, middle, highest, middle, theme.soft, 0.5, class_="spread")
    return line + mark(row.kind, across(sum(row.values) / len(row.values)), middle, theme)


def apart(places: Sequence[float], middle: float) -> list[tuple[float, float]]:
    """Where the rings of few marks stand: one above the other where one would hide the other."""
    if len(places) == 2 and abs(places[0] - places[1]) < RING:
        return [(places[0], middle - RING - 0.1), (places[1], middle + RING + 0.1)]
    return [(place, middle) for place in places]


def on_a_page(rows: Sequence[Spread], title: str, wide: float = 240) -> list[dict[str, str]]:
    """The spread chart for a wide page and, narrower, for a phone: letters keep their size."""
    return [
        {"size": size, "drawing": mark_safe(spreads(rows, width, title, theme=SCREEN))}  # noqa: S308 escaped by svg
        for size, width in (("only-wide", wide), ("only-phone", 92))
    ]


def key(kind: int) -> str:
    """The mark of a series by itself, beside its name in words."""
    drawing = f'<svg viewBox="-2.4 -2.4 4.8 4.8" aria-hidden="true">{mark(kind, 0, 0, SCREEN)}</svg>'
    return mark_safe(drawing)  # noqa: S308 numbers only
