"""Letters about deadlines to the school's coordinators who want them.

They go out 14 days before, 3 days before and on the day; later only where no letter went out on the day itself.

Once a day and school a job marks what is written about (`reminded_on`, compare-and-swap) and queues one letter for
each person in the same transaction; each letter is a job of its own, tried again until the mail server takes it. So
nobody gets a letter twice, and a mail server that is down for an hour costs nobody a letter.
"""

from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from portal.accounts.enums import Role
from portal.accounts.models import School, User
from portal.jobs.models import Job
from portal.jobs.services import enqueue
from projects.models import Deadline

FIRST_HOUR = 7
REMIND, WRITE = "projects.remind_deadlines", "projects.mail_reminder"


def queue_reminders(now: datetime | None = None) -> int:
    """A job for each school where letters are due today; asked every quarter of an hour, it makes them once."""
    now = timezone.localtime(now)
    if now.hour < FIRST_HOUR:
        return 0
    today = now.date()
    due = [row for row in Deadline.objects.near(today).select_related("project") if row.is_to_remind(today)]
    schools = School.objects.filter(pk__in={row.project.school_id for row in due})
    for school in schools:
        with transaction.atomic():
            enqueue(
                REMIND, {"day": today.isoformat()}, school=school, user=None,
                idempotency_key=f"{REMIND} {school.pk} {today}",
            )  # fmt: skip
    return len(schools)


def remind(job: Job) -> None:
    """Mark what is due and queue the letters. Runs in the transaction that marks the job done."""
    today = date.fromisoformat(job.payload["day"])
    rows = Deadline.objects.near(today).filter(project__school=job.school_id)
    marked = [row.pk for row in rows if row.is_to_remind(today) and mark_reminded(row, today)]
    for person in readers(job.school) if marked else []:
        enqueue(
            WRITE, {"deadlines": marked, "day": today.isoformat()}, school=job.school, user=person,
            idempotency_key=f"{WRITE} {job.school_id} {person.pk} {today}",
        )  # fmt: skip


def mark_reminded(row: Deadline, today: date) -> bool:
    same = Deadline.objects.filter(pk=row.pk, reminded_on=row.reminded_on, done_on=None)
    return bool(same.update(reminded_on=today))


def readers(school: School):
    people = User.objects.filter(is_active=True, wants_reminders=True)
    return people.filter(
        memberships__school=school, memberships__is_active=True, memberships__role=Role.COORDINATOR
    ).order_by("pk")


def write_reminder(job: Job) -> None:
    """Send one person's letter in that person's language; raises where the mail server does not take it."""
    rows = Deadline.objects.open().filter(pk__in=job.payload["deadlines"], project__school=job.school_id)
    lines = list(rows.select_related("project").order_by("due", "pk"))
    if not lines or job.user is None or not readers(job.school).filter(pk=job.user_id).exists():
        return
    letter(job.user, job.school, lines, date.fromisoformat(job.payload["day"])).send()


def letter(user: User, school: School, deadlines: list[Deadline], today: date) -> EmailMessage:
    with translation.override(user.language):
        context = {
            "school": school,
            "today": today,
            "deadlines": [(row, address("projects:deadline-list", row.project_id)) for row in deadlines],
            "settings_url": address("projects:calendar-link-list"),
        }
        subject = render_to_string("projects/email/reminder_subject.txt", context)
        body = render_to_string("projects/email/reminder.txt", context)
    return EmailMessage(" ".join(subject.split()), body, to=[user.email])


def address(name: str, *args: int) -> str:
    return f"{settings.ORIGIN}{reverse(name, args=args)}"
