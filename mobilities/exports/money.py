"""The mobilities of a project with their amounts, a column for each budget category."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from mobilities.explanations import fixed_in_words, notes_in_words
from mobilities.grants import Counted
from mobilities.money import Overview
from portal.common.countries import country_name
from portal.common.csv_lines import Cell
from projects.enums import BudgetCategory
from projects.exports import amount
from projects.models import Project

NOTHING = Decimal(0)


def money_rows(rows: Iterable[Counted], today: date) -> Iterator[list[Cell]]:
    rows = list(rows)
    present = {category for row in rows for category in row.grant.by_category()}
    categories = [each for each in BudgetCategory if each.value in present]
    yield [
        _("Last name"), _("First name"), _("Activity type"), _("Country"), _("Starts"), _("Ends"), _("Days"),
        _("Distance one way, km"), _("Used or planned"), *[str(each.label) for each in categories], _("Together, €"),
        _("Fixed amounts"), _("Missing or uncertain"),
    ]  # fmt: skip
    for row in rows:
        yield money_row(row, categories, today)


def money_row(row: Counted, categories: list[BudgetCategory], today: date) -> list[Cell]:
    mobility, sums = row.mobility, row.grant.by_category()
    return [
        mobility.participant.last_name,
        mobility.participant.first_name,
        str(mobility.activity_type),
        country_name(mobility.country) if mobility.country else "",
        mobility.start,
        mobility.last_day,
        mobility.days,
        None if row.distance.km is None else int(row.distance.km),
        _("used") if mobility.last_day < today else _("planned"),
        *[amount(sums.get(each.value, NOTHING)) for each in categories],
        amount(row.grant.total),
        fixed_in_words(row.grant),
        " ".join(notes_in_words(row.grant.notes)),
    ]


def overview_rows(rows: Iterable[tuple[Project, Overview]]) -> Iterator[list[Cell]]:
    yield [
        _("Grant code"), _("Project"), _("Starts"), _("Ends"), _("Grant, EUR"), _("Used"), _("Absorption, %"),
        _("Planned"), _("Left"), _("Forecast"), _("Not counted in full"),
        _("Categories that need a look"),
    ]  # fmt: skip
    for project, overview in rows:
        total, shown = overview.total, amount if overview.total.can_count else nothing
        yield [
            project.code,
            project.shown_title,
            project.start,
            project.end,
            amount(total.awarded),
            shown(total.used),
            total.absorption if total.can_count else None,
            shown(total.planned),
            shown(total.left),
            shown(total.forecast),
            gaps_in_words(overview),
            ", ".join(line.label for line in overview.warnings),
        ]


def nothing(_value: Decimal | None) -> None:
    return None


def gaps_in_words(overview: Overview) -> str:
    names = {"used": _("used"), "planned": _("planned"), "promised": _("forecast")}
    missing = overview.total.gaps if overview.total.can_count else names
    return ", ".join(word for name, word in names.items() if name in missing)
