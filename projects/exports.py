"""Columns of the files that leave the portal."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.common.csv_lines import csv_lines
from portal.common.text import active_language
from projects.enums import Phase
from projects.models import Project

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
        str(Phase(project.phase()).label),
        str(project.planned or ""),
    ]


def amount(value: Decimal | None) -> str:
    """As spreadsheets of the reader's language want it."""
    text = "" if value is None else f"{value:.2f}"
    return text.replace(".", ",") if active_language() == "lv" else text
