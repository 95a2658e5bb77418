"""Tables as they were at an earlier migration, in a database of their own, to put rows of that time into."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

Targets = list[tuple[str, str]]


def migrate(targets: Targets) -> Apps:
    """The models as they are after it."""
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@contextmanager
def migrated_to(targets: Targets, folder: Path, name: str) -> Iterator[Apps]:
    """Afterwards the rows go on through all migrations to the newest ones. `name` of the database: two files of tests
    may run at once."""
    with empty_database(folder, name):
        everything = MigrationExecutor(connection).loader.graph.leaf_nodes()
        yield migrate(targets)
        migrate(everything)


@contextmanager
def empty_database(folder: Path, name: str) -> Iterator[None]:
    """The connection leads to an empty database beside the one of the other tests."""
    is_file, kept = connection.vendor == "sqlite", connection.settings_dict["NAME"]
    connection.close()
    if not is_file:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    connection.settings_dict["NAME"] = str(folder / name) if is_file else name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept
        if not is_file:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name}")
