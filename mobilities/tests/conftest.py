"""A small register for the lists of mobilities that are imported into it, class lists, a conference of one day."""

from datetime import date

import pytest

from mobilities.models import Conference, ConferenceDay, Participant, Qualification
from mobilities.tests.class_lists import HEADER
from portal.accounts.models import School
from portal.imports.models import Import
from portal.testing import tables
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


@pytest.fixture
def qualification(school) -> Qualification:
    return Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks", name_en="Logistics worker")


@pytest.fixture
def class_list(school, coordinator, qualification):
    """class_list(*lines): the import after its check and, where nothing is rejected, its saving."""

    def run(*lines: str, header: str = HEADER) -> Import:
        text = "\r\n".join([header, *lines])
        return tables.imported(tables.received("people", text, school, coordinator), coordinator)

    return run


@pytest.fixture
def conference(school) -> Conference:
    return Conference.objects.create(school=school, year=2021, title="Izvērtēšana")


@pytest.fixture
def day(conference) -> ConferenceDay:
    return ConferenceDay.objects.create(conference=conference, date=date(2022, 5, 31))
