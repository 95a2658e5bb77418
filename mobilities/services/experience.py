"""Writes of experience reports: begun, submitted, returned, approved; their photos and documents."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.enums import REPORT_REVIEW_FROM, REPORT_SUBMIT_FROM, ReportState
from mobilities.models import Attachment, ExperienceReport, Mobility
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused
from portal.common.uploads import Accepted

MOST_ATTACHMENTS = 30


@transaction.atomic
def begin_report(mobility: Mobility, user) -> ExperienceReport:
    """The mobility's report, begun now by `user` if there is none."""
    report, created = ExperienceReport.objects.get_or_create(
        mobility=mobility, defaults={"school": mobility.school, "author": user}
    )
    if created:
        record(user, mobility.school, Verb.ADD, report)
    return report


@transaction.atomic
def submit_report(report: ExperienceReport, user) -> None:
    """Hand it in for review. Raises Refused where somebody did so before."""
    changed = ExperienceReport.objects.filter(pk=report.pk, state__in=REPORT_SUBMIT_FROM).update(
        state=ReportState.SUBMITTED, submitted_at=timezone.now(), author=user
    )
    if not changed:
        raise Refused(_("The report has been submitted already."))
    record(user, report.school, Verb.SUBMIT, report)


def return_report(report: ExperienceReport, user, comment: str) -> None:
    review(report, user, ReportState.RETURNED, Verb.RETURN, comment)


def approve_report(report: ExperienceReport, user, comment: str = "") -> None:
    review(report, user, ReportState.APPROVED, Verb.APPROVE, comment)


@transaction.atomic
def review(report: ExperienceReport, user, state: ReportState, verb: Verb, comment: str) -> None:
    """Raises Refused where the report does not wait for review any more."""
    changed = ExperienceReport.objects.filter(pk=report.pk, state__in=REPORT_REVIEW_FROM).update(
        state=state, review_comment=comment, reviewed_at=timezone.now(), reviewed_by=user
    )
    if not changed:
        raise Refused(_("The report does not wait for review any more; look at it again."))
    record(user, report.school, verb, report, {"comment": ["", comment]} if comment else None)


@transaction.atomic
def attach(report: ExperienceReport, user, accepted: Accepted) -> Attachment:
    """Keep a file with its report. Raises Refused where there are too many."""
    if report.attachments.count() >= MOST_ATTACHMENTS:
        raise Refused(_("A report takes %(most)s files at most; delete one first.") % {"most": MOST_ATTACHMENTS})
    attachment = Attachment(
        school=report.school, report=report, kind=accepted.kind, name=accepted.name, size=len(accepted.content),
        content_type=accepted.content_type, sha256=accepted.sha256, width=accepted.width, height=accepted.height,
        uploaded_by=user,
    )  # fmt: skip
    attachment.file.save(accepted.name, ContentFile(accepted.content), save=False)
    attachment.save()
    record(user, report.school, Verb.ADD, attachment)
    return attachment


@transaction.atomic
def remove(attachment: Attachment, user) -> None:
    """Delete the row, and its file once that is certain."""
    record(user, attachment.school, Verb.DELETE, attachment)
    storage, name = attachment.file.storage, attachment.file.name
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(name))
