"""Adding a mobility in a browser: an answer that comes late takes nothing back."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Route, expect

from mobilities.tests.funded import kind
from projects.models import Project

pytestmark = pytest.mark.browser


@pytest.fixture
def page(live_server, new_context, coordinator):
    context = new_context(base_url=live_server.url)
    client = Client()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return context.new_page()


def test_a_type_chosen_while_the_types_are_on_their_way_stays(page, school):
    project = Project.objects.create(
        school=school, school_name=school.name, title="Prakse", call_year=2021,
        start=date(2021, 9, 1), end=date(2022, 8, 31),
    )  # fmt: skip
    held: list[Route] = []
    page.route("**/check/?types=*", lambda route: held.append(route))
    page.goto(reverse("mobilities:mobility-add-group"))
    page.evaluate("pk => document.getElementById('id_project').tomselect.setValue(pk)", str(project.pk))
    page.locator("#id_activity_type").select_option(str(kind().pk))
    while not held:
        page.wait_for_timeout(20)
    with page.expect_response("**/check/?types=*"):
        held[0].continue_()
    expect(page.locator("#id_activity_type.htmx-settling")).to_have_count(0)
    page.wait_for_function("document.querySelectorAll('#id_activity_type option').length > 1")
    expect(page.locator("#id_activity_type")).to_have_value(str(kind().pk))
