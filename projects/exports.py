"""Columns of the files that leave the portal."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.common.countries import country_name
from portal.common.csv_lines import Cell
from portal.common.text import active_language
from projects.models import ActivityType, Deadline, Dissemination, Project, ProjectOrganisation

CENT = Decimal("0.01")


def project_rows(projects: Iterable[Project], *, with_grant: bool) -> Iterator[list[Cell]]:
    header = [_("Grant code"), _("Title"), _("Title in English"), _("Programme"), _("Action"), _("Field")]
    header += [_("Our role"), _("Starts"), _("Ends"), _("State"), _("Participants planned")]
    yield header + ([_("Grant, EUR")] if with_grant else [])
    for project in projects:
        yield project_row(project) + ([amount(project.grant)] if with_grant else [])


def project_row(project: Project) -> list[Cell]:
    return [
        project.code,
        project.title,
        project.title_en,
        str(project.get_programme_display()),
        project.action,
        str(project.get_field_display()),
        str(project.get_role_display()),
        project.start,
        project.end,
        str(project.standing.label),
        project.planned or None,
    ]


def dissemination_rows(rows: Iterable[Dissemination]) -> Iterator[list[Cell]]:
    yield [
        _("Project"), _("Grant code"), _("When"), _("Kind"), _("What was shown"), _("Where"), _("How many people"),
        _("Address of the publication"), _("Evidence"),
    ]  # fmt: skip
    for row in rows:
        yield [
            row.project.title_in(active_language()), row.project.code, row.day,
            str(row.get_kind_display()), row.title, row.place, row.people, row.url,
            row.evidence_name,
        ]  # fmt: skip


def activity_type_rows(types: Iterable[ActivityType]) -> Iterator[list[Cell]]:
    yield [
        _("Code"), _("Name in Latvian"), _("Name in English"), _("For whom"), _("At least, days"), _("At most, days"),
        _("At least for people with fewer opportunities, days"), _("From call year"), _("To call year"),
        _("Whose row"), _("Source"),
    ]  # fmt: skip
    for row in types:
        days = (row.min_days, row.max_days, row.min_days_fewer_opportunities, row.call_year_from, row.call_year_to)
        whose = _("the school's own") if row.school_id else _("the programme's")
        yield [row.code, row.name_lv, row.name_en, str(row.get_category_display()), *days, whose, row.shown_source]


def deadline_rows(rows: Iterable[Deadline]) -> Iterator[list[Cell]]:
    yield [_("Grant code"), _("Project"), _("What"), _("Due"), _("Done on")]
    for row in rows:
        yield [row.project.code, row.project.title_in(active_language()), str(row), row.due, row.done_on]


def organisation_rows(
    project: Project, rows: Iterable[ProjectOrganisation], *, with_school: bool
) -> Iterator[list[Cell]]:
    """The school itself first, as the page shows it."""
    yield [_("Name"), _("Role"), _("Country"), _("City"), _("OID"), _("Website")]
    school = project.school
    own = [project.school_name, str(project.get_role_display()), country_name(school.country), school.city]
    if with_school:
        yield [*own, school.oid, school.website]
    for row in rows:
        country = country_name(row.country) if row.country else ""
        yield [row.name, str(row.get_role_display()), country, row.city, row.oid, row.website]


def amount(value: Decimal | None) -> Decimal | None:
    """Money with its cents."""
    return None if value is None else value.quantize(CENT)
