"""Class lists as schools have them."""

import csv
import io
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from mobilities.importers.people import PersonImporter
from mobilities.importers.person_fields import PERSONAL_CODE, birth_date, full_name, languages, turned_name
from mobilities.models import Participant, PersonContact, PersonLanguage, Qualification
from portal.audit.models import Entry
from portal.common.refused import Refused
from portal.imports import columns
from portal.imports.enums import ImportState, Outcome
from portal.imports.models import Import
from portal.imports.parsers import day
from portal.imports.registry import Checked
from portal.imports.services.undoing import undo
from portal.testing import tables

pytestmark = pytest.mark.django_db
HEADER = (
    "Vārds;Uzvārds;Grupa;Kvalifikācija;Dzimšanas datums;E-pasts;Tālrunis;Valodas;Mazākas iespējas;"
    "Aizbildnis;Aizbildņa tālrunis"
)
ANNA = (
    "Anna;Bērziņa;LO-41;Loģistikas darbinieks;31.05.2008;anna@example.org;+371 2;angļu B1, vācu A2;jā;"
    "Ilze Bērziņa;+371 3"
)


@pytest.fixture
def qualification(school) -> Qualification:
    return Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks", name_en="Logistics worker")


@pytest.fixture
def imported(school, coordinator, qualification):
    """imported(*lines): the import after its check and, where nothing is rejected, its saving."""

    def run(*lines: str, header: str = HEADER) -> Import:
        text = "\r\n".join([header, *lines])
        return tables.imported(tables.received("people", text, school, coordinator), coordinator)

    return run


def outcomes(kept: Import) -> list[str]:
    return list(kept.rows.order_by("number").values_list("outcome", flat=True))


def told(kept: Import, number: int = 2) -> str:
    row = kept.rows.get(number=number)
    return " ".join([*(each["text"] for each in row.told_reasons()), *row.told_remarks()])


def everything_kept(kept: Import) -> str:
    rows = kept.rows.values_list("label", "reasons", "remarks", "before")
    return str(list(rows)) + str(kept.remarks)


def person(school, first_name="Anna", last_name="Bērziņa", **fields) -> Participant:
    return Participant.objects.create(
        school=school, first_name=first_name, last_name=last_name, **{"kind": "learner"} | fields
    )


def test_a_whole_row(imported, school, qualification):
    kept = imported(ANNA)
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
def test_headers_and_shapes_of_names(imported, header, line, name):
    kept = imported(line, header=header)
    assert outcomes(kept) == [Outcome.NEW_DRAFT]
    assert (str(Participant.objects.get()), Participant.objects.get().group) == (name, "LO-41")


@pytest.mark.parametrize("language", ["lv", "en"])
def test_labels_in_both_languages_are_headers(language):
    fields = PersonImporter.fields
    with translation.override(language):
        header = [str(field.label) for field in fields]
    guessed = columns.guess(fields, columns.columns_of(header))
    assert set(guessed) == {field.name for field in fields}


def test_the_pattern_file_comes_in_as_it_is_filled(client_of, coordinator, director, imported):
    address = reverse("mobilities:participant-pattern")
    answer = client_of(coordinator).get(address)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    header, example = list(csv.reader(io.StringIO(text), delimiter=";"))
    fields = PersonImporter.fields
    assert len(columns.guess(fields, columns.columns_of(header))) == len(header)
    example[header.index("Kvalifikācija") if "Kvalifikācija" in header else 3] = "Loģistikas darbinieks"
    kept = imported(";".join(example), header=";".join(header))
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
def test_who_is_known(imported, school, known, is_the_same):
    row = person(school, **known)
    kept = imported(ANNA)
    assert outcomes(kept) == [Outcome.CHANGED if is_the_same else Outcome.NEW], told(kept)
    row.refresh_from_db()
    assert (row.phone == "+371 2") == is_the_same
    assert row.version == int(is_the_same)


def test_a_namesake_who_only_might_be_the_same_is_refused(imported, school):
    person(school, group="FR-11")
    kept = imported(ANNA)
    assert outcomes(kept) == [Outcome.REJECTED]
    assert "FR-11" in told(kept)
    assert Participant.objects.count() == 1


def test_several_that_fit_are_named(imported, school):
    for number in range(2):
        person(school, group="LO-41", phone=str(number))
    kept = imported(ANNA)
    assert outcomes(kept) == [Outcome.REJECTED] and told(kept).count("LO-41") == 2


