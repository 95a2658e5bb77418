"""The register of people: list, export, page, form, deletion."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from mobilities.models import (
    AccompanyingPerson,
    Attendance,
    Conference,
    ConferenceDay,
    Mobility,
    Participant,
    Qualification,
)
from portal.audit.models import Entry
from projects.models import ActivityType, Project

LIST, ADD = reverse("mobilities:participant-list"), reverse("mobilities:participant-add")
EXPORT, QUICK = reverse("mobilities:participant-export"), reverse("mobilities:participant-quick-add")

NO_ROWS = {
    f"{part}-{number}_FORMS": "0" for part in ("languages", "contacts") for number in ("TOTAL", "INITIAL")
}  # fmt: skip


@pytest.fixture
def qualification(school) -> Qualification:
    return Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks", name_en="Logistics worker")


@pytest.fixture
def make_person(school, qualification):
    def make(first_name="Ābols", last_name="Ēriks", kind="learner", **fields) -> Participant:
        learner = {"group": "LO-41", "qualification": qualification} if kind == "learner" else {}
        return Participant.objects.create(
            school=school, kind=kind, first_name=first_name, last_name=last_name, **learner | fields
        )

    return make


@pytest.fixture
def make_mobility(school):
    def make(person: Participant, **fields) -> Mobility:
        kind, _made = ActivityType.objects.get_or_create(
            code="LM-TEST", call_year_from=2021, defaults={"name_lv": "Prakse", "category": "learner"}
        )
        project, _made = Project.objects.get_or_create(
            school=school, title="Prakse Eiropā", school_name=school.name, start="2021-09-01", end="2023-08-31"
        )
        values = {"start": date(2022, 2, 28), "end": date(2022, 3, 25)}
        return Mobility.objects.create(
            school=school, project=project, participant=person, activity_type=kind, **values | fields
        )

    return make


@pytest.fixture
def typed(qualification):
    return {
        "kind": "learner", "first_name": "Anna", "last_name": "Bērziņa", "group": "LO-41",
        "qualification": qualification.pk, "is_active": "on", "version": "0", **NO_ROWS,
    }  # fmt: skip


def page_of(person: Participant, name: str = "detail") -> str:
    return reverse(f"mobilities:participant-{name}", args=[person.pk])


def names(answer) -> list[str]:
    return [person.first_name for person in answer.context["page"]]


def test_participant_list_is_in_latvian_order(client_of, coordinator, make_person):
    for name in ("Zars", "Ābols", "Čakste", "Cers", "Aka"):
        make_person(first_name=name, last_name=name)
    assert names(client_of(coordinator).get(LIST)) == ["Ābols", "Aka", "Cers", "Čakste", "Zars"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "ĒRI"}, {"Jānis"}),
        ({"q": "jānis ēriks"}, {"Jānis"}),
        ({"q": "fr-31"}, {"Marta"}),
        ({"kind": "staff"}, {"Valdis"}),
        ({"group": "FR-31"}, {"Marta"}),
        ({"active": "no"}, {"Marta"}),
        ({"active": "yes", "kind": "learner"}, {"Jānis"}),
        ({"q": "%"}, set()),
        ({"kind": "nonsense", "group": "none", "qualification": "x"}, {"Jānis", "Marta", "Valdis"}),
    ],
)
def test_filters(client_of, coordinator, make_person, query, expected):
    make_person("Jānis", "Ēriks")
    make_person("Marta", "Lapa", group="FR-31", qualification=None, is_active=False)
    make_person("Valdis", "Kalns", kind="staff", work_field="Loģistika")
    assert set(names(client_of(coordinator).get(LIST, query))) == expected


def test_filter_by_qualification(client_of, coordinator, make_person, qualification):
    make_person("Jānis", "Ēriks")
    make_person("Marta", "Lapa", qualification=None)
    assert names(client_of(coordinator).get(LIST, {"qualification": qualification.pk})) == ["Jānis"]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_fixed_number_of_queries(client_of, coordinator, make_person, rows, django_assert_num_queries):
    for number in range(rows):
        make_person(f"Jānis {number}")
    browser = client_of(coordinator)
    browser.get(LIST)
    with django_assert_num_queries(9):
        browser.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_detail_takes_a_fixed_number_of_queries(
    client_of, coordinator, make_person, make_mobility, rows, django_assert_num_queries
):
    person, teacher = make_person(), make_person("Ruta", kind="staff")
    for number in range(rows):
        mobility = make_mobility(person, start=date(2022, 1, number + 1), end=date(2022, 1, 20))
        trip = AccompanyingPerson.objects.create(
            school=person.school, project=mobility.project, person=person, start=mobility.start, end=mobility.end
        )
        trip.mobilities.add(make_mobility(teacher))
    browser = client_of(coordinator)
    browser.get(page_of(person))
    with django_assert_num_queries(17):
        browser.get(page_of(person))


def test_number_of_mobilities_leaves_out_cancelled_ones(client_of, coordinator, make_person, make_mobility):
    person = make_person()
    make_mobility(person)
    make_mobility(person, state="cancelled")
    assert client_of(coordinator).get(LIST).context["page"][0].trips == 1


def test_person_and_mobility_say_the_same_state(client_of, coordinator, make_person, make_mobility):
    person = make_person("Anna", "Ozola")
    mobility = make_mobility(person, state="confirmed")
    page = client_of(coordinator).get(reverse("mobilities:participant-detail", args=[person.pk])).content.decode()
    assert mobility.phase() == "returned"
    assert str(mobility.phase().label) in page and str(mobility.get_state_display()) not in page


def test_fifty_a_page(client_of, coordinator, make_person):
    for number in range(51):
        make_person(f"Nr{number}")
    browser = client_of(coordinator)
    assert len(names(browser.get(LIST))) == 50
    assert len(names(browser.get(LIST, {"page": "2"}))) == 1


def test_export_is_exactly_this_list(client_of, coordinator, make_person):
    make_person("Jānis", "Ēriks", email="janis@example.org")
    make_person("=HYPERLINK(1)", "Lapa", group="FR-31")
    answer = client_of(coordinator).get(EXPORT, {"group": "FR-31"})
    text = answer.getvalue().decode("utf-8")
    assert answer["Content-Type"].startswith("text/csv")
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == 2
    assert "Lapa;'=HYPERLINK(1);" in text


def test_rights(client_of, make_person, coordinator, teacher, director, administrator, outsider):
    person = make_person()
    everybody = (coordinator, director, administrator, teacher, outsider)
    expected = {
        page_of(person): [200, 200, 200, 404, 404],
        page_of(person, "edit"): [200, 403, 403, 404, 404],
        page_of(person, "delete"): [200, 403, 403, 404, 404],
        LIST: [200, 200, 200, 200, 200],
        ADD: [200, 403, 403, 403, 200],
        EXPORT: [200, 200, 200, 403, 200],
    }
    for url, statuses in expected.items():
        assert [client_of(user).get(url).status_code for user in everybody] == statuses, url
    assert names(client_of(outsider).get(LIST)) == []


def test_teacher_sees_only_people_in_charge(client_of, teacher, make_person, make_mobility):
    mine, other = make_person("Mans", birth_date=date(2004, 5, 6)), make_person("Cits")
    make_mobility(mine, responsible=teacher)
    browser = client_of(teacher)
    assert names(browser.get(LIST)) == ["Mans"]
    page = browser.get(page_of(mine)).content.decode()
    assert "06.05.2004" not in page
    assert browser.get(page_of(other)).status_code == 404
    assert browser.get(page_of(mine, "edit")).status_code == 403
    assert browser.get(reverse("mobilities:participant-search"), {"q": "Cits"}).json() == {"results": []}


def test_birth_date_for_those_who_see_everything(client_of, director, make_person):
    person = make_person(birth_date=date(2004, 5, 6))
    assert "06.05.2004" in client_of(director).get(page_of(person)).content.decode()


def test_participant_add(client_of, coordinator, typed, school):
    answer = client_of(coordinator).post(ADD, typed)
    person = Participant.objects.get()
    assert answer["Location"] == page_of(person)
    assert (person.school, person.group, person.version) == (school, "LO-41", 1)
    entry = Entry.objects.get()
    assert (entry.verb, entry.user, entry.label) == ("add", coordinator, "Anna Bērziņa")


def test_next_one_of_the_class_keeps_group_and_qualification(client_of, coordinator, typed, qualification):
    browser = client_of(coordinator)
    answer = browser.post(ADD, typed | {"add_next": "1"})
    form = browser.get(answer["Location"]).context["form"]
    assert form["group"].value() == "LO-41"
    assert form["kind"].value() == "learner"
    assert str(form["qualification"].value()) == str(qualification.pk)
    assert not form["first_name"].value()


def test_staff_have_no_group(client_of, coordinator, teacher, typed):
    client_of(coordinator).post(ADD, typed | {"kind": "staff", "work_field": "Loģistika", "user": teacher.pk})
    person = Participant.objects.get()
    assert (person.group, person.qualification, person.work_field, person.user) == ("", None, "Loģistika", teacher)


def test_account_of_another_school_is_no_choice(client_of, coordinator, outsider, typed):
    answer = client_of(coordinator).post(ADD, typed | {"kind": "staff", "user": outsider.pk})
    assert "user" in answer.context["form"].errors
    assert not Participant.objects.exists()


def test_account_of_somebody_else(client_of, coordinator, teacher, typed, make_person):
    make_person("Valdis", "Krastiņš", kind="staff", user=teacher)
    answer = client_of(coordinator).post(ADD, typed | {"kind": "staff", "user": teacher.pk})
    assert "Valdis Krastiņš" in str(answer.context["form"].errors["user"])


def test_qualification_of_another_school_is_no_choice(client_of, coordinator, other_school, typed):
    foreign = Qualification.objects.create(school=other_school, name_lv="Pavārs")
    answer = client_of(coordinator).post(ADD, typed | {"qualification": foreign.pk})
    assert "qualification" in answer.context["form"].errors


def test_namesake_is_shown_and_may_be_another_person(client_of, coordinator, typed, make_person):
    known = make_person("BERZINA", "anna", group="FR-31")
    make_person("Annija", "Bērziņa-Kalna")
    browser = client_of(coordinator)
    answer = browser.post(ADD, typed)
    assert answer.status_code == 200
    assert page_of(known) in answer.content.decode()
    assert answer.context["form"].namesakes == [known]
    assert Participant.objects.count() == 2
    browser.post(ADD, typed | {"another_person": "on"})
    assert Participant.objects.count() == 3


def test_same_name_of_another_kind_or_school_is_no_namesake(client_of, coordinator, typed, make_person, other_school):
    make_person("Anna", "Bērziņa", kind="staff")
    Participant.objects.create(school=other_school, kind="learner", first_name="Anna", last_name="Bērziņa")
    assert client_of(coordinator).post(ADD, typed).status_code == 302


@pytest.mark.parametrize("day", ["1800-01-01", "2999-01-01", "31.02.2004", "abc", "\x00"])
def test_birth_dates_that_cannot_be(client_of, coordinator, typed, day):
    answer = client_of(coordinator).post(ADD, typed | {"birth_date": day})
    assert "birth_date" in answer.context["form"].errors


def test_participant_edit_does_not_overwrite_unseen(client_of, coordinator, make_person, typed):
    person = make_person("Anna", "Bērziņa")
    browser = client_of(coordinator)
    browser.post(page_of(person, "edit"), typed | {"phone": "111"})
    answer = browser.post(page_of(person, "edit"), typed | {"phone": "222"})
    assert answer.context["form"].stale
    assert Participant.objects.get().phone == "111"
    browser.post(page_of(person, "edit"), typed | {"phone": "222", "version": "1"})
    assert Participant.objects.get().phone == "222"
    assert Entry.objects.filter(verb="change").first().changes["phone"] == ["111", "222"]


def test_participant_delete(client_of, coordinator, make_person):
    person = make_person()
    browser = client_of(coordinator)
    assert browser.get(page_of(person, "delete")).status_code == 200
    browser.post(page_of(person, "delete"))
    assert not Participant.objects.exists()
    assert Entry.objects.get().verb == "delete"


def test_somebody_in_a_mobility_stays(client_of, coordinator, make_person, make_mobility):
    person = make_person()
    make_mobility(person)
    answer = client_of(coordinator).post(page_of(person, "delete"))
    assert answer.status_code == 409
    assert Participant.objects.exists()
    assert not Entry.objects.exists()


def test_somebody_who_was_at_a_conference_stays(client_of, coordinator, make_person, school):
    person = make_person()
    conference = Conference.objects.create(school=school, year=2021, title="Izvērtēšana")
    day = ConferenceDay.objects.create(conference=conference, date=date(2022, 5, 31))
    Attendance.objects.create(day=day, participant=person)
    assert client_of(coordinator).post(page_of(person, "delete")).status_code == 409
    assert Attendance.objects.exists()


def test_participant_quick_add(client_of, coordinator, teacher, typed, qualification):
    data = {"new-person-first_name": "Anna Marija Bērziņa", "new-person-kind": "learner", "new-person-group": "LO-41"}
    browser = client_of(coordinator)
    answer = browser.post(QUICK, data)
    person = Participant.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {"value": person.pk, "text": "Anna Marija Bērziņa"}
    assert (person.first_name, person.last_name, person.group) == ("Anna Marija", "Bērziņa", "LO-41")
    again = browser.post(QUICK, data)
    assert again.status_code == 422
    assert "new-person-another_person" in again.content.decode()
    assert browser.post(QUICK, data | {"new-person-another_person": "on"}).status_code == 201
    assert browser.post(QUICK, {}).status_code == 422
    assert client_of(teacher).post(QUICK, data).status_code == 403


def test_quick_add_asks_for_both_names_and_a_possible_date_of_birth(client_of, coordinator):
    browser = client_of(coordinator)
    empty = browser.get(QUICK).content.decode()
    assert empty.count("asteriskField") >= 2 and "new-person-birth_date" in empty
    one_name = {"new-person-first_name": "Anna", "new-person-kind": "learner"}
    assert browser.post(QUICK, one_name).status_code == 422
    named = one_name | {"new-person-last_name": "Ozola"}
    assert browser.post(QUICK, named | {"new-person-birth_date": "2999-01-01"}).status_code == 422
    assert browser.post(QUICK, named | {"new-person-birth_date": "2006-05-31"}).status_code == 201
    assert Participant.objects.get().birth_date == date(2006, 5, 31)


def test_participant_search(client_of, coordinator, make_person):
    person = make_person("Jānis", "Ēriks")
    make_person("Jānis", "Gājējs", is_active=False)
    answer = client_of(coordinator).get(reverse("mobilities:participant-search"), {"q": "jānis"})
    assert answer.json() == {"results": [{"value": person.pk, "text": "Jānis Ēriks", "note": "LO-41"}]}


def test_learner_without_group_is_named_as_missing(client_of, coordinator, director, make_person):
    person = make_person(group="", qualification=None)
    missing = client_of(coordinator).get(page_of(person)).context["missing"]
    assert [row["url"].partition("#id_")[2] for row in missing[:3]] == ["qualification", "group", "birth_date"]
    assert [row["url"] for row in missing[3:]] == [f"{reverse('mobilities:consent-add')}?person={person.pk}&kind=data"]
    assert not client_of(director).get(page_of(person)).context["missing"]


def test_age_counts_birthdays():
    today = timezone.localdate()
    assert Participant(birth_date=date(today.year - 17, 1, 1)).age_on(date(today.year, 1, 1)) == 17
