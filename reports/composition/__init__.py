"""From the year's statistics to the rows of the printed documents."""

import io
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pikepdf
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import School
from portal.common.school_year import SchoolYear
from portal.common.usual_words import in_language
from reports import documents as printed
from reports.composition.conference import conference_card, news_of
from reports.composition.counted import country_rows, counts, name_of, stamp, totals
from reports.composition.entries import host_entries, project_entry, school_card
from reports.composition.photos import photo_row, photos_of
from reports.composition.told import comparison_rows, outcomes, quotes, trips
from reports.enums import DocumentKind
from reports.statistics import YearStatistics, year_statistics

RENDERERS = {
    DocumentKind.ANNUAL: printed.render_annual,
    DocumentKind.CONFERENCE: printed.render_conference,
    DocumentKind.PROJECT: printed.render_project,
}


@dataclass(frozen=True)
class Composed:
    """What is printed, and the photos it may show, by token."""

    document: printed.AnnualDocument | printed.ConferenceDocument | printed.ProjectDocument
    files: dict[str, Path]


def compose(kind: str, school: School, year: SchoolYear, language: str, as_of: date | None = None) -> Composed:
    """The rows of a document that has something to tell (see nothing_to_tell)."""
    with override(language):
        statistics = year_statistics(school, year, as_of)
        photos = photos_of(statistics)
        files = {str(photo.pk): Path(photo.file.path) for photo in photos}
        build = annual if kind == DocumentKind.ANNUAL else conference_report
        return Composed(build(statistics, [photo_row(photo) for photo in photos], language, as_of), files)


def nothing_to_tell(kind: str, school: School, year: SchoolYear) -> str:
    """Why there can be no such document, as a sentence; empty where there can."""
    statistics = year_statistics(school, year)
    if kind == DocumentKind.CONFERENCE and statistics.conference is None:
        sentence = _("There is no evaluation conference in school year %(year)s, so there is nothing to report on.")
    elif not (statistics.mobilities or statistics.projects or statistics.conference):
        sentence = _("Nothing has been entered for school year %(year)s, so there is nothing to summarise.")
    else:
        return ""
    return sentence % {"year": year}


def render(kind: str, composed: Composed, language: str) -> bytes:
    return RENDERERS[kind](composed.document, language, composed.files)


def snapshot(composed: Composed) -> dict:
    """What was printed, as plain data."""
    return asdict(composed.document)


def count_pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def annual(statistics: YearStatistics, photos: list[printed.Photo], language: str, as_of) -> printed.AnnualDocument:
    before = year_statistics(statistics.school, statistics.year.previous, as_of)
    return printed.AnnualDocument(
        school=school_card(statistics.school, language),
        year=statistics.year,
        stamp=stamp(statistics, as_of),
        totals=totals(statistics),
        before=totals(before) if before.mobilities else None,
        countries=tuple(country_rows(statistics)),
        qualifications=tuple(
            printed.QualificationCount(name_of(qualification, language), dict(counts))
            for qualification, counts in statistics.by_qualification_and_country().items()
        ),
        learner_trips=trips(
            statistics.learners, lambda row: name_of(row.participant.qualification, language), language
        ),
        staff_activities=counts((kind.name_in(language), n) for kind, n in statistics.staff_by_activity()),
        staff_fields=counts(
            (in_language(field, language) or _("not given"), n) for field, n in statistics.staff_by_work_field()
        ),
        staff_trips=trips(statistics.staff, lambda row: row.activity_type.name_in(language), language),
        comparisons=tuple(comparison_rows(statistics, language)),
        conference=conference_card(statistics.conference, statistics.mobilities, language)
        if statistics.conference
        else None,
        projects=tuple(project_entry(row, statistics.school, language) for row in statistics.projects),
        hosts=tuple(host_entries(statistics, language)),
        cover_photo=photos[0] if photos else None,
        photos=tuple(photos[1:]),
        quotes=tuple(quotes(statistics.quotable, language)),
        **outcomes(statistics, language),
    )


def conference_report(
    statistics: YearStatistics, photos: list[printed.Photo], language: str, as_of
) -> printed.ConferenceDocument:
    return printed.ConferenceDocument(
        school=school_card(statistics.school, language),
        year=statistics.year,
        stamp=stamp(statistics, as_of),
        conference=conference_card(statistics.conference, statistics.mobilities, language),
        news=news_of(statistics.conference.news_texts, language),
        cover_photo=photos[0] if photos else None,
        photos=tuple(photos[1:]),
        quotes=tuple(quotes(statistics.quotable, language)),
        **outcomes(statistics, language),
    )
