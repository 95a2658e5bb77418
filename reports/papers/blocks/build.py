"""What every block is: a function from facts to a shape and the names of the gaps it leaves."""

from collections.abc import Callable

from reports.papers.facts import Facts
from reports.papers.shapes import Shape
from reports.papers.tongue import Tongue

Built = tuple[Shape, list[str]]
Build = Callable[[Facts, Tongue], Built]


def missing(**found: object) -> list[str]:
    """Names of the gaps whose value is empty."""
    return [name for name, value in found.items() if not value]
