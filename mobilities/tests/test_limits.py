"""The rules of a mobility at their edges, and when what stood in the way is gone."""

from datetime import date, timedelta

import pytest

from mobilities.completeness import Plan, Severity, notices
from mobilities.models import AccompanyingPerson, Host, Mobility, Participant
from portal.audit.models import Entry
from projects.models import ActivityType, Project

pytestmark = pytest.mark.django_db
START, END = date(2022, 2, 14), date(2022, 3, 18)


def person(school, name="Anna", kind="learner", **fields) -> Participant:
    return Participant.objects.create(school=school, kind=kind, first_name=name, last_name="Upīte", **fields)


@pytest.fixture
def project(school) -> Project:
    return Project.objects.create(
        school=school, title="Stabila dzīve", school_name=school.name, start=date(2021, 9, 1), end=date(2022, 8, 31),
        call_year=2021,
    )  # fmt: skip


@pytest.fixture
def mobility(school, project) -> Mobility:
    host = Host.objects.create(school=school, name="Nordkai", country="DE", city="Hamburga")
    return Mobility.objects.create(
        school=school, project=project, participant=person(school), activity_type=kind("LM-SHORT-VET"), host=host,
        start=START, end=END,
    )  # fmt: skip


def kind(code: str) -> ActivityType:
    return ActivityType.objects.get(code=code)


def found(plan: Plan, along=()) -> dict[str, Severity]:
    """Field > severity of what is wrong; what is only missing is left out."""
    return {each.field: each.severity for each in notices(plan, along) if each.severity != Severity.MISSING}


@pytest.mark.parametrize(
    ("code", "days", "breach"),
    [
        ("LM-SKILL-VET", 1, False), ("LM-SKILL-VET", 10, False), ("LM-SKILL-VET", 11, True),
        ("LM-LONG-VET", 89, True), ("LM-LONG-VET", 90, False), ("LM-LONG-VET", 365, False), ("LM-LONG-VET", 366, True),
        ("SM-JOB-SHDW", 1, True), ("SM-JOB-SHDW", 2, False), ("SM-JOB-SHDW", 60, False), ("SM-JOB-SHDW", 61, True),
        ("PREP-VISIT", 1, False),
    ],
)  # fmt: skip
def test_length(code, days, breach):
    plan = Plan(activity_type=kind(code), start=START, end=START + timedelta(days=days - 1))
    assert found(plan) == ({"end": Severity.BREACH} if breach else {})


def test_length_that_nobody_may_override_stops():
    strict = kind("SM-JOB-SHDW")
    strict.may_override = False
    assert found(Plan(activity_type=strict, start=START, end=START)) == {"end": Severity.ERROR}


def test_fewer_opportunities_lower_the_least(school):
    plan = {"activity_type": kind("LM-SHORT-VET"), "start": START}
    helped = person(school, fewer_opportunities=True)
    assert found(Plan(participant=helped, end=START + timedelta(days=1), **plan)) == {}
    assert found(Plan(participant=helped, end=START, **plan)) == {"end": Severity.BREACH}


def test_dates_of_the_project(project):
    assert found(Plan(project=project, start=date(2021, 9, 1), end=date(2022, 8, 31))) == {}
    early = Plan(project=project, start=date(2021, 8, 31), end=date(2021, 9, 3))
    assert found(early) == {"start": Severity.BREACH}


def test_end_before_start():
    assert found(Plan(start=END, end=START)) == {"end": Severity.ERROR}


def test_guests_are_incoming():
    expert = kind("OA-INV-EXP")
    assert found(Plan(activity_type=expert)) == {"direction": Severity.ERROR}
    assert found(Plan(activity_type=expert, direction="incoming")) == {}


def test_person_who_left_is_named(school):
    assert found(Plan(participant=person(school, is_active=False))) == {"participant": Severity.WARNING}


def test_overlap_ends_with_the_last_day(mobility):
    after = END + timedelta(days=1)
    assert found(Plan(participant=mobility.participant, start=after, end=after)) == {}
    notice = next(n for n in notices(Plan(participant=mobility.participant, start=END, end=END)) if n.page)
    assert notice.page == f"/mobilities/{mobility.pk}/"


def test_cancelled_mobility_holds_nobody_back(school, project, mobility):
    teacher = person(school, "Dace", "staff")
    row = AccompanyingPerson.objects.create(school=school, project=project, person=teacher, start=START, end=END)
    row.mobilities.add(mobility)
    assert "participant" in found(Plan(participant=teacher, start=END, end=END))
    Mobility.objects.update(state="cancelled")
    for who in (teacher, mobility.participant):
        assert found(Plan(participant=who, start=END, end=END)) == {}
    assert found(Plan(start=START, end=END), along=[mobility.participant]) == {}


