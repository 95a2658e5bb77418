"""Saved mobilities as rows of the grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from mobilities.enums import PersonKind
from mobilities.importers.grid.rows import EMPTY, GridRow
from mobilities.importers.names import name_of_person
from mobilities.importers.register import Hosts, Teachers
from mobilities.importers.register.namesakes import called, namesakes
from mobilities.models import AccompanyingPerson, Mobility, Participant
from portal.imports.enums import Outcome
from portal.imports.reading import tidy
from projects.models import ActivityType, Project

YEAR = timedelta(weeks=52)
JOINED = ("project", "participant", "activity_type", "host", "responsible", "grant")
READ = (
    "version", "school_id", "state", "start", "end", "green_travel", "blended_days", "override_reason", "note",
    "project__code", "project__title", "activity_type__code", "activity_type__category", "activity_type__family",
    "host__name",
    "participant__first_name", "participant__last_name", "participant__email", "participant__birth_date",
    "participant__group", "participant__kind", "participant__work_field", "grant__stopped_from",
    "responsible__first_name", "responsible__last_name", "responsible__email",
)  # fmt: skip


def for_cells(mobilities):
    """The queryset with what `shown_rows` reads, and nothing else."""
    rows = mobilities.select_related(None).prefetch_related(None).select_related(*JOINED).only(*READ)
    company = AccompanyingPerson.objects.select_related("person").order_by("pk")
    return rows.prefetch_related(Prefetch("accompanying_persons", company, to_attr="company"))


def shown_rows(mobilities: Sequence[Mobility]) -> list[GridRow]:
    """Each as it would be typed, so that it is known again. Load them with for_cells()."""
    if not mobilities:
        return []
    tell = Telling(mobilities)
    rows = []
    for mobility in mobilities:
        cells = tell.cells(mobility)
        rows.append(GridRow(cells, mobility.pk, mobility.version, dict(cells), mobility.days, Outcome.UNCHANGED))
    return rows


def copies(mobilities: Sequence[Mobility], project: Project | None, people: str) -> list[GridRow]:
    """New rows a year later on the same days of the week. `people`: "all", "staff", or nobody."""
    rows = shown_rows(mobilities)
    offered = types_for(project) if project else []
    for row, mobility in zip(rows, mobilities, strict=True):
        row.pk = row.version = row.was = None
        row.outcome = EMPTY
        row.cells["start"], row.cells["end"] = (written(each + YEAR) for each in (mobility.start, mobility.end))
        if project:
            row.cells["project"] = project.code or project.title
            row.cells["activity_type"] = code_in_call(mobility.activity_type, offered)
        is_kept = people == "all" or (people == "staff" and mobility.participant.kind == PersonKind.STAFF)
        emptied = ("override_reason", "note", *(() if is_kept else ("participant", "group")))
        row.cells |= dict.fromkeys(emptied, "")
    return rows


def types_for(project: Project) -> list[ActivityType]:
    offered = ActivityType.objects.for_project(project, project.call_year, project.school)
    return list(offered.for_field(project.field_of_types))


def code_in_call(kind: ActivityType, offered: Sequence[ActivityType]) -> str:
    """The same type among those of another call, or the one that stands there in its place; empty where several do, to
    be chosen."""
    if kind.code in {each.code for each in offered}:
        return kind.code
    alike = [each.code for each in offered if (each.category, each.family) == (kind.category, kind.family)]
    return alike[0] if len(alike) == 1 else ""


class Telling:
    """Names as short as they may be without being taken for another's."""

    def __init__(self, mobilities: Sequence[Mobility]) -> None:
        school = mobilities[0].school_id
        shown = [row.participant for row in mobilities]
        shown += [trip.person for row in mobilities for trip in row.company]
        self.people = namesakes(school, shown)
        self.hosts = Hosts(school, {row.host.name for row in mobilities if row.host})
        self.teachers = Teachers(school)
        codes = Project.objects.filter(school=school).values_list("code", flat=True)
        self.projects = Counter("-".join(code.split("-")[3:]) for code in codes)

    def cells(self, row: Mobility) -> dict[str, str]:
        along = [self.person(trip.person) for trip in row.company]
        return {
            "participant": self.person(row.participant),
            "project": self.project(row.project),
            "activity_type": row.activity_type.code,
            "host": self.hosts.in_a_cell(row.host_id) if row.host_id else "",
            "start": written(row.start),
            "end": written(row.end),
            "responsible": self.teachers.in_a_cell(row.responsible) if row.responsible else "",
            "group": row.participant.group,
            "green_travel": _("yes") if row.green_travel else "",
            "blended_days": str(row.blended_days or ""),
            "accompanying": "; ".join(along),
            "override_reason": row.override_reason,
            "note": tidy(row.note),
        }

    def person(self, person: Participant) -> str:
        return called(person, self.people[name_of_person(str(person))])

    def project(self, project: Project) -> str:
        short = project.short_code
        if not short:
            return project.title
        return short if self.projects[short] < 2 else project.code


def written(moment: date) -> str:
    return f"{moment:%d.%m.%Y}"
