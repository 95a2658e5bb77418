"""Who comes before whom in a call for participation, and who is decided against that. Pure: no database, no clock.

A result is the weighted share of the most points, from 0 to 100, rounded half up to two decimals; what is shown
ranks. Equal results are a tie: of a tie, who applied earlier comes first. Whoever lacks points has no result and no
place; withdrawn applications are not passed to these functions.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

FULL = 100
DECIMALS = 2


@dataclass(frozen=True)
class Scale:
    """One criterion: points from 0 to `most`, worth `weight` in the result."""

    key: Hashable
    weight: int
    most: int


@dataclass(frozen=True)
class Candidate:
    key: Hashable
    applied_on: date
    points: Mapping[Hashable, Decimal]


@dataclass(frozen=True)
class Standing:
    """`result` and `rank` are None while points are `missing`; a tie shares the best of its ranks."""

    key: Hashable
    applied_on: date
    result: Decimal | None
    missing: tuple[Hashable, ...]
    rank: int | None = None
    is_tied: bool = False

    @property
    def order(self) -> tuple:
        """Those without a result last."""
        return (self.result is None, -(self.result or 0), self.applied_on)


def result_of(scales: Sequence[Scale], points: Mapping[Hashable, Decimal]) -> Decimal | None:
    """None without criteria, or where points of any of them are missing."""
    if not scales or any(scale.key not in points for scale in scales):
        return None
    reached = sum(scale.weight * Fraction(points[scale.key]) / scale.most for scale in scales)
    share = reached / sum(scale.weight for scale in scales)
    return Decimal(floor(share * FULL * 10**DECIMALS + Fraction(1, 2))).scaleb(-DECIMALS)


def rank(scales: Sequence[Scale], candidates: Iterable[Candidate]) -> list[Standing]:
    """All candidates, the best first. Keys decide between equal ones only so that the order is always the same."""
    standings = [
        Standing(
            key=candidate.key,
            applied_on=candidate.applied_on,
            result=result_of(scales, candidate.points),
            missing=tuple(scale.key for scale in scales if scale.key not in candidate.points),
        )
        for candidate in candidates
    ]
    results = [standing.result for standing in standings if standing.result is not None]
    ordered = sorted(standings, key=lambda standing: (*standing.order, standing.key))
    return [with_rank(standing, results) for standing in ordered]


def with_rank(standing: Standing, results: list[Decimal]) -> Standing:
    if standing.result is None:
        return standing
    better = sum(result > standing.result for result in results)
    is_tied = results.count(standing.result) > 1
    return Standing(
        standing.key, standing.applied_on, standing.result, standing.missing, rank=better + 1, is_tied=is_tied
    )


def propose(standings: Sequence[Standing], places: int) -> tuple[list[Hashable], list[Hashable]]:
    """(selected, reserve list): keys in their order.

    In neither is whoever lacks points, nor equal ones of the same day of whom only some would find a place: people
    decide between them.
    """
    ranked = [standing for standing in standings if standing.result is not None]
    selected, reserve = ranked[:places], ranked[places:]
    if selected and reserve and selected[-1].order == reserve[0].order:
        split = reserve[0].order
        selected = [standing for standing in selected if standing.order != split]
        reserve = [standing for standing in reserve if standing.order != split]
    return [standing.key for standing in selected], [standing.key for standing in reserve]


def places_in_reserve(wished: Mapping[Hashable, int | None]) -> dict[Hashable, int]:
    """Place of each in the reserve list; `wished` is in the order of the ranking.

    Whoever was given a place gets it, the others fill the places left over in their order.
    """
    taken = {place: key for key, place in wished.items() if place is not None}
    others = [key for key, place in wished.items() if place is None]
    line: list[Hashable] = []
    for place in range(1, max([len(wished), *taken]) + 1):
        if place in taken:
            line.append(taken[place])
        elif others:
            line.append(others.pop(0))
    return {key: place for place, key in enumerate(line, start=1)}


def against_ranking(standings: Sequence[Standing], worth: Mapping[Hashable, tuple]) -> list[tuple[Hashable, Hashable]]:
    """Pairs (passed over, preferred): the first does not rank lower, and fares worse.

    `worth` of each is (decision, place in the reserve list), the better the smaller. Between two of the same result
    and day no place is higher than the other, but a different decision is to be explained all the same.
    """
    ranked = [standing for standing in standings if standing.key in worth and standing.result is not None]
    pairs = []
    for place, first in enumerate(ranked):
        for second in ranked[place + 1 :]:
            ours, theirs = worth[first.key], worth[second.key]
            if first.order < second.order and theirs < ours:
                pairs.append((first.key, second.key))
            elif first.order == second.order and theirs[0] != ours[0]:
                pairs.append((first.key, second.key) if theirs < ours else (second.key, first.key))
    return pairs
