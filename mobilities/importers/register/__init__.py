"""The school's people, hosts, projects and teachers by the names that a table calls them by.

A short table asks only for what it names, a long one for the names of everything; whole rows are read only of what was
named. The number of queries does not depend on the number of rows.
"""

from collections.abc import Collection
from typing import Any

from mobilities.importers.register.hosts import OID, Hosts
from mobilities.importers.register.people import People
from mobilities.importers.register.projects import Kinds, Projects, written_once
from mobilities.importers.register.teachers import Teachers

MOST_NAMED = 2_000  # a database takes only so many keys in one question


def whole_rows(rows, keys: Collection[int]) -> dict[int, Any]:
    """`rows` with one of `keys`, by key, in one query."""
    if len(keys) <= MOST_NAMED:
        rows = rows.filter(pk__in=keys)
        return {row.pk: row for row in rows}
    return {row.pk: row for row in rows if row.pk in keys}


__all__ = ["OID", "Hosts", "Kinds", "People", "Projects", "Teachers", "whole_rows", "written_once"]
