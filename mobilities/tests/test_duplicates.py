"""Possible duplicates: who is offered, and who was said to be somebody else."""

from datetime import date

import pytest
from django.urls import reverse

from mobilities.duplicates import MOST_ALIKE, Likeness, groups
from mobilities.models import Participant, ToldApart

pytestmark = pytest.mark.django_db
LIST, APART = reverse("mobilities:duplicate-list"), reverse("mobilities:duplicate-apart")


def person(school, first_name="Anna", last_name="Bērziņa", **fields) -> Participant:
    return Participant.objects.create(
        school=school, first_name=first_name, last_name=last_name, **{"kind": "learner"} | fields
    )


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({}, {"first_name": "ANNA", "last_name": "Berzina"}, Likeness.NAME),
        ({}, {"first_name": "Bērziņa", "last_name": "Anna"}, Likeness.NAME),
        ({"last_name": "Bērziņa-Kalna"}, {"last_name": "Berzina Kalna"}, Likeness.NAME),
        ({"email": "a@example.org"}, {"last_name": "Kalna", "email": "A@example.org"}, Likeness.EMAIL),
        ({"birth_date": date(2004, 1, 2)}, {"last_name": "Bērzina", "birth_date": date(2004, 1, 2)}, Likeness.NAME),
        ({"birth_date": date(2004, 1, 2)}, {"last_name": "Bērziņš", "birth_date": date(2004, 1, 2)}, Likeness.BIRTH),
        (
            {"first_name": "Anna Marija", "birth_date": date(2004, 1, 2)},
            {"birth_date": date(2004, 1, 2)},
            Likeness.BIRTH,
        ),
        ({}, {"last_name": "Kalna"}, None),
        ({"birth_date": date(2004, 1, 2)}, {"last_name": "Bērziņš", "birth_date": date(2004, 1, 3)}, None),
        ({"birth_date": date(2004, 1, 2)}, {"first_name": "Uldis", "last_name": "Kļaviņš",
         "birth_date": date(2004, 1, 2)}, None),
    ],
)  # fmt: skip
def test_who_is_alike(school, one, other, reason):
    found = groups([person(school, **one), person(school, **other)])
    assert [reason in group.reasons for group in found] == ([True] if reason else [])


def test_an_address_of_an_office_makes_nobody_alike(school):
    people = [person(school, f"Vārds{n}", f"Uzvārds{n}", email="office@example.org") for n in range(MOST_ALIKE + 1)]
    assert groups(people) == []


def test_three_hang_together_until_told_apart(school):
    one, two, three = person(school), person(school, last_name="Berzina"), person(school, "Bērziņa", "Anna")
    assert [len(group.people) for group in groups([one, two, three])] == [3]
    apart = [(one.pk, two.pk), (one.pk, three.pk)]
    [group] = groups([one, two, three], apart)
    assert group.people == [two, three]


def test_told_apart_are_not_offered_again(client_of, coordinator, school):
    one, two = person(school), person(school, last_name="Berzina")
    browser = client_of(coordinator)
    assert len(browser.get(LIST).context["page"].object_list) == 1
    for _twice in range(2):
        browser.post(APART, {"person": [two.pk, one.pk]})
    assert ToldApart.objects.get().first == one
    assert len(browser.get(LIST).context["page"].object_list) == 0


def test_people_of_other_schools_are_neither_offered_nor_told_apart(client_of, coordinator, school, other_school):
    one, stranger = person(school), person(other_school)
    browser = client_of(coordinator)
    assert len(browser.get(LIST).context["page"].object_list) == 0
    browser.post(APART, {"person": [one.pk, stranger.pk]})
    assert not ToldApart.objects.exists()


@pytest.mark.parametrize("keys", [[], ["1"], ["abc", "\x00"], ["9" * 40, "٣"]])
def test_nonsense_tells_nobody_apart(client_of, coordinator, school, keys):
    person(school)
    assert client_of(coordinator).post(APART, {"person": keys}).status_code == 302
    assert not ToldApart.objects.exists()


@pytest.mark.parametrize("pairs", [1, 3])
def test_list_takes_a_fixed_number_of_queries(client_of, coordinator, school, pairs, django_assert_num_queries):
    for number in range(pairs):
        for _again in range(2):
            person(school, f"<script>alert(1)</script>{number}", email=f"a{number}@example.org")
    browser = client_of(coordinator)
    browser.get(LIST)
    with django_assert_num_queries(5):
        answer = browser.get(LIST)
    assert len(answer.context["page"].object_list) == pairs
    assert "<script>alert(1)" not in answer.content.decode()


def test_twenty_thousand_people_are_compared_in_a_moment(school):
    """Nobody is compared with everybody: of 20,000 people 2,000 stand twice; all pairs would take hours."""
    people = [
        Participant(
            pk=number, school=school, kind="learner", first_name=f"Vārds{number % 18_000}",
            last_name=f"Uzvārds{number % 18_000 % 997}",
            birth_date=date(2000 + number % 8, 1 + number % 12, 1 + number % 28),
        )
        for number in range(1, 20_001)
    ]  # fmt: skip
    found = groups(people)
    assert sum(len(group.people) for group in found) >= 4000
