"""Who may do what with projects."""

import rules

from portal.accounts.rules import is_administrator, is_coordinator, is_member, sees_everything
from projects.enums import ProjectState
from projects.models import Project


@rules.predicate
def is_archived(user, row) -> bool:
    return isinstance(row, Project) and row.state == ProjectState.ARCHIVED


PERMISSIONS = {
    "projects.view_project": is_member,
    "projects.view_grant": sees_everything,
    "projects.add_project": is_coordinator,
    "projects.change_project": is_coordinator & ~is_archived,
    "projects.delete_project": is_coordinator & ~is_archived,
    "projects.archive_project": is_coordinator | is_administrator,
    "projects.view_activity_type": sees_everything,
    "projects.change_activity_type": is_administrator,
}

for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
