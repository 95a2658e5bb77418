"""A funded project with one rate of everything, and people sent by it: for the tests of money."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from mobilities.models import Host, Mobility, Participant
from portal.accounts.models import School
from projects.models import ActivityType, BudgetLine, Project, Rate

NUMBERS = count()
RATES = [
    {"category": "organisational", "amount": 350, "from_unit": 1, "to_unit": 2},
    {"category": "organisational", "amount": 200, "from_unit": 3},
    {"category": "travel", "amount": 275, "travel_mode": "standard", "km_from": 500, "km_below": 2000},
    {"category": "travel", "amount": 320, "travel_mode": "green", "km_from": 500, "km_below": 2000},
    {"category": "individual", "amount": 54, "target": "learner", "country_group": 2},
    {"category": "day_share", "amount": 70, "day_from": 15},
    {"category": "travel_days", "amount": 2, "travel_mode": "standard"},
    {"category": "travel_days", "amount": 6, "travel_mode": "green"},
    {"category": "inclusion_organisation", "amount": 100},
    {"category": "inclusion_participant", "amount": 100},
    {"category": "exceptional", "amount": 80},
]
# Ten days in Hamburg, standard travel: 350 + 275 + 12 x 54.
ORDINARY = Decimal("1273.00")


def fund(school: School, coordinator, **budget: int) -> Project:
    """The school stands in Daugavpils; every rate is confirmed."""
    school.latitude, school.longitude = Decimal("55.875"), Decimal("26.535")
    school.save()
    project = Project.objects.create(
        school=school, code="2021-1-LV01-KA121-VET-000009189", call_year=2021, action="KA121", field="VET",
        title="Stabila dzīve", school_name=school.name, start=date(2021, 9, 1), end=date(2023, 8, 31),
        grant=Decimal(10000), agreement_signed=date(2021, 7, 23),
    )  # fmt: skip
    for row in RATES:
        Rate.objects.create(project=project, confirmed_on=date(2021, 8, 1), confirmed_by=coordinator, **row)
    for category, awarded in budget.items():
        BudgetLine.objects.create(project=project, category=category, awarded=awarded)
    return project


def hamburg(school: School) -> Host:
    where = {"country": "DE", "city": "Hamburg", "latitude": Decimal("53.55"), "longitude": Decimal("9.99")}
    return Host.objects.get_or_create(school=school, name="Nordkai", defaults=where)[0]


def kind(code: str = "LM-SHORT-VET") -> ActivityType:
    return ActivityType.objects.get(code=code)


def send(project: Project, start: date = date(2022, 3, 7), days: int = 10, **fields) -> Mobility:
    person = fields.pop("participant", None) or Participant.objects.create(
        school=project.school, kind="learner", first_name="Anna", last_name=f"Upīte {next(NUMBERS)}",
        fewer_opportunities=fields.pop("fewer_opportunities", False),
    )  # fmt: skip
    values = {"activity_type": kind(), "host": hamburg(project.school), "state": "confirmed"}
    return Mobility.objects.create(
        school=project.school, project=project, participant=person, start=start,
        end=start + timedelta(days=days - 1), **values | fields,
    )  # fmt: skip
