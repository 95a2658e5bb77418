"""What projects/data/rates.json proposes for a call: figures with their evidence, none of them binding.

The daily rates of a National Agency stand in an annex of each grant agreement and are typed from there.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from projects.grants.types import Rate

FILE = Path(__file__).parent.parent / "data" / "rates.json"
CATEGORIES = {
    "travel": "travel",
    "organisational_support": "organisational",
    "individual_support_na": "individual",
    "individual_support_day_rule": "day_share",
    "travel_days": "travel_days",
    "inclusion_support_organisation": "inclusion_organisation",
    "inclusion_support_participant": "inclusion_participant",
    "course_fee": "course_fees",
    "preparatory_visit": "preparatory_visit",
    "linguistic_support": "linguistic",
    "exceptional_expensive_travel": "exceptional",
}
MEMBERSHIP = {"GB": range(2014, 2021), "RS": range(2019, 2100)}  # calls in which a country was a programme country
SOURCE_LENGTH = 1000  # of which a rate keeps so many characters
ADDITIONAL = "additional per ErasmusPro participant"  # comes on top of another row: the table has one figure for both


@dataclass(frozen=True)
class Range:
    """Between which figures a National Agency chose the daily rate of a country group; a hint beside the field."""

    target: str
    country_group: int
    lowest: Decimal
    highest: Decimal
    evidence: str
    source: str


@cache
def table() -> dict[str, Any]:
    return json.loads(FILE.read_text("utf-8"), parse_float=Decimal, parse_int=Decimal)


def rows_for(call_year: int, action: str, field: str, agency: str) -> Iterator[dict[str, Any]]:
    for row in table()["rows"]:
        if (
            call_year in row["call_years"]
            and action in row["actions"]
            and field in row["fields"]
            and row.get("national_agency", agency) == agency
        ):
            yield row


def propose(call_year: int, action: str, field: str, agency: str = "LV01") -> list[Rate]:
    """A rate table for projects of this call, unconfirmed. `action` KA121, `field` VET, `agency` LV01.

    Rows of other National Agencies are left out. Empty where nothing is known of the call.
    """
    rows = rows_for(call_year, action, field, agency)
    return [rate_of(row) for row in rows if row["category"] in CATEGORIES and row["unit"] != ADDITIONAL]


def ranges(call_year: int, action: str, field: str) -> list[Range]:
    found = (row for row in rows_for(call_year, action, field, "") if row["category"] == "individual_support_range")
    return [
        Range(
            row["target"], int(row["country_group"]), row["amount_min_eur"], row["amount_max_eur"], row["evidence"],
            source_of(row),
        )
        for row in found
    ]  # fmt: skip


def rate_of(row: dict[str, Any]) -> Rate:
    category = CATEGORIES[row["category"]]
    limits = {
        name: None if row.get(name) is None else int(row[name])
        for name in ("country_group", "km_from", "km_below", "from_unit", "to_unit", "day_from", "day_to")
    }
    amount = row.get("amount_eur", row.get("percent", Decimal(100)))
    if category == "travel_days":
        amount, limits["day_from"], limits["day_to"] = row["day_to"], None, None
    return Rate(
        category, amount, target=row.get("target", ""), activity_types=tuple(row.get("activity_types", ())),
        travel_mode=row.get("travel_mode", ""), **limits, key=row["id"], source=source_of(row),
        evidence=row["evidence"],
    )  # fmt: skip


@cache
def sources() -> frozenset[str]:
    """Every source a proposed rate may bring, as long as a rate keeps it."""
    return frozenset(source_of(row)[:SOURCE_LENGTH] for row in table()["rows"])


def source_of(row: dict[str, Any]) -> str:
    return "; ".join(filter(None, [row.get("source_note", ""), row.get("note") or "", *row["source"]]))


@cache
def country_group(country: str, call_year: int) -> int | None:
    """The group of the receiving country (ISO 3166 alpha-2) in a call year, 1 dearest; None outside the groups."""
    if call_year not in MEMBERSHIP.get(country, (call_year,)):
        return None
    for group_set in table()["country_group_sets"].values():
        if call_year in group_set["call_years"]:
            return next((int(name) for name, members in group_set["groups"].items() if country in members), None)
    return None
