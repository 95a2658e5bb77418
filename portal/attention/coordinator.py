"""The coordinator: departures without a host, calls to decide, reports late or to be reviewed, gaps, ends."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from mobilities.enums import ApplicationState, Direction, MobilityState, ReportState, SelectionState
from mobilities.models import ExperienceReport, Mobility, Selection
from mobilities.models.mobility import REPORT_DUE_DAYS, report_due
from portal.accounts.models import Membership, School
from portal.attention.conference import conference_tasks
from portal.attention.deadlines import deadline_tasks
from portal.attention.hosts import document_tasks
from portal.attention.letters import letter_tasks
from portal.attention.papers import own_tasks, paper_tasks
from portal.attention.task import (
    FAR_DAYS,
    Group,
    Task,
    by_project_and_year,
    entries,
    mobility_list,
    names,
    project_name,
    recent,
)
from portal.common.school_year import SchoolYear
from projects.enums import Programme, Standing
from projects.models import Project

UNCONFIRMED_DAYS = 14


def tasks(membership: Membership, year: SchoolYear, today: date) -> list[Task]:
    school = membership.school
    return [
        *departures_without_host(school, today),
        *departures_unconfirmed(school, today),
        *begun_unconfirmed(school, year, today),
        *calls_to_decide(school, today),
        *reports_overdue(school, year, today),
        *reports_to_review(school),
        *projects_ending(school, today),
        *projects_without_code(school),
        *conference_tasks(school, year, today, may_record=True),
        *deadline_tasks(school, today),
        *document_tasks(school, today),
        *letter_tasks(school, today),
        *paper_tasks(school, today),
        *own_tasks(membership.user, school, today),
    ]


def departing(school: School, today: date, days: int):
    return Mobility.objects.filter(
        school=school, direction=Direction.OUTGOING, start__lte=today + timedelta(days=days)
    ).standing()


def told(rows, today: date, words, action: str, url: Callable[[Group], str]) -> list[Task]:
    """One line for each project and school year. `words`: lazily in the plural, with the project and the count."""
    return [
        Task(
            what=str(words % {"project": project_name(group.project), "count": group.count}),
            more=group.names,
            day=group.start,
            today=today,
            url=url(group),
            action=action,
        )
        for group in by_project_and_year(rows)
    ]


def departures_without_host(school: School, today: date) -> list[Task]:
    words = ngettext_lazy(
        "%(project)s: %(count)d departure without a host", "%(project)s: %(count)d departures without a host", "count"
    )

    def url(group: Group) -> str:
        return one_or_list("mobility-edit", group, host="none", project=group.project.pk)

    return told(departing(school, today, FAR_DAYS).filter(host=None), today, words, _("Choose the host"), url)


def departures_unconfirmed(school: School, today: date) -> list[Task]:
    rows = departing(school, today, UNCONFIRMED_DAYS).filter(state=MobilityState.PLANNED, start__gt=today)
    words = ngettext_lazy(
        "%(project)s: %(count)d departure is not confirmed yet",
        "%(project)s: %(count)d departures are not confirmed yet",
        "count",
    )
    return told(rows, today, words, _("Confirm"), planned_ones)


def begun_unconfirmed(school: School, chosen: SchoolYear, today: date) -> list[Task]:
    """The dates came and nobody said whether it takes place; until then it counts nowhere."""
    rows = Mobility.objects.filter(recent(chosen, today), school=school, state=MobilityState.PLANNED)
    words = ngettext_lazy(
        "%(project)s: %(count)d mobility has begun and is not confirmed",
        "%(project)s: %(count)d mobilities have begun and are not confirmed",
        "count",
    )
    return told(rows.filter(start__lte=today), today, words, _("Confirm or cancel"), planned_ones)


def planned_ones(group: Group) -> str:
    return one_or_list("mobility-detail", group, state=MobilityState.PLANNED, project=group.project.pk)


def one_or_list(page: str, group: Group, **query: str | int) -> str:
    """The row's own page, or the list of exactly these."""
    if group.only:
        return reverse(f"mobilities:{page}", args=[group.only.pk])
    return mobility_list(group.year, **query)


def calls_to_decide(school: School, today: date) -> list[Task]:
    """Nobody can apply any more, and those who did wait for an answer."""
    rows = Selection.objects.filter(school=school, state=SelectionState.OPEN, closes__lt=today)
    rows = rows.annotate(applied=Count("applications", filter=~Q(applications__state=ApplicationState.WITHDRAWN)))
    return [
        Task(
            what=_("Decide the call “%(title)s”") % {"title": row.title},
            more=ngettext("%(count)d application", "%(count)d applications", row.applied) % {"count": row.applied},
            day=row.closes,
            today=today,
            url=reverse("mobilities:selection-detail", args=[row.pk]),
            action=_("Open the call"),
        )
        for row in rows.order_by("closes", "pk")
    ]


def reports_overdue(school: School, chosen: SchoolYear, today: date) -> list[Task]:
    before = today - timedelta(days=REPORT_DUE_DAYS)
    rows = Mobility.objects.filter(recent(chosen, today), school=school).over(before).awaiting_report(today)
    return [
        Task(
            what=ngettext(
                "%(project)s: %(count)d experience report is missing",
                "%(project)s: %(count)d experience reports are missing",
                group.count,
            ) % {"project": project_name(group.project), "count": group.count},
            more=group.names,
            day=report_due(group.end),
            today=today,
            url=mobility_list(group.year, report="missing", project=group.project.pk),
            action=_("Show whose"),
        )
        for group in by_project_and_year(rows)
    ]  # fmt: skip


def reports_to_review(school: School) -> list[Task]:
    rows = list(
        ExperienceReport.objects.filter(school=school, state=ReportState.SUBMITTED)
        .select_related("mobility__participant")
        .order_by("submitted_at", "pk")
    )
    if not rows:
        return []
    if len(rows) == 1:
        url = reverse("mobilities:experience-detail", args=[rows[0].pk])
    else:
        url = reverse("mobilities:experience-list", query={"state": ReportState.SUBMITTED})
    what = ngettext(
        "%(count)d experience report waits for your review", "%(count)d experience reports wait for your review",
        len(rows),
    )  # fmt: skip
    return [
        Task(
            what=what % {"count": len(rows)},
            more=names([row.mobility for row in rows], len({row.mobility.participant_id for row in rows})),
            mark=entries(len(rows)),
            url=url,
            action=_("Review"),
        )
    ]


def projects_ending(school: School, today: date) -> list[Task]:
    rows = Project.objects.filter(school=school, end__range=(today, today + timedelta(days=FAR_DAYS)))
    rows = rows.in_standing(Standing.GO, today)
    return [
        Task(
            what=_("%(project)s ends") % {"project": project_name(project)},
            more=_("Check the targets, the mobilities and the reports before the final report."),
            day=project.end,
            today=today,
            url=reverse("projects:project-detail", args=[project.pk]),
            action=_("Open the project"),
        )
        for project in rows.order_by("end", "pk")
    ]


def projects_without_code(school: School) -> list[Task]:
    rows = Project.objects.filter(school=school, programme=Programme.ERASMUS, code="").funded()
    return [
        Task(
            what=_("%(project)s has no grant code") % {"project": project.shown_title},
            more=_("The code stands in the grant agreement; documents name the project by it."),
            mark=entries(1),
            url=reverse("projects:project-edit", args=[project.pk]),
            action=_("Add the code"),
        )
        for project in rows.order_by("-start", "pk")
    ]
