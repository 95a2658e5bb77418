"""Chromium of the system for pytest-playwright, and axe-core."""

import os
import shutil
from importlib.resources import files

import pytest
from playwright.sync_api import expect

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # milliseconds: two browsers may share the machine, and waiting for what comes costs nothing
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if program is None:
        pytest.fail("Chromium is not installed; CHROMIUM may name its path.")
    expect.set_options(timeout=PATIENCE)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread of the test
    return {"executable_path": program, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict:
    return {"locale": "lv-LV", "timezone_id": "Europe/Riga", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def axe_violations():
    """Function: page > what axe-core finds wrong on it, one line for each element."""

    def violations(page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{page.url} {rule['id']}: {rule['help']} {' '.join(map(str, node['target']))}"
            for rule in result["violations"]
            for node in rule["nodes"]
        ]

    return violations
