"""Fixtures for every app's tests."""

import gc
import shutil
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from django.utils.translation import override

from portal.settings_test import MIGRATED, TEST_FOLDER

# The same examples every time, however busy the machine is.
hypothesis.settings.register_profile("tilts", deadline=None, derandomize=True)
hypothesis.settings.load_profile("tilts")

DATABASE = {"db", "transactional_db", "world"}  # fixtures that open it
pytest_plugins = ["portal.testing.browser", "portal.testing.cast", "portal.testing.desk"]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tests with a second process or thread commit for real; afterwards the rows of the migrations come back."""
    if item.get_closest_marker("browser") or item.get_closest_marker("worker"):
        item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))
    if not asks_database(item):
        item.add_marker(pytest.mark.one_database)


def asks_database(item: pytest.Item) -> bool:
    of_django = item.cls is not None and issubclass(item.cls, TransactionTestCase)
    return of_django or bool(item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Modules stay until the end: the collector of garbage need not look through them again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if settings.VAR_DIR.name.startswith(TEST_FOLDER):
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


def is_copied() -> bool:
    """Whether SQLite's database begins as a copy of the migrated one; PostgreSQL copies as its settings say."""
    database = settings.DATABASES["default"]
    if not MIGRATED or "sqlite3" not in database["ENGINE"]:
        return False
    shutil.copyfile(MIGRATED, Path(database["TEST"]["NAME"]))
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Always there: modules that make their rows once for all their tests bear no mark that asks for it."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=is_copied())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def default_language():
    """Every test begins in the portal's language, whatever page another one has opened last."""
    with override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def reference_rows(request) -> None:
    """A test with real transactions empties every table after it: the activity types come back before the next."""
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        from projects.activity_types import load_activity_types

        request.getfixturevalue("transactional_db")
        load_activity_types()
