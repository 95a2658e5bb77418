"""Mobilities of several kinds, years and places, for the pages that list them."""

from datetime import date

from mobilities.models import Host, Mobility, Participant
from projects.models import ActivityType, Project

# Person (last name, kind, group), host, first and last day, state; the last of each kind of row comes from elsewhere.
ROWS = [
    ("Ābele", "learner", "TT-41", "Nordkai", date(2022, 2, 14), date(2022, 3, 18), "confirmed"),
    ("Ziemelis", "learner", "TT-41", "Nordkai", date(2022, 2, 14), date(2022, 3, 18), "planned"),
    ("Ziemele", "learner", "AM-31", "Taller", date(2022, 2, 16), date(2022, 3, 11), "cancelled"),
    ("Čakša", "staff", "", "Taller", date(2022, 5, 2), date(2022, 5, 6), "closed"),
    ("Upīte", "learner", "TT-31", "Nordkai", date(2021, 3, 1), date(2021, 3, 26), "closed"),
    ("Egle", "learner", "", "", date(2022, 6, 6), date(2022, 6, 24), "planned"),
]
PLACES = {"Nordkai": ("DE", "Hamburga"), "Taller": ("ES", "Seviļa")}


def make_trips(school) -> list[Mobility]:
    project, _created = Project.objects.get_or_create(
        school=school, code="2021-1-LV01-KA121-VET-000009189", defaults={
            "title": "Stabila dzīve", "school_name": school.name, "start": date(2020, 9, 1), "end": date(2023, 8, 31),
            "call_year": 2021, "field": "VET",
        },
    )  # fmt: skip
    hosts = {
        name: Host.objects.get_or_create(school=school, name=name, country=country, city=city)[0]
        for name, (country, city) in PLACES.items()
    }
    types = {
        "learner": ActivityType.objects.get(code="LM-SHORT-VET"), "staff": ActivityType.objects.get(code="SM-JOB-SHDW")
    }  # fmt: skip
    return [
        Mobility.objects.create(
            school=school, project=project, activity_type=types[kind], host=hosts.get(host), start=start, end=end,
            state=state, participant=Participant.objects.create(
                school=school, kind=kind, first_name="Anna", last_name=last_name, group=group
            ),
        )
        for last_name, kind, group, host, start, end, state in ROWS
    ]  # fmt: skip


def one_trip(school, responsible=None) -> Mobility:
    """Anna's five weeks in Hamburg."""
    project = Project.objects.create(
        school=school, title="Stabila dzīve", school_name=school.name, start="2021-09-01", end="2023-08-31"
    )
    return Mobility.objects.create(
        school=school, project=project, start=date(2022, 2, 14), end=date(2022, 3, 18), responsible=responsible,
        state="confirmed", activity_type=ActivityType.objects.get(code="LM-SHORT-VET"),
        host=Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga"),
        participant=Participant.objects.create(school=school, kind="learner", first_name="Anna", last_name="Upīte"),
    )  # fmt: skip
