"""A map of Europe with an arc from the school to every country its people went to. Lengths in millimetres.

The sheet is 210 mm wide and 297 mm high, in Lambert's conformal conic projection (42 and 62 degrees
north, central meridian 7 east). data/build_europe_map.py makes the outlines.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.common import svg
from portal.common.svg import Point

DATA_FILE = Path(__file__).parent / "data" / "europe.json"
WIDTH, HEIGHT = 210.0, 297.0
SOUTH, NORTH, MERIDIAN, ORIGIN = (math.radians(degrees) for degrees in (42, 62, 7, 52))
CONE = math.log(math.cos(SOUTH) / math.cos(NORTH)) / math.log(
    math.tan(math.pi / 4 + NORTH / 2) / math.tan(math.pi / 4 + SOUTH / 2)
)
FACTOR = math.cos(SOUTH) * math.tan(math.pi / 4 + SOUTH / 2) ** CONE / CONE
# The part of the world that must be seen, and where on the sheet: left, top, width, height.
CORNERS = ((-24.5, 66.8), (-10, 35), (-10, 66.8), (7, 35), (7, 66.8), (20, 35), (30, 35), (30, 66.8))
FRAME = (8.0, 66.0, 192.0, 166.0)
AIR = 1.0  # between a label and the lines and dots round it


@dataclass(frozen=True)
class Destination:
    """A country: ISO code, name, how many went, what to print for it ("18", "< 5"), towns as (lon, lat): the arc ends
    at the first.

    With `url` its label is a link; the page says the same in words, so the keyboard passes it by.
    """

    code: str
    name: str
    people: int
    label: str
    towns: tuple[Point, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Home:
    code: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Colours:
    sea: str = "#d5e0df"
    land: str = "#f4f1e7"
    border: str = "#b9c4bf"
    visited: str = "#e4cf9f"
    home: str = "#1d4f66"
    arc: str = "#a34229"
    ink: str = "#1c2a33"


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0) * max(height, 0)

    def holds(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def within(self, other: "Box") -> bool:
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom


def project(lon: float, lat: float) -> Point:
    """Lambert's conic, unit sphere, y growing southwards."""

    def radius(angle: float) -> float:
        return FACTOR / math.tan(math.pi / 4 + angle / 2) ** CONE

    turn = CONE * (math.radians(lon) - MERIDIAN)
    distance = radius(math.radians(max(-20.0, min(88.0, lat))))
    return distance * math.sin(turn), distance * math.cos(turn) - radius(ORIGIN)


@lru_cache
def _fit() -> tuple[float, float, float]:
    """Scale and shift that bring CORNERS into FRAME."""
    points = [project(*corner) for corner in CORNERS]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top, width, height = FRAME
    scale = min(width / (max(xs) - min(xs)), height / (max(ys) - min(ys)))
    return (
        scale,
        left + (width - scale * (max(xs) - min(xs))) / 2 - scale * min(xs),
        top + (height - scale * (max(ys) - min(ys))) / 2 - scale * min(ys),
    )


def locate(lon: float, lat: float) -> Point:
    """A place on the sheet."""
    scale, right, down = _fit()
    x, y = project(lon, lat)
    return x * scale + right, y * scale + down


@lru_cache
def load() -> dict:
    return json.loads(DATA_FILE.read_text())


def centre(code: str) -> Point:
    """Longitude and latitude of a country's middle; of Europe's for a code nobody knows."""
    return tuple(load()["centres"].get(code, (15.0, 52.0)))


def is_on_map(code: str) -> bool:
    """Whether the country's middle lies on the drawn part of the world."""
    left, top, width, height = FRAME
    return code in load()["outlines"] and Box(left, top, left + width, top + height).holds(locate(*centre(code)))


@lru_cache
def outline(code: str, every: int = 1) -> str:
    """The country as a path; for a small picture every second or fourth point will do."""
    parts = []
    for flat in load()["outlines"].get(code, ()):
        points = list(zip(flat[::2], flat[1::2], strict=True))[::every]
        if len(points) > 2:
            parts.append("M" + "L".join(f"{x / 100:.1f} {y / 100:.1f}" for x, y in points) + "Z")
    return "".join(parts)


def europe_map(
    home: Home,
    destinations: Sequence[Destination],
    title: str,
    desc: str = "",
    *,
    free: Box = Box(4, 74, 206, 240),
    height: float = HEIGHT,
    top: float = 0,
    colours: Colours = Colours(),
    fluid: bool = False,
) -> str:
    """The sheet from `top` down to `height`; arcs end and labels stand inside `free`."""
    start = locate(home.lon, home.lat)
    ends = [_end(start, destination, free) for destination in destinations]
    arcs = _arcs(start, ends)
    most = max((destination.people for destination in destinations), default=1)
    body = svg.rect(0, 0, WIDTH, height, colours.sea, class_="sea")
    body += _countries(home, destinations, colours)
    for destination, (control, end) in sorted(zip(destinations, arcs, strict=True), key=lambda pair: -pair[0].people):
        d = f"M{start[0]:.1f} {start[1]:.1f}Q{control[0]:.1f} {control[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
        width = f"{0.5 + 2.2 * destination.people / most:.2f}"
        look = {"stroke_opacity": ".82", "stroke_linecap": "round", "class_": "arc"}
        body += svg.path(d, "none", stroke=colours.arc, stroke_width=width, **look)
    towns = [locate(*town) for destination in destinations for town in destination.towns]
    for x, y in towns:
        body += svg.circle(x, y, 0.9, "#fff", stroke=colours.ink, stroke_width=0.35, class_="town")
    body += _labels(home, start, destinations, arcs, towns, free, colours)
    return svg.figure(WIDTH, height, body, title, desc, fluid=fluid, top=top, class_="europe-map")


