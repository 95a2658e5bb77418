from datetime import date
from decimal import Decimal

import pytest

from projects.models import ActivityType, Project, ProjectTarget

CODE = "2021-1-LV01-KA121-VET-000009189"


@pytest.fixture
def make_project(school):
    """make_project(code="", **fields): a running Erasmus+ project of the school."""

    def make(code=CODE, **fields):
        values = {
            "school": school,
            "code": code,
            "call_year": 2021,
            "action": "KA121",
            "field": "VET",
            "title": "Profesionālās kvalifikācijas pilnveide",
            "school_name": school.name,
            "start": date(2021, 9, 1),
            "end": date(2023, 8, 31),
            "grant": Decimal("95430.00"),
        }
        return Project.objects.create(**values | fields)

    return make


@pytest.fixture
def project(make_project):
    return make_project()


@pytest.fixture
def old_kind(db):
    """An activity type of the calls to 2020."""
    return ActivityType.objects.create(
        code="TEST-OLD", name_lv="Vecā prakse", name_en="Old placement", category="learner",
        call_year_from=2014, call_year_to=2020,
    )  # fmt: skip


@pytest.fixture
def kind(db):
    """An activity type of the calls from 2021."""
    return ActivityType.objects.create(
        code="TEST-NEW", name_lv="Jaunā prakse", name_en="New placement", category="learner", call_year_from=2021
    )


@pytest.fixture
def target(project, kind):
    return ProjectTarget.objects.create(project=project, activity_type=kind, planned=28)


@pytest.fixture
def typed():
    """What a coordinator types for a correct project."""
    return {
        "code": "Nr. 2021–1–LVO1–KA121–VET–000009189",
        "programme": "erasmus",
        "call_year": "",
        "field": "",
        "title": "Profesionālās kvalifikācijas pilnveide – stabila profesionālā dzīve",
        "title_en": "",
        "role": "coordinator",
        "coordinator_name": "",
        "school_name": "Upes tehnikums",
        "start": "2021-09-01",
        "end": "2023-08-31",
        "grant": "95 430,00",
        "summary": "",
        "version": "0",
    }
