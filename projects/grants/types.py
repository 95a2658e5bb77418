"""What goes into a calculation and what comes out. Money is Decimal, in euro; distances are whole or broken km."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from projects.grants.words import say

ZERO = Decimal("0.00")
FIXED, FIXED_ALONE = FIXED_RULES = ("fixed", "fixed_alone")
LEAVING_OUT = {"no_rate", "no_distance", "no_country", "no_country_group", "no_travel_days"}  # notes: something is due


@dataclass(frozen=True)
class Rate:
    """One row of a rate table; a condition left empty holds for all.

    km_from <= distance < km_below; from_unit to to_unit: the ordinal of the participant within one activity type;
    day_from to day_to: the ordinal of the funded day. `amount` is euro; for `day_share`, `inclusion_participant` and
    `exceptional` per cent; for `travel_days` days.
    """

    category: str
    amount: Decimal
    target: str = ""
    activity_types: tuple[str, ...] = ()
    country_group: int | None = None
    travel_mode: str = ""
    km_from: int | None = None
    km_below: int | None = None
    from_unit: int | None = None
    to_unit: int | None = None
    day_from: int | None = None
    day_to: int | None = None
    key: Any = None
    source: str = ""
    evidence: str = ""
    is_confirmed: bool = False

    @property
    def conditions(self) -> int:
        """How many conditions it sets: of several rates that hold, the one with most is meant."""
        given = (self.target, self.activity_types, self.travel_mode)
        limits = (self.country_group, self.km_from, self.km_below, self.from_unit, self.to_unit)
        return sum(map(bool, given)) + sum(limit is not None for limit in limits)


@dataclass(frozen=True)
class Stay:
    """One mobility as the rates see it. `days` are those of the activity; travel days come on top.

    `travel_days` None: as many as the agreement funds. `ordinal`: which participant of its activity type it is in
    the project, from 1. `is_official_distance`: typed from the Commission's calculator, not computed here.
    `days_away`: days of the stay that an interruption or force majeure took.
    """

    call_year: int
    activity_type: str
    family: str
    target: str
    country: str
    days: int
    travel_mode: str = "standard"
    distance_km: float | None = None
    is_official_distance: bool = False
    travel_days: int | None = None
    ordinal: int = 1
    fewer_opportunities: bool = False
    is_zero_grant: bool = False
    needs_linguistic_support: bool = False
    course_days: int | None = None
    inclusion_costs: Decimal = ZERO
    exceptional_costs: Decimal = ZERO
    expensive_travel: Decimal = ZERO
    days_away: int = 0
    is_force_majeure: bool = False
    costs_not_recovered: Decimal = ZERO


@dataclass(frozen=True)
class Line:
    """One amount with what it is made of: the rule (a key of projects/data/grant_sentences.json) and its inputs.

    `instead_of`: the counted lines in whose place a fixed amount stands.
    """

    category: str
    amount: Decimal
    rule: str
    inputs: dict[str, Any]
    rates: tuple[Rate, ...] = ()
    instead_of: tuple["Line", ...] = ()

    def sentence(self, language: str) -> str:
        return say("rules", self.rule, language, self.inputs | {"amount": self.amount})

    def rule_source(self, language: str) -> str:
        return say("sources", self.rule, language, self.inputs)

    @property
    def is_fixed(self) -> bool:
        return self.rule in FIXED_RULES

    @property
    def is_confirmed(self) -> bool:
        return all(rate.is_confirmed for rate in self.rates)


@dataclass(frozen=True)
class Note:
    """Something missing or uncertain; `category` says which amount it touches."""

    key: str
    category: str
    params: dict[str, Any] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        return say("notes", self.key, language, self.params | {"category": self.category})


@dataclass(frozen=True)
class Grant:
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def incomplete(self) -> set[str]:
        """Categories of which something that is due cannot be counted."""
        return {note.category for note in self.notes if note.key in LEAVING_OUT}

    @property
    def fixed(self) -> set[str]:
        """Categories whose amount is not counted but fixed."""
        return {line.category for line in self.lines if line.is_fixed}

    def by_category(self) -> dict[str, Decimal]:
        sums: dict[str, Decimal] = {}
        for line in self.lines:
            sums[line.category] = sums.get(line.category, ZERO) + line.amount
        return sums
