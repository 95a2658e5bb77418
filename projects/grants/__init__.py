"""What a mobility costs by the rates of its grant agreement. Pure: dataclasses in, dataclasses out, no database."""

from projects.grants.calculation import COURSE_DAYS_PAID, EXPENSIVE_TRAVEL_SHARE, grant_of, paid_days
from projects.grants.fixing import Fixed, with_fixed
from projects.grants.proposals import SOURCE_LENGTH, Range, country_group, propose, ranges, sources
from projects.grants.types import Grant, Line, Note, Rate, Stay

__all__ = [
    "COURSE_DAYS_PAID",
    "EXPENSIVE_TRAVEL_SHARE",
    "SOURCE_LENGTH",
    "Fixed",
    "Grant",
    "Line",
    "Note",
    "Range",
    "Rate",
    "Stay",
    "country_group",
    "grant_of",
    "paid_days",
    "propose",
    "ranges",
    "sources",
    "with_fixed",
]
