"""How many stays there are at a time."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import accumulate


class Occupancy:
    """Of (first day, last day) spans; asked for any days without going through all of them again."""

    def __init__(self, spans: Iterable[tuple[date, date]]) -> None:
        changes: Counter[int] = Counter()
        for first, last in spans:
            changes[first.toordinal()] += 1
            changes[last.toordinal() + 1] -= 1
        self.days = sorted(changes)
        self.people = list(accumulate(changes[day] for day in self.days))

    def peak(self, first: date, last: date | None = None) -> int:
        """The most on one day of these; without `last` on any day from the first on."""
        begin = max(bisect_right(self.days, first.toordinal()) - 1, 0)
        end = bisect_right(self.days, last.toordinal()) if last else len(self.days)
        return max(self.people[begin:end], default=0)

    def on(self, day: date) -> int:
        return self.peak(day, day)
