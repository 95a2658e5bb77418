"""Deadlines of projects: overdue, and those of the next thirty days."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import School
from portal.attention.task import Task, project_name
from projects.models import Deadline

NEAR_DAYS = 30


def deadline_tasks(school: School, today: date) -> list[Task]:
    rows = Deadline.objects.open().filter(project__school=school, due__lte=today + timedelta(days=NEAR_DAYS))
    return [
        Task(
            what=f"{project_name(row.project)}: {row}",
            more=row.project.shown_title if row.project.code else "",
            day=row.due,
            today=today,
            url=reverse("projects:deadline-list", args=[row.project_id]) + f"#deadline-{row.pk}",
            action=_("Open the deadlines"),
        )
        for row in rows.select_related("project").order_by("due", "pk")
    ]
