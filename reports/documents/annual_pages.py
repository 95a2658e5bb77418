"""The figures and drawings of each page of the annual summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.common import charts
from portal.common.countries import country_name
from portal.common.europe_map import Destination, Home, centre, europe_map
from portal.common.text import number, percent
from reports.documents import phrases
from reports.documents.parts import Comparison, Conference, CountryCount, HostEntry, Offer, Said, Trip, Vote
from reports.documents.sections import (
    TEXT_WIDTH,
    clean_bars,
    drawing,
    offers_total,
    planned_and_done,
    project_rows,
    scene_of,
    shown,
    under,
)
from reports.documents.suppression import FEWEST_TOLD, withheld, withheld_cells

if TYPE_CHECKING:
    from reports.documents.annual import AnnualDocument
    from reports.documents.conference import ConferenceDocument
    from reports.documents.project import ProjectDocument

HALF_WIDTH = 81
MOST_COLUMNS, MOST_ROWS, MAP_COLUMNS = 14, 18, 8
MOST_POINTS = 7


def figures(document: AnnualDocument) -> dict:
    """The dark page and the one after it."""
    totals, before = document.totals, document.before
    pairs = []
    if before:
        pairs = [
            (_("Mobilities"), totals.mobilities, before.mobilities),
            (_("Learners"), totals.learners, before.learners),
            (_("Staff"), totals.staff, before.staff),
        ]
    targets = [
        (project.title, sum(t.planned for t in project.targets), sum(t.done for t in project.targets))
        for project in document.projects
        if any(target.planned for target in project.targets)
    ]
    names = (document.year.display(), document.year.previous.display())
    return {
        "caption": phrases.figures_caption(totals, before, document.countries),
        "pairs": drawing(
            charts.paired_bars(pairs, TEXT_WIDTH, _("Mobilities by year"), names=names, theme=charts.DARK)
        )
        if pairs
        else "",
        "targets": drawing(
            charts.bullets(targets[:6], TEXT_WIDTH, _("Planned and done"), said=planned_and_done, theme=charts.DARK)
        )
        if targets
        else "",
        "tiles": tiles(document),
        "countries": clean_bars(
            [(country_name(place.country), place.people) for place in document.countries[:8]],
            TEXT_WIDTH,
            _("Mobilities by country"),
        )
        if not document.suppress_below
        else "",
    }


def tiles(document: AnnualDocument) -> list[tuple[str, str, str]]:
    """(number, what it is, a note), without those that are nought."""
    totals = document.totals
    people = document.conference.people if document.conference else 0
    first = [country_name(place.country) for place in document.countries if place.is_first]
    average = round(totals.learner_days / totals.learners) if totals.learners else 0
    jobs, returns = offers_total(document.job_offers), offers_total(document.invitations)
    rows = [
        (totals.learner_days, phrases.learner_days(totals.learner_days), phrases.days_each(average)),
        (totals.staff_days, phrases.staff_days(totals.staff_days), ""),
        (totals.accompanying, phrases.accompanying(totals.accompanying), _("not counted among the mobilities")),
        (
            totals.hosts,
            phrases.hosts_figure(totals.hosts),
            _("%(count)s of them for the first time") % {"count": totals.new_hosts} if totals.new_hosts else "",
        ),
        (jobs, phrases.job_offers_figure(jobs), ""),
        (returns, phrases.invitations_figure(returns), ""),
        (len(first), phrases.first_countries_figure(len(first)), ", ".join(first)),
        (people, phrases.people_at_conference(people), ""),
        (totals.green, phrases.green_figure(totals.green), ""),
        (totals.incoming, _("hosted here from abroad"), ""),
        (
            totals.reports_received,
            phrases.reports_figure(totals.reports_received),
            _("%(count)s were due") % {"count": totals.reports_due} if totals.reports_due else "",
        ),
    ]
    return [(number(value), what, note) for value, what, note in rows if value][:8]


def world(document: AnnualDocument) -> dict:
    """The map, the small table under it and, with many countries, the whole table."""
    places, below = document.countries, document.suppress_below
    hidden = withheld([place.people for place in places], below)
    destinations = [
        Destination(
            place.country,
            country_name(place.country),
            place.people,
            shown(place.people, position in hidden, below),
            place.towns,
        )
        for position, place in enumerate(places)
    ]
    school = document.school
    lon, lat = centre(school.country)
    home = Home(
        school.country,
        school.city or country_name(school.country),
        lon if school.longitude is None else float(school.longitude),
        lat if school.latitude is None else float(school.latitude),
    )
    table = country_table(places, below)
    fits = len(table) <= MAP_COLUMNS
    title = _("Map of Europe with arcs from %(town)s") % {"town": home.name}
    told = "; ".join(f"{each.name}: {each.label}" for each in destinations)
    return {
        "svg": drawing(europe_map(home, destinations, title, told)) if places else "",
        "columns": table if fits else [],
        "rows": [] if fits else table,
        "learners": number(document.totals.learners),
        "staff": number(document.totals.staff),
    }


def country_table(places: Sequence[CountryCount], below: int) -> list[dict]:
    """Country, learners and staff as printed. A pair with one small number hides both: the map shows their sum."""
    cells = {}
    for row, place in enumerate(places):
        cells |= {(row, 0): place.learners, (row, 1): place.staff, (row, 2): place.people}
    hidden = withheld_cells(cells, below)
    return [
        {
            "name": country_name(place.country),
            "learners": shown(place.learners, (row, 0) in hidden, below),
            "staff": shown(place.staff, (row, 1) in hidden, below),
            "people": shown(place.people, (row, 2) in hidden, below),
            "is_first": place.is_first,
        }
        for row, place in enumerate(places)
    ]


def learners(document: AnnualDocument) -> dict:
    rows = sorted(document.qualifications, key=lambda row: (-row.total, row.name))
    by_country: dict[str, int] = {}
    for row in rows:
        for country, count in row.countries.items():
            by_country[country] = by_country.get(country, 0) + count
    columns = sorted(by_country, key=lambda code: (-by_country[code], code))
    named = [row for row in rows if row.name != phrases.no_qualification()]
    lead = phrases.largest(named[0].name, named[0].total, document.totals.learners) if len(named) > 1 else ""
    below = document.suppress_below
    cells = {(i, j): row.countries.get(code, 0) for i, row in enumerate(rows) for j, code in enumerate(columns)}
    hidden = withheld_cells(cells, below)
    return {
        "lead": lead,
        "matrix": drawing(matrix(rows, columns, cells, hidden, below)) if rows and columns else "",
        "table": [
            {
                "name": row.name,
                "countries": ", ".join(
                    f"{country_name(code)} {shown(cells[i, j], (i, j) in hidden, below)}"
                    for j, code in enumerate(columns)
                    if cells[i, j]
                ),
                "total": shown(row.total, 0 < row.total < below, below),
            }
            for i, row in enumerate(rows)
        ],
        "trips": trips(document.learner_trips, below),
        "days": number(sum(trip.person_days for trip in document.learner_trips)),
        "people": number(sum(trip.people for trip in document.learner_trips)),
    }


def matrix(rows, columns: list[str], cells: dict, hidden: set, below: int) -> str:
    """Qualification by country; what does not fit the page is summed in a last row and column."""
    rows_kept, columns_kept = _keep(len(rows), MOST_ROWS), _keep(len(columns), MOST_COLUMNS)
    names = [row.name for row in rows[:rows_kept]] + ([_("Others")] if rows_kept < len(rows) else [])
    heads = [country_name(code) for code in columns[:columns_kept]]
    heads += [_("Others")] if columns_kept < len(columns) else []
    folded: dict[tuple[int, int], int | None] = {}
    for (i, j), value in cells.items():
        place = min(i, rows_kept), min(j, columns_kept)
        folded[place] = (folded.get(place) or 0) + value
    for i, j in hidden:
        folded[min(i, rows_kept), min(j, columns_kept)] = None
    row_sums, column_sums = [0] * len(names), [0] * len(heads)
    for (i, j), value in cells.items():
        row_sums[min(i, rows_kept)] += value
        column_sums[min(j, columns_kept)] += value
    return charts.matrix(
        names,
        heads,
        folded,
        [shown(value, 0 < value < below, below) for value in row_sums],
        [shown(value, 0 < value < below, below) for value in column_sums],
        number(sum(row_sums)),
        TEXT_WIDTH,
        _("Learners by qualification and country"),
        total_name=_("Total"),
        hidden=under(below),
    )


def _keep(count: int, most: int) -> int:
    return count if count <= most else most - 1


def trips(rows: Sequence[Trip], below: int) -> list[dict]:
    ordered = sorted(rows, key=lambda trip: (trip.what, trip.first_day, trip.host))
    hidden = withheld([trip.people for trip in ordered], below)
    return [
        {"trip": trip, "people": shown(trip.people, position in hidden, below), "is_withheld": position in hidden}
        for position, trip in enumerate(ordered)
    ]


def staff(document: AnnualDocument) -> dict:
    below = document.suppress_below
    return {
        "activities": clean_bars(
            [(row.name, row.number) for row in document.staff_activities], HALF_WIDTH, _("Staff by activity")
        ),
        "fields": clean_bars(
            [(row.name, row.number) for row in document.staff_fields], HALF_WIDTH, _("Staff by field")
        ),
        "trips": trips(document.staff_trips, below),
        "days": number(sum(trip.person_days for trip in document.staff_trips)),
        "people": number(sum(trip.people for trip in document.staff_trips)),
    }


def compared(comparison: Comparison) -> dict:
    """Columns of pluses and minuses, three to a row, and the chart of ratings."""
    criteria = [phrases.opening(name) for name in phrases.criteria(comparison)]
    series = [
        charts.Series(
            country_name(each.country), {phrases.opening(name): value for name, value in each.ratings.items()}
        )
        for each in comparison.countries
        if each.ratings
    ]
    columns = [
        {
            "country": each,
            "name": country_name(each.country),
            "kind": position % len(charts.PAPER.series) + 1,
            "size": ", ".join(filter(None, [each.place, phrases.learners(each.learners)])),
            "pluses": each.pluses[:MOST_POINTS],
            "minuses": each.minuses[:MOST_POINTS],
            "more": max(len(each.pluses) - MOST_POINTS, 0) + max(len(each.minuses) - MOST_POINTS, 0),
        }
        for position, each in enumerate(comparison.countries)
    ]
    title = _("Ratings of %(qualification)s, 1 to 5") % {"qualification": comparison.qualification}
    return {
        "comparison": comparison,
        "headline": phrases.comparison_headline(comparison),
        "lead": phrases.comparison_lead(comparison),
        "rows": [columns[start : start + 3] for start in range(0, len(columns), 3)],
        "ratings": drawing(charts.ratings(criteria, series[:6], TEXT_WIDTH, title)) if criteria and series else "",
    }


def offers(
    document: AnnualDocument | ConferenceDocument | ProjectDocument, told: Sequence[Said] = (), below: int = 0
) -> dict:
    """The more there is to tell, the lower the drawing; none where the page is full. Numbers of people under `below`,
    and those from which they could be worked out, are not told."""
    lines = len(document.job_offers) + len(document.invitations) + len(document.first_times) + len(told)
    return {
        "kinds": [
            (
                phrases.offers_headline(offers_total(document.job_offers), 0, below),
                counted(document.job_offers, below),
            ),
            (
                phrases.offers_headline(0, offers_total(document.invitations), below),
                counted(document.invitations, below),
            ),
        ],
        "told": told,
        "scene": scene_of("coast", 66 if lines < 6 else 36) if lines < 12 else "",
    }


def counted(rows: Sequence[Offer], below: int) -> list[tuple[Offer, str]]:
    """Each with how many people it was made to, where that may be told."""
    hidden = withheld([row.people for row in rows], below)
    return [(row, "" if place in hidden else number(row.people)) for place, row in enumerate(rows)]


def conference(meeting: Conference | None) -> dict | None:
    if meeting is None:
        return None
    return {
        "meeting": meeting,
        "reviewed": project_rows(meeting.reviewed),
        "introduced": project_rows(meeting.introduced),
        "votes": [counted_vote(vote) for vote in meeting.votes],
        "open_before": sorted(meeting.open_before, key=lambda row: (row.due, row.text)),
        "buildings": list(dict.fromkeys(day.building for day in meeting.days if day.building)),
        "scene": scene_of("hall", 74 if len(meeting.pluses) + len(meeting.minuses) < 7 else 67),
    }


def counted_vote(vote: Vote) -> dict:
    """Each answer with its ballots and share; of few voters neither."""
    is_told = vote.total >= FEWEST_TOLD
    return {
        "vote": vote,
        "is_told": is_told,
        "rows": [
            (text, number(ballots), percent(100 * ballots / vote.total)) if is_told else (text, "", "")
            for text, ballots in vote.answers
        ],
    }


def hosts(entries: Sequence[HostEntry]) -> list[HostEntry]:
    return sorted(entries, key=lambda host: (country_name(host.country), host.city, host.name))
