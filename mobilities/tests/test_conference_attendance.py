"""Who was at the conference: the list, the door, the guests that were only counted."""

from datetime import date

import pytest

from mobilities.enums import ConferenceState
from mobilities.models import Attendance, Conference, ConferenceDay
from mobilities.tests.conferences import address, learner

pytestmark = pytest.mark.django_db


def test_attendance_counts_each_person_once(client_of, coordinator, school, conference, day):
    second = ConferenceDay.objects.create(conference=conference, date=date(2022, 6, 1), other_attendees=4)
    one, other = learner(school, "Anna"), learner(school, "Jānis")
    browser, first = client_of(coordinator), address(conference, f"attendance/{day.pk}/")
    browser.post(first, {"present": [one.pk, other.pk], "other_attendees": "2"})
    four = {"present": [one.pk], "other_attendees": "4", "others_before": "4"}
    browser.post(address(conference, f"attendance/{second.pk}/"), four)
    assert conference.attendance_total() == 2 + 4
    browser.post(first, opened(browser, first) | {"present": [other.pk], "other_attendees": "0"})
    assert here(day) == ["Jānis"]


def opened(browser, page: str) -> dict:
    """What the open list sends back as it is."""
    form = browser.get(page).context["form"]
    return {
        "present": form.here_now, "present_before": ",".join(form.here_now),
        "other_attendees": form.others_now, "others_before": form.others_now,
    }  # fmt: skip


def here(day: ConferenceDay) -> list[str]:
    return sorted(day.attendances.values_list("participant__first_name", flat=True))


def test_list_and_door_do_not_overwrite_each_other(client_of, coordinator, school, conference, day):
    people = {name: learner(school, name) for name in ("Anna", "Berta", "Cilda", "Dace", "Elza")}
    keys = {name: str(person.pk) for name, person in people.items()}
    browser, page = client_of(coordinator), address(conference, f"attendance/{day.pk}/")

    def at_the_door(**typed) -> None:
        browser.post(address(conference, f"door/{day.pk}/tick/"), typed)

    for name in ("Anna", "Berta", "Cilda"):
        at_the_door(person=keys[name], here="1")
    typed = opened(browser, page)
    at_the_door(person=keys["Dace"], here="1")
    at_the_door(person=keys["Berta"], here="0")
    at_the_door(others="1")
    typed["present"] = [keys["Anna"], keys["Berta"], keys["Elza"]]  # without Cilda
    browser.post(page, typed)
    day.refresh_from_db()
    assert (here(day), day.other_attendees) == (["Anna", "Dace", "Elza"], 1)
    at_the_door(person=keys["Elza"], here="0")
    assert here(day) == ["Anna", "Dace"]


def test_the_number_of_guests_counted_on_list_and_door_is_asked_about(client_of, coordinator, school, conference, day):
    person = learner(school, "Anna")
    browser, page = client_of(coordinator), address(conference, f"attendance/{day.pk}/")
    typed = opened(browser, page) | {"other_attendees": "7", "present": [person.pk]}
    browser.post(address(conference, f"door/{day.pk}/tick/"), {"others": "1"})
    answer = browser.post(page, typed)
    day.refresh_from_db()
    assert (day.other_attendees, here(day)) == (1, [])
    form, said = answer.context["form"], answer.content.decode()
    assert form.errors.keys() == {"other_attendees"} and form["other_attendees"].value() == "7"
    assert answer.context["ticked"] == {str(person.pk)} and 'name="others_before" value="1"' in said
    assert browser.post(page, typed | {"others_before": "1"}).status_code == 302
    day.refresh_from_db()
    assert (day.other_attendees, here(day)) == (7, ["Anna"])


def test_attendance_of_a_stranger_is_refused(client_of, coordinator, other_school, conference, day):
    stranger = learner(other_school, "Svešā")
    answer = client_of(coordinator).post(
        address(conference, f"attendance/{day.pk}/"), {"present": [stranger.pk], "other_attendees": "0"}
    )
    assert answer.status_code == 200
    assert not Attendance.objects.exists()


def test_a_tick_at_the_door_of_a_closed_conference_says_so(client_of, coordinator, school, conference, day):
    person = learner(school, "Anna")
    Conference.objects.filter(pk=conference.pk).update(state=ConferenceState.CLOSED)
    browser, json = client_of(coordinator), {"Accept": "application/json"}
    answer = browser.post(
        address(conference, f"door/{day.pk}/tick/"), {"person": person.pk, "here": "1"}, headers=json
    )
    assert (answer.status_code, answer.json()) == (409, {"present": [], "others": 0, "closed": True})
    assert browser.get(address(conference, f"door/{day.pk}/"), headers=json).json()["closed"]
    assert not Attendance.objects.exists()


def test_a_guest_sent_twice_is_counted_once(client_of, coordinator, conference, day):
    browser, tick = client_of(coordinator), address(conference, f"door/{day.pk}/tick/")
    for key in ("guest-1", "guest-1", "guest-2", "guest-1"):
        browser.post(tick, {"others": "1", "sent_as": key})
    browser.post(tick, {"others": "1"})  # without a script there is no key
    day.refresh_from_db()
    assert day.other_attendees == 3
