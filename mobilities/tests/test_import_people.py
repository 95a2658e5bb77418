"""Class lists as schools have them."""

import csv
import io
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from mobilities.importers.people import PersonImporter
from mobilities.models import Participant, PersonContact, PersonLanguage
from mobilities.tests.class_lists import ANNA, HEADER, outcomes, person, told
from portal.audit.models import Entry
from portal.imports import columns
from portal.imports.enums import Outcome
from portal.imports.registry import Checked
from portal.imports.services.undoing import undo

pytestmark = pytest.mark.django_db


def test_a_whole_row(class_list, school, qualification):
    kept = class_list(ANNA)
    assert outcomes(kept) == [Outcome.NEW]
    anna = Participant.objects.get()
    assert (anna.school, anna.kind, str(anna), anna.group, anna.qualification) == (
        school, "learner", "Anna Bērziņa", "LO-41", qualification,
    )  # fmt: skip
    assert (anna.birth_date, anna.email, anna.phone) == (date(2008, 5, 31), "anna@example.org", "+371 2")
    assert anna.fewer_opportunities
    assert dict(anna.languages.values_list("language", "level")) == {"en": "B1", "de": "A2"}
    assert list(anna.contacts.values_list("role", "name", "phone")) == [("guardian", "Ilze Bērziņa", "+371 3")]
    assert Entry.objects.about(anna).get().verb == "add"


@pytest.mark.parametrize(
    ("header", "line", "name"),
    [
        ("Vārds, uzvārds;Kurss", "Anna Marija Bērziņa;LO-41", "Anna Marija Bērziņa"),
        ("Uzvārds, vārds;Klase", "Bērziņa Anna Marija;LO-41", "Anna Marija Bērziņa"),
        ("Audzēknis;Group", "Bērziņa, Anna;LO-41", "Anna Bērziņa"),
        ("Name;Class", "Anna Bērziņa;LO-41", "Anna Bērziņa"),
        ("First name;Last name;Course", "Anna;Bērziņa;LO-41", "Anna Bērziņa"),
    ],
)
def test_headers_and_shapes_of_names(class_list, header, line, name):
    kept = class_list(line, header=header)
    assert outcomes(kept) == [Outcome.NEW_DRAFT]
    assert (str(Participant.objects.get()), Participant.objects.get().group) == (name, "LO-41")


@pytest.mark.parametrize("language", ["lv", "en"])
def test_labels_in_both_languages_are_headers(language):
    fields = PersonImporter.fields
    with translation.override(language):
        header = [str(field.label) for field in fields]
    guessed = columns.guess(fields, columns.columns_of(header))
    assert set(guessed) == {field.name for field in fields}


def test_the_pattern_file_comes_in_as_it_is_filled(client_of, coordinator, director, class_list):
    address = reverse("mobilities:participant-pattern")
    answer = client_of(coordinator).get(address)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    header, example = list(csv.reader(io.StringIO(text), delimiter=";"))
    fields = PersonImporter.fields
    assert len(columns.guess(fields, columns.columns_of(header))) == len(header)
    example[header.index("Kvalifikācija") if "Kvalifikācija" in header else 3] = "Loģistikas darbinieks"
    kept = class_list(";".join(example), header=";".join(header))
    assert outcomes(kept) == [Outcome.NEW], told(kept)
    assert client_of(coordinator).get(address, {"format": "xlsx"})["Content-Type"].endswith("sheet")
    assert client_of(director).get(address).status_code == 403


@pytest.mark.parametrize(
    ("known", "is_the_same"),
    [
        ({"email": "Anna@Example.org", "group": "FR-1"}, True),
        ({"birth_date": date(2008, 5, 31), "group": "FR-1"}, True),
        ({"group": "lo-41"}, True),
        ({"last_name": "Berzina", "group": "LO-41"}, True),
        ({"first_name": "Bērziņa", "last_name": "Anna", "group": "LO-41"}, True),
        ({"birth_date": date(2007, 1, 1), "group": "LO-41"}, False),
        ({"email": "cita@example.org", "group": "FR-1"}, False),
        ({"kind": "staff", "group": ""}, False),
    ],
)
def test_who_is_known(class_list, school, known, is_the_same):
    row = person(school, **known)
    kept = class_list(ANNA)
    assert outcomes(kept) == [Outcome.CHANGED if is_the_same else Outcome.NEW], told(kept)
    row.refresh_from_db()
    assert (row.phone == "+371 2") == is_the_same
    assert row.version == int(is_the_same)


def test_a_namesake_who_only_might_be_the_same_is_refused(class_list, school):
    person(school, group="FR-11")
    kept = class_list(ANNA)
    assert outcomes(kept) == [Outcome.REJECTED]
    assert "FR-11" in told(kept)
    assert Participant.objects.count() == 1


