"""Two landscapes: a mountain road by day, a northern coast at dusk. Lengths in millimetres."""

import math
import random

from portal.common.scenes.figures import CREAM, INK, MID, OCHRE, RUST, SAND, SLATE, gulls, mountains
from portal.common.svg import Point, circle, line, polygon, rect

ROAD_STEPS = 200
HORIZON = 147.0


def road(width: float = 210, height: float = 222) -> str:
    """A valley 210 wide; the ground goes on to `height`."""
    dice = random.Random(7)  # noqa: S311 - a picture, not a secret
    course = [_road_point(step / ROAD_STEPS, height) for step in range(ROAD_STEPS + 1)]
    drawn = rect(0, 0, width, height, "#e2e4db") + rect(0, 98, width, 40, "#efe3c8") + circle(150, 98, 15, "#f2c879")
    for y, left, right in ((96, 120, 182), (101, 112, 190), (92, 132, 170)):
        drawn += line(left, y, right, y, "#e2e4db" if y < 98 else "#efe3c8", 0.9)
    drawn += _ranges(dice, width, height) + _valley(dice, width, height)
    drawn += _carriageway(course) + _grass(dice, width, height, course) + _bus(course[146])
    drawn += gulls(((62, 78, 1), (69, 74, 0.8), (57, 72, 0.7), (80, 82, 0.6)))
    return drawn + _farm(176, 160, 1) + _farm(186, 161.5, 0.8)


def _ranges(dice: random.Random, width: float, height: float) -> str:
    far = [(18, 104), (46, 90), (74, 108), (104, 98), (134, 112), (168, 101), (198, 108)]
    middle = [(6, 112), (30, 96), (60, 120), (90, 110), (124, 127), (158, 104), (184, 92), (206, 116)]
    near = [(-2, 118), (22, 112), (52, 138), (80, 143), (120, 141), (150, 138), (178, 116), (204, 108)]
    return (
        mountains(dice, width, height, 128, far, "#c2d0cf", "#aebfc1")
        + mountains(dice, width, height, 140, middle, "#9db5b8", "#7f9da4", "#f4f3ec")
        + mountains(dice, width, height, 150, near, "#5d8591", "#47707e", "#eceee8")
    )


def _valley(dice: random.Random, width: float, height: float) -> str:
    corners = [(width + 5, height), (-5, height)]
    drawn = polygon([(-5, 146), (60, 143), (120, 145), (width + 5, 142), *corners], "#7f9a7a")
    lake = [(112, 147), (150, 145.6), (width + 5, 146.5), (width + 5, 156), (160, 155), (128, 151.5)]
    drawn += polygon(lake, "#d3e0de")
    for _ in range(9):
        x, y = dice.uniform(130, 205), dice.uniform(147, 154)
        drawn += line(x, y, x + dice.uniform(4, 12), y, "#b4cac9", 0.35)
    fields: tuple[tuple[list[Point], str], ...] = (
        ([(-5, 150), (30, 149), (80, 156), (140, 160), (width + 5, 154)], "#6b8a6c"),
        ([(-5, 170), (40, 164), (110, 176), (170, 170), (width + 5, 176)], "#577a62"),
        ([(-5, 196), (60, 190), (120, 202), (width + 5, 192)], "#41664f"),
    )
    return drawn + "".join(polygon([*edge, *corners], fill) for edge, fill in fields)


def _road_point(t: float, height: float) -> tuple[float, float, float]:
    """Where the road is and how wide, from the horizon (0) to the reader (1)."""
    y = HORIZON + (height + 14 - HORIZON) * t**1.55
    sway = (4 + 62 * t**1.15) * math.sin(1.2 + 8.6 * (1 - t) ** 1.25) * (1 - 0.25 * t)
    return 104 + sway, y, 0.35 + 17 * t**2.0


