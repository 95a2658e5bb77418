"""The calculation on worked examples, on its boundaries, and by properties.

The rates are those of projects/data/rates.json for call 2021 (KA121-VET), with daily rates of a printed annex
(PL01, school education, calls 2021 and 2022) in place of the Latvian ones, which are not public.
"""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.grants import Rate, Stay, country_group, grant_of, paid_days, propose, ranges
from projects.grants.proposals import CATEGORIES

EUR = Decimal
DAILY = [
    replace(rate, is_confirmed=True) for rate in propose(2021, "KA121", "SCH", "PL01") if rate.category == "individual"
]
RATES = [replace(rate, is_confirmed=True) for rate in propose(2021, "KA121", "VET")] + DAILY
LEARNER = Stay(2021, "LM-SHORT-VET", "placement", "learner", "IS", 14, distance_km=2550, travel_days=0)
STAFF = Stay(2021, "SM-JOB-SHDW", "staff_training", "staff", "DE", 5, distance_km=950, travel_days=2)
COURSE = replace(STAFF, activity_type="SM-COUR-TRAIN", country="ES", days=5, distance_km=2600, travel_days=0)

# What, stay, and by category the amount, worked out by hand, with its sources: rows of projects/data/rates.json.
LEARNER_DAYS, STAFF_DAYS = "r039 r067 r068 r081", "r039 r065 r066 r079"
WORKED = [
    ("14 days, all in full: 14 x 64", LEARNER, {
        "organisational": (350, "r044"), "travel": (360, "r019"), "individual": (896, LEARNER_DAYS)}),
    ("13 days: 13 x 64", replace(LEARNER, days=13), {"individual": (832, LEARNER_DAYS)}),
    ("day 15 at 70 %: 896 + 45", replace(LEARNER, days=15), {"individual": (941, LEARNER_DAYS)}),
    ("day 16 at 70 %: 896 + 2 x 45", replace(LEARNER, days=16), {"individual": (986, LEARNER_DAYS)}),
    ("travel days are days of the stay: 16", replace(LEARNER, travel_days=2), {"individual": (986, LEARNER_DAYS)}),
    ("staff, 5 days and 2 of travel: 7 x 104", STAFF, {
        "organisational": (350, "r044"), "travel": (275, "r017"), "individual": (728, STAFF_DAYS)}),
    ("green travel", replace(STAFF, travel_mode="green"), {"travel": (320, "r018")}),
    ("green travel funds 6 days: 11 x 104", replace(STAFF, travel_mode="green", travel_days=6), {
        "individual": (1144, "r040 r065 r066 r079")}),
    ("a course: 5 x 104, 5 x 80", COURSE, {
        "organisational": (100, "r046"), "travel": (360, "r019"), "individual": (520, STAFF_DAYS),
        "course_fees": (400, "r057")}),
    ("course fees stop at ten days", replace(COURSE, days=12), {"course_fees": (800, "r057")}),
    ("fewer course days than days", replace(COURSE, course_days=3), {"course_fees": (240, "r057")}),
    ("the 100th participant", replace(LEARNER, ordinal=100), {"organisational": (350, "r044")}),
    ("the 101st participant", replace(LEARNER, ordinal=101), {"organisational": (200, "r045")}),
    ("99 km", replace(LEARNER, distance_km=99), {"travel": (23, "r014")}),
    ("99.9 km", replace(LEARNER, distance_km=99.9), {"travel": (23, "r014")}),
    ("100 km", replace(LEARNER, distance_km=100), {"travel": (180, "r015")}),
    ("499 km", replace(LEARNER, distance_km=499), {"travel": (180, "r015")}),
    ("500 km", replace(LEARNER, distance_km=500), {"travel": (275, "r017")}),
    ("8 000 km", replace(LEARNER, distance_km=8000), {"travel": (1500, "r024")}),
    ("zero grant", replace(LEARNER, is_zero_grant=True), {
        "organisational": (350, "r044"), "travel": (0, ""), "individual": (0, "")}),
    ("fewer opportunities", replace(LEARNER, fewer_opportunities=True), {"inclusion_organisation": (100, "r051")}),
    ("real costs of inclusion", replace(LEARNER, fewer_opportunities=True, inclusion_costs=EUR("210.55")), {
        "inclusion_participant": (EUR("210.55"), "r055")}),
    ("linguistic support", replace(LEARNER, needs_linguistic_support=True), {"linguistic": (150, "r060")}),
    ("an interruption of 4 days: 16", replace(LEARNER, days=20, days_away=4), {"individual": (986, LEARNER_DAYS)}),
    ("force majeure after 4 days", replace(
        LEARNER, days_away=10, is_force_majeure=True, costs_not_recovered=EUR("120.00")), {
        "individual": (256, LEARNER_DAYS), "travel": (360, "r019"), "exceptional": (EUR("120.00"), "")}),
    ("the band covers 36 % of the travel: 80 % of it", replace(LEARNER, expensive_travel=EUR(1000)), {
        "exceptional": (800, "r019 r064")}),
    ("the band covers 72 % of the travel", replace(LEARNER, expensive_travel=EUR(500)), {"travel": (360, "r019")}),
    ("exceptional costs", replace(LEARNER, exceptional_costs=EUR("85.00")), {"exceptional": (EUR("85.00"), "")}),
]  # fmt: skip


