"""Who is named in a text: in any case, by an initial, by the surname alone."""

from datetime import date

import pytest

from mobilities.models import Consent, ConsentText, Host, HostContact, Participant, PersonContact
from reports.news import personal
from reports.news.personal import Person

PEOPLE = [("Ūdris", "Krastiņš"), ("Anna Marija", "Kalna"), ("Dženija", "Liepa"), ("Valdis", "Platais")]


@pytest.fixture
def known() -> personal.Register:
    return personal.register((first, last, Person(f"{first} {last}")) for first, last in PEOPLE)


def named(words: str, known) -> list[str]:
    return [person.name for person in personal.mentions(words, known).named]


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
    found = personal.mentions(words, known)
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
    found = personal.mentions(words, known)
    assert list(found.alone) == surnames
    assert not surnames or not found.named


def test_a_surname_alone_is_ticked_and_never_refused():
    """It may be somebody else's; the tick tells who bears it, first who took a consent back."""
    known = personal.register(
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
