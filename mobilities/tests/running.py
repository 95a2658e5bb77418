"""A project that runs today, and people sent by it: for the tests of papers and tasks."""

from datetime import date, timedelta

from django.utils import timezone

from mobilities.models import Mobility, Participant
from mobilities.tests.funded import kind
from portal.accounts.models import School
from projects.models import Project


def today() -> date:
    return timezone.localdate()


def running_project(school: School, **fields) -> Project:
    dates = {"start": today() - timedelta(days=100), "end": today() + timedelta(days=400)}
    known = {"title": "Prakse", "school_name": "Skola", "call_year": 2021, "state": "approved"}
    return Project.objects.create(school=school, **known | dates | fields)


def stay(
    project: Project, last_name: str, start: date, *, first_name="Jānis", born=date(2000, 1, 1), days=20, **fields
) -> Mobility:
    """Of a learner of age, who needs seven papers."""
    person = Participant.objects.create(
        school=project.school, kind="learner", first_name=first_name, last_name=last_name, birth_date=born
    )
    known = {"activity_type": kind(), "start": start, "end": start + timedelta(days=days)}
    return Mobility.objects.create(school=project.school, project=project, participant=person, **known | fields)
