"""The evaluation conference of the year and the decisions whose day has passed."""

from datetime import date, timedelta
from itertools import groupby

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobilities.enums import ConferenceState, FindingKind
from mobilities.models import Conference, Finding
from portal.accounts.models import School
from portal.attention.task import Task
from portal.common.school_year import SchoolYear

EXPECTED_BEFORE_END = timedelta(days=92)  # the last three months of a school year: from June on


def conference_tasks(school: School, year: SchoolYear, today: date, *, may_record: bool) -> list[Task]:
    return [*conference_of(school, year, today, may_record), *decisions_overdue(school, today)]


def conference_of(school: School, year: SchoolYear, today: date, may_record: bool) -> list[Task]:
    """Missing towards the end of the year, or still open after its last day."""
    conference = Conference.objects.filter(school=school, year=year.start).annotate(last=Max("days__date")).first()
    if conference is None:
        return conference_missing(year, today, may_record)
    if conference.state == ConferenceState.CLOSED or not conference.last or conference.last >= today:
        return []
    return [
        Task(
            what=_("%(conference)s is not closed yet") % {"conference": conference.title},
            more=_("Its dissemination report can be made when the findings are complete."),
            day=conference.last,
            today=today,
            url=reverse("mobilities:conference-detail", args=[conference.pk]),
            action=_("Complete and close") if may_record else _("Open the conference"),
        )
    ]


def conference_missing(year: SchoolYear, today: date, may_record: bool) -> list[Task]:
    if today < year.last_day - EXPECTED_BEFORE_END:
        return []
    return [
        Task(
            what=_("The evaluation conference of %(year)s is not recorded") % {"year": year},
            more=_("Without it the annual summary has no decisions and no findings."),
            mark=str(year),
            url=reverse("mobilities:conference-add" if may_record else "mobilities:conference-list"),
            action=_("Record the conference") if may_record else _("Open the list"),
        )
    ]


def findings_to_take(user, school: School) -> list[Task]:
    """At conferences that are open now, for whom the coordinator has named to help."""
    rows = Conference.objects.filter(school=school, state=ConferenceState.OPEN, recorders=user)
    return [
        Task(
            what=_("You help to record findings: %(conference)s") % {"conference": row.title},
            more=_("The live screen takes them while people speak."),
            mark=str(row.school_year),
            url=reverse("mobilities:conference-live", args=[row.pk]),
            action=_("Live screen"),
        )
        for row in rows.defer("record")
    ]


def decisions_overdue(school: School, today: date) -> list[Task]:
    rows = Finding.objects.filter(
        conference__school=school, kind=FindingKind.DECISION, done_on=None, due__lt=today
    ).select_related("conference")
    tasks = []
    for conference, each in groupby(rows.order_by("conference_id", "due", "pk"), key=lambda row: row.conference):
        found = list(each)
        what = ngettext(
            "%(count)d decision of the conference %(year)s is not carried out",
            "%(count)d decisions of the conference %(year)s are not carried out",
            len(found),
        )
        tasks.append(
            Task(
                what=what % {"count": len(found), "year": conference.school_year},
                more=f"{found[0].owner}: {found[0].text}",
                day=found[0].due,
                today=today,
                url=reverse("mobilities:conference-detail", args=[conference.pk]) + "#decisions",
                action=_("Show decisions"),
            )
        )
    return tasks
