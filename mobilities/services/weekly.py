"""One letter a week, on Monday morning: papers and tasks that are late or due this week.

Everybody gets what one is responsible for and may see; coordinators get all of the school. A job for each
school looks whom there is something to write to, and queues a job for each letter, tried again until the mail
server takes it. Both are made once a week, however often is asked, so nobody gets a letter twice; also where there was
nothing to write about, or letters would begin in the middle of a week. Where nothing ran on Monday, the letters go out
on the first day of that week on which something runs, and what the week has left behind is not written any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from mobilities.models import Mobility, Paper, ProjectTask
from portal.accounts.enums import Role
from portal.accounts.models import School, User
from portal.jobs.models import Job
from portal.jobs.services import enqueue

FIRST_HOUR = 7
GATHER, WRITE = "mobilities.gather_weekly_letters", "mobilities.write_weekly_letter"
NAMED = 60  # lines of a letter; the rest is counted
ASKED_DAYS = 365  # papers of mobilities that ended longer ago are history, as on the first page


def queue_letters(now: datetime | None = None) -> None:
    """A job for each school, once a week."""
    now = timezone.localtime(now)
    if now.hour < FIRST_HOUR:
        return
    today = now.date()
    for school in School.objects.all():
        with transaction.atomic():
            enqueue(
                GATHER, {"day": today.isoformat()}, school=school, user=None,
                idempotency_key=f"{GATHER} {school.pk} {monday_of(today)}",
            )  # fmt: skip


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def is_over(today: date) -> bool:
    """Whether the week of that day is."""
    return monday_of(today) < monday_of(timezone.localdate())


def papers_due(today: date):
    recent = Paper.objects.open().filter(mobility__end__gte=today - timedelta(days=ASKED_DAYS))
    return recent.filter(due__lt=monday_of(today) + timedelta(days=7))


def tasks_due(today: date):
    return ProjectTask.objects.open().filter(due__lt=monday_of(today) + timedelta(days=7))


def gather(job: Job) -> None:
    """Queue the letters. Runs in the transaction that marks the job done."""
    today = date.fromisoformat(job.payload["day"])
    papers = papers_due(today).filter(mobility__school=job.school_id)
    tasks = tasks_due(today).filter(project__school=job.school_id)
    concerned = {*papers.values_list("responsible", flat=True), *tasks.values_list("assignee", flat=True)}
    if is_over(today) or not concerned:
        return
    for person in readers(job.school):
        if person.role == Role.COORDINATOR or person.pk in concerned:
            enqueue(
                WRITE, {"day": today.isoformat()}, school=job.school, user=person,
                idempotency_key=f"{WRITE} {job.school_id} {person.pk} {monday_of(today)}",
            )  # fmt: skip


def readers(school: School) -> list[User]:
    """Those of the school who want letters, each with the `role` there."""
    people = User.objects.filter(is_active=True, wants_reminders=True)
    members = people.filter(memberships__school=school, memberships__is_active=True).distinct().order_by("pk")
    for person in members:
        person.role = person.role_in(school.pk)
    return list(members)


@dataclass(frozen=True)
class Due:
    """One entry of a letter: a task, or `count` papers of one mobility. `about` stands above `days`: the person above
    the papers of each day, the task above its project."""

    days: tuple[tuple[date, str], ...]
    about: str
    url: str
    count: int = 1

    @property
    def day(self) -> date:
        """The earliest."""
        return self.days[0][0]


def write_letter(job: Job) -> None:
    """Send one person's letter in that person's language; raises where the mail server does not take it."""
    today = date.fromisoformat(job.payload["day"])
    reader = next((person for person in readers(job.school) if person.pk == job.user_id), None)
    if reader is None or is_over(today):
        return
    papers = papers_due(today).filter(mobility__school=job.school_id)
    tasks = tasks_due(today).filter(project__school=job.school_id)
    if reader.role != Role.COORDINATOR:
        papers = papers.filter(responsible=reader, mobility__in=Mobility.objects.visible_to(reader))
        tasks = tasks.filter(assignee=reader)
    with translation.override(reader.language):
        lines = sorted([*paper_lines(papers, today), *task_lines(tasks)], key=lambda line: line.day)
        if lines:
            letter(reader, job.school, lines, today).send()


def paper_lines(papers, today: date) -> Iterable[Due]:
    """By mobility, what is late apart from what is due."""
    rows = papers.select_related("mobility__participant", "mobility__project", "item", "accompanying__person")
    found: dict[tuple[int, bool], list[Paper]] = {}
    for row in rows.order_by("due", "pk"):
        found.setdefault((row.mobility_id, row.due < today), []).append(row)
    for (key, _is_late), lines in found.items():
        mobility = lines[0].mobility
        about = f"{mobility.participant}, {mobility.project.shown_title}"
        url = address("mobilities:mobility-detail", key) + "#papers"
        days = tuple((day, "; ".join(row.name for row in rows)) for day, rows in groupby(lines, attrgetter("due")))
        yield Due(days, about, url, len(lines))


def task_lines(tasks) -> Iterable[Due]:
    for row in tasks.select_related("project").order_by("due", "pk"):
        yield Due(((row.due, row.project.shown_title),), row.title, address("mobilities:task-detail", row.pk))


def letter(reader: User, school: School, lines: list[Due], today: date) -> EmailMultiAlternatives:
    context = {
        "school": school,
        "language": reader.language,
        "late": [line for line in lines[:NAMED] if line.day < today],
        "due": [line for line in lines[:NAMED] if line.day >= today],
        "late_count": sum(line.count for line in lines if line.day < today),
        "due_count": sum(line.count for line in lines if line.day >= today),
        "more": sum(line.count for line in lines[NAMED:]),
        "sets_aside": reader.role == Role.COORDINATOR,
        "list_url": f"{address('mobilities:mobility-list')}?year=all&papers=late",
        "settings_url": address("projects:calendar-link-list"),
    }
    subject = " ".join(render_to_string("mobilities/email/weekly_subject.txt", context).split())
    body = render_to_string("mobilities/email/weekly.txt", context)
    message = EmailMultiAlternatives(subject, body, to=[reader.email])
    message.attach_alternative(
        render_to_string("mobilities/email/weekly.html", context | {"subject": subject}), "text/html"
    )
    return message


def address(name: str, *args: int) -> str:
    return f"{settings.ORIGIN}{reverse(name, args=args)}"
