"""Lists of projects, of the Commission and of others: one row a project, known by its grant code.

An empty cell changes nothing. What a file never says stays as it is: role, state and organisations of a project that
is in the register already are not taken away.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.folding import fold
from portal.common.text import active_language, day
from portal.imports.changes import told_changes
from portal.imports.enums import Outcome
from portal.imports.registry import Checked, Importer
from portal.imports.sentences import lazily, sentence
from projects import grant_code
from projects.enums import OrganisationRole, Programme, ProjectRole, ProjectState
from projects.grant_code import GrantCode
from projects.importers.fields import FIELDS, OWNERS, choice_or_nothing
from projects.importers.partners import TELLING, Organisation, organisations_of
from projects.models import Project, ProjectOrganisation
from projects.proposals import proposals
from projects.services import imported
from projects.services.projects import tell_call_year

CODE_LENGTH = Project._meta.get_field("code").max_length
CLOSED_WORDS = ("finalis", "finaliz", "closed", "completed", "nosleg", "pabeigt")
COORDINATOR_NAME_LENGTH = Project._meta.get_field("coordinator_name").max_length
ROLE_GUESSED = _(
    "The file does not say which role the school has, so it is guessed: coordinator where the grant code is of the "
    "school's own country, otherwise partner. Check the role of these projects."
)
NO_TITLE = _("The row has no title; the grant code is used as the title.")
NO_TITLE_COLUMN = _("The file has no column for the title; the grant code is used as the title.")
NO_TITLE_NOR_CODE = _("The title is missing, and there is no grant code to use instead. Write a title.")
NO_TITLE_COLUMN_NOR_CODE = _("The file has no column for the title, and there is no grant code to use instead.")
NO_DATES = _(
    "The row does not say when the project runs; one school year from 1 September of the call year is assumed."
)
NO_DATE_COLUMNS = _(
    "The file has no columns for the start and end of the project; one school year from 1 September of the call year "
    "is assumed."
)
NO_DATES_NOR_YEAR = _("Neither the dates nor a call year say when the project runs. Write the dates.")
NO_DATE_COLUMNS_NOR_YEAR = _(
    "The file has no columns for the start and end of the project, and no call year says when it runs."
)
THE = {each.name: each for each in FIELDS}
own_state = choice_or_nothing(ProjectState)
PLANNED_NOT_TAKEN = _(
    "The number of planned participants is not imported: enter it by activity type on the project's page."
)
TAKEN = ("title", "title_en", "call_year", "start", "end", "grant", "summary", "public_url", "coordinator_name")


@dataclass
class Context:
    """The school, its projects by the normal form of their code, their organisations, and the names it goes by."""

    school: Any
    projects: dict[str, Project]
    organisations: dict[int, dict[tuple[str, str], ProjectOrganisation]]
    own_names: set[str]


@dataclass
class Plan:
    """What is to be saved for one row; `changes` is field > [before, after] for the audit, `before` what was in the
    fields; `also` the organisations that were saved, each with its fields before, None of a new one."""

    project: Project
    changes: dict[str, list[str]] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    new_organisations: list[Organisation] = field(default_factory=list)
    changed_organisations: list[tuple[ProjectOrganisation, dict[str, str]]] = field(default_factory=list)
    also: list[tuple[ProjectOrganisation, dict[str, str] | None]] = field(default_factory=list)
    is_role_guessed: bool = False


class ProjectImporter(Importer):
    kind = "projects"
    model = Project
    title = _("Import of projects")
    permission = "projects.add_project"
    fields = FIELDS
    listing = _("a list of projects")
    owners = OWNERS

    def open(self, school, values) -> Context:
        projects = {project.code: project for project in school.projects.exclude(code="").with_planned()}
        organisations: dict[int, dict[tuple[str, str], ProjectOrganisation]] = {}
        for row in ProjectOrganisation.objects.filter(project__school=school):
            organisations.setdefault(row.project_id, {})[row.role, fold(row.name)] = row
        names = {school.name, school.name_en, *school.projects.values_list("school_name", flat=True).distinct()}
        return Context(school, projects, organisations, {fold(name) for name in names if name})

    def check(self, checked: Checked, values: dict[str, Any], context: Context) -> None:
        values = dict(values)  # what is assumed below is not what the file says
        code = grant_code.parse(values.get("code", ""))
        checked.label = f"{code.normal_form} {values.get('title', '')}".strip()
        checked.key = code.normal_form
        check_code(checked, values, code)
        existing = checked.found = context.projects.get(code.normal_form)
        check_title(checked, values, code, existing)
        check_dates(checked, values, code, existing)
        if values.get("planned") not in (None, existing.planned if existing else None):
            checked.remarks.append(PLANNED_NOT_TAKEN)
        if not checked.reasons:
            checked.data = plan = planned(values, code, existing, context)
            checked.outcome = outcome_of(plan, existing)
            if checked.outcome == Outcome.CHANGED:
                checked.tell_changes(told_changes(Project, dict(plan.changes), changed_parts(plan)))

    def say_shared(self, key: str, numbers: str) -> str:
        return sentence(_("The grant code %(code)s is in another row as well: %(rows)s."), code=key, rows=numbers)

    def remarks_on(self, rows):
        guessed = [row for row in rows if row.data and row.data.is_role_guessed]
        return [(ROLE_GUESSED, guessed)] if guessed else []

    def apply(self, rows, school, user) -> None:
        imported.save_projects([row.data for row in rows], school, user)
        for row in rows:
            row.saved, row.also = row.data.project, row.data.also
            row.before = None if row.outcome == Outcome.NEW else row.data.before

    def taken_back(self, restored, school, user) -> None:
        tell_call_year([row for row in restored if isinstance(row, Project)], school, user)


def check_code(checked: Checked, values: dict[str, Any], code: GrantCode) -> None:
    if len(code.normal_form) > CODE_LENGTH:
        checked.refuse_at(sentence(_("A code has at most %(limit)s characters."), limit=CODE_LENGTH), THE["code"])
    if code.shape == "free_text" and code.normal_form:
        checked.remarks.append(_("The grant code has an unknown form; it is kept as it is written."))
    checked.remarks += code_remarks(code)
    year = values.get("call_year")
    if year and code.year and year != code.year:
        text = sentence(
            _("By the grant code the call year is %(said)s. Correct the year or the code."), said=code.year
        )
        checked.refuse_at(text, THE["call_year"], value=year)


def code_remarks(code: GrantCode) -> list[str]:
    def said(place: int) -> str:
        language = active_language()
        return [*grant_code.repair_sentences(code, language), *grant_code.warning_sentences(code, language)][place]

    return [lazily(partial(said, place)) for place in range(len(code.repairs) + len(code.warnings))]


def check_title(checked: Checked, values: dict[str, Any], code: GrantCode, existing: Project | None) -> None:
    """A project of the programme is known by its code until somebody enters its title; others need one."""
    if values.get("title") or existing or "title" in checked.unread:
        return
    is_mapped = "title" in checked.mapped
    if code.shape == "free_text":
        checked.refuse_at(NO_TITLE_NOR_CODE if is_mapped else NO_TITLE_COLUMN_NOR_CODE, THE["title"])
        return
    values["title"] = code.normal_form
    checked.remarks.append(NO_TITLE if is_mapped else NO_TITLE_COLUMN)


def check_dates(checked: Checked, values: dict[str, Any], code: GrantCode, existing: Project | None) -> None:
    """A date that could not be read is refused already; nothing is assumed in its place."""
    if checked.unread & {"start", "end", "call_year"}:
        return
    start = values.get("start") or (existing.start if existing else None)
    end = values.get("end") or (existing.end if existing else None)
    if start and end:
        if end < start:
            text = _("The project starts on %(start)s but ends on %(end)s. Correct one of the dates.")
            text = sentence(text, start=lambda: day(start), end=lambda: day(end))
            checked.refuse_at(text, THE["start"], THE["end"])
        return
    year = values.get("call_year") or code.year or (start or end or date.min).year
    are_mapped = {"start", "end"} <= checked.mapped
    if year == date.min.year:
        columns = [THE[name] for name in ("start", "end") if name in checked.mapped] or [THE["start"]]
        checked.refuse_at(NO_DATES_NOR_YEAR if are_mapped else NO_DATE_COLUMNS_NOR_YEAR, *columns)
        return
    assume_dates(values, year)
    if values["end"] < values["start"]:
        text = _("Only one of the two dates is given, and it does not fit the call year. Write both dates.")
        checked.refuse_at(text, THE["start"], THE["end"])
    checked.remarks.append(NO_DATES if are_mapped else NO_DATE_COLUMNS)


def assume_dates(values: dict[str, Any], year: int) -> None:
    values["dates_assumed"] = True
    values.setdefault("start", date(year, 9, 1))
    values.setdefault("end", date(max(year, values["start"].year) + 1, 8, 31))


def planned(values: dict[str, Any], code: GrantCode, existing: Project | None, context: Context) -> Plan:
    organisations = organisations_of(values)
    is_coordinator = role_of(values, organisations, code, existing, context) == ProjectRole.COORDINATOR
    others = {
        key: each
        for key, each in organisations.items()
        if fold(each.name) not in context.own_names
        and not (is_coordinator and each.role == OrganisationRole.COORDINATOR)
    }
    values["coordinator_name"] = "" if is_coordinator else values.get("coordinator_name", "")[:COORDINATOR_NAME_LENGTH]
    project = existing or new_project(values, code, organisations, context)
    plan = Plan(project, is_role_guessed=not existing and is_role_guessed(values, organisations))
    if existing:
        change_project(plan, values)
    plan_organisations(plan, others, context.organisations.get(project.pk, {}))
    return plan


def named_coordinators(organisations) -> list[Organisation]:
    return [each for each in organisations.values() if each.role == OrganisationRole.COORDINATOR]


def is_role_guessed(values: dict[str, Any], organisations) -> bool:
    return not values.get("role") and not named_coordinators(organisations)


def role_of(values, organisations, code: GrantCode, existing: Project | None, context: Context) -> str:
    """As the file says; else coordinator where it names the school so, or names nobody and the code is of the school's
    country."""
    if existing or values.get("role"):
        return existing.role if existing else values["role"]
    named = named_coordinators(organisations)
    if named:
        own = fold(named[0].name) in context.own_names or (named[0].oid and named[0].oid == context.school.oid)
    else:
        own = code.country in ("", context.school.country)
    return ProjectRole.COORDINATOR if own else ProjectRole.PARTNER


def new_project(values: dict[str, Any], code: GrantCode, organisations, context: Context) -> Project:
    return Project(
        school=context.school,
        school_name=context.school.name,
        programme=code.programme or values.get("programme") or Programme.OTHER,
        code=code.normal_form,
        agency=code.agency,
        action=code.action or values.get("action", ""),
        field=values.get("field") or proposals(code).get("field", ""),
        role=role_of(values, organisations, code, None, context),
        state=state_of(values),
        dates_assumed=values.get("dates_assumed", False),
        **{name: values[name] for name in TAKEN if name in values}
        | {"call_year": values.get("call_year") or code.year},
    )


def state_of(values: dict[str, Any]) -> str:
    """In the words of the Commission, or in those of the portal's own list."""
    status = fold(values.get("status", ""))
    if status.startswith(CLOSED_WORDS):
        return ProjectState.CLOSED
    return own_state(status) or ProjectState.APPROVED


