"""Papers and tasks that are late or due soon, for whoever is to see to them."""

from datetime import date, timedelta

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobilities.models import Mobility, Paper, ProjectTask
from portal.accounts.models import School
from portal.attention.task import ASKED_DAYS, NAME_OF_PROJECT, Task
from projects.models import Project

SOON_DAYS = 14
MOST_NAMED = 20


def papers_near(school: School, today: date):
    """Open papers of the last twelve months that are late, or due within two weeks."""
    ended = today - timedelta(days=ASKED_DAYS)
    rows = Paper.objects.open().filter(mobility__school=school, mobility__end__gte=ended)
    return rows.filter(due__lte=today + timedelta(days=SOON_DAYS))


def paper_tasks(school: School, today: date) -> list[Task]:
    """For the coordinator: one line for each project, of what is late and of what is near."""
    rows = papers_near(school, today).values(project=F("mobility__project"), is_late=Q(due__lt=today))
    counted = list(rows.annotate(count=Count("pk"), first=Min("due")).order_by("first", "project"))
    projects = Project.objects.only(*NAME_OF_PROJECT).in_bulk({each["project"] for each in counted})
    return [told(projects[each["project"]], each, today) for each in counted]


def told(project: Project, counted: dict, today: date) -> Task:
    wanted = "late" if counted["is_late"] else "open"
    return Task(
        what=words(counted["count"], wanted)
        % {"project": project.short_code or project.shown_title, "count": counted["count"]},
        day=counted["first"],
        today=today,
        url=reverse("mobilities:project-papers", args=[project.pk], query={"papers": wanted}),
        action=_("Show whose"),
    )


def words(count: int, wanted: str) -> str:
    if wanted == "late":
        return ngettext("%(project)s: %(count)d paper is late", "%(project)s: %(count)d papers are late", count)
    return ngettext("%(project)s: %(count)d paper is due soon", "%(project)s: %(count)d papers are due soon", count)


def own_papers(user, school: School, today: date) -> list[Task]:
    """For the teacher: by mobility, what one is responsible for."""
    rows = papers_near(school, today).filter(responsible=user, mobility__in=Mobility.objects.visible_to(user))
    rows = rows.select_related("mobility__participant", "item", "accompanying__person").order_by("due", "pk")
    by_mobility: dict[int, list[Paper]] = {}
    for row in rows:
        by_mobility.setdefault(row.mobility_id, []).append(row)
    return [brought(found, today) for found in by_mobility.values()]


def brought(found: list[Paper], today: date) -> Task:
    count, mobility = len(found), found[0].mobility
    what = ngettext(
        "%(name)s: %(count)d paper is to be brought", "%(name)s: %(count)d papers are to be brought", count
    )
    return Task(
        what=what % {"name": mobility.participant, "count": count},
        more=", ".join(row.name for row in found),
        day=found[0].due,
        today=today,
        url=reverse("mobilities:mobility-detail", args=[mobility.pk]) + "#papers",
        action=_("Open the papers"),
    )


def own_tasks(user, school: School, today: date) -> list[Task]:
    """What somebody gave one to do: late and soon, and what has no day."""
    rows = ProjectTask.objects.open().filter(project__school=school, assignee=user).select_related("project")
    near = [row for row in rows if row.due is None or row.due <= today + timedelta(days=SOON_DAYS)]
    return [
        Task(
            what=row.title,
            more=row.project.shown_title,
            day=row.due,
            today=today,
            mark="" if row.due else _("no day"),
            url=reverse("mobilities:task-detail", args=[row.pk]),
            action=_("Open the task"),
        )
        for row in near[:MOST_NAMED]
    ]
