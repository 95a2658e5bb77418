"""Who may see, stop and restart background work."""

import rules

from portal.accounts.enums import Role
from portal.accounts.rules import has_role, is_administrator, sees_everything


@rules.predicate
def asked_for_it(user, job=None) -> bool:
    return job is not None and job.user_id == user.pk


may_order = has_role(Role.DIRECTOR, Role.COORDINATOR)

PERMISSIONS = {
    "jobs.view_job": sees_everything | asked_for_it,
    "jobs.cancel_job": asked_for_it | may_order,
    "jobs.retry_job": asked_for_it | may_order | is_administrator,
}

for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
