"""A teacher reads the words about people outside one's charge without their names, phones and addresses."""

from datetime import date

import pytest
from django.urls import reverse

from mobilities.models import Conference, ExperienceReport, Finding, Host, Mobility, Participant, Qualification
from portal.common.names_in_text import Person, register, without_people
from projects.models import ActivityType, Project

pytestmark = pytest.mark.django_db
WORDS = "Santa Olīte palīdzēja ar valodu, tālr. 29123456, santa@example.lv"
COVERED = "[vārds] palīdzēja ar valodu, tālr. [tālrunis], [e-pasts]"


def text_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8-sig")


@pytest.fixture
def trip(school, coordinator) -> Mobility:
    project = Project.objects.create(
        school=school, code="2021-1-LV01-KA121-VET-000009189", call_year=2021, start=date(2021, 9, 1),
        end=date(2022, 8, 31),
    )  # fmt: skip
    trade = Qualification.objects.create(school=school, name_lv="Loģistikas darbinieks")
    person = Participant.objects.create(
        school=school, kind="learner", first_name="Santa", last_name="Olīte", qualification=trade
    )
    host = Host.objects.create(school=school, name="Osta", country="DE", city="Leipciga")
    made = Mobility.objects.create(
        school=school, project=project, participant=person, host=host, state="closed", start=date(2022, 3, 1),
        end=date(2022, 3, 14), activity_type=ActivityType.objects.get(code="LM-SHORT-VET", school=None),
    )  # fmt: skip
    ExperienceReport.objects.create(
        school=school, mobility=made, author=coordinator, state="approved", pluses=WORDS, quote="Santai patika",
        return_invitation=True, offer_note="Zvanīt Olītei uz 29 123 456",
    )  # fmt: skip
    return made


@pytest.fixture
def conference(school, trip) -> Conference:
    made = Conference.objects.create(school=school, year=2021, title="Konference", state="open")
    Finding.objects.create(conference=made, kind="plus", text=f"Labi. {WORDS}", host=trip.host)
    return made


@pytest.fixture
def pages(trip, conference) -> list[str]:
    compared = f"?qualification={trip.participant.qualification_id}&first=2021&last=2021"
    return [
        reverse("mobilities:host-detail", args=[trip.host_id]),
        reverse("mobilities:conference-detail", args=[conference.pk]),
        reverse("mobilities:conference-export", args=[conference.pk]) + "?format=csv",
        reverse("reports:comparison") + compared,
        reverse("reports:comparison-export") + f"{compared}&format=csv",
    ]


def test_a_teacher_reads_words_without_names(client, teacher, pages):
    client.force_login(teacher)
    for address in pages:
        said = text_of(client.get(address))
        assert COVERED in said, address
        for private in ("Santa", "Olīt", "29123456", "29 123 456", "santa@"):
            assert private not in said, (address, private)


def test_who_sees_everybody_reads_them_as_they_are(client, director, pages):
    client.force_login(director)
    for address in pages:
        assert WORDS in text_of(client.get(address)), address


def test_words_of_people_in_ones_charge_are_not_covered(client, teacher, trip):
    Mobility.objects.filter(pk=trip.pk).update(responsible=teacher)
    client.force_login(teacher)
    assert WORDS in text_of(client.get(reverse("mobilities:host-detail", args=[trip.host_id])))


def test_words_that_only_begin_like_a_name_stay():
    found = register([("", "Vita", Person("Vita Upmale")), ("", "Kaspars", Person("Kaspars Kalns"))])
    assert without_people("Visi bija laimīgi. Vita palīdzēja, Kasparam patika.", found) == (
        "Visi bija laimīgi. [vārds] palīdzēja, [vārds] patika."
    )


def test_in_english(client, teacher, trip):
    client.force_login(teacher)
    client.cookies["django_language"] = "en"
    said = text_of(client.get(reverse("mobilities:host-detail", args=[trip.host_id])))
    assert "[name] palīdzēja ar valodu, tālr. [phone], [e-mail]" in said


def test_one_question_whatever_the_number_of_people(client, teacher, trip, django_assert_max_num_queries):
    client.force_login(teacher)
    address = reverse("mobilities:host-detail", args=[trip.host_id])
    counts = set()
    for number in range(3):
        with django_assert_max_num_queries(60) as asked:
            client.get(address)
        counts.add(len(asked))
        person = Participant.objects.create(
            school=trip.school, kind="learner", first_name=f"Anna {number}", last_name="Upe"
        )
        trip.pk, trip.participant = None, person
        trip.save()
    assert len(counts) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Olīte S. un S. Olītei", "[vārds] un [vārds]"),
        ("Prakse Ostā bija laba", "Prakse Ostā bija laba"),
        ("Kods 010203-12345.", "Kods [personas kods]."),
        ("No 2021. gada 12 345 EUR", "No 2021. gada 12 345 EUR"),
    ],
)
def test_what_is_covered(words, told):
    known = register([("Santa", "Olīte", Person("Santa Olīte"))])
    assert without_people(words, known) == told
