"""Who paid for what a text tells of: the words that the grant agreements of these calls ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from mobilities.models import ConferenceProject, Mobility
from projects.funding import Funding, paid_by
from projects.models import Project
from reports.models import NewsText


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
