"""Writes the demonstration: two schools, their people, three school years, a conference, and work waiting today."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from mobilities.enums import (
    ContactRole,
    Direction,
    HostState,
    MobilityState,
    PersonKind,
)
from mobilities.models import (
    AccompanyingPerson,
    Host,
    HostContact,
    Mobility,
    Participant,
    Qualification,
)
from portal.accounts.enums import Role
from portal.accounts.models import Membership, School, User
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.school_year import SchoolYear
from projects.activity_types import load_activity_types
from projects.grant_code import parse
from projects.models import ActivityType, Project, ProjectTarget
from reports.demo import conferences, data, money, people, today
from reports.demo.checklists import add_checklists, add_tasks
from reports.demo.codes import add_own_activity_type
from reports.demo.consents import add_consents
from reports.demo.hosts import add_hosts
from reports.demo.imports import add_imports
from reports.demo.letters import add_letters
from reports.demo.life import add_life
from reports.demo.module import add_module_files
from reports.demo.news import add_words
from reports.demo.papers import add_papers
from reports.demo.particulars import add_particulars
from reports.demo.people_in_pictures import add_people_in_pictures
from reports.demo.reports import add_reports
from reports.demo.running import add_running
from reports.demo.selections import add_selections
from reports.demo.stays import add_stays
from reports.demo.written import write_reports

ACCOUNTS = [
    ("coordinator@example.org", Role.COORDINATOR, "Inga", "Tiltiņa"),
    ("teacher@example.org", Role.TEACHER, "Valdis", "Krastiņš"),
    ("director@example.org", Role.DIRECTOR, "Andris", "Straumītis"),
    ("admin@example.org", Role.ADMINISTRATOR, "Ieva", "Laipiņa"),
]
OUTSIDER = ("outsider@example.org", Role.COORDINATOR, "Maija", "Kalnozola")
# An activity of the tables > its code in calls to 2020 and from 2021, and by field.
ACTIVITY_CODES = {
    "learner": {"old": "VET-LEARNERS-SHORT", "VET": "LM-SHORT-VET"},
    "shadow": {"old": "STAFF-TRAINING", "VET": "SM-JOB-SHDW"},
    "course": {"old": "STAFF-TRAINING", "SCH": "SM-COUR-TRAIN", "ADU": "SM-COUR-TRAIN"},
    "teach": {"old": "STAFF-TEACHING"},
    "hosted": {"VET": "LM-SHORT-VET"},
}
FIRST_STAFF = 500  # number of the first invented member of staff


class Demo:
    """Loads into an empty installation; keeps what it made at hand while it works."""

    def __init__(self) -> None:
        self.hosts: dict[str, Host] = {}
        self.projects: dict[str, Project] = {}
        self.qualifications: dict[str, Qualification] = {}
        self.types: dict[tuple[int, str], ActivityType] = {}
        self.mobilities: dict[tuple[str, int], list[Mobility]] = defaultdict(list)
        self.next_learner = 0
        self.staff_taken: dict[int, set[int]] = defaultdict(set)
        self.staff_fields: dict[int, str] = {}

    @transaction.atomic
    def load(self) -> School:
        load_activity_types()
        self.school = School.objects.create(**data.SCHOOL)
        self.users = {email: account(self.school, *row) for email, *row in [(a[0], *a) for a in ACCOUNTS]}
        self.teacher = self.users["teacher@example.org"]
        self.add_qualifications()
        self.add_hosts()
        self.add_projects()
        for trip in data.TRIPS:
            self.add_trip(trip)
        write_reports(self)
        conferences.add_conference(self)
        conferences.add_conference_2023(self)
        today.add_work_of_today(self)
        self.add_other_school()
        add_life(self.school, self.projects)
        money.add_money(self.projects, self.users["coordinator@example.org"])
        add_selections(self)
        add_own_activity_type(self.school)
        add_imports(self.school, self.users["coordinator@example.org"])
        add_hosts(self.school, self.hosts, self.users["coordinator@example.org"])
        add_consents(self.school, self.projects)
        add_papers(self.school)
        add_running(self.school, self.users["coordinator@example.org"])
        add_stays(self.school)
        add_particulars(self.school)
        add_module_files(self.school, self.users["coordinator@example.org"])
        add_checklists(self.school)
        add_reports(self.school, self.users["coordinator@example.org"])
        add_people_in_pictures(self.school)
        add_tasks(self.school, self.teacher, self.users["coordinator@example.org"])
        conferences.close_conferences(self)
        add_words(self.school, self.users["coordinator@example.org"])
        add_letters(self)
        record(None, self.school, Verb.ADD, self.school, {"demo": ["", "2021/2022"]})
        return self.school

    def add_qualifications(self) -> None:
        for key, (name_lv, name_en, isced_f, level) in data.QUALIFICATIONS.items():
            self.qualifications[key] = Qualification.objects.create(
                school=self.school, name_lv=name_lv, name_en=name_en, isced_f=isced_f, eqf_level=level
            )

    def add_hosts(self) -> None:
        for number, (key, row) in enumerate(data.HOSTS.items()):
            name, kind, country, city, latitude, longitude, sector = row
            host = Host.objects.create(
                school=self.school,
                name=name,
                kind=kind,
                country=country,
                city=city,
                sector=sector,
                latitude=Decimal(latitude),
                longitude=Decimal(longitude),
                state=HostState.ACTIVE,
                website="https://example.org/",
            )
            self.hosts[key] = host
            for place, role in enumerate([ContactRole.MENTOR, ContactRole.ADMINISTRATIVE][: 1 + (number % 5 > 0)]):
                first, last = people.name(800 + number * 2 + place)
                HostContact.objects.create(
                    host=host, name=f"{first} {last}", role=role, email=f"{key}.{place}@example.org"
                )

    def add_projects(self) -> None:
        for row in data.PROJECTS:
            code = parse(row.code) if row.code else None
            project = Project.objects.create(
                school=self.school,
                programme=row.programme,
                code=row.code,
                title=row.title,
                title_en=row.title_en,
                role=row.role,
                school_name=self.school.name,
                coordinator_name=row.coordinator,
                summary=row.summary,
                start=row.start,
                end=row.end,
                grant=Decimal(row.grant) if row.grant else None,
                call_year=code.year if code else None,
                agency=(code.agency or "") if code else "",
                action=(code.action or "") if code else "",
                field=field_of(code),
            )
            project.refresh_from_db()
            self.projects[row.key] = project
            for activity, planned in row.targets:
                ProjectTarget.objects.create(
                    project=project, activity_type=self.activity_type(project, activity), planned=planned
                )

    def activity_type(self, project: Project, activity: str) -> ActivityType:
        codes = ACTIVITY_CODES[activity]
        code = codes["old"] if project.call_year <= 2020 else codes[project.field]
        if (project.call_year, code) not in self.types:
            offered = ActivityType.objects.for_call_year(project.call_year, self.school)
            self.types[project.call_year, code] = offered.get(code=code)
        return self.types[project.call_year, code]

    def learner(self, trip: data.TripRow, start: date) -> Participant:
        number = self.next_learner
        self.next_learner += 1
        first, last = people.name(number)
        return Participant.objects.create(
            school=self.school,
            kind=PersonKind.LEARNER,
            first_name=first,
            last_name=last,
            group=trip.group,
            qualification=self.qualifications[trip.who],
            is_active=start.year > 2021,
            birth_date=date(start.year - 18 - number % 2, 1 + number % 12, 1 + number % 28),
            fewer_opportunities=number % 6 == 0,
            home="Vinnicas koledža, Ukraina (demonstrācija)" if trip.direction == Direction.INCOMING else "",
        )

    def staff(self, year: SchoolYear, work_field: str, user: User | None = None) -> Participant:
        """A member of staff of that field who is not yet abroad in that school year."""
        number = FIRST_STAFF
        while number in self.staff_taken[year.start] or self.staff_fields.get(number, work_field) != work_field:
            number += 1
        self.staff_taken[year.start].add(number)
        self.staff_fields[number] = work_field
        first, last = (user.first_name, user.last_name) if user else people.name(number)
        person, _ = Participant.objects.get_or_create(
            school=self.school,
            kind=PersonKind.STAFF,
            first_name=first,
            last_name=last,
            defaults={"work_field": work_field, "user": user, "email": user.email if user else ""},
        )
        return person

    def add_trip(self, trip: data.TripRow) -> None:
        start, end = date.fromisoformat(trip.start), date.fromisoformat(trip.end)
        year, project = SchoolYear.of(start), self.projects[trip.project]
        is_learner = isinstance(trip.who, str)
        in_charge = self.teacher if trip.host in {"nordkai", "fjall"} and is_learner else None
        made = []
        for place in range(trip.count):
            if is_learner:
                person = self.learner(trip, start)
            else:
                is_teacher = trip.host == "tekniskoli" and place == 1
                person = self.staff(year, trip.who[place], self.teacher if is_teacher else None)
            made.append(
                Mobility.objects.create(
                    school=self.school,
                    project=project,
                    participant=person,
                    start=start,
                    end=end,
                    activity_type=self.activity_type(project, trip.activity),
                    host=self.hosts.get(trip.host),
                    direction=trip.direction,
                    state=MobilityState.CLOSED,
                    responsible=in_charge,
                    green_travel=trip.host in {"pleisse", "nordkai"} and place % 2 == 0,
                )
            )
        self.mobilities[trip.host, year.start] += made
        for place in range(trip.accompanying):
            first, last = people.name(FIRST_STAFF + 100 + place + len(made) + start.month)
            person, _ = Participant.objects.get_or_create(
                school=self.school,
                kind=PersonKind.STAFF,
                first_name=first,
                last_name=last,
                defaults={"work_field": "prakses vadība"},
            )
            along = AccompanyingPerson.objects.create(
                school=self.school, project=project, person=person, start=start, end=start + timedelta(days=6)
            )
            along.mobilities.set(made)

    def add_other_school(self) -> None:
        school = School.objects.create(**data.OTHER_SCHOOL)
        account(school, *OUTSIDER)
        Project.objects.create(
            school=school,
            code="2021-1-LV01-KA121-VET-000999999",
            title="Kalnu tehnikuma projekts (demonstrācija)",
            school_name=school.name,
            start="2021-09-01",
            end="2022-11-30",
            call_year=2021,
            agency="LV01",
            action="KA121",
            field="VET",
        )


def field_of(code) -> str:
    """Old codes name no field; their action does."""
    if code is None:
        return ""
    return code.field or {"KA116": "VET", "KA102": "VET", "KA101": "SCH", "KA104": "ADU"}.get(code.action, "")


def account(school: School, email: str, role: str, first_name: str, last_name: str) -> User:
    user = User.objects.create_user(email, first_name=first_name, last_name=last_name)
    Membership.objects.create(user=user, school=school, role=role)
    return user


def set_passwords(password: str) -> list[tuple[str, str]]:
    """Give every demonstration account `password`; returns (e-mail, role) of each. Who has it already stays signed in."""
    rows = []
    for email, role, *_ in [*ACCOUNTS, OUTSIDER]:
        user = User.objects.filter(email=email).first()
        if user:
            if not user.check_password(password):
                user.set_password(password)
                user.save(update_fields=["password"])
            rows.append((email, role.value))
    return rows
