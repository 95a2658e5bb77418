"""Jobs and invitations to come again: counted only where so many got them that nobody is recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from django.utils.translation import gettext as _

from mobilities.conference_year import approved_report
from mobilities.enums import FindingKind
from mobilities.models import ExperienceReport, Finding, Mobility
from portal.common.countries import sort_key
from portal.common.text import active_language
from reports.documents import phrases
from reports.documents.suppression import FEWEST_TOLD
from reports.news.composed import Composed, in_both
from reports.news.sources import source, sources
from reports.news.tongue import clause, sentence


def offers(went: Sequence[Mobility], findings: Sequence[Finding]) -> Iterator[Composed]:
    reports = [report for row in went if (report := approved_report(row))]
    kinds = [[row for row in reports if row.return_invitation], [row for row in reports if row.job_offer]]
    many = [rows if len(rows) >= FEWEST_TOLD else [] for rows in kinds]
    few = [rows if len(rows) < FEWEST_TOLD else [] for rows in kinds]
    for found, told in ((many, counted), (few, uncounted)):
        if any(found):
            yield in_both(0, partial(told, *found), sources(dict.fromkeys(chain(*found))))
    for row in findings:
        if row.kind == FindingKind.OFFER:
            yield in_both(0, partial(sentence, row.text), [source(row)], in_english=False)


def counted(returns: Sequence[ExperienceReport], jobs: Sequence[ExperienceReport]) -> str:
    parts = ([phrases.invitations(len(returns)) + trades(returns)] if returns else []) + (
        [phrases.job_offers(len(jobs)) + trades(jobs)] if jobs else []
    )
    return sentence(_("Those who were abroad received %(offers)s") % {"offers": phrases.joined(parts)})


def uncounted(returns: Sequence[ExperienceReport], jobs: Sequence[ExperienceReport]) -> str:
    """Neither how many nor of which trade."""
    if returns and jobs:
        return _("People were asked to come again to where they had been abroad, and offered work there.")
    if returns:
        return _("People were asked to come again to where they had been abroad.")
    return _("People were offered work where they had been abroad.")


def trades(reports: Sequence[ExperienceReport]) -> str:
    """In brackets what those who were asked learn, or what they did there where they learn no trade."""
    language = active_language()
    journeys = [report.journey for report in reports]
    names = {clause((row.participant.qualification or row.activity_type).name_in(language)) for row in journeys}
    return f" ({', '.join(sorted(names, key=sort_key))})" if names else ""
