"""Two people save one page at once: what differs is said as people read it, and nothing else is."""

from datetime import date, time

import pytest

from mobilities.models import Conference, ConferenceDay, Finding, Host, Presentation
from mobilities.tests.conferences import address, learner, placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference(school):
    return Conference.objects.create(school=school, year=2021, title="Izvērtēšana", summary="Viens\nDivi")


def compared(answer) -> list[tuple[str, str]]:
    """What stands in the table, without the names of the fields."""
    assert "<QuerySet" not in answer.content.decode() and ".None" not in answer.content.decode()
    return [row[1:] for row in answer.context["form"].stale]


def test_helpers_are_named_and_untouched_fields_do_not_stand_there(client_of, coordinator, teacher, conference):
    office = client_of(coordinator)
    sent = {"year": "2021/2022", "title": "Izvērtēšana", "summary": "Viens\r\nDivi", "version": "0"}
    office.post(address(conference, "edit/"), sent | {"recorders": [teacher.pk]})
    refused = office.post(address(conference, "edit/"), sent)
    assert compared(refused) == [(str(teacher), "")]
    assert str(teacher) in refused.content.decode()
    assert compared(office.post(address(conference, "edit/"), sent | {"recorders": [teacher.pk]})) == []
    both = sent | {"recorders": [teacher.pk], "year": "2022/2023"}
    assert compared(office.post(address(conference, "edit/"), both)) == [("2021/2022", "2022/2023")]


def test_a_session_names_people_and_journeys_on_both_sides(client_of, coordinator, school, conference):
    office = client_of(coordinator)
    first = ConferenceDay.objects.create(conference=conference, date=date(2022, 5, 31))
    anna, berta = learner(school, "Anna"), learner(school, "Berta")
    trip = placement(school, anna, country="DE")
    session = Presentation.objects.create(day=first, title="Hamburga", time=time(10))
    page = address(conference, f"presentation/{session.pk}/edit/")
    sent = {"day": first.pk, "title": "Hamburga", "time": "10:00", "version": "0"}
    saved = sent | {"presenters": [berta.pk, anna.pk], "mobilities": [trip.pk]}
    assert office.post(page, saved).status_code == 302
    assert compared(office.post(page, saved)) == []
    found = compared(office.post(page, sent | {"presenters": [berta.pk], "time": "10:30"}))
    assert found == [("10:00", "10:30"), (f"{anna}; {berta}", str(berta)), (str(trip), "")]


def test_choices_by_their_labels_and_days_as_they_are_written(client_of, coordinator, conference):
    office = client_of(coordinator)
    row = Finding.objects.create(conference=conference, kind="plus", text="Uzticējās", country="DE")
    page = address(conference, f"finding/{row.pk}/edit/")
    sent = {"text": "Uzticējās", "country": "DE", "version": "0"}
    assert office.post(page, sent | {"kind": "minus"}).status_code == 302
    found = compared(
        office.post(page, sent | {"kind": "decision", "owner": "Ilze", "due": "2022-09-30", "country": "FR"})
    )
    assert found == [("Mīnuss", "Lēmums"), ("Vācija", "Francija"), ("", "Ilze"), ("", "30.09.2022.")]


def test_languages_of_a_host_stand_there_by_their_names(client_of, coordinator, school):
    host = Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburg", kind="company")
    host.languages.create(language="de")
    page, office = f"/hosts/{host.pk}/edit/", client_of(coordinator)
    sent = {name: office.get(page).context["form"][name].value() for name in ("name", "kind", "country", "city")}
    Host.objects.update(version=3)
    form = office.post(page, sent | {"version": "0", "working_languages": ["en"]}).context["form"]
    assert [row[1:] for row in form.stale] == [("vācu", "angļu")]
