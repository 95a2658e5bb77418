"""A report written on two devices, one of them without a connection: nothing is lost or overwritten unseen."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from mobilities.models import ExperienceReport
from mobilities.services.experience import begin_report
from mobilities.tests.trips import one_trip

pytestmark = pytest.mark.browser

NO_WAY_OUT = "() => { navigator.sendBeacon = () => false; window.fetch = () => Promise.reject(new TypeError()); }"


@pytest.fixture
def report(school, teacher) -> ExperienceReport:
    return begin_report(one_trip(school, teacher), teacher)


@pytest.fixture
def device(live_server, new_context, teacher, report):
    """device(): a phone of the teacher with the report open."""

    def open_():
        context = new_context(base_url=live_server.url)
        client = Client()
        client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"/experience/{report.pk}/edit/")
        return page

    return open_


def state(page):
    return page.locator("[data-autosave-state]")


def test_two_devices_and_a_lost_connection_lose_nothing(device, report):
    phone, computer = device(), device()

    phone.context.set_offline(True)
    phone.fill("[name=story]", "No tālruņa")
    phone.fill("[name=tasks]", "Tikai tālrunī")
    phone.check("#id_rating_trust_4")
    expect(state(phone)).to_contain_text("Paturēts šajā ierīcē")
    phone.get_by_role("button", name="Iesniegt").click()
    expect(state(phone)).to_contain_text("Paturēts šajā ierīcē")
    phone.evaluate(NO_WAY_OUT)  # closing a page ends the pretended lack of a connection first
    phone.close(run_before_unload=False)

    computer.fill("[name=story]", "No datora")
    computer.fill("[name=pluses]", "Tikai datorā")
    computer.fill("[name=commute_minutes]", "99999")
    expect(state(computer)).to_contain_text("Ceļš uz darbu")
    report.refresh_from_db()
    assert (report.story, report.pluses, report.commute_minutes) == ("No datora", "Tikai datorā", None)

    phone_again = phone.context.new_page()
    phone.context.set_offline(False)
    phone_again.goto(f"/experience/{report.pk}/edit/")
    dialog = phone_again.get_by_role("dialog")
    expect(dialog.get_by_role("group")).to_have_count(1)
    expect(dialog).to_contain_text("No tālruņa")
    expect(dialog).to_contain_text("No datora")
    expect(phone_again.locator("[name=pluses]")).to_have_value("Tikai datorā")
    dialog.get_by_label("Abas").check()
    dialog.get_by_role("button").click()
    expect(phone_again.locator("[name=story]")).to_have_value("No tālruņa\n\nNo datora")
    expect(state(phone_again)).to_contain_text("Saglabāts")
    phone_again.wait_for_function("!localStorage.length")
    report.refresh_from_db()
    assert report.story.split() == ["No", "tālruņa", "No", "datora"]
    assert (report.tasks, report.pluses, report.rating_trust) == ("Tikai tālrunī", "Tikai datorā", 5)
