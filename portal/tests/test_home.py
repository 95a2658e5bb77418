"""The first page of each role: what it asks for, and that every line leads somewhere that opens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from mobilities.enums import ConferenceState, FindingKind, MobilityState, ReportState
from mobilities.models import Conference, ConferenceDay, ExperienceReport, Finding, Host, Mobility, Participant
from portal.accounts import services
from portal.accounts.enums import Role
from portal.accounts.models import Invitation, School
from portal.attention import attention_for
from portal.attention.task import Task
from portal.common.school_year import SchoolYear
from portal.testing.cast import member
from projects.models import ActivityType, Deadline, Project


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def project(school, today) -> Project:
    return Project.objects.create(
        school=school,
        code="2021-1-LV01-KA121-VET-000009189",
        title="Prakse Eiropā",
        start=today - timedelta(days=300),
        end=today + timedelta(days=300),
    )


@pytest.fixture
def host(school) -> Host:
    return Host.objects.create(school=school, name="Nordkai GmbH", country="DE", city="Hamburga")


@pytest.fixture
def travel(school, project, host, today):
    """travel(start, end, ...): a mobility from the day `start` to `end`, counted from today."""
    activity_type = ActivityType.objects.first() or ActivityType.objects.create(
        code="LM-SHORT-VET", name_lv="Īsā", name_en="Short", category="learner", call_year_from=2021
    )

    def make(start: int, end: int, last_name: str = "Ozols", **fields) -> Mobility:
        participant = fields.pop("participant", None) or Participant.objects.create(
            school=school, kind="learner", first_name="Jānis", last_name=last_name
        )
        values = {"host": host, "state": MobilityState.CONFIRMED} | fields
        return Mobility.objects.create(
            school=school,
            project=project,
            participant=participant,
            activity_type=activity_type,
            start=today + timedelta(days=start),
            end=today + timedelta(days=end),
            **values,
        )

    return make


def home_tasks(client) -> list[Task]:
    with translation.override("en"):
        found = client.get("/").context["attention"]
    return [*found.late, *found.soon, *found.waiting]


def told(client) -> str:
    return "\n".join(f"{task.kind}|{task.what}|{task.more}" for task in home_tasks(client))


def opens(client) -> None:
    """Every task's link opens for the person who is shown it."""
    for task in home_tasks(client):
        response = (client.post if task.posts else client.get)(task.url, follow=True)
        assert response.status_code == 200, task.url


def english(client):
    client.cookies["django_language"] = "en"
    return client


def test_home_coordinator(client_of, coordinator, project, travel, school, today):
    client = english(client_of(coordinator))
    travel(10, 30, "Ozols", host=None, state=MobilityState.PLANNED)
    travel(11, 30, "Liepa", host=None)
    travel(61, 80, "Bērzs", host=None)
    travel(-90, -60, "Egle")
    submitted = travel(-40, -10, "Priede")
    ExperienceReport.objects.create(
        school=school, mobility=submitted, state=ReportState.SUBMITTED, submitted_at=timezone.now()
    )
    Project.objects.create(
        school=school, title="Bez koda", start=today - timedelta(days=100), end=today + timedelta(days=40)
    )
    text = told(client)
    assert "soon|KA121-VET-000009189: 2 departures without a host|Jānis Ozols, Jānis Liepa" in text
    assert "soon|KA121-VET-000009189: 1 departure is not confirmed yet|Jānis Ozols" in text
    assert "late|KA121-VET-000009189: 1 experience report is missing|Jānis Egle" in text
    assert "|1 experience report waits for your review|Jānis Priede" in text
    assert "soon|Bez koda ends" in text
    assert "|Bez koda has no grant code" in text
    assert "Bērzs" not in text
    opens(client)


def test_deadlines_of_projects(client_of, coordinator, director, teacher, project, today):
    for days, title, done in ((-2, "Vakar", None), (30, "Drīz", None), (31, "Tālu", None), (1, "Darīts", today)):
        Deadline.objects.create(
            project=project, kind="other", title=title, due=today + timedelta(days=days), done_on=done
        )
    for user in (coordinator, director):
        client = english(client_of(user))
        text = told(client)
        assert "late|KA121-VET-000009189: Vakar|" in text
        assert "soon|KA121-VET-000009189: Drīz|" in text
        assert "Tālu" not in text
        assert "Darīts" not in text
        opens(client)
    assert "Vakar" not in told(english(client_of(teacher)))