def _carriageway(course: list[tuple[float, float, float]]) -> str:
    left = [(x - wide, y) for x, y, wide in course]
    right = [(x + wide, y) for x, y, wide in course]
    verge = [(x - wide * 1.16, y + 0.1) for x, y, wide in course] + [
        (x + wide * 1.16, y + 0.1) for x, y, wide in reversed(course)
    ]
    drawn = polygon(verge, "#d9cfae") + polygon([*left, *right[::-1]], "#3a4a50")
    for step in range(30, 198, 8):
        (x, y, wide), (x2, y2, wide2) = course[step], course[min(ROAD_STEPS, step + (3 if step < 110 else 4))]
        if wide > 0.8:
            dash = [(x - wide * 0.045, y), (x + wide * 0.045, y), (x2 + wide2 * 0.045, y2), (x2 - wide2 * 0.045, y2)]
            drawn += polygon(dash, "#f1ead2")
    for step in (60, 80, 98, 116, 134, 150, 166):
        x, y, wide = course[step]
        drawn += rect(x - wide * 1.5, y - wide * 0.9, 0.16 * wide, wide * 0.9, "#e9dfbe")
        drawn += rect(x - wide * 1.5, y - wide * 0.9, 0.16 * wide, wide * 0.25, RUST)
    return drawn


def _grass(dice: random.Random, width: float, height: float, course: list[tuple[float, float, float]]) -> str:
    def beside_road(x: float, y: float, factor: float, margin: float) -> bool:
        near = min(course, key=lambda point: abs(point[1] - y))
        return abs(x - near[0]) >= near[2] * factor + margin

    drawn = ""
    for _ in range(150):
        x, y = dice.uniform(0, width), dice.uniform(172, height)
        if beside_road(x, y, 1.5, 2):
            near = (y - 160) / 60
            shade = dice.choice(("#7f9f78", "#335640", "#8fae80"))
            tip = (x + dice.uniform(-0.6, 0.6), y - dice.uniform(1, 2.6) * near)
            drawn += line(x, y, *tip, shade, 0.3 + 0.25 * near)
    for _ in range(16):
        x, y = dice.uniform(0, width), dice.uniform(165, height - 4)
        if beside_road(x, y, 1.6, 3):
            r = (y - 150) / 34
            drawn += polygon(
                [(x - r, y), (x - r * 0.6, y - r * 0.8), (x + r * 0.4, y - r), (x + r * 1.1, y)], "#9aa9a2"
            )
            drawn += polygon([(x + r * 0.1, y), (x + r * 0.4, y - r), (x + r * 1.1, y)], "#7b8d88")
    return drawn


def _bus(place: tuple[float, float, float]) -> str:
    left, bottom, wide = place
    unit = wide / 5.4

    def part(x: float, y: float, width: float, height: float, fill: str, **more: object) -> str:
        return rect(left + x * unit, bottom + y * unit, width * unit, height * unit, fill, **more)

    middle = left + 4.7 * unit
    return (
        part(-0.2, -0.6, 9.6, 1.1, "#2c3c40", opacity=".55")
        + part(0.4, -8.6, 8.6, 8, OCHRE, rx=f"{0.7 * unit:.2f}")
        + part(0.4, -3.4, 8.6, 2.8, "#b56f2b")
        + part(1.2, -7.6, 7, 3.2, "#d9e6e4")
        + line(middle, bottom - 7.6 * unit, middle, bottom - 4.4 * unit, OCHRE, 0.35 * unit)
        + part(1, -2.7, 1.2, 0.8, "#fbeec2")
        + part(7.2, -2.7, 1.2, 0.8, "#fbeec2")
        + part(1.1, -0.7, 1.5, 1.1, INK)
        + part(6.8, -0.7, 1.5, 1.1, INK)
        + part(3, -8.3, 3.4, 0.6, "#8a4f1b")
    )


