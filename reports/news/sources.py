"""What a sentence comes from: kept with it as JSON, shown beside it as words with a link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse

from mobilities.models import Conference, ExperienceReport, Mobility
from portal.common.countries import country_name

PAGES = {
    "conference": "mobilities:conference-detail",
    "project": "projects:project-detail",
    "host": "mobilities:host-detail",
    "report": "mobilities:experience-detail",
    "mobility": "mobilities:mobility-detail",
}
KINDS = {
    "conference": "conference", "conferenceday": "conference", "finding": "conference", "poll": "conference",
    "presentation": "conference",
    "project": "project", "host": "host", "experiencereport": "report", "mobility": "mobility", "sharing": "mobility",
}  # fmt: skip


def source(row: Model, fact: str = "") -> dict[str, Any]:
    """`row` and what of it is said; `page`: the row whose page shows it."""
    name = row._meta.model_name
    return {"kind": name, "pk": row.pk, "fact": (fact or told(row))[:300], "page": page_key(row, name)}


def told(row: Model) -> str:
    """In a few words; of somebody's journey without the name."""
    if isinstance(row, Conference):
        return f"{row.title}, {row.school_year.display('lv')}"
    journey = row.journey if isinstance(row, ExperienceReport) else row
    if not isinstance(journey, Mobility):
        return str(row)
    place = country_name(journey.country) if journey.country else ""
    return ", ".join(filter(None, [str(journey.participant.qualification or journey.activity_type), place]))


def page_key(row: Model, name: str) -> int | None:
    if name in ("finding", "poll", "conferenceday"):
        return row.conference_id
    if name == "presentation":
        return row.day.conference_id
    if name == "sharing":
        first = row.mobilities.first()
        return first.pk if first else None
    return row.pk


def sources(rows: Iterable[Model]) -> list[dict[str, Any]]:
    return [source(row) for row in rows]


def address(kept: dict[str, Any]) -> str:
    """The place where the fact can be checked; empty where there is none."""
    page = PAGES.get(KINDS.get(kept.get("kind", ""), ""))
    place = f"#finding-{kept['pk']}" if kept.get("kind") == "finding" else ""
    return reverse(page, args=[kept["page"]]) + place if page and kept.get("page") else ""
