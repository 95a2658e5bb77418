"""Adding a mobility in a browser: an answer that comes late takes nothing back."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Route, expect

from mobilities.models import Host, Mobility, Participant
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


def test_people_of_a_group_by_class_by_name_and_who_is_away(page, school):
    people = [
        Participant.objects.create(school=school, kind="learner", first_name=name, last_name="Ņega", group=group)
        for name, group in (("Anna", "K-1"), ("Ērika", "K-1"), ("Zane", "K-2"))
    ]
    project = Project.objects.create(
        school=school, school_name=school.name, title="Prakse", call_year=2021,
        start=date(2021, 9, 1), end=date(2022, 8, 31),
    )  # fmt: skip
    Mobility.objects.create(
        school=school, project=project, participant=people[2], activity_type=kind(), start=date(2022, 2, 1),
        end=date(2022, 2, 20),
    )  # fmt: skip
    page.goto(reverse("mobilities:mobility-add-group"))
    chosen, whole = page.locator("[data-chosen] b"), page.get_by_label("K-1").first
    whole.check()
    expect(chosen).to_have_text("2")
    page.locator(f"#who-{people[0].pk}").uncheck()
    expect(chosen).to_have_text("1")
    assert whole.evaluate("tick => tick.indeterminate && !tick.checked")
    page.get_by_label("Atrast pēc vārda vai grupas").fill("erika nega")
    expect(page.locator("[data-people] li:visible")).to_have_count(1)
    page.locator("#id_start").fill("2022-02-10")
    page.locator("#id_end").fill("2022-03-10")
    page.locator("#id_end").dispatch_event("change")
    expect(page.locator(f"[data-away='{people[2].pk}']")).to_contain_text("20.02.2022.")
    expect(chosen).to_have_text("1")


def test_a_host_that_is_not_offered_is_found_by_typing(page, school):
    for number in range(60):
        Host.objects.create(school=school, name=f"Uzņēmējs {number}", country="DE", city="Hamburga")
    page.goto(reverse("mobilities:mobility-add"))
    expect(page.locator("#id_host-ts-control")).to_be_visible()
    assert page.locator("#id_host option", has_text="Uzņēmējs 3").count() < 11
    page.locator("#id_host-ts-control").fill("uznemejs 7")
    option = page.locator("#id_host-ts-dropdown .option", has_text="Uzņēmējs 7").first
    expect(option).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#id_host")).to_have_value(str(Host.objects.get(name="Uzņēmējs 7").pk))