def test_an_address_of_somebody_else(imported, school):
    person(school, "Ilze", "Kalna", email="anna@example.org")
    kept = imported(ANNA)
    assert outcomes(kept) == [Outcome.REJECTED] and "Ilze Kalna" in told(kept)


def test_people_of_another_school_are_nobody(imported, other_school):
    person(other_school, email="anna@example.org", group="LO-41")
    assert outcomes(imported(ANNA)) == [Outcome.NEW]


def test_an_empty_cell_changes_nothing_and_the_same_again_is_unchanged(imported, school):
    imported(ANNA)
    assert outcomes(imported(ANNA)) == [Outcome.UNCHANGED]
    assert outcomes(imported("Anna;Bērziņa;LO-41;;;;;;;;")) == [Outcome.UNCHANGED]
    anna = Participant.objects.get()
    assert anna.email == "anna@example.org" and anna.fewer_opportunities and anna.version == 0


def test_changes_are_told_and_journaled(imported, school):
    imported(ANNA)
    kept = imported(
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


def test_a_column_named_after_a_language_holds_its_level(imported):
    kept = imported("Anna;Bērziņa;B1;C1", header="Vārds;Uzvārds;Angļu valoda;Vācu valodas līmenis")
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


def test_an_import_is_taken_back(imported, school, coordinator):
    old = person(school, group="LO-41", email="old@example.org", birth_date=date(2008, 5, 31))
    kept = imported(ANNA, "Ieva;Lapa;LO-41;;;;;angļu A1;;Zane Lapa;+371 4")
    assert Participant.objects.count() == 2 and PersonContact.objects.count() == 2
    with transaction.atomic():
        undo(kept, coordinator)
    old.refresh_from_db()
    assert (old.email, old.phone, old.qualification, old.fewer_opportunities) == ("old@example.org", "", None, False)
    assert Participant.objects.get() == old
    assert not PersonContact.objects.exists() and not PersonLanguage.objects.exists()


def test_drafts(imported):
    kept = imported("Anna;Bērziņa;LO-41;;;;;;;;", header=HEADER)
    assert outcomes(kept) == [Outcome.NEW_DRAFT]
    assert any(remark.get("of_whole") for remark in kept.remarks)


def test_staff_are_no_drafts_and_have_no_group(imported):
    kept = imported("Ruta Kalna;skolotāja;LO-41;Loģistika", header="Vārds un uzvārds;Loma;Grupa;Amats")
    assert outcomes(kept) == [Outcome.NEW]
    ruta = Participant.objects.get()
    assert (ruta.kind, ruta.group, ruta.work_field) == ("staff", "", "Loģistika")


def test_personal_codes_are_never_kept(imported):
    kept = imported("Anna;Bērziņa;010108-12345;LO-41", header="Vārds;Uzvārds;Personas kods;Grupa")
    assert outcomes(kept) == [Outcome.NEW_DRAFT]
    assert any(remark.get("of_whole") and remark["rows"] == 1 for remark in kept.remarks)
    assert "12345" not in everything_kept(kept) + str(list(Participant.objects.values())) + str(
        list(Entry.objects.values("changes", "label"))
    )


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Vārds;Uzvārds;Dzimšanas datums", "Anna;Bērziņa;010108-12345"),
        ("Vārds;Uzvārds;Dzimšanas datums", "Anna;Bērziņa;01010812345"),
        ("Vārds;Uzvārds;Grupa", "Anna;Bērziņa;LO-41 010108-12345"),
        ("Vārds;Uzvārds;Tālrunis", "Anna;Bērziņa;010108-12345"),
        ("Vārds;Uzvārds;Mazākas iespējas", "Anna;Bērziņa;010108-12345"),
        ("Vārds;Uzvārds;Loma", "Anna;Bērziņa;010108-12345"),
        ("Vārds un uzvārds;Grupa", "Anna Bērziņa 010108-12345;LO-41"),
    ],
)
def test_a_code_in_another_column_is_refused_and_not_repeated(imported, header, line):
    kept = imported(line, header=header)
    assert outcomes(kept) == [Outcome.REJECTED]
    assert "12345" not in everything_kept(kept)
    assert not Participant.objects.exists()


