"""The dissemination report of an evaluation conference."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.common.pdf import render_pdf
from portal.common.school_year import SchoolYear
from portal.common.text import active_language
from reports.documents import annual_pages, phrases
from reports.documents.parts import Conference, Decision, FirstTime, News, Offer, Photo, Quote, Said, SchoolCard, Stamp
from reports.documents.sections import (
    WRITTEN_IN,
    Section,
    decisions_section,
    frame,
    offers_total,
    photo_rows,
    scene_of,
    votes_section,
)
from reports.documents.suppression import FEWEST_TOLD


@dataclass(frozen=True)
class ConferenceDocument:
    """All that the report prints. What is empty is left out."""

    school: SchoolCard
    year: SchoolYear
    stamp: Stamp
    conference: Conference
    job_offers: tuple[Offer, ...] = ()
    invitations: tuple[Offer, ...] = ()
    told_offers: tuple[Said, ...] = ()
    first_times: tuple[FirstTime, ...] = ()
    decisions: tuple[Decision, ...] = ()
    quotes: tuple[Quote, ...] = ()
    photos: tuple[Photo, ...] = ()
    cover_photo: Photo | None = None
    title: str = ""
    news: News | None = None


def render_conference(
    document: ConferenceDocument, language: str, files: Mapping[str, bytes | Path] | None = None
) -> bytes:
    """The PDF. `files`: the photos that may be shown, by token."""
    with override(language):
        context = conference_context(document)
    return render_pdf("reports/pdf/conference.html", {**context, "files": files or {}}, language=language)


def conference_context(document: ConferenceDocument) -> dict:
    meeting = document.conference
    return {
        "doc": document,
        "title": document.title or phrases.conference_headline(meeting),
        "subtitle": _("Dissemination report of the evaluation conference"),
        "running_title": name_of(meeting),
        "year_label": _("School year %(year)s") % {"year": document.year.display()},
        "scene": "" if document.cover_photo else scene_of("harbour", 122),
        "sections": contents(document),
        "conference": annual_pages.conference(meeting),
        "offers": annual_pages.offers(document, document.told_offers, FEWEST_TOLD),
        "decisions": sorted(document.decisions, key=lambda row: (row.due, row.text)),
        "workshop": scene_of("workshop", 86 if len(document.quotes) < 4 else 66) if document.quotes else "",
        "photo_rows": photo_rows(document.photos),
        "is_report": True,
        **frame(document.school, [*meeting.reviewed, *meeting.introduced]),
    }


def name_of(meeting: Conference) -> str:
    """As the school calls it; in a document of another language by what it is."""
    return meeting.title if active_language() == WRITTEN_IN else _("Evaluation conference")


def headline_of(news: News | None) -> str:
    return news.title if news and news.language == active_language() else _("In short")


def contents(document: ConferenceDocument) -> list[Section]:
    meeting = document.conference
    jobs, returns = offers_total(document.job_offers), offers_total(document.invitations)
    talks = any(day.presentations for day in meeting.days)
    offers = phrases.offers_headline(jobs, returns, FEWEST_TOLD) or phrases.otherwise_new(document.first_times)
    rows = [
        (document.news, Section("news", _("In short"), _("what was told to the world"), headline_of(document.news))),
        (True, Section("conference", _("The conference"), phrases.people(meeting.people), name_of(meeting))),
        (talks, Section("programme", _("Programme"), _("who presented what"), _("Who presented what"))),
        (
            jobs or returns or document.told_offers or document.first_times,
            Section("offers", _("Offers and first times"), _("what came of it"), offers),
        ),
        (meeting.votes, votes_section(meeting)),
        (document.decisions or meeting.open_before, decisions_section(document.decisions, meeting.open_before)),
        (document.quotes, Section("quotes", _("In their own words"), _("from the reports"), _("In their own words"))),
        (document.photos, Section("photos", _("Pictures"), "", _("Pictures from the trips"))),
        (
            True,
            Section("about", _("About this document"), _("definitions, data, funding"), _("About this document")),
        ),
    ]
    return [section for condition, section in rows if condition]
