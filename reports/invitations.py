"""Invitations to a conference: whom, the letter with the programme, who has got it.

Each programme that was sent has a number; a letter is known by conference and number, so that sending again writes
only to those who have not got this programme yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from mobilities.enums import Direction, LetterKind, LetterState
from mobilities.models import AccompanyingPerson, Conference, Letter, Mobility, Participant
from mobilities.services import letters
from mobilities.services.weekly import address
from portal.accounts.models import School, User
from portal.audit.models import Verb
from portal.audit.services import record
from reports.agenda import agenda_of, calendar_of, days_in_words, file_name, number_of, print_of, render_agenda

NOT_GOT = (LetterState.FAILED, LetterState.BOUNCED)
TRAVELLED, PRESENT, MEMBERS = "travelled", "present", "members"
GROUPS = [
    (TRAVELLED, _("Everybody who travelled this school year")),
    (PRESENT, _("Those who present")),
    (MEMBERS, _("Everybody who works with the portal at the school")),
]


@dataclass(frozen=True)
class Guest:
    email: str
    name: str = ""
    user_id: int | None = None


@dataclass
class Guests:
    """`without`: how many of a group have no e-mail."""

    found: dict[str, Guest] = field(default_factory=dict)
    without: int = 0

    def add(self, email: str, name: str, user: User | None = None) -> None:
        if not email:
            self.without += 1
            return
        self.found.setdefault(email.lower(), Guest(email.lower(), name, user and user.pk))


def guests_of(conference: Conference, group: str) -> Guests:
    guests = Guests()
    if group == MEMBERS:
        for user in members_of(conference.school):
            guests.add(user.email, str(user), user)
        return guests
    for person in people_of(conference, group):
        user = person.user if person.user and person.user.is_active else None
        guests.add(user.email if user else person.email, str(person), user)
    return guests


def members_of(school: School):
    rows = User.objects.filter(is_active=True, memberships__school=school, memberships__is_active=True)
    return rows.distinct().order_by("pk")


def people_of(conference: Conference, group: str):
    """Of the school, not guests from elsewhere."""
    if group == PRESENT:
        wanted = Q(presentations__day__conference=conference)
    else:
        trips = Mobility.objects.taking_place().in_school_year(conference.school_year)
        trips = trips.filter(school=conference.school_id, direction=Direction.OUTGOING)
        along = AccompanyingPerson.objects.filter(mobilities__in=trips)
        wanted = Q(pk__in=trips.values("participant")) | Q(pk__in=along.values("person"))
    rows = Participant.objects.filter(wanted, school=conference.school_id, home="").select_related("user")
    return rows.distinct().order_by("pk")


def chosen(conference: Conference, groups: list[str], emails: list[str]) -> list[Guest]:
    """Each address once."""
    everybody: dict[str, Guest] = {}
    for group in groups:
        everybody = guests_of(conference, group).found | everybody
    for email in emails:
        everybody.setdefault(email.lower(), Guest(email.lower()))
    members = {user.email.lower(): user for user in members_of(conference.school)}
    return [with_account(guest, members.get(guest.email)) for guest in everybody.values()]


def with_account(guest: Guest, member: User | None) -> Guest:
    """Whoever is written to at the address of an account reads with its rights."""
    if member is None or guest.user_id:
        return guest
    return replace(guest, name=guest.name or str(member), user_id=member.pk)


@transaction.atomic
def invite(conference: Conference, guests: list[Guest], language: str, user) -> int:
    """Queue a letter for each guest who has not got this programme; how many that are."""
    conference = Conference.objects.select_for_update().get(pk=conference.pk)
    print_now = print_of(conference)
    number = number_of(conference, print_now)
    Conference.objects.filter(pk=conference.pk).update(programme_number=number, programme_print=print_now)
    occasion = f"invitation:{conference.pk}:{number}"
    rows = {row.email: row for row in Letter.objects.filter(occasion=occasion).select_related("school")}
    count = 0
    for guest in guests:
        count += written_to(conference, guest, rows.get(guest.email), occasion, language, user)
    if count:
        record(user, conference.school, Verb.SEND, conference, {"invited": ["", str(count)]})
    return count


def written_to(conference: Conference, guest: Guest, row: Letter | None, occasion: str, language: str, user) -> bool:
    if row is None:
        row = Letter.objects.create(
            school=conference.school, kind=LetterKind.INVITATION, email=guest.email, name=guest.name[:200],
            language=language, occasion=occasion, user_id=guest.user_id, conference=conference,
        )  # fmt: skip
        letters.queue(row, user)
        return True
    if row.state not in NOT_GOT:
        return False
    letters.again(row, guest.email, user)
    return True


@letters.composer(LetterKind.INVITATION)
def compose(rows: list[Letter]) -> letters.Mail | None:
    """With the programme as it is now. Closing the conference takes back no invitation that waits to be sent."""
    row = Letter.objects.select_related("conference__school", "user").get(pk=rows[0].pk)
    conference = row.conference
    if conference is None:
        return None
    with translation.override(row.language):
        return mail_of(row, conference), [row]


def reader_of(row: Letter) -> User | None:
    """Whose rights the letter follows; nobody's outside the school."""
    user = row.user
    is_member = user is not None and user.is_active and row.school_id in user.school_ids()
    return user if is_member else None


def mail_of(row: Letter, conference: Conference) -> EmailMultiAlternatives:
    reader = reader_of(row)
    days = agenda_of(conference, reader)
    before = Letter.objects.filter(conference=conference, email=row.email, kind=LetterKind.INVITATION)
    context = {
        "conference": conference,
        "school": conference.school.name_in(row.language),
        "language": row.language,
        "days": days,
        "when": days_in_words(days),
        "is_changed": before.filter(state=LetterState.SENT).exclude(pk=row.pk).exists(),
        "url": address("mobilities:conference-detail", conference.pk) if reader else "",
    }
    subject = " ".join(render_to_string("reports/email/invitation_subject.txt", context).split())
    body = render_to_string("reports/email/invitation.txt", context)
    answers_to = [conference.school.email] if conference.school.email else None
    mail = EmailMultiAlternatives(subject, body, to=[row.email], reply_to=answers_to)
    html = render_to_string("reports/email/invitation.html", context | {"subject": subject})
    mail.attach_alternative(html, "text/html")
    mail.attach(file_name(conference, "pdf"), render_agenda(conference, row.language, reader), "application/pdf")
    calendar = calendar_of(conference, timezone.now(), reader).decode()
    mail.attach(file_name(conference, "ics"), calendar, "text/calendar; method=PUBLISH; charset=utf-8")
    return mail


def invited(conference: Conference) -> dict:
    """How the letters of this conference stand: of each address the last one."""
    last: dict[str, Letter] = {}
    for row in Letter.objects.filter(conference=conference, kind=LetterKind.INVITATION).order_by("pk"):
        last[row.email] = row
    current = f"invitation:{conference.pk}:{number_of(conference, print_of(conference))}"
    rows = sorted(last.values(), key=lambda row: (row.state not in NOT_GOT, row.name or row.email))
    return {
        "letters": rows,
        "got": sum(row.state == LetterState.SENT for row in rows),
        "not_got": sum(row.state in NOT_GOT for row in rows),
        "waiting": sum(row.state == LetterState.QUEUED for row in rows),
        "old": sum(row.occasion != current for row in rows),
    }
