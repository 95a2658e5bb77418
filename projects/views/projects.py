from typing import Any

from django.contrib import messages
from django.db.models import Count, ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.audit.history import history_of
from portal.common.http import filled, page_of, require, with_filters
from portal.common.tables import table_answer
from portal.common.text import active_language, day_range, euro, number
from projects import exports, grant_code
from projects.enums import BEFORE_FUNDING, FUNDED, ProjectState
from projects.forms import ProjectFilterForm, ProjectForm, TargetsForm, call_year_of, field_of, proposals
from projects.forms.filter import ALL_YEARS
from projects.models import Project, ProjectQuerySet
from projects.models.project import runs_in
from projects.services import deadlines
from projects.services import projects as services
from projects.services.life import approved_without, movers, steps_from
from projects.views.frame import CHANGE, project_or_403, tabs
from projects.views.life import missing_address


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "projects.view_project", request.school)
    form, matching, projects = listed(request)
    counts = matching.aggregate(every=Count("pk"), of_year=Count("pk", filter=runs_in(request.school_year)))
    page = page_of(request, projects, count=counts["every" if form.all_years else "of_year"])
    may_add = request.user.has_perm("projects.add_project", request.school)
    context = {
        "form": form,
        "page": page,
        "views": year_views(request, form, counts["every"]),
        "export_url": with_filters(request, reverse("projects:project-export")),
        "all_url": f"{request.path}?when={ALL_YEARS}",
        "add_url": reverse("projects:project-add") if may_add else "",
        "actions": list_actions(may_add),
        "sees_grant": request.user.has_perm("projects.view_grant", request.school),
    }
    return render(request, "projects/project_list.html", context)


def import_actions() -> list[dict[str, str]]:
    return [{"url": reverse("imports:import-add", args=["projects"]), "label": _("Import a list"), "icon": "upload"}]


def list_actions(may_add: bool) -> list[dict[str, str]]:
    look = {"url": reverse("projects:dissemination-log"), "label": _("Dissemination")}
    paste = {"url": reverse("projects:project-paste"), "label": _("Paste a text")}
    return [look, paste, *import_actions()] if may_add else [look]


def listed(request: HttpRequest) -> tuple[ProjectFilterForm, ProjectQuerySet, ProjectQuerySet]:
    """The filter's form, what it matches in any year, and the list itself."""
    form = ProjectFilterForm(request.GET)
    mine = Project.objects.visible_to(request.user).filter(school=request.school)
    matching = form.narrow(mine, timezone.localdate())
    return form, matching, form.in_year(matching, request.school_year).with_planned().order_by("-start", "code", "pk")


def year_views(request: HttpRequest, form: ProjectFilterForm, in_all_years: int) -> list[dict[str, Any]]:
    return [
        {
            "url": with_query(request, request.path, when=None, view="all"),
            "label": _("School year %(year)s") % {"year": request.school_year},
            "is_current": not form.all_years,
        },
        {
            "url": with_query(request, request.path, when=ALL_YEARS),
            "label": _("All years"),
            "count": in_all_years,
            "is_current": form.all_years,
        },
    ]


def with_query(request: HttpRequest, path: str, **changes: str | None) -> str:
    """`path` with the query of this page, less the page number, and with `changes` (None: left out)."""
    query = filled(request.GET)
    for name, value in {"page": None, "sy": None, **changes}.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"{path}?{query.urlencode()}" if query else path


@require_safe
def project_export(request: HttpRequest) -> HttpResponse:
    require(request.user, "projects.view_project", request.school)
    _form, _matching, projects = listed(request)
    with_grant = request.user.has_perm("projects.view_grant", request.school)
    rows = exports.project_rows(projects, with_grant=with_grant)
    return table_answer(request.GET.get("format"), rows, "projects")


