"""Fewer opportunities in a project: anonymous counters, held against the flags, and who may see what."""

import json
from datetime import date

import pytest
from django.urls import reverse

from mobilities.enums import InclusionReason
from mobilities.inclusion import Inclusion
from mobilities.models import InclusionCount, Mobility, Participant
from portal.audit.models import Entry
from projects.models import ActivityType, Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(school) -> Project:
    return Project.objects.create(
        school=school, title="Prakse", school_name="Skola", start=date(2021, 9, 1), end=date(2022, 8, 31),
        call_year=2021,
    )  # fmt: skip


def send(project: Project, number: int, *, flagged: bool, **fields) -> Participant:
    person = Participant.objects.create(
        school=project.school, kind="learner", first_name=f"Anna {number}", last_name="Upīte",
        fewer_opportunities=flagged,
    )  # fmt: skip
    for month in (2, 3):  # twice in the project, counted once
        Mobility.objects.create(
            school=project.school, project=project, participant=person, start=date(2022, month, 1),
            end=date(2022, month, 20), activity_type=ActivityType.objects.get(code="LM-SHORT-VET"), **fields,
        )  # fmt: skip
    return person


def address(project: Project, name: str = "") -> str:
    return reverse(f"mobilities:project-inclusion{name}", args=[project.pk])


def save(browser, project: Project, seen: dict | None = None, **counts):
    kept = dict(InclusionCount.objects.filter(project=project).values_list("reason", "people"))
    typed = {"seen": json.dumps(kept if seen is None else seen)} | {name: str(n) for name, n in counts.items()}
    answer = browser.post(address(project, "-edit"), typed)
    if answer.status_code == 200 and answer.context["form"].is_valid():  # it was said that they do not agree
        answer = browser.post(address(project, "-edit"), typed | {"told": answer.context["form"].telling()})
    return answer


def test_numbers_that_do_not_agree_are_told_before_they_are_saved(client_of, coordinator, project):
    send(project, 1, flagged=True)
    browser, page = client_of(coordinator), address(project, "-edit")
    typed = {"seen": "{}", "health": "2"}
    checked = browser.post(page, typed, headers={"HX-Request": "true"})
    assert 'class="note warn"' in checked.content.decode() and 'name="told"' in checked.content.decode()
    answer = browser.post(page, typed)
    assert answer.status_code == 200 and not InclusionCount.objects.exists()
    assert checked.content.decode().strip() in answer.content.decode()
    told = {"told": answer.context["form"].telling()}
    assert browser.post(page, typed | told | {"health": "3"}).status_code == 200
    assert browser.post(page, typed | told).status_code == 302
    assert InclusionCount.objects.get().people == 2
    assert 'class="note warn"' in browser.get(page).content.decode()
    assert browser.post(page, {"seen": '{"health": 2}', "health": "1"}).status_code == 302
    assert 'class="note warn"' not in browser.get(page).content.decode()


def test_people_are_counted_once_and_guests_and_cancelled_not_at_all(client_of, coordinator, project):
    send(project, 1, flagged=True)
    send(project, 2, flagged=False)
    send(project, 3, flagged=True, direction="incoming")
    send(project, 4, flagged=True, state="cancelled")
    facts = client_of(coordinator).get(address(project)).context["facts"]
    assert [fact["value"] for fact in facts] == [2, 1]


@pytest.mark.parametrize(
    ("flagged", "counts", "disagree"),
    [
        (0, {}, 0),
        (2, {}, 1),
        (2, {"health": 2}, 0),
        (2, {"health": 1, "social": 1}, 0),
        (2, {"health": 2, "social": 2}, 0),
        (2, {"health": 1}, 1),
        (2, {"health": 3}, 1),
        (1, {"health": 2, "social": 2}, 2),
        (0, {"health": 1}, 1),
    ],
)
def test_counters_and_flags(flagged, counts, disagree):
    assert len(Inclusion(10, flagged, counts).disagreements()) == disagree


def test_saving_says_that_they_changed_and_not_how(client_of, coordinator, project):
    answer = save(client_of(coordinator), project, health=3, social=2)
    assert answer["Location"] == address(project)
    assert dict(InclusionCount.objects.values_list("reason", "people")) == {"health": 3, "social": 2}
    entry = Entry.objects.get()
    assert entry.changes == {"inclusion_counts": ["", ""]}
    assert "health" not in json.dumps(entry.changes) + entry.label
    save(client_of(coordinator), project, health=3, social=2)
    assert Entry.objects.count() == 1


def test_stale_numbers_are_not_overwritten(client_of, coordinator, project):
    save(client_of(coordinator), project, health=3)
    answer = save(client_of(coordinator), project, seen={}, health=1)
    assert answer.context["form"].non_field_errors()
    assert InclusionCount.objects.get().people == 3


def test_who_sees_what(client_of, coordinator, director, administrator, teacher, outsider, project):
    InclusionCount.objects.create(project=project, reason="health", people=7)
    for number in range(3):
        send(project, number, flagged=True)
    label = str(InclusionReason.HEALTH.label)
    for user, expected in ((coordinator, True), (director, False), (administrator, False), (teacher, False)):
        answer = client_of(user).get(address(project))
        assert (label in answer.content.decode()) == expected
        assert bool(answer.context["rows"]) == expected
    shown = {user: client_of(user).get(address(project)).context["facts"] for user in (director, teacher)}
    assert [fact["value"] for fact in shown[director]] == [3, 3]
    assert len(shown[teacher]) == 1 and shown[teacher][0]["value"] != 3
    for name in ("-edit", "-export"):
        statuses = [
            client_of(user).get(address(project, name)).status_code
            for user in (coordinator, director, administrator, teacher, outsider)
        ]
        assert statuses == [200, 403, 403, 403, 404]


def test_numbers_below_five_do_not_leave_the_school(client_of, coordinator, project):
    for reason, people in (("health", 4), ("social", 5)):
        InclusionCount.objects.create(project=project, reason=reason, people=people)
    for number in range(6):
        send(project, number, flagged=True)
    text = client_of(coordinator).get(address(project, "-export")).getvalue().decode("utf-8-sig")
    numbers = [line.split(";")[1] for line in text.split("\r\n")[1:] if line]
    assert len(numbers) == 1 + len(InclusionReason)
    assert {number for number in numbers if number.isdigit()} == {"5", "6"}


@pytest.mark.parametrize(
    "wrong", [{"health": "-1"}, {"health": "99999"}, {"health": "abc"}, {"health": "\x00"}, {"health": "1.5"}]
)
def test_numbers_that_cannot_be(client_of, coordinator, project, wrong):
    assert save(client_of(coordinator), project, **wrong).context["form"].errors
    assert not InclusionCount.objects.exists()


@pytest.mark.parametrize("seen", ["", "[]", "{", "[" * 5000, '{"health": [1]}', "\x00", "1e400"])
def test_what_was_seen_cannot_be_made_up(client_of, coordinator, project, seen):
    answer = client_of(coordinator).post(address(project, "-edit"), {"seen": seen, "health": "1"})
    assert answer.status_code == 200
    assert not InclusionCount.objects.exists()


@pytest.mark.parametrize("people", [1, 3])
def test_page_takes_a_fixed_number_of_queries(client_of, coordinator, project, people, django_assert_num_queries):
    for number in range(people):
        send(project, number, flagged=True)
    browser = client_of(coordinator)
    browser.get(address(project))
    with django_assert_num_queries(6):
        browser.get(address(project))
