"""Averages of several series by criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.common import svg
from portal.common.charts.parts import LABEL, SMALL, along, figure, label_lines, label_room, listed, mark, ticks
from portal.common.charts.theme import PAPER, Theme
from portal.common.text import number


@dataclass(frozen=True)
class Series:
    """One line of a ratings chart: name, and a value by criterion (a missing one is left out)."""

    name: str
    values: Mapping[str, float]


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
    room = label_room(criteria, width, most=0.34)
    column = min(17.0, (width - room) * 0.5 / max(len(series), 1))
    end = width - column * len(series) - 5
    heads = [svg.shorten(each.name, column - 1, SMALL) for each in series]

    across = along(scale, room + 3, end - 3)
    bottom = 8 + len(criteria) * 8.2
    body = ticks(scale, across, (4, 7, bottom), theme)
    for k, head in enumerate(heads):
        body += mark(k, width - column * (len(series) - k - 0.5), 1.2, theme, size=1.4)
        x = width - column * (len(series) - k - 0.5)
        body += svg.text(x, 6.2, head, SMALL, theme.soft, anchor="middle", class_="label")
    for i, criterion in enumerate(criteria):
        y = 12 + i * 8.2
        values = [each.values.get(criterion) for each in series]
        known = [value for value in values if value is not None]
        body += label_lines(svg.wrap(criterion, room - 2, LABEL), 0, y, theme)
        if known:
            body += svg.line(across(min(known)), y, across(max(known)), y, theme.soft, 0.3, class_="rule")
        for k, value in enumerate(values):
            x = width - column * (len(series) - k - 0.5)
            if value is not None:
                body += mark(k, across(value), y, theme)
            words = "–" if value is None else number(value, 1)
            weight = 600 if value is not None and value == max(known) else 400
            body += svg.text(x, y + 1.1, words, LABEL, theme.ink, anchor="middle", weight=weight, class_="value")
    words = desc or listed(
        (each.name, ", ".join(f"{name} {number(value, 1)}" for name, value in each.values.items())) for each in series
    )
    return figure(width, bottom + 1, body, title, words, theme, "ratings")
