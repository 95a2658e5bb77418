"""Whether a file can be filled or compared for a project at all. Pages and commands say the same."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mobilities.beneficiary_module import numbers
from mobilities.beneficiary_module.fields import BY_NAME, MANDATORY
from mobilities.beneficiary_module.layout import Column, action_in
from mobilities.beneficiary_module.lists import choose, plain
from mobilities.beneficiary_module.rows import columns_by_field
from mobilities.beneficiary_module.subject import activity
from mobilities.beneficiary_module.template import MOST_NAMED, Template, named
from mobilities.enums import ModuleFilePurpose
from portal.common.refused import Refused
from portal.imports.sentences import sentence, some_of
from projects.models import ActivityType, Project

# By which a mobility is known. Most of them stand in every template and export of mobilities.
TELLING = ("module_id", "activity_type", "first_name", "last_name", "start", "end")
OF_RESULTS = ("work package", "work packages", "partner", "pic", "budget", "deliverable", "milestone", "lump sum")

# Words that only layouts of one field of education have in the names of their columns.
OF_FIELDS = {
    "HED": ("erasmus code", "study cycle", "level of study", "study level", "ects", "academic year", "academic term",
            "higher education", "blended intensive programme"),
    "YOU": ("youth", "young people", "group leader", "facilitator"),
    "SCH": ("pupil", "pupils", "school education"),
    "ADU": ("adult learner", "adult learners", "adult education"),
}  # fmt: skip


def take_up(template: Template, mapping: Mapping[str, str], project: Project, gone: Iterable[str] = ()) -> None:
    """Rows of other projects are left out, and what may speak of special categories keeps still. `gone`: names of
    columns that were emptied when the file was taken."""
    columns = columns_by_field(template.layout, mapping)
    if foreign := codes_of_others(template, columns, project):
        template.left_out |= foreign.keys()
        shown = some_of([f"{number}: {code[:60]}" for number, code in foreign.items()], MOST_NAMED)
        text = gettext_lazy("Rows of other projects, left out (%(count)s): %(rows)s.")
        template.remark(text, count=len(foreign), rows=shown)
    template.hush(mapping, gone)


def codes_of_others(template: Template, columns: Mapping[str, Column], project: Project) -> dict[int, str]:
    """Number of a row > the grant agreement that it names, where that is another one."""
    column = columns.get("project")
    if column is None:
        return {}
    codes = {row.number: row.cells.get(column.key, "") for row in template.existing}
    return {number: code for number, code in codes.items() if code and not numbers.same_project(code, project)}


def refuse_others(template: Template, mapping: Mapping[str, str], project: Project, name: str) -> None:
    """Raises Refused where the file is of another grant agreement or another action."""
    columns = columns_by_field(template.layout, mapping)
    refuse_other_project(template, columns, project, name)
    refuse_other_action(template, columns, project, name)


def refuse_other_project(template: Template, columns: Mapping[str, Column], project: Project, name: str) -> None:
    """Only where no row is of this project."""
    others = sorted(set(codes_of_others(template, columns, project).values()))
    column = columns.get("project")
    if others and not any(numbers.same_project(row.cells.get(column.key, ""), project) for row in template.existing):
        raise Refused(
            _(
                "“%(name)s” belongs to another project: its rows name the grant agreement %(theirs)s, and this "
                "project is %(ours)s. Nothing was taken. Open the project %(theirs)s and upload it there."
            )
            % {"name": name, "theirs": others[0][:60], "ours": project.code or project.title}
        )


def refuse_other_action(template: Template, columns: Mapping[str, Column], project: Project, name: str) -> None:
    if is_other(template.layout.action, project):
        found = template.layout.action
    elif others := others_listed(template, columns, project):
        found = named(others)()
    else:
        return
    raise Refused(
        _(
            "“%(name)s” is a layout of another action: found %(theirs)s, expected %(ours)s. The module refuses it for "
            "this project, so nothing was taken. In the module open the project %(code)s, export its template or its "
            "mobilities and upload that file here; if the file is of another project, upload it there."
        )
        % {"name": name, "theirs": found, "ours": action_of(project), "code": project.code or project.title}
    )


def refuse_other_layout(template: Template, mapping: Mapping[str, str], name: str) -> None:
    """What says nothing of people and stays has rows of something else. Raises Refused."""
    known = set(columns_by_field(template.layout, mapping))
    missing = [each for each in TELLING if each not in known]
    columns = template.layout.columns
    has_people = bool({"first_name", "last_name"} & known)
    is_foreign = not has_people and any(is_of_results(column.title) for column in columns)
    is_of_mobilities = 2 * len(missing) <= len(TELLING) or {"data_type", "module_id"} <= known
    if is_of_mobilities and not is_foreign:
        return
    raise Refused(
        _(
            "“%(name)s” looks like the layout of another action: of the columns by which mobilities of key action 1 "
            "are known, it lacks %(missing)s; it has %(theirs)s. Nothing was taken. In the module open the list of "
            "mobilities of this project, export it or its template, and upload that file as it is."
        )
        % {
            "name": name,
            "missing": named([BY_NAME[each].label for each in missing])(),
            "theirs": named([column.title for column in columns])(),
        }
    )


def is_of_results(title: str) -> bool:
    """A column of projects that are paid for results: work packages, partners, budgets."""
    words = f" {plain(title)} "
    return any(f" {each} " in words for each in OF_RESULTS)


def action_of(project: Project) -> str:
    return "-".join(filter(None, (project.action, project.field)))


def is_other(called: str, project: Project) -> bool:
    """Whether a file that calls itself KA131-HED, or only KA131, is not of the project's action."""
    action, _mark, field = called.partition("-")
    return bool(called and project.action) and (
        action != project.action or bool(field and project.field) and field != project.field
    )


