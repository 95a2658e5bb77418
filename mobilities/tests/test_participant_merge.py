"""Merging rows of one person: every reference moves, or nothing happens."""

from datetime import date

import pytest
from django.db import models
from django.urls import reverse

from mobilities.models import (
    AccompanyingPerson,
    Application,
    Attachment,
    Attendance,
    Conference,
    ConferenceDay,
    Consent,
    ConsentText,
    ExperienceReport,
    MergedPerson,
    Mobility,
    Participant,
    PersonBank,
    PersonContact,
    PersonLanguage,
    PictureSubject,
    Presentation,
    Selection,
    ToldApart,
)
from mobilities.services.merging import SPECIAL, relations
from mobilities.services.mobilities import interrupt
from portal.audit.models import Entry
from projects.models import ActivityType, Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(school) -> Project:
    return Project.objects.create(
        school=school, title="Prakse", school_name="Skola", start=date(2021, 9, 1), end=date(2022, 8, 31),
        call_year=2021,
    )  # fmt: skip


@pytest.fixture
def anna(school) -> Participant:
    return person(school, last_name="Bērziņa", group="LO-41", birth_date=date(2004, 1, 2))


@pytest.fixture
def again(school, anna) -> Participant:
    return person(school, last_name="Berzina", email="anna@example.org", fewer_opportunities=True)


def person(school, first_name="Anna", **fields) -> Participant:
    return Participant.objects.create(school=school, first_name=first_name, **{"kind": "learner"} | fields)


def kind() -> ActivityType:
    return ActivityType.objects.get(code="LM-SHORT-VET", school=None)


def journey(project: Project, person: Participant, month: int, **fields) -> Mobility:
    return Mobility.objects.create(
        school=project.school, project=project, participant=person, start=date(2022, month, 1),
        end=date(2022, month, 20), activity_type=kind(), **fields,
    )  # fmt: skip


def address(*people: Participant) -> str:
    return f"{reverse('mobilities:participant-merge')}?{'&'.join(f'person={each.pk}' for each in people)}"


def merge(browser, *people: Participant, **chosen: Participant):
    """As the page proposes, except `chosen`: field=person whose value stays."""
    form = browser.get(address(*people)).context["form"]
    typed = {field.name: field.value() for field in form.asked()} | {"versions": form["versions"].value()}
    return browser.post(address(*people), typed | {name: each.pk for name, each in chosen.items()})


def test_the_filled_value_and_of_two_the_older_one_is_proposed(client_of, coordinator, anna, again):
    form = client_of(coordinator).get(address(anna, again)).context["form"]
    proposed = {field.name: field.value() for field in form.asked()}
    assert proposed == {
        "last_name": str(anna.pk), "birth_date": str(anna.pk), "email": str(again.pk), "group": str(anna.pk),
        "fewer_opportunities": str(again.pk),
    }  # fmt: skip
    assert {str(row["value"]) for row in form.agreed()} >= {"Anna"}


@pytest.mark.parametrize(
    ("older", "newer", "newer_is_proposed"),
    [
        ({"last_name": "Berzina"}, {"last_name": "Bērziņa"}, True),
        ({"last_name": "Bērzina"}, {"last_name": "Bērziņa"}, True),
        ({"last_name": "BĒRZIŅA"}, {"last_name": "Bērziņa"}, True),
        ({"last_name": "Bērziņa"}, {"last_name": "BĒRZIŅA"}, False),
        ({"last_name": "Berzina"}, {"last_name": "Bērziņa-Kalniņa"}, True),
        ({"phone": "26111222"}, {"phone": "+37126111222"}, True),
        ({"phone": "26111222"}, {"phone": "29333444"}, False),
        ({"group": "LO-41"}, {"group": ""}, False),
        ({"birth_date": date(2004, 1, 2)}, {"birth_date": date(2004, 2, 1)}, False),
        ({"fewer_opportunities": False}, {"fewer_opportunities": True}, True),
    ],
)
def test_the_better_written_or_fuller_value_wins_over_the_older(
    client_of, coordinator, school, older, newer, newer_is_proposed
):
    first, second = (person(school, **{"last_name": "Ozola"} | fields) for fields in (older, newer))
    form = client_of(coordinator).get(address(first, second)).context["form"]
    (name,) = older
    assert form[name].value() == str((second if newer_is_proposed else first).pk)


