"""Letters sent, refused, come back, sent again.

A letter is a row before it is a mail; a job for each mail is tried again until the mail server takes it or refuses
it for good. What waits longer than a job tries gets a new one every hour, for five days.
"""

import re
import smtplib
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.bounces import Return, read_returns
from mobilities.enums import REPORT_HANDED_IN, ConferenceState, LetterState
from mobilities.models import ExperienceReport, Letter
from portal.accounts.models import School
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused
from portal.jobs.models import Job
from portal.jobs.services import enqueue

SEND = "mobilities.send_letter"
FIRST_TRIES = timedelta(minutes=10)  # as long as the first job tries
PATIENCE = timedelta(days=5)
KNOWN_BY_ADDRESS = timedelta(days=14)  # a return that names no key is about a letter of these days
STILL_OF_USE = timedelta(days=30)
LONGEST_ERROR = 500
BY_A_MACHINE = {"Auto-Submitted": "auto-generated"}  # nobody's absence is answered to it

Mail = tuple[EmailMessage, list[Letter]]
COMPOSERS: dict[str, Callable[[list[Letter]], Mail | None]] = {}


def composer(kind: str):
    """Registers what makes the mail of letters of `kind` that go out together: the message and those of them that it
    is still about; None where it is about nothing any more."""

    def register(function):
        COMPOSERS[kind] = function
        return function

    return register


def message_id(letter: Letter) -> str:
    """By which a letter that came back is known."""
    return f"<{letter.key}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>') or 'localhost'}>"


def queue(letter: Letter, user, mark: str = "") -> None:
    """A job that sends it; one for each `mark`. Call it inside the transaction of the deed."""
    enqueue(
        SEND, {"letter": letter.pk}, school=letter.school, user=user,
        idempotency_key=f"{SEND} {letter.pk} {letter.key} {mark}",
    )  # fmt: skip


def queue_waiting(now: datetime | None = None) -> int:
    """New jobs for mails whose server was away longer than a job tries; after five days they are given up."""
    now = now or timezone.now()
    waiting = Letter.objects.filter(state=LetterState.QUEUED, kind__in=COMPOSERS, part_of=None)
    sentence = _("The mail server did not take it for five days.")
    Letter.objects.filter(state=LetterState.QUEUED, created_at__lt=now - PATIENCE).update(
        state=LetterState.FAILED, error=sentence
    )
    rows = list(waiting.filter(created_at__lt=now - FIRST_TRIES).select_related("school"))
    for letter in rows:
        with transaction.atomic():
            queue(letter, None, f"{now:%Y%m%d%H}")
    return len(rows)


def send(job: Job) -> None:
    """Raises where the mail server may take it later. Runs in the transaction that marks the job done."""
    lead = Letter.objects.select_for_update().filter(pk=job.payload["letter"], state=LetterState.QUEUED).first()
    if lead is None:
        return
    rows = Letter.objects.in_mail_of(lead).filter(state=LetterState.QUEUED)
    letters = sorted(rows, key=lambda row: (row.pk != lead.pk, row.pk))
    mail = COMPOSERS[lead.kind](letters)
    if mail is None:
        Letter.objects.filter(pk__in=[letter.pk for letter in letters]).delete()
        return
    message, kept = mail
    keep_only(kept, letters)
    message.extra_headers |= {"Message-ID": message_id(kept[0]), **BY_A_MACHINE}
    words = refusal_of(message)
    Letter.objects.filter(pk__in=[letter.pk for letter in kept]).update(
        subject=message.subject[:200],
        state=LetterState.FAILED if words else LetterState.SENT,
        error=words,
        sent_at=None if words else timezone.now(),
    )


def keep_only(kept: list[Letter], letters: list[Letter]) -> None:
    """What needs no letter any more goes; the first of the others leads the mail."""
    keys = [letter.pk for letter in kept]
    Letter.objects.filter(pk__in={letter.pk for letter in letters} - set(keys)).delete()
    Letter.objects.filter(pk__in=keys[1:]).update(part_of=keys[0])
    Letter.objects.filter(pk=keys[0]).update(part_of=None)


def refusal_of(message: EmailMessage) -> str:
    """Send it: empty where the server took it, its words where it never will. Raises where it may do so later."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        if code < 500:
            raise
        return said(code, words)
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refusal:
        if refusal.smtp_code < 500:
            raise
        return said(refusal.smtp_code, refusal.smtp_error)
    except (ValueError, smtplib.SMTPNotSupportedError) as error:  # an address that no mail can have
        return plain(str(error))
    return ""


def said(code: int, words: bytes | str) -> str:
    return plain(f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}")


def plain(text: str) -> str:
    """One line without characters that steer a terminal or a page."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+", " ", text).strip()[:LONGEST_ERROR]


@transaction.atomic
def take_returns(raw: bytes) -> list[Letter]:
    """The letters that this mail says did not arrive, marked so."""
    marked = []
    for returned in read_returns(raw):
        lead = letter_of(returned)
        if lead is None:
            continue
        words = plain(" ".join(filter(None, [returned.status, returned.words]))) or "–"
        sent = Letter.objects.in_mail_of(lead).filter(state=LetterState.SENT)
        marked += list(sent)
        sent.update(state=LetterState.BOUNCED, bounced_at=timezone.now(), error=words)
    return marked


def letter_of(returned: Return) -> Letter | None:
    """By its key; by the address only where the return names no letter of ours."""
    if returned.keys:
        return Letter.objects.filter(key__in=returned.keys).first()
    since = timezone.now() - KNOWN_BY_ADDRESS
    rows = Letter.objects.filter(email__iexact=returned.recipient, state=LetterState.SENT, sent_at__gte=since)
    return rows.order_by("-sent_at").first() if returned.recipient else None


@transaction.atomic
def send_again(letter: Letter, user) -> Letter:
    """To the address that the person has now. Raises Refused."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.state == LetterState.QUEUED or letter.kind not in COMPOSERS:
        raise Refused(_("The letter waits to be sent already."))
    before, email = letter.email, current_address(letter)
    taken = Letter.objects.filter(email=email, occasion=letter.occasion).exclude(pk=letter.pk)
    if letter.occasion and taken.exists():
        raise Refused(_("There is such a letter to %(email)s already.") % {"email": email})
    Letter.objects.filter(part_of=letter).update(part_of=None)
    again(letter, email, user)
    record(user, letter.school, Verb.RETRY, letter, {"email": [before, email]} if before != email else None)
    return letter


def again(letter: Letter, email: str, user) -> None:
    """Into the queue with a new key: an old return that comes late is not about it."""
    new = Letter(kind=letter.kind)
    letter.email, letter.key, letter.created_at, letter.part_of = email, new.key, new.created_at, None
    letter.state, letter.error, letter.sent_at, letter.bounced_at = LetterState.QUEUED, "", None, None
    letter.save()
    queue(letter, user)


def current_address(letter: Letter) -> str:
    """Of the account; of the traveller where the letter went to the traveller; else as it was."""
    if letter.user:
        return letter.user.email
    person = letter.journey and letter.journey.participant
    return (person.email if person else "") or letter.email


def not_arrived(school: School, today: date) -> QuerySet:
    """Letters of the last month that did not get to anybody and about which something can still be done."""
    rows = Letter.objects.filter(school=school, created_at__date__gte=today - STILL_OF_USE).not_arrived()
    handed_in = ExperienceReport.objects.filter(state__in=REPORT_HANDED_IN)
    rows = rows.exclude(mobility__report__in=handed_in).exclude(accompanying__report__in=handed_in)
    return rows.exclude(conference__state=ConferenceState.CLOSED)
