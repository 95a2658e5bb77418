"""Personal links: made, sent, revoked; and what is behind the address of one."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from mobilities.enums import LetterKind, LetterState
from mobilities.models import AccompanyingPerson, ExperienceReport, Letter, Mobility, ReportLink
from mobilities.services.experience import begin_report
from portal.audit.models import Verb
from portal.audit.services import record
from portal.jobs.services import enqueue

SEND = "mobilities.send_report_link"
DAYS_AFTER_END, MOST_DAYS = 60, 366
SIGNER = signing.Signer(salt="report-link", sep=".")
TOLD_APART = timedelta(minutes=1)  # when it was opened is written down no oftener


def address_key(link: ReportLink) -> str:
    """What stands in the address: nobody can make one up."""
    return SIGNER.sign(link.key)


def address_of(link: ReportLink) -> str:
    return f"{settings.ORIGIN}{reverse('mobilities:link-report', args=[address_key(link)])}"


def found(key: str) -> ReportLink | None:
    """The link of an address, whether it still works or not; None where the address was tampered with."""
    try:
        kept = SIGNER.unsign(key)
    except signing.BadSignature:
        return None
    journeys = ("mobility__participant", "mobility__host", "mobility__activity_type", "accompanying__person")
    about = [f"report__{name}" for name in (*journeys, "school", "questionnaire")]
    return ReportLink.objects.select_related(*about).filter(key=kept).first()


def opened(link: ReportLink, now: datetime | None = None) -> None:
    now = now or timezone.now()
    if link.last_used_at is None or link.last_used_at < now - TOLD_APART:
        ReportLink.objects.filter(pk=link.pk).update(last_used_at=now)


def last_day(journey: Mobility | AccompanyingPerson, today: date) -> date:
    """Until when a new link works if nobody says otherwise."""
    return max(journey.end, today) + timedelta(days=DAYS_AFTER_END)


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


@transaction.atomic
def make_link(journey: Mobility | AccompanyingPerson, until: date, user) -> ReportLink:
    """For the report of the journey, which begins now if there is none."""
    report = begin_report(journey, None)
    link = ReportLink.objects.create(report=report, expires_at=end_of(until), created_by=user)
    record(user, journey.school, Verb.ADD, link, {"expires_at": ["", until.isoformat()]})
    return link


@transaction.atomic
def revoke(link: ReportLink, user) -> bool:
    """False where somebody did so before."""
    done = ReportLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
    if done:
        record(user, link.report.school, Verb.CANCEL, link)
    return bool(done)


@transaction.atomic
def send_link(link: ReportLink, email: str, language: str, user) -> Letter:
    """Queue the letter with the address."""
    report = link.report
    letter = Letter.objects.create(
        school=report.school, kind=LetterKind.REPORT_LINK, email=email, name=str(report.journey.participant),
        language=language, report=report, mobility=report.mobility, accompanying=report.accompanying, user=user,
    )  # fmt: skip
    link.email = email
    link.save(update_fields=["email"])
    record(user, report.school, Verb.CHANGE, link, {"email": ["", email]})
    enqueue(
        SEND, {"letter": letter.pk, "link": link.pk}, school=report.school, user=user,
        idempotency_key=f"{SEND} {letter.pk}",
    )  # fmt: skip
    return letter


def send_letter(letter_pk: int, link_pk: int) -> None:
    """Raises where the mail server does not take it. A link revoked meanwhile is not sent."""
    letter = Letter.objects.select_related("school").filter(pk=letter_pk, state=LetterState.QUEUED).first()
    links = ReportLink.objects.select_related("report__mobility__participant", "report__accompanying__person")
    link = links.filter(pk=link_pk).first()
    if letter is None or link is None or not link.works():
        return
    with translation.override(letter.language):
        context = {"link": link, "letter": letter, "journey": link.report.journey, "address": address_of(link)}
        subject = " ".join(render_to_string("mobilities/email/report_link_subject.txt", context).split())
        body = render_to_string("mobilities/email/report_link.txt", context)
    mail = EmailMessage(subject, body, to=[letter.email], headers={"Message-ID": message_id(letter)})
    mail.send()
    letter.subject, letter.state, letter.sent_at = subject[:200], LetterState.SENT, timezone.now()
    letter.save(update_fields=["subject", "state", "sent_at"])


def message_id(letter: Letter) -> str:
    """By which a letter that came back is known."""
    return f"<{letter.key}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"


def links_of(journey: Mobility | AccompanyingPerson) -> list[ReportLink]:
    """With `address` where it works."""
    report = ExperienceReport.objects.filter(
        **{"accompanying" if isinstance(journey, AccompanyingPerson) else "mobility": journey}
    ).first()
    links = list(report.links.select_related("created_by")) if report else []
    for link in links:
        link.address = address_of(link) if link.works() else ""
    return links
