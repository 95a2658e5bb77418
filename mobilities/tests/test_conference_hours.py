"""Sessions that stand in each other's way are hinted at, and saved all the same."""

from datetime import date, time

import pytest

from mobilities.models import Conference, ConferenceDay, Presentation
from mobilities.tests.conferences import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(school):
    conference = Conference.objects.create(school=school, year=2021, title="Izvērtēšana")
    return ConferenceDay.objects.create(
        conference=conference, date=date(2022, 5, 31), starts_at=time(10), ends_at=time(12)
    )


def hints(browser, day: ConferenceDay) -> dict[str, list[str]]:
    sessions = browser.get(address(day.conference)).context["presentations"]
    return {row.title: row.hints for row in sessions if row.hints}


def test_sessions_at_one_time_name_each_other_unless_their_rooms_differ(client_of, coordinator, day):
    browser = client_of(coordinator)
    for title, hour, room in (("Osta", time(10), "1"), ("Dzelzceļš", time(10, 45), ""), ("Virtuve", time(10), "2")):
        Presentation.objects.create(day=day, title=title, time=hour, minutes=45, room=room)
    assert hints(browser, day) == {}
    sent = {"day": day.pk, "title": "Noliktava", "time": "10:30", "minutes": "15", "room": "1"}
    assert browser.post(address(day.conference, "presentation/add/"), sent).status_code == 302
    assert hints(browser, day) == {"Osta": ["Pārklājas ar „Noliktava“."], "Noliktava": ["Pārklājas ar „Osta“."]}
    Presentation.objects.filter(title="Dzelzceļš").update(time=time(10, 30), minutes=None)
    assert set(hints(browser, day)) == {"Osta", "Noliktava", "Dzelzceļš", "Virtuve"}
    assert "Pārklājas ar „Osta“." in browser.get(address(day.conference)).content.decode()


def test_a_session_outside_the_hours_of_its_day_says_so_to_who_plans(client_of, coordinator, teacher, day):
    rows = {"Agri": (time(9), 30), "Ilgi": (time(11, 30), 45), "Laikā": (time(11), 30), "Bez laika": (None, 30)}
    for title, (hour, minutes) in rows.items():
        Presentation.objects.create(day=day, title=title, time=hour, minutes=minutes)
    outside = ["Ārpus dienas laika (10:00–12:00)."]
    assert hints(client_of(coordinator), day) == {"Agri": outside, "Ilgi": outside}
    assert "Ārpus dienas laika" not in client_of(teacher).get(address(day.conference)).content.decode()
    ConferenceDay.objects.update(starts_at=None)
    assert hints(client_of(coordinator), day) == {"Ilgi": ["Ārpus dienas laika (12:00)."]}
