"""Colours of charts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """Colours of a chart. `fluid`: without a size of its own, for a page."""

    ink: str = "#1c2a33"
    soft: str = "#56656d"
    hair: str = "#b9c0c1"
    paper: str = "#ffffff"
    accent: str = "#1d4f66"
    accent_soft: str = "#a9bcc1"
    partial: str = "#6f97a6"
    contrast: str = "#a34229"
    on_accent: str = "#ffffff"
    series: tuple[str, ...] = ("#1d4f66", "#c17f2f", "#5f7030", "#a34229", "#6a5a8c", "#2f7d8c", "#56656d")
    fluid: bool = False


PAPER = Theme()
DARK = Theme(
    ink="#f6f2e6",
    soft="#c3d5d5",
    hair="#3c5a68",
    paper="#12303f",
    accent="#eab75f",
    accent_soft="#7f9da4",
    partial="#b98f4a",
    contrast="#f6f2e6",
    on_accent="#12303f",
)
SCREEN = Theme(fluid=True)