def test_codes_are_not_shown_again(imported, client_of, coordinator):
    kept = imported("Anna;;010108-12345;LO-41 010108-12345", header="Vārds;Uzvārds;Personas kods;Piezīme")
    assert outcomes(kept) == [Outcome.REJECTED]
    text = client_of(coordinator).get(reverse("imports:import-rejected", args=[kept.pk])).getvalue().decode()
    assert "12345" not in text and "LO-41 …" in text
    page = client_of(coordinator).get(reverse("imports:import-mapping", args=[kept.pk]))
    assert page.status_code == 200 and "12345" not in page.content.decode()


def test_unknown_qualification_names_the_nearest(imported):
    kept = imported(ANNA.replace("Loģistikas darbinieks", "Logistikas darbineks"))
    assert outcomes(kept) == [Outcome.REJECTED]
    assert "Loģistikas darbinieks" in told(kept)
    with translation.override("en"):
        assert "Logistics worker" in told(kept) and "Loģistikas darbinieks" not in told(kept)
    assert outcomes(imported(ANNA.replace("Loģistikas darbinieks", "LOGISTICS  worker"))) == [Outcome.NEW]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("birth_date", "31.02.2008"),
        ("birth_date", "2999-01-01"),
        ("birth_date", "1800-01-01"),
        ("email", "anna@"),
        ("languages", "angļu"),
        ("languages", "klingonu B2"),
        ("languages", "angļu B7"),
        ("fewer_opportunities", "varbūt"),
        ("phone", "1" * 41),
        ("name", "Anna"),
        ("kind", "direktors kosmosā"),
    ],
)
def test_what_cannot_be_says_what_would_be_right(column, cell):
    with pytest.raises(Refused) as refusal:
        PersonImporter().field(column).parse(cell)
    assert str(refusal.value)


def test_parsers():
    assert birth_date("2008-05-31") == birth_date("31.05.2008.") == date(2008, 5, 31)
    assert birth_date("1961-01-02") == date(1961, 1, 2)
    for cell in (
        "2009. gada 12. maijs", "2009.gada 12.maijā", "2009. g. 12. maija", "2009\u00a012.\u00a0MAIJS",
        "12. maijs 2009",
        "12.maijā, 2009. gadā", "12 May 2009", "12th of May, 2009", "May 12, 2009", "12. Maijs 2009.g.",
    ):  # fmt: skip
        assert birth_date(cell) == date(2009, 5, 12), cell
    assert day("2010. gada 1. janvārī") == day("1 Jan 2010") == day("1. janvāra 2010") == date(2010, 1, 1)
    assert [day(f"2010. gada 2. {month}") for month in ("jūnijs", "jūlijā", "septembra", "aprīlī", "marts")] == [
        date(2010, month, 2) for month in (6, 7, 9, 4, 3)
    ]
    for cell in ("2009. gada 31. februāris", "2009. gada 12. maize", "12 Mayor 2009", "2009. gada maijs"):
        with pytest.raises(Refused):
            day(cell)
    assert birth_date("010108-12345") is PERSONAL_CODE
    assert full_name("Anna Marija Bērziņa") == ("Anna Marija", "Bērziņa")
    assert turned_name("Bērziņa Anna Marija") == turned_name("Bērziņa, Anna Marija") == ("Anna Marija", "Bērziņa")
    assert languages("angļu valoda (B2); vācu – a1") == {"en": "B2", "de": "A1"}
    assert languages("English: C1, krievu dzimtā") == {"en": "C1", "ru": "native"}