@pytest.mark.parametrize(("stay", "expected"), [row[1:] for row in WORKED], ids=[row[0] for row in WORKED])
def test_worked_example(stay, expected):
    found = {line.category: line for line in grant_of(stay, RATES).lines}
    assert {name: found[name].amount for name in expected} == {name: amount for name, (amount, _) in expected.items()}
    used = {name: {rate.key for rate in found[name].rates} for name in expected}
    assert used == {name: set(sources.split()) for name, (_, sources) in expected.items()}


def test_dearer_travel_takes_the_place_of_the_band_or_of_nothing():
    assert "travel" not in grant_of(replace(LEARNER, expensive_travel=EUR(1000)), RATES).by_category()
    assert "exceptional" not in grant_of(replace(LEARNER, expensive_travel=EUR(500)), RATES).by_category()


def test_preparatory_visit_is_one_amount():
    visit = replace(STAFF, family="preparatory_visit")
    assert grant_of(visit, RATES).by_category() == {"preparatory_visit": 575}


def test_the_reduced_rate_is_rounded_half_up_to_euros_or_cents():
    shares = [rate for rate in RATES if rate.category == "day_share" and rate.target == "learner"]
    assert paid_days(15, 15, EUR(65), shares, "euro")[0] == 46  # 45.50
    assert paid_days(15, 15, EUR(65), shares, "cent")[0] == EUR("45.50")
    assert paid_days(15, 15, EUR("64.33"), shares, "cent")[0] == EUR("45.03")  # 45.031


@pytest.mark.parametrize(
    ("country", "in_2023", "in_2024"),
    [("LV", 3, 2), ("DE", 2, 1), ("IS", 1, 1), ("LT", 3, 3), ("IT", 2, 1), ("CZ", 3, 2), ("GB", None, None)],
)
def test_country_groups_changed_with_call_2024(country, in_2023, in_2024):
    assert (country_group(country, 2023), country_group(country, 2024)) == (in_2023, in_2024)


def test_the_united_kingdom_was_in_a_group_until_call_2020():
    assert country_group("GB", 2020) == 1
    assert country_group("GB", 2021) is None


def test_an_other_group_is_an_other_daily_rate():
    rates = [*propose(2024, "KA121", "VET"), *DAILY]
    in_2023 = grant_of(replace(STAFF, call_year=2023), RATES).by_category()["individual"]
    in_2024 = grant_of(replace(STAFF, call_year=2024), rates).by_category()["individual"]
    assert (in_2023, in_2024) == (7 * 104, 7 * 117)


@pytest.mark.parametrize(
    ("stay", "key"),
    [
        (replace(LEARNER, distance_km=None), "no_distance"),
        (replace(LEARNER, distance_km=5), "below_first_band"),
        (replace(LEARNER, distance_km=1998.2), "near_edge"),
        (replace(LEARNER, country="US"), "no_country_group"),
        (replace(LEARNER, travel_days=3), "travel_days_capped"),
        (replace(COURSE, days=11), "course_days_capped"),
        (replace(LEARNER, expensive_travel=EUR(400)), "expensive_travel_not_due"),
        (replace(LEARNER, inclusion_costs=EUR(10)), "inclusion_without_flag"),
        (replace(LEARNER, costs_not_recovered=EUR(10)), "not_force_majeure"),
        (replace(LEARNER, activity_type="LM-NEW"), "no_rate"),
    ],
)
def test_note(stay, key):
    notes = grant_of(stay, RATES).notes
    assert [note.key for note in notes] == [key]
    for language in ("lv", "en"):
        assert "{" not in notes[0].sentence(language)


def test_an_official_distance_is_not_doubted():
    assert not grant_of(replace(LEARNER, distance_km=1998, is_official_distance=True), RATES).notes


def test_without_reduction_in_the_table_all_days_are_full_and_it_says_so():
    rates = [rate for rate in RATES if rate.category != "day_share"]
    grant = grant_of(replace(LEARNER, days=20), rates)
    assert grant.by_category()["individual"] == 20 * 64
    assert [note.key for note in grant.notes] == ["no_day_share"]


def test_two_rates_for_the_same_are_named():
    grant = grant_of(
        LEARNER, [*RATES, Rate("individual", EUR(70), target="learner", country_group=1, is_confirmed=True)]
    )
    assert [note.key for note in grant.notes] == ["two_rates"]


def test_the_more_specific_rate_holds():
    general = Rate("organisational", EUR(10), is_confirmed=True)
    assert grant_of(LEARNER, [general, *RATES]).by_category()["organisational"] == 350