def _farm(x: float, y: float, size: float) -> str:
    roof = [(x - 0.6, y - 4 * size), (x + 3.5 * size, y - 7 * size), (x + 7 * size + 0.6, y - 4 * size)]
    walls = rect(x, y - 4 * size, 7 * size, 4 * size, "#f0e9d8")
    return walls + polygon(roof, RUST) + rect(x + 2 * size, y - 2.6 * size, 1.2 * size, 1.3 * size, "#4d6b72")


def coast(width: float = 168, height: float = 70) -> str:
    """A northern evening, drawn 168 by 70 and scaled to the width; what is too high is cut."""
    dice = random.Random(21)  # noqa: S311 - a picture, not a secret
    peaks = [(12, 34), (34, 24), (58, 37), (92, 31), (120, 20), (150, 33), (166, 28)]
    drawn = rect(0, 0, 168, 90, "#16394a") + _northern_lights(dice)
    drawn += mountains(dice, 168, 90, 46, peaks, "#31596a", "#264a5a") + rect(0, 46, 168, 44, "#20475a")
    for _ in range(40):
        x, y = dice.uniform(0, 168), dice.uniform(47, 70)
        drawn += line(x, y, x + dice.uniform(3, 11), y, dice.choice(("#3f7280", "#1a3c4d", "#4f9a8c")), 0.3)
    drawn += polygon([(60, 52), (173, 45), (173, 90), (96, 90)], "#3a4a44") + _church(127, 47)
    for place, wall in enumerate((RUST, CREAM, OCHRE, MID, SAND, CREAM, RUST)):
        drawn += _house(70 + place * 12.5, 55 - place * 0.55, wall)
    drawn += polygon([(20, 56), (46, 56), (43, 61), (24, 61)], RUST) + rect(30, 51, 8, 5, "#f0ebdf")
    drawn += line(27, 56, 27, 44, CREAM, 0.5)
    drawn += rect(32, 52.4, 1.6, 1.6, "#f7dc93") + rect(35, 52.4, 1.6, 1.6, "#f7dc93")
    scale = width / 168
    return f'<g transform="scale({scale:.4f}) translate(0 {min(0, height / scale - 70):.2f})">{drawn}</g>'


def _northern_lights(dice: random.Random) -> str:
    drawn = ""
    for band, (colour, strength) in enumerate((("#4f9a8c", 0.45), ("#7fbf9f", 0.35), ("#3d7f86", 0.5))):
        edge = [
            (x, 8 + band * 5 + 5 * math.sin(x / 17 + band * 1.7) + 2 * math.sin(x / 6 + band))
            for x in range(-4, 176, 4)
        ]
        lower = [(x, y + 9 - 2 * math.sin(x / 9)) for x, y in reversed(edge)]
        drawn += polygon([*edge, *lower], colour, opacity=strength)
    for _ in range(45):
        drawn += circle(dice.uniform(0, 168), dice.uniform(0, 30), dice.uniform(0.12, 0.32), "#e9efe8")
    return drawn


def _church(x: float, y: float) -> str:
    tower = [(x - 4, y + 2), (x - 4, y - 14), (x, y - 26), (x + 4, y - 14), (x + 4, y + 2)]
    drawn = polygon(tower, "#f0ebdf") + polygon([(x, y - 26), (x + 4, y - 14), (x + 4, y + 2), (x, y + 2)], "#cdd0c8")
    return (
        drawn
        + line(x, y - 29.5, x, y - 25, "#f0ebdf", 0.5)
        + line(x - 1.2, y - 28.2, x + 1.2, y - 28.2, "#f0ebdf", 0.5)
    )


def _house(x: float, y: float, wall: str) -> str:
    roof = polygon([(x - 0.8, y - 8), (x + 5, y - 13), (x + 10.8, y - 8)], SLATE)
    windows = rect(x + 1.8, y - 5.6, 2, 2.4, "#f7dc93") + rect(x + 6, y - 5.6, 2, 2.4, "#f7dc93")
    return rect(x, y - 8, 10, 9, wall) + roof + windows
