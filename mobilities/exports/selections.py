"""Calls as a table; and the ranking of one: what the decision rests on, and nothing else about the people."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from mobilities.enums import ApplicationState
from mobilities.models import Selection
from mobilities.selection_record import Record
from portal.common.csv_lines import Cell


def call_rows(calls: Iterable[Selection]) -> Iterator[list[Cell]]:
    """With how many `applied` and how many are `chosen`."""
    yield [
        _("Title"), _("Activity type"), _("Grant code"), _("Project"), _("Applications from"), _("Applications until"),
        _("Places"), _("Applications"), _("Selected"), _("State"),
    ]  # fmt: skip
    for row in calls:
        project = row.project
        yield [
            row.title, str(row.activity_type), project.code, project.shown_title, row.opens, row.closes, row.places,
            row.applied, row.chosen, str(row.get_state_display()),
        ]  # fmt: skip


def ranking_rows(record: Record) -> Iterator[list[Cell]]:
    yield [
        _("Rank"),
        _("First name"),
        _("Last name"),
        _("Group"),
        _("Applied on"),
        *(criterion.name for criterion in record.criteria),
        _("Result"),
        _("Decision"),
        _("Place in the reserve list"),
        _("Reason of the decision"),
    ]
    for line in record.lines:
        row = line.application
        rank = line.standing.rank if line.standing else None
        place = row.place if row.state == ApplicationState.RESERVE else None
        yield [
            rank,
            row.person.first_name,
            row.person.last_name,
            row.person.group,
            row.applied_on,
            *line.points,
            line.result,
            str(row.get_state_display()),
            place,
            line.reason,
        ]
