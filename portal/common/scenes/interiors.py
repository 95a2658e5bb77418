"""A car workshop and a conference hall. Lengths in millimetres."""

import random

from portal.common import europe_map
from portal.common.scenes.figures import CREAM, DEEP, INK, MID, MIST, MOSS, NIGHT, OCHRE, RUST, SAND, SLATE, person
from portal.common.svg import circle, line, path, polygon, rect

STEEL, BRICK, GLASS = "#41565d", "#7f3423", "#cfe0df"


def workshop(width: float = 210, height: float = 100) -> str:
    """Drawn 210 by 100 and scaled to the width; what is too high is cut at the top."""
    dice = random.Random(3)  # noqa: S311 - a picture, not a secret
    drawn = rect(0, 0, 210, 100, "#dfe3da") + rect(0, 80, 210, 20, "#a8a894") + rect(0, 80, 210, 1, "#8c8e7e")
    for joint in range(-5, 5):
        near, far = 105 + joint * 52, 105 + joint * 26
        drawn += polygon([(far, 81), (far + 0.4, 81), (near + 0.8, 100), (near, 100)], "#989a88")
    drawn += "".join(_window(10 + number * 27) for number in range(5))
    drawn += _tool_wall(dice) + _lift() + _car() + _mechanics() + _trolley()
    for x in (60, 110):
        drawn += line(x, 0, x, 5, STEEL, 0.6) + polygon([(x - 8, 8), (x - 4, 4.6), (x + 4, 4.6), (x + 8, 8)], STEEL)
    scale = width / 210
    return f'<g transform="scale({scale:.4f}) translate(0 {min(0, height / scale - 100):.2f})">{drawn}</g>'


def _window(x: float) -> str:
    hills = [(x, 30), (x + 8, 24), (x + 16, 29), (x + 24, 25), (x + 24, 34), (x, 34)]
    drawn = rect(x, 8, 24, 26, "#f3e5c3") + rect(x, 22, 24, 12, "#cfdcd4") + polygon(hills, "#9db5a6")
    drawn += line(x + 12, 8, x + 12, 34, "#5c6f74", 0.8) + line(x, 18, x + 24, 18, "#5c6f74", 0.8)
    return drawn + rect(x, 8, 24, 26, "none", stroke=STEEL, stroke_width=1.2)


def _tool_wall(dice: random.Random) -> str:
    drawn = rect(152, 8, 50, 44, "#3f6270")
    for number in range(7):
        x, long = 157 + number * 6.4, dice.uniform(8, 16)
        drawn += rect(x, 13, 1.4, long, "#dcd6c4") + circle(x + 0.7, 13 + long, 1.8, "#dcd6c4")
        drawn += circle(x + 0.7, 13 + long, 0.8, "#3f6270")
    for number in range(4):
        drawn += circle(161 + number * 11, 41, 4, "none", stroke=OCHRE, stroke_width=1.1)
    drawn += rect(148, 62, 58, 3, "#8a5a32") + rect(151, 65, 3, 16, "#5f3f26") + rect(199, 65, 3, 16, "#5f3f26")
    drawn += rect(160, 65, 30, 9, RUST) + line(160, 69.5, 190, 69.5, BRICK, 0.5)
    return drawn + rect(166, 56, 11, 6, "#22404d") + rect(181, 58.5, 6, 3.5, OCHRE)


def _lift() -> str:
    drawn = ""
    for x in (44, 122):
        drawn += rect(x, 26, 5, 55, "#b3452f") + rect(x - 3, 79, 11, 2.6, BRICK) + rect(x - 1, 50, 7, 4, BRICK)
    return drawn + rect(40, 50.5, 92, 2, BRICK)


def _car() -> str:
    body = (
        "M38 47Q38 40 46 38.5L58 37L69 27Q71 25.5 75 25.5L97 25.5Q101 25.5 104 28L113 37"
        "L127 39.5Q134 41 134 47L134 49L38 49Z"
    )
    drawn = path(body, DEEP)
    drawn += path("M62 37L71.5 28.6Q73 27.6 75 27.6L85 27.6L85 37Z", GLASS)
    drawn += path("M87.5 27.6L96.5 27.6Q99.5 27.6 101.5 29.4L109 37L87.5 37Z", GLASS)
    drawn += line(86, 37, 86, 47, "#143a4c", 0.5) + rect(89, 39.5, 4, 0.8, "#9fbcc2")
    drawn += polygon([(38.2, 43), (43, 42), (43, 45), (38, 46)], "#f2d992")
    drawn += polygon([(134, 43), (130, 42.4), (130, 45.4), (134, 46)], "#c2553c")
    for x in (54, 116):
        drawn += circle(x, 51, 7, INK) + circle(x, 51, 3.4, "#b9c2bf") + circle(x, 51, 1.1, INK)
    return drawn


