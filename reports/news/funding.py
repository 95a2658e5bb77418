"""Who paid for what a text tells of: the words that the grant agreements of these calls ask for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from mobilities.models import ConferenceProject
from projects.funding import Funding, paid_by
from projects.models import Project
from reports.models import NewsText


def funding_of(text: NewsText, language: str) -> Funding | None:
    return paid_by(projects_of([text]), text.school, language)


def projects_of(texts: Iterable[NewsText]) -> list[Project]:
    """What the texts are about, and what their sentences name besides."""
    keys: set[int] = set()
    conferences: set[int] = set()
    for text in texts:
        keys |= {each["pk"] for row in text.sentences.all() for each in row.sources if each["kind"] == "project"}
        keys |= {text.project_id} - {None}
        conferences |= {text.conference_id} - {None}
    shown = ConferenceProject.objects.filter(conference__in=conferences).values("project")
    return list(Project.objects.filter(Q(pk__in=keys) | Q(pk__in=shown)))
