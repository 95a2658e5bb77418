"""A stay that was interrupted took place until that day, whoever counts it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mobilities.models import Host, Mobility, Participant
from mobilities.services import mobilities as services
from portal.attention.year import abroad_now, year_facts
from portal.common.school_year import SchoolYear
from projects.models import ActivityType, Project
from reports.statistics import year_statistics

START, END, AWAY = date(2022, 2, 14), date(2022, 3, 18), date(2022, 3, 1)


@pytest.fixture
def make(school, teacher):
    """make("Ozola", start=..., end=...): a mobility of Anna of that name."""
    project = Project.objects.create(
        school=school, school_name=school.name, title="Prakse", call_year=2021, start=date(2021, 9, 1),
        end=date(2027, 8, 31),
    )  # fmt: skip
    host = Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga")
    kind = ActivityType.objects.get(code="LM-SHORT-VET")

    def made(last_name: str = "Ozola", start: date = START, end: date = END) -> Mobility:
        person = Participant.objects.create(school=school, kind="learner", first_name="Anna", last_name=last_name)
        return Mobility.objects.create(
            school=school, project=project, participant=person, activity_type=kind, host=host, responsible=teacher,
            start=start, end=end, state="confirmed",
        )  # fmt: skip

    return made


def test_statistics_count_the_days_spent_and_the_report_that_is_due(make, coordinator, school):
    services.interrupt(make(), coordinator, AWAY, "interruption", "Slimība ģimenē")
    statistics = year_statistics(school, SchoolYear(2021), as_of=date(2022, 3, 5))
    assert (statistics.totals.days, statistics.totals.reports_due) == (15, 1)


def test_home_does_not_count_one_who_came_back(make, coordinator, school):
    today = timezone.localdate()
    span = {"start": today - timedelta(days=10), "end": today + timedelta(days=10)}
    make("Paliek", **span)
    gone = make("Atgriezies", **span)
    services.interrupt(gone, coordinator, today - timedelta(days=2), "interruption", "Slimība ģimenē")
    assert [str(row.participant) for row in abroad_now(coordinator, school, today)] == ["Anna Paliek"]
    note = str(year_facts(coordinator, school, SchoolYear.of(span["start"]), today)[0]["note"])
    assert note.count("1") >= 2
