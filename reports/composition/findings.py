"""Findings of a conference as they are printed: the words, and what they are about."""

from collections.abc import Iterable, Sequence

from mobilities.models import Finding, Mobility
from portal.common.charts import FEW
from portal.common.countries import country_name
from reports import documents as printed
from reports.composition.counted import town


def said(findings: Iterable[Finding], went: Sequence[Mobility], language: str) -> tuple[printed.Said, ...]:
    """`went`: who was abroad in the year, to know how few a finding speaks of."""
    return tuple(printed.Said(row.text, about(row, went, language)) for row in findings)


def about(finding: Finding, went: Iterable[Mobility], language: str) -> str:
    """Host, place, and what was learned or done: never who. Where only one or two were there for it, the host is left
    out, since the words would be known for theirs."""
    host = None if points_at_somebody(finding, went) else finding.host
    country = finding.country or (finding.host.country if finding.host else "")
    what = finding.qualification or finding.activity_type
    place = [town(host, language), country_name(country, language) if country else ""]
    parts = [host.name if host else "", *place, what.name_in(language) if what else ""]
    return ", ".join(filter(None, parts))


def points_at_somebody(finding: Finding, went: Iterable[Mobility]) -> bool:
    if finding.host_id is None:
        return False
    there = [row for row in went if row.host_id == finding.host_id]
    if finding.qualification_id:
        there = [row for row in there if row.participant.qualification_id == finding.qualification_id]
    elif finding.activity_type_id:
        there = [row for row in there if row.activity_type_id == finding.activity_type_id]
    return 0 < len({row.participant_id for row in there}) < FEW


def decisions(findings: Iterable[Finding]) -> tuple[printed.Decision, ...]:
    return tuple(printed.Decision(row.text, row.owner, row.due, row.done_on) for row in findings)
