"""Placeholders by click, and what is missing told while one ticks."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from reports.tests.papers import complete

pytestmark = pytest.mark.browser


@pytest.fixture
def page(live_server, new_context, coordinator):
    context = new_context(base_url=live_server.url)
    client = Client()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return context.new_page()


def test_a_click_puts_a_placeholder_where_the_cursor_is_and_ticks_tell_what_is_missing(page, school, coordinator):
    mobility = complete(school, coordinator)
    page.goto(reverse("reports:paper-template-edit", args=["image_consent"]))
    text = page.locator("#id_text_en")
    text.fill("# Photo of ")
    page.click('[data-insert="{participant_name}"]')
    expect(text).to_have_value("# Photo of {participant_name}")
    mobility.participant.contacts.all().delete()
    page.goto(f"{reverse('reports:paper-add')}?m={mobility.pk}")
    page.check("#kind-parental_consent")
    missing = page.locator(f"#missing a[href='/people/{mobility.participant_id}/edit/#contacts']")
    page.locator("#missing summary").first.click()
    expect(missing.first).to_be_visible()
