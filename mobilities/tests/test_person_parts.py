"""Languages, contacts and the qualification of a person: on the form and on the page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mobilities.models import Consent, ConsentText, Participant, PersonContact, PersonLanguage, Qualification
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


def test_rows_that_may_stay_empty_mark_nothing_as_required(client_of, coordinator, school):
    person = Participant.objects.create(school=school, kind="learner", first_name="Anna", last_name="Bērziņa")
    PersonLanguage.objects.create(person=person, language="de", level="A2")
    page = client_of(coordinator).get(page_of(person, "edit"))
    saved, *empty = page.context["languages"]
    assert saved["language"].field.required
    assert not any(field.field.required for row in empty for field in row)
    assert not any(field.field.required for row in page.context["contacts"] for field in row)


def test_more_rows_without_saving_or_losing_anything(client_of, coordinator):
    typed = TYPED | rows("languages", {"language": "en", "level": ""}, {"language": "de", "level": "A1"})
    answer = client_of(coordinator).post(ADD, typed | rows("contacts", {"name": "Ilze"}) | {"more": "languages"})
    languages, contacts = answer.context["languages"], answer.context["contacts"]
    assert [row["language"].value() for row in languages] == ["en", "de", None, None]
    assert [row["name"].value() for row in contacts] == ["Ilze"]
    assert 'role="alert"' not in answer.content.decode()
    assert answer.context["form"]["first_name"].value() == "Anna"
    assert not Participant.objects.exists()
    four = [{"language": code, "level": "A1"} for code in ("en", "de", "fr", "it")]
    client_of(coordinator).post(ADD, TYPED | rows("languages", *four) | rows("contacts"))
    assert Participant.objects.get().languages.count() == 4


@pytest.mark.parametrize("more", ["", "x", "languages\x00", "contacts"])
@pytest.mark.parametrize("total", ["", "-1", "٣", "9" * 30, "x"])
def test_more_rows_of_nonsense(client_of, coordinator, more, total):
    typed = TYPED | rows("languages") | rows("contacts") | {"contacts-TOTAL_FORMS": total, "more": more}
    assert client_of(coordinator).post(ADD, typed).status_code == 200


def test_the_guardian_who_signed_is_offered_as_a_contact(client_of, coordinator, school):
    today = timezone.localdate()
    child = Participant.objects.create(
        school=school, kind="learner", first_name="Anna", last_name="Bērziņa", birth_date=today - timedelta(days=6000)
    )
    text = ConsentText.objects.create(school=school, kind="data", number=1, text_lv="x")
    Consent.objects.create(
        person=child, kind="data", text=text, given_on=today, given_by="guardian", giver_name="Ilze Bērziņa"
    )
    browser = client_of(coordinator)
    assert any("Ilze Bērziņa" in row["text"] for row in browser.get(page_of(child)).context["missing"])
    page = browser.get(page_of(child, "edit"))
    offered = page.context["contacts"].forms[0]
    assert (offered["role"].value(), offered["name"].value()) == ("guardian", "Ilze Bērziņa")
    fields = [*page.context["form"], *(field for row in page.context["contacts"] for field in row)]
    typed = {field.html_name: field.value() for field in fields if field.value() not in (None, "")}
    typed |= rows("languages") | {"contacts-TOTAL_FORMS": "2", "contacts-INITIAL_FORMS": "0"}
    assert browser.post(page_of(child, "edit"), typed).status_code == 302
    assert child.contacts.get().name == "Ilze Bērziņa"
    again = browser.get(page_of(child, "edit")).context["contacts"]
    assert [row["name"].value() or "" for row in again] == ["Ilze Bērziņa", "", ""]


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