@pytest.mark.parametrize("state", ["idea", "submitted", "rejected"])
def test_what_is_not_funded_neither_ends_nor_lacks_a_code(client_of, coordinator, school, today, state):
    Project.objects.create(
        school=school, title="Iecere", state=state, start=today - timedelta(days=9), end=today + timedelta(days=9)
    )
    assert "Iecere" not in told(english(client_of(coordinator)))


def test_home_teacher(client_of, teacher, coordinator, travel, school):
    client = english(client_of(teacher))
    own = Participant.objects.create(school=school, kind="staff", first_name="Valdis", last_name="K", user=teacher)
    travel(-20, -5, participant=own)
    travel(-80, -50, "Egle", responsible=teacher)
    travel(-80, -50, "Cita")
    returned = travel(-40, -20, "Priede", responsible=teacher)
    ExperienceReport.objects.create(
        school=school, mobility=returned, author=teacher, state=ReportState.RETURNED, review_comment="Pievieno stāstu"
    )
    travel(5, 25, "Liepa", responsible=teacher)
    text = told(client)
    assert "soon|Valdis K: the experience report is to be written" in text
    assert "late|Jānis Egle: the experience report is to be written" in text
    assert "soon|Jānis Priede: the report came back with a comment|Pievieno stāstu" in text
    assert "soon|Jānis Liepa departs|Hamburga" in text
    assert "Cita" not in text
    opens(client)


def test_home_director(client_of, director, travel, school, today):
    client = english(client_of(director))
    year = SchoolYear.of(today - timedelta(days=400))
    conference = Conference.objects.create(
        school=school, year=year.start, title="Konference", state=ConferenceState.OPEN
    )
    ConferenceDay.objects.create(conference=conference, date=today - timedelta(days=20))
    Finding.objects.create(
        conference=conference, kind=FindingKind.DECISION, text="Mācīt valodu", owner="V. K.",
        due=today - timedelta(days=3),
    )  # fmt: skip
    client.get(f"/?sy={year.start}")
    text = told(client)
    assert "late|Konference is not closed yet" in text
    assert "late|1 decision of the conference" in text
    assert "V. K.: Mācīt valodu" in text
    assert "Annual summary" in text
    opens(client)
    Conference.objects.update(state=ConferenceState.CLOSED)
    assert "Dissemination report of the conference" in told(client)
    client.get(f"/?sy={year.start - 1}")
    assert "is not recorded" in told(client)
    opens(client)


def test_home_administrator(client_of, administrator, coordinator, school):
    client = english(client_of(administrator))
    services.invite(administrator, school, "direktors@example.org", Role.DIRECTOR)
    late = services.invite(administrator, school, "vecs@example.org", Role.TEACHER)
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(days=3))
    text = told(client)
    assert "soon|direktors@example.org has not accepted the invitation" in text
    assert "late|vecs@example.org has not accepted the invitation" in text
    assert "|Nobody has the role: Teacher" in text
    assert "Nobody has the role: Director" not in text
    assert "|Something is not known of the school yet|name in English, latitude, longitude, OID, website" in text
    opens(client)


def test_home_of_somebody_without_a_school(client_of, coordinator):
    coordinator.memberships.update(is_active=False)
    page = client_of(coordinator).get("/")
    assert page.status_code == 200
    assert "portal/no_school.html" in [template.name for template in page.templates]


def test_home_shows_nothing_of_another_school(client_of, outsider, travel):
    travel(10, 30, host=None)
    travel(-90, -60)
    client = english(client_of(outsider))
    assert [task.what for task in home_tasks(client)] == ["The evaluation conference of 2021/2022 is not recorded"]
    assert "Nordkai" not in client.get("/search/?q=nordkai").content.decode()


def test_home_asks_for_old_reports_only_in_their_school_year(client_of, coordinator, teacher, travel, today):
    travel(-800, -790, "Egle", responsible=teacher)
    for user in (coordinator, teacher):
        client = english(client_of(user))
        assert "Egle" not in told(client)
        client.get(f"/?sy={SchoolYear.of(today - timedelta(days=800)).start}")
        assert "Egle" in told(client)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.DIRECTOR, Role.ADMINISTRATOR])