def test_cancelled_mobility_returns_only_to_free_days(client_of, coordinator, school, project, mobility):
    browser = client_of(coordinator)
    browser.post(f"/mobilities/{mobility.pk}/move/cancel/")
    other = Mobility.objects.create(
        school=school, project=project, participant=mobility.participant, activity_type=mobility.activity_type,
        start=END, end=END + timedelta(days=20),
    )  # fmt: skip
    page = browser.post(f"/mobilities/{mobility.pk}/move/reopen/", follow=True).content.decode()
    assert "18.03.–07.04.2022." in page
    mobility.refresh_from_db()
    assert mobility.state == "cancelled"
    other.delete()
    browser.post(f"/mobilities/{mobility.pk}/move/reopen/")
    mobility.refresh_from_db()
    assert mobility.state == "planned"


def typed(mobility, **changes) -> dict:
    return {
        "project": mobility.project_id, "participant": mobility.participant_id, "host": mobility.host_id,
        "activity_type": mobility.activity_type_id, "direction": "outgoing", "start": str(mobility.start),
        "end": str(mobility.end), "version": mobility.version,
    } | changes  # fmt: skip


def test_accompanying_person_moves_with_the_mobility(client_of, coordinator, school, mobility):
    teacher = person(school, "Dace", "staff")
    address = f"/mobilities/{mobility.pk}/edit/"
    client_of(coordinator).post(address, typed(mobility, accompanying=[teacher.pk]))
    mobility.refresh_from_db()
    moved = typed(mobility, accompanying=[teacher.pk], start="2022-05-02", end="2022-05-27")
    client_of(coordinator).post(address, moved)
    row = AccompanyingPerson.objects.get()
    assert (str(row.start), str(row.end)) == ("2022-05-02", "2022-05-27")
    assert list(row.mobilities.all()) == [mobility]


def test_one_row_for_one_person_and_trip(client_of, coordinator, school, mobility):
    """A learner who comes home some days later is on the same trip."""
    teacher, second = person(school, "Dace", "staff"), person(school, "Jānis")
    browser = client_of(coordinator)
    browser.post(f"/mobilities/{mobility.pk}/edit/", typed(mobility, accompanying=[teacher.pk]))
    later = typed(mobility, participant=second.pk, accompanying=[teacher.pk], end="2022-03-20")
    browser.post("/mobilities/add/", later)
    row = AccompanyingPerson.objects.get()
    assert (row.mobilities.count(), str(row.end)) == (2, "2022-03-20")
    assert Entry.objects.filter(object_type="mobilities.accompanyingperson").count() == 2


def test_mobility_check_offers_the_types_of_the_call(client_of, coordinator, mobility):
    browser = client_of(coordinator)
    page = browser.post("/mobilities/check/?types=1", typed(mobility)).content.decode()
    assert f'value="{mobility.activity_type_id}" selected' in page
    assert f'value="{kind("VET-LEARNERS-SHORT").pk}"' not in page
    assert f'value="{kind("OA-INV-EXP").pk}"' in page
    group = browser.post("/mobilities/check/?types=1&group=1", typed(mobility)).content.decode()
    assert f'value="{kind("OA-INV-EXP").pk}"' not in group


@pytest.mark.parametrize("value", ["99999999999999999999999", "\x00", "٣"])
def test_hostile_keys_are_answered(client_of, coordinator, mobility, value):
    browser = client_of(coordinator)
    names = ("project", "participant", "host", "activity_type", "responsible", "accompanying", "participants", "start",
             "version")  # fmt: skip
    for name in names:
        for address in ("/mobilities/check/", "/mobilities/check/?group=1", "/mobilities/check/?types=1"):
            assert browser.post(address, typed(mobility) | {name: value}).status_code == 200, (name, address)
    for name in ("q", "project", "country", "state", "report", "sort", "year", "page", "host", "direction", "kind"):
        assert browser.get("/mobilities/", {name: value}).status_code == 200, name
        assert browser.get("/mobilities/export/", {name: value}).status_code == 200, name


@pytest.mark.parametrize("sort", ["", "dates", "person", "country", "host", "nonsense"])
def test_mobility_list_is_sorted(client_of, coordinator, school, project, mobility, sort):
    later = Mobility.objects.create(
        school=school, project=project, participant=person(school, "Ādams"), activity_type=kind("LM-SHORT-VET"),
        start=END, end=END + timedelta(days=20),
    )  # fmt: skip
    rows = list(client_of(coordinator).get("/mobilities/", {"sort": sort, "sy": "2021"}).context["page"])
    first = {"dates": mobility, "person": later, "country": later}.get(sort)
    assert set(rows) == {mobility, later}
    assert first is None or rows[0] == first
    if sort in ("", "nonsense"):
        assert rows == [later, mobility]