def test_several_that_fit_are_named(class_list, school):
    for number in range(2):
        person(school, group="LO-41", phone=str(number))
    kept = class_list(ANNA)
    assert outcomes(kept) == [Outcome.REJECTED] and told(kept).count("LO-41") == 2


def test_an_address_of_somebody_else(class_list, school):
    person(school, "Ilze", "Kalna", email="anna@example.org")
    kept = class_list(ANNA)
    assert outcomes(kept) == [Outcome.REJECTED] and "Ilze Kalna" in told(kept)


def test_people_of_another_school_are_nobody(class_list, other_school):
    person(other_school, email="anna@example.org", group="LO-41")
    assert outcomes(class_list(ANNA)) == [Outcome.NEW]


def test_an_empty_cell_changes_nothing_and_the_same_again_is_unchanged(class_list, school):
    class_list(ANNA)
    assert outcomes(class_list(ANNA)) == [Outcome.UNCHANGED]
    assert outcomes(class_list("Anna;Bērziņa;LO-41;;;;;;;;")) == [Outcome.UNCHANGED]
    anna = Participant.objects.get()
    assert anna.email == "anna@example.org" and anna.fewer_opportunities and anna.version == 0


def test_changes_are_told_and_journaled(class_list, school):
    class_list(ANNA)
    kept = class_list(
        "Anna;Bērziņa;LO-42;;31.05.2008;;+371 9;angļu C1, franču A1;nē;Ilze Bērziņa;+371 8",
    )
    assert outcomes(kept) == [Outcome.CHANGED]
    anna = Participant.objects.get()
    assert (anna.group, anna.phone, anna.fewer_opportunities, anna.version) == ("LO-42", "+371 9", False, 1)
    assert dict(anna.languages.values_list("language", "level")) == {"en": "C1", "de": "A2", "fr": "A1"}
    assert anna.contacts.get().phone == "+371 8"
    changes = Entry.objects.about(anna).filter(verb="change").get().changes
    assert changes["group"] == ["LO-41", "LO-42"]
    english, latvian = (" ".join(each[code] for each in kept.rows.get().remarks) for code in ("en", "lv"))
    assert "LO-41 → LO-42" in english and "(yes → no)" in english and "(jā → " in latvian
    assert "+371 8" not in str(changes)


def test_a_column_named_after_a_language_holds_its_level(class_list):
    kept = class_list("Anna;Bērziņa;B1;C1", header="Vārds;Uzvārds;Angļu valoda;Vācu valodas līmenis")
    assert not kept.count_rejected
    assert dict(Participant.objects.get().languages.values_list("language", "level")) == {"en": "B1", "de": "C1"}


def test_what_an_import_needs_to_be_undone(school, coordinator, qualification):
    importer = PersonImporter()
    anna = person(school, group="LO-41", phone="1")
    spoken = PersonLanguage.objects.create(person=anna, language="en", level="A1")
    guardian = PersonContact.objects.create(person=anna, role="guardian", name="Ilze", phone="1")
    values = {
        "name": ("Anna", "Bērziņa"), "group": "LO-41", "phone": "2", "languages": {"en": "B1", "de": "A1"},
        "guardian": "ilze", "guardian_phone": "2",
    }  # fmt: skip
    checked = Checked(2)
    importer.check(checked, values, importer.open(school, [values]))
    assert checked.outcome == Outcome.CHANGED_DRAFT and not checked.reasons
    importer.apply([checked], school, coordinator)
    assert (checked.saved, checked.saved.version, checked.before) == (anna, 1, {"phone": "1"})
    german = anna.languages.get(language="de")
    assert sorted(checked.also, key=str) == sorted(
        [(german, None), (spoken, {"level": "A1"}), (guardian, {"phone": "1"})], key=str
    )


def test_an_import_is_taken_back(class_list, school, coordinator):
    old = person(school, group="LO-41", email="old@example.org", birth_date=date(2008, 5, 31))
    kept = class_list(ANNA, "Ieva;Lapa;LO-41;;;;;angļu A1;;Zane Lapa;+371 4")
    assert Participant.objects.count() == 2 and PersonContact.objects.count() == 2
    with transaction.atomic():
        undo(kept, coordinator)
    old.refresh_from_db()
    assert (old.email, old.phone, old.qualification, old.fewer_opportunities) == ("old@example.org", "", None, False)
    assert Participant.objects.get() == old
    assert not PersonContact.objects.exists() and not PersonLanguage.objects.exists()


