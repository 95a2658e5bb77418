"""Who may see the year's figures and have documents made."""

import rules

from portal.accounts.enums import Role
from portal.accounts.rules import has_role, sees_everything

PERMISSIONS = {
    "reports.view_year": sees_everything,
    "reports.view_document": sees_everything,
    "reports.request_document": has_role(Role.DIRECTOR, Role.COORDINATOR),
}

for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
