"""Who is named in a text: in any case, by an initial, by the surname alone."""

from datetime import date

import pytest

from mobilities.models import Consent, ConsentText, Host, HostContact, Participant, PersonContact
from portal.common import names_in_text as text_names
from portal.common.names_in_text import Person
from reports.news import personal

PEOPLE = [("Ūdris", "Krastiņš"), ("Anna Marija", "Kalna"), ("Dženija", "Liepa"), ("Valdis", "Platais")]


@pytest.fixture
def known() -> text_names.Register:
    return text_names.register((first, last, Person(f"{first} {last}")) for first, last in PEOPLE)


def named(words: str, known) -> list[str]:
    return [person.name for person in text_names.mentions(words, known).named]


@pytest.mark.parametrize(
    "words",
    [
        "Ū. Krastiņš", "Krastiņš Ū.", "ar Ū. Krastiņu", "Ū.Krastiņam", "Ū\u00a0Krastiņa darbs", "pie Krastiņa Ū.",
        "By Ū. Krastins", "U. KRASTIŅŠ", "Krastiņš Ū", "(Krastiņš Ū)", "Krastiņi: J. un Ū. Krastiņš",
    ],
)  # fmt: skip
def test_an_initial_and_the_surname(known, words):
    assert named(words, known) == ["Ūdris Krastiņš"]


def test_two_initials_a_second_name_and_one_of_two_letters(known):
    for words in ("A. M. Kalna", "A.M. Kalnai", "M. Kalnu", "Kalna A. M."):
        assert named(words, known) == ["Anna Marija Kalna"], words
    assert named("Dž. Liepai", known) == ["Dženija Liepa"]


@pytest.mark.parametrize("words", ["J. Krastiņš brauca", "V. Krastiņam", "Ā. Kalnai", "pie J. Krastiņa", "a krastiņš"])
def test_another_initial_is_somebody_else(known, words):
    found = text_names.mentions(words, known)
    assert (found.named, found.alone) == ([], {})


@pytest.mark.parametrize(
    ("words", "surnames"),
    [
        ("Mācījos pie Krastiņa.", ["Krastiņa"]),
        ("Krastiņš strādāja izcili, Krastiņam uzticējās.", ["Krastiņš"]),
        ("Vislabāk veicās Kalnai un Liepai.", ["Kalnai", "Liepai"]),
        ("Paldies Platajam!", ["Platajam"]),
        ("We thank Mr Kalns.", ["Kalns"]),
        ("Kalns bija augsts. Liepa ziedēja.", []),
        ("Brauca garām: „Liepas zied“", []),
        ("Uzkāpām kalnā, redzējām liepas un krastiņu.", []),
        ("Uzkāpām.\nKalnā bija auksti", []),
        ("Ūdris Krastiņš un viņa draugi: Krastiņam patika", []),
    ],
)
def test_a_surname_alone_is_for_a_person_to_decide(known, words, surnames):
    """With a capital letter within a sentence; at its beginning unless the word is an ordinary one."""
    found = text_names.mentions(words, known)
    assert list(found.alone) == surnames
    assert not surnames or not found.named


def test_a_surname_alone_is_ticked_and_never_refused():
    """It may be somebody else's; the tick tells who bears it, first who took a consent back."""
    known = text_names.register(
        [("Ieva", "Krastiņa", Person("Ieva Krastiņa")), ("Ūdris", "Krastiņš", Person("Ūdris Krastiņš", True))]
    )
    assert personal.forbidden("Mums palīdzēja Krastiņš.", known) == []
    ((thing, told),) = personal.to_be_checked("Mums palīdzēja Krastiņš.", known).items()
    assert thing == "Krastiņš" and told.index("Ūdris Krastiņš") < told.index("Ieva Krastiņa")
    assert personal.objections([("Mums palīdzēja Krastiņš.", ["Krastiņš"])], known) == []
    assert len(personal.forbidden("Mums palīdzēja Ū. Krastiņš.", known)) == 1
    assert personal.objections([("Ū. Krastiņš", ["Ūdris Krastiņš", "Ū. Krastiņš"])], known)


