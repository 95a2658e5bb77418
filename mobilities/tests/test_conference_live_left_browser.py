"""What was typed on the live screen, and not saved, when the connection breaks or somebody closes or deletes it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from mobilities.enums import ConferenceState
from mobilities.models import Conference, ExperienceReport
from mobilities.tests.conferences import learner, placement

pytestmark = pytest.mark.browser


@pytest.fixture
def conference(school) -> Conference:
    return Conference.objects.create(school=school, year=2021, title="Konference", state=ConferenceState.OPEN)


@pytest.fixture
def screen_of(page_of, conference):
    def open_screen(user) -> Page:
        page = page_of(user)
        page.goto(reverse("mobilities:conference-live", args=[conference.pk]))
        expect(page.locator("[data-entry]")).to_be_visible()
        return page

    return open_screen


def write(page: Page, text: str) -> None:
    page.locator("#id_text").fill(text)
    page.locator("#id_text").press("Enter")


def move(conference: Conference, state: ConferenceState) -> None:
    Conference.objects.filter(pk=conference.pk).update(state=state)


def test_only_a_decision_is_sent_with_an_owner_and_a_date(screen_of, coordinator, conference):
    page = screen_of(coordinator)
    page.locator("[for=kind-decision]").click()
    page.locator("#id_owner").fill("Inga")
    page.locator("#id_due").fill("2022-09-01")
    write(page, "Braukt agrāk")
    expect(page.locator("[data-column=decision] > li")).to_have_count(1)
    page.locator("[for=kind-plus]").click()
    with page.expect_request("**/live/add/") as sent:
        write(page, "Uzticējās")
    assert 'name="text"' in sent.value.post_data
    assert 'name="owner"' not in sent.value.post_data and 'name="due"' not in sent.value.post_data
    expect(page.locator("[data-column=plus] > li")).to_have_count(1)
    page.locator("[data-column=decision] [data-edit]").click()
    expect(page.locator("[data-column=decision] [name=owner]")).to_have_value("Inga")


def test_what_waits_says_for_what(screen_of, coordinator, conference):
    page = screen_of(coordinator)
    waiting = page.locator("[data-waiting] > li small")
    page.context.set_offline(True)
    write(page, "Bez tīkla")
    expect(waiting).to_have_text("gaida savienojumu")
    page.context.set_offline(False)
    expect(page.locator("[data-column=plus] > li")).to_contain_text("Bez tīkla")
    page.route("**/live/add/", lambda route: None)
    write(page, "Lēni")
    expect(waiting).to_have_text("tiek saglabāts")


def test_a_recorder_reads_that_it_was_closed_and_keeps_what_was_typed(screen_of, coordinator, teacher, conference):
    conference.recorders.add(teacher)
    page = screen_of(teacher)
    text, told = page.locator("#id_text"), page.locator("[data-error]")
    page.route("**/live/add/", lambda route: route.abort())
    write(page, "Gaidošs")
    text.fill("Pusvārds")
    expect(page.locator("[data-waiting] > li")).to_contain_text("Gaidošs")
    move(conference, ConferenceState.CLOSED)
    expect(told).to_contain_text(f"tikai koordinators: {coordinator}")
    expect(page.locator("[data-state]")).to_have_text(re.compile("Noslēgta"))
    page.unroute("**/live/add/")
    for part in ("[data-entry] .live-line .btn-primary", "#kind-minus"):
        expect(page.locator(part)).to_be_disabled()
    expect(text).to_have_value("Pusvārds")
    expect(text).not_to_be_editable()
    expect(page.locator("[data-waiting] > li")).to_contain_text("nav saglabāts")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_url("**" + reverse("mobilities:conference-detail", args=[conference.pk]))
    left = page.locator("[data-left]")
    expect(left).to_contain_text("Gaidošs")
    expect(left).to_contain_text("Pusvārds")
    assert not conference.findings.exists()
    move(conference, ConferenceState.OPEN)
    page.goto(reverse("mobilities:conference-live", args=[conference.pk]))
    expect(text).to_have_value("Pusvārds")
    expect(page.locator("[data-column=plus] > li")).to_contain_text("Gaidošs")


def test_the_screen_goes_on_when_the_conference_is_opened_again(screen_of, coordinator, conference):
    page = screen_of(coordinator)
    write(page, "Pirmais")
    page.locator("[data-column=plus] [data-edit]").click()
    words = page.locator("[data-column=plus] [name=text]")
    words.fill("Labotais")
    move(conference, ConferenceState.CLOSED)
    expect(page.locator("[data-column=plus] .live-error")).to_contain_text("noslēgta")
    expect(words).not_to_be_editable()
    move(conference, ConferenceState.OPEN)
    expect(words).to_be_editable()
    expect(page.locator("[data-state]")).not_to_contain_text("Noslēgta")
    expect(page.locator("[data-error]")).to_be_empty()
    words.press("Enter")
    expect(page.locator("[data-column=plus] > li > span").first).to_have_text("Labotais")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:'))") == []


def test_the_screen_of_a_deleted_conference_says_so_and_stops_asking(screen_of, coordinator, conference):
    page = screen_of(coordinator)
    page.locator("#id_text").fill("Pusvārds")
    conference.delete()
    expect(page.locator("[data-error]")).to_contain_text("Konference ir izdzēsta. Ierakstītais")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.locator("#id_text")).to_have_value("Pusvārds")
    expect(page.locator("[data-entry] .live-line .btn-primary")).to_be_disabled()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert asked == []


def test_what_was_set_aside_is_proposed_again_after_a_reload(screen_of, coordinator, school, conference):
    trip = placement(school, learner(school, "Anna"))
    ExperienceReport.objects.create(school=school, mobility=trip, state="approved", pluses="Uzticas")
    page = screen_of(coordinator)
    proposed = page.locator("[data-proposals] [data-take-key]", has_text="Uzticas")
    asides = page.locator("[data-asides] > li")
    page.locator("[data-proposals] > li", has_text="Uzticas").locator("[data-aside-key]").click()
    expect(asides).to_have_count(1)
    page.reload()
    expect(proposed).to_have_count(0)
    page.get_by_text("Malā atliktie priekšlikumi").click()
    asides.get_by_role("button", name="Piedāvāt vēlreiz").click()
    expect(proposed).to_be_visible()
    expect(asides).to_have_count(0)
    expect(page.locator("[data-asides-part]")).to_be_hidden()
