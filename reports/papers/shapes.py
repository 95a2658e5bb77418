"""What stands alone in a paper: tables, longer texts, places to sign. Labels are in the paper's languages already."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

TEMPLATES = "reports/papers"
LONGEST_WHOLE = 10  # rows or paragraphs: what is shorter stays on one page
LONGEST_BESIDE = 2200  # characters: what is longer than a page of half the width stands under each other


class Shape:
    template = ""

    def html(self) -> SafeString:
        return render_to_string(f"{TEMPLATES}/{self.template}.html", {"shape": self})


@dataclass(frozen=True)
class Facing(Shape):
    """Labels and values under each other. An empty value becomes a line to write on."""

    caption: str
    rows: tuple[tuple[str, str], ...]
    note: str = ""
    template = "facts"


@dataclass(frozen=True)
class Grid(Shape):
    """A table; `is_sum`: its last row adds up those above; `numbers`: the last column holds amounts."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_sum: bool = False
    numbers: bool = False
    note: str = ""
    template = "grid"

    @property
    def is_whole(self) -> bool:
        return len(self.rows) <= LONGEST_WHOLE

    @property
    def is_by_hand(self) -> bool:
        """Nothing stands in it yet, so every column needs room."""
        return not any(map(any, self.rows))


@dataclass(frozen=True)
class Writing(Shape):
    """Paragraphs that somebody wrote in `language`, or lines to write on where nobody did yet. `note` stands above
    them across both columns of a paper in two languages."""

    paragraphs: tuple[str, ...]
    note: str = ""
    language: str = ""
    template = "writing"

    @property
    def is_whole(self) -> bool:
        return len(self.paragraphs) <= LONGEST_WHOLE and len("".join(self.paragraphs)) <= LONGEST_BESIDE / 2


@dataclass(frozen=True)
class Tongues(Shape):
    """One text in each language of the paper, beside each other: (language, paragraphs)."""

    texts: tuple[tuple[str, tuple[str, ...]], ...]
    template = "tongues"

    @property
    def rows(self) -> list[list[tuple[str, tuple[str, ...]]]]:
        """Paragraph beside paragraph where both languages have as many; else one text beside the other."""
        if len({len(paragraphs) for _language, paragraphs in self.texts}) > 1:
            return [list(self.texts)]
        columns = [[(language, (each,)) for each in paragraphs] for language, paragraphs in self.texts]
        return [list(row) for row in zip(*columns, strict=True)]

    @property
    def is_beside(self) -> bool:
        longest = max(sum(map(len, paragraphs)) for row in self.rows for _language, paragraphs in row)
        return len(self.texts) > 1 and longest <= LONGEST_BESIDE


@dataclass(frozen=True)
class Signer:
    """`role` on top, `name` under the line where it is known."""

    role: str
    name: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class Signatures(Shape):
    signers: tuple[Signer, ...]
    words: dict[str, str]
    stamp: str = ""
    template = "signatures"

    @property
    def beside(self) -> int:
        """How many sign beside each other."""
        return 3 if len(self.signers) == 3 else 2

    @property
    def rows(self) -> list[tuple[Signer, ...]]:
        return [self.signers[at : at + self.beside] for at in range(0, len(self.signers), self.beside)]


@dataclass(frozen=True)
class Nothing(Shape):
    """What does not concern this person."""

    def html(self) -> SafeString:
        return SafeString("")
