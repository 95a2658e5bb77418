"""What the tests of the conference put into a school."""

from datetime import date

from mobilities.models import Conference, Mobility, Participant
from projects.models import ActivityType, Project


def learner(school, name: str, **fields) -> Participant:
    return Participant.objects.create(school=school, kind="learner", first_name=name, last_name="Upīte", **fields)


def placement(school, person: Participant, **fields) -> Mobility:
    project = Project.objects.create(
        school=school, title="Prakse", school_name=school.name, start="2021-09-01", end="2022-08-31"
    )
    kind = ActivityType.objects.get(code="LM-SHORT-VET")
    return Mobility.objects.create(
        school=school, project=project, participant=person, activity_type=kind, state="closed",
        start=date(2022, 3, 1), end=date(2022, 3, 14), **fields,
    )  # fmt: skip


def address(conference: Conference, rest: str = "") -> str:
    return f"/conferences/{conference.pk}/{rest}"
