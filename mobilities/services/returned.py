"""A report is returned, and whoever writes it is told at once: how much is asked, and where; the words stay inside."""

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from mobilities.enums import REPORT_REOPEN_FROM, LetterKind, ReportState
from mobilities.models import ExperienceReport, Letter
from mobilities.services import letters, report_links
from mobilities.services.experience import review
from mobilities.services.reminders import can_answer, link_address, may_have_link, report_address
from portal.audit.models import Verb


@transaction.atomic
def return_report(report: ExperienceReport, user, comment: str, asked: Mapping[str, str] | None = None) -> None:
    review(report, user, ReportState.RETURNED, Verb.RETURN, comment, asked)
    tell(report, user)


@transaction.atomic
def reopen_report(report: ExperienceReport, user, reason: str) -> None:
    """An approved one goes back to whoever wrote it: what it said leaves the public page and the proposals until it is
    approved again; findings that a conference has taken are its own."""
    review(report, user, ReportState.RETURNED, Verb.OPEN, reason, None, leaving=REPORT_REOPEN_FROM)
    tell(report, user)


def tell(report: ExperienceReport, user) -> None:
    report.refresh_from_db(fields=["state", "reviewed_at"])
    told = set()
    for letter in letters_about(report):
        if letter.email.casefold() not in told:
            told.add(letter.email.casefold())
            letter.save()
            letters.queue(letter, user)


def letters_about(report: ExperienceReport) -> Iterator[Letter]:
    """To the author; to the traveller who writes by a personal link, or who is the only one who can; where no address
    is known for that link, to the teacher in charge."""
    about = {
        "school": report.school, "kind": LetterKind.REPORT_RETURNED, "report": report, "mobility": report.mobility,
        "accompanying": report.accompanying, "occasion": f"returned:{report.pk}:{report.reviewed_at:%Y%m%d%H%M%S%f}",
    }  # fmt: skip
    person, link = report.journey.participant, report_links.working_link(report)
    account = report.author or person.user
    writes_by_link = bool(link and link.last_used_at) or account is None and may_have_link(report.journey)
    email = (link.email if link else "") or person.email
    by_link = writes_by_link and email and person.is_active
    account = account or (None if by_link else report.journey.responsible)
    if account and can_answer(account, report.journey):
        yield Letter(email=account.email, name=str(account), language=account.language, user=account, **about)
    if by_link:
        yield Letter(email=email, name=str(person), language=settings.LANGUAGE_CODE, **about)


@letters.composer(LetterKind.REPORT_RETURNED)
def compose(rows: list[Letter]) -> letters.Mail | None:
    """Of a report that was handed in again meanwhile, or to somebody shut out of it, nothing is written."""
    about = ("school", "user", "report__mobility__participant", "report__accompanying__person")
    letter = Letter.objects.select_related(*about).get(pk=rows[0].pk)
    report = letter.report
    if report is None or report.state != ReportState.RETURNED or not (letter.user or may_have_link(report.journey)):
        return None
    with translation.override(letter.language):
        context = {
            "letter": letter,
            "journey": report.journey,
            "is_own": letter.user is None or report.journey.participant.user_id == letter.user_id,
            "comments": report.comments.filter(resolved_at=None).count(),
            "returned_on": timezone.localdate(report.reviewed_at),
            "address": report_address(report.journey) if letter.user else link_address(report.journey),
        }
        subject = " ".join(render_to_string("mobilities/email/report_returned_subject.txt", context).split())
        body = render_to_string("mobilities/email/report_returned.txt", context)
    return EmailMessage(subject, body, to=[letter.email]), [letter]