def test_the_same_person_twice_in_a_file(imported):
    assert outcomes(imported(ANNA, ANNA)) == [Outcome.NEW, Outcome.UNCHANGED]
    Participant.objects.all().delete()
    kept = imported(ANNA, ANNA.replace("+371 2", "+371 7"))
    assert outcomes(kept) == [Outcome.NEW, Outcome.REJECTED]
    assert [(each["column"], each["value"]) for each in kept.rows.get(number=3).reasons] == [("Tālrunis", "+371 7")]
    assert (
        "another row as well: 2. There it says otherwise: Tālrunis – +371 2."
        in kept.rows.get(number=3).reasons[0]["text"]["en"]
    )
    assert kept.state == ImportState.CHECKED and not Participant.objects.exists()


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Vārds", "<script>alert(1)</script>"), ("Vārds", "=1+1"), ("Uzvārds", "' OR 1=1 --"), ("Uzvārds", "123"),
        ("Vārds", "-"), ("Vārds", "Anna2"), ("Uzvārds", "Ozola: Zane"), ("Vārds", "Anna (Anniņa)"),
        ("Tālrunis", "abc"), ("Vecāks", "=Ilze"), ("Vecāka tālrunis", "nav"),
    ],
)  # fmt: skip
def test_names_and_numbers_that_cannot_be(imported, column, cell):
    said = {"Vārds": "Anna", "Uzvārds": "Bērziņa", "Tālrunis": "", "Vecāks": "", "Vecāka tālrunis": ""} | {
        column: cell
    }
    kept = imported(";".join(said.values()), header=";".join(said))
    assert outcomes(kept) == [Outcome.REJECTED]
    assert [(each["column"], each["value"]) for each in kept.rows.get().reasons] == [(column, cell)]


def test_odd_names_and_numbers_are_remarked(imported):
    header = "Vārds;Uzvārds;Grupa;Tālrunis;Vecāks;Vecāka tālrunis"
    kept = imported("Anna;Bērziņa;A;26123456 (mamma);Ilze 3;123", "Zane;Lapa;A;+371 26123456;Ilze;", header=header)
    odd, usual = (row.told_remarks() for row in kept.rows.order_by("number"))
    assert (len(odd), usual) == (3, [])
    assert outcomes(kept) == [Outcome.NEW_DRAFT] * 2