def test_of_three_the_best_written_is_proposed(client_of, coordinator, school):
    rows = [person(school, last_name=name) for name in ("BERZINA", "Bērziņa", "Berziņa")]
    form = client_of(coordinator).get(address(*rows)).context["form"]
    assert form["last_name"].value() == str(rows[1].pk)


def test_merged_row_is_gone_and_its_address_leads_on(client_of, coordinator, outsider, anna, again):
    browser = client_of(coordinator)
    answer = merge(browser, anna, again, last_name=anna)
    page = reverse("mobilities:participant-detail", args=[anna.pk])
    assert answer["Location"] == page
    kept = Participant.objects.get()
    assert (kept.pk, kept.last_name, kept.email, kept.group) == (anna.pk, "Bērziņa", "anna@example.org", "LO-41")
    assert kept.fewer_opportunities and kept.version == 1
    former = reverse("mobilities:participant-detail", args=[again.pk])
    assert browser.get(former)["Location"] == page
    assert client_of(outsider).get(former).status_code == 404
    [entry] = Entry.objects.filter(verb="change")
    assert entry.changes["merged"] == ["", "Anna Berzina"] and entry.changes["email"] == ["", "anna@example.org"]
    assert Entry.objects.filter(verb="delete", object_id=str(again.pk)).exists()


def rows_of_everything(school, project: Project, person: Participant) -> None:
    """One row in every relation of a person."""
    day = ConferenceDay.objects.get_or_create(
        conference=Conference.objects.get_or_create(school=school, year=2021, title="Konference")[0],
        date=date(2022, 5, 31),
    )[0]
    Attendance.objects.create(day=day, participant=person)
    Presentation.objects.create(day=day, title="Prakse").presenters.add(person)
    trip = journey(project, person, 2)
    AccompanyingPerson.objects.create(
        school=school, project=project, person=person, start=date(2022, 6, 1), end=date(2022, 6, 5)
    ).mobilities.add(trip)
    call = Selection.objects.create(
        school=school, project=project, activity_type=kind(), title="Konkurss", places=1, opens=date(2021, 10, 1),
        closes=date(2021, 11, 1),
    )  # fmt: skip
    Application.objects.create(selection=call, person=person, applied_on=date(2021, 10, 5), mobility=trip)
    text = ConsentText.objects.create(school=school, kind="data", number=1, text_lv="Piekrītu")
    Consent.objects.create(person=person, kind="data", text=text, given_on=date(2022, 1, 1))
    PersonLanguage.objects.create(person=person, language="en", level="B1")
    PersonContact.objects.create(person=person, role="guardian", name="Ilze")
    report = ExperienceReport.objects.create(school=school, mobility=trip)
    photo = Attachment.objects.create(school=school, report=report, kind="photo", name="a.jpg", size=1)
    PictureSubject.objects.create(attachment=photo, person=person)
    PersonBank.objects.create(person=person, holder="Anna Bērziņa", iban="LV80BANK0000435195001")
    MergedPerson.objects.create(former_id=10**6, kept=person)
    ToldApart.objects.create(first=person, second=Participant.objects.create(
        school=school, kind="staff", first_name="Cita", last_name="Persona"))  # fmt: skip
    later = Participant.objects.create(school=school, kind="staff", first_name="Vēl", last_name="Viena", pk=1)
    ToldApart.objects.create(first=later, second=person)


def test_every_relation_of_a_person_moves(client_of, coordinator, school, project):
    """A relation added later has no row here: this test fails until one is made and merging moves it."""
    Participant.objects.filter(pk=1).delete()
    anna = person(school, pk=100, last_name="Bērziņa")
    again = person(school, pk=200, last_name="Berzina")
    rows_of_everything(school, project, again)

    def counts(of: Participant) -> dict[str, int]:
        return {
            f"{each.related_model.__name__}.{each.field.name}": each.related_model._base_manager.filter(
                **{each.field.name: of}
            ).count()
            for each in relations()
        }

    before = counts(again)
    assert before == dict.fromkeys(before, 1), "a relation without a row"
    merge(client_of(coordinator), anna, again)
    after = counts(anna)
    assert sum(after.values()) == sum(before.values()) + 1  # and the address of the merged row
    assert all(after.values())


def test_what_stands_once_under_a_condition_is_merged_by_its_own_rule():
    for each in relations():
        constraints = each.related_model._meta.constraints
        unique = [row for row in constraints if isinstance(row, models.UniqueConstraint)]
        if any(row.condition is not None and each.field.name in row.fields for row in unique):
            assert each.related_model in SPECIAL