def types_of(project: Project):
    return ActivityType.objects.for_call_year(project.call_year, project.school)


def lists_ours(entries: list[str], project: Project) -> bool:
    ours = types_of(project).for_field(project.field_of_types)
    return any(choose(entries, activity(kind)) for kind in ours)


def others_listed(template: Template, columns: Mapping[str, Column], project: Project) -> list[str]:
    """Activity types of other fields of education that the file offers, where it offers none of this project."""
    column = columns.get("activity_type")
    entries = template.entries(column) if column else []
    if not entries or lists_ours(entries, project):
        return []
    return [entry for kind in types_of(project) if (entry := choose(entries, activity(kind)))]


def foreign_titles(template: Template, project: Project) -> list[str]:
    """Columns as only layouts of another field of education have them."""
    signs = [f" {sign} " for field, words in OF_FIELDS.items() if field != project.field for sign in words]
    titles = [column.title for column in template.layout.columns]
    return [title for title in titles if any(sign in f" {plain(title)} " for sign in signs)]


def is_little_known(template: Template, columns: Mapping[str, Column]) -> bool:
    """Most columns that ask for something, or most that the module wants, are not known here."""
    known = {column.key for column in columns.values()}
    asked = [column for column in template.layout.columns if not column.is_special]
    wanted = [column for column in asked if column.is_required]
    return any(2 * sum(each.key in known for each in group) < len(group) for group in (asked, wanted))


def other_layout(template: Template, columns: Mapping[str, Column], project: Project) -> Iterable[object]:
    """By its columns it may be the layout of another action; then its rows wait for what nobody here knows."""
    known = {column.key for column in columns.values()}
    foreign = foreign_titles(template, project)
    if not foreign and not is_little_known(template, columns):
        return
    unknown = [column.title for column in template.layout.columns if column.key not in known and not column.is_special]
    text = gettext_lazy(
        "Perhaps this is the layout of another action than %(ours)s: of its %(all)s columns %(known)s are known here, "
        "not %(names)s. Rows are held back while such a column is mandatory. Export the template from the project "
        "%(code)s itself."
    )
    yield sentence(
        text, ours=action_of(project), all=len(template.layout.columns), known=len(known),
        names=named(foreign or unknown), code=project.code or project.title,
    )  # fmt: skip


def doubts(template: Template, columns: Mapping[str, Column], project: Project, name: str) -> Iterable[object]:
    """Signs of another action that are not enough to refuse the file."""
    if is_other(called := action_in(name), project):
        text = gettext_lazy(
            "The name of the file speaks of the action %(theirs)s; this project is %(ours)s. If it is the layout of "
            "another action, the module will refuse it."
        )
        yield sentence(text, theirs=called, ours=action_of(project))
    yield from other_layout(template, columns, project)
    column = columns.get("activity_type")
    entries = template.entries(column) if column else []
    if entries and not lists_ours(entries, project):
        text = gettext_lazy(
            "The list of the column “%(column)s” has no activity type of this project, but %(entries)s: perhaps it is "
            "the layout of another action or call. That column stays empty; the others can be filled."
        )
        yield sentence(text, column=column.title, entries=named(entries))


def refuse_unmatched(mapping: Mapping[str, str], purpose: str) -> None:
    """Without mobility IDs rows can neither be taken by the module nor known again. Raises Refused."""
    matched = set(mapping.values())
    if purpose == ModuleFilePurpose.FILL and not matched & set(MANDATORY):
        names = named([BY_NAME[name].label for name in MANDATORY])()
        raise Refused(
            _(
                "Of the mandatory columns %(names)s none is chosen; the module would refuse the whole file. Choose "
                "which columns of the file these are, or export the template anew."
            )
            % {"names": names}
        )
    if purpose == ModuleFilePurpose.COMPARE and not {"module_id", "last_name"} & matched:
        raise Refused(
            _("Choose the column of the mobility IDs, or those of name and dates; without them no row is known.")
        )