def _mechanics() -> str:
    raised_arm = path("M82 67L79.5 58L81.6 57.2L85 65Z", OCHRE) + line(80.5, 58, 80.5, 53, "#4a565a", 1)
    return (
        person(84, 84, 1.35, OCHRE, SLATE, helmet=False)
        + raised_arm
        + person(104, 86, 1.4, MID, SLATE, tablet=True, helmet=False)
    )


def _trolley() -> str:
    drawn = rect(18, 70, 16, 13, RUST)
    for drawer in range(3):
        drawn += rect(18, 71.4 + drawer * 3.8, 16, 0.5, BRICK) + rect(24, 72.4 + drawer * 3.8, 4, 0.9, CREAM)
    return drawn + circle(21, 84, 1.6, SLATE) + circle(31, 84, 1.6, SLATE)


def hall(width: float = 168, height: float = 78) -> str:
    """Drawn 168 by 70 and scaled to the width; the floor goes on to `height`."""
    dice = random.Random(5)  # noqa: S311 - a picture, not a secret
    scale = width / 168
    drawn = rect(0, 0, 168, 90, "#20404e") + rect(0, 0, 168, 6, "#183443")
    for number in range(14):
        drawn += line(number * 13, 6, number * 13, 52, "#25495a", 0.5)
    drawn += rect(48, 9, 76, 40, "#f5f1e6") + _screen()
    drawn += rect(0, 52, 168, 60, "#2a2f2f") + rect(0, 52, 168, 1.2, "#8a5a32")
    drawn += person(32, 54, 1.2, CREAM, NIGHT, helmet=False) + person(138, 54, 1.2, RUST, NIGHT, helmet=False)
    drawn += polygon([(38, 54), (40, 43), (48, 43), (50, 54)], "#8a5a32") + rect(38.5, 42, 11, 1.6, "#a56d3e")
    return f'<g transform="scale({scale:.4f})">{drawn}{_audience(dice)}</g>'


def _screen() -> str:
    """The map of Europe, cut to the screen at (48, 9), 76 by 40."""
    land = "".join(path(europe_map.outline(code, every=6), "#c9d4d0") for code in europe_map.load()["outlines"])
    start = europe_map.locate(26.54, 55.87)
    rays = ""
    for place in ((-20, 64.6), (10, 53.5), (2, 46.9), (-8.4, 52), (-3, 39), (-8.3, 41), (14.4, 36.2), (11.3, 44.5)):
        x, y = europe_map.locate(*place)
        bend = f"{(start[0] + x) / 2:.1f} {min(start[1], y) - 6:.1f}"
        rays += path(f"M{start[0]:.1f} {start[1]:.1f}Q{bend} {x:.1f} {y:.1f}", "none", stroke=RUST, stroke_width=2)
        rays += circle(x, y, 3, RUST)
    frame = '<clipPath id="screen"><rect x="48" y="9" width="76" height="40"/></clipPath>'
    moved = '<g transform="translate(52 -9.5) scale(.28)">'
    return f'{frame}<g clip-path="url(#screen)">{moved}{land}{rays}{circle(*start, 4, DEEP)}</g></g>'


def _audience(dice: random.Random) -> str:
    coats = (MID, OCHRE, MOSS, RUST, MIST, SAND, "#33525e", "#b8b09a")
    hair = ("#3a2a20", "#5d4331", "#8b6a44", "#c2a06a", "#2a2422")
    drawn = ""
    for row, (y, size, people) in enumerate(((56.5, 2.5, 17), (60, 2.9, 15), (64.5, 3.5, 13))):
        for number in range(people):
            x = (number + 0.5 + (row % 2) * 0.35) * 168 / people + dice.uniform(-1, 1)
            shoulder, low, top = size * 1.55, y + size * 2.6, y + size * 0.55
            shape = (
                f"M{x - shoulder:.2f} {low:.2f}Q{x - size * 1.5:.2f} {y + size * 0.6:.2f} {x:.2f} {top:.2f}"
                f"Q{x + size * 1.5:.2f} {y + size * 0.6:.2f} {x + shoulder:.2f} {low:.2f}Z"
            )
            drawn += path(shape, dice.choice(coats)) + circle(x, y - size * 0.1, size * 0.72, dice.choice(hair))
    return drawn
