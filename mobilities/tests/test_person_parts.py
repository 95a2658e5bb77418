"""Languages, contacts and the qualification of a person: on the form and on the page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mobilities.models import Participant, PersonContact, PersonLanguage, Qualification
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db
ADD = reverse("mobilities:participant-add")
TYPED = {"kind": "learner", "first_name": "Anna", "last_name": "Bērziņa", "is_active": "on", "version": "0"}


def rows(prefix: str, *typed: dict, saved: int = 0) -> dict[str, str]:
    data = {f"{prefix}-TOTAL_FORMS": str(len(typed)), f"{prefix}-INITIAL_FORMS": str(saved)}
    for number, row in enumerate(typed):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def page_of(person: Participant, name: str = "detail") -> str:
    return reverse(f"mobilities:participant-{name}", args=[person.pk])


def test_languages_and_contacts_are_saved_with_the_person(client_of, coordinator):
    answer = client_of(coordinator).post(
        ADD,
        TYPED
        | rows("languages", {"language": "en", "level": "B1"}, {"language": "", "level": ""})
        | rows("contacts", {"role": "guardian", "name": "Ilze Bērziņa", "relation": "māte", "phone": "+371 20000000"}),
    )
    person = Participant.objects.get()
    assert answer["Location"] == page_of(person)
    assert list(person.languages.values_list("language", "level")) == [("en", "B1")]
    assert list(person.contacts.values_list("role", "name")) == [("guardian", "Ilze Bērziņa")]
    entry = Entry.objects.get()
    assert entry.changes["languages"] == ["", "en B1"]
    assert "Ilze" not in str(entry.changes) and "20000000" not in str(entry.changes)


def test_a_row_with_only_a_role_is_empty(client_of, coordinator):
    client_of(coordinator).post(ADD, TYPED | rows("languages") | rows("contacts", {"role": "emergency"}))
    assert Participant.objects.get().contacts.count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        [{"language": "en", "level": "B1"}, {"language": "en", "level": "C1"}],
        [{"language": "en", "level": ""}],
        [{"language": "", "level": "A2"}],
        [{"language": "xx", "level": "A2"}],
        [{"language": "en", "level": "D9"}],
    ],
)
def test_rows_that_make_no_sense_save_nothing(client_of, coordinator, typed):
    answer = client_of(coordinator).post(ADD, TYPED | rows("languages", *typed) | rows("contacts"))
    assert answer.status_code == 200
    assert answer.context["languages"].total_error_count()
    assert 'role="alert"' in answer.content.decode()
    assert not Participant.objects.exists()


def test_rows_are_changed_and_taken_away(client_of, coordinator, school):
    person = Participant.objects.create(school=school, kind="learner", first_name="Anna", last_name="Bērziņa")
    spoken = PersonLanguage.objects.create(person=person, language="de", level="A2")
    contact = PersonContact.objects.create(person=person, role="guardian", name="Ilze")
    client_of(coordinator).post(
        page_of(person, "edit"),
        TYPED
        | rows("languages", {"id": spoken.pk, "language": "de", "level": "B2"}, saved=1)
        | rows("contacts", {"id": contact.pk, "role": "guardian", "name": "Ilze", "DELETE": "on"}, saved=1),
    )
    assert person.languages.get().level == "B2"
    assert not person.contacts.exists()


def test_rows_of_somebody_else_stay_as_they_are(client_of, coordinator, school):
    person = Participant.objects.create(school=school, kind="learner", first_name="Anna", last_name="Bērziņa")
    other = Participant.objects.create(school=school, kind="learner", first_name="Ieva", last_name="Lapa")
    theirs = PersonContact.objects.create(person=other, role="guardian", name="Zane")
    client_of(coordinator).post(
        page_of(person, "edit"),
        TYPED | rows("languages") | rows("contacts", {"id": theirs.pk, "role": "guardian", "name": "X"}, saved=1),
    )
    theirs.refresh_from_db()
    assert (theirs.person, theirs.name) == (other, "Zane")


def test_page_shows_languages_contacts_and_the_qualification(client_of, coordinator, school):
    qualification = Qualification.objects.create(
        school=school, name_lv="Loģistikas darbinieks", name_en="Logistics worker", isced_f="1041", eqf_level=4
    )
    person = Participant.objects.create(
        school=school, kind="learner", first_name="Anna", last_name="Bērziņa", qualification=qualification
    )
    PersonLanguage.objects.create(person=person, language="de", level="A2")
    PersonContact.objects.create(person=person, role="guardian", name="Ilze <b>", phone="+371 2")
    answer = client_of(coordinator).get(page_of(person))
    page = answer.content.decode()
    assert "Ilze &lt;b&gt;" in page and "Logistics worker" in page and "1041" in page
    assert {fact["value"] for fact in answer.context["qualification"]} >= {"Logistics worker", 4}
    assert "A2" in str(answer.context["about"])


@pytest.mark.parametrize(("days", "is_minor"), [(-1, False), (0, False), (1, True)])
def test_guardian_is_missing_until_the_eighteenth_birthday(client_of, coordinator, school, days, is_minor):
    """`days`: how far ahead of today the birthday lies."""
    birthday = timezone.localdate() + timedelta(days=days)
    born = birthday.replace(year=birthday.year - 18, day=min(birthday.day, 28))
    if born.day != birthday.day:
        pytest.skip("the day does not exist in every year")
    person = Participant.objects.create(
        school=school, kind="learner", first_name="Anna", last_name="Bērziņa", birth_date=born
    )
    browser = client_of(coordinator)
    asked = [row["url"] for row in browser.get(page_of(person)).context["missing"]]
    assert (page_of(person, "edit") + "#contacts" in asked) == is_minor
    PersonContact.objects.create(person=person, role="guardian", name="Ilze")
    asked = [row["url"] for row in browser.get(page_of(person)).context["missing"]]
    assert page_of(person, "edit") + "#contacts" not in asked