def _countries(home: Home, destinations: Sequence[Destination], colours: Colours) -> str:
    visited = {destination.code for destination in destinations}
    drawn = ""
    for code in load()["outlines"]:
        fill, kind = colours.land, "land"
        if code in visited:
            fill, kind = colours.visited, "land visited"
        if code == home.code:
            fill, kind = colours.home, "land home"
        look = {"stroke": colours.border, "stroke_width": 0.22, "stroke_linejoin": "round", "class_": kind}
        drawn += svg.path(outline(code), fill, **look)
    return drawn


def _end(start: Point, destination: Destination, free: Box) -> Point:
    """Where an arc ends: the first town, else the country's middle; or the edge of the free part on the way to it."""
    x, y = locate(*(destination.towns[0] if destination.towns else centre(destination.code)))
    reach = 1.0
    for here, there, low, high in (
        (start[0], x, free.left + 8, free.right - 8),
        (start[1], y, free.top + 4, free.bottom - 8),
    ):
        if there < low:
            reach = min(reach, (low - here) / (there - here))
        elif there > high:
            reach = min(reach, (high - here) / (there - here))
    return start[0] + (x - start[0]) * reach, start[1] + (y - start[1]) * reach


def _arcs(start: Point, ends: Sequence[Point]) -> list[tuple[Point, Point]]:
    """Control and end points. In the order of their headings arcs bend from one side to the other,
    so that countries in one direction do not share a line.
    """
    order = sorted(
        range(len(ends)),
        key=lambda number: math.atan2(ends[number][1] - start[1], ends[number][0] - start[0]) % (2 * math.pi),
    )
    rank = {number: place for place, number in enumerate(order)}
    last = max(len(ends) - 1, 1)
    arcs = []
    for number, (x, y) in enumerate(ends):
        bend = 0.44 * rank[number] / last - 0.22
        across, down = x - start[0], y - start[1]
        control = ((start[0] + x) / 2 - down * bend, (start[1] + y) / 2 + across * bend)
        arcs.append((control, (x, y)))
    return arcs


def _along(start: Point, arc: tuple[Point, Point], steps: int = 80) -> list[Point]:
    control, end = arc
    points = []
    for step in range(8, steps + 1):
        t = step / steps
        points.append(
            tuple(
                (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c for a, b, c in zip(start, control, end, strict=True)
            )
        )
    return points


def _labels(
    home: Home,
    start: Point,
    destinations: Sequence[Destination],
    arcs: Sequence[tuple[Point, Point]],
    towns: Sequence[Point],
    free: Box,
    colours: Colours,
) -> str:
    """The home and every country, the largest first, each where it covers least."""
    big, small = (8.2, 3.1) if len(destinations) <= 12 else (5.2, 2.5)
    home_width = svg.text_width(home.name, 3.6, 600)
    side = 1 if start[0] + home_width + 6 < free.right else -1
    home_x = start[0] + side * 3.4
    home_edges = sorted((home_x, home_x + side * home_width))
    taken = [Box(home_edges[0] - 1, start[1] - 5, home_edges[1] + 1, start[1] + 3)]
    avoid = [point for arc in arcs for point in _along(start, arc)]
    ends = [end for _, end in arcs]
    drawn = ""
    for destination, (_, end) in sorted(zip(destinations, arcs, strict=True), key=lambda pair: -pair[0].people):
        width = max(len(destination.label) * big * 0.56, svg.text_width(destination.name, small, 600)) + 2
        box = _place(end, width, big * 0.72 + small * 1.6, taken, avoid, [*towns, *ends], free)
        taken.append(box)
        x = (box.left + box.right) / 2
        words = svg.text(
            x, box.top + big * 0.7, destination.label, big, colours.ink, anchor="middle", weight=300, family=svg.SERIF
        )
        words += svg.text(
            x, box.bottom - small * 0.3, destination.name, small, colours.ink, anchor="middle", weight=600
        )
        drawn += svg.link(destination.url, words) if destination.url else words
    drawn += svg.circle(*start, 2.1, "#fff") + svg.circle(*start, 1.35, colours.arc)
    anchor = "start" if side > 0 else "end"
    return drawn + svg.text(home_x, start[1] + 1.2, home.name, 3.6, colours.ink, anchor=anchor, weight=600)


def _place(
    end: Point,
    width: float,
    height: float,
    taken: Sequence[Box],
    avoid: Sequence[Point],
    marks: Sequence[Point],
    free: Box,
) -> Box:
    """The best of 20 directions and 6 distances round an arc's end."""
    best, least = Box(end[0], end[1], end[0] + width, end[1] + height), math.inf
    for gap in (1.5, 3, 5, 8, 12, 17, 24):
        for step in range(20):
            turn = math.pi * step / 10
            x = end[0] + math.cos(turn) * (gap + width / 2)
            y = end[1] + math.sin(turn) * (gap + height / 2)
            box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            wide = Box(box.left - AIR, box.top - AIR, box.right + AIR, box.bottom + AIR)
            cost = gap * 1.2 + 40 * sum(box.overlap(other) for other in taken)
            cost += 8 * sum(wide.holds(point) for point in avoid) + 20 * sum(wide.holds(point) for point in marks)
            if not box.within(free):
                cost += 5000
            if cost < least:
                best, least = box, cost
    return best
