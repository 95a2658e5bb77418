"""What happened in one project, in sentences: read from the journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from mobilities.models import Paper
from portal.audit.history import field_names, kind_of, model_of
from portal.audit.models import Entry
from projects.models import Project

NOT_TOLD = {"stop_reason", "inclusion_costs", "inclusion_counts", "iban", "holder", "bank", "fewer_opportunities"}


@dataclass(frozen=True)
class Deed:
    at: datetime
    who: str
    verb: str
    kind: str
    label: str
    fields: str
    url: str


def detail(name: str) -> Callable[[Project, str], str]:
    return lambda project, key: reverse(name, args=[int(key)])


def tab(name: str) -> Callable[[Project, str], str]:
    return lambda project, key: reverse(name, args=[project.pk])


# Where a row is seen; its own page, or the page of the project that lists it.
PAGES = {
    "projects.project": detail("projects:project-detail"),
    "projects.deadline": tab("projects:deadline-list"),
    "projects.dissemination": tab("projects:dissemination-list"),
    "projects.projectorganisation": tab("projects:organisation-list"),
    "projects.instalment": tab("mobilities:project-money"),
    "projects.rate": tab("projects:rate-list"),
    "mobilities.mobility": detail("mobilities:mobility-detail"),
    "mobilities.projecttask": detail("mobilities:task-detail"),
    "mobilities.experiencereport": detail("mobilities:experience-detail"),
    "mobilities.selection": detail("mobilities:selection-detail"),
    "mobilities.checklistitem": tab("mobilities:project-checklist"),
}


def deeds_of(project: Project, entries: Sequence[Entry], user) -> list[Deed]:
    """`entries` of the project, with links to what is still there and may be seen; a fixed number of queries."""
    here = still_here(entries, user)
    papers = {paper.pk: paper for paper in here.get("mobilities.paper", {}).values()}
    return [
        Deed(
            at=entry.at,
            who=str(entry.user or _("The portal")),
            verb=str(entry.get_verb_display()),
            kind=kind_of(entry),
            label=entry.label,
            fields=fields_of(entry),
            url=page_of(project, entry, here, papers),
        )
        for entry in entries
    ]


def fields_of(entry: Entry) -> str:
    """What was changed, without what is nobody else's: accounts of banks and reasons of health."""
    told = Entry(verb=entry.verb, changes={name: "" for name in entry.changes if name not in NOT_TOLD})
    return field_names(told, model_of(entry))


def still_here(entries: Sequence[Entry], user) -> dict[str, dict[int, Model]]:
    """By kind, the rows that entries tell of."""
    keys: dict[str, set[int]] = {}
    for entry in entries:
        if entry.object_id.isdigit() and (entry.object_type in PAGES or entry.object_type == "mobilities.paper"):
            keys.setdefault(entry.object_type, set()).add(int(entry.object_id))
    found = {}
    for kind, wanted in keys.items():
        model = model_of(Entry(object_type=kind))
        rows = model._default_manager
        rows = rows.visible_to(user) if hasattr(rows, "visible_to") else rows
        found[kind] = rows.in_bulk(wanted)
    return found


def page_of(project: Project, entry: Entry, here: dict[str, dict[int, Model]], papers: dict[int, Paper]) -> str:
    if not entry.object_id.isdigit() or int(entry.object_id) not in here.get(entry.object_type, {}):
        return ""
    if paper := papers.get(int(entry.object_id)) if entry.object_type == "mobilities.paper" else None:
        return reverse("mobilities:mobility-detail", args=[paper.mobility_id]) + f"#paper-{paper.pk}"
    return PAGES[entry.object_type](project, entry.object_id)