@require_safe
def project_detail(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk)
    targets = list(project.targets.select_related("activity_type"))
    may_change = request.user.has_perm(CHANGE, project)
    sees_grant = request.user.has_perm("projects.view_grant", project)
    planned = sum(target.planned for target in targets)
    context = {
        "project": project,
        "title": project.shown_title,
        "crumbs": crumbs(),
        "tabs": tabs(project, request.user, "projects:project-detail"),
        "steps": steps_from(project, request.user),
        "movers": movers(project),
        "unready": before_approval(project) if may_change else {},
        "kind": project.shown_kind,
        "facts": key_facts(project, planned, sees_grant=sees_grant),
        "about": about(project),
        "code_says": code_says(project.code),
        "targets": targets,
        "planned": planned,
        "may_change": may_change,
        "add_url": mobility_add_address(project) if may_change and project.takes_mobilities else "",
        "actions": [{"url": reverse("projects:project-edit", args=[pk]), "label": _("Edit")}] if may_change else [],
        "missing": missing(project, targets, may_change=may_change) if sees_grant else [],
        "may_write_news": project.state in FUNDED and request.user.has_perm("reports.change_news", project),
        "mobilities_url": address_above("mobilities:project-mobilities", project.pk),
        "calls_url": calls_address(project) if sees_grant else "",
        "history": history_of(project, request.user),
    }
    return render(request, "projects/project_detail.html", context)


def before_approval(project: Project) -> dict[str, str]:
    """What to enter before the application is marked as approved; empty in any other state."""
    sentence = approved_without(project) if project.state == ProjectState.SUBMITTED else ""
    return {"text": sentence, "url": missing_address(project), "action": _("Enter it")} if sentence else {}


def crumbs(project: Project | None = None) -> list[tuple[str, str]]:
    steps = [(_("Projects"), reverse("projects:project-list"))]
    if project and project.pk:
        steps.append((project.shown_title, reverse("projects:project-detail", args=[project.pk])))
    return steps


