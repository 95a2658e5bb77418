"""A learner with a phone and a bad connection: the photo goes on from where it stopped, the words are kept."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from mobilities.models import Attachment, ExperienceReport
from mobilities.services.report_links import address_key, make_link
from mobilities.tests.test_experience import mobility, own_files  # noqa: F401
from mobilities.tests.test_experience_browser import NO_WAY_OUT
from mobilities.tests.test_resumable import photo

pytestmark = pytest.mark.browser
MEGABYTE = 1024 * 1024
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def link(mobility, coordinator):  # noqa: F811
    return make_link(mobility, timezone.localdate() + timedelta(days=9), coordinator)


def without_the_card(route):
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "attachment-card"}
    route.fulfill(response=answer, headers=headers)


def plain_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def test_large_picture_is_sent_smaller_and_a_document_finds_its_place(live_server, new_context, link, tmp_path):
    picture, document = tmp_path / "liela.jpg", tmp_path / "diena.pdf"
    exif = Image.Exif()
    exif[0x0112] = 6
    as_held = Image.new("RGB", (9000, 6000), "blue")
    as_held.paste("red", (0, 0, 3000, 6000))
    as_held.save(picture, exif=exif)
    document.write_bytes(plain_pdf())
    page = new_context().new_page()
    page.goto(f"{live_server.url}/my-report/{address_key(link)}/")
    page.route("**/uploads/*/", without_the_card, times=1)
    page.locator("#photo-picker").set_input_files([picture, document])
    expect(page.locator("[data-upload-list=document] li")).to_contain_text("diena.pdf", timeout=20_000)
    expect(page.get_by_text("diena.pdf tagad ir sadaļā „Dokumenti“")).to_be_visible()
    expect(page.locator("li[id^=photo-] img")).to_have_count(1)
    kept = Attachment.objects.get(kind="photo")
    assert (kept.name, kept.width, kept.height) == ("liela.jpg", 1600, 2400)
    red, blue = (Image.open(kept.file).getpixel((800, height))[0] for height in (700, 900))
    assert red > 200 and blue < 50


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
    page.route("**/card/", lambda route: route.abort("internetdisconnected"), times=1)
    page.goto(address)
    expect(page.get_by_text("osta.jpg, ")).to_be_visible()
    del offsets[:]
    page.locator("#photo-picker").set_input_files(file)
    expect(page.get_by_text("Datne ir saglabāta.")).to_be_visible(timeout=20_000)
    expect(page.locator("li[id^=photo-] input[name=caption]")).to_be_visible()
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


def test_what_was_written_and_chosen_before_the_scripts_came_is_kept(live_server, new_context, link, tmp_path):
    address = f"{live_server.url}/my-report/{address_key(link)}/"
    file = tmp_path / "osta.jpg"
    file.write_bytes(photo(side=300))
    phone, held, on_their_way = new_context(), [], True
    page = phone.new_page()
    page.goto(address)
    page.evaluate(NO_WAY_OUT)
    page.locator("#id_story").fill("Rakstīts pirms pārrāvuma")
    page.locator("#id_tasks").fill("Kravas")
    page.close()

    page = phone.new_page()
    page.route(re.compile(r"\.js$"), lambda route: held.append(route) if on_their_way else route.continue_())
    page.goto(address, wait_until="commit")
    page.locator("#id_story").fill("Rakstīts autobusā")
    page.locator("#photo-picker").set_input_files(file)
    assert held
    on_their_way = False
    for route in held:
        route.continue_()
    expect(page.locator("li[id^=photo-] input[name=caption]")).to_be_visible()
    expect(page.locator("[data-autosave-state]")).to_contain_text("Saglabāts ")
    report = ExperienceReport.objects.get()
    assert (report.story, report.tasks) == ("Rakstīts autobusā", "Kravas")
    page.reload()
    expect(page.locator("#id_story")).to_have_value("Rakstīts autobusā")
