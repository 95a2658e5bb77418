"""Which papers a journey needs, by age at departure and by what it is."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mobilities.enums import PaperKind, PaperPhase
from mobilities.models import Mobility, Participant
from mobilities.papers import RULES, Profile, minor_at, papers, papers_of
from projects.models import ActivityType, Project

LEARNER = Profile("learner", is_minor=False, family="placement", call_year=2021)
STAFF = Profile("staff", family="staff_training", call_year=2021)


def kinds(profile: Profile) -> set[str]:
    return {paper.kind.value for paper in papers(profile)}


def with_(profile: Profile, **changes) -> set[str]:
    return kinds(Profile(**vars(profile) | changes))


def test_learner_of_full_age():
    assert kinds(LEARNER) == {
        "learning_agreement", "grant_agreement", "data_consent", "image_consent", "attendance_certificate",
        "learning_complement", "europass_mobility", "attendance_list", "learning_changes",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({"is_minor": True}, {"parental_consent"}),
        ({"is_minor": None}, {"parental_consent"}),
        ({"is_green": True}, {"travel_declaration"}),
        ({"call_year": 2020}, {"quality_commitment"}),
        ({"call_year": None}, set()),
        ({"is_shadowing": True}, {"shadowing_programme"}),
    ],
)
def test_what_is_added(changes, more):
    assert with_(LEARNER, **changes) == kinds(LEARNER) | more


def test_unknown_age_is_said():
    [paper] = [each for each in papers(Profile("learner", None)) if each.kind == PaperKind.PARENTAL_CONSENT]
    [known] = [each for each in papers(Profile("learner", True)) if each.kind == PaperKind.PARENTAL_CONSENT]
    assert paper.why != known.why


def test_group_guest_companion_and_visit():
    assert with_(LEARNER, family="group") == {
        "group_programme", "grant_agreement", "data_consent", "image_consent", "attendance_certificate",
    }  # fmt: skip
    assert with_(LEARNER, is_incoming=True, is_minor=True) == {"image_consent", "attendance_certificate"}
    assert with_(STAFF, is_accompanying=True, is_green=True) == {
        "data_consent", "image_consent", "accompanying_certificate", "travel_declaration",
    }  # fmt: skip
    assert "learning_agreement" not in with_(STAFF, family="preparatory_visit")
    assert "europass_mobility" not in with_(LEARNER, family="competition")


def test_every_paper_has_reason_source_and_comes_in_order():
    everything = papers(Profile("learner", True, family="placement", is_green=True, is_shadowing=True, call_year=2019))
    assert all(each.why and each.source for each in everything)
    phases = [list(PaperPhase).index(each.phase) for each in everything]
    assert phases == sorted(phases)
    assert {rule.kind for rule in RULES} == set(PaperKind) - {PaperKind.OTHER}


@pytest.mark.parametrize(("departure", "is_minor"), [(date(2022, 4, 30), True), (date(2022, 5, 1), False)])
def test_age_is_that_of_the_departure(departure, is_minor):
    assert minor_at(Participant(kind="learner", birth_date=date(2004, 5, 1)), departure) is is_minor


def test_staff_without_a_date_of_birth_is_of_age():
    assert minor_at(Participant(kind="staff"), date(2022, 1, 1)) is False
    assert minor_at(Participant(kind="learner"), date(2022, 1, 1)) is None


@pytest.mark.django_db
def test_pages_show_them(client_of, coordinator, school):
    person = Participant.objects.create(
        school=school, kind="learner", first_name="Anna", last_name="Upīte", birth_date=date(2006, 1, 1)
    )
    project = Project.objects.create(
        school=school, title="Prakse", school_name="Skola", start=date(2021, 9, 1), end=date(2022, 8, 31),
        call_year=2021,
    )  # fmt: skip
    row = Mobility.objects.create(
        school=school, project=project, participant=person, start=date(2022, 2, 1), green_travel=True,
        end=date(2022, 2, 1) + timedelta(days=20), activity_type=ActivityType.objects.get(code="LM-SHORT-VET"),
    )  # fmt: skip
    answer = client_of(coordinator).get(reverse("mobilities:mobility-detail", args=[row.pk]))
    shown = {paper.kind.value for paper in answer.context["papers"]}
    assert shown == {paper.kind.value for paper in papers_of(row)}
    assert {"parental_consent", "travel_declaration"} <= shown
    assert str(PaperKind.PARENTAL_CONSENT.label) in answer.content.decode()
    person_page = client_of(coordinator).get(reverse("mobilities:participant-detail", args=[person.pk]))
    assert [paper.kind.value for paper in person_page.context["papers"]] == ["data_consent", "image_consent"]
