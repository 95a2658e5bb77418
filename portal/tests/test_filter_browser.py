"""The filters of a list in a browser: folded away on a narrow screen, all in sight on a wide one."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.browser


def test_filters_fold_on_narrow_screens_only(live_server, new_context, coordinator, axe_violations):
    client = Client()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    context = new_context(base_url=live_server.url)
    cookies = {"sessionid": client.cookies["sessionid"].value, settings.LANGUAGE_COOKIE_NAME: "en"}
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(f"{reverse('mobilities:host-list')}?state=candidate")
    kind, fold = page.locator("[name=kind]"), page.locator("form.filter summary")
    assert kind.is_visible() and not fold.is_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("form.filter [name=q]").is_visible() and not kind.is_visible()
    assert fold.inner_text().strip() == "Filters (1)"
    assert axe_violations(page) == []
    page.locator("form.filter [name=q]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert kind.is_visible() and axe_violations(page) == []
    kind.select_option("school")
    page.get_by_role("button", name="Filter", exact=True).click()
    page.wait_for_url("**kind=school**")
    assert fold.inner_text().strip() == "Filters (2)" and "state=candidate" in page.url
