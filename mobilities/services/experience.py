"""Writes of experience reports: begun, saved, submitted, returned, approved; their photos and documents."""

from collections.abc import Iterable, Mapping

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.enums import REPORT_REVIEW_FROM, REPORT_SUBMIT_FROM, ReportState
from mobilities.models import AccompanyingPerson, Attachment, ExperienceReport, Mobility, ReportComment
from mobilities.questionnaires import is_blank, profile_of, profile_wanted
from mobilities.services import questionnaires
from portal.audit.models import Verb
from portal.audit.services import changed_fields, record
from portal.common.forms import said
from portal.common.refused import Refused
from portal.common.uploads import Accepted

MOST_ATTACHMENTS = 30


class Overtaken(Exception):
    """Another device saved the report, or it was handed in, between the check and the save."""


@transaction.atomic
def begin_report(journey: Mobility | AccompanyingPerson, user) -> ExperienceReport:
    """The report of the journey, begun now by `user` if there is none; None: by whom a personal link was given to."""
    of = {"accompanying" if isinstance(journey, AccompanyingPerson) else "mobility": journey}
    asked = questionnaires.newest(journey.school, profile_of(journey))
    report, created = ExperienceReport.objects.get_or_create(
        **of, defaults={"school": journey.school, "author": user, "questionnaire": asked}
    )
    if created:
        record(user, journey.school, Verb.ADD, report)
    elif report.is_editable and report.questionnaire_id is None:  # begun before there were questionnaires
        report.questionnaire = asked
        report.save(update_fields=["questionnaire"])
    follow_journey(report, user)
    return report


@transaction.atomic
def change_questionnaire(report: ExperienceReport, user) -> bool:
    """To the one that the journey asks for now; all answers are kept, also those to questions that it does not ask."""
    wanted = profile_wanted(report)
    if not wanted:
        return False
    before, asked = report.questionnaire, questionnaires.newest(report.school, wanted)
    same = ExperienceReport.objects.filter(pk=report.pk, questionnaire=before, state__in=REPORT_SUBMIT_FROM)
    if not same.update(questionnaire=asked, version=F("version") + 1):
        return False
    report.questionnaire = asked
    report.version += 1
    record(user, report.school, Verb.CHANGE, report, {"questionnaire": [str(before), str(asked)]})
    return True


def follow_journey(report: ExperienceReport, user) -> None:
    """A report in which nothing is answered yet asks what the journey asks for now."""
    if profile_wanted(report) and is_blank(report):
        change_questionnaire(report, user)


@transaction.atomic
def save_report(form, user) -> ExperienceReport:
    """Save what a valid ExperienceForm says. Raises Overtaken where it would overwrite unseen."""
    report = form.instance
    changed = set(form.changed_data) - {"version"}
    if not changed:
        return report
    same = ExperienceReport.objects.filter(
        pk=report.pk, version=form.cleaned_data["version"], state__in=REPORT_SUBMIT_FROM
    )
    if not same.update(version=F("version") + 1):
        raise Overtaken
    changes = changed_fields(form)
    if changed & {question.key for question in form.own}:
        before = ExperienceReport.objects.get(pk=report.pk)
        changes["answers"] = [in_words(form, before.answers), in_words(form, form.answered())]
    form.save()
    report.comments.filter(field__in=changed, resolved_at=None).update(resolved_at=timezone.now())
    record(user, report.school, Verb.CHANGE, report, changes)
    return report


def in_words(form, answers: dict) -> str:
    keys = [question.key for question in form.own]
    answered = [(form.labels[key], said(form.fields[key], answers.get(key))) for key in keys]
    return "; ".join(f"{label}: {text}" for label, text in answered if text)[:500]


@transaction.atomic
def submit_report(report: ExperienceReport, user) -> None:
    """Hand it in for review, as its author from now on; `user` None: the traveller, through a personal link. Raises
    Refused where somebody did so before."""
    changed = ExperienceReport.objects.filter(pk=report.pk, state__in=REPORT_SUBMIT_FROM).update(
        state=ReportState.SUBMITTED, submitted_at=timezone.now(), author=user
    )
    if not changed:
        raise Refused(_("The report has been submitted already."))
    report.comments.filter(field="", resolved_at=None).update(resolved_at=timezone.now())
    record(user, report.school, Verb.SUBMIT, report)


def approve_report(report: ExperienceReport, user, comment: str = "", asked: Mapping[str, str] | None = None) -> None:
    review(report, user, ReportState.APPROVED, Verb.APPROVE, comment, asked)


@transaction.atomic
def review(
    report: ExperienceReport,
    user,
    state: ReportState,
    verb: Verb,
    comment: str,
    asked: Mapping[str, str] | None,
    leaving: Iterable[ReportState] = REPORT_REVIEW_FROM,
) -> None:
    """`asked`: key of a question > what is said about it. Raises Refused where it is in none of the states `leaving`
    any more."""
    now = timezone.now()
    changed = ExperienceReport.objects.filter(pk=report.pk, state__in=leaving).update(
        state=state, review_comment=comment, reviewed_at=now, reviewed_by=user
    )
    if not changed:
        raise Refused(_("Somebody decided about the report meanwhile; look at it again."))
    is_settled = now if state == ReportState.APPROVED else None
    said = ({"": comment} if comment else {}) | dict(asked or {})
    if is_settled:
        report.comments.filter(resolved_at=None).update(resolved_at=now)
    for key, text in said.items():
        ReportComment.objects.create(report=report, field=key, text=text, author=user, resolved_at=is_settled)
    record(user, report.school, verb, report, {"comment": ["", comment]} if comment else None)


@transaction.atomic
def settle_comment(comment: ReportComment, user) -> None:
    """The coordinator finds that it is answered. Settled once."""
    if ReportComment.objects.filter(pk=comment.pk, resolved_at=None).update(resolved_at=timezone.now()):
        record(user, comment.report.school, Verb.CHANGE, comment.report, {"comments": [comment.text, ""]})


@transaction.atomic
def attach(report: ExperienceReport, user, accepted: Accepted) -> Attachment:
    """Keep a file with its report. Raises Refused where there are too many."""
    if report.attachments.count() >= MOST_ATTACHMENTS:
        raise Refused(_("A report takes %(most)s files at most; delete one first.") % {"most": MOST_ATTACHMENTS})
    attachment = Attachment(
        school=report.school, report=report, kind=accepted.kind, name=accepted.name, size=len(accepted.content),
        content_type=accepted.content_type, sha256=accepted.sha256, width=accepted.width, height=accepted.height,
        active=accepted.remarks, uploaded_by=user,
    )  # fmt: skip
    attachment.file.save(accepted.name, ContentFile(accepted.content), save=False)
    attachment.save()
    record(user, report.school, Verb.ADD, attachment, of_report(attachment))
    return attachment


@transaction.atomic
def remove(attachment: Attachment, user) -> None:
    """Delete the row, and its file once that is certain."""
    record(user, attachment.school, Verb.DELETE, attachment, of_report(attachment))
    storage, name = attachment.file.storage, attachment.file.name
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(name))


def of_report(attachment: Attachment) -> dict[str, list[str]]:
    """By which the journal knows a file of a report once it is deleted."""
    return {"report": ["", str(attachment.report_id)]}
