"""The annual summary: one school year on paper, for the founder, the ministry, the accreditor."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from portal.common.pdf import render_pdf
from portal.common.school_year import SchoolYear
from reports.documents import annual_pages, phrases
from reports.documents.parts import (
    Comparison,
    Conference,
    Count,
    CountryCount,
    Decision,
    FirstTime,
    HostEntry,
    Offer,
    Photo,
    ProjectEntry,
    QualificationCount,
    Quote,
    Said,
    SchoolCard,
    Stamp,
    Totals,
    Trip,
)
from reports.documents.sections import (
    Section,
    decisions_section,
    frame,
    offers_total,
    photo_rows,
    project_rows,
    scene_of,
    votes_section,
)


@dataclass(frozen=True)
class AnnualDocument:
    """All that the annual summary prints. What is empty is left out, section and contents line alike.

    `suppress_below` withholds numbers of people under it (5 for what leaves the school, 0 for none).
    """

    school: SchoolCard
    year: SchoolYear
    stamp: Stamp
    totals: Totals
    before: Totals | None = None
    countries: tuple[CountryCount, ...] = ()
    qualifications: tuple[QualificationCount, ...] = ()
    learner_trips: tuple[Trip, ...] = ()
    staff_activities: tuple[Count, ...] = ()
    staff_fields: tuple[Count, ...] = ()
    staff_trips: tuple[Trip, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    job_offers: tuple[Offer, ...] = ()
    invitations: tuple[Offer, ...] = ()
    told_offers: tuple[Said, ...] = ()
    first_times: tuple[FirstTime, ...] = ()
    conference: Conference | None = None
    decisions: tuple[Decision, ...] = ()
    projects: tuple[ProjectEntry, ...] = ()
    quotes: tuple[Quote, ...] = ()
    photos: tuple[Photo, ...] = ()
    hosts: tuple[HostEntry, ...] = ()
    cover_photo: Photo | None = None
    title: str = ""
    suppress_below: int = 0

    @cached_property
    def places(self) -> tuple[CountryCount, ...]:
        return tuple(sorted(self.countries, key=lambda place: (-place.people, place.country)))


def render_annual(document: AnnualDocument, language: str, files: Mapping[str, bytes | Path] | None = None) -> bytes:
    """The PDF. `files`: the photos that may be shown, by token."""
    with override(language):
        context = annual_context(document)
    return render_pdf("reports/pdf/annual.html", {**context, "files": files or {}}, language=language)


def annual_context(document: AnnualDocument) -> dict:
    """Everything the template needs, phrased in the active language."""
    document = replace(document, countries=document.places)
    return {
        "doc": document,
        "title": document.title or phrases.cover_headline(document.totals, document.countries),
        "subtitle": _("Annual summary of international mobility"),
        "running_title": _("International mobility in school year %(year)s") % {"year": document.year.display()},
        "year_label": _("School year %(year)s") % {"year": document.year.display()},
        "scene": "" if document.cover_photo else scene_of("road", 222),
        "sections": contents(document),
        "figures": annual_pages.figures(document),
        "map": annual_pages.world(document),
        "learners": annual_pages.learners(document),
        "staff": annual_pages.staff(document),
        "comparisons": [annual_pages.compared(comparison) for comparison in document.comparisons],
        "offers": annual_pages.offers(document, document.told_offers, document.suppress_below),
        "conference": annual_pages.conference(document.conference),
        "decisions": sorted(document.decisions, key=lambda row: (row.due, row.text)),
        "projects": project_rows(document.projects),
        "workshop": scene_of("workshop", 86 if len(document.quotes) < 4 else 66) if document.quotes else "",
        "photo_rows": photo_rows(document.photos),
        "hosts": annual_pages.hosts(document.hosts),
        "under": document.suppress_below,
        **frame(document.school, document.projects),
    }


def contents(document: AnnualDocument) -> list[Section]:
    """The sections that have something to say, in order."""
    rows = [*_people_sections(document), *_result_sections(document), *_register_sections(document)]
    about = Section("about", _("About this document"), _("definitions, data, funding"), _("About this document"))
    return [section for condition, section in rows if condition] + [about]


def _people_sections(document: AnnualDocument) -> list[tuple[object, Section]]:
    totals, places = document.totals, document.countries
    learner_places = sum(place.learners > 0 for place in places)
    staff_places = sum(place.staff > 0 for place in places)
    return [
        (
            True,
            Section(
                "figures",
                _("The year in figures"),
                f"{phrases.learners(totals.learners)}, {phrases.staff(totals.staff)}",
                phrases.figures_headline(totals, document.before),
            ),
        ),
        (places, Section("map", _("Where we were"), phrases.countries(len(places)), phrases.map_headline(places))),
        (
            document.qualifications or document.learner_trips,
            Section(
                "learners",
                _("Learners' placements"),
                _("qualifications, countries and every trip"),
                phrases.learners_headline(totals.learners, len(document.qualifications), learner_places),
            ),
        ),
        (
            document.staff_activities or document.staff_trips,
            Section(
                "staff",
                _("Staff mobility"),
                _("activities, fields and every trip"),
                phrases.staff_headline(totals.staff, staff_places),
            ),
        ),
        (
            document.comparisons,
            Section(
                "comparison",
                _("One qualification, several countries"),
                ", ".join(each.qualification for each in document.comparisons[:3]),
                phrases.comparison_headline(document.comparisons[0]) if document.comparisons else "",
            ),
        ),
    ]


def _result_sections(document: AnnualDocument) -> list[tuple[object, Section]]:
    jobs, returns = offers_total(document.job_offers), offers_total(document.invitations)
    meeting = document.conference
    before = meeting.open_before if meeting else ()
    offers = phrases.offers_headline(jobs, returns, document.suppress_below) or phrases.otherwise_new(
        document.first_times
    )
    return [
        (
            jobs or returns or document.told_offers or document.first_times,
            Section("offers", _("Offers and first times"), _("what came of it"), offers),
        ),
        (
            meeting,
            Section(
                "conference",
                _("Evaluation conference"),
                phrases.people(meeting.people) if meeting else "",
                phrases.conference_headline(meeting) if meeting else "",
            ),
        ),
        (meeting and meeting.votes, votes_section(meeting) if meeting else None),
        (document.decisions or before, decisions_section(document.decisions, before)),
    ]


def _register_sections(document: AnnualDocument) -> list[tuple[object, Section]]:
    new = sum(host.is_new for host in document.hosts)
    photos = ngettext("%(count)s picture", "%(count)s pictures", len(document.photos)) % {
        "count": len(document.photos)
    }
    return [
        (
            document.projects,
            Section(
                "projects",
                _("Projects one by one"),
                _("codes, roles, plans and what was done"),
                phrases.projects_headline(document.projects),
            ),
        ),
        (document.quotes, Section("quotes", _("In their own words"), _("from the reports"), _("In their own words"))),
        (document.photos, Section("photos", _("Pictures"), photos, _("Pictures from the trips"))),
        (
            document.hosts,
            Section(
                "hosts",
                _("Who hosted us"),
                _("by country and town"),
                phrases.hosts_headline(len(document.hosts), new),
            ),
        ),
    ]
