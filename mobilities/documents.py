"""What is laid out at once, because it is a few pages long: the protocol of a call, one experience report."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.safestring import mark_safe
from django.utils.translation import override

from mobilities.answers import AnsweredSection, answered_sections
from mobilities.models import Attachment, ExperienceReport
from mobilities.questionnaires import profile_asked
from mobilities.selection_record import Record, ranking_rule
from portal.common.emblem import LEAST_HEIGHT, emblem
from portal.common.pdf import Press, file_url, render_pdf
from portal.common.text import active_language
from projects.funding import paid_by

MOST_PHOTOS = 12


def render_protocol(record: Record) -> bytes:
    """Who applied, how they were ranked, what was decided and why, with places to sign. In the reader's language."""
    context = {"selection": record.selection, "record": record, "rule": ranking_rule()}
    return render_pdf("mobilities/pdf/protocol.html", context, language=active_language())


def render_report(report: ExperienceReport, language: str, press: Press | None = None) -> bytes:
    """The questions of its own version as they were answered, and the photos in which everybody agreed.

    `press`: for many reports at once.
    """
    photos = {f"photo-{row.pk}": row for row in report.attachments.agreed()[:MOST_PHOTOS]}
    files = {token: content for token, row in photos.items() if (content := content_of(row))}
    with override(language):
        sections = answered_sections(report)
        context = {
            "report": report,
            "school": report.school.name_in(language),
            "journey": report.journey,
            "profile": profile_asked(report),
            "sections": printed(sections),
            "unanswered": [row.label for section in sections for row in section.answers if not row.is_answered],
            "photos": [(file_url(token), photos[token].caption) for token in files],
            "files": files,
            **who_pays(report, language),
        }
        return render_pdf("mobilities/pdf/experience.html", context, language=language, press=press)


def who_pays(report: ExperienceReport, language: str) -> dict:
    """Emblem, statement and disclaimers; nothing where another programme pays."""
    funding = paid_by([report.journey.project], report.school, language)
    if funding is None:
        return {}
    return {
        "emblem": mark_safe(emblem(LEAST_HEIGHT, language)),  # noqa: S308 drawn here
        "statement": funding.statement,
        "disclaimers": funding.disclaimers,
    }


def printed(sections: Iterable[AnsweredSection]) -> list[AnsweredSection]:
    """What was answered; the sentence to be quoted stands above all of it already."""
    rows = [
        replace(section, answers=[row for row in section.answers if row.is_answered and row.key != "quote"])
        for section in sections
    ]
    return [section for section in rows if section.answers]


def content_of(attachment: Attachment) -> bytes:
    """Empty where the file is gone."""
    try:
        with attachment.file.open("rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""
