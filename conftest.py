"""Fixtures for every app's tests."""

import gc
import shutil

import hypothesis
import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from django.utils.translation import override

from portal.settings_test import TEST_FOLDER
from portal.testing.migrated import copied_to
from portal.testing.run_tests import APART, bears

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
    for mark in APART:
        if item.get_closest_marker(mark) and not bears(item.path, mark):
            raise pytest.UsageError(f"{item.path} must name the mark {mark} itself: its leg reads only such files.")


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


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix() -> None:
    """Every process has a folder, and with it a database, of its own already; workers look for it by this name."""


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Always there: modules that make their rows once for all their tests bear no mark that asks for it."""
    database = settings.DATABASES["default"]
    is_copied = "sqlite3" in database["ENGINE"] and copied_to(database["TEST"]["NAME"])
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=is_copied)
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
