"""The dissemination report of one project: what the record tells of it, as the rows that are printed."""

from pathlib import Path

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mobilities.enums import Direction, FindingKind
from mobilities.models import ExperienceReport, Finding, Mobility
from projects.models import ActivityType, Project
from reports import documents as printed
from reports.composition import Composed
from reports.composition.conference import approved_texts, news_of
from reports.composition.counted import stamped
from reports.composition.entries import project_entry, school_card
from reports.composition.firsts import recorded_firsts
from reports.composition.photos import photo_row, printable
from reports.composition.told import offers, quotes
from reports.documents.suppression import FEWEST_TOLD
from reports.news.withheld import is_final
from reports.publication.offers import figures, quotable, showable
from reports.publication.showing import figure_facts
from reports.statistics import ProjectYear, begun, target_lines


def nothing_to_tell(project: Project) -> str:
    """Why there can be no such document, as a sentence; empty where there can."""
    if sent(project).exists() or any(map(is_final, approved_texts(project.news_texts))):
        return ""
    return _("Nobody has been abroad in the project and no news text is approved, so there is nothing to tell.")


def sent(project: Project):
    return begun(project.school, timezone.localdate()).filter(project=project, direction=Direction.OUTGOING)


def compose(project: Project, language: str) -> Composed:
    """The rows of a report that has something to tell (see nothing_to_tell)."""
    with override(language):
        photos = printable(showable(project))
        files = {str(photo.pk): Path(photo.file.path) for photo in photos}
        return Composed(project_document(project, [photo_row(photo) for photo in photos], language), files)


def project_document(project: Project, photos: list[printed.Photo], language: str) -> printed.ProjectDocument:
    went = list(sent(project).sharing_names().order_by("start", "pk"))
    reports = approved_of(went)
    findings = list(project.findings.select_related("activity_type").order_by("pk"))
    return printed.ProjectDocument(
        school=school_card(project.school, language),
        stamp=stamped((_("mobilities"), len(went)), (_("experience reports"), len(reports))),
        project=project_entry(ProjectYear(project, lines_of(project)), project.school, language),
        figures=tuple(
            (fact["value"], fact["label"], fact["note"]) for fact in figure_facts(figures(project), language)
        ),
        pluses=said(findings, FindingKind.PLUS),
        minuses=said(findings, FindingKind.MINUS),
        job_offers=tellable(offers([row for row in reports if row.job_offer], language, of_jobs=True)),
        invitations=tellable(offers([row for row in reports if row.return_invitation], language, of_jobs=False)),
        first_times=tuple(
            recorded_firsts([row for row in findings if row.kind == FindingKind.FIRST_TIME], went, language)
        ),
        quotes=tuple(quotes(quoted(project, reports), language)),
        news=news_of(project.news_texts, language),
        cover_photo=photos[0] if photos else None,
        photos=tuple(photos[1:]),
    )


def tellable(rows: tuple[printed.Offer, ...]) -> tuple[printed.Offer, ...]:
    """None where the one host and trade of so few people would be told; the news text says it without them."""
    return rows if all(row.people >= FEWEST_TOLD for row in rows) else ()


def approved_of(went: list[Mobility]) -> list[ExperienceReport]:
    by_key = {row.pk: row for row in went}
    reports = list(ExperienceReport.objects.approved().filter(mobility__in=by_key).order_by("mobility__start", "pk"))
    for report in reports:
        report.mobility = by_key[report.mobility_id]
    return reports


def quoted(project: Project, reports: list[ExperienceReport]) -> list[ExperienceReport]:
    allowed = set(quotable(project).values_list("pk", flat=True))
    return [report for report in reports if report.pk in allowed]


def said(findings: list[Finding], kind: str) -> tuple[printed.Said, ...]:
    return tuple(printed.Said(finding.text) for finding in findings if finding.kind == kind)


def lines_of(project: Project):
    """Each promised or done activity type over the life of the project."""
    done = sent(project).order_by().values_list("activity_type").annotate(n=Count("pk"))
    return target_lines(project, {pk: [count, 0] for pk, count in done}, ActivityType.objects.in_bulk())
