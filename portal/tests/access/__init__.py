"""The access matrix: every address by its name, and who gets what from it."""

from portal.tests.access.mobilities import MOBILITIES
from portal.tests.access.portal import PORTAL
from portal.tests.access.projects import PROJECTS
from portal.tests.access.reports import REPORTS
from portal.tests.access.row import Row

MATRIX: dict[str, Row] = PORTAL | PROJECTS | MOBILITIES | REPORTS
