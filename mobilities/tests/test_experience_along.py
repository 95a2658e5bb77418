"""Reports of those who travelled along: pages that knew only mobilities survive them."""

from datetime import date

import pytest

from mobilities.models import (
    AccompanyingPerson,
    Attachment,
    ConsentText,
    ExperienceReport,
    Participant,
)
from mobilities.services.mobilities import delete_mobility, set_company
from mobilities.tests.trips import one_trip
from portal.common.refused import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(school, teacher) -> AccompanyingPerson:
    mobility = one_trip(school)
    person = Participant.objects.create(
        school=school, kind="staff", first_name="Valdis", last_name="Krastiņš", user=teacher
    )
    trip = AccompanyingPerson.objects.create(
        school=school, project=mobility.project, person=person, start=date(2022, 2, 14), end=date(2022, 2, 20)
    )
    trip.mobilities.add(mobility)
    return trip


WHOLE = {
    "tasks": "Iekārtojāmies", "pluses": "Mentors sagaidīja", "rating_trust": "5", "rating_tasks": "4",
    "rating_organisation": "5", "version": "0", "submit": "1",
}  # fmt: skip


def test_begun_written_listed_and_reviewed(client_of, teacher, coordinator, director, school, trip):
    writer, reviewer = client_of(teacher), client_of(coordinator)
    assert f"/experience/add/along/{trip.pk}/" in writer.get("/experience/").content.decode()
    assert f"/experience/add/along/{trip.pk}/" in writer.get("/?sy=2021").content.decode()
    page = writer.post(f"/experience/add/along/{trip.pk}/").url
    report = ExperienceReport.objects.get()
    assert (report.mobility, report.journey, report.questionnaire.profile) == (None, trip, "accompanying")
    assert "Grupas dzīvesvieta" in writer.get(page).content.decode()
    assert page in writer.get("/?sy=2021").content.decode()
    writer.post(page, WHOLE)

    for query, found in (("", 1), ("&q=hamburga", 1), ("&country=DE", 1), ("&q=upīte", 0)):
        rows = reviewer.get(f"/experience/?sy=2021{query}").context["page"]
        assert len(rows.object_list) == found, query
    place = f"/experience/{report.pk}/"
    reviewer.post(f"{place}review/", {"decision": "return", "about-pluses": "Vai tikai tas?"})
    assert "Vai tikai tas?" in writer.get(page).content.decode()
    assert page in writer.get("/?sy=2021").content.decode()
    writer.post(page, WHOLE | {"pluses": "Mentors sagaidīja un pavadīja", "version": "1"})
    reviewer.post(f"{place}review/", {"decision": "approve"})
    for user, address in (
        (director, place), (coordinator, f"/people/{trip.person_id}/"), (coordinator, "/reports/?sy=2021"),
        (coordinator, "/"), (director, f"{place}report.pdf?language=en"),
    ):  # fmt: skip
        assert client_of(user).get(address).status_code == 200, address
    report.refresh_from_db()
    assert report.state == "approved"


def test_the_page_of_the_mobility_leads_the_coordinator_to_the_link_of_whoever_travels_along(
    client_of, coordinator, director, trip
):
    page, link = f"/mobilities/{trip.trip.pk}/", f"/mobilities/along/{trip.pk}/report-links/"
    assert link in client_of(coordinator).get(page).content.decode()
    assert link not in client_of(director).get(page).content.decode()


def test_photos_leave_with_the_consent_of_whoever_travelled_along(trip, school):
    report = ExperienceReport.objects.create(school=school, accompanying=trip, state="approved")
    photo = Attachment.objects.create(
        school=school, report=report, kind="photo", name="a.jpg", size=1, sha256="x", consent=True
    )
    assert list(Attachment.objects.publishable()) == [photo]
    text = ConsentText.objects.create(school=school, kind="image", number=1, text_lv="Piekrītu.")
    trip.person.consents.create(kind="image", text=text, given_on=date(2022, 1, 5), revoked_on=date(2022, 4, 1))
    assert not Attachment.objects.publishable().exists()


def test_a_trip_with_a_report_outlives_changes_of_its_mobility(trip, school, coordinator):
    ExperienceReport.objects.create(school=school, accompanying=trip)
    mobility = trip.mobilities.get()
    mobility.start, mobility.end = date(2022, 3, 1), date(2022, 3, 20)
    mobility.save()
    set_company(mobility, coordinator, [trip.person], is_moved=True)
    trip.refresh_from_db()
    assert (trip.start, list(trip.mobilities.all())) == (date(2022, 3, 1), [mobility])
    with pytest.raises(Refused, match="Krastiņš"):
        delete_mobility(mobility, coordinator)
