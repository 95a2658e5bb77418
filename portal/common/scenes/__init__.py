"""Drawn scenes for documents whose school has no photo with consent yet: shapes only, the same on every run.

Each scene is a function that takes its size in millimetres and returns SVG text without the outer element.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from portal.common import svg
from portal.common.scenes.harbour import harbour
from portal.common.scenes.interiors import hall, workshop
from portal.common.scenes.landscapes import coast, road

SCENES: dict[str, Callable[[float, float], str]] = {
    "road": road,
    "harbour": harbour,
    "workshop": workshop,
    "hall": hall,
    "coast": coast,
}


def described(name: str) -> str:
    """What the drawing shows, for those who cannot see it."""
    return {
        "road": _("Drawing: a small bus on a winding mountain road"),
        "harbour": _("Drawing: a container ship in a port and two young people on the quay"),
        "workshop": _("Drawing: a car workshop with a car on the lift"),
        "hall": _("Drawing: a conference hall with a map of Europe on the screen"),
        "coast": _("Drawing: evening on a northern coast with a church and houses"),
    }[name]


def scene(name: str, width: float, height: float) -> str:
    """A whole drawing, `width` by `height` mm."""
    return svg.figure(width, height, SCENES[name](width, height), described(name), class_=f"scene {name}")
