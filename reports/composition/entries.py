"""The school, its projects and its hosts."""

from collections import defaultdict
from collections.abc import Iterable

from mobilities.enums import PersonKind
from mobilities.models import Mobility
from portal.accounts.models import School
from projects.enums import Programme
from reports import documents as printed
from reports.composition.counted import name_of, town
from reports.statistics import ProjectYear, YearStatistics


def school_card(school: School, language: str) -> printed.SchoolCard:
    return printed.SchoolCard(
        name=school.name_in(language),
        city=school.city,
        country=school.country,
        longitude=float(school.longitude) if school.longitude is not None else None,
        latitude=float(school.latitude) if school.latitude is not None else None,
        agency=school.national_agency,
    )


def project_entries(shown, kind: str, school: School, language: str) -> tuple[printed.ProjectEntry, ...]:
    rows = [ProjectYear(row.project, []) for row in shown if row.kind == kind]
    return tuple(project_entry(row, school, language) for row in rows)


def project_entry(row: ProjectYear, school: School, language: str) -> printed.ProjectEntry:
    project = row.project
    return printed.ProjectEntry(
        title=project.title_in(language),
        code=project.code,
        kind=project.kind_in(language),
        role=project.get_role_display(),
        call_year=project.call_year or (project.start.year if project.programme == Programme.ERASMUS else None),
        is_erasmus=project.programme == Programme.ERASMUS,
        first_day=project.start,
        last_day=project.end,
        grant=project.grant,
        targets=tuple(
            printed.Target(line.activity_type.name_in(language), line.planned, line.done) for line in row.targets
        ),
        note=project.note_in(language),
        school_name=project.school_name if project.school_name != school.name else "",
    )


def host_entries(statistics: YearStatistics, language: str) -> Iterable[printed.HostEntry]:
    groups: dict[int, list[Mobility]] = defaultdict(list)
    for row in statistics.mobilities:
        if row.host:
            groups[row.host_id].append(row)
    for rows in groups.values():
        host = rows[0].host
        trades = dict.fromkeys(
            name_of(row.participant.qualification, language)
            if row.participant.kind == PersonKind.LEARNER
            else row.activity_type.name_in(language)
            for row in rows
        )
        yield printed.HostEntry(
            host.name, town(host, language), host.country, ", ".join(trades), host.pk in statistics.first_hosts
        )
