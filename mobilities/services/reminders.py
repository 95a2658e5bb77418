"""Reminders of experience reports: when, to whom, in which words.

Every morning a job for each school looks which steps of its schedule fall on this day, or fell on the last three
while nobody could write, and makes a letter for each journey and reader; services.letters sends them, those to one
reader as one mail. A letter is known by its occasion, so however often is asked, nobody gets it twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from mobilities.enums import REPORT_HANDED_IN, Direction, LetterKind, ReminderPhase, ReportState
from mobilities.models import AccompanyingPerson, ExperienceReport, Letter, Mobility, ReminderStep
from mobilities.services import letters, report_links
from mobilities.services.weekly import address
from portal.accounts.models import School, User
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common import places
from portal.jobs.models import Job
from portal.jobs.services import enqueue

FIRST_HOUR = 7
GATHER = "mobilities.gather_report_reminders"
LATE_BY = timedelta(days=3)  # a step missed by more is not made up for
LOOKED_AT = (timedelta(days=400), timedelta(days=70))  # days after and before the end
MOST_DAYS = 365
DEFAULTS = {
    ReminderPhase.BEFORE_END: [3],
    ReminderPhase.AFTER_END: [7, 21],
    ReminderPhase.OVERDUE: [3, 14],
    ReminderPhase.RETURNED: [5],
}
Journey = Mobility | AccompanyingPerson


@dataclass(frozen=True)
class Schedule:
    """Days by phase; `is_used`: whether letters go out."""

    days: dict[str, list[int]]
    is_used: bool = True

    def __str__(self) -> str:
        return "; ".join(f"{ReminderPhase(phase).label}: {numbers(days)}" for phase, days in self.days.items() if days)


def numbers(days: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(days)))


def schedule_of(school: School) -> Schedule:
    rows = list(ReminderStep.objects.filter(school=school))
    if not rows:
        return Schedule(DEFAULTS)
    days = {phase: [row.days for row in rows if row.phase == phase] for phase in ReminderPhase}
    return Schedule(days, any(row.is_used for row in rows))


@transaction.atomic
def save_schedule(school: School, schedule: Schedule, user) -> None:
    before = schedule_of(school)
    ReminderStep.objects.filter(school=school).delete()
    ReminderStep.objects.bulk_create(
        ReminderStep(school=school, phase=phase, days=number, is_used=schedule.is_used)
        for phase, days in (schedule.days if any(schedule.days.values()) else DEFAULTS).items()
        for number in sorted(set(days))
    )
    changes = {"reminders": [str(before) if before.is_used else "", str(schedule) if schedule.is_used else ""]}
    with translation.override(settings.LANGUAGE_CODE):
        record(user, school, Verb.CHANGE, school, changes)


def queue_reminders(now: datetime | None = None) -> int:
    """A job for each school, once a day."""
    now = timezone.localtime(now)
    if now.hour < FIRST_HOUR:
        return 0
    today = now.date()
    rows = Mobility.objects.filter(end__range=(today - LOOKED_AT[0], today + LOOKED_AT[1]))
    schools = School.objects.filter(pk__in=rows.values("school"))
    for school in schools:
        with transaction.atomic():
            enqueue(
                GATHER, {"day": today.isoformat()}, school=school, user=None,
                idempotency_key=f"{GATHER} {school.pk} {today}",
            )  # fmt: skip
    return len(schools)


@dataclass(frozen=True)
class Due:
    journey: Journey
    phase: ReminderPhase
    days: int
    day: date

    @property
    def occasion(self) -> str:
        """With the day: dates that moved are reminded of anew."""
        kind = "m" if isinstance(self.journey, Mobility) else "a"
        return f"reminder:{self.phase}:{self.days}:{kind}{self.journey.pk}:{self.day}"


def gather(job: Job) -> None:
    """Make the letters and queue the mails. Runs in the transaction that marks the job done."""
    today = date.fromisoformat(job.payload["day"])
    mails: dict[str, Letter] = {}
    for due in steps_due(job.school, today):
        for letter in letters_about(due, job.school):
            lead = mails.get(letter.email)
            letter.part_of = lead
            found = Letter.objects.filter(email=letter.email, occasion=letter.occasion)
            if not found.exists():
                letter.save()
                mails.setdefault(letter.email, letter)
    for lead in mails.values():
        letters.queue(lead, None)


def steps_due(school: School, today: date) -> Iterator[Due]:
    schedule = schedule_of(school)
    if not schedule.is_used:
        return
    for journey in journeys(school, today):
        steps = [step for step in steps_of(journey, schedule) if timedelta() <= today - step.day <= LATE_BY]
        if steps:
            yield max(steps, key=lambda step: step.day)


def journeys(school: School, today: date) -> Iterator[Journey]:
    """Over lately or soon, without a report handed in."""
    near = {"end__range": (today - LOOKED_AT[0], today + LOOKED_AT[1]), "school": school}
    rows = Mobility.objects.taking_place().filter(direction=Direction.OUTGOING, **near)
    yield from unreported(rows, "participant__user", "responsible", "grant").order_by("end", "pk")
    along = AccompanyingPerson.objects.standing().filter(**near)
    yield from unreported(along, "person__user").prefetch_related("mobilities__responsible").order_by("end", "pk")


def unreported(rows: QuerySet, *names: str) -> QuerySet:
    return rows.exclude(report__state__in=REPORT_HANDED_IN).select_related("report", *names)


def report_of(journey: Journey) -> ExperienceReport | None:
    return getattr(journey, "report", None)


def steps_of(journey: Journey, schedule: Schedule) -> Iterator[Due]:
    """Of a report that was returned only what is counted from then."""
    report = report_of(journey)
    if report and report.state == ReportState.RETURNED and report.reviewed_at:
        bases = {ReminderPhase.RETURNED: timezone.localdate(report.reviewed_at)}
    else:
        bases = {
            ReminderPhase.BEFORE_END: journey.last_day,
            ReminderPhase.AFTER_END: journey.last_day,
            ReminderPhase.OVERDUE: journey.report_due,
        }
    for phase, base in bases.items():
        for number in schedule.days.get(phase, []):
            days = timedelta(days=number)
            yield Due(journey, phase, number, base - days if phase == ReminderPhase.BEFORE_END else base + days)


def letters_about(due: Due, school: School) -> Iterator[Letter]:
    journey = due.journey
    mobility = journey if isinstance(journey, Mobility) else None
    about = {
        "school": school, "kind": LetterKind.REPORT_REMINDER, "occasion": due.occasion, "report": report_of(journey),
        "mobility": mobility, "accompanying": None if mobility else journey,
    }  # fmt: skip
    for user in accounts_of(journey):
        yield Letter(email=user.email, name=str(user), language=user.language, user=user, **about)
    person = journey.participant
    if person.user is None and person.email and person.is_active and may_have_link(journey):
        yield Letter(email=person.email, name=str(person), language=settings.LANGUAGE_CODE, **about)


def accounts_of(journey: Journey) -> list[User]:
    """The traveller and the teacher in charge, as far as they want reminders and may write this report."""
    people = dict.fromkeys(filter(None, [journey.participant.user, journey.responsible]))
    return [user for user in people if can_answer(user, journey)]


def can_answer(user: User, journey: Journey) -> bool:
    return wants_letters(user, journey.school) and user.has_perm("mobilities.add_experience", journey)


def wants_letters(user: User, school: School) -> bool:
    return user.is_active and user.wants_reminders and user.role_in(school.pk) is not None


@letters.composer(LetterKind.REPORT_REMINDER)
def compose(rows: list[Letter]) -> letters.Mail | None:
    """What is handed in meanwhile, and to whoever wants no letters any more, is not written about."""
    today = timezone.localdate()
    fresh = Letter.objects.filter(pk__in=[row.pk for row in rows]).select_related(
        "school", "user", "report", "mobility__participant", "mobility__host", "mobility__report", "mobility__grant",
        "accompanying__person", "accompanying__report",
    )  # fmt: skip
    ordered = {row.pk: row for row in fresh}
    kept = [row for row in (ordered[row.pk] for row in rows) if is_wanted(row)]
    if not kept:
        return None
    with translation.override(kept[0].language):
        lines = [line_of(row, today) for row in kept]
        return written(kept[0], lines), kept


def is_wanted(letter: Letter) -> bool:
    journey = letter.journey
    report = journey and report_of(journey)
    if journey is None or report and report.state in REPORT_HANDED_IN:
        return False
    if letter.mobility and not Mobility.objects.taking_place().filter(pk=letter.mobility_id).exists():
        return False
    return can_answer(letter.user, journey) if letter.user else may_have_link(journey)


def line_of(letter: Letter, today: date) -> dict:
    """One journey: whose, where and when, what is to be done by when, and the address. Nothing about anybody else."""
    journey, phase = letter.journey, phase_of(letter)
    is_own = letter.user is None or journey.participant.user_id == letter.user_id
    host = journey.host
    return {
        "name": "" if is_own else str(journey.participant),
        "where": places.name_of(host.city, host.country) or host.name if host else "",
        "journey": journey,
        "phase": phase,
        "is_late": journey.report_due < today,
        "returned_on": report_of(journey) and report_of(journey).reviewed_at,
        "url": report_address(journey) if letter.user else link_address(journey),
    }


def phase_of(letter: Letter) -> str:
    return letter.occasion.split(":")[1]


def written(lead: Letter, lines: list[dict]) -> EmailMultiAlternatives:
    context = {
        "school": lead.school,
        "language": lead.language,
        "lines": lines,
        "settings_url": address("projects:calendar-link-list") if lead.user else "",
    }
    subject = " ".join(render_to_string("mobilities/email/reminder_subject.txt", context).split())
    message = EmailMultiAlternatives(
        subject, render_to_string("mobilities/email/reminder.txt", context), to=[lead.email]
    )
    html = render_to_string("mobilities/email/reminder.html", context | {"subject": subject})
    message.attach_alternative(html, "text/html")
    return message


def report_address(journey: Journey) -> str:
    report = report_of(journey)
    return address("mobilities:experience-edit", report.pk) if report else address("mobilities:experience-list")


def may_have_link(journey: Journey) -> bool:
    return not report_links.is_shut_out(report_of(journey))


def link_address(journey: Journey) -> str:
    """The personal link of the report; made now where there is none."""
    report = report_of(journey)
    link = report and report_links.working_link(report)
    until = report_links.last_day(journey, timezone.localdate())
    return report_links.address_of(link or report_links.make_link(journey, until, None))
