"""The rate table of a project: its rows as the calculation wants them, in words, and against one another."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from portal.common.text import euro, number, percent
from projects import grants
from projects.enums import Category, Evidence, RateCategory, TravelMode
from projects.models import ActivityType, Project, Rate

# On what a rate may depend, besides for whom it is and for which activity types.
BAND, UNITS, DAYS = ("km_from", "km_below"), ("from_unit", "to_unit"), ("day_from", "day_to")
GROUP, MODE = ("country_group",), ("travel_mode",)
DEPENDS_ON = {
    RateCategory.ORGANISATIONAL: UNITS,
    RateCategory.TRAVEL: (*MODE, *BAND),
    RateCategory.INDIVIDUAL: GROUP,
    RateCategory.DAY_SHARE: DAYS,
    RateCategory.TRAVEL_DAYS: MODE,
    RateCategory.PREPARATORY_VISIT: (),
}
SPANS = (BAND, UNITS, DAYS)
PER_CENT = {RateCategory.DAY_SHARE, RateCategory.INCLUSION_PARTICIPANT, RateCategory.EXCEPTIONAL}
CONDITIONS = ("target", "activity_types", "country_group", "travel_mode", *BAND, *UNITS, *DAYS)


def rates_of(project: Project) -> list[grants.Rate]:
    """What grants.grant_of() counts with."""
    return [as_counted(rate) for rate in project.rates.all()]


def pays_course_fees(project: Project, kind: ActivityType) -> bool:
    """Whether the rate table has a course fee for the activity type."""
    return any(
        (not rate.activity_types or kind.code in rate.activity_types) and rate.target in ("", kind.category)
        for rate in project.rates.filter(category=RateCategory.COURSE_FEES)
    )


def as_counted(rate: Rate) -> grants.Rate:
    conditions = {name: getattr(rate, name) for name in CONDITIONS} | {"activity_types": tuple(rate.activity_types)}
    return grants.Rate(
        category=rate.category, amount=rate.amount, key=rate.pk, source=rate.source, evidence=rate.evidence,
        is_confirmed=rate.confirmed_on is not None, **conditions,
    )  # fmt: skip


def conditions_in_words(rate: Rate | grants.Rate) -> str:
    """For whom and what it holds: "Staff, country group 1"; "100 to 499 km, green travel"."""
    words = [
        in_the_middle(Category(rate.target).label) if rate.target else "",
        ", ".join(rate.activity_types),
        _("country group %(n)s") % {"n": rate.country_group} if rate.country_group else "",
        span_in_words(rate),
        in_the_middle(TravelMode(rate.travel_mode).label) if rate.travel_mode else "",
    ]
    sentence = ", ".join(filter(None, words)) or _("for everybody")
    return sentence[:1].upper() + sentence[1:]


def in_the_middle(label: Any) -> str:
    """A label as it stands inside a sentence."""
    text = str(label)
    return text[:1].lower() + text[1:]


def span_in_words(rate: Rate | grants.Rate) -> str:
    if rate.km_from is not None or rate.km_below is not None:
        first, last = number(rate.km_from or 0), number(rate.km_below - 1) if rate.km_below else ""
        return between(first, last, _("%(first)s to %(last)s km"), _("from %(first)s km"))
    if rate.from_unit is not None or rate.to_unit is not None:
        both, start = _("participants %(first)s to %(last)s"), _("from participant %(first)s on")
        return between(rate.from_unit or 1, rate.to_unit, both, start)
    if rate.day_from is not None or rate.day_to is not None:
        return between(rate.day_from or 1, rate.day_to, _("days %(first)s to %(last)s"), _("from day %(first)s on"))
    return ""


def between(first: Any, last: Any, both: str, start: str) -> str:
    return (both if last else start) % {"first": first, "last": last}


def amount_in_words(rate: Rate | grants.Rate) -> str:
    if rate.category in PER_CENT:
        return percent(rate.amount)
    if rate.category == RateCategory.TRAVEL_DAYS:
        return number(rate.amount)
    return euro(rate.amount)


def evidence_in_words(rate: Rate | grants.Rate) -> str:
    return str(Evidence(rate.evidence).label) if rate.evidence in Evidence.values else ""


def has_english_source(rate: Rate | grants.Rate) -> bool:
    """Sources of proposed figures are the English of projects/data/rates.json; the school writes its own."""
    return rate.source in grants.sources()


def clash(rate: Rate, others: Iterable[Rate]) -> Rate | None:
    """The first of `others` that would hold for the same case as `rate`: same conditions, overlapping spans."""
    return next((other for other in others if other.pk != rate.pk and hold_together(rate, other)), None)


def hold_together(one: Rate, two: Rate) -> bool:
    same = ("category", "target", "country_group", "travel_mode")
    if any(getattr(one, name) != getattr(two, name) for name in same):
        return False
    if set(one.activity_types) != set(two.activity_types):
        return False
    return all(overlap(one, two, span) for span in SPANS)


def overlap(one: Rate, two: Rate, span: tuple[str, str]) -> bool:
    """Both ends count, but for kilometres, where the upper one does not."""
    (start_1, end_1), (start_2, end_2) = ends(one, span), ends(two, span)
    return start_1 <= end_2 and start_2 <= end_1


def ends(rate: Rate, span: tuple[str, str]) -> tuple[float, float]:
    first, last = getattr(rate, span[0]), getattr(rate, span[1])
    if last is not None and span == BAND:
        last -= 1
    return (first or 0, float("inf") if last is None else last)
