"""What the school did for the first time."""

from collections.abc import Iterable, Sequence

from mobilities.enums import FindingKind
from mobilities.models import Finding, Mobility
from portal.common.countries import country_name
from reports import documents as printed
from reports.composition.counted import town
from reports.documents.sections import WRITTEN_IN
from reports.statistics import YearStatistics


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
        detail = first_detail(finding, went, language)
        if language != WRITTEN_IN and (heading := first_heading(finding, language)):
            yield printed.FirstTime(heading, detail, finding.text)
        else:
            yield printed.FirstTime(finding.text, detail)


def first_heading(finding: Finding, language: str) -> str:
    """What was new, by the register, in the document's language; empty where the finding names nothing of it."""
    if finding.activity_type:
        return finding.activity_type.name_in(language)
    return country_name(finding.country, language) if finding.country else ""


def first_detail(finding: Finding, went: Iterable[Mobility], language: str) -> str:
    """The towns of the country, or the hosts of the activity, that the finding is about."""
    family = finding.activity_type.family if finding.activity_type else None
    rows = [
        row
        for row in went
        if row.host and (row.country == finding.country if finding.country else row.activity_type.family == family)
    ]
    return ", ".join(dict.fromkeys(town(row.host, language) for row in rows))
