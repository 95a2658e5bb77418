"""Columns of the files that leave the portal."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.common.text import active_language
from projects.enums import Phase
from projects.models import ActivityType, Project

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """What csv.writer writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def project_rows(projects: Iterable[Project], *, with_grant: bool) -> Iterator[list[str]]:
    header = [_("Grant code"), _("Title"), _("Title in English"), _("Programme"), _("Action"), _("Field")]
    header += [_("Our role"), _("Starts"), _("Ends"), _("State"), _("Participants planned")]
    yield header + ([_("Grant, EUR")] if with_grant else [])
    for project in projects:
        yield project_row(project) + ([amount(project.grant)] if with_grant else [])


def project_row(project: Project) -> list[str]:
    return [
        project.code,
        project.title,
        project.title_en,
        str(project.get_programme_display()),
        project.action,
        str(project.get_field_display()),
        str(project.get_role_display()),
        project.start.isoformat(),
        project.end.isoformat(),
        str(Phase(project.phase()).label),
        str(project.planned or ""),
    ]


def activity_type_rows(types: Iterable[ActivityType]) -> Iterator[list[str]]:
    yield [
        _("Code"), _("Name in Latvian"), _("Name in English"), _("For whom"), _("At least, days"), _("At most, days"),
        _("At least for people with fewer opportunities, days"), _("From call year"), _("To call year"),
        _("Whose row"), _("Source"),
    ]  # fmt: skip
    for row in types:
        days = (row.min_days, row.max_days, row.min_days_fewer_opportunities, row.call_year_from, row.call_year_to)
        whose = _("the school's own") if row.school_id else _("the programme's")
        numbers = ["" if value is None else str(value) for value in days]
        yield [row.code, row.name_lv, row.name_en, str(row.get_category_display()), *numbers, whose, row.shown_source]


def amount(value: Decimal | None) -> str:
    """As spreadsheets of the reader's language want it."""
    text = "" if value is None else f"{value:.2f}"
    return text.replace(".", ",") if active_language() == "lv" else text


def csv_lines(rows: Iterable[list[str]]) -> Iterator[str]:
    """Semicolons and a byte order mark, so that a double click opens it right; no cell can be a formula."""
    yield "\ufeff"
    writer = csv.writer(Echo(), delimiter=";")
    for row in rows:
        yield writer.writerow([f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in row])
