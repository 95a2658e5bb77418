"""Charts as SVG for pages and documents alike. Lengths in millimetres.

Every element carries a class (`bar`, `label`, `value` ...), so that a page's style sheet may recolour it; the
theme's colours are what shows without one. Charts grow downwards with their rows; none is cut off.
"""

from portal.common.charts.averages import Series, ratings
from portal.common.charts.dots import matrix
from portal.common.charts.lengths import bars, bullets, paired_bars
from portal.common.charts.parts import EMPTY_HEIGHT, plain
from portal.common.charts.spread import (
    FEW,
    Spread,
    figure_of,
    is_enough,
    key,
    middle_of,
    on_a_page,
    spreads,
    words_of,
)
from portal.common.charts.theme import DARK, PAPER, SCREEN, Theme

__all__ = [
    "DARK", "EMPTY_HEIGHT", "FEW", "PAPER", "SCREEN", "Series", "Spread", "Theme", "bars", "bullets", "figure_of",
    "is_enough", "key", "matrix", "middle_of", "on_a_page", "paired_bars", "plain", "ratings", "spreads", "words_of",
]  # fmt: skip