def test_twins_are_one(client_of, coordinator, school, project, anna, again):
    day = ConferenceDay.objects.create(
        conference=Conference.objects.create(school=school, year=2021, title="Konference"), date=date(2022, 5, 31)
    )
    talk = Presentation.objects.create(day=day, title="Prakse")
    for each in (anna, again):
        Attendance.objects.create(day=day, participant=each)
        talk.presenters.add(each)
        PersonLanguage.objects.create(person=each, language="en", level="B1" if each == anna else "A2")
    PersonLanguage.objects.create(person=again, language="de", level="A1")
    PersonContact.objects.create(person=anna, role="guardian", name="Ilze Bērziņa")
    PersonContact.objects.create(person=again, role="guardian", name="ILZE BERZINA", phone="+371 2")
    merge(client_of(coordinator), anna, again)
    assert Attendance.objects.get().participant == anna
    assert list(talk.presenters.all()) == [anna]
    assert set(anna.languages.values_list("language", "level")) == {("en", "B1"), ("de", "A1")}
    assert list(anna.contacts.values_list("name", "phone")) == [("Ilze Bērziņa", "+371 2")]


def test_same_trip_along_is_one_with_the_mobilities_of_both(client_of, coordinator, school, project, anna, again):
    trips = [journey(project, person(school, f"Cits{n}", last_name="Cits"), 2) for n in range(2)]
    for each, trip in zip((anna, again), trips, strict=True):
        AccompanyingPerson.objects.create(
            school=school, project=project, person=each, start=date(2022, 2, 1), end=date(2022, 2, 9)
        ).mobilities.add(trip)
    merge(client_of(coordinator), anna, again)
    assert set(AccompanyingPerson.objects.get().mobilities.all()) == set(trips)


@pytest.mark.parametrize("further", ["anna", "again"])
def test_of_two_applications_the_one_that_got_further_stays(
    client_of, coordinator, school, project, anna, again, further
):
    call = Selection.objects.create(
        school=school, project=project, activity_type=kind(), title="Konkurss", places=1, opens=date(2021, 10, 1),
        closes=date(2021, 11, 1),
    )  # fmt: skip
    applied = {
        name: Application.objects.create(selection=call, person=each, applied_on=date(2021, 10, 5), state=state)
        for name, each in (("anna", anna), ("again", again))
        for state in ["selected" if name == further else "applied"]
    }
    merge(client_of(coordinator), anna, again)
    left = Application.objects.get()
    assert (left.pk, left.person, left.state) == (applied[further].pk, anna, "selected")


def consent(person: Participant, given: date, revoked: date | None = None) -> Consent:
    text, _made = ConsentText.objects.get_or_create(school=person.school, kind="image", number=1, text_lv="Piekrītu")
    return Consent.objects.create(person=person, kind="image", text=text, given_on=given, revoked_on=revoked)


@pytest.mark.parametrize("later", ["anna", "again"])
def test_of_two_standing_consents_the_later_one_stands(client_of, coordinator, anna, again, later):
    dates = {"anna": date(2021, 1, 1), "again": date(2021, 1, 1)} | {later: date(2022, 1, 1)}
    rows = {"anna": consent(anna, dates["anna"]), "again": consent(again, dates["again"])}
    merge(client_of(coordinator), anna, again)
    assert anna.consents.standing().get() == rows[later]
    assert anna.consents.count() == 2


@pytest.mark.parametrize("revoked_by", ["anna", "again"])
def test_what_one_row_took_back_later_is_taken_back(client_of, coordinator, anna, again, revoked_by):
    one, other = (anna, again) if revoked_by == "anna" else (again, anna)
    consent(one, date(2021, 1, 1), date(2022, 6, 1))
    consent(other, date(2021, 5, 1))
    merge(client_of(coordinator), anna, again)
    assert not anna.consents.standing().exists()
    assert set(anna.consents.values_list("revoked_on", flat=True)) == {date(2022, 6, 1)}


def test_a_consent_given_after_the_revocation_stands(client_of, coordinator, anna, again):
    consent(anna, date(2021, 1, 1), date(2021, 6, 1))
    consent(again, date(2022, 1, 1))
    merge(client_of(coordinator), anna, again)
    assert anna.consents.standing().count() == 1


