"""What charts are drawn of. Lengths in millimetres."""

from collections.abc import Callable, Iterable, Sequence

from portal.common import svg
from portal.common.charts.theme import Theme
from portal.common.text import number

LABEL, VALUE, SMALL = 3.1, 3.2, 2.8
LABEL_LINE = 3.9
EMPTY_HEIGHT = 4.0
MARKS = 4


def plain(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)


def figure(width: float, height: float, body: str, title: str, desc: str, theme: Theme, kind: str) -> str:
    height = max(height, EMPTY_HEIGHT)
    return svg.figure(width, height, body, title, desc, fluid=theme.fluid, class_=f"chart {kind}")


def label_lines(lines: Sequence[str], x: float, middle: float, theme: Theme, anchor: str = "start") -> str:
    """Lines of a label, centred on `middle`."""
    first = middle + 1.1 - LABEL_LINE * (len(lines) - 1) / 2
    return "".join(
        svg.text(x, first + LABEL_LINE * k, words, LABEL, theme.ink, anchor=anchor, class_="label")
        for k, words in enumerate(lines)
    )


def label_room(labels: Sequence[str], width: float, most: float = 0.42) -> float:
    """Room for the longest label, at most a share of the width; longer ones take two lines."""
    longest = max((svg.text_width(label, LABEL) for label in labels), default=0)
    return min(longest + 4, width * most)


def listed(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in pairs)


def along(scale: tuple[int, int], left: float, right: float) -> Callable[[float], float]:
    """A value of the scale > where it stands between `left` and `right`."""
    low, high = scale
    return lambda value: left + (value - low) / (high - low) * (right - left)


def ticks(
    scale: tuple[int, int], across: Callable[[float], float], heights: tuple[float, float, float], theme: Theme
) -> str:
    """The numbers of a scale and a line down from each; `heights`: of the numbers, of the lines from and to."""
    words, top, bottom = heights
    return "".join(
        svg.line(across(tick), top, across(tick), bottom, theme.hair, 0.2, class_="rule")
        + svg.text(across(tick), words, tick, SMALL, theme.soft, anchor="middle", class_="label")
        for tick in range(scale[0], scale[1] + 1)
    )


def mark(k: int, x: float, y: float, theme: Theme, size: float = 1.8) -> str:
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
