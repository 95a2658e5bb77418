"""What recurs in the scenes: people, gulls, mountains. Lengths in millimetres."""

import random
from collections.abc import Sequence

from portal.common.svg import Point, circle, path, polygon, rect

INK, NIGHT, DEEP, MID, MIST = "#1c2a33", "#12303f", "#1d4f66", "#4d7f90", "#8fb0b6"
OCHRE, RUST, MOSS, CREAM = "#d0893a", "#ad4b33", "#6f8a66", "#e6dfcd"
SLATE, SAND = "#24343b", "#c9a25a"


def person(x: float, y: float, size: float, coat: str, legs: str, *, tablet: bool = False, helmet: bool = True) -> str:
    """Somebody standing with both feet at (x, y), about 17 times `size` high."""

    def at(dx: float, dy: float) -> str:
        return f"{x + dx * size:.2f} {y + dy * size:.2f}"

    trousers = [(-2.1, 0), (-1.7, -7), (1.9, -7), (2.3, 0), (0.6, 0), (0.1, -4.6), (-0.5, 0)]
    drawn = path("M" + "L".join(at(*point) for point in trousers) + "Z", legs)
    drawn += path(f"M{at(-2.2, -6.4)}L{at(-2.6, -12)}Q{at(0, -14)} {at(2.6, -12)}L{at(2.2, -6.4)}Z", coat)
    drawn += circle(x, y - 15.2 * size, 1.75 * size, "#d9a982")
    cap = f"M{at(-1.9, -15.5)}A{1.9 * size:.2f} {1.9 * size:.2f} 0 0 1 {at(1.9, -15.5)}Z"
    drawn += path(cap, "#e9c558" if helmet else "#4a372c")
    if tablet:
        arm = [(2.1, -11.6), (4.6, -8.6), (3.9, -7.7), (1.6, -9.4)]
        drawn += path("M" + "L".join(at(*point) for point in arm) + "Z", coat)
        turn = f"rotate(12 {at(4, -9)})"
        drawn += rect(x + 3.4 * size, y - 10.6 * size, 2.2 * size, 2.9 * size, "#f5f1e6", transform=turn)
    return drawn


def gulls(places: Sequence[tuple[float, float, float]]) -> str:
    """Birds far away: (x, y, size)."""
    drawn = ""
    for x, y, size in places:
        wing = (
            f"M{x - 3 * size:.2f} {y - 1.2 * size:.2f}Q{x - 1.5 * size:.2f} {y - 1.8 * size:.2f} {x:.2f} {y:.2f}"
            f"Q{x + 1.5 * size:.2f} {y - 1.8 * size:.2f} {x + 3 * size:.2f} {y - 1.2 * size:.2f}"
        )
        drawn += path(wing, "none", stroke="#4a5d63", stroke_width=f"{0.45 * size:.2f}")
    return drawn


def ridge(dice: random.Random, width: float, base: float, peaks: Sequence[Point], rough: float) -> list[Point]:
    """A jagged line through the peaks: every stretch is halved four times, its middle moved at random."""
    points = [(-5.0, base), *peaks, (width + 5, base)]
    for _ in range(4):
        finer = []
        for (a, b), (c, d) in zip(points, points[1:], strict=False):
            finer.append((a, b))
            x = (a + c) / 2 + dice.uniform(-0.12, 0.12) * (c - a)
            finer.append((x, (b + d) / 2 + dice.uniform(-rough, rough) * abs(c - a)))
        points = [*finer, points[-1]]
    return points


def mountains(
    dice: random.Random,
    width: float,
    bottom: float,
    base: float,
    peaks: Sequence[Point],
    lit: str,
    shade: str,
    snow: str = "",
) -> str:
    """A range with the light from the left: each peak has a dark right face, the high ones a white cap."""
    top = ridge(dice, width, base, peaks, 0.16)
    drawn = polygon([*top, (width + 5, bottom), (-5, bottom)], lit)
    for x, y in peaks:
        following = min([peak[0] for peak in peaks if peak[0] > x] + [width + 5])
        slope = [point for point in top if x <= point[0] <= following]
        if base - y < 4 or len(slope) < 2:
            continue
        valley = max(slope, key=lambda point: point[1])[0]
        right = [point for point in slope if point[0] <= valley]
        if len(right) < 2:
            continue
        drawn += _dark_face(dice, (x, y), right, base, shade)
        if snow and base - y > 24 and 14 < x < width - 14:
            drawn += _snow_cap(top, (x, y), base - y, snow)
    return drawn


def _dark_face(dice: random.Random, peak: Point, right: Sequence[Point], base: float, shade: str) -> str:
    (x, y), (end_x, end_y), depth = peak, right[-1], base - peak[1]
    spine = []
    for step in range(8):
        t = step / 7
        inner = 0 < t < 1
        sway = dice.uniform(-1, 1) * depth * 0.05 + (depth * 0.06 if step % 2 else -depth * 0.03)
        spine.append((x + (end_x - x) * 0.22 * t + (sway if inner else 0), y + depth * t))
    drop = max(base - end_y, 0)
    foot = [
        (end_x - drop * 0.10, end_y + drop * 0.3),
        (end_x + drop * 0.12, end_y + drop * 0.55),
        (end_x - drop * 0.12, base + 2),
    ]
    return polygon([peak, *right, *foot, *spine[::-1]], shade)


def _snow_cap(top: Sequence[Point], peak: Point, depth: float, snow: str) -> str:
    left = [point for point in top if peak[0] - depth * 0.30 <= point[0] <= peak[0]] or [peak]
    right = [point for point in top if peak[0] <= point[0] <= peak[0] + depth * 0.26] or [peak]
    (a, b), (c, d) = left[0], right[-1]
    edge = []
    for step in range(1, 7):
        t = step / 7
        edge.append((c + (a - c) * t, d + (b - d) * t + (depth * 0.10 if step % 2 else -depth * 0.07)))
    return polygon([*left, *right, *edge], snow)
