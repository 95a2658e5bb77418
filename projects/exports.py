"""Columns of the files that leave the portal."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.common.csv_lines import csv_lines
from portal.common.text import active_language
from projects.models import Dissemination, Project

__all__ = ["amount", "csv_lines", "project_row", "project_rows"]


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
        str(project.standing.label),
        str(project.planned or ""),
    ]


def dissemination_rows(rows: Iterable[Dissemination]) -> Iterator[list[str]]:
    yield [
        _("Project"), _("Grant code"), _("When"), _("Kind"), _("What was shown"), _("Where"), _("How many people"),
        _("Address of the publication"), _("Evidence"),
    ]  # fmt: skip
    for row in rows:
        yield [
            row.project.title_in(active_language()), row.project.code, row.day.isoformat(),
            str(row.get_kind_display()), row.title, row.place, "" if row.people is None else str(row.people), row.url,
            row.evidence_name,
        ]  # fmt: skip


def amount(value: Decimal | None) -> str:
    """As spreadsheets of the reader's language want it."""
    text = "" if value is None else f"{value:.2f}"
    return text.replace(".", ",") if active_language() == "lv" else text
