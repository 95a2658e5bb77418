"""The year in numbers, by country and kind, and as of when."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.enums import PersonKind
from mobilities.models import Host
from portal.common import places
from reports import documents as printed
from reports.documents import phrases
from reports.statistics import YearStatistics


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


def town(host: Host | None, language: str) -> str:
    """Where the host is, as the language calls it."""
    return places.name_in(host.city, host.country, language) if host else ""
