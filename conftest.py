"""Fixtures for every app's tests."""

import shutil

from django.conf import settings

pytest_plugins = ["portal.testing.browser", "portal.testing.cast"]


def pytest_unconfigure(config) -> None:
    runs_tests_for_another_process = hasattr(config, "workerinput")
    if not runs_tests_for_another_process and settings.VAR_DIR.name.startswith("tilts-test-"):
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
