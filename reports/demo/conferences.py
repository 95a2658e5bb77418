"""The evaluation conferences of the demonstration."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from mobilities.enums import (
    ConferenceState,
    FindingKind,
    PersonKind,
    PollState,
    ReviewKind,
)
from mobilities.models import (
    Attendance,
    Ballot,
    Conference,
    ConferenceDay,
    ConferenceProject,
    Finding,
    Mobility,
    Participant,
    Poll,
    Presentation,
)
from mobilities.services.conferences import move_conference
from mobilities.services.polls import make_poll, move_poll, voter_of
from portal.common.school_year import SchoolYear
from reports.demo import data

if TYPE_CHECKING:
    from reports.demo.load import Demo

BALLOTS = (9, 6, 4, 3, 17, 6, 2)  # for each session in turn


def add_conference(demo: Demo) -> None:
    conference = Conference.objects.create(
        school=demo.school,
        year=2021,
        title="Starptautisko projektu rezultātu izvērtēšanas konference",
        state=ConferenceState.OPEN,
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
    add_vote(demo, conference)


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
    project, host = demo.projects.get(row.project), demo.hosts.get(row.host)
    shown = Presentation.objects.filter(day__conference=conference, mobilities__host=host) if host else None
    Finding.objects.create(
        conference=conference,
        kind=FindingKind(row.kind),
        text=row.text,
        project=project,
        host=host,
        session=shown.first() if shown else None,
        country=row.country,
        qualification=demo.qualifications.get(row.qualification),
        activity_type=demo.activity_type(demo.projects["change"], row.activity) if row.activity else None,
        owner=row.owner,
        due=row.due,
        done_on=row.done,
        done_note=row.done_note,
    )


def add_vote(demo: Demo, conference: Conference) -> None:
    coordinator = demo.users["coordinator@example.org"]
    poll = Poll(
        conference=conference,
        question="Kura pieredze jūs ieinteresēja visvairāk?",
        question_en="Which experience interested you most?",
    )
    titles = Presentation.objects.filter(day__conference=conference).values_list("title", flat=True)
    make_poll(poll, coordinator, list(titles))
    move_poll(poll, coordinator, PollState.OPEN)
    for option, times in zip(poll.options.all(), BALLOTS, strict=True):
        Ballot.objects.bulk_create(
            Ballot(poll=poll, option=option, voter=voter_of(poll, f"{option.pk}-{phone}")) for phone in range(times)
        )


def add_conference_2023(demo: Demo) -> None:
    conference = Conference.objects.create(
        school=demo.school,
        year=2022,
        title="Starptautisko projektu rezultātu izvērtēšanas konference",
        state=ConferenceState.OPEN,
    )
    ConferenceDay.objects.create(
        conference=conference, date="2023-06-13", theme="Septiņu projektu rezultāti", other_attendees=147
    )
    add_conference_projects(demo, conference, data.REVIEWED_2023, ())
    for row in data.FINDINGS_2023:
        add_finding(demo, conference, row)


def close_conferences(demo: Demo) -> None:
    """At the end of their last days; after the reports, whose offers are part of the record."""
    for conference in Conference.objects.filter(school=demo.school, state=ConferenceState.OPEN):
        move_conference(conference, demo.users["coordinator@example.org"], ConferenceState.CLOSED)
        last = conference.days.latest("date").date
        closed_at = datetime.combine(last, time(16, 30), timezone.get_current_timezone())
        Conference.objects.filter(pk=conference.pk).update(closed_at=closed_at)
