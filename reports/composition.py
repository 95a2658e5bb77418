"""From the year's statistics to the rows of the printed documents."""

import io
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pikepdf
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mobilities.conference_record import told
from mobilities.enums import FindingKind, PersonKind, ReportState, ReviewKind
from mobilities.host_record import unnamed
from mobilities.models import Attachment, Conference, ExperienceReport, Finding, Mobility
from portal.accounts.models import School
from portal.common.countries import country_name
from portal.common.school_year import SchoolYear
from projects.enums import Programme
from reports import documents as printed
from reports.documents import phrases
from reports.documents.sections import WRITTEN_IN
from reports.enums import DocumentKind
from reports.models import NewsText
from reports.news import giving
from reports.statistics import ProjectYear, YearStatistics, ranked, year_statistics

MOST_QUOTES = 6
MOST_PHOTOS = 12
MOST_SAID = 4  # pluses and minuses of one country in a comparison

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
        learner_trips=trips(statistics.learners, lambda row: name_of(row.participant.qualification, language)),
        staff_activities=counts((kind.name_in(language), n) for kind, n in statistics.staff_by_activity()),
        staff_fields=counts((field or _("not given"), n) for field, n in statistics.staff_by_work_field()),
        staff_trips=trips(statistics.staff, lambda row: row.activity_type.name_in(language)),
        comparisons=tuple(comparison_rows(statistics, language)),
        conference=conference_card(statistics.conference, language) if statistics.conference else None,
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
        conference=conference_card(statistics.conference, language),
        news=news_of(statistics.conference.news_texts, language),
        cover_photo=photos[0] if photos else None,
        photos=tuple(photos[1:]),
        quotes=tuple(quotes(statistics.quotable, language)),
        **outcomes(statistics, language),
    )


def news_of(texts: QuerySet[NewsText], language: str) -> printed.News | None:
    """The newest approved one of `texts`; in Latvian where nobody has translated it."""
    text = texts.filter(approved_at__isnull=False).order_by("-approved_at").first()
    if text is None:
        return None
    found = language if giving.paragraphs(text, language) else WRITTEN_IN
    return printed.News(giving.title_in(text, found), tuple(giving.paragraphs(text, found)), found)


def outcomes(statistics: YearStatistics, language: str) -> dict:
    """What both documents tell of a year: offers, first times, decisions."""
    reports = approved(statistics)
    return {
        "job_offers": offers([report for report in reports if report.job_offer], language, of_jobs=True),
        "invitations": offers([report for report in reports if report.return_invitation], language, of_jobs=False),
        "first_times": tuple(first_times(statistics, language)),
        "decisions": tuple(
            printed.Decision(finding.text, finding.owner, finding.due, finding.done_on)
            for finding in statistics.findings_of(FindingKind.DECISION)
        ),
    }


def school_card(school: School, language: str) -> printed.SchoolCard:
    return printed.SchoolCard(
        name=school.name_in(language),
        city=school.city,
        country=school.country,
        longitude=float(school.longitude) if school.longitude is not None else None,
        latitude=float(school.latitude) if school.latitude is not None else None,
        agency=school.national_agency,
    )


def stamp(statistics: YearStatistics, as_of: date | None) -> printed.Stamp:
    return stamped(
        (_("mobilities"), statistics.totals.mobilities),
        (_("experience reports"), statistics.totals.reports_received),
        (_("projects"), len(statistics.projects)),
        (_("hosts"), statistics.totals.hosts),
        as_of=as_of,
    )


def stamped(*records: tuple[str, int], as_of: date | None = None) -> printed.Stamp:
    return printed.Stamp(made_at=timezone.now(), data_until=as_of or timezone.localdate(), records=records)


def totals(statistics: YearStatistics) -> printed.Totals:
    counted = statistics.totals
    return printed.Totals(
        mobilities=counted.mobilities,
        learners=counted.learners,
        staff=counted.staff,
        learner_days=sum(row.days for row in statistics.learners),
        staff_days=sum(row.days for row in statistics.staff),
        hosts=counted.hosts,
        new_hosts=len(statistics.first_hosts),
        accompanying=counted.accompanying,
        incoming=counted.incoming,
        green=counted.green,
        fewer_opportunities=counted.fewer_opportunities,
        reports_due=counted.reports_due,
        reports_received=counted.reports_received,
    )


def country_rows(statistics: YearStatistics) -> Iterable[printed.CountryCount]:
    learners = dict(statistics.by_country(PersonKind.LEARNER))
    staff = dict(statistics.by_country(PersonKind.STAFF))
    towns: dict[str, Counter[tuple[float, float]]] = defaultdict(Counter)
    for row in statistics.mobilities:
        if row.host and row.host.longitude is not None and row.host.latitude is not None:
            towns[row.country][float(row.host.longitude), float(row.host.latitude)] += 1
    for code, _count in statistics.by_country():
        yield printed.CountryCount(
            country=code,
            learners=learners.get(code, 0),
            staff=staff.get(code, 0),
            is_first=code in statistics.first_countries,
            towns=tuple(sorted(towns[code], key=lambda town: (-towns[code][town], town))),
        )


