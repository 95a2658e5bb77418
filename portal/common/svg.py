"""Small pieces of SVG as text, and how wide a word is. Every length is in millimetres."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from pathlib import Path

from PIL import ImageFont

FONT_FOLDER = Path(__file__).resolve().parents[2] / "static" / "fonts"
FONT_FILES = {400: "SourceSans3-Regular.ttf", 600: "SourceSans3-Semibold.ttf"}
SANS, SERIF = "Source Sans 3", "Source Serif 4"
ELLIPSIS = "\u2026"

Point = tuple[float, float]


def attributes(**values: object) -> str:
    """`stroke_width=.3, class_="bar"` becomes ` stroke-width="0.3" class="bar"`; None is left out."""
    pairs = ((name.rstrip("_").replace("_", "-"), value) for name, value in values.items())
    return "".join(f' {name}="{escape(str(value))}"' for name, value in pairs if value is not None)


def figure(
    width: float,
    height: float,
    body: str,
    title: str,
    desc: str = "",
    *,
    fluid: bool = False,
    top: float = 0,
    **more: object,
) -> str:
    """A whole drawing, from `top` down to `height`. In print `<title>` is the alternative text, so it takes both."""
    alt = title if fluid or not desc else f"{title}. {desc}"
    size = {} if fluid else {"width": f"{width:g}mm", "height": f"{height:g}mm"}
    box = attributes(
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 {top:g} {width:g} {height - top:g}", role="img", **size
    )
    words = f"<title>{escape(alt)}</title>" + (f"<desc>{escape(desc)}</desc>" if desc else "")
    return f"<svg{box}{attributes(**more)}>{words}{body}</svg>"


def link(address: str, body: str) -> str:
    """Drawings stand beside the same links in words: the keyboard takes those."""
    return f"<a{attributes(href=address, tabindex=-1)}>{body}</a>"


def rect(x: float, y: float, width: float, height: float, fill: str, **more: object) -> str:
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(width, 0):.2f}" height="{height:.2f}"'
        f' fill="{fill}"{attributes(**more)}/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 0.4, **more: object) -> str:
    ends = f'x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"'
    return f'<line {ends} stroke="{stroke}" stroke-width="{width:.2f}"{attributes(**more)}/>'


def circle(x: float, y: float, radius: float, fill: str, **more: object) -> str:
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{fill}"{attributes(**more)}/>'


def path(d: str, fill: str, **more: object) -> str:
    return f'<path d="{d}" fill="{fill}"{attributes(**more)}/>'


def polygon(points: Iterable[Point], fill: str, **more: object) -> str:
    return path("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + "Z", fill, **more)


def text(
    x: float,
    y: float,
    words: object,
    size: float,
    fill: str,
    *,
    anchor: str = "start",
    weight: int = 400,
    family: str | None = SANS,
    **more: object,
) -> str:
    """`y` is the baseline. `family=None` lets the page's own font through."""
    look = attributes(font_family=family, font_size=f"{size:g}", font_weight=weight, text_anchor=anchor, **more)
    return f'<text x="{x:.2f}" y="{y:.2f}" fill="{fill}"{look}>{escape(str(words))}</text>'


@lru_cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FOLDER / FONT_FILES[weight], 100)


@lru_cache(maxsize=4096)
def text_width(words: str, size: float, weight: int = 400) -> float:
    """Width in mm of a line set `size` mm high in Source Sans 3."""
    return _font(weight).getlength(words) * size / 100


def shorten(words: str, room: float, size: float, weight: int = 400) -> str:
    """Cut to `room` mm, with an ellipsis."""
    if text_width(words, size, weight) <= room:
        return words
    while words and text_width(words + ELLIPSIS, size, weight) > room:
        words = words[:-1]
    return words.rstrip() + ELLIPSIS


def wrap(words: str, room: float, size: float, lines: int = 2, weight: int = 400) -> list[str]:
    """Break into at most `lines` lines of `room` mm; what does not fit ends in an ellipsis."""
    rows: list[str] = []
    rest = words.split()
    while rest and len(rows) < lines:
        row = rest.pop(0)
        while rest and text_width(f"{row} {rest[0]}", size, weight) <= room:
            row = f"{row} {rest.pop(0)}"
        rows.append(row)
    if rest:
        rows[-1] = " ".join([rows[-1], *rest])
    return [shorten(row, room, size, weight) for row in rows] or [""]