def test_overlapping_mobilities_are_refused_and_nothing_happens(client_of, coordinator, project, anna, again):
    journey(project, anna, 2)
    other = journey(project, again, 2)
    browser = client_of(coordinator)
    answer = merge(browser, anna, again)
    assert "2022" in str(answer.context["form"].non_field_errors())
    assert Participant.objects.count() == 2 and not MergedPerson.objects.exists() and not Entry.objects.exists()
    Mobility.objects.filter(pk=other.pk).update(state="cancelled")
    assert merge(browser, anna, again).status_code == 302
    assert anna.mobilities.count() == 2


def test_days_freed_by_an_interruption_or_a_cancelled_trip_hold_nobody_back(
    client_of, coordinator, school, project, anna, again
):
    broken_off = journey(project, anna, 2)
    interrupt(broken_off, coordinator, date(2022, 2, 10), "interruption", "Slimība ģimenē")
    later = journey(project, again, 3)
    Mobility.objects.filter(pk=later.pk).update(start=date(2022, 2, 10))
    cancelled = journey(project, person(school, "Cita", last_name="Cita"), 2, state="cancelled")
    AccompanyingPerson.objects.create(
        school=school, project=project, person=anna, start=date(2022, 3, 5), end=date(2022, 3, 9)
    ).mobilities.add(cancelled)
    assert merge(client_of(coordinator), anna, again).status_code == 302
    assert anna.mobilities.count() == 2


def test_taking_part_while_accompanying_is_refused(client_of, coordinator, school, project, anna, again):
    journey(project, anna, 2)
    AccompanyingPerson.objects.create(
        school=school, project=project, person=again, start=date(2022, 2, 5), end=date(2022, 2, 9)
    )
    assert merge(client_of(coordinator), anna, again).context["form"].non_field_errors()


def test_a_stale_page_is_refused(client_of, coordinator, anna, again):
    browser = client_of(coordinator)
    form = browser.get(address(anna, again)).context["form"]
    typed = {field.name: field.value() for field in form.asked()} | {"versions": form["versions"].value()}
    Participant.objects.filter(pk=again.pk).update(version=7)
    assert browser.post(address(anna, again), typed).context["form"].non_field_errors()
    assert Participant.objects.count() == 2


@pytest.mark.parametrize("versions", ["", "abc", "1:1", "\x00", "9" * 5000 + ":1"])
def test_versions_cannot_be_made_up(client_of, coordinator, anna, again, versions):
    browser = client_of(coordinator)
    form = browser.get(address(anna, again)).context["form"]
    typed = {field.name: field.value() for field in form.asked()} | {"versions": versions}
    assert browser.post(address(anna, again), typed).status_code == 200
    assert Participant.objects.count() == 2


def test_three_at_once_and_mobilities_are_noticed_as_changed(client_of, coordinator, school, project, anna, again):
    third = person(school, last_name="Bērziņa", group="LO-31")
    trip = journey(project, third, 4)
    assert merge(client_of(coordinator), anna, again, third).status_code == 302
    trip.refresh_from_db()
    assert (trip.participant, trip.version) == (anna, 1)
    assert MergedPerson.objects.filter(kept=anna).count() == 2


def test_values_that_do_not_fit_the_kind_are_left_out(client_of, coordinator, teacher, school, anna):
    staff = person(school, kind="staff", last_name="Bērziņa", work_field="Loģistika", user=teacher)
    merge(client_of(coordinator), anna, staff, kind=staff)
    kept = Participant.objects.get()
    assert (kept.kind, kept.group, kept.work_field, kept.user) == ("staff", "", "Loģistika", teacher)


@pytest.mark.parametrize("query", ["", "person=1", "person=abc&person=\x00", "person=" + "9" * 40 + "&person=٣"])
def test_nobody_to_merge(client_of, coordinator, anna, query):
    answer = client_of(coordinator).get(f"{reverse('mobilities:participant-merge')}?{query}")
    assert answer.status_code == 200 and "form" not in answer.context


def test_strangers_are_not_merged(client_of, coordinator, director, other_school, anna, again):
    stranger = person(other_school, last_name="Bērziņa")
    assert "form" not in client_of(coordinator).get(address(anna, stranger)).context
    assert client_of(director).get(address(anna, again)).status_code == 403


@pytest.mark.parametrize("people", [2, 4])
def test_page_takes_a_fixed_number_of_queries(client_of, coordinator, school, people, django_assert_num_queries):
    rows = [person(school, last_name=f"<script>alert(1)</script>{n}", group=f"G{n}") for n in range(people)]
    browser = client_of(coordinator)
    browser.get(address(*rows))
    with django_assert_num_queries(4):
        answer = browser.get(address(*rows))
    assert "<script>alert(1)" not in answer.content.decode()
