"""What the papers of a mobility need to know of its host: a learning agreement names these people and the address."""

from collections.abc import Iterable

from mobilities.enums import ContactRole

ROLES_NEEDED = tuple(ContactRole)


def missing_roles(roles: Iterable[str]) -> list[ContactRole]:
    there = set(roles)
    return [role for role in ROLES_NEEDED if role not in there]
