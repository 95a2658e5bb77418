"""The data of a project as tables: the same columns as sheets of a workbook and as JSON.

Bank accounts, ways to reach people, dates of birth and whatever is a special category of data are in none of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from mobilities import grants
from mobilities.enums import REPORT_HANDED_IN
from mobilities.explanations import fixed_in_words
from mobilities.models import ExperienceReport, Mobility, Paper, ProjectTask
from mobilities.money import overview_of
from portal.common import places
from portal.common.countries import country_name
from portal.common.csv_lines import Cell
from portal.common.tables import DAYS, MEASURED, cell_of, heading, widths
from portal.common.text import active_language
from projects.models import Project


@dataclass(frozen=True)
class Column:
    """`key` in JSON, `label` above the column of a sheet."""

    key: str
    label: object
    value: Callable[[Any], Cell]


@dataclass(frozen=True)
class Table:
    key: str
    label: object
    columns: tuple[Column, ...]
    rows: Callable[[Project], Iterable[Any]]

    def cells(self, project: Project) -> Iterator[list[Cell]]:
        for row in self.rows(project):
            yield [column.value(row) for column in self.columns]


def yes_or_no(value: bool | None) -> str:
    """Empty where nothing was answered."""
    return {None: "", True: _("Yes"), False: _("No")}[value]


def city_of(row: Mobility) -> str:
    return places.name_in(row.host.city, row.host.country, active_language()) if row.host else ""


def mobilities_of(project: Project):
    rows = Mobility.objects.filter(project=project).select_related(
        "participant__qualification", "activity_type", "host", "project", "responsible", "grant", "report"
    )
    return rows.order_by("module_id", "participant__last_name", "participant__first_name", "start", "pk")


def number_of(mobility: Mobility) -> str:
    """As the Commission's module calls it; before that by our own number."""
    return mobility.module_id or f"{mobility.pk}"


def papers_of(project: Project):
    rows = Paper.objects.filter(mobility__project=project)
    names = ("mobility__participant", "mobility__project", "item", "accompanying__person", "responsible")
    return rows.select_related(*names).order_by("mobility__module_id", "mobility", "pk")


def reports_of(project: Project):
    rows = ExperienceReport.objects.filter(mobility__project=project, state__in=REPORT_HANDED_IN)
    return rows.select_related("mobility__participant", "mobility__host", "author").order_by(
        "mobility__module_id", "pk"
    )