def test_drafts(class_list):
    kept = class_list("Anna;Bērziņa;LO-41;;;;;;;;", header=HEADER)
    assert outcomes(kept) == [Outcome.NEW_DRAFT]
    assert any(remark.get("of_whole") for remark in kept.remarks)


def test_staff_are_no_drafts_and_have_no_group(class_list):
    kept = class_list("Ruta Kalna;skolotāja;LO-41;Loģistika", header="Vārds un uzvārds;Loma;Grupa;Amats")
    assert outcomes(kept) == [Outcome.NEW]
    ruta = Participant.objects.get()
    assert (ruta.kind, ruta.group, ruta.work_field) == ("staff", "", "Loģistika")


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"last_name": "Berzina", "birth_date": date(2007, 1, 1)}, "Somebody of this name"),
        ({"last_name": "Bērziņa", "birth_date": date(2007, 1, 1)}, "Somebody of this name"),
        ({"first_name": "Ana", "birth_date": date(2008, 5, 31)}, "the date of birth the same"),
        ({"first_name": "Anna Marija", "birth_date": date(2008, 5, 31)}, "the date of birth the same"),
        ({"first_name": "Zane", "last_name": "Lapa", "birth_date": date(2008, 5, 31)}, ""),
    ],
)
def test_a_likely_duplicate_is_announced_with_a_link(class_list, client_of, coordinator, school, known, words):
    other = person(school, **known)
    kept = class_list(ANNA)
    row, page = kept.rows.get(), client_of(coordinator).get(reverse("imports:import-detail", args=[kept.pk]))
    assert row.outcome == Outcome.NEW
    assert any((words or "Is this not") in each["en"] for each in row.remarks) == bool(words)
    address = reverse("mobilities:participant-detail", args=[other.pk])
    assert (f'href="{address}"' in page.content.decode()) == bool(words)


def test_whom_a_refusal_names_is_linked(class_list, client_of, coordinator, school):
    other = person(school, group="FR-11")
    kept = class_list(ANNA)
    page = client_of(coordinator).get(reverse("imports:import-detail", args=[kept.pk])).content.decode()
    assert f'href="{reverse("mobilities:participant-detail", args=[other.pk])}"' in page


def test_the_name_of_the_register_stays_and_is_told(class_list, school):
    person(school, last_name="Berzina", group="LO-41")
    assert "Anna Berzina" in told(class_list(ANNA))


@pytest.mark.parametrize("rows", [1, 400])
def test_a_fixed_number_of_queries(
    school, coordinator, rows, django_assert_num_queries, django_assert_max_num_queries
):
    importer = PersonImporter()
    values = [
        {"name": (f"Vārds{n}", f"Uzvārds{n}"), "group": "LO-41", "languages": {"en": "B1"}, "guardian": "Ilze"}
        for n in range(rows)
    ]
    with django_assert_num_queries(4):
        context = importer.open(school, values)
        checked = [Checked(n) for n in range(rows)]
        for row, value in zip(checked, values, strict=True):
            importer.check(row, value, context)
    with django_assert_max_num_queries(20):  # people, languages, contacts and the journal, 250 rows and more in each
        importer.apply(checked, school, coordinator)
    assert PersonContact.objects.count() == PersonLanguage.objects.count() == rows


def test_list_of_people_leads_to_it(client_of, coordinator, teacher):
    page = client_of(coordinator).get(reverse("mobilities:participant-list")).content.decode()
    assert reverse("imports:import-add", args=["people"]) in page
    assert reverse("mobilities:participant-pattern") in page
    seen = client_of(teacher).get(reverse("mobilities:participant-list")).content.decode()
    assert reverse("imports:import-add", args=["people"]) not in seen


def test_twins_in_other_spelling_are_one_and_differences_come_in_one_sentence(class_list):
    header = "Vārds;Uzvārds;Grupa;Kvalifikācija;Tālrunis;Amats;E-pasts"
    first = "Anna;Bērziņa;AM31;Loģistikas darbinieks;+371 29111222;;{}"
    same = "anna;BERZINA;AM-31;Logistikas darbinieks;29 111 222;;"
    kept = class_list(first.format(""), same, header=header)
    assert outcomes(kept) == [Outcome.NEW_DRAFT, Outcome.UNCHANGED]
    Participant.objects.all().delete()
    other = "Anna;Bērziņa;AM-31;Loģistikas darbinieks;29111333;Pavāre;anna.b@example.org"
    kept = class_list(first.format(""), other.replace("anna.b@example.org", ""), header=header)
    (reason,) = kept.rows.get(number=3).reasons
    assert (reason["column"], reason["value"]) == ("Tālrunis", "29111333")
    assert "Tālrunis – +371 29111222. Correct one" in reason["text"]["en"]
