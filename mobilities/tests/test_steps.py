"""Interruption, steps of ticked rows, the others of a trip, virtual days and the places of a stay."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import gettext

from mobilities.completeness import Plan, findings_of, notices
from mobilities.grants import of_mobility
from mobilities.models import Host, ItineraryStop, Mobility, MobilityGrant, Participant
from mobilities.services import mobilities as services
from portal.audit.models import Entry
from portal.common.refused import Refused
from projects.models import ActivityType, Project, Rate

START, END, AWAY = date(2022, 2, 14), date(2022, 3, 18), date(2022, 3, 1)


@pytest.fixture
def project(school):
    return Project.objects.create(
        school=school, school_name=school.name, code="2021-1-LV01-KA121-VET-000009189", title="Prakse",
        call_year=2021, field="VET", start=date(2021, 9, 1), end=date(2027, 8, 31),
    )  # fmt: skip


@pytest.fixture
def make(school, project, teacher):
    host = Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga")
    kind = ActivityType.objects.get(code="LM-SHORT-VET")

    def made(last_name: str = "Ozola", **fields) -> Mobility:
        person = Participant.objects.create(
            school=school, kind="learner", first_name="Anna", last_name=last_name, birth_date=date(2004, 1, 1)
        )
        fields = {"start": START, "end": END, "responsible": teacher, "host": host} | fields
        return Mobility.objects.create(
            school=school, project=project, participant=person, activity_type=kind, **fields
        )

    return made


def interrupted(mobility: Mobility, user, away: date = AWAY) -> Mobility:
    services.interrupt(mobility, user, away, "interruption", "Slimība ģimenē")
    return Mobility.objects.with_names().get(pk=mobility.pk)


def test_interruption_by_its_form(client_of, coordinator, make):
    mobility = make()
    address = reverse("mobilities:mobility-interrupt", args=[mobility.pk])
    client = client_of(coordinator)
    assert address in client.get(f"/mobilities/{mobility.pk}/").content.decode()
    answer = client.post(
        address, {"stopped_from": AWAY.isoformat(), "stop_kind": "force_majeure", "stop_reason": "Zemestrīce"}
    )
    assert answer.status_code == 302
    mobility.refresh_from_db()
    terms = MobilityGrant.objects.get(mobility=mobility)
    assert mobility.state == "interrupted" and mobility.version == 1
    assert (terms.stop_kind, terms.stopped_from, terms.stopped_to) == ("force_majeure", AWAY, None)
    assert Entry.objects.filter(object_type="mobilities.mobilitygrant", changes__has_key="stopped_from").exists()
    assert terms.stop_reason == "Zemestrīce"
    page = client.get(f"/mobilities/{mobility.pk}/").content.decode()
    assert "01.03.2022." in page and "Zemestrīce" in page
    head = page.split('<div class="sub">')[1].split("</div>")[0]
    assert "14.02.–28.02.2022." in head and "18.03.2022." in head  # until then; planned until


def test_an_interruption_needs_its_reason(client_of, coordinator, make):
    mobility = make()
    typed = {"stopped_from": AWAY.isoformat(), "stop_kind": "interruption", "stop_reason": " "}
    answer = client_of(coordinator).post(reverse("mobilities:mobility-interrupt", args=[mobility.pk]), typed)
    assert "stop_reason" in answer.context["form"].errors
    mobility.refresh_from_db()
    assert mobility.state == "planned"


def test_ticked_rows_are_interrupted_together(client_of, coordinator, outsider, make):
    rows = [make("Ozola"), make("Liepa"), make("Egle", state="closed")]
    client = client_of(coordinator)
    ticked = {"keys": [row.pk for row in rows], "action": "interrupt"}
    address = client.post(reverse("mobilities:mobility-bulk"), ticked).url
    page = client.get(address)
    assert {row.pk for row in page.context["mobilities"]} == {rows[0].pk, rows[1].pk}
    assert page.context["left_out"] == 1
    typed = {"stopped_from": AWAY.isoformat(), "stop_kind": "force_majeure", "stop_reason": "Zemestrīce"}
    assert client.post(address, typed | {"stopped_from": START.isoformat()}).status_code == 200
    assert client_of(outsider).post(address, typed).status_code == 302
    assert not Mobility.objects.filter(state="interrupted").exists()
    client_of(coordinator).post(address, typed)
    assert [Mobility.objects.get(pk=row.pk).state for row in rows] == ["interrupted", "interrupted", "closed"]
    assert set(MobilityGrant.objects.values_list("stop_reason", "stopped_from")) == {("Zemestrīce", AWAY)}


def test_the_itinerary_ends_with_an_interrupted_stay(client_of, coordinator, make):
    mobility = make()
    for city, first, last in (("Vīne", 14, 20), ("Ķelne", 20, 28)):
        mobility.stops.create(city=city, country="DE", start=date(2022, 2, first), end=date(2022, 2, last))
    services.interrupt(mobility, coordinator, date(2022, 2, 18), "interruption", "Slimība ģimenē")
    assert [(stop.city, stop.end) for stop in mobility.stops.all()] == [("Vīne", date(2022, 2, 17))]
    assert "Ķelne" in Entry.objects.filter(changes__has_key="itinerary").get().changes["itinerary"][0]
    typed = stops(("Ķelne", "DE", "2022-02-17", "2022-02-20", ""))
    address = reverse("mobilities:mobility-itinerary", args=[mobility.pk])
    assert client_of(coordinator).post(address, typed).context["formset"].forms[0].errors


@pytest.mark.parametrize("away", [START, START - timedelta(days=1), END + timedelta(days=1), None])
def test_the_first_day_away_lies_inside_the_stay(client_of, coordinator, make, away):
    mobility = make()
    typed = {"stopped_from": away.isoformat() if away else "", "stop_kind": "interruption"}
    answer = client_of(coordinator).post(reverse("mobilities:mobility-interrupt", args=[mobility.pk]), typed)
    assert "stopped_from" in answer.context["form"].errors
    mobility.refresh_from_db()
    assert mobility.state == "planned"


def test_an_interrupted_stay_took_place_until_that_day(make, coordinator, school):
    mobility = interrupted(make(), coordinator)
    assert (mobility.last_day, mobility.days, mobility.planned_days) == (date(2022, 2, 28), 15, 33)
    kinds = {notice.kind for notice in findings_of([mobility])[mobility.pk]}
    assert "too_short" not in kinds and "report" in kinds
    assert list(Mobility.objects.awaiting_report(date(2022, 3, 5))) == [mobility]
    assert not Mobility.objects.awaiting_report(date(2022, 2, 20)).exists()


def test_days_after_the_interruption_are_free_for_another_trip(make, coordinator):
    mobility = interrupted(make(), coordinator)
    plan = Plan(participant=mobility.participant, start=date(2022, 3, 5), end=date(2022, 3, 20))
    assert "overlap" not in {notice.kind for notice in notices(plan)}
    before = Plan(participant=mobility.participant, start=date(2022, 2, 20), end=date(2022, 3, 20))
    assert "overlap" in {notice.kind for notice in notices(before)}


def test_the_grant_follows_the_interruption_and_the_reopening(make, coordinator, project):
    Rate.objects.create(
        project=project, category="individual", target="learner", country_group=2, amount=Decimal(50), source="x"
    )
    mobility = make()
    whole = of_mobility(Mobility.objects.with_names().get(pk=mobility.pk)).grant.total
    mobility = interrupted(mobility, coordinator)
    assert of_mobility(mobility).stay.days == 33
    assert of_mobility(mobility).grant.total < whole
    services.move_mobility(mobility, coordinator, "reopen", END)
    mobility = Mobility.objects.with_names().get(pk=mobility.pk)
    assert mobility.state == "confirmed" and mobility.grant.stop_kind == ""
    assert of_mobility(mobility).grant.total == whole


def test_who_comes_second_does_not_interrupt_again(make, coordinator):
    mobility = make()
    Mobility.objects.filter(pk=mobility.pk).update(state="cancelled")
    with pytest.raises(Refused):
        services.interrupt(mobility, coordinator, AWAY, "interruption", "Slimība ģimenē")
    assert not MobilityGrant.objects.exists()


def test_ticked_rows_take_a_step_together_and_refusals_are_named(client_of, coordinator, make):
    rows = [make("Ozola"), make("Liepa"), make("Egle", state="closed")]
    typed = {"keys": [row.pk for row in rows], "action": "confirm", "back": "/mobilities/?sy=2021"}
    answer = client_of(coordinator).post(reverse("mobilities:mobility-bulk"), typed, follow=True)
    assert [Mobility.objects.get(pk=row.pk).state for row in rows] == ["confirmed", "confirmed", "closed"]
    said = [str(message) for message in answer.context["messages"]]
    assert any("Anna Egle" in text for text in said) and any("2" in text for text in said)
    assert answer.redirect_chain[0][0] == "/mobilities/?sy=2021"


def test_ticked_rows_open_in_the_grid_and_strangers_move_nothing(client_of, coordinator, outsider, director, make):
    mobility = make()
    address = reverse("mobilities:mobility-bulk")
    answer = client_of(coordinator).post(address, {"keys": [mobility.pk], "action": "grid"})
    assert answer.url.endswith(f"?ids={mobility.pk}")
    client_of(outsider).post(address, {"keys": [mobility.pk], "action": "confirm"})
    assert client_of(director).post(address, {"keys": [mobility.pk], "action": "confirm"}).status_code == 403
    mobility.refresh_from_db()
    assert mobility.state == "planned"


@pytest.mark.parametrize("back", ["https://example.com/mobilities/", "//example.com", "/accounts/"])
def test_bulk_leads_back_to_the_list_only(client_of, coordinator, make, back):
    typed = {"keys": [make().pk], "action": "confirm", "back": back}
    assert client_of(coordinator).post(reverse("mobilities:mobility-bulk"), typed).url == "/mobilities/"


def test_others_of_the_trip_open_in_the_grid(client_of, coordinator, make):
    one, two, _other = make("Ozola"), make("Liepa"), make("Egle", end=END - timedelta(days=1))
    answer = client_of(coordinator).get(reverse("mobilities:mobility-trip", args=[one.pk]))
    assert answer.url.endswith(f"?ids={one.pk},{two.pk}")


def stops(*rows: tuple) -> dict[str, str]:
    names = ("city", "country", "start", "end", "note")
    typed = {"stops-TOTAL_FORMS": len(rows), "stops-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        typed |= {f"stops-{place}-{name}": value for name, value in zip(names, row, strict=True)}
    return typed


def test_itinerary_is_kept_and_shown(client_of, coordinator, make):
    mobility = make()
    client = client_of(coordinator)
    rows = [
        ("Ķelne", "DE", "2022-02-20", "2022-03-18", ""),
        ("Vīne", "AT", "2022-02-14", "2022-02-20", "Valodu kursi"),
    ]
    answer = client.post(reverse("mobilities:mobility-itinerary", args=[mobility.pk]), stops(*rows))
    assert answer.status_code == 302
    assert [stop.city for stop in mobility.stops.all()] == ["Vīne", "Ķelne"]
    assert "Valodu kursi" in client.get(f"/mobilities/{mobility.pk}/").content.decode()
    assert "itinerary" in Entry.objects.filter(object_type="mobilities.mobility").latest("pk").changes


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (("Vīne", "AT", "2022-02-19", "2022-02-25", ""), "start"),
        (("Vīne", "AT", "2022-02-13", "2022-02-14", ""), "start"),
        (("Vīne", "AT", "2022-03-10", "2022-03-19", ""), "start"),
        (("Vīne", "AT", "2022-03-10", "2022-03-09", ""), "end"),
    ],
)
def test_stops_lie_inside_the_stay_one_after_the_other(client_of, coordinator, make, row, field):
    mobility = make()
    typed = stops(("Ķelne", "DE", "2022-02-14", "2022-02-20", ""), row)
    answer = client_of(coordinator).post(reverse("mobilities:mobility-itinerary", args=[mobility.pk]), typed)
    assert field in answer.context["formset"].forms[1].errors
    assert not ItineraryStop.objects.exists()


def test_virtual_days_are_typed_shown_and_exported(client_of, coordinator, make):
    mobility = make()
    client = client_of(coordinator)
    typed = {
        "project": mobility.project_id, "participant": mobility.participant_id, "direction": "outgoing",
        "activity_type": mobility.activity_type_id, "host": mobility.host_id, "start": START, "end": END,
        "blended_days": "4", "version": mobility.version,
    }  # fmt: skip
    assert client.post(f"/mobilities/{mobility.pk}/edit/", typed).status_code == 302
    mobility.refresh_from_db()
    assert mobility.blended_days == 4 and mobility.is_blended
    exported = b"".join(client.get(reverse("mobilities:mobility-export"), {"sy": 2021}).streaming_content).decode()
    header, line = exported.splitlines()[:2]
    assert line.split(";")[header.split(";").index(gettext("Virtual days"))] == "4"
