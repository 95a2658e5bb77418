"""The demonstration reproduces what the school published about its own projects."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from mobilities.enums import Direction, PaperKind, PersonKind
from mobilities.models import AccompanyingPerson, Conference, Mobility
from portal.accounts.models import Membership, School, User
from portal.common.school_year import SchoolYear
from projects.models import ActivityType, Project
from reports.demo.codes import OWN_FROM
from reports.demo.load import Demo, set_passwords
from reports.demo.running import NUMBER
from reports.papers.kinds import PRINTABLE
from reports.papers.ordering import MADE, Order
from reports.statistics import year_statistics

FACTS = Path(settings.BASE_DIR).parent / "shared" / "data" / "daugavpils_facts.json"
TODAY = date(2026, 11, 21)
PARTS = (
    "totals", "mobilities", "incoming", "reports", "projects", "findings", "comparisons", "first_countries",
    "first_activity_types", "first_hosts",
)  # fmt: skip
# How the published groups of qualifications are made of the demonstration's.
PUBLISHED_GROUPS = {
    "programmētāji un datorsistēmu tehniķi": {"Programmēšanas tehniķis", "Datorsistēmu tehniķis"},
    "automehāniķi un elektrotehniķi": {"Automehāniķis", "Elektrotehniķis"},
    "klientu apkalpošanas speciālisti": {"Klientu apkalpošanas speciālists"},
    "frizieri un tērpu izgatavošanas un stila speciālisti": {"Frizieris", "Tērpu izgatavošanas un stila speciālists"},
    "transporta pārvadājumu komercdarbinieki": {"Transporta pārvadājumu komercdarbinieks"},
}


@pytest.fixture(scope="module")
def facts() -> dict:
    if not FACTS.exists():
        pytest.skip("The published facts (shared/data/daugavpils_facts.json) are not beside the project.")
    return json.loads(FACTS.read_text())


class TestDemo(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.school = Demo().load()

    @pytest.fixture(autouse=True)
    def read_facts(self, facts) -> None:
        self.facts = facts
        self.by_code = {project["code"]: project for project in facts["projects"]}

    def learners(self, code: str, year: int | None = None):
        rows = Mobility.objects.filter(
            project__code=code, participant__kind=PersonKind.LEARNER, direction=Direction.OUTGOING
        )
        return rows.in_school_year(SchoolYear(year)) if year else rows

    def test_own_activity_type_holds_in_later_calls_only(self):
        own = ActivityType.objects.get(school=self.school)
        for year, is_own in ((OWN_FROM - 1, False), (OWN_FROM, True)):
            row = ActivityType.objects.for_call_year(year, self.school).get(code=own.code)
            assert (row == own) == is_own
        assert not own.mobilities.exists()

    def test_every_published_project_is_there_with_its_title(self) -> None:
        titles = dict(Project.objects.filter(school=self.school).values_list("code", "title"))
        for code, project in self.by_code.items():
            assert titles[code] == project["title"]

    def test_first_project_by_qualification_country_and_field(self) -> None:
        published = self.by_code["2019-1-LV01-KA116-060226"]
        rows = self.learners(published["code"]).select_related("participant__qualification")
        assert len(rows) == published["learners_total"]
        for line in published["learners"]:
            of_group = [
                r for r in rows if r.participant.qualification.name_lv in PUBLISHED_GROUPS[line["qualification"]]
            ]
            assert len(of_group) == line["count"]
            assert {row.country for row in of_group} == set(line["countries"])
        staff = Mobility.objects.filter(project__code=published["code"], participant__kind=PersonKind.STAFF)
        assert Counter(staff.values_list("participant__work_field", flat=True)) == published["staff"]
        assert staff.count() == published["staff_total"]
        along = AccompanyingPerson.objects.filter(project__code=published["code"])
        assert along.count() == published["accompanying_persons"]
        groups = set(rows.values_list("participant__group", flat=True))
        assert groups <= set(published["groups"])

    def test_planned_and_achieved_differ_as_published(self) -> None:
        published = self.by_code["2020-1-LV01-KA116-077195"]
        year = year_statistics(self.school, SchoolYear(2021), TODAY)
        project = next(row for row in year.projects if row.project.code == published["code"])
        learners = next(line for line in project.targets if line.activity_type.category == "learner")
        assert (learners.planned, learners.done) == (21, published["achieved"]["learners"])
        planned = {line.activity_type.family: line.planned for line in project.targets}
        assert planned["teaching"] == published["planned"]["teaching_assignments"]
        assert planned["staff_training"] == published["planned"]["staff"]

    def test_first_countries_and_first_kind_of_activity(self) -> None:
        year = year_statistics(self.school, SchoolYear(2021), TODAY)
        published = self.by_code["2020-1-LV01-KA116-077195"]
        assert set(year.first_countries) == set(published["first_time_countries"])
        assert [each.family for each in year.first_activity_types] == ["teaching"]

    def test_next_school_year(self) -> None:
        for code in (
            "2021-1-LV01-KA121-VET-000009189",
            "2022-1-LV01-KA121-VET-000059221",
            "2022-1-LV01-KA122-VET-000074272",
        ):
            sent = self.by_code[code]["school_year_2022_2023"]["learners_sent"]
            assert self.learners(code, 2022).count() == sent
        assert year_statistics(self.school, SchoolYear(2022), TODAY).totals.incoming == 2
        visit = self.by_code["2022-1-LV01-KA121-VET-000059221"]["staff_visit"]
        row = Mobility.objects.filter(country=visit["country"]).select_related("host").first()
        assert (str(row.start), str(row.end)) == (visit["from"], visit["to"])
        assert row.host.city.startswith(visit["city"])

    def test_conferences(self) -> None:
        for published in self.facts["evaluation_conferences"]:
            conference = Conference.objects.get(days__date=published["dates"][0])
            assert [str(day.date) for day in conference.days.all()] == published["dates"]
            assert conference.attendance_total() == published["participants"]
        seed = Conference.objects.get(year=2021)
        kinds = Counter(seed.conference_projects.values_list("kind", "project__programme"))
        assert kinds == {("reviewed", "erasmus"): 5, ("reviewed", "nordplus"): 1, ("introduced", "erasmus"): 1}
        assert Conference.objects.get(year=2022).conference_projects.count() == 7

    def test_totals_of_the_demonstration_year(self) -> None:
        totals = year_statistics(self.school, SchoolYear(2021), TODAY).totals
        assert (totals.mobilities, totals.learners, totals.staff) == (54, 30, 24)
        assert totals.countries == 8
        before = year_statistics(self.school, SchoolYear(2020), TODAY).totals
        assert (before.learners, before.staff) == (14, 8)

    def test_statistics_take_a_fixed_number_of_queries(self) -> None:
        for start in (2021, 2022):
            year = year_statistics(self.school, SchoolYear(start), TODAY)
            with CaptureQueriesContext(connection) as queries:
                for part in PARTS:
                    assert getattr(year, part) is not None
            assert len(queries) <= 34, start

    def test_every_kind_of_paper_is_seen_finished_in_the_running_project(self) -> None:
        running = Project.objects.get(school=self.school, code__endswith=NUMBER)
        kinds = set(PRINTABLE) - {PaperKind.GROUP_PROGRAMME, PaperKind.QUALITY_COMMITMENT}  # of other activities
        order = Order(self.school, list(running.mobilities.values_list("pk", flat=True)), list(PRINTABLE))
        assert {row.item.kind for row in order.checked if row.outcome == MADE} == kinds

    def test_accounts_of_both_schools_get_the_password(self) -> None:
        rows = set_passwords("a-long-password-9")
        assert len(rows) == 5
        assert Membership.objects.exclude(school=self.school).get().user.check_password("a-long-password-9")
        assert School.objects.count() == 2
        before = list(User.objects.values_list("password", flat=True))
        set_passwords("a-long-password-9")
        assert list(User.objects.values_list("password", flat=True)) == before
