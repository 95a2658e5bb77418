"""Cells of class lists as schools write them: what is refused, what is remarked, what is never kept."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from mobilities.importers.people import PersonImporter
from mobilities.importers.person_fields import PERSONAL_CODE, birth_date, full_name, languages, turned_name
from mobilities.models import Participant, PersonContact
from mobilities.tests.class_lists import ANNA, everything_kept, outcomes, person, told
from portal.audit.models import Entry
from portal.common.refused import Refused
from portal.imports.enums import ImportState, Outcome
from portal.imports.parsers import day

pytestmark = pytest.mark.django_db


def test_personal_codes_are_never_kept(class_list):
    kept = class_list("Anna;Bērziņa;010108-12345;LO-41", header="Vārds;Uzvārds;Personas kods;Grupa")
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
def test_a_code_in_another_column_is_refused_and_not_repeated(class_list, header, line):
    kept = class_list(line, header=header)
    assert outcomes(kept) == [Outcome.REJECTED]
    assert "12345" not in everything_kept(kept)
    assert not Participant.objects.exists()


def test_codes_are_not_shown_again(class_list, client_of, coordinator):
    kept = class_list("Anna;;010108-12345;LO-41 010108-12345", header="Vārds;Uzvārds;Personas kods;Piezīme")
    assert outcomes(kept) == [Outcome.REJECTED]
    text = client_of(coordinator).get(reverse("imports:import-rejected", args=[kept.pk])).getvalue().decode()
    assert "12345" not in text and "LO-41 …" in text
    page = client_of(coordinator).get(reverse("imports:import-mapping", args=[kept.pk]))
    assert page.status_code == 200 and "12345" not in page.content.decode()


def test_unknown_qualification_names_the_nearest(class_list):
    kept = class_list(ANNA.replace("Loģistikas darbinieks", "Logistikas darbineks"))
    assert outcomes(kept) == [Outcome.REJECTED]
    assert "Loģistikas darbinieks" in told(kept)
    with translation.override("en"):
        assert "Logistics worker" in told(kept) and "Loģistikas darbinieks" not in told(kept)
    assert outcomes(class_list(ANNA.replace("Loģistikas darbinieks", "LOGISTICS  worker"))) == [Outcome.NEW]


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


def test_the_same_person_twice_in_a_file(class_list):
    assert outcomes(class_list(ANNA, ANNA)) == [Outcome.NEW, Outcome.UNCHANGED]
    Participant.objects.all().delete()
    kept = class_list(ANNA, ANNA.replace("+371 2", "+371 7"))
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
def test_names_and_numbers_that_cannot_be(class_list, column, cell):
    said = {"Vārds": "Anna", "Uzvārds": "Bērziņa", "Tālrunis": "", "Vecāks": "", "Vecāka tālrunis": ""} | {
        column: cell
    }
    kept = class_list(";".join(said.values()), header=";".join(said))
    assert outcomes(kept) == [Outcome.REJECTED]
    assert [(each["column"], each["value"]) for each in kept.rows.get().reasons] == [(column, cell)]


def test_odd_names_and_numbers_are_remarked(class_list):
    header = "Vārds;Uzvārds;Grupa;Tālrunis;Vecāks;Vecāka tālrunis"
    kept = class_list("Anna;Bērziņa;A;26123456 (mamma);Ilze 3;123", "Zane;Lapa;A;+371 26123456;Ilze;", header=header)
    odd, usual = (row.told_remarks() for row in kept.rows.order_by("number"))
    assert (len(odd), usual) == (3, [])
    assert outcomes(kept) == [Outcome.NEW_DRAFT] * 2


def test_a_note_under_the_list_is_no_person(class_list):
    header, note = "Nr.;Vārds, uzvārds;Grupa;Kurss", ";Klases audzinātāja: I. Tiltiņa;;"
    kept = class_list("1;Anna Ozola;A;", note, ";Saraksts sagatavots 01.09.2026.;;", header=header)
    assert outcomes(kept) == [Outcome.NEW_DRAFT, Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert "note under the table" in str(kept.rows.get(number=3).remarks)
    assert kept.state == ImportState.APPLIED and Participant.objects.count() == 1
    kept = class_list(note, "2;Zane Lapa;A;", ";;B;", ";;;C", header=header)
    assert outcomes(kept) == [Outcome.REJECTED, Outcome.NEW_DRAFT, Outcome.REJECTED, Outcome.REJECTED]


def test_all_reasons_of_a_row_at_once(class_list):
    kept = class_list("Anna;;LO-41;Nav tādas;31.05.2999;anna@;abc;angļu;varbūt;;")
    columns = [each["column"] for each in kept.rows.get().reasons]
    assert sorted(columns) == sorted(
        ["Uzvārds", "Kvalifikācija", "Dzimšanas datums", "E-pasts", "Tālrunis", "Valodas", "Mazākas iespējas"]
    )
    texts = {each["column"]: each["text"]["en"] for each in kept.rows.get().reasons}
    assert texts["Uzvārds"] == "The last name is missing."
    assert "future" in texts["Dzimšanas datums"]


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
def test_a_number_behind_the_guardian_is_the_guardians_phone(class_list, cell, column, name, phone, is_told):
    kept = class_list(f"Juris;Liepa;{cell};{column}", header="Vārds;Uzvārds;Aizbildnis;Aizbildņa tālrunis")
    contact = PersonContact.objects.get()
    assert (contact.name, contact.phone) == (name, phone)
    said = " ".join(each["en"] for each in kept.rows.get().remarks)
    assert ("behind the name" in said) == is_told


def test_days_that_could_be_turned_are_told_once_for_a_column(class_list):
    days = ["05/06/2008", "06/06/2008", "31/12/2008", "01.02.2008", "3/4/2007"]
    lines = [f"Anna{'abcde'[place]};Liepa;{each}" for place, each in enumerate(days)]
    kept = class_list(*lines, header="Vārds;Uzvārds;Dzimis")
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
def test_a_name_in_capitals_is_saved_in_ordinary_case_and_told(class_list, written, saved):
    kept = class_list(f"{written};LO-41", header="Vārds, uzvārds;Kurss")
    assert str(Participant.objects.get()) == saved
    assert ("ar lielajiem burtiem" in told(kept)) == (saved != written)
    kept = class_list(f"{written};LO-41", header="Vārds, uzvārds;Kurss")
    assert outcomes(kept) == [Outcome.UNCHANGED] and "capitals" not in told(kept)


def test_a_group_in_another_spelling_is_the_known_one_and_told(class_list, school):
    person(school, group="DT-41")
    header = "Vārds, uzvārds;Kurss"
    kept = class_list("Juris Ozols;DT41", "Ieva Liepa;dt 41", "Zane Kalna;1-1", "Pēteris Kalns;11", header=header)
    groups = dict(Participant.objects.values_list("first_name", "group"))
    assert groups == {"Anna": "DT-41", "Juris": "DT-41", "Ieva": "DT-41", "Zane": "1-1", "Pēteris": "11"}
    assert "„DT41“ reģistrā ir „DT-41“" in told(kept) and "reģistrā ir" not in told(kept, 4)
