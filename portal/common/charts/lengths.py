"""Lengths side by side: one, two, or what was done against what was planned."""

from collections.abc import Callable, Sequence

from portal.common import svg
from portal.common.charts.parts import LABEL, LABEL_LINE, SMALL, VALUE, figure, label_lines, label_room, listed, plain
from portal.common.charts.theme import PAPER, Theme


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
    room = label_width or label_room([label for label, _ in rows], width)
    scale = (width - room - 15) / (longest or max((value for _, value in rows), default=0) or 1)
    body, y = "", 1.0
    for label, value in rows:
        lines = svg.wrap(label, room - 3, LABEL)
        height = max(step, len(lines) * LABEL_LINE + 2)
        middle = y + (height - step) / 2 + bar / 2
        end = room + max(0.3, scale * value)
        body += label_lines(lines, room - 3, middle, theme, anchor="end")
        body += svg.rect(room, middle - bar / 2, end - room, bar, theme.accent, class_="bar")
        body += svg.text(end + 1.8, middle + 1.1, plain(value) + unit, VALUE, theme.ink, weight=600, class_="value")
        y += height
    return figure(width, y, body, title, desc or listed((a, plain(b) + unit) for a, b in rows), theme, "bars")


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
    room = label_room([row[0] for row in rows], width)
    scale = (width - room - 15) / (max((max(row[1:]) for row in rows), default=0) or 1)
    body, y = "", 0.6
    for label, now, before in rows:
        body += label_lines(svg.wrap(label, room - 3, LABEL), 0, y + 3.9, theme)
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
    words = desc or listed((label, f"{plain(now)} / {plain(before)}") for label, now, before in rows)
    return figure(width, y, body, title, words, theme, "paired-bars")


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
    room = label_room([row[0] for row in rows], width)
    tail = 4 + max((svg.text_width(said(plain(a), plain(b)), VALUE, 600) for _, a, b in rows), default=0)
    scale = (width - room - tail) / (max((max(row[1:]) for row in rows), default=0) or 1)
    body, y = "", 1.6
    for label, planned, done in rows:
        lines = svg.wrap(label, room - 3, LABEL)
        height = max(step, len(lines) * LABEL_LINE + 2)
        middle = y + (height - step) / 2 + 2.2
        fill, kind = (theme.accent, "bar") if done >= planned else (theme.partial, "bar partial")
        stroke = room + scale * planned
        body += label_lines(lines, room - 3, middle, theme, anchor="end")
        body += svg.rect(room, middle - 2.2, max(0.3, scale * done), 4.4, fill, class_=kind)
        body += svg.line(stroke, middle - 3.3, stroke, middle + 3.3, theme.contrast, 0.7, class_="plan")
        words = said(plain(planned), plain(done))
        x = room + scale * max(planned, done) + 2.2
        body += svg.text(x, middle + 1.1, words, VALUE, theme.ink, weight=600, class_="value")
        y += height
    words = desc or listed((label, said(plain(planned), plain(done))) for label, planned, done in rows)
    return figure(width, y, body, title, words, theme, "bullets")
