"""Who may look at imports. Who may make one is asked of the importer's own permission as well."""

import rules

from portal.accounts.rules import is_coordinator, sees_everything

PERMISSIONS = {
    "imports.view_import": sees_everything,
    "imports.change_import": is_coordinator,
}

for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