def change_project(plan: Plan, values: dict[str, Any]) -> None:
    """Take over what the file says otherwise; assumed dates never replace others."""
    project = plan.project
    if values.get("start") and values.get("end") and not values.get("dates_assumed"):
        plan.before["dates_assumed"] = project.dates_assumed
        project.dates_assumed = False
    for name in TAKEN:
        value = values.get(name)
        before = getattr(project, name)
        if value in (None, "") or value == before:
            continue
        plan.before[name] = before
        plan.changes[name] = ["" if before is None else str(before)[:500], str(value)[:500]]
        setattr(project, name, value)


def plan_organisations(plan: Plan, named: dict[tuple[str, str], Organisation], there) -> None:
    """Known by name; a project has one coordinator, so that another name for it is a new name of the same row."""
    coordinator = next((row for row in there.values() if row.role == OrganisationRole.COORDINATOR), None)
    for key, each in named.items():
        row = there.get(key)
        renamed = row is None and coordinator is not None and each.role == OrganisationRole.COORDINATOR
        row = coordinator if renamed else row
        if row is None:
            plan.new_organisations.append(each)
            continue
        parts = ("name", *TELLING) if renamed else TELLING
        said = {part: getattr(each, part) for part in parts if getattr(each, part) not in ("", getattr(row, part))}
        if said:
            plan.changed_organisations.append((row, {part: getattr(row, part) for part in said}))
            for part, value in said.items():
                setattr(row, part, value)


def outcome_of(plan: Plan, existing: Project | None) -> str:
    if not existing:
        return Outcome.NEW
    is_changed = plan.changes or plan.new_organisations or plan.changed_organisations
    return Outcome.CHANGED if is_changed else Outcome.UNCHANGED


def changed_parts(plan: Plan) -> list[object]:
    is_changed = plan.new_organisations or plan.changed_organisations
    return [ProjectOrganisation._meta.verbose_name_plural] if is_changed else []
