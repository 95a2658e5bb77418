"""Progress over the phases of one job, each a measured share of the whole, so that the bar moves evenly."""

from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TypeVar

from django.utils.translation import gettext_noop

from portal.jobs.registry import Progress
from portal.jobs.steps import step

Each = TypeVar("Each")
READ, PARSE, COMPARE, JUDGE, KEEP, SAVE = "read", "parse", "compare", "judge", "keep", "save"
CHECKING = {READ: 25, PARSE: 8, COMPARE: 7, JUDGE: 48, KEEP: 12}
SAVING = {READ: 15, PARSE: 6, COMPARE: 6, JUDGE: 33, SAVE: 40}
PARTS = 1000  # how finely the bar moves
EVERY, SECONDS_BETWEEN = 50, 1


class Phases:
    """`shares`: phase > percent of the time that it usually takes, in their order."""

    def __init__(self, progress: Progress, shares: dict[str, int]) -> None:
        self.progress, self.shares = progress, shares
        self.before = self.share = 0
        self.calls, self.next_time = 0, 0.0

    def begin(self, phase: str, text: str) -> None:
        names = list(self.shares)
        self.share = self.shares.get(phase, 0)
        self.before = sum(self.shares[name] for name in names[: names.index(phase)]) if self.share else self.before
        self.calls = 0
        self.tell(0, 1, text)

    def end_with(self, phase: str, text: str) -> None:
        """The last phase, which can tell nothing: it writes in one transaction."""
        self.begin(phase, text)
        self.progress(self.parts(0), PARTS, text, until=PARTS)

    def move(self, done: int, total: int, text: str) -> None:
        """Told at most once a second."""
        self.calls += 1
        if self.calls % EVERY == 0 and monotonic() >= self.next_time:
            self.tell(done, total, text)

    def each(self, phase: str, rows: Sequence[Each]) -> Iterator[Each]:
        """Every one of `rows`, while the phase is told."""
        total = len(rows)
        self.begin(phase, told_row(0, total))
        for place, row in enumerate(rows):
            if place % EVERY == 0:
                self.calls = EVERY - 1
                self.move(place, total, told_row(place, total))
            yield row

    def tell(self, done: int, total: int, text: str) -> None:
        part = min(done / total, 1) if total else 0
        self.progress(self.parts(part), PARTS, text)
        self.next_time = monotonic() + SECONDS_BETWEEN

    def parts(self, part: float) -> int:
        return int((self.before + self.share * part) * PARTS / 100)


def told_row(place: int, total: int) -> str:
    return step(gettext_noop("Row %(row)s of %(total)s"), row=place, total=total)
