"""The programme of a conference: what is printed, what is put into a calendar, and by what a change is known."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from mobilities.models import Conference, ConferenceDay, Presentation
from mobilities.presenters import known_to
from portal.accounts.models import User
from portal.common.emblem import emblem
from portal.common.pdf import lay_out, render_html
from portal.common.text import day as day_text
from projects.models import Project
from reports.composition.conference import presenters
from reports.documents.sections import drawing
from reports.news.funding import paid_by

EMBLEM_HEIGHT = 11  # mm
SHORTEST_BREAK = 20  # minutes; less is for going from room to room
UNSAID_MINUTES = 30  # of a session whose length nobody wrote down


@dataclass(frozen=True)
class Session:
    begins: time | None
    ends: time | None
    title: str
    room: str
    who: str


@dataclass(frozen=True)
class Day:
    key: int
    date: date
    building: str
    theme: str
    begins: time | None
    ends: time | None
    sessions: tuple[Session, ...]

    @property
    def rows(self) -> list[Session]:
        """The sessions, and between them the breaks that their hours leave."""
        found: list[Session] = []
        for session in self.sessions:
            before = found[-1].ends if found else None
            if before and session.begins and minutes_between(before, session.begins) >= SHORTEST_BREAK:
                found.append(Session(before, session.begins, _("Break"), "", ""))
            found.append(session)
        return found

    @property
    def has_rooms(self) -> bool:
        return any(session.room for session in self.sessions)


def agenda_of(conference: Conference, reader: User | None) -> tuple[Day, ...]:
    """As `reader` may have it: names only of known staff. Without a reader as somebody outside the school has it."""
    days = days_of(conference)
    people = {person.pk for day in days for row in day.presentations.all() for person in row.presenters.all()}
    known = known_to(reader, people) if reader and people else set()
    return tuple(day_of(row, known) for row in days)


def days_of(conference: Conference) -> list[ConferenceDay]:
    return list(conference.days.order_by("date").prefetch_related("presentations__presenters__qualification"))


def day_of(row: ConferenceDay, known: set[int] | None) -> Day:
    """Begins with its first session and ends with its last where nobody said otherwise."""
    ordered = sorted(row.presentations.all(), key=lambda each: (each.time is None, each.time or time.min, each.pk))
    sessions = tuple(session_of(each, known) for each in ordered)
    timed = [session for session in sessions if session.begins]
    begins = row.starts_at or min((session.begins for session in timed), default=None)
    last = max((session.ends or after(session.begins, UNSAID_MINUTES) for session in timed), default=None)
    ends = row.ends_at or last or (after(begins, 60) if begins else None)
    return Day(row.pk, row.date, row.building, row.theme, begins, ends, sessions)


def session_of(row: Presentation, known: set[int] | None) -> Session:
    ends = after(row.time, row.minutes) if row.time and row.minutes else None
    return Session(row.time, ends, row.title, row.room, presenters(row, known))


def minutes_between(begin: time, end: time) -> float:
    return (datetime.combine(date.min, end) - datetime.combine(date.min, begin)).total_seconds() / 60


def after(start: time, minutes: int) -> time:
    """The same day: what would go on after midnight ends with it."""
    end = datetime.combine(date.min, start) + timedelta(minutes=minutes)
    return end.time() if end.date() == date.min else time(23, 59)


def print_of(conference: Conference) -> str:
    """The same for the same programme, whatever the language and whoever reads it."""
    with override(settings.LANGUAGE_CODE):
        plain = [asdict(day_of(row, None)) for row in days_of(conference)]
    return hashlib.sha256(json.dumps([conference.title, plain], default=str).encode()).hexdigest()


def number_of(conference: Conference, print_now: str) -> int:
    """Which programme of this conference it is: one more than was sent last, where it changed since."""
    return conference.programme_number + (conference.programme_print != print_now)


def render_agenda(conference: Conference, language: str, reader: User | None) -> bytes:
    with override(language):
        days = agenda_of(conference, reader)
    context = {
        "conference": conference,
        "school": conference.school.name_in(language),
        "days": days,
        "is_one_day": len(days) == 1,
        **who_pays(conference, language),
    }
    return laid_out(render_html("reports/pdf/agenda.html", context, language=language))


@lru_cache(maxsize=8)
def laid_out(html: str) -> bytes:
    """Once for all who read the same."""
    return lay_out(html, {})


def who_pays(conference: Conference, language: str) -> dict:
    """Emblem, statement and disclaimers of what Erasmus+ paid, among whatever else the conference weighs."""
    funding = paid_by(projects_of(conference), conference.school, language)
    if funding is None:
        return {}
    return {
        "emblem": drawing(emblem(EMBLEM_HEIGHT, language)),
        "statement": funding.statement,
        "disclaimers": funding.disclaimers,
    }


def projects_of(conference: Conference) -> QuerySet[Project]:
    """Those named as weighed or introduced, and those whose mobilities are presented."""
    presented = Q(mobilities__presentations__day__conference=conference)
    return Project.objects.filter(Q(conference_projects__conference=conference) | presented).distinct()


def calendar_of(conference: Conference, now: datetime, reader: User | None) -> bytes:
    """In the active language. One event for each day, in UTC, so that no table of time zones is needed."""
    days = agenda_of(conference, reader)
    calendar = Calendar()
    calendar.add("prodid", "-//Tilts//Tilts//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    number = number_of(conference, print_of(conference))
    for day in days:
        calendar.add_component(event_of(conference, day, number, now))
    return calendar.to_ical()


def event_of(conference: Conference, day: Day, number: int, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{salted_hmac('reports.agenda', str(day.key)).hexdigest()[:32]}@{host()}")
    event.add("sequence", number)
    event.add("dtstamp", now)
    if day.begins:
        event.add("dtstart", moment(day.date, day.begins))
        if day.ends > day.begins:
            event.add("dtend", moment(day.date, day.ends))
    else:
        event.add("dtstart", day.date)
        event.add("dtend", day.date + timedelta(days=1))
    event.add("summary", conference.title)
    event.add("location", ", ".join(filter(None, [day.building, conference.school.name])))
    event.add("description", "\n".join([*filter(None, [day.theme]), *map(line_of, day.rows)]))
    event.add("url", f"{settings.ORIGIN}{reverse('mobilities:conference-detail', args=[conference.pk])}")
    return event


def line_of(session: Session) -> str:
    when = f"{session.begins:%H:%M} " if session.begins else ""
    more = "; ".join(filter(None, [session.room, session.who]))
    return f"{when}{session.title}" + (f" ({more})" if more else "")


def host() -> str:
    return settings.ORIGIN.partition("://")[2].partition("/")[0].partition(":")[0] or "localhost"


def moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at)).astimezone(UTC)


def file_name(conference: Conference, kind: str) -> str:
    return f"{_('programme')}-{conference.school_year.label.replace('/', '-')}.{kind}"


def days_in_words(days: tuple[Day, ...]) -> str:
    return ", ".join(day_text(day.date) for day in days)
