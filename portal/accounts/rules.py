"""Who may do what with people and the school; the shared predicates of the other apps' tables."""

import rules

from portal.accounts.enums import Role
from portal.accounts.models import School


def school_id_of(thing) -> int | None:
    """The id of the school that `thing` (a School, or any row with school_id) belongs to; None for anything else."""
    if hasattr(thing, "school_id"):
        return thing.school_id
    return thing.pk if isinstance(thing, School) else None


def has_role(*roles: str) -> rules.Predicate:
    """True for people with one of `roles` in the school of the thing asked about."""

    def check(user, thing=None) -> bool:
        return user.is_authenticated and user.role_in(school_id_of(thing)) in roles

    return rules.Predicate(check, name=f"has_role:{','.join(roles)}")


is_coordinator = has_role(Role.COORDINATOR)
is_director = has_role(Role.DIRECTOR)
is_administrator = has_role(Role.ADMINISTRATOR)
is_teacher = has_role(Role.TEACHER)
is_member = has_role(*Role.values)
sees_everything = has_role(Role.COORDINATOR, Role.DIRECTOR, Role.ADMINISTRATOR)


@rules.predicate
def saved_it(user, view=None) -> bool:
    return is_member(user, view) and view.user_id == user.pk


PERMISSIONS = {
    "accounts.view_member": is_administrator,
    "accounts.invite_member": is_administrator,
    "accounts.change_member": is_administrator,
    "accounts.change_school": is_administrator,
    "accounts.view_school": is_member,
    "accounts.view_storage": sees_everything,
    "accounts.view_audit": sees_everything,
    "accounts.share_saved_view": has_role(Role.COORDINATOR, Role.ADMINISTRATOR),
    "accounts.change_saved_view": saved_it,
}

for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
