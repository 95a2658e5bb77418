"""Ranking of a call: worked by hand, and what holds for any points."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mobilities.ranking import (
    Candidate,
    Scale,
    against_ranking,
    places_in_reserve,
    propose,
    rank,
    result_of,
)

DAY = date(2021, 9, 20)
GRADES, LANGUAGE = Scale("grades", 30, 10), Scale("language", 10, 20)
points_of = st.decimals(0, 10, places=2)
scales_of = st.lists(
    st.builds(Scale, st.text("abcdef", min_size=1, max_size=3), st.integers(1, 500), st.integers(10, 50)),
    min_size=1,
    max_size=5,
    unique_by=lambda scale: scale.key,
)


def candidate(key, applied_on=DAY, **points) -> Candidate:
    return Candidate(key, applied_on, {name: Decimal(value) for name, value in points.items()})


@st.composite
def calls(draw) -> tuple[list[Scale], list[Candidate]]:
    scales = draw(scales_of)
    keys = draw(st.lists(st.integers(1, 99), min_size=1, max_size=8, unique=True))
    candidates = []
    for key in keys:
        known = draw(st.sets(st.sampled_from([scale.key for scale in scales])))
        complete = draw(st.booleans())
        points = {scale.key: draw(points_of) for scale in scales if complete or scale.key in known}
        candidates.append(Candidate(key, draw(st.dates(DAY, date(2021, 9, 23))), points))
    return scales, candidates


def test_worked_result():
    """(30 × 8/10 + 10 × 15/20) of 40: 31,5 of 40."""
    assert result_of([GRADES, LANGUAGE], {"grades": Decimal(8), "language": Decimal(15)}) == Decimal("78.75")
    assert result_of([GRADES, LANGUAGE], {"grades": Decimal(0), "language": Decimal(0)}) == Decimal("0.00")
    assert result_of([GRADES, LANGUAGE], {"grades": Decimal(10), "language": Decimal(20)}) == Decimal("100.00")


def test_result_is_rounded_half_up():
    assert result_of([Scale("a", 1, 3)], {"a": Decimal(1)}) == Decimal("33.33")
    assert result_of([Scale("a", 1, 3)], {"a": Decimal(2)}) == Decimal("66.67")
    assert result_of([Scale("a", 1, 800)], {"a": Decimal("1")}) == Decimal("0.13")


def test_missing_points_are_no_zero():
    standing = rank([GRADES, LANGUAGE], [candidate("anna", grades=10)])[0]
    assert (standing.result, standing.rank, standing.missing) == (None, None, ("language",))
    assert result_of([], {}) is None


def test_order_ties_and_those_without_points():
    standings = rank(
        [GRADES],
        [
            candidate("none"),
            candidate("late", date(2021, 9, 22), grades=8),
            candidate("early", date(2021, 9, 20), grades=8),
            candidate("best", date(2021, 9, 23), grades=9),
            candidate("last", grades=1),
        ],
    )
    assert [standing.key for standing in standings] == ["best", "early", "late", "last", "none"]
    assert [standing.rank for standing in standings] == [1, 2, 2, 4, None]
    assert [standing.is_tied for standing in standings] == [False, True, True, False, False]


def test_proposal():
    standings = rank([GRADES], [candidate(name, grades=value) for name, value in (("a", 9), ("b", 8), ("c", 7))])
    assert propose(standings, 2) == (["a", "b"], ["c"])
    assert propose(standings, 9) == (["a", "b", "c"], [])
    assert propose(rank([GRADES], [candidate("nobody")]), 1) == ([], [])


def test_places_in_reserve():
    assert places_in_reserve({"a": None, "b": None, "c": None}) == {"a": 1, "b": 2, "c": 3}
    assert places_in_reserve({"a": None, "b": None, "c": 1}) == {"c": 1, "a": 2, "b": 3}
    assert places_in_reserve({"a": 2, "b": None}) == {"b": 1, "a": 2}
    assert places_in_reserve({"a": 9, "b": None}) == {"b": 1, "a": 2}


def test_pairs_against_the_ranking():
    standings = rank([GRADES], [candidate(name, grades=value) for name, value in (("a", 9), ("b", 8), ("c", 7))])
    assert against_ranking(standings, {"a": (0, 0), "b": (1, 1), "c": (2, 0)}) == []
    assert against_ranking(standings, {"a": (2, 0), "b": (0, 0), "c": (1, 1)}) == [("a", "b"), ("a", "c")]
    assert against_ranking(standings, {"a": (0, 0), "b": (1, 2), "c": (1, 1)}) == [("b", "c")]


def test_nobody_is_proposed_between_equals():
    """Two of the same result and day, and one place left: the portal does not draw lots."""
    equal = rank([GRADES], [candidate("a", grades=9), candidate("b", grades=8), candidate("c", grades=8)])
    assert propose(equal, 2) == (["a"], [])
    assert propose(equal, 1) == (["a"], ["b", "c"])
    assert propose(equal, 3) == (["a", "b", "c"], [])
    assert against_ranking(equal, {"a": (0, 0), "b": (1, 1), "c": (0, 0)}) == [("b", "c")]
    assert against_ranking(equal, {"a": (0, 0), "b": (0, 0), "c": (1, 1)}) == [("c", "b")]
    assert against_ranking(equal, {"a": (0, 0), "b": (1, 2), "c": (1, 1)}) == []


@given(calls(), st.randoms(use_true_random=False))
def test_order_does_not_depend_on_the_order_of_input(call, random):
    scales, candidates = call
    expected = rank(scales, candidates)
    random.shuffle(candidates)
    assert [standing.key for standing in rank(scales, candidates)] == [standing.key for standing in expected]
    shuffled = list(scales)
    random.shuffle(shuffled)
    assert [standing.result for standing in rank(shuffled, candidates)] == [standing.result for standing in expected]


@given(calls(), st.data())
def test_more_points_never_rank_lower(call, data):
    scales, candidates = call
    chosen = data.draw(st.sampled_from(candidates))
    before = {standing.key: standing for standing in rank(scales, candidates)}[chosen.key]
    scale = data.draw(st.sampled_from(scales))
    if scale.key not in chosen.points:
        return
    more = data.draw(st.decimals(chosen.points[scale.key], 10, places=2))
    better = Candidate(chosen.key, chosen.applied_on, {**chosen.points, scale.key: more})
    others = [candidate for candidate in candidates if candidate is not chosen]
    after = {standing.key: standing for standing in rank(scales, [*others, better])}[chosen.key]
    if before.result is None:
        assert after.result is None
    else:
        assert after.result >= before.result
        assert after.rank <= before.rank


@given(calls(), st.integers(1, 9))
def test_only_the_proportion_of_weights_counts(call, times):
    scales, candidates = call
    heavier = [Scale(scale.key, scale.weight * times, scale.most) for scale in scales]
    assert rank(heavier, candidates) == rank(scales, candidates)


@given(calls())
def test_results_lie_between_0_and_100(call):
    for standing in rank(*call):
        assert standing.result is None or 0 <= standing.result <= 100
        assert (standing.rank is None) == (standing.result is None)


@given(calls(), st.integers(1, 9))
def test_the_proposal_is_never_against_the_ranking(call, places):
    standings = rank(*call)
    selected, reserve = propose(standings, places)
    worth = {key: (0, 0) for key in selected} | {key: (1, place) for place, key in enumerate(reserve)}
    assert against_ranking(standings, worth) == []
