"""Fixtures for every app's tests."""

import shutil

import pytest
from django.conf import settings

from portal.settings_test import TEST_FOLDER

pytest_plugins = ["portal.testing.browser", "portal.testing.cast"]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tests with a second process or thread commit for real; afterwards the rows of the migrations come back."""
    if item.get_closest_marker("browser") or item.get_closest_marker("worker"):
        item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


def pytest_unconfigure(config: pytest.Config) -> None:
    if settings.VAR_DIR.name.startswith(TEST_FOLDER):
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