WHOSE = (
    Column("mobility_id", gettext_lazy("Mobility"), lambda row: number_of(row.mobility)),
    Column("person", gettext_lazy("Person"), lambda row: str(row.mobility.participant)),
)
TABLES = (
    Table("project", gettext_lazy("Project"), (
        Column("code", gettext_lazy("Grant code"), lambda row: row.code),
        Column("title", gettext_lazy("Title"), lambda row: row.title),
        Column("title_en", gettext_lazy("Title in English"), lambda row: row.title_en),
        Column("programme", gettext_lazy("Programme"), lambda row: str(row.get_programme_display())),
        Column("action", gettext_lazy("Action"), lambda row: row.action),
        Column("call_year", gettext_lazy("Call year"), lambda row: row.call_year),
        Column("school", gettext_lazy("School"), lambda row: row.school_name),
        Column("start", gettext_lazy("Starts"), lambda row: row.start),
        Column("end", gettext_lazy("Ends"), lambda row: row.end),
        Column("agreement_signed", gettext_lazy("Agreement signed"), lambda row: row.agreement_signed),
        Column("grant", gettext_lazy("Grant, EUR"), lambda row: row.grant),
        Column("state", gettext_lazy("State"), lambda row: str(row.get_state_display())),
    ), lambda project: [project]),
    Table("mobilities", gettext_lazy("Mobilities"), (
        Column("mobility_id", gettext_lazy("Mobility"), number_of),
        Column("last_name", gettext_lazy("Last name"), lambda row: row.participant.last_name),
        Column("first_name", gettext_lazy("First name"), lambda row: row.participant.first_name),
        Column("kind", gettext_lazy("Learner or staff"), lambda row: str(row.participant.get_kind_display())),
        Column("group", gettext_lazy("Group"), lambda row: row.participant.group),
        Column("qualification", gettext_lazy("Qualification"), lambda row: str(row.participant.qualification or "")),
        Column("activity_type", gettext_lazy("Activity type"), lambda row: row.activity_type.code),
        Column("direction", gettext_lazy("Direction"), lambda row: str(row.get_direction_display())),
        Column("host", gettext_lazy("Host"), lambda row: row.host.name if row.host else ""),
        Column("city", gettext_lazy("City"), city_of),
        Column("country", gettext_lazy("Country"), lambda row: country_name(row.country) if row.country else ""),
        Column("start", gettext_lazy("Starts"), lambda row: row.start),
        Column("end", gettext_lazy("Ends"), lambda row: row.last_day),
        Column("days", gettext_lazy("Days"), lambda row: row.days),
        Column("green_travel", gettext_lazy("Green travel"), lambda row: yes_or_no(row.green_travel)),
        Column("responsible", gettext_lazy("Teacher in charge"), lambda row: str(row.responsible or "")),
        Column("state", gettext_lazy("State"), lambda row: str(row.phase().label)),
        Column("report", gettext_lazy("Report received"), lambda row: yes_or_no(row.has_report_handed_in())),
    ), mobilities_of),
    Table("papers", gettext_lazy("Papers"), (
        *WHOSE,
        Column("paper", gettext_lazy("Paper"), lambda row: row.name),
        Column("phase", gettext_lazy("When"), lambda row: str(row.get_phase_display())),
        Column("state", gettext_lazy("State"), lambda row: str(row.get_state_display())),
        Column("due", gettext_lazy("Due"), lambda row: row.due),
        Column("received", gettext_lazy("Received"), lambda row: row.done_on),
        Column("reason", gettext_lazy("Why it does not apply"), lambda row: row.reason),
        Column("responsible", gettext_lazy("Responsible"), lambda row: str(row.responsible or "")),
    ), papers_of),
    Table("budget", gettext_lazy("Budget"), (
        Column("category", gettext_lazy("Budget category"), lambda row: row.label or _("Together, €")),
        Column("awarded", gettext_lazy("Awarded, EUR"), lambda row: row.awarded),
        Column("used", gettext_lazy("Used"), lambda row: row.used),
        Column("planned", gettext_lazy("Planned"), lambda row: row.planned),
        Column("left", gettext_lazy("Left"), lambda row: row.left),
        Column("forecast", gettext_lazy("Forecast"), lambda row: row.forecast),
    ), lambda project: budget_of(project)),
    Table("grants", gettext_lazy("Grants"), (
        *WHOSE,
        Column("distance_km", gettext_lazy("Distance one way, km"), lambda row: whole(row.distance.km)),
        Column("total", gettext_lazy("Together, €"), lambda row: row.grant.total),
        Column("fixed", gettext_lazy("Fixed amounts"), lambda row: fixed_in_words(row.grant)),
    ), grants.of_project),
    Table("instalments", gettext_lazy("Instalments"), (
        Column("kind", gettext_lazy("Kind"), lambda row: str(row.get_kind_display())),
        Column("amount", gettext_lazy("Amount, EUR"), lambda row: row.amount),
        Column("due", gettext_lazy("Due"), lambda row: row.due),
        Column("paid_on", gettext_lazy("Paid on"), lambda row: row.paid_on),
    ), lambda project: project.instalments.all()),
    Table("reports", gettext_lazy("Experience reports"), (
        *WHOSE,
        Column("state", gettext_lazy("State"), lambda row: str(row.get_state_display())),
        Column("submitted", gettext_lazy("Submitted"), lambda row: row.submitted_at),
        Column("tasks", gettext_lazy("What was done"), lambda row: row.tasks),
        Column("pluses", gettext_lazy("Pluses"), lambda row: row.pluses),
        Column("minuses", gettext_lazy("Minuses"), lambda row: row.minuses),
        Column("trust", gettext_lazy("Trust"), lambda row: row.rating_trust),
        Column("seriousness", gettext_lazy("Seriousness of the tasks"), lambda row: row.rating_tasks),
        Column("mentor", gettext_lazy("The mentor"), lambda row: row.rating_mentor),
        Column("accommodation", gettext_lazy("Accommodation"), lambda row: row.rating_accommodation),
        Column("organisation", gettext_lazy("Organisation of the stay"), lambda row: row.rating_organisation),
        Column("outcomes", gettext_lazy("Learning outcomes reached"), lambda row: row.outcomes),
        Column("invited_again", gettext_lazy("Invited to come again"), lambda row: yes_or_no(row.return_invitation)),
        Column("job_offer", gettext_lazy("Offered a job"), lambda row: yes_or_no(row.job_offer)),
        Column("story", gettext_lazy("Story"), lambda row: row.story),
    ), reports_of),
    Table("dissemination", gettext_lazy("Dissemination"), (
        Column("day", gettext_lazy("When"), lambda row: row.day),
        Column("kind", gettext_lazy("Kind"), lambda row: str(row.get_kind_display())),
        Column("title", gettext_lazy("What was shown"), lambda row: row.title),
        Column("place", gettext_lazy("Where"), lambda row: row.place),
        Column("people", gettext_lazy("How many people"), lambda row: row.people),
        Column("url", gettext_lazy("Address of the publication"), lambda row: row.url),
        Column("evidence", gettext_lazy("Evidence"), lambda row: row.evidence_name),
    ), lambda project: project.dissemination.all()),
    Table("deadlines", gettext_lazy("Deadlines"), (
        Column("deadline", gettext_lazy("What"), str),
        Column("due", gettext_lazy("Due"), lambda row: row.due),
        Column("done_on", gettext_lazy("Done on"), lambda row: row.done_on),
    ), lambda project: project.deadlines.all()),
    Table("tasks", gettext_lazy("Tasks"), (
        Column("title", gettext_lazy("Task"), lambda row: row.title),
        Column("assignee", gettext_lazy("Who does it"), lambda row: str(row.assignee or "")),
        Column("due", gettext_lazy("Until"), lambda row: row.due),
        Column("done_on", gettext_lazy("Done on"), lambda row: row.done_on),
    ), lambda project: ProjectTask.objects.filter(project=project).select_related("assignee")),
)  # fmt: skip
MONEY = ("budget", "grants", "instalments")


