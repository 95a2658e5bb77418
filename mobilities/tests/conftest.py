"""A small register for the lists of mobilities that are imported into it."""

from datetime import date

import pytest

from mobilities.models import Participant
from portal.accounts.models import School
from projects.models import Project

CODE = "2021-1-LV01-KA121-VET-000009189"


@pytest.fixture
def register(school) -> School:
    """A school with one project, two learners and a teacher."""
    Project.objects.create(
        school=school, code=CODE, call_year=2021, field="VET", title="Prakse", school_name=school.name,
        start=date(2021, 9, 1), end=date(2022, 11, 30),
    )  # fmt: skip
    for first_name, last_name, kind in (
        ("Anna", "Ozola", "learner"), ("Jānis", "Kalns", "learner"), ("Dace", "Liepa", "staff"),
    ):  # fmt: skip
        Participant.objects.create(
            school=school, kind=kind, first_name=first_name, last_name=last_name, email=f"{last_name}@example.org"
        )
    return school