def name_of(row, language: str) -> str:
    return row.name_in(language) if row else phrases.no_qualification()


def counts(rows: Iterable[tuple[str, int]]) -> tuple[printed.Count, ...]:
    """Old and new types of one name fall together."""
    together: dict[str, int] = defaultdict(int)
    for name, number in rows:
        together[name] += number
    ordered = sorted(together.items(), key=lambda row: (-row[1], row[0]))
    return tuple(printed.Count(name, number) for name, number in ordered)


def trips(rows: list[Mobility], what) -> tuple[printed.Trip, ...]:
    """One line for all who went to one host for one thing on the same days."""
    groups: dict[tuple, list[Mobility]] = defaultdict(list)
    for row in rows:
        groups[row.start, row.end, what(row), row.host_id].append(row)
    return tuple(
        printed.Trip(
            what=title,
            host=group[0].host.name if group[0].host else "",
            city=group[0].host.city if group[0].host else "",
            country=group[0].country,
            first_day=start,
            last_day=end,
            people=len(group),
            person_days=sum(row.days for row in group),
        )
        for (start, end, title, _host), group in groups.items()
    )


def comparison_rows(statistics: YearStatistics, language: str) -> Iterable[printed.Comparison]:
    for comparison in statistics.comparisons:
        trade = comparison.qualification
        said = [row for row in statistics.quotable if row.mobility.participant.qualification == trade]
        yield printed.Comparison(
            qualification=name_of(trade, language),
            countries=tuple(compared_country(place) for place in comparison.countries),
            quote=next(iter(quotes(said, language)), None),
        )


def compared_country(place) -> printed.ComparedCountry:
    rated = {_("trust"): place.trust, _("seriousness of the tasks"): place.tasks}
    return printed.ComparedCountry(
        country=place.country,
        place=", ".join(place.hosts),
        learners=place.learners,
        pluses=tuple(place.pluses[:MOST_SAID]),
        minuses=tuple(place.minuses[:MOST_SAID]),
        ratings={name: value for name, value in rated.items() if value is not None},
        commute_minutes=place.commute,
        return_invitations=place.return_invitations,
        job_offers=place.job_offers,
    )


def approved(statistics: YearStatistics) -> list[ExperienceReport]:
    return [report for report in statistics.reports if report.state == ReportState.APPROVED]


def offers(reports: list[ExperienceReport], language: str, *, of_jobs: bool) -> tuple[printed.Offer, ...]:
    """By host and trade. What was offered is told of the job where there is one, else of the invitation."""
    groups: dict[tuple, list[ExperienceReport]] = defaultdict(list)
    for report in reports:
        groups[report.mobility.host, trade(report.mobility, language)].append(report)
    return tuple(
        printed.Offer(
            host=host.name if host else "",
            city=host.city if host else "",
            country=host.country if host else "",
            what=what,
            people=len(group),
            note="; ".join(dict.fromkeys(r.offer_note for r in group if r.offer_note and r.job_offer == of_jobs)),
        )
        for (host, what), group in groups.items()
    )


def trade(mobility: Mobility, language: str) -> str:
    """What the person learns or does: never the name."""
    person = mobility.participant
    if person.kind == PersonKind.LEARNER:
        return name_of(person.qualification, language)
    return person.work_field or _("staff")


def quotes(reports: list[ExperienceReport], language: str) -> list[printed.Quote]:
    """Of quotable reports, signed by trade and town."""
    return [
        printed.Quote(report.quote, ", ".join(filter(None, [trade(report.mobility, language), town(report.mobility)])))
        for report in reports[:MOST_QUOTES]
    ]


def town(mobility: Mobility) -> str:
    return mobility.host.city if mobility.host else ""


def first_times(statistics: YearStatistics, language: str) -> Iterable[printed.FirstTime]:
    """What the conference recorded; what the register shows besides."""
    recorded = statistics.findings_of(FindingKind.FIRST_TIME)
    yield from recorded_firsts(recorded, statistics.mobilities, language)
    countries = {finding.country for finding in recorded}
    families = {finding.activity_type.family for finding in recorded if finding.activity_type}
    for code in statistics.first_countries:
        if code not in countries:
            yield printed.FirstTime(country_name(code, language))
    for kind in statistics.first_activity_types:
        if kind.family not in families:
            yield printed.FirstTime(kind.name_in(language))


def recorded_firsts(
    findings: Iterable[Finding], went: Sequence[Mobility], language: str
) -> Iterable[printed.FirstTime]:
    for finding in findings:
        detail = first_detail(finding, went)
        if language != WRITTEN_IN and (heading := first_heading(finding, language)):
            yield printed.FirstTime(heading, detail, finding.text)
        else:
            yield printed.FirstTime(finding.text, detail)