def test_a_note_under_the_list_is_no_person(imported):
    header, note = "Nr.;Vārds, uzvārds;Grupa;Kurss", ";Klases audzinātāja: I. Tiltiņa;;"
    kept = imported("1;Anna Ozola;A;", note, ";Saraksts sagatavots 01.09.2026.;;", header=header)
    assert outcomes(kept) == [Outcome.NEW_DRAFT, Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert "note under the table" in str(kept.rows.get(number=3).remarks)
    assert kept.state == ImportState.APPLIED and Participant.objects.count() == 1
    kept = imported(note, "2;Zane Lapa;A;", ";;B;", ";;;C", header=header)
    assert outcomes(kept) == [Outcome.REJECTED, Outcome.NEW_DRAFT, Outcome.REJECTED, Outcome.REJECTED]


def test_all_reasons_of_a_row_at_once(imported):
    kept = imported("Anna;;LO-41;Nav tādas;31.05.2999;anna@;abc;angļu;varbūt;;")
    columns = [each["column"] for each in kept.rows.get().reasons]
    assert sorted(columns) == sorted(
        ["Uzvārds", "Kvalifikācija", "Dzimšanas datums", "E-pasts", "Tālrunis", "Valodas", "Mazākas iespējas"]
    )
    texts = {each["column"]: each["text"]["en"] for each in kept.rows.get().reasons}
    assert texts["Uzvārds"] == "The last name is missing."
    assert "future" in texts["Dzimšanas datums"]


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
def test_a_likely_duplicate_is_announced_with_a_link(imported, client_of, coordinator, school, known, words):
    other = person(school, **known)
    kept = imported(ANNA)
    row, page = kept.rows.get(), client_of(coordinator).get(reverse("imports:import-detail", args=[kept.pk]))
    assert row.outcome == Outcome.NEW
    assert any((words or "Is this not") in each["en"] for each in row.remarks) == bool(words)
    address = reverse("mobilities:participant-detail", args=[other.pk])
    assert (f'href="{address}"' in page.content.decode()) == bool(words)


def test_whom_a_refusal_names_is_linked(imported, client_of, coordinator, school):
    other = person(school, group="FR-11")
    kept = imported(ANNA)
    page = client_of(coordinator).get(reverse("imports:import-detail", args=[kept.pk])).content.decode()
    assert f'href="{reverse("mobilities:participant-detail", args=[other.pk])}"' in page


def test_the_name_of_the_register_stays_and_is_told(imported, school):
    person(school, last_name="Berzina", group="LO-41")
    assert "Anna Berzina" in told(imported(ANNA))


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


def test_twins_in_other_spelling_are_one_and_differences_come_in_one_sentence(imported):
    header = "Vārds;Uzvārds;Grupa;Kvalifikācija;Tālrunis;Amats;E-pasts"
    first = "Anna;Bērziņa;AM31;Loģistikas darbinieks;+371 29111222;;{}"
    same = "anna;BERZINA;AM-31;Logistikas darbinieks;29 111 222;;"
    kept = imported(first.format(""), same, header=header)
    assert outcomes(kept) == [Outcome.NEW_DRAFT, Outcome.UNCHANGED]
    Participant.objects.all().delete()
    other = "Anna;Bērziņa;AM-31;Loģistikas darbinieks;29111333;Pavāre;anna.b@example.org"
    kept = imported(first.format(""), other.replace("anna.b@example.org", ""), header=header)
    (reason,) = kept.rows.get(number=3).reasons
    assert (reason["column"], reason["value"]) == ("Tālrunis", "29111333")
    assert "Tālrunis – +371 29111222. Correct one" in reason["text"]["en"]


@pytest.mark.parametrize(
    ("cell", "column", "name", "phone", "is_told"),
    [
        ("Anna Bērziņa 29111111", "", "Anna Bērziņa", "29111111", True),
        ("Anna Bērziņa, tālr. +371 29 111 111", "", "Anna Bērziņa", "+371 29 111 111", True),
        ("Anna Bērziņa (29111111)", "+371 29111111", "Anna Bērziņa", "+371 29111111", False),
        ("Anna Bērziņa 29111111", "26000000", "Anna Bērziņa", "26000000", True),
        ("Anna Bērziņa", "", "Anna Bērziņa", "", False),
        ("Anna Bērziņa 3", "", "Anna Bērziņa 3", "", False),
    ],
)
def test_a_number_behind_the_guardian_is_the_guardians_phone(imported, cell, column, name, phone, is_told):
    kept = imported(f"Juris;Liepa;{cell};{column}", header="Vārds;Uzvārds;Aizbildnis;Aizbildņa tālrunis")
    contact = PersonContact.objects.get()
    assert (contact.name, contact.phone) == (name, phone)
    said = " ".join(each["en"] for each in kept.rows.get().remarks)
    assert ("behind the name" in said) == is_told


def test_days_that_could_be_turned_are_told_once_for_a_column(imported):
    days = ["05/06/2008", "06/06/2008", "31/12/2008", "01.02.2008", "3/4/2007"]
    lines = [f"Anna{'abcde'[place]};Liepa;{each}" for place, each in enumerate(days)]
    kept = imported(*lines, header="Vārds;Uzvārds;Dzimis")
    (remark,) = [each for each in kept.remarks if "day comes before" in each["text"]["en"]]
    assert remark["numbers"] == "2, 6"
    assert "“Dzimis”" in remark["text"]["en"] and "“05/06/2008”" in remark["text"]["en"]
    assert Participant.objects.get(first_name="Annaa").birth_date == date(2008, 6, 5)


@pytest.mark.parametrize(
    ("written", "saved"),
    [
        ("BĒRZIŅŠ, Jānis", "Jānis Bērziņš"),
        ("ANNA KALNIŅA-OZOLA", "Anna Kalniņa-Ozola"),
        ("JĀNIS P MCDONALD", "Jānis P McDonald"),
        ("Anna McDONALD", "Anna McDONALD"),
    ],
)
def test_a_name_in_capitals_is_saved_in_ordinary_case_and_told(imported, written, saved):
    kept = imported(f"{written};LO-41", header="Vārds, uzvārds;Kurss")
    assert str(Participant.objects.get()) == saved
    assert ("ar lielajiem burtiem" in told(kept)) == (saved != written)
    kept = imported(f"{written};LO-41", header="Vārds, uzvārds;Kurss")
    assert outcomes(kept) == [Outcome.UNCHANGED] and "capitals" not in told(kept)


def test_a_group_in_another_spelling_is_the_known_one_and_told(imported, school):
    person(school, group="DT-41")
    header = "Vārds, uzvārds;Kurss"
    kept = imported("Juris Ozols;DT41", "Ieva Liepa;dt 41", "Zane Kalna;1-1", "Pēteris Kalns;11", header=header)
    groups = dict(Participant.objects.values_list("first_name", "group"))
    assert groups == {"Anna": "DT-41", "Juris": "DT-41", "Ieva": "DT-41", "Zane": "1-1", "Pēteris": "11"}
    assert "„DT41“ reģistrā ir „DT-41“" in told(kept) and "reģistrā ir" not in told(kept, 4)
