"""The rules of the unit contributions. The amounts are rows of a project's rate table; here is only how they combine.

Sources: Erasmus+ Programme Guide, Part B, "Funding rules" of the VET, school and adult mobility actions, and Annex III
and IV of the grant agreements of the calls 2014 to 2026; see projects/data/rates.json for the evidence of each figure.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from projects.grants.proposals import country_group
from projects.grants.types import ZERO, Grant, Line, Note, Rate, Stay

COURSE_DAYS_PAID = 10  # a participant's course fees are paid for ten days at most
EXPENSIVE_TRAVEL_SHARE = Decimal("0.70")  # dearer travel is paid apart only where the band covers less of it
FIRST_INCLUSION_CALL = 2021  # earlier agreements paid special needs at real cost and nothing to the organisation
FULL_SHARE = Decimal(100)
CENT, EURO = Decimal("0.01"), Decimal(1)
EDGE_SHARE, EDGE_KM = 0.006, 2  # how far our distance may be from the Commission's: share of the edge, at least km
PREPARATORY_VISIT = "preparatory_visit"


class Sheet:
    """The lines and notes of one grant while it is being counted."""

    def __init__(self, stay: Stay, rates: Sequence[Rate]) -> None:
        self.stay, self.rates = stay, rates
        self.group = country_group(stay.country, stay.call_year)
        self.lines: list[Line] = []
        self.notes: list[Note] = []

    def add(self, category: str, amount: Decimal, rule: str, inputs: dict, *rates: Rate) -> None:
        self.lines.append(Line(category, amount.quantize(CENT, ROUND_HALF_UP), rule, inputs, rates))
        unsure = [rate for rate in rates if not rate.is_confirmed]
        if unsure and not any(note.key == "unconfirmed" and note.category == category for note in self.notes):
            self.notes.append(Note("unconfirmed", category))

    def note(self, key: str, category: str, **params) -> None:
        self.notes.append(Note(key, category, params))

    def rate(self, category: str, *, is_due: bool = True) -> Rate | None:
        """The rate that holds for this stay; of several the most specific. Notes a missing one where it is due."""
        holding = [rate for rate in self.rates if rate.category == category and self.holds(rate)]
        holding.sort(key=lambda rate: -rate.conditions)
        if not holding:
            if is_due:
                self.note("no_rate", category)
            return None
        first, second = (holding * 2)[:2]
        if first.conditions == second.conditions and first.amount != second.amount:
            self.note("two_rates", category, one=first.amount, other=second.amount)
        return first

    def holds(self, rate: Rate) -> bool:
        stay, km = self.stay, self.stay.distance_km
        return (
            rate.target in ("", stay.target)
            and (not rate.activity_types or stay.activity_type in rate.activity_types)
            and rate.travel_mode in ("", stay.travel_mode)
            and rate.country_group in (None, self.group)
            and within(stay.ordinal, rate.from_unit, rate.to_unit)
            and (rate.km_from is None or (km is not None and km >= rate.km_from))
            and (rate.km_below is None or (km is not None and km < rate.km_below))
        )


def grant_of(stay: Stay, rates: Iterable[Rate], rounding: str = "euro") -> Grant:
    """Every amount of one mobility, and what is missing or uncertain about it.

    `rounding` says to what the reduced daily rate is rounded, half up: "euro" or "cent". Amounts are never negative;
    with more days and all else equal no amount falls.
    """
    sheet = Sheet(stay, list(rates))
    if stay.family == PREPARATORY_VISIT:
        preparatory_visit(sheet)
    else:
        organisational(sheet)
        travel(sheet)
        individual(sheet, rounding)
        course_fees(sheet)
        linguistic(sheet)
    inclusion(sheet)
    exceptional(sheet)
    return Grant(tuple(sheet.lines), tuple(sheet.notes))


def preparatory_visit(sheet: Sheet) -> None:
    if rate := sheet.rate("preparatory_visit"):
        sheet.add("preparatory_visit", rate.amount, "preparatory_visit", {}, rate)


def organisational(sheet: Sheet) -> None:
    """Per participant, by the ordinal within the activity type; zero-grant participants count like others."""
    if rate := sheet.rate("organisational"):
        rule = "organisational_beyond" if (rate.from_unit or 1) > 1 else "organisational"
        sheet.add("organisational", rate.amount, rule, {"ordinal": sheet.stay.ordinal}, rate)


def travel(sheet: Sheet) -> None:
    """One amount for the return journey, by the distance band one way; dearer travel see expensive_travel."""
    stay = sheet.stay
    if stay.is_zero_grant:
        sheet.add("travel", ZERO, "zero_grant", {})
        return
    if stay.distance_km is None:
        sheet.note("no_distance", "travel")
        return
    bands = [rate for rate in sheet.rates if rate.category == "travel"]
    note_edge(sheet, bands)
    first = min((rate.km_from or 0 for rate in bands), default=None)
    if first is not None and stay.distance_km < first:
        sheet.note("below_first_band", "travel", km=stay.distance_km, first=first)
        return
    rate = sheet.rate("travel")
    if rate is None:
        return
    if expensive_travel(sheet, rate):
        return
    sheet.add("travel", rate.amount, f"travel_{stay.travel_mode}", band_of(rate) | {"km": stay.distance_km}, rate)


def note_edge(sheet: Sheet, bands: list[Rate]) -> None:
    stay = sheet.stay
    if stay.is_official_distance:
        return
    edges = {edge for rate in bands for edge in (rate.km_from, rate.km_below) if edge}
    for edge in sorted(edges):
        if abs(stay.distance_km - edge) <= max(EDGE_KM, EDGE_SHARE * edge):
            sheet.note("near_edge", "travel", km=stay.distance_km, edge=edge)


def expensive_travel(sheet: Sheet, band: Rate) -> bool:
    """Dearer travel in place of the band: a share of its real cost where the band covers less than 70 % of it."""
    cost = sheet.stay.expensive_travel
    if not cost:
        return False
    if band.amount >= cost * EXPENSIVE_TRAVEL_SHARE:
        sheet.note("expensive_travel_not_due", "exceptional", cost=cost, band=band.amount)
        return False
    rate = sheet.rate("exceptional")
    if rate is None:
        return False
    inputs = {"cost": cost, "percent": rate.amount, "band": band.amount}
    sheet.add("exceptional", share(cost, rate.amount), "expensive_travel", inputs, rate, band)
    return True


def individual(sheet: Sheet, rounding: str) -> None:
    """A daily rate for the days of the activity and the funded travel days; days away are not paid."""
    stay = sheet.stay
    if stay.is_zero_grant:
        sheet.add("individual", ZERO, "zero_grant", {})
        return
    if not stay.country:
        sheet.note("no_country", "individual")
        return
    if sheet.group is None:
        sheet.note("no_country_group", "individual", country=stay.country, call_year=stay.call_year)
        return
    rate = sheet.rate("individual")
    if rate is None:
        return
    travel_days, limit = funded_travel_days(sheet)
    days = max(stay.days - stay.days_away, 0) + travel_days
    shares = [row for row in sheet.rates if row.category == "day_share" and row.target in ("", stay.target)]
    if not shares and days > 14:
        sheet.note("no_day_share", "individual")
    amount, steps = paid_days(1, days, rate.amount, shares, rounding)
    inputs = {
        "days": stay.days, "travel_days": travel_days, "days_away": stay.days_away, "paid_days": days,
        "group": sheet.group, "rate": rate.amount, "steps": steps, "rounding": rounding,
    }  # fmt: skip
    rule = "individual_interrupted" if stay.days_away else "individual"
    sheet.add("individual", amount, rule, inputs, rate, *shares, *([limit] if limit else []))


def funded_travel_days(sheet: Sheet) -> tuple[int, Rate | None]:
    """As many travel days as were needed, at most those the agreement funds for the way of travelling."""
    asked, limit = sheet.stay.travel_days, sheet.rate("travel_days", is_due=False)
    most = int(limit.amount) if limit else 0
    if limit is None and asked:
        sheet.note("no_travel_days", "individual", asked=asked)
    elif asked is not None and asked > most:
        sheet.note("travel_days_capped", "individual", asked=asked, most=most)
    return (most if asked is None else min(asked, most)), limit


def paid_days(
    first: int, last: int, rate: Decimal, shares: Iterable[Rate], rounding: str
) -> tuple[Decimal, list[dict]]:
    """The days `first` to `last` of a stay, both included, each at its share of the daily rate.

    Additive: 1 to n is 1 to k and k+1 to n. Each reduced daily rate is rounded half up before it is multiplied, as
    the printed annexes do. Returns the amount and its steps {from, to, days, percent, rate, amount}.
    """
    steps: list[dict] = []
    unit = EURO if rounding == "euro" else CENT
    shares = list(shares)
    for day in range(first, last + 1):
        percent = next((row.amount for row in shares if within(day, row.day_from, row.day_to)), FULL_SHARE)
        if steps and steps[-1]["percent"] == percent:
            steps[-1]["to"] = day
            continue
        daily = rate if percent == FULL_SHARE else share(rate, percent).quantize(unit, ROUND_HALF_UP)
        steps.append({"from": day, "to": day, "percent": percent, "rate": daily})
    for step in steps:
        step["days"] = step["to"] - step["from"] + 1
        step["amount"] = step["rate"] * step["days"]
    return sum((step["amount"] for step in steps), ZERO), steps


def course_fees(sheet: Sheet) -> None:
    """Per day of the course, ten days at most; only for activity types the rate table names."""
    stay = sheet.stay
    rate = sheet.rate("course_fees", is_due=False)
    if rate is None:
        return
    if stay.is_zero_grant:
        sheet.add("course_fees", ZERO, "zero_grant", {})
        return
    asked = stay.days if stay.course_days is None else stay.course_days
    days = min(asked, COURSE_DAYS_PAID)
    if asked > days:
        sheet.note("course_days_capped", "course_fees", asked=asked, most=COURSE_DAYS_PAID)
    sheet.add("course_fees", rate.amount * days, "course_fees", {"days": days, "rate": rate.amount}, rate)


def linguistic(sheet: Sheet) -> None:
    if sheet.stay.needs_linguistic_support and (rate := sheet.rate("linguistic")):
        sheet.add("linguistic", rate.amount, "linguistic", {}, rate)


def inclusion(sheet: Sheet) -> None:
    """For the organisation a sum per participant with fewer opportunities, for the participant the real costs."""
    stay = sheet.stay
    is_paid = stay.fewer_opportunities and stay.call_year >= FIRST_INCLUSION_CALL
    if is_paid and (rate := sheet.rate("inclusion_organisation")):
        sheet.add("inclusion_organisation", rate.amount, "inclusion_organisation", {}, rate)
    if stay.inclusion_costs and (rate := sheet.rate("inclusion_participant")):
        if not stay.fewer_opportunities:
            sheet.note("inclusion_without_flag", "inclusion_participant")
        inputs = {"cost": stay.inclusion_costs, "percent": rate.amount}
        sheet.add(
            "inclusion_participant", share(stay.inclusion_costs, rate.amount), "inclusion_participant", inputs, rate
        )


def exceptional(sheet: Sheet) -> None:
    """Other exceptional costs in full; after force majeure also what could not be recovered."""
    stay = sheet.stay
    if stay.exceptional_costs:
        sheet.add("exceptional", stay.exceptional_costs, "exceptional", {"cost": stay.exceptional_costs})
    if stay.costs_not_recovered and stay.is_force_majeure:
        sheet.add("exceptional", stay.costs_not_recovered, "force_majeure", {"cost": stay.costs_not_recovered})
    elif stay.costs_not_recovered:
        sheet.note("not_force_majeure", "exceptional", cost=stay.costs_not_recovered)


def within(value: int, first: int | None, last: int | None) -> bool:
    return (first is None or value >= first) and (last is None or value <= last)


def share(amount: Decimal, percent: Decimal) -> Decimal:
    return amount * percent / 100


def band_of(rate: Rate) -> dict:
    return {"km_from": rate.km_from, "km_below": rate.km_below}
