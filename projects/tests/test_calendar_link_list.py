"""Calendar links: made, shown once, read without signing in, revoked; and what the calendar holds."""

from datetime import date
from urllib.parse import urlparse

import pytest
from django.urls import reverse
from icalendar import Calendar

from portal.audit.models import Entry
from projects.models import CalendarLink, Deadline, Project

LIST, ADD = reverse("projects:calendar-link-list"), reverse("projects:calendar-link-add")


@pytest.fixture
def deadline(project):
    return Deadline.objects.create(
        project=project, kind="other", title="Pārskats; 1. daļa, āžķis", due=date(2022, 3, 1)
    )


@pytest.fixture
def address(client_of, coordinator, project):
    return urlparse(client_of(coordinator).post(ADD).context["new_address"]).path


def events(client, address) -> dict:
    found = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    return {str(event["SUMMARY"]): event for event in found}


def test_the_address_is_shown_once_and_kept_nowhere(client_of, coordinator, project):
    page = client_of(coordinator).post(ADD)
    token = page.context["new_address"].rpartition("/")[2].removesuffix(".ics")
    assert page.status_code == 201
    assert len(token) >= 40
    assert token in page.content.decode()
    assert token not in client_of(coordinator).get(LIST).content.decode()
    assert token not in str(list(CalendarLink.objects.values())) + str(list(Entry.objects.values()))


def test_the_calendar_is_read_without_signing_in(client, address, project, deadline):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(answer.content)
    assert calendar["X-WR-CALNAME"] == "Tilts: Upes tehnikums"
    found = events(client, address)
    assert len(found) == 3
    event = found["Pārskats; 1. daļa, āžķis: KA121-VET-000009189"]
    assert event["DTSTART"].dt == date(2022, 3, 1)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["DTEND"].dt == date(2022, 3, 2)
    assert CalendarLink.objects.get().last_read_at is not None


def test_uid_stays_and_sequence_grows(client, address, deadline):
    before = events(client, address)["Pārskats; 1. daļa, āžķis: KA121-VET-000009189"]
    Deadline.objects.update(title="Cits", version=4)
    after = events(client, address)["Cits: KA121-VET-000009189"]
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 4)
    assert len({str(event["UID"]) for event in events(client, address).values()}) == 3


def test_what_is_done_or_not_funded_is_left_out(client, address, deadline):
    Deadline.objects.update(done_on=date(2022, 2, 1))
    assert len(events(client, address)) == 2
    Project.objects.update(state="rejected")
    assert not events(client, address)


def test_other_schools_and_their_language(client, address, make_project, other_school, coordinator):
    make_project(school=other_school, title="Kalnu projekts", code="")
    coordinator.language = "en"
    coordinator.save()
    assert set(events(client, address)) == {
        "Project starts: KA121-VET-000009189", "Project ends: KA121-VET-000009189",
    }  # fmt: skip


def test_revoked(client, client_of, coordinator, teacher, address):
    link = CalendarLink.objects.get()
    url = reverse("projects:calendar-link-revoke", args=[link.pk])
    assert client_of(teacher).post(url).status_code == 404
    assert client.get(address).status_code == 200
    assert client_of(coordinator).post(url).status_code == 302
    assert client.get(address).status_code == 404
    assert [entry.verb for entry in Entry.objects.about(link)] == ["cancel", "add"]


@pytest.mark.parametrize("who", ["membership", "user"])
def test_who_left_reads_no_more(client, coordinator, address, who):
    if who == "user":
        coordinator.is_active = False
        coordinator.save()
    else:
        coordinator.memberships.update(is_active=False)
    assert client.get(address).status_code == 404


def test_unknown_address(client, db):
    assert client.get("/calendar/nothing.ics").status_code == 404
    assert client.post("/calendar/nothing.ics").status_code in {403, 404, 405}


def test_links_have_an_end(client_of, coordinator, project):
    client = client_of(coordinator)
    answers = [client.post(ADD).status_code for _number in range(7)]
    assert answers == [201] * 5 + [302] * 2


def test_letters_are_chosen(client_of, coordinator):
    url = reverse("projects:calendar-letters")
    assert client_of(coordinator).post(url, {"language": "en"}).status_code == 302
    coordinator.refresh_from_db()
    assert (coordinator.language, coordinator.wants_reminders) == ("en", False)
    assert client_of(coordinator).post(url, {"language": "xx"}).status_code == 422
    assert Entry.objects.about(coordinator).count() == 1
