"""Checking in at the door while the connection comes and goes."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mobilities.models import Conference, ConferenceDay, Participant
from mobilities.tests.running import today

pytestmark = pytest.mark.browser


def test_ticks_without_a_connection_are_kept_and_sent(page_of, coordinator, school):
    anna, juris = (
        Participant.objects.create(school=school, kind="learner", first_name=name, last_name="Upe", group="LO-41")
        for name in ("Anna", "Juris")
    )
    conference = Conference.objects.create(school=school, year=2021, title="Konference")
    day = ConferenceDay.objects.create(conference=conference, date=today())
    page = page_of(coordinator)
    page.goto(reverse("mobilities:conference-door", args=[conference.pk, day.pk]))
    buttons = {person: page.locator(f"[data-person='{person.pk}'] button") for person in (anna, juris)}
    page.route("**/tick/", lambda route: route.abort())
    buttons[anna].click()
    buttons[juris].click()
    expect(page.locator("[data-error]")).to_contain_text("Nav savienojuma")
    expect(page.locator("[data-unsent]")).to_have_count(2)
    buttons[juris].click()
    page.reload()
    expect(buttons[anna]).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-here]")).to_have_text("1")
    assert not day.attendances.exists()
    page.unroute("**/tick/")
    expect(page.locator("[data-unsent]")).to_have_count(0)
    expect(page.locator("[data-error]")).to_be_empty()
    expect(buttons[anna]).to_have_attribute("aria-pressed", "true")
    assert list(day.attendances.values_list("participant", flat=True)) == [anna.pk]


def test_guests_counted_without_a_connection_are_added_each_once(page_of, coordinator, school):
    conference = Conference.objects.create(school=school, year=2021, title="Konference")
    day = ConferenceDay.objects.create(conference=conference, date=today(), other_attendees=1)
    page = page_of(coordinator)
    page.goto(reverse("mobilities:conference-door", args=[conference.pk, day.pk]))
    more, guests = page.locator("[data-guests] [value='1']"), page.locator("[data-others]")
    answers = [0]

    def lose_the_answer(route) -> None:
        if not answers[0]:
            route.fetch()  # the server has it, the device does not know
            answers[0] += 1
        route.abort()

    page.route("**/tick/", lose_the_answer)
    more.click()
    more.click()
    expect(guests).to_have_text("3")
    expect(page.locator("[data-guests][data-unsent]")).to_have_count(1)
    expect(page.locator("[data-error]")).to_contain_text("Nav savienojuma")
    ConferenceDay.objects.filter(pk=day.pk).update(other_attendees=150 + answers[0])
    page.reload()
    page.unroute("**/tick/")
    expect(guests).to_have_text("152")
    expect(page.locator("[data-unsent]")).to_have_count(0)
    expect(page.locator("[data-error]")).to_be_empty()
    day.refresh_from_db()
    assert day.other_attendees == 152