def test_an_unconfirmed_rate_is_marked_once_for_its_category():
    grant = grant_of(replace(LEARNER, days=20), [*propose(2021, "KA121", "VET"), *DAILY])
    assert [(note.key, note.category) for note in grant.notes] == [
        ("unconfirmed", "organisational"), ("unconfirmed", "travel"), ("unconfirmed", "individual"),
    ]  # fmt: skip
    assert not any(line.is_confirmed for line in grant.lines)


@pytest.mark.parametrize("stay", [row[1] for row in WORKED], ids=[row[0] for row in WORKED])
def test_every_line_explains_itself_in_both_languages(stay):
    for line in grant_of(stay, RATES).lines:
        for language in ("lv", "en"):
            assert "{" not in line.sentence(language)
            assert line.rule_source(language)


def test_a_line_in_words():
    line = next(line for line in grant_of(replace(LEARNER, days=21), RATES).lines if line.category == "individual")
    assert line.sentence("en") == (
        "21 days of activity and 0 travel days, country group 1: days 1–14: 14 × €64.00; "
        "days 15–21: 7 × €45.00 (70%). Together €1,211.00."
    )


@pytest.mark.parametrize(("year", "action"), [(2016, "KA102"), (2019, "KA116"), (2021, "KA122"), (2024, "KA121")])
def test_proposals_show_their_evidence(year, action):
    rates = propose(year, action, "VET")
    assert {rate.category for rate in rates} <= set(CATEGORIES.values())
    assert all(rate.source and rate.evidence and not rate.is_confirmed for rate in rates)


def test_nothing_is_proposed_for_a_call_nobody_knows():
    assert propose(2027, "KA121", "VET") == []
    assert ranges(2027, "KA121", "VET") == []


def test_rates_of_another_agency_are_not_proposed():
    assert not any(rate.category == "individual" for rate in propose(2021, "KA121", "SCH", "LV01"))
    assert any(rate.category == "individual" for rate in propose(2021, "KA121", "SCH", "PL01"))


def test_ranges_hint_at_the_daily_rate():
    found = {(row.target, row.country_group): (row.lowest, row.highest) for row in ranges(2021, "KA121", "VET")}
    assert found["staff", 1] == (90, 180)
    assert found["learner", 3] == (22, 88)


stays = st.builds(
    Stay,
    call_year=st.sampled_from([2021, 2022, 2023]),
    activity_type=st.sampled_from(["LM-SHORT-VET", "LM-LONG-VET", "SM-COUR-TRAIN", "SM-JOB-SHDW"]),
    family=st.sampled_from(["placement", "staff_training", "preparatory_visit"]),
    target=st.sampled_from(["learner", "staff"]),
    country=st.sampled_from(["IS", "DE", "LT", "GB", ""]),
    days=st.integers(1, 365),
    travel_mode=st.sampled_from(["standard", "green"]),
    distance_km=st.none() | st.floats(0, 20_038),
    travel_days=st.none() | st.integers(0, 9),
    ordinal=st.integers(1, 300),
    fewer_opportunities=st.booleans(),
    is_zero_grant=st.booleans(),
    needs_linguistic_support=st.booleans(),
    course_days=st.none() | st.integers(0, 30),
    inclusion_costs=st.decimals(0, 5000, places=2),
    exceptional_costs=st.decimals(0, 5000, places=2),
    expensive_travel=st.decimals(0, 5000, places=2),
    days_away=st.integers(0, 400),
    is_force_majeure=st.booleans(),
    costs_not_recovered=st.decimals(0, 5000, places=2),
)


@given(stays, st.sampled_from(["euro", "cent"]))
def test_no_amount_is_negative_or_finer_than_a_cent(stay, rounding):
    for line in grant_of(stay, RATES, rounding).lines:
        assert line.amount >= 0
        assert line.amount == line.amount.quantize(EUR("0.01"))


@given(stays, st.integers(1, 60), st.sampled_from(["euro", "cent"]))
def test_more_days_never_mean_less(stay, more, rounding):
    shorter, longer = grant_of(stay, RATES, rounding), grant_of(replace(stay, days=stay.days + more), RATES, rounding)
    after = longer.by_category()
    assert all(after[category] >= amount for category, amount in shorter.by_category().items())


@given(st.integers(1, 400), st.integers(0, 400), st.decimals(0, 300, places=2), st.sampled_from(["euro", "cent"]))
def test_a_stay_split_in_two_costs_what_it_costs_whole(first, more, rate, rounding):
    shares = [row for row in RATES if row.category == "day_share" and row.target == "staff"]
    whole = paid_days(1, first + more, rate, shares, rounding)[0]
    parts = (
        paid_days(1, first, rate, shares, rounding)[0] + paid_days(first + 1, first + more, rate, shares, rounding)[0]
    )
    assert whole == parts