def first_heading(finding: Finding, language: str) -> str:
    """What was new, by the register, in the document's language; empty where the finding names nothing of it."""
    if finding.activity_type:
        return finding.activity_type.name_in(language)
    return country_name(finding.country, language) if finding.country else ""


def first_detail(finding: Finding, went: Iterable[Mobility]) -> str:
    """The towns of the country, or the hosts of the activity, that the finding is about."""
    family = finding.activity_type.family if finding.activity_type else None
    rows = [
        row
        for row in went
        if row.host and (row.country == finding.country if finding.country else row.activity_type.family == family)
    ]
    return ", ".join(dict.fromkeys(row.host.city for row in rows))


def conference_card(conference: Conference, language: str) -> printed.Conference:
    now = told(conference)
    return printed.Conference(
        title=now.title,
        people=now.people,
        days=tuple(
            conference_day(day, [row for row in now.presentations if row.day_id == day.pk]) for day in now.days
        ),
        summary=now.summary,
        shared_before=now.shared_before,
        reviewed=project_entries(now.projects, ReviewKind.REVIEWED, conference.school, language),
        introduced=project_entries(now.projects, ReviewKind.INTRODUCED, conference.school, language),
        pluses=tuple(finding.text for finding in now.of_kind(FindingKind.PLUS)),
        minuses=tuple(finding.text for finding in now.of_kind(FindingKind.MINUS)),
    )


def conference_day(day, presentations) -> printed.ConferenceDay:
    return printed.ConferenceDay(
        date=day.date,
        theme=day.theme,
        building=day.building,
        people=day.ticked + day.other_attendees,
        presentations=tuple(
            printed.Presentation(
                title=row.title,
                presenters=presenters(row),
                time=f"{row.time:%H:%M}" if row.time else "",
            )
            for row in presentations
        ),
    )


def presenters(presentation, known: Container[int] | None = None) -> str:
    """Staff by name, with `known` only these; learners, many of them minors, by group only."""
    people = list(presentation.presenters.all())
    staff = [person for person in people if person.kind == PersonKind.STAFF]
    names = [str(person) for person in staff if known is None or person.pk in known]
    groups = ranked(Counter(person.group or _("learners") for person in people if person.kind == PersonKind.LEARNER))
    others = dict.fromkeys(unnamed(person) for person in staff if known is not None and person.pk not in known)
    return ", ".join([*names, *(group for group, _count in groups), *others])


def project_entries(shown, kind: str, school: School, language: str) -> tuple[printed.ProjectEntry, ...]:
    rows = [ProjectYear(row.project, []) for row in shown if row.kind == kind]
    return tuple(project_entry(row, school, language) for row in rows)


def project_entry(row: ProjectYear, school: School, language: str) -> printed.ProjectEntry:
    project = row.project
    return printed.ProjectEntry(
        title=project.title_in(language),
        code=project.code,
        kind=project.kind_in(language),
        role=project.get_role_display(),
        call_year=project.call_year or (project.start.year if project.programme == Programme.ERASMUS else None),
        is_erasmus=project.programme == Programme.ERASMUS,
        first_day=project.start,
        last_day=project.end,
        grant=project.grant,
        targets=tuple(
            printed.Target(line.activity_type.name_in(language), line.planned, line.done) for line in row.targets
        ),
        note=project.note_in(language),
        school_name=project.school_name if project.school_name != school.name else "",
    )


def host_entries(statistics: YearStatistics, language: str) -> Iterable[printed.HostEntry]:
    groups: dict[int, list[Mobility]] = defaultdict(list)
    for row in statistics.mobilities:
        if row.host:
            groups[row.host_id].append(row)
    for rows in groups.values():
        host = rows[0].host
        trades = dict.fromkeys(
            name_of(row.participant.qualification, language)
            if row.participant.kind == PersonKind.LEARNER
            else row.activity_type.name_in(language)
            for row in rows
        )
        yield printed.HostEntry(
            host.name, host.city, host.country, ", ".join(trades), host.pk in statistics.first_hosts
        )


def photos_of(statistics: YearStatistics) -> list[Attachment]:
    """Photos of the year's approved reports in which everybody agreed, one host after the other, each once."""
    rows = Attachment.objects.publishable().filter(report__mobility__in=[row.pk for row in statistics.mobilities])
    return printable(rows.order_by("report__mobility__start", "pk"))


def printable(rows: Iterable[Attachment]) -> list[Attachment]:
    """Each picture once, as many as fit."""
    shown: dict[str, Attachment] = {}
    for photo in rows:
        if photo.width and photo.height and Path(photo.file.path).exists():
            shown.setdefault(photo.sha256, photo)
    return list(shown.values())[: MOST_PHOTOS + 1]


def photo_row(photo: Attachment) -> printed.Photo:
    return printed.Photo(str(photo.pk), photo.width, photo.height, photo.caption)
