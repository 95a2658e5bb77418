"""Projects that came in as a table, saved in bulk with an audit entry each."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from portal.audit.models import Verb
from portal.audit.services import record_many
from portal.common import bulk
from portal.imports.registry import refuse_stale
from projects.models import Project, ProjectOrganisation
from projects.services.projects import tell_call_year

BATCH = 500
WRITTEN = [
    "title", "title_en", "call_year", "start", "end", "grant", "summary", "public_url", "coordinator_name",
    "dates_assumed", "version",
]  # fmt: skip
TELLING = ["name", "country", "city", "oid", "website", "version"]


class Plan(Protocol):
    """What is to be saved for one project (see projects.importers.projects)."""

    project: Project
    changes: dict[str, list[str]]
    new_organisations: Sequence
    changed_organisations: Sequence[tuple[ProjectOrganisation, dict[str, str]]]
    also: list[tuple[ProjectOrganisation, dict[str, str] | None]]


def save_projects(plans: Sequence[Plan], school, user) -> None:
    """All of them, or by an exception none; runs inside a transaction. Raises StaleRows, IntegrityError."""
    new = [plan for plan in plans if plan.project.pk is None]
    changed = [plan for plan in plans if plan.project.pk is not None]
    refuse_stale([plan.project for plan in changed])
    Project.objects.bulk_create([plan.project for plan in new], batch_size=BATCH)
    for plan in changed:
        plan.project.version += 1
    bulk.update([plan.project for plan in changed], WRITTEN)
    save_organisations(plans)
    record_many(user, school, deeds(new, changed))
    if moved := [plan.project for plan in changed if "call_year" in plan.changes]:
        tell_call_year(moved, school, user)


def save_organisations(plans: Sequence[Plan]) -> None:
    for plan in plans:
        new = [(new_organisation(plan.project, each), None) for each in plan.new_organisations]
        plan.also = [*new, *plan.changed_organisations]
    saved = [each for plan in plans for each in plan.also]
    ProjectOrganisation.objects.bulk_create([row for row, before in saved if before is None], batch_size=BATCH)
    changed = [row for row, before in saved if before is not None]
    for row in changed:
        row.version += 1
    bulk.update(changed, TELLING)


def new_organisation(project: Project, said) -> ProjectOrganisation:
    return ProjectOrganisation(
        project=project,
        role=said.role,
        name=said.name,
        country=said.country,
        city=said.city,
        oid=said.oid,
        website=said.website,
    )


def deeds(new: Sequence[Plan], changed: Sequence[Plan]) -> Iterable[tuple[Verb, Project, dict]]:
    for plan in new:
        yield Verb.ADD, plan.project, {}
    for plan in changed:
        added = [row.name for row, _before in plan.also]
        organisations = {"organisations": ["", "; ".join(added)[:500]]} if added else {}
        yield Verb.CHANGE, plan.project, plan.changes | organisations
