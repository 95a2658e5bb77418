"""Charts as SVG for pages and documents alike. Lengths in millimetres.

Every element carries a class (`bar`, `label`, `value` ...), so that a page's style sheet may recolour it; the
theme's colours are what shows without one. Charts grow downwards with their rows; none is cut off.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import mark_safe

from portal.common import svg
from portal.common.text import NBSP, number


@dataclass(frozen=True)
class Theme:
    """Colours of a chart. `fluid`: without a size of its own, for a page."""

    ink: str = "#1c2a33"
    soft: str = "#56656d"
    hair: str = "#b9c0c1"
    paper: str = "#ffffff"
    accent: str = "#1d4f66"
    accent_soft: str = "#a9bcc1"
    partial: str = "#6f97a6"
    contrast: str = "#a34229"
    on_accent: str = "#ffffff"
    series: tuple[str, ...] = ("#1d4f66", "#c17f2f", "#5f7030", "#a34229", "#6a5a8c", "#2f7d8c", "#56656d")
    fluid: bool = False


PAPER = Theme()
RUST = Theme(accent="#a34229")
DARK = Theme(
    ink="#f6f2e6",
    soft="#c3d5d5",
    hair="#3c5a68",
    paper="#12303f",
    accent="#eab75f",
    accent_soft="#7f9da4",
    partial="#b98f4a",
    contrast="#f6f2e6",
    on_accent="#12303f",
)
SCREEN = Theme(fluid=True)

LABEL, VALUE, SMALL = 3.1, 3.2, 2.8
LABEL_LINE = 3.9
EMPTY_HEIGHT = 4.0
MARKS = 4


@dataclass(frozen=True)
class Series:
    """One line of a ratings chart: name, and a value by criterion (a missing one is left out)."""

    name: str
    values: Mapping[str, float]


def plain(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)


def bars(
    rows: Sequence[tuple[str, float]],
    width: float,
    title: str,
    *,
    desc: str = "",
    label_width: float | None = None,
    unit: str = "",
    step: float = 7.6,
    bar: float = 4.2,
    longest: float | None = None,
    theme: Theme = PAPER,
) -> str:
    """Horizontal bars, the longest first; label at the left, number at the bar. `longest` shares a scale."""
    rows = sorted(rows, key=lambda row: -row[1])
    room = label_width or _label_room([label for label, _ in rows], width)
    scale = (width - room - 15) / (longest or max((value for _, value in rows), default=0) or 1)
    body, y = "", 1.0
    for label, value in rows:
        lines = svg.wrap(label, room - 3, LABEL)
        height = max(step, len(lines) * LABEL_LINE + 2)
        middle = y + (height - step) / 2 + bar / 2
        end = room + max(0.3, scale * value)
        body += _label(lines, room - 3, middle, theme, anchor="end")
        body += svg.rect(room, middle - bar / 2, end - room, bar, theme.accent, class_="bar")
        body += svg.text(end + 1.8, middle + 1.1, plain(value) + unit, VALUE, theme.ink, weight=600, class_="value")
        y += height
    return _figure(width, y, body, title, desc or _listed((a, plain(b) + unit) for a, b in rows), theme, "bars")


def paired_bars(
    rows: Sequence[tuple[str, float, float]],
    width: float,
    title: str,
    *,
    desc: str = "",
    names: tuple[str, str] = ("", ""),
    theme: Theme = PAPER,
) -> str:
    """This year (wide bar) against last (narrow bar): (label, this, last). `names` name the two in the key."""
    room = _label_room([row[0] for row in rows], width)
    scale = (width - room - 15) / (max((max(row[1:]) for row in rows), default=0) or 1)
    body, y = "", 0.6
    for label, now, before in rows:
        body += _label(svg.wrap(label, room - 3, LABEL), 0, y + 3.9, theme)
        for value, top, height, size, fill, kind in (
            (now, y, 4.2, 3.3, theme.accent, "bar"),
            (before, y + 4.7, 2.6, SMALL, theme.accent_soft, "bar before"),
        ):
            end = room + max(0.3, scale * value)
            ink = theme.ink if kind == "bar" else theme.soft
            body += svg.rect(room, top, end - room, height, fill, class_=kind)
            weight = 600 if kind == "bar" else 400
            body += svg.text(end + 1.6, top + height / 2 + 1.1, plain(value), size, ink, weight=weight, class_="value")
        y += 12.5
    if any(names) and rows:
        body += _pair_key(names, room, y + 1, theme)
        y += 5
    words = desc or _listed((label, f"{plain(now)} / {plain(before)}") for label, now, before in rows)
    return _figure(width, y, body, title, words, theme, "paired-bars")


def _pair_key(names: tuple[str, str], x: float, y: float, theme: Theme) -> str:
    second = x + 14 + svg.text_width(names[0], SMALL, 600)
    return (
        svg.rect(x, y - 2.6, 6, 3, theme.accent, class_="bar")
        + svg.text(x + 7.5, y, names[0], SMALL, theme.ink, weight=600, class_="key")
        + svg.rect(second, y - 2.1, 6, 2, theme.accent_soft, class_="bar before")
        + svg.text(second + 7.5, y, names[1], SMALL, theme.soft, class_="key")
    )


def bullets(
    rows: Sequence[tuple[str, float, float]],
    width: float,
    title: str,
    *,
    desc: str = "",
    step: float = 9.6,
    said: Callable[[str, str], str] = "{1} / {0}".format,
    theme: Theme = PAPER,
) -> str:
    """Plan against what was done: (label, planned, done). The stroke is the plan, the bar what was done.

    `said(planned, done)` phrases the figure at the end.
    """
    room = _label_room([row[0] for row in rows], width)
    tail = 4 + max((svg.text_width(said(plain(a), plain(b)), VALUE, 600) for _, a, b in rows), default=0)
    scale = (width - room - tail) / (max((max(row[1:]) for row in rows), default=0) or 1)
    body, y = "", 1.6
    for label, planned, done in rows:
        lines = svg.wrap(label, room - 3, LABEL)
        height = max(step, len(lines) * LABEL_LINE + 2)
        middle = y + (height - step) / 2 + 2.2
        fill, kind = (theme.accent, "bar") if done >= planned else (theme.partial, "bar partial")
        stroke = room + scale * planned
        body += _label(lines, room - 3, middle, theme, anchor="end")
        body += svg.rect(room, middle - 2.2, max(0.3, scale * done), 4.4, fill, class_=kind)
        body += svg.line(stroke, middle - 3.3, stroke, middle + 3.3, theme.contrast, 0.7, class_="plan")
        words = said(plain(planned), plain(done))
        x = room + scale * max(planned, done) + 2.2
        body += svg.text(x, middle + 1.1, words, VALUE, theme.ink, weight=600, class_="value")
        y += height
    words = desc or _listed((label, said(plain(planned), plain(done))) for label, planned, done in rows)
    return _figure(width, y, body, title, words, theme, "bullets")


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
    room = min(max(_label_room(row_names, width), 24), 48)
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
        body += _label(lines, 0, middle, theme)
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
    words = desc or _listed(zip(row_names, row_totals, strict=True))
    return _figure(width, y + 7.5, body, title, words, theme, "matrix")


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


def ratings(
    criteria: Sequence[str],
    series: Sequence[Series],
    width: float,
    title: str,
    *,
    desc: str = "",
    scale: tuple[int, int] = (1, 5),
    theme: Theme = PAPER,
) -> str:
    """Average ratings side by side: a mark and a number per series, the highest of a row in bold."""
    low, high = scale
    room = _label_room(criteria, width, most=0.34)
    column = min(17.0, (width - room) * 0.5 / max(len(series), 1))
    end = width - column * len(series) - 5
    heads = [svg.shorten(each.name, column - 1, SMALL) for each in series]

    def across(value: float) -> float:
        return room + 3 + (value - low) / (high - low) * (end - room - 6)

    bottom = 8 + len(criteria) * 8.2
    body = ""
    for tick in range(low, high + 1):
        body += svg.line(across(tick), 7, across(tick), bottom, theme.hair, 0.2, class_="rule")
        body += svg.text(across(tick), 4, tick, SMALL, theme.soft, anchor="middle", class_="label")
    for k, head in enumerate(heads):
        body += _mark(k, width - column * (len(series) - k - 0.5), 1.2, theme, size=1.4)
        x = width - column * (len(series) - k - 0.5)
        body += svg.text(x, 6.2, head, SMALL, theme.soft, anchor="middle", class_="label")
    for i, criterion in enumerate(criteria):
        y = 12 + i * 8.2
        values = [each.values.get(criterion) for each in series]
        known = [value for value in values if value is not None]
        body += _label(svg.wrap(criterion, room - 2, LABEL), 0, y, theme)
        if known:
            body += svg.line(across(min(known)), y, across(max(known)), y, theme.soft, 0.3, class_="rule")
        for k, value in enumerate(values):
            x = width - column * (len(series) - k - 0.5)
            if value is not None:
                body += _mark(k, across(value), y, theme)
            words = "–" if value is None else number(value, 1)
            weight = 600 if value is not None and value == max(known) else 400
            body += svg.text(x, y + 1.1, words, LABEL, theme.ink, anchor="middle", weight=weight, class_="value")
    words = desc or _listed(
        (each.name, ", ".join(f"{name} {number(value, 1)}" for name, value in each.values.items())) for each in series
    )
    return _figure(width, bottom + 1, body, title, words, theme, "ratings")


def _mark(k: int, x: float, y: float, theme: Theme, size: float = 1.8) -> str:
    """Circle, diamond, triangle, square: told apart without colour."""
    fill = theme.series[k % len(theme.series)]
    kind = f"mark series-{k + 1}"
    if k % MARKS == 0:
        return svg.circle(x, y, size * 0.95, fill, class_=kind)
    if k % MARKS == 1:
        return svg.polygon(
            [(x, y - size * 1.2), (x + size * 1.2, y), (x, y + size * 1.2), (x - size * 1.2, y)], fill, class_=kind
        )
    if k % MARKS == 2:
        corners = [(x, y - size * 1.15), (x + size * 1.15, y + size * 0.85), (x - size * 1.15, y + size * 0.85)]
        return svg.polygon(corners, fill, class_=kind)
    return svg.rect(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7, fill, class_=kind)


def _figure(width: float, height: float, body: str, title: str, desc: str, theme: Theme, kind: str) -> str:
    height = max(height, EMPTY_HEIGHT)
    return svg.figure(width, height, body, title, desc, fluid=theme.fluid, class_=f"chart {kind}")


def _label(lines: Sequence[str], x: float, middle: float, theme: Theme, anchor: str = "start") -> str:
    """Lines of a label, centred on `middle`."""
    first = middle + 1.1 - LABEL_LINE * (len(lines) - 1) / 2
    return "".join(
        svg.text(x, first + LABEL_LINE * k, words, LABEL, theme.ink, anchor=anchor, class_="label")
        for k, words in enumerate(lines)
    )


def _label_room(labels: Sequence[str], width: float, most: float = 0.42) -> float:
    """Room for the longest label, at most a share of the width; longer ones take two lines."""
    longest = max((svg.text_width(label, LABEL) for label in labels), default=0)
    return min(longest + 4, width * most)


def _listed(pairs: object) -> str:
    return "; ".join(f"{name}: {value}" for name, value in pairs)


@dataclass(frozen=True)
class Spread:
    """Marks of one row of a spread chart. `kind`: the mark of its series; `group`: a heading above it, said once."""

    label: str
    values: Sequence[float]
    kind: int = 0
    group: str = ""


FEW = 3  # below so many values a mean says nothing: each is drawn by itself


def is_enough(values: Sequence[float]) -> bool:
    """Whether there are so many values that their mean may be told."""
    return len(values) >= FEW


def figure_of(values: Sequence[float]) -> str:
    """Mean and n; of few values each by itself."""
    if not values:
        return f"–, n{NBSP}={NBSP}0"
    if is_enough(values):
        words = number(sum(values) / len(values), 1)
    else:
        words = " / ".join(plain(value) for value in sorted(values))
    return f"{words}, n{NBSP}={NBSP}{len(values)}"


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
    low, high = scale
    room = _label_room([row.label for row in rows], width, most=0.34)
    end = width - 24

    def across(value: float) -> float:
        return room + 4 + (value - low) / (high - low) * (end - room - 8)

    drawn, y, group = "", 7.0, ""
    for row in rows:
        if row.group != group:
            drawn += svg.text(0, y + 4.4, row.group, LABEL, theme.ink, weight=600, class_="label")
            group, y = row.group, y + 6.4
        lines = svg.wrap(row.label, room - 2, LABEL)
        height = max(6.6, len(lines) * LABEL_LINE + 2)
        middle = y + height / 2
        drawn += _label(lines, 0, middle, theme) + _spread(row, middle, across, theme)
        drawn += svg.text(width, middle + 1.1, figure_of(row.values), LABEL, theme.ink, anchor="end", class_="value")
        y += height
    ticks = ""
    for tick in range(low, high + 1):
        ticks += svg.line(across(tick), 5.6, across(tick), y, theme.hair, 0.2, class_="rule")
        ticks += svg.text(across(tick), 3.6, tick, SMALL, theme.soft, anchor="middle", class_="label")
    words = desc or _listed((f"{row.group} {row.label}".strip(), figure_of(row.values)) for row in rows)
    return _figure(width, y + 1, ticks + drawn, title, words, theme, "spreads")


def _spread(row: Spread, middle: float, across: Callable[[float], float], theme: Theme) -> str:
    if not row.values:
        return ""
    colour = theme.series[row.kind % len(theme.series)]
    if not is_enough(row.values):
        looks = {"stroke": colour, "stroke_width": 0.6, "class_": "dot single"}
        return "".join(svg.circle(across(value), middle, 1.5, theme.paper, **looks) for value in row.values)
    lowest, highest = across(min(row.values)), across(max(row.values))
    line = svg.line(lowest, middle, highest, middle, theme.soft, 0.5, class_="spread")
    return line + _mark(row.kind, across(sum(row.values) / len(row.values)), middle, theme)


def on_a_page(rows: Sequence[Spread], title: str, wide: float = 240) -> list[dict[str, str]]:
    """The spread chart for a wide page and, narrower, for a phone: letters keep their size."""
    return [
        {"size": size, "drawing": mark_safe(spreads(rows, width, title, theme=SCREEN))}  # noqa: S308 escaped by svg
        for size, width in (("only-wide", wide), ("only-phone", 92))
    ]


def key(kind: int) -> str:
    """The mark of a series by itself, beside its name in words."""
    drawing = f'<svg viewBox="-2.4 -2.4 4.8 4.8" aria-hidden="true">{_mark(kind, 0, 0, SCREEN)}</svg>'
    return mark_safe(drawing)  # noqa: S308 numbers only