def budget_of(project: Project) -> list:
    overview = overview_of(project, grants.of_project(project), timezone.localdate())
    return [*overview.lines, overview.total]


def whole(km: Decimal | None) -> int | None:
    return None if km is None else int(km)


def write_workbook(file: IO[bytes], project: Project, keys: Iterable[str]) -> None:
    """A sheet for each table."""
    book, shape = Workbook(write_only=True), DAYS[active_language()]
    for table in TABLES:
        if table.key in keys:
            write_sheet(book.create_sheet(str(table.label)[:31]), table, project, shape)
    book.save(file)


def write_sheet(sheet, table: Table, project: Project, shape: str) -> None:
    rows = table.cells(project)
    labels = [str(column.label) for column in table.columns]
    first = list(islice(rows, MEASURED))
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths([labels, *first]), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([heading(sheet, label) for label in labels])
    for row in chain(first, rows):
        sheet.append([cell_of(sheet, value, shape) for value in row])


def json_pieces(project: Project) -> Iterator[bytes]:
    """One object with a list for each table, a row at a time."""
    yield b"{"
    for number, table in enumerate(TABLES):
        yield f"{',' if number else ''}\n{json.dumps(table.key)}: [".encode()
        for place, row in enumerate(table.cells(project)):
            keyed = {column.key: plain(value) for column, value in zip(table.columns, row, strict=True)}
            yield f"{',' if place else ''}\n{json.dumps(keyed, ensure_ascii=False)}".encode()
        yield b"]"
    yield b"\n}\n"


def plain(value: Cell) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