def about(project: Project) -> list[dict[str, str]]:
    rows = [
        (_("Programme"), project.get_programme_display()),
        (_("Call year"), str(project.call_year or "")),
        (_("Field"), project.get_field_display()),
        (_("Coordinating organisation"), project.coordinator_name),
        (_("School in the project"), project.school_name),
        (_("Title in English") if active_language() == "lv" else _("Title"), other_title(project)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def other_title(project: Project) -> str:
    titles = {project.title, project.title_en} - {project.shown_title}
    return titles.pop() if titles else ""


def key_facts(project: Project, planned: int, *, sees_grant: bool) -> list[dict[str, str]]:
    months = ngettext("%(count)s month", "%(count)s months", project.months) % {"count": project.months}
    facts = [
        {"label": _("Period"), "value": months, "note": day_range(project.start, project.end)},
        {"label": _("Participants planned"), "value": number(planned) if planned else "–"},
        {"label": _("Our role"), "value": project.get_role_display()},
    ]
    if sees_grant:
        facts.insert(2, {"label": _("Grant"), "value": euro(project.grant) or "–"})
    return facts


def missing(project: Project, targets: list, *, may_change: bool) -> list[dict[str, str]]:
    """What is missing; where it is entered only for those who may change it."""
    if project.state == ProjectState.ARCHIVED:
        return []
    rows = what_is_missing(project, targets)
    return rows if may_change else [{"text": row["text"]} for row in rows]


def promises_people(project: Project) -> bool:
    """Whether targets are to be expected: a mobility project, KA1, that is not closed."""
    is_mobility = grant_code.lists()["actions"].get(project.action, {}).get("key_action") == 1
    return is_mobility and project.state not in (ProjectState.CLOSED, ProjectState.ARCHIVED)


def what_is_missing(project: Project, targets: list) -> list[dict[str, str]]:
    edit = reverse("projects:project-edit", args=[project.pk])
    rows = []
    if project.dates_assumed:
        text = _("The dates are assumed from the call year.")
        rows.append({"text": text, "action": _("Enter the dates"), "url": f"{edit}#id_start"})
    if not targets and promises_people(project):
        rows.append({"text": _("No targets are set."), "action": _("Set targets"), "url": f"{edit}#targets"})
    for proposal in deadlines.proposals(project, set(project.deadlines.values_list("kind", flat=True))):
        text = _("%(deadline)s: the deadline is not entered.") % {"deadline": proposal.kind.label}
        url = reverse("projects:deadline-list", args=[project.pk])
        rows.append({"text": text, "action": _("Enter the deadline"), "url": url})
    if project.grant is None and project.state not in BEFORE_FUNDING:
        rows.append(
            {"text": _("The grant is not entered."), "action": _("Enter the grant"), "url": f"{edit}#id_grant"}
        )
    if grant_code.parse(project.code).warnings:
        text = _("Something in the grant code looks wrong.")
        rows.append({"text": text, "action": _("Check the code"), "url": f"{edit}#id_code"})
    return rows


def address_above(name: str, *args: int) -> str:
    """A page of the app above; empty where there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def calls_address(project: Project) -> str:
    address = address_above("mobilities:selection-list")
    return f"{address}?project={project.pk}" if address else ""


def mobility_add_address(project: Project) -> str:
    address = address_above("mobilities:mobility-add")
    return f"{address}?project={project.pk}" if address else ""


def code_says(text: str) -> dict[str, Any]:
    """What a grant code says, for projects/code_says.html."""
    return grant_code.say(grant_code.parse(text), active_language())


@require_http_methods(["GET", "POST"])
def project_add(request: HttpRequest) -> HttpResponse:
    require(request.user, "projects.add_project", request.school)
    project = Project(school=request.school, school_name=request.school.name)
    return edited(request, project, "projects/project_add.html", _("The project is added."))


@require_http_methods(["GET", "POST"])
def project_edit(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    return edited(request, project, "projects/project_edit.html", _("The project is saved."))


def edited(request: HttpRequest, project: Project, template: str, success: str) -> HttpResponse:
    """The form of a project, shown, checked or saved."""
    context: dict[str, Any] = {"title": project.shown_title, "crumbs": crumbs(project)}
    context["cancel_url"] = context["crumbs"][-1][1]
    data = request.POST if request.method == "POST" else None
    form = ProjectForm(data, instance=project)
    said = data or project.__dict__
    targets = TargetsForm(data, project=project, call_year=call_year_of(said), field=field_of(said))
    if data is not None and all([form.is_valid(), targets.is_valid()]):
        try:
            saved = services.save_project(form, targets.planned(), request.user)
        except services.CodeTakenError:
            form.refuse_duplicate(form.duplicate())
        else:
            messages.success(request, success)
            return redirect("projects:project-detail", saved.pk)
    context |= {"form": form, "targets": targets, "code_says": code_says(form["code"].value() or "")}
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def code_preview(request: HttpRequest) -> HttpResponse:
    """While a code is typed: what it says, and the fields and targets that follow from it."""
    require(request.user, "projects.add_project", request.school)
    data = request.POST if request.method == "POST" else request.GET
    text, said = data.get("code", ""), proposals(grant_code.parse(data.get("code", "")))
    filled = {name: value for name, value in said.items() if data.get(name, "") != str(value)}
    if "call_year" not in said and data.get("call_year", "") == data.get("said_call_year"):
        filled["call_year"] = None  # it came from the code that stood here before
    call_year = call_year_of(data)
    project = edited_now(request, data.get("project", ""))
    targets = TargetsForm(project=project, call_year=call_year, field=field_of(data), typed=data)
    form = ProjectForm(initial=filled | {"code": text, "is_another": "is_another" in data}, instance=project)
    context = {
        "code_says": code_says(text),
        "form": form,
        "filled": [field for field in form if field.name in filled],
        "targets": targets,
    }
    return render(request, "projects/code_preview.html", context)


def edited_now(request: HttpRequest, pk: str) -> Project:
    """The project whose form is being filled in; a new one where there is none yet."""
    known = pk.isascii() and pk.isdigit() and len(pk) < 19
    project = Project.objects.filter(school=request.school, pk=pk).first() if known else None
    return project or Project(school=request.school)


@require_http_methods(["GET", "POST"])
def project_delete(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, "projects.delete_project")
    context = {"project": project, "title": project.shown_title, "crumbs": crumbs(project)}
    context["cancel_url"] = context["crumbs"][-1][1]
    if request.method == "POST":
        try:
            services.delete_project(project, request.user)
        except ProtectedError:
            return render(request, "projects/project_delete.html", context | {"is_needed": True}, status=409)
        messages.success(request, _("The project is deleted."))
        return redirect("projects:project-list")
    return render(request, "projects/project_delete.html", context)
