"""What is only thought of, applied for or not funded counts nowhere in the figures of a year."""

from datetime import date

import pytest

from portal.common.school_year import SchoolYear
from projects.enums import ProjectState
from projects.models import Project
from reports.statistics import year_statistics

COUNTED = {"approved", "reported", "closed", "archived"}


@pytest.mark.parametrize("state", ProjectState.values)
def test_projects_of_the_year(school, state):
    Project.objects.create(
        school=school, title="Prakse", state=state, start=date(2021, 9, 1), end=date(2022, 8, 31), code=""
    )
    found = year_statistics(school, SchoolYear(2021), date(2022, 9, 1)).projects
    assert len(found) == (state in COUNTED)
