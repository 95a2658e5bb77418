"""The evaluation conferences of the demonstration."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from mobilities.enums import (
    ConferenceState,
    FindingKind,
    PersonKind,
    ReviewKind,
)
from mobilities.models import (
    Attendance,
    Conference,
    ConferenceDay,
    ConferenceProject,
    Finding,
    Mobility,
    Participant,
    Presentation,
)
from portal.common.school_year import SchoolYear
from reports.demo import data

if TYPE_CHECKING:
    from reports.demo.load import Demo


def add_conference(demo: Demo) -> None:
    conference = Conference.objects.create(
        school=demo.school,
        year=2021,
        title="Starptautisko projektu rezultātu izvērtēšanas konference",
        state=ConferenceState.CLOSED,
        summary=data.CONFERENCE_SUMMARY,
        shared_before="Skolotāju iknedēļas sapulces, nozaru metodisko apvienību sēdes",
    )
    building = "Mendeļejeva ielas korpuss"
    days = [
        ConferenceDay.objects.create(
            conference=conference, date="2022-05-31", building=building, theme="Izglītojamo mācību prakses"
        ),
        ConferenceDay.objects.create(
            conference=conference,
            date="2022-06-01",
            building=building,
            theme="Pedagogu mobilitātes un dalība starptautiskajos projektos",
        ),
    ]
    add_attendance(demo, days)
    add_presentations(demo, days)
    add_conference_projects(demo, conference, data.REVIEWED, data.INTRODUCED)
    for row in data.FINDINGS:
        add_finding(demo, conference, row)


def abroad_in(demo: Demo, year: int, kind: str) -> list[Participant]:
    people_abroad = Participant.objects.filter(
        school=demo.school, kind=kind, mobilities__in=Mobility.objects.in_school_year(SchoolYear(year))
    )
    return list(people_abroad.distinct().order_by("pk"))


def add_attendance(demo: Demo, days: list[ConferenceDay]) -> None:
    """30 learners and 23 members of staff: 53 people over the two days."""
    learners, staff = abroad_in(demo, 2021, PersonKind.LEARNER)[:30], abroad_in(demo, 2021, PersonKind.STAFF)[:23]
    for person in [*learners, *staff[:8]]:
        Attendance.objects.create(day=days[0], participant=person)
    for person in [*learners[:6], *staff]:
        Attendance.objects.create(day=days[1], participant=person)


def add_presentations(demo: Demo, days: list[ConferenceDay]) -> None:
    program = [
        (0, time(10, 0), "Loģistika: Hamburga, Korka un Birzebudža", ("nordkai", "leeside", "marsa")),
        (0, time(11, 0), "Automehāniķi: Leipciga, Akureiri un Braga", ("pleisse", "fjall", "minho")),
        (0, time(12, 30), "Programmētāji: Slīma un Porto", ("bluewater", "ribeira")),
        (0, time(13, 30), "Frizieri un klientu apkalpošana: Liona un Valensija", ("clemence", "azahar")),
        (1, time(9, 30), "Norīkošana mācīšanai Nantē", ("loire",)),
        (1, time(10, 30), "Darba vērošana Islandē, Vācijā un Portugālē", ("tekniskoli", "elbufer", "escola")),
        (1, time(12, 30), "Kursi Itālijā, Spānijā un Maltā", ("portico", "giralda", "harbour")),
    ]
    for day, at, title, hosts in program:
        presentation = Presentation.objects.create(day=days[day], time=at, title=title)
        shown = [mobility for host in hosts for mobility in demo.mobilities[host, 2021]]
        presentation.mobilities.set(shown)
        presentation.presenters.set(demo.mobilities[host, 2021][0].participant for host in hosts)


def add_conference_projects(demo: Demo, conference: Conference, reviewed, introduced) -> None:
    for kind, keys in ((ReviewKind.REVIEWED, reviewed), (ReviewKind.INTRODUCED, introduced)):
        for key in keys:
            ConferenceProject.objects.create(conference=conference, project=demo.projects[key], kind=kind)


def add_finding(demo: Demo, conference: Conference, row: data.FindingRow) -> None:
    project = demo.projects.get(row.project)
    Finding.objects.create(
        conference=conference,
        kind=FindingKind(row.kind),
        text=row.text,
        project=project,
        host=demo.hosts.get(row.host),
        country=row.country,
        qualification=demo.qualifications.get(row.qualification),
        activity_type=demo.activity_type(demo.projects["change"], row.activity) if row.activity else None,
        owner=row.owner,
        due=row.due,
        done_on=row.done,
        done_note=row.done_note,
    )


def add_conference_2023(demo: Demo) -> None:
    conference = Conference.objects.create(
        school=demo.school,
        year=2022,
        title="Starptautisko projektu rezultātu izvērtēšanas konference",
        state=ConferenceState.CLOSED,
    )
    ConferenceDay.objects.create(
        conference=conference, date="2023-06-13", theme="Septiņu projektu rezultāti", other_attendees=147
    )
    add_conference_projects(demo, conference, data.REVIEWED_2023, ())
    for row in data.FINDINGS_2023:
        add_finding(demo, conference, row)
