"""Deadlines, starts and ends of a school's projects as a calendar (RFC 5545); nobody's name stands in it.

The app above adds its own days: see `source`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from portal.accounts.models import School, User
from projects.models import Deadline, Project

ASK_AGAIN = timedelta(hours=12)
Source = Callable[[User, School], Iterable[Event]]
SOURCES: list[Source] = []


def source(events: Source) -> Source:
    """Registers a function whose events, of what the user may see in the school, come into the calendar too."""
    SOURCES.append(events)
    return events


def calendar_of(user: User, school: School, now: datetime) -> bytes:
    """In the active language. `now` is the DTSTAMP of all events: the moment at which they were read."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tilts//Tilts//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"Tilts: {school}")
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for event in chain(events_of(school), *(events(user, school) for events in SOURCES)):
        event.add("dtstamp", now)
        calendar.add_component(event)
    return calendar.to_ical()


def events_of(school: School) -> Iterator[Event]:
    deadlines = Deadline.objects.open().filter(project__school=school).select_related("project")
    for row in deadlines:
        name = f"{row}: {named(row.project)}"
        yield event(f"deadline-{row.pk}", row.version, row.due, name, "projects:deadline-list", row.project)
    for project in Project.objects.filter(school=school).funded():
        start = _("Project starts: %(project)s") % {"project": named(project)}
        end = _("Project ends: %(project)s") % {"project": named(project)}
        yield event(f"start-{project.pk}", project.version, project.start, start, "projects:project-detail", project)
        yield event(f"end-{project.pk}", project.version, project.end, end, "projects:project-detail", project)


def named(project: Project) -> str:
    return project.short_code or project.shown_title


def event(key: str, version: int, day: date, summary: str, page: str, project: Project) -> Event:
    words = " ".join(filter(None, [project.shown_title, project.code]))
    return whole_day(key, version, day, summary, words, reverse(page, args=[project.pk]))


def whole_day(key: str, version: int, day: date, summary: str, description: str, address: str) -> Event:
    """An event of one day that blocks nobody's time; its UID stays the same for ever on this installation."""
    event = Event()
    event.add("uid", salted_hmac("projects.calendar", key).hexdigest()[:32])
    event.add("sequence", version)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", description)
    event.add("url", f"{settings.ORIGIN}{address}")
    event.add("transp", "TRANSPARENT")
    return event
