"""The what-if page in a browser: it answers while one types, its address holds the question, its details open."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mobilities.tests.funded import fund, kind, send

pytestmark = pytest.mark.browser


@pytest.fixture
def page(live_server, new_context, coordinator):
    context = new_context(base_url=live_server.url)
    client = Client()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    cookies = {"sessionid": client.cookies["sessionid"].value, settings.LANGUAGE_COOKIE_NAME: "en"}
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
    return context.new_page()


def test_what_if_answers_while_one_types(page, school, coordinator, axe_violations):
    project = fund(school, coordinator, travel=600)
    send(project)
    page.goto(reverse("mobilities:project-what-if", args=[project.pk]))
    page.select_option("[name=activity_type]", str(kind().pk))
    page.select_option("[name=country]", "DE")
    page.fill("[name=city]", "Hamburg")
    page.fill("[name=days]", "10")
    answer = page.locator("#answer")
    answer.get_by_text("not enough").wait_for()
    assert "people=3" in page.url
    page.fill("[name=people]", "1")
    answer.get_by_text("not enough").wait_for(state="detached")
    assert answer.get_by_role("heading", name=re.compile("^1 person, €1,273.00")).is_visible()
    page.locator("#answer summary").first.click()
    assert answer.get_by_text("Organisational support for participant 2").is_visible()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_amount_of_a_grant_opens(page, school, coordinator, axe_violations):
    mobility = send(fund(school, coordinator), fewer_opportunities=True)
    page.goto(reverse("mobilities:grant-detail", args=[mobility.pk]))
    for summary in page.locator(".opens summary").all():
        summary.click()
    assert page.locator(".opened:visible").count() == 4
    assert axe_violations(page) == []