def test_who_helps_to_record_findings_is_told_while_the_conference_is_open(client_of, role, school, today):
    helper = member(school, role, "Kāds", "Cits", "someone@example.org")
    conference = Conference.objects.create(
        school=school, year=SchoolYear.of(today).start - 1, title="Izvērtēšana", state=ConferenceState.OPEN
    )
    client, line = english(client_of(helper)), "|You help to record findings: Izvērtēšana|"
    assert line not in told(client)
    conference.recorders.add(helper)
    assert line in told(client)
    opens(client)
    Conference.objects.update(state=ConferenceState.PLANNED)
    assert line not in told(client)


@pytest.mark.parametrize("role", Role.values)
def test_home_takes_the_same_queries_for_one_and_three(request, client_of, role, travel, teacher, school, today):
    user = teacher if role == Role.TEACHER else member(school, role, "Kāds", "Cits", "someone@example.org")
    client = client_of(user)

    def fill(number: int) -> None:
        travel(10, 30, f"A{number}", host=None, state=MobilityState.PLANNED, responsible=teacher)
        travel(-90, -60, f"B{number}", responsible=teacher)
        travel(-1, 10, f"C{number}", responsible=teacher)
        done = travel(-40, -10, f"D{number}", responsible=teacher)
        state = ReportState.DRAFT if role == Role.TEACHER else ReportState.SUBMITTED
        ExperienceReport.objects.create(school=school, mobility=done, state=state, submitted_at=timezone.now())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    fill(1)
    client.get("/")
    first = queries()
    fill(2)
    fill(3)
    assert queries() == first


@pytest.mark.parametrize(
    ("days", "latvian"),
    [
        (-1, "kavē 1 dienu"),
        (-2, "kavē 2 dienas"),
        (-11, "kavē 11 dienas"),
        (-21, "kavē 21 dienu"),
        (0, "šodien"),
        (1, "pēc 1 dienas"),
        (10, "pēc 10 dienām"),
        (21, "pēc 21 dienas"),
    ],
)
def test_days_in_latvian(today, days, latvian):
    with translation.override("lv"):
        assert Task("", "", "", day=today + timedelta(days=days), today=today).since == latvian


def test_attention_sorts_by_day(school, coordinator, travel, today):
    travel(30, 40, host=None)
    travel(20, 40, "Liepa")
    Project.objects.update(end=today + timedelta(days=5))
    membership = coordinator.memberships.select_related("school").get()
    found = attention_for(membership, SchoolYear.of(today), today)
    assert [task.day for task in found.soon] == sorted(task.day for task in found.soon)
    assert found.late == []
    assert found.count == 2


def test_search_finds_what_one_may_see(client_of, coordinator, teacher, travel):
    travel(-90, -60, "Šķēle")
    page = client_of(coordinator).get("/search/?q=šķēle+jānis")
    assert [group.label for group in page.context["groups"]] == ["Cilvēki", "Mobilitātes"]
    assert client_of(teacher).get("/search/?q=šķēle").context["groups"] == []
    assert client_of(coordinator).get("/search/?q=009189").context["groups"][0].hits[0].title == "Prakse Eiropā"
    assert client_of(coordinator).get("/search/?q=hamburga").context["groups"][0].hits[0].title == "Nordkai GmbH"


def test_search_links_open(client_of, coordinator, travel):
    travel(-90, -60, "Prakse")
    client = client_of(coordinator)
    groups = client.get("/search/?q=ra").context["groups"]
    assert groups
    for group in groups:
        for url in [group.url, *(hit.url for hit in group.hits)]:
            assert client.get(url).status_code == 200


@pytest.mark.parametrize("text", ["", "a", "%00", "a" * 5000, "%", "\\", "_ _ _ _ _ _ _ _ _", "'\"<script>"])
def test_search_answers_anything(client_of, coordinator, school, text):
    assert School.objects.count() == 1
    assert client_of(coordinator).get("/search/", {"q": text}).status_code == 200


def test_health_is_public_and_tells_little(client, db):
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json() == {"database": "up", "jobs_waiting": 0, "jobs_failed": 0}


def test_what_a_teacher_works_with_stands_first_on_a_phone(client_of, teacher, coordinator):
    for user, first in (
        (teacher, ["home", "pen", "move", "people"]), (coordinator, ["home", "folder", "move", "people"]),
    ):  # fmt: skip
        places = client_of(user).get("/").context["navigation"]
        assert [place.icon for place in places][:4] == first
