"""Who may see the year's figures and have documents made."""

import rules

from portal.accounts.enums import Role
from portal.accounts.rules import has_role, is_coordinator, is_member, sees_everything
from reports.enums import BundleKind


@rules.predicate
def opens_bundle(user, bundle=None) -> bool:
    """Papers of people hold bank accounts and are for coordinators; what proves a project is for all who see all."""
    if bundle is not None and bundle.kind == BundleKind.ARCHIVE:
        return user.has_perm("mobilities.archive_project", bundle)
    return is_coordinator(user, bundle)


PERMISSIONS = {
    "reports.view_year": sees_everything,
    "reports.view_comparison": is_member,  # words, no names; only who sees all opens the rows behind a figure
    "reports.view_document": sees_everything,
    "reports.request_document": has_role(Role.DIRECTOR, Role.COORDINATOR),
    "reports.make_paper": is_coordinator,
    "reports.list_bundle": sees_everything,
    "reports.view_bundle": opens_bundle,
    "reports.view_paper_template": sees_everything,
    "reports.change_paper_template": is_coordinator,
    "reports.view_news": sees_everything,
    "reports.change_news": is_coordinator,
    "reports.view_publication": sees_everything,
    "reports.change_publication": is_coordinator,
}

for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
