"""Tasks as a table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from mobilities.models import ProjectTask
from portal.common.csv_lines import Cell


def task_rows(tasks: Iterable[ProjectTask]) -> Iterator[list[Cell]]:
    yield [_("Grant code"), _("Project"), _("Task"), _("Mobility"), _("Who does it"), _("Until"), _("Done on")]
    for task in tasks:
        yield [
            task.project.code,
            task.project.shown_title,
            task.title,
            str(task.mobility.participant) if task.mobility else "",
            str(task.assignee or ""),
            task.due,
            task.done_on,
        ]
