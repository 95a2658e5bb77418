"""Who paid for what a text tells of: the words that the grant agreements of these calls ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from mobilities.models import ConferenceProject, Mobility
from portal.accounts.models import School
from portal.common.emblem import co_funding
from projects.enums import Programme
from projects.models import Project
from reports.composition.entries import school_card
from reports.documents.sections import agencies_of
from reports.models import NewsText


@dataclass(frozen=True)
class Funding:
    statement: str
    disclaimers: list[str]


def paid_by(projects: Iterable[Project], school: School, language: str) -> Funding | None:
    """None where no project is of Erasmus+: another programme is only named."""
    paid = [row for row in projects if row.programme == Programme.ERASMUS]
    if not paid:
        return None
    years = {row.call_year for row in paid if row.call_year}
    words = co_funding(years, language, agencies_of(paid, school_card(school, language)))
    return Funding(words.statement, words.disclaimer.split("\n"))


def funding_of(text: NewsText, language: str) -> Funding | None:
    return paid_by(projects_of([text]), text.school, language)


def projects_of(texts: Iterable[NewsText]) -> list[Project]:
    """What the texts are about, and whose mobilities their sentences tell of besides."""
    keys: dict[str, set[int]] = defaultdict(set)
    conferences: set[int] = set()
    for text in texts:
        for row in text.sentences.all():
            for each in row.sources:
                keys[each["kind"]].add(each["pk"])
        keys["project"] |= {text.project_id} - {None}
        conferences |= {text.conference_id} - {None}
    shown = ConferenceProject.objects.filter(conference__in=conferences).values("project")
    told = Mobility.objects.filter(
        Q(pk__in=keys["mobility"])
        | Q(report__in=keys["experiencereport"])
        | Q(presentations__in=keys["presentation"])
        | Q(sharings__in=keys["sharing"])
        | Q(conference_findings__in=keys["finding"])
    )
    named = Q(pk__in=keys["project"]) | Q(pk__in=shown) | Q(pk__in=told.values("project"))
    return list(Project.objects.filter(named))
