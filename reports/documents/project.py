"""The dissemination report of one project."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.common.pdf import render_pdf
from portal.common.text import day_range
from reports.documents import annual_pages, phrases
from reports.documents.conference import headline_of
from reports.documents.parts import FirstTime, News, Offer, Photo, ProjectEntry, Quote, Said, SchoolCard, Stamp
from reports.documents.sections import Section, frame, offers_total, photo_rows, project_rows, scene_of


@dataclass(frozen=True)
class ProjectDocument:
    """All that the report prints. What is empty is left out. `figures`: number, what it is, a note."""

    school: SchoolCard
    stamp: Stamp
    project: ProjectEntry
    figures: tuple[tuple[str, str, str], ...] = ()
    pluses: tuple[Said, ...] = ()
    minuses: tuple[Said, ...] = ()
    job_offers: tuple[Offer, ...] = ()
    invitations: tuple[Offer, ...] = ()
    first_times: tuple[FirstTime, ...] = ()
    quotes: tuple[Quote, ...] = ()
    photos: tuple[Photo, ...] = ()
    cover_photo: Photo | None = None
    news: News | None = None


def render_project(document: ProjectDocument, language: str, files: Mapping[str, bytes | Path] | None = None) -> bytes:
    """The PDF. `files`: the photos that may be shown, by token."""
    with override(language):
        context = project_context(document)
    return render_pdf("reports/pdf/project_report.html", {**context, "files": files or {}}, language=language)


def project_context(document: ProjectDocument) -> dict:
    project = document.project
    return {
        "doc": document,
        "title": project.title,
        "subtitle": _("Dissemination report of the project"),
        "running_title": project.code or project.kind,
        "year_label": day_range(project.first_day, project.last_day) if project.first_day else "",
        "scene": "" if document.cover_photo else scene_of("harbour", 122),
        "sections": contents(document),
        "rows": project_rows([project]),
        "offers": annual_pages.offers(document),
        "workshop": scene_of("workshop", 86 if len(document.quotes) < 4 else 66) if document.quotes else "",
        "photo_rows": photo_rows(document.photos),
        **frame(document.school, [project]),
        **({} if project.is_erasmus else {"emblem_small": "", "emblem_large": "", "statement": "", "disclaimers": []}),
    }


def contents(document: ProjectDocument) -> list[Section]:
    jobs, returns = offers_total(document.job_offers), offers_total(document.invitations)
    offers = phrases.offers_headline(jobs, returns) or _("What was new")
    rows = [
        (document.news, Section("news", _("In short"), _("what was told to the world"), headline_of(document.news))),
        (True, Section("project", _("The project"), _("plans and what was done"), _("What the project did"))),
        (
            jobs or returns or document.first_times,
            Section("offers", _("Offers and first times"), _("what came of it"), offers),
        ),
        (document.quotes, Section("quotes", _("In their own words"), _("from the reports"), _("In their own words"))),
        (document.photos, Section("photos", _("Pictures"), "", _("Pictures from the trips"))),
        (
            True,
            Section("about", _("About this document"), _("definitions, data, funding"), _("About this document")),
        ),
    ]
    return [section for condition, section in rows if condition]
