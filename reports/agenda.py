"""The programme of a conference: what is printed, what is put into a calendar, and by what a change is known."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from mobilities.models import Conference, ConferenceDay, Presentation
from portal.common.pdf import render_pdf
from portal.common.text import day as day_text
from reports.composition import presenters

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


def agenda_of(conference: Conference) -> tuple[Day, ...]:
    days = conference.days.order_by("date").prefetch_related("presentations__presenters")
    return tuple(day_of(row) for row in days)


def day_of(row: ConferenceDay) -> Day:
    """Begins with its first session and ends with its last where nobody said otherwise."""
    ordered = sorted(row.presentations.all(), key=lambda each: (each.time is None, each.time or time.min, each.pk))
    sessions = tuple(session_of(each) for each in ordered)
    timed = [session for session in sessions if session.begins]
    begins = row.starts_at or min((session.begins for session in timed), default=None)
    last = max((session.ends or after(session.begins, UNSAID_MINUTES) for session in timed), default=None)
    ends = row.ends_at or last or (after(begins, 60) if begins else None)
    return Day(row.pk, row.date, row.building, row.theme, begins, ends, sessions)


def session_of(row: Presentation) -> Session:
    ends = after(row.time, row.minutes) if row.time and row.minutes else None
    return Session(row.time, ends, row.title, row.room, presenters(row))


def after(start: time, minutes: int) -> time:
    """The same day: what would go on after midnight ends with it."""
    end = datetime.combine(date.min, start) + timedelta(minutes=minutes)
    return end.time() if end.date() == date.min else time(23, 59)


def print_of(conference: Conference, days: tuple[Day, ...]) -> str:
    """The same for the same programme, whatever the language."""
    plain = [asdict(day) for day in days]
    return hashlib.sha256(json.dumps([conference.title, plain], default=str).encode()).hexdigest()


def number_of(conference: Conference, days: tuple[Day, ...]) -> int:
    """Which programme of this conference it is: one more than was sent last, where it changed since."""
    changed = conference.programme_print != print_of(conference, days)
    return conference.programme_number + changed


def render_agenda(conference: Conference, language: str) -> bytes:
    context = {
        "conference": conference,
        "school": conference.school.name_in(language),
        "days": agenda_of(conference),
        "is_one_day": conference.days.count() == 1,
    }
    return render_pdf("reports/pdf/agenda.html", context, language=language)


def calendar_of(conference: Conference, now: datetime) -> bytes:
    """In the active language. One event for each day, in UTC, so that no table of time zones is needed."""
    days = agenda_of(conference)
    calendar = Calendar()
    calendar.add("prodid", "-//Tilts//Tilts//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    number = number_of(conference, days)
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
    event.add("description", "\n".join([*filter(None, [day.theme]), *map(line_of, day.sessions)]))
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
