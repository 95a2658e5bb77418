"""A container port in the evening sun. Lengths in millimetres."""

import random

from portal.common.scenes.figures import (
    CREAM,
    DEEP,
    INK,
    MOSS,
    NIGHT,
    OCHRE,
    RUST,
    SAND,
    SLATE,
    gulls,
    mountains,
    person,
)
from portal.common.svg import circle, line, polygon, rect

CONTAINERS = (RUST, OCHRE, "#3f7280", CREAM, MOSS, DEEP, SAND)
STACKS = (3, 4, 4, 5, 4, 5, 5, 3, 4, 5, 4, 4, 3, 2)


def harbour(width: float = 210, height: float = 105) -> str:
    dice = random.Random(11)  # noqa: S311 - a picture, not a secret
    horizon = height * 0.58
    drawn = rect(0, 0, width, height, "#ece6d6") + rect(0, horizon * 0.55, width, horizon * 0.5, "#f1e0bd")
    drawn += circle(width * 0.29, horizon - 4, 11, "#efbf6a")
    hills = [(width * 0.05, horizon - 5), (width * 0.2, horizon - 8), (width * 0.33, horizon - 3)]
    drawn += mountains(dice, width, horizon + 1, horizon - 1, hills, "#b9c9c8", "#a9bcbd")
    drawn += _water(dice, width, height, horizon)
    drawn += _crane(width * 0.63, horizon + 2, 0.85, "#8ca4a8") + _crane(width * 0.80, horizon + 2, 0.95, "#6c8b93")
    drawn += _ship(dice, width * 0.42, horizon + 9) + _quay(width, height)
    places = ((0.14, 0.2, 1.2), (0.19, 0.15, 0.9), (0.36, 0.12, 0.8), (0.1, 0.13, 0.7))
    return drawn + gulls([(width * x, height * y, size) for x, y, size in places])


def _water(dice: random.Random, width: float, height: float, horizon: float) -> str:
    depth = height - horizon
    drawn = rect(0, horizon, width, depth, "#5b8793") + rect(0, horizon + depth * 0.35, width, depth * 0.65, "#437281")
    drawn += rect(0, horizon + depth * 0.7, width, depth * 0.3, "#315e6e")
    for _ in range(60):
        y, x = dice.uniform(horizon + 1, height - 1), dice.uniform(0, width)
        near = (y - horizon) / depth
        colour = dice.choice(("#86a9af", "#6f99a3", "#2b5565"))
        drawn += line(x, y, x + 3 + 10 * near, y, colour, 0.25 + 0.4 * near)
    for step in range(12):
        y, half = horizon + 1.2 + step * 1.9, (18 - step * 1.1 + dice.uniform(-3, 3)) / 2
        drawn += line(width * 0.29 - half, y, width * 0.29 + half, y, "#efcf93", 0.7)
    return drawn


def _crane(x: float, y: float, size: float, colour: str) -> str:
    def strut(x1: float, y1: float, x2: float, y2: float, thick: float) -> str:
        return line(x + x1 * size, y + y1 * size, x + x2 * size, y + y2 * size, colour, thick * size)

    drawn = strut(0, 0, 0, -38, 1.1) + strut(13, 0, 13, -38, 1.1)
    drawn += strut(0, -10, 13, -10, 0.8) + strut(0, -24, 13, -24, 0.8)
    drawn += strut(0, -10, 13, -24, 0.45) + strut(13, -10, 0, -24, 0.45)
    drawn += rect(x - 36 * size, y - 39.5 * size, 64 * size, 2 * size, colour)
    mast = [(x + 4 * size, y - 38 * size), (x + 6.5 * size, y - 56 * size), (x + 9 * size, y - 38 * size)]
    drawn += polygon(mast, colour)
    drawn += strut(6.5, -55, -33, -39, 0.4) + strut(6.5, -55, -15, -39, 0.4) + strut(6.5, -55, 26, -39, 0.4)
    return drawn + rect(x + 18 * size, y - 38 * size, 8 * size, 5 * size, colour)


def _ship(dice: random.Random, x: float, y: float) -> str:
    drawn = ""
    for stack, high in enumerate(STACKS):
        for level in range(high):
            left, top = x + 9 + stack * 6.3, y - 6 - (level + 1) * 3.3
            drawn += rect(left, top, 6.0, 3.1, dice.choice(CONTAINERS))
            for rib in range(1, 6):
                drawn += line(left + rib, top + 0.4, left + rib, top + 2.7, INK, 0.12, opacity=".35")
    drawn += rect(x + 99, y - 27, 9, 21, "#f5f1e6") + rect(x + 98, y - 24, 11, 3, "#22404d")
    drawn += rect(x + 101, y - 33, 3.6, 6, RUST) + rect(x + 101, y - 31.5, 3.6, 1.4, "#f5f1e6")
    drawn += polygon([(x - 4, y - 6), (x + 113, y - 6), (x + 111, y + 7), (x + 5, y + 7)], NIGHT)
    drawn += polygon([(x + 2.7, y + 3.6), (x + 111.5, y + 3.6), (x + 111, y + 7), (x + 5, y + 7)], RUST)
    drawn += line(x + 1, y - 3.4, x + 112.3, y - 3.4, "#e9dfc5", 0.5)
    for _ in range(18):
        left, top = x + dice.uniform(0, 104), y + 8 + dice.uniform(0, 4)
        drawn += line(left, top, left + dice.uniform(4, 12), top, "#24505f", 0.5)
    return drawn


def _quay(width: float, height: float) -> str:
    top = height * 0.86
    drawn = polygon([(0, top - 3), (width * 0.34, top - 3), (width * 0.37, height), (0, height)], "#b7ab8f")
    drawn += polygon([(0, top - 3), (width * 0.34, top - 3), (width * 0.345, top), (0, top)], "#d8ccae")
    for x in range(6, 70, 16):
        drawn += rect(x, top - 7, 3, 4.4, SLATE) + rect(x - 0.8, top - 7.6, 4.6, 1.3, SLATE)
    drawn += person(width * 0.235, top - 2, 1.35, "#d98b2f", SLATE, tablet=True)
    return drawn + person(width * 0.195, top - 2, 1.3, "#2c5f73", SLATE)
