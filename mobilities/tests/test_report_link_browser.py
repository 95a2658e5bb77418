"""A learner with a phone and a bad connection: the photo goes on from where it stopped, the words are kept."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mobilities.models import Attachment, ExperienceReport
from mobilities.services.report_links import address_key, make_link
from mobilities.tests.test_experience import mobility, own_files  # noqa: F401
from mobilities.tests.test_resumable import photo

pytestmark = pytest.mark.browser
MEGABYTE = 1024 * 1024
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def link(mobility, coordinator):  # noqa: F811
    return make_link(mobility, timezone.localdate() + timedelta(days=9), coordinator)


def test_photo_goes_on_after_the_browser_was_closed(live_server, new_context, link, tmp_path, axe_violations):
    address = f"{live_server.url}/my-report/{address_key(link)}/"
    file = tmp_path / "osta.jpg"
    file.write_bytes(photo(side=2200))
    assert file.stat().st_size > 2 * MEGABYTE
    phone, offsets = new_context(), []

    def keep_the_first_piece(route):
        offsets.append(int(route.request.headers["upload-offset"]))
        route.continue_() if len(offsets) == 1 else route.abort("internetdisconnected")

    page = phone.new_page()
    page.set_viewport_size(PHONE)
    page.route(
        "**/uploads/*/",
        lambda route: keep_the_first_piece(route) if route.request.method == "PATCH" else route.continue_(),
    )
    page.goto(address)
    page.locator("#photo-picker").set_input_files(file)
    while len(offsets) < 2:
        page.wait_for_timeout(20)
    page.close()
    page = phone.new_page()
    page.set_viewport_size(PHONE)
    page.on(
        "request", lambda request: request.method == "PATCH" and offsets.append(int(request.headers["upload-offset"]))
    )
    page.goto(address)
    expect(page.get_by_text("osta.jpg, ")).to_be_visible()
    del offsets[:]
    page.locator("#photo-picker").set_input_files(file)
    expect(page.locator("li[id^=photo-] img")).to_be_visible(timeout=20_000)
    assert offsets[0] == MEGABYTE
    assert Attachment.objects.get().name == "osta.jpg"
    page.locator("#id_tasks").fill("Preču pieņemšana ostā")
    with page.expect_response("**/autosave/"):
        page.locator("#id_tasks").blur()
    assert ExperienceReport.objects.get().tasks == "Preču pieņemšana ostā"
    state = page.locator("[data-autosave-state]")
    phone.set_offline(True)
    page.locator("#id_story").press_sequentially("Rīts")
    expect(state).to_contain_text("Paturēts šajā ierīcē", timeout=1000)
    phone.set_offline(False)
    expect(state).to_contain_text("Saglabāts ")
    assert ExperienceReport.objects.get().story == "Rīts"
    bar = page.locator(".savebar").bounding_box()
    assert (bar["y"] + bar["height"], bar["x"], bar["width"]) == (PHONE["height"], 0, PHONE["width"])
    assert bar["height"] < 80
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert axe_violations(page) == []
