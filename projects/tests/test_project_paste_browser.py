"""A text is pasted and its projects are registered, in a real browser."""

import pytest
from django.urls import reverse

from projects.models import Project

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "„Viens“ (Nr. 2020–1–LVO1–KA116–77195) un „Divi“ (2021-LV01-KA121-VET-000009189)"


def test_text_to_registered_projects(live_server, page, client, coordinator, axe_violations):
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + reverse("projects:project-paste"))
    page.locator("#id_text").fill(TEXT)
    page.locator("main .btn-primary").click()
    doubtful = page.locator("tbody tr").nth(1)
    assert not doubtful.locator("input[type=checkbox]").is_checked()
    doubtful.locator("button[data-fill]").click()
    doubtful.locator("input[type=checkbox]").check()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("button[name=register]").click()
    page.wait_for_url("**/projects/?when=all")
    assert dict(Project.objects.values_list("code", "title")) == {
        "2020-1-LV01-KA116-077195": "Viens",
        "2021-1-LV01-KA121-VET-000009189": "Divi",
    }
