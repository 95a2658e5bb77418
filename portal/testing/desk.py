"""People at their desks in a browser, with a real worker behind the portal."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, TimeoutError, expect

from portal.testing.browser import PATIENCE
from portal.testing.cast import PASSWORD
from portal.testing.services import Worker, running


@pytest.fixture
def worker(transactional_db, tmp_path):
    with running(Worker({"DJANGO_SETTINGS_MODULE": "portal.settings"}, tmp_path, concurrency=1)):
        yield


@pytest.fixture
def page_of(live_server, new_context):
    """page_of(user): a page of one's own browser, signed in by the form, on the user's first page."""

    def sign_in(user) -> Page:
        page = new_context(base_url=live_server.url).new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(reverse("home"))
        page.locator("#id_username").fill(user.email)
        page.locator("#id_password").fill(PASSWORD)
        press(page, "Pieslēgties")
        expect(page).to_have_url(live_server.url + reverse("home"))
        return page

    return sign_in


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page, **texts: str) -> None:
    for name, text in texts.items():
        page.locator(f"#id_{name}").fill(text)


def choose(page: Page, name: str, text: str) -> None:
    """Type into a field that searches and take what it offers; again where the list closed on a busy machine."""
    field, offered = page.locator(f"#id_{name}-ts-control"), page.locator(f"#id_{name}-ts-dropdown")
    for patience in (4_000, PATIENCE):
        field.click()
        field.fill("")
        field.press_sequentially(text)
        try:
            offered.locator(".option, .create").filter(has_text=text).first.click(timeout=patience)
            break
        except TimeoutError:
            page.keyboard.press("Escape")
    else:
        raise AssertionError(f"{name} never offered {text}")
    page.keyboard.press("Escape")


def squeezed(text: str) -> str:
    """Without what line breaks and hyphenation put between letters."""
    return re.sub(r"[\s\u00ad-]+", "", text)
