"""A grant in words: every amount with its rule, its inputs and its source; for pages and as JSON."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mobilities import grants as counting
from mobilities.grants import Counted, Distance
from portal.common.text import active_language, day, euro, number
from projects import grants
from projects.enums import BudgetCategory, Rounding
from projects.rate_table import amount_in_words, conditions_in_words, evidence_in_words, has_english_source

LANGUAGES = ("lv", "en")
INPUTS = {
    "ordinal": gettext_lazy("Which participant of this activity type"),
    "km": gettext_lazy("Distance one way, km"),
    "days": gettext_lazy("Days"),
    "travel_days": gettext_lazy("Travel days"),
    "days_away": gettext_lazy("Days away"),
    "paid_days": gettext_lazy("Days paid"),
    "group": gettext_lazy("Country group"),
    "rate": gettext_lazy("Rate"),
    "cost": gettext_lazy("Real costs"),
    "percent": gettext_lazy("Share of the costs, %"),
    "band": gettext_lazy("Amount of the band"),
    "counted": gettext_lazy("By the rates"),
    "rounding": gettext_lazy("The 70 % rate is rounded to"),
}
IN_EURO = {"rate", "cost", "band", "counted"}


@dataclass(frozen=True)
class LineInWords:
    category: str
    label: str
    amount: Decimal
    sentence: str
    rule_source: str
    inputs: list[tuple[str, str]]
    rates: list[dict[str, Any]]
    is_confirmed: bool
    is_fixed: bool
    instead_of: list[str]


def lines_in_words(grant: grants.Grant) -> list[LineInWords]:
    language = active_language()
    return [
        LineInWords(
            line.category,
            str(BudgetCategory(line.category).label),
            line.amount,
            line.sentence(language),
            line.rule_source(language),
            inputs_in_words(line.inputs),
            [rate_in_words(rate) for rate in line.rates],
            line.is_confirmed,
            line.is_fixed,
            [each.sentence(language) for each in line.instead_of],
        )
        for line in grant.lines
    ]


def inputs_in_words(inputs: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(label), input_in_words(name, inputs[name])) for name, label in INPUTS.items() if name in inputs]


def input_in_words(name: str, value: Any) -> str:
    if name == "rounding":
        return str(Rounding(value).label)
    if name in IN_EURO:
        return euro(value)
    return number(int(value) if name == "km" else value)


def rate_in_words(rate: grants.Rate) -> dict[str, Any]:
    return {
        "conditions": conditions_in_words(rate),
        "amount": amount_in_words(rate),
        "evidence": evidence_in_words(rate),
        "source": rate.source,
        "is_english": has_english_source(rate),
        "is_confirmed": rate.is_confirmed,
    }


def notes_in_words(found: Iterable[grants.Note]) -> list[str]:
    return list(dict.fromkeys(note.sentence(active_language()) for note in found))


def fixed_in_words(grant: grants.Grant) -> str:
    """The categories whose amounts are fixed."""
    return ", ".join(str(BudgetCategory(line.category).label) for line in grant.lines if line.is_fixed)


def distance_in_words(distance: Distance) -> str:
    """How it was found, for beside the figure."""
    ways = {
        counting.OFFICIAL: _("the official figure, looked up on %(day)s") % {"day": day(distance.checked_on)},
        counting.COORDINATES: _("straight line between the coordinates of the school and the host"),
        counting.NAMES: _("straight line between the two cities, found by their names (GeoNames)"),
    }
    return ways.get(distance.how, _("neither coordinates nor the city's name lead to a place"))


def as_json(row: Counted) -> dict[str, Any]:
    """The same as the page, for programs; amounts are text with two decimals."""
    mobility = row.mobility
    return {
        "mobility": mobility.pk,
        "activity_type": row.stay.activity_type,
        "project": mobility.project_id,
        "start": mobility.start.isoformat(),
        "end": mobility.end.isoformat(),
        "distance": {
            "km": plain(row.distance.km),
            "how": row.distance.how,
            "looked_up_on": plain(row.distance.checked_on),
        },
        "stay": plain(asdict(row.stay)),
        "total": plain(row.grant.total),
        "lines": [line_as_json(line) for line in row.grant.lines],
        "notes": [
            {"key": note.key, "category": note.category, **{name: note.sentence(name) for name in LANGUAGES}}
            for note in row.grant.notes
        ],
    }


def line_as_json(line: grants.Line) -> dict[str, Any]:
    return {
        "category": line.category,
        "amount": plain(line.amount),
        "rule": line.rule,
        "sentence": {name: line.sentence(name) for name in LANGUAGES},
        "source": {name: line.rule_source(name) for name in LANGUAGES},
        "inputs": plain(line.inputs),
        "rates": [plain(asdict(rate)) for rate in line.rates],
        "instead_of": [line_as_json(each) for each in line.instead_of],
    }


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, float):  # a distance: whole kilometres, as on the page
        return int(value)
    return value.isoformat() if isinstance(value, date) else value
