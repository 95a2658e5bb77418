"""Findings that a conference need not type: what the approved reports say, and what the register shows as new."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from mobilities.enums import FindingKind
from mobilities.firsts import First, first_times
from mobilities.models import Conference, ExperienceReport, Finding, Mobility
from portal.common.folding import fold

LONGEST = 500


@dataclass
class Proposal:
    """One sentence, and all who said it of the same host; tied to whatever they have in common."""

    key: str
    kind: FindingKind
    text: str
    ties: dict = field(default_factory=dict)
    reports: list[ExperienceReport] = field(default_factory=list)

    @property
    def times(self) -> int:
        return len(self.reports)


def proposals(conference: Conference) -> list[Proposal]:
    """Those that were neither taken, nor set aside, nor typed by hand; first times first, then what many said."""
    return proposed_and_aside(conference)[0]


def proposed_and_aside(conference: Conference) -> tuple[list[Proposal], list[Proposal]]:
    findings = list(conference.findings.select_related("activity_type"))
    aside = set(conference.proposals_aside.values_list("key", flat=True))
    done = {row.source for row in findings} | aside
    typed = {(row.kind, words(row.text), row.host_id) for row in findings}
    firsts = [row for row in findings if row.kind == FindingKind.FIRST_TIME and not row.source]
    rows = everything(conference)
    proposed = [row for row in rows if row.key not in done and not is_typed(row, typed, firsts)]
    return proposed, [row for row in rows if row.key in aside]


def about_first(rows: Iterable[Proposal], mobilities: Collection[Mobility]) -> list[Proposal]:
    """Those that speak of these mobilities, or of their hosts, before the others."""
    keys, hosts = {row.pk for row in mobilities}, {row.host_id for row in mobilities if row.host_id}

    def is_about(row: Proposal) -> bool:
        host = row.ties.get("host")
        return any(report.mobility_id in keys for report in row.reports) or bool(host and host.pk in hosts)

    return sorted(rows, key=lambda row: not is_about(row))


def everything(conference: Conference) -> list[Proposal]:
    with override(settings.LANGUAGE_CODE):  # findings are kept in the language of the school
        firsts = [of_first(first) for first in first_times(conference.school, conference.school_year)]
        said = said_in(reports_of(conference))
    said.sort(key=lambda row: (list(FindingKind).index(row.kind), -row.times, row.text))
    hosts = [row for row in firsts if row.key.startswith("first:host:")]  # the many that matter least
    return [*(row for row in firsts if row not in hosts), *said, *hosts]


def is_typed(proposal: Proposal, typed: set, firsts: Iterable[Finding]) -> bool:
    """Whether somebody has written it by hand: `typed` in these words, `firsts` of the same first time."""
    host = proposal.ties.get("host")
    if (proposal.kind, words(proposal.text), host.pk if host else None) in typed:
        return True
    return proposal.kind == FindingKind.FIRST_TIME and any(is_same_first(proposal, row) for row in firsts)


def is_same_first(proposal: Proposal, finding: Finding) -> bool:
    """The conference has said so already in its own words."""
    what = proposal.key.split(":")[1]
    if what == "country":
        return finding.country == proposal.ties.get("country")
    if what == "host":
        return finding.host_id is not None and finding.host_id == proposal.ties["host"].pk
    kind = finding.activity_type
    return what == "activity" and kind is not None and kind.family == proposal.ties["activity_type"].family


def approved_reports(conference: Conference):
    """Those of the journeys that began in its year."""
    year = conference.school_year
    days = (year.first_day, year.last_day)
    return ExperienceReport.objects.approved().filter(
        Q(mobility__start__range=days) | Q(accompanying__start__range=days), school=conference.school_id
    )


def reports_of(conference: Conference) -> list[ExperienceReport]:
    together = ("mobility__host", "mobility__project", "mobility__activity_type", "accompanying__project")
    people = ("mobility__participant__qualification", "accompanying__person__qualification")
    along = ("accompanying__mobilities__host", "accompanying__mobilities__activity_type")
    rows = approved_reports(conference).select_related(*together, *people)
    return list(rows.prefetch_related(*along).order_by("pk"))


def said_in(reports: Iterable[ExperienceReport]) -> list[Proposal]:
    found: dict[str, Proposal] = {}
    for report in reports:
        for kind, text in sentences(report):
            host = report.journey.host
            key = key_of(kind, text, host.pk if host else 0)
            found.setdefault(key, Proposal(key, kind, text[:LONGEST])).reports.append(report)
    for proposal in found.values():
        proposal.ties = in_common(proposal.reports)
    return list(found.values())


def sentences(report: ExperienceReport) -> Iterator[tuple[FindingKind, str]]:
    """Each sentence once, however often the report repeats it."""
    lines = [(FindingKind.PLUS, line) for line in report.plus_lines]
    lines += [(FindingKind.MINUS, line) for line in report.minus_lines]
    note = f": {report.offer_note}" if report.offer_note else ""
    if report.job_offer:
        lines.append((FindingKind.OFFER, _("Offered a job") + note))
    if report.return_invitation:
        lines.append((FindingKind.OFFER, _("Invited to come again") + note))
    yield from {(kind, words(text)): (kind, text) for kind, text in lines}.values()


def words(text: str) -> str:
    """What makes two sentences the same: letters and digits, without case, accents and punctuation."""
    return " ".join(re.findall(r"\w+", fold(text)))


def key_of(kind: FindingKind, text: str, host: int) -> str:
    said = hashlib.sha256(words(text).encode()).hexdigest()[:16]
    return f"report:{kind}:{host}:{said}"


def in_common(reports: list[ExperienceReport]) -> dict:
    """Field of a finding > what all of these journeys share; only what they share."""
    journeys = [report.journey for report in reports]
    shared = {
        "host": {journey.host for journey in journeys},
        "country": {journey.host.country if journey.host else "" for journey in journeys},
        "project": {journey.project for journey in journeys},
        "activity_type": {journey.activity_type for journey in journeys},
        "qualification": {journey.participant.qualification for journey in journeys},
        "mobility": {report.mobility for report in reports},
    }
    single = {name: next(iter(values)) for name, values in shared.items() if len(values) == 1}
    return {name: value for name, value in single.items() if value}


def of_first(first: First) -> Proposal:
    ties = common_of_mobilities(first.mobilities)
    return Proposal(first.key, FindingKind.FIRST_TIME, first.text[:LONGEST], ties)


def common_of_mobilities(rows: Iterable[Mobility]) -> dict:
    rows = list(rows)
    shared = {
        "host": {row.host for row in rows},
        "country": {row.country for row in rows},
        "project": {row.project for row in rows},
        "activity_type": {row.activity_type for row in rows},
        "qualification": {row.participant.qualification for row in rows},
    }
    return {name: next(iter(values)) for name, values in shared.items() if len(values) == 1 and next(iter(values))}