@pytest.mark.django_db
def test_contacts_and_guardians_are_people_too(school, django_assert_num_queries):
    person = Participant.objects.create(school=school, kind="learner", first_name="Ūdris", last_name="Krastiņš")
    PersonContact.objects.create(person=person, role="guardian", name="Velta Krastiņa")
    host = Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga")
    HostContact.objects.create(host=host, name="Greta Stein")
    words = ConsentText.objects.create(school=school, kind="data", number=1, text_lv="Piekrītu.")
    Consent.objects.create(
        person=person, kind="data", text=words, given_on=date(2022, 1, 1), given_by="guardian", giver_name="Modris Upe"
    )
    text = "Paldies G. Stein, Modrim Upem un Veltai Krastiņai, arī Ū. Krastiņam."
    with django_assert_num_queries(5):
        known = personal.register_of(school, text)
    names = {"Greta Stein", "Modris Upe", "Velta Krastiņa", "Ūdris Krastiņš"}
    assert set(personal.to_be_checked(text, known)) == names


@pytest.mark.parametrize(
    "words",
    [
        "010203-12345", "010203 12345", "01 02 03-12345", "01.02.03-12345", "01022003-12345".replace("2003", "03"),
        "01.02.2003-12345", "01.02.2003/12345", "010203/12345", "010203.12345", "010203_12345", "010203-12 345",
        "010203\u221212345", "010203\u201312345", "010203-\u00ad12345", "0102\u200b03-12345", "323456-12345",
        "０１０２０３-12345",
    ],
)  # fmt: skip
def test_codes_however_they_are_written(words):
    assert text_names.codes_in(f"Kods {words}, un viss.")


@pytest.mark.parametrize(
    "words",
    [
        "29123456", "291 23 456", "29.123.456", "29-12-34-56", "29.12.34.56", "29 123456", "29 12 34 56", "630 12345",
        "654-12345", "37129123456", "371-29123456", "+371 29 123 456", "+371.29.123.456", "(+371) 29123456",
        "2912\u22123456", "2912\u00ad3456", "2912\u200b3456", "＋371 29123456", "291\u00a023\u00a0456",
        "janis@example.lv", "janis(at)example.lv", "janis [at] example.lv", "janis @ example.lv", "janis＠example.lv",
        "janis (et) example.lv", "janis(at)example(dot)lv",
    ],
)  # fmt: skip
def test_phones_and_addresses_however_they_are_written(words):
    assert len(text_names.reached_at(f"Zvani: {words}, gaidīsim!")) == 1


@pytest.mark.parametrize(
    "words",
    [
        "2021-1-LV01-KA121-VET-000009189", "Nr. 2021-LVO1-KA121-VET-000009189", "2020-1-LV01-KA116-077452",
        "no 28.02.22-10.03.22", "28.02.2022.–10.03.2022.", "01.02.2022 12345 cilvēki", "2021.–2022. gadā",
        "2021/2022", "2020 2021 2022", "20 000 000 EUR", "29 123 456 EUR", "EUR 29 123 456", "€29123456",
        "12 345,67 EUR", "no 8.30 līdz 17.15", "20.15-21.00", "12:30:45", "29.123.456 €", "3 no 12 345", "26,5 %",
        "20.12.2022", "2022-05-31", "LV-2101", "ISO 29990:2010", "12.05.22 – 10 000 EUR", "25 000 un 26 000",
        "2022. gada 31. maijs", "at example.lv", "Lpp. 201-215",
    ],
)  # fmt: skip
def test_no_false_alarm_on_figures(words):
    assert (text_names.codes_in(words), text_names.reached_at(words)) == ([], [])


@pytest.mark.parametrize(
    "words",
    [
        "Ūdris Jānis Krastiņš", "Ūdrim J. Krastiņam", "Ūdris (audzēknis) Krastiņš", "Ūdris „Ūdrītis“ Krastiņš",
        "Krastiņš (grupas vecākais) Ūdris", "Ūdris un Agnese Krastiņi", "Ūdrim, Annai un Agnesei Krastiņiem",
        "Ūd\u00adris Kras\u200btiņš", "U\u0304dris Krastin\u0327s\u030c",
    ],
)  # fmt: skip
def test_names_with_something_between(words):
    known = text_names.register((first, "Krastiņš", Person(first)) for first in ("Ūdris", "Agnese", "Anna"))
    assert "Ūdris" in named(words, known)


@pytest.mark.parametrize(
    "words",
    [
        "Ūdris brauca. Krastiņš", "Ūdris brauca Krastiņš", "Ūdris, Jānis Krastiņš", "Ūdris un Agnese Krastiņa",
        "Ūdris (audzēknis) un Krastiņš", "Ūdris. Jānis. Krastiņš",
    ],
)  # fmt: skip
def test_what_stands_between_two_people(words):
    known = text_names.register([("Ūdris", "Krastiņš", Person("Ūdris Krastiņš"))])
    assert named(words, known) == []
