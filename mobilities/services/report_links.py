"""Personal links: made, sent, revoked; and what is behind the address of one."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from mobilities.enums import LetterKind
from mobilities.models import AccompanyingPerson, ExperienceReport, Letter, Mobility, ReportLink
from mobilities.services import letters
from mobilities.services.experience import begin_report
from portal.audit.models import Verb
from portal.audit.services import record

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
    letters.queue(letter, user)
    return letter


@letters.composer(LetterKind.REPORT_LINK)
def compose(rows: list[Letter]) -> letters.Mail | None:
    """A link revoked meanwhile is not sent."""
    letter = Letter.objects.select_related("school", "report__mobility", "report__accompanying").get(pk=rows[0].pk)
    link = working_link(letter.report, letter.email) if letter.report else None
    if link is None:
        return None
    with translation.override(letter.language):
        context = {"link": link, "letter": letter, "journey": letter.report.journey, "address": address_of(link)}
        subject = " ".join(render_to_string("mobilities/email/report_link_subject.txt", context).split())
        body = render_to_string("mobilities/email/report_link.txt", context)
    return EmailMessage(subject, body, to=[letter.email]), [letter]


def working_link(report: ExperienceReport, email: str = "") -> ReportLink | None:
    """The newest that works; one that went to `email` before others."""
    working = [link for link in report.links.all() if link.works()]
    return next((link for link in working if link.email == email), working[0] if working else None)


def is_shut_out(report: ExperienceReport | None) -> bool:
    """The school took the last link back and gave no other."""
    last = report and report.links.first()
    return bool(last and last.revoked_at and not working_link(report))


def links_of(journey: Mobility | AccompanyingPerson) -> list[ReportLink]:
    """With `address` where it works."""
    report = ExperienceReport.objects.filter(
        **{"accompanying" if isinstance(journey, AccompanyingPerson) else "mobility": journey}
    ).first()
    links = list(report.links.select_related("created_by")) if report else []
    for link in links:
        link.address = address_of(link) if link.works() else ""
    return links
