"""What waits in the demonstration on whatever day it is looked at."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from mobilities.enums import (
    MobilityState,
    ReportState,
)
from mobilities.models import (
    ExperienceReport,
    Mobility,
    Participant,
)
from projects.enums import Programme
from projects.models import ActivityType, Project, ProjectTarget
from reports.demo import data
from reports.demo.experiences import REPORTS

if TYPE_CHECKING:
    from reports.demo.load import Demo


def add_work_of_today(demo: Demo) -> None:
    """What waits now, whatever day it is: two departures without host, reports to write, one to review."""
    today = timezone.localdate()
    project = Project.objects.create(
        school=demo.school,
        title="Demonstrācijas projekts: šī gada prakses",
        title_en="Demonstration project: placements of this year",
        programme=Programme.ERASMUS,
        school_name=demo.school.name,
        start=today - timedelta(days=200),
        end=today + timedelta(days=50),
        grant=Decimal("40000.00"),
        field="VET",
    )
    types = ActivityType.objects.for_call_year(today.year, demo.school)
    placement, shadowing = types.get(code="LM-SHORT-VET"), types.get(code="SM-JOB-SHDW")
    ProjectTarget.objects.create(project=project, activity_type=placement, planned=12)
    trip = data.TripRow("", "learner", "logistics", "TT-21", "", "", "", 1)
    host = demo.hosts["nordkai"]
    soon, past, now = (
        (today + timedelta(days=12), today + timedelta(days=40)),
        (today - timedelta(days=70), today - timedelta(days=35)),
        (today - timedelta(days=5), today + timedelta(days=16)),
    )
    rows = [(soon, None), (soon, None), (past, host), (past, host), (past, host), (now, host), (now, host)]
    made = []
    for (start, end), where in rows:
        made.append(
            Mobility.objects.create(
                school=demo.school,
                project=project,
                participant=demo.learner(trip, start),
                start=start,
                end=end,
                activity_type=placement,
                host=where,
                responsible=demo.teacher,
                state=MobilityState.PLANNED if where is None else MobilityState.CONFIRMED,
            )
        )
    own = Mobility.objects.create(
        school=demo.school,
        project=project,
        activity_type=shadowing,
        host=demo.hosts["elbufer"],
        participant=Participant.objects.get(user=demo.teacher),
        start=today - timedelta(days=20),
        end=today - timedelta(days=16),
        state=MobilityState.CONFIRMED,
        responsible=demo.users["coordinator@example.org"],  # nobody is in charge of oneself
    )
    add_waiting_reports(demo, made[2], made[3], own)


def add_waiting_reports(demo: Demo, submitted: Mobility, returned: Mobility, draft: Mobility) -> None:
    row = REPORTS["nordkai", 2021]
    common = {
        "school": demo.school,
        "author": demo.teacher,
        "tasks": row.tasks,
        "pluses": row.pluses,
        "minuses": row.minuses,
        "rating_trust": 5,
        "rating_tasks": 4,
        "rating_mentor": 4,
        "rating_accommodation": 3,
        "rating_organisation": 4,
        "commute_minutes": 46,
    }
    ExperienceReport.objects.create(
        mobility=submitted, state=ReportState.SUBMITTED, submitted_at=timezone.now(), **common
    )
    ExperienceReport.objects.create(
        mobility=returned,
        state=ReportState.RETURNED,
        submitted_at=timezone.now(),
        reviewed_by=demo.users["coordinator@example.org"],
        reviewed_at=timezone.now(),
        review_comment="Trūkst stāsta: viena konkrēta diena uzņēmumā būtu pietiekami.",
        **common,
    )
    ExperienceReport.objects.create(
        school=demo.school, mobility=draft, author=demo.teacher, tasks="Vēroju loģistikas stundas Hamburgā."
    )
