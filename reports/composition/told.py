"""What the year's reports tell: comparisons, offers, words of participants, who went where."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from mobilities.enums import FindingKind, PersonKind, ReportState
from mobilities.models import ExperienceReport, Mobility
from portal.common.usual_words import in_language
from reports import documents as printed
from reports.composition.counted import name_of, town
from reports.composition.findings import decisions, said
from reports.composition.firsts import first_times
from reports.statistics import YearStatistics

MOST_QUOTES = 6
MOST_SAID = 4  # pluses and minuses of one country in a comparison


def trips(rows: list[Mobility], what, language: str) -> tuple[printed.Trip, ...]:
    """One line for all who went to one host for one thing on the same days."""
    groups: dict[tuple, list[Mobility]] = defaultdict(list)
    for row in rows:
        groups[row.start, row.end, what(row), row.host_id].append(row)
    return tuple(
        printed.Trip(
            what=title,
            host=group[0].host.name if group[0].host else "",
            city=town(group[0].host, language),
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


def outcomes(statistics: YearStatistics, language: str) -> dict:
    """What both documents tell of a year: offers, first times, decisions."""
    reports = approved(statistics)
    return {
        "job_offers": offers([report for report in reports if report.job_offer], language, of_jobs=True),
        "invitations": offers([report for report in reports if report.return_invitation], language, of_jobs=False),
        "first_times": tuple(first_times(statistics, language)),
        "told_offers": said(statistics.findings_of(FindingKind.OFFER), statistics.mobilities, language),
        "decisions": decisions(statistics.findings_of(FindingKind.DECISION)),
    }


def offers(reports: list[ExperienceReport], language: str, *, of_jobs: bool) -> tuple[printed.Offer, ...]:
    """By host and trade. What was offered is told of the job where there is one, else of the invitation."""
    groups: dict[tuple, list[ExperienceReport]] = defaultdict(list)
    for report in reports:
        groups[report.mobility.host, trade(report.mobility, language)].append(report)
    return tuple(
        printed.Offer(
            host=host.name if host else "",
            city=town(host, language),
            country=host.country if host else "",
            what=what,
            people=len(group),
            note="; ".join(
                dict.fromkeys(row.offer_note for row in group if row.offer_note and bool(row.job_offer) == of_jobs)
            ),
        )
        for (host, what), group in groups.items()
    )


def trade(mobility: Mobility, language: str) -> str:
    """What the person learns or does: never the name."""
    person = mobility.participant
    if person.kind == PersonKind.LEARNER:
        return name_of(person.qualification, language)
    return in_language(person.work_field, language) or _("staff")


def quotes(reports: list[ExperienceReport], language: str) -> list[printed.Quote]:
    """Of quotable reports, signed by trade and town."""
    return [
        printed.Quote(
            report.quote,
            ", ".join(filter(None, [trade(report.mobility, language), town(report.mobility.host, language)])),
        )
        for report in reports[:MOST_QUOTES]
    ]
