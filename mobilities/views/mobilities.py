"""Mobilities: listed, entered one by one or a group at once, moved through their life."""

from django.contrib import messages
from django.db.models import Count, ProtectedError, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from mobilities.checklist_record import with_marks
from mobilities.completeness import Notice, findings_of, in_chunks, with_findings
from mobilities.enums import GOING, TAKES_PLACE, Direction, MobilityState
from mobilities.exports.mobilities import mobility_rows
from mobilities.forms.group import GroupForm
from mobilities.forms.hosts import QuickHostForm
from mobilities.forms.mobilities import MobilityFilterForm, MobilityForm, with_report_state
from mobilities.models import ExperienceReport, LearningPlan, Mobility, ProjectTask, Selection
from mobilities.models.mobility import is_over
from mobilities.papers import papers_along, papers_of
from mobilities.services import mobilities as services
from mobilities.views.consents import tell_unsigned
from mobilities.views.lines import lines_of
from mobilities.views.lists import list_tabs, query_of
from mobilities.views.papers import checklist, tell_missing
from mobilities.views.suggested import hosts_first, hosts_for, suggested_for
from portal.accounts.context import dates_of_its_own
from portal.audit.history import history_of
from portal.common.forms import leave_unjudged
from portal.common.http import get_or_403, is_htmx, page_by_keys, page_of, require, with_filters
from portal.common.refused import Refused
from portal.common.tables import table_answer
from projects.models import ActivityType, Project

LIST, ADD, CHANGE = "mobilities.list_mobility", "mobilities.add_mobility", "mobilities.change_mobility"
BAR = 200


def seen_by(request: HttpRequest):
    return Mobility.objects.visible_to(request.user).filter(school=request.school)


def dressed(rows):
    return with_report_state(rows.with_names())


def listed(request: HttpRequest):
    """(filter form, rows): the school year's, or every year's with ?year=all."""
    rows = seen_by(request)
    countries = rows.exclude(country="").order_by().values_list("country", flat=True).distinct()
    form = MobilityFilterForm(request.GET, school=request.school, countries=list(countries))
    if request.GET.get("year") != "all":
        rows = rows.in_school_year(request.school_year)
    rows = dressed(form.narrow(rows)).order_by(*form.order)
    return form, form.of_completeness(rows)


@require_safe
def mobility_list(request: HttpRequest) -> HttpResponse:
    require(request.user, LIST, request.school)
    form, rows = listed(request)
    page = page_of(request, rows) if isinstance(rows, list) else page_by_keys(request, rows, dressed(Mobility.objects))
    page.object_list = with_marks(with_findings(page.object_list))
    context = {
        "form": form,
        "page": page,
        "tabs": list_tabs(request, "mobilities:mobility-list"),
        "views": year_views(request),
        "sort": form.cleaned_data.get("sort", ""),
        "export_url": with_filters(request, reverse("mobilities:mobility-export")),
        "may_add": request.user.has_perm(ADD, request.school),
        "add_url": reverse("mobilities:mobility-add") if request.user.has_perm(ADD, request.school) else "",
        "actions": list_actions(request),
        "more": list_more(request, some=bool(page.object_list)),
        "bulk_actions": bulk_actions(),
        "lines": lines_of(page.object_list, timezone.localdate()),
    }
    return render(request, "mobilities/mobility_list.html", context)


def list_actions(request: HttpRequest) -> list[dict[str, str]]:
    if not request.user.has_perm(ADD, request.school):
        return []
    return [
        {"url": reverse("mobilities:mobility-grid"), "label": _("Many in a grid"), "icon": "move"},
        {"url": reverse("mobilities:mobility-add-group"), "label": _("Add a group"), "icon": "people"},
    ]


def list_more(request: HttpRequest, *, some: bool) -> list[dict[str, str]]:
    found = []
    if request.user.has_perm(ADD, request.school):
        if some:
            edit = with_filters(request, reverse("mobilities:mobility-grid")) + "&edit=1"
            found.append({"url": edit, "label": _("Edit these in the grid")})
        found.append({"url": reverse("mobilities:mobility-copy"), "label": _("Copy last year's mobilities")})
        found.append({"url": reverse("imports:import-add", args=["mobilities"]), "label": _("Import")})
        found.append({"url": reverse("mobilities:checklist-list"), "label": _("Papers that are asked for")})
    if request.user.has_perm("mobilities.view_selection", request.school):
        found.append({"url": reverse("mobilities:selection-list"), "label": _("Calls for participation")})
    if request.user.has_perm("mobilities.view_school_contact", request.school):
        found += paper_pages(request)
    return found


def paper_pages(request: HttpRequest) -> list[dict[str, str]]:
    """What papers are made from, and those that were made."""
    pages = [
        ("mobilities:school-contact-list", _("Contacts of the school")),
        ("reports:paper-template-list", _("Texts of papers")),
        ("reports:bundle-list", _("Papers made")),
    ]
    return [{"url": reverse(name), "label": label} for name, label in pages]


def bulk_actions() -> list[dict]:
    return [
        {"value": "papers", "label": _("Make papers")},
        {"value": "plan", "label": _("Learning plan")},
        {"value": "grid", "label": _("Edit in the grid")},
        {"value": "confirm", "label": _("Confirm")},
        {"value": "close", "label": pgettext("mobility", "Close")},
        {"value": "interrupt", "label": _("Interrupt them")},
        {"value": "cancel", "label": _("Cancel them"), "confirm": _("Cancel the ticked mobilities?")},
    ]


def year_views(request: HttpRequest) -> list[dict]:
    """This school year, or every year; other filters stay."""
    is_all = request.GET.get("year") == "all"
    label = _("School year %(year)s") % {"year": request.school_year}
    return [
        {"label": label, "url": query_of(request, year=None, sy=None, school=None), "is_current": not is_all},
        {"label": _("All years"), "url": query_of(request, year="all", sy=None, school=None), "is_current": is_all},
    ]


@require_safe
def mobility_export(request: HttpRequest) -> HttpResponse:
    require(request.user, LIST, request.school)
    _form, rows = listed(request)
    if not isinstance(rows, list):
        rows = rows.sharing_names()
    return table_answer(request.GET.get("format"), mobility_rows(in_chunks(rows)), "mobilities")


@require_safe
def mobility_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = seen_by(request).with_names().select_related("responsible", "school", "grant")
    mobility = get_or_403(rows, request.user, "mobilities.view_mobility", pk=pk)
    report = ExperienceReport.objects.visible_to(request.user).filter(mobility=mobility).first()
    may_change = request.user.has_perm(CHANGE, mobility)
    contacts = list(mobility.host.contacts.all()) if mobility.host else []
    context = {
        "mobility": mobility,
        "phase": mobility.phase(),
        "contacts": contacts,
        "company": list(mobility.accompanying_persons.select_related("person")),
        "report": report,
        "missing": missing(mobility, may_change),
        "plan": LearningPlan.objects.filter(mobility=mobility).first() if may_change else None,
        "papers_url": f"{reverse('reports:paper-add')}?m={mobility.pk}" if may_change else "",
        "tasks": mobility.tasks.filter(pk__in=ProjectTask.objects.visible_to(request.user)).select_related("assignee"),
        "today": timezone.localdate(),
        "list": checklist(mobility, request.user),
        "papers": papers_of(mobility),
        "papers_along": papers_along(mobility),
        "may_change": may_change,
        "may_see_grant": request.user.has_perm("mobilities.view_grant", mobility),
        "may_write": report is None
        and mobility.direction == Direction.OUTGOING
        and mobility.state != MobilityState.CANCELLED
        and request.user.has_perm("mobilities.add_experience", mobility),
        "may_share": (report is None or report.is_editable)
        and mobility.direction == Direction.OUTGOING
        and mobility.state != MobilityState.CANCELLED
        and request.user.has_perm("mobilities.share_experience", mobility),
        "steps": steps_from(mobility) if may_change else [],
        "may_interrupt": may_change and mobility.state in GOING and mobility.start < timezone.localdate(),
        "stop": getattr(mobility, "grant", None) if mobility.state == MobilityState.INTERRUPTED else None,
        "stops": list(mobility.stops.all()),
        "sharings": list(mobility.sharings.all()),
        "others": others_of_trip(mobility).count() if may_change else 0,
        "history": history_of(mobility, request.user),
        "call": call_of(mobility, request.user),
        "suggested": hosts_for(mobility) if may_change else [],
        **dates_of_its_own(mobility.start, mobility.start),
    }
    return render(request, "mobilities/mobility_detail.html", context)


def call_of(mobility: Mobility, user) -> Selection | None:
    """The call for participation it came from, for those who see calls."""
    return Selection.objects.visible_to(user).filter(applications__mobility=mobility).first()


def others_of_trip(mobility: Mobility):
    """Those who travel with it: the same project, host and days. One without a host travels alone."""
    if mobility.host_id is None:
        return Mobility.objects.none()
    names = ("school_id", "project_id", "host_id", "start", "end", "direction")
    same = {name: getattr(mobility, name) for name in names}
    return Mobility.objects.standing().filter(**same).exclude(pk=mobility.pk)


def missing(mobility: Mobility, may_change: bool) -> list[dict]:
    """What stands between this mobility and complete papers, each with its source and the page that mends it."""
    return [
        {"text": notice.sentence, "source": notice.source, "kind": notice.severity}
        | (mended_at(notice, mobility) if may_change else {})
        for notice in findings_of([mobility])[mobility.pk]
    ]


def mended_at(notice: Notice, mobility: Mobility) -> dict[str, str]:
    """The link and its words, by rule, otherwise by the field it is about."""
    edit = reverse("mobilities:mobility-edit", args=[mobility.pk])
    ways = {
        "no_host": (_("Choose a host"), edit),
        "contacts": (_("Add contacts"), reverse("mobilities:host-edit", args=[mobility.host_id or 0]) + "#contacts"),
        "problem": (
            _("Open the problem"),
            reverse("mobilities:host-detail", args=[mobility.host_id or 0]) + "#problems",
        ),
        "no_teacher": (_("Name a teacher"), edit),
        "no_birth_date": (_("Add the date"), reverse("mobilities:participant-edit", args=[mobility.participant_id])),
        "no_guardian": (
            _("Name the guardian"),
            reverse("mobilities:participant-edit", args=[mobility.participant_id]) + "#contacts",
        ),
        "no_consent": (_("Record a consent"), consent_address(mobility)),
        "consent_revoked": (_("Record a consent"), consent_address(mobility)),
        "no_sender": (_("Add the sender"), reverse("mobilities:participant-edit", args=[mobility.participant_id])),
        "report": (_("All missing reports"), reverse("mobilities:experience-list") + "?state=missing"),
    }
    action, url = ways.get(notice.kind) or (_("Edit"), notice.page or edit)
    if notice.page:
        action = _("Open that mobility")
    return {"action": action, "url": url}


def consent_address(mobility: Mobility) -> str:
    return f"{reverse('mobilities:consent-add')}?person={mobility.participant_id}&kind=data"


def steps_from(mobility: Mobility) -> list[dict]:
    labels = {
        "confirm": _("Confirm"), "close": pgettext("mobility", "Close"), "cancel": _("Cancel the mobility"),
        "reopen": _("Reopen") if mobility.state in services.WENT else _("Plan again"),
    }  # fmt: skip
    ended = mobility.end <= timezone.localdate()
    return [
        {"step": step, "label": labels[step], "question": cancelling_question(mobility) if step == "cancel" else ""}
        for step, (sources, _target) in services.STEPS.items()
        if mobility.state in sources and (step != "close" or ended)
    ]


def cancelling_question(mobility: Mobility) -> str:
    return _(
        "Cancel the mobility of %(person)s? Its days become free for another trip, and it no longer counts in figures "
        "and money. What was written about it stays; “Plan again” takes it back."
    ) % {"person": mobility.participant}


def chosen_project(request: HttpRequest, fallback: Project | None = None) -> Project | None:
    """The project chosen so far, of this school: it decides which activity types there are."""
    pk = request.POST.get("project") or request.GET.get("project") or ""
    if not pk.isdecimal():
        return fallback
    return Project.objects.filter(school=request.school, pk=pk[:18]).first() or fallback


def mobility_add(request: HttpRequest) -> HttpResponse:
    require(request.user, ADD, request.school)
    project = chosen_project(request)
    initial = {name: request.GET[name] for name in ("participant", "host") if request.GET.get(name, "").isdecimal()}
    form = MobilityForm(
        request.POST or None, school=request.school, project=project, year=request.school_year,
        instance=Mobility(school=request.school),
        initial={"project": project, **initial},
    )  # fmt: skip
    return mobility_form(request, form, _("Add a mobility"))


def mobility_edit(request: HttpRequest, pk: int) -> HttpResponse:
    mobility = get_or_403(seen_by(request).with_names(), request.user, CHANGE, pk=pk)
    project = chosen_project(request, mobility.project)
    form = MobilityForm(
        request.POST or None, school=request.school, project=project, year=request.school_year, instance=mobility
    )
    return mobility_form(request, form, _("Edit the mobility"))


def mobility_form(request: HttpRequest, form: MobilityForm, heading: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        mobility = services.save_mobility(form, request.user, form.cleaned_data["accompanying"])
        messages.success(request, _("The mobility of %(person)s is saved.") % {"person": mobility.participant})
        if "next" in request.POST:
            return redirect(
                f"{reverse('mobilities:mobility-add')}?project={mobility.project_id}&host={mobility.host_id or ''}"
            )
        return redirect("mobilities:mobility-detail", pk=mobility.pk)
    context = {
        "form": form,
        "heading": heading,
        "host_form": QuickHostForm(school=request.school),
        "mobility": form.instance,
        "suggested": suggested_for(form) if form.is_bound else hosts_first(request),
        "in_form": True,
    }
    return render(request, "mobilities/mobility_form.html", context)


@require_POST
def mobility_check(request: HttpRequest) -> HttpResponse:
    """All that is to be said about the form as it stands: asked while one types."""
    require(request.user, ADD, request.school)
    project = chosen_project(request)
    if "types" in request.GET:
        return types_of(request, project)
    if "participants" in request.POST or "group" in request.GET:
        form = GroupForm(request.POST, school=request.school, project=project, year=request.school_year)
    else:
        pk = request.GET.get("pk", "")
        row = seen_by(request).filter(pk=pk[:18]).first() if pk.isdecimal() else None
        form = MobilityForm(
            request.POST,
            school=request.school,
            project=project,
            year=request.school_year,
            instance=row or Mobility(school=request.school),
        )
    form.is_valid()
    away = form.away() if isinstance(form, GroupForm) else None
    context = {"notices": form.notices, "away": away, "suggested": suggested_for(form), "in_form": True}
    return render(request, "mobilities/mobility_check.html", context)


def types_of(request: HttpRequest, project: Project | None) -> HttpResponse:
    """The field of activity types anew, when a project was chosen; what was chosen stays where it exists."""
    kind = GroupForm if "group" in request.GET else MobilityForm
    form = kind(
        school=request.school,
        project=project,
        year=request.school_year,
        initial={"activity_type": request.POST.get("activity_type")},
    )
    return render(request, "mobilities/mobility_types.html", {"form": form})


def mobility_add_group(request: HttpRequest) -> HttpResponse:
    require(request.user, ADD, request.school)
    project = chosen_project(request)
    form = GroupForm(
        request.POST or None,
        school=request.school,
        project=project,
        year=request.school_year,
        initial={"project": project},
    )
    if "show" in request.POST:
        leave_unjudged(form)
    elif request.method == "POST" and form.is_valid():
        made = services.add_group(form.mobilities(), request.user, form.cleaned_data["accompanying"])
        done = ngettext("%(n)s mobility is added.", "%(n)s mobilities are added.", len(made)) % {"n": len(made)}
        messages.success(request, done)
        year = f"{made[0].start.year if made[0].start.month >= 9 else made[0].start.year - 1}"
        return redirect(f"{reverse('mobilities:mobility-list')}?sy={year}&project={made[0].project_id}")
    context = {
        "form": form, "classes": form.shown_classes, "host_form": QuickHostForm(school=request.school),
        "suggested": suggested_for(form), "in_form": True,
    }  # fmt: skip
    return render(request, "mobilities/mobility_add_group.html", context)


def mobility_delete(request: HttpRequest, pk: int) -> HttpResponse:
    mobility = get_or_403(seen_by(request).with_names(), request.user, "mobilities.delete_mobility", pk=pk)
    if request.method == "POST":
        try:
            services.delete_mobility(mobility, request.user)
        except ProtectedError:
            messages.error(
                request, _("This mobility has an experience report and cannot be deleted. Cancel it instead.")
            )
            return redirect("mobilities:mobility-detail", pk=pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("mobilities:mobility-detail", pk=pk)
        messages.success(request, _("The mobility is deleted."))
        return redirect("mobilities:mobility-list")
    return render(request, "mobilities/mobility_delete.html", {"mobility": mobility})


@require_POST
def mobility_move(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    mobility = get_or_403(seen_by(request).with_names(), request.user, CHANGE, pk=pk)
    if step not in services.STEPS:
        raise Http404
    try:
        services.move_mobility(mobility, request.user, step, timezone.localdate())
        messages.success(request, _("Saved."))
        if step == "confirm":
            tell_unsigned(request, [mobility])
        elif step == "close":
            tell_missing(request, [mobility])
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("mobilities:mobility-detail", pk=pk)


@require_safe
def project_mobilities(request: HttpRequest, pk: int) -> HttpResponse:
    """Targets of a project beside what is done and planned; a part of its page, or a page by itself."""
    projects = Project.objects.visible_to(request.user)
    project = get_or_403(projects, request.user, "projects.view_project", pk=pk)
    context = {"project": project, **targets_and_done(project), "may_add": request.user.has_perm(ADD, project)}
    template = "mobilities/project_targets.html" if is_htmx(request) else "mobilities/project_mobilities.html"
    return render(request, template, context)


def targets_and_done(project: Project) -> dict:
    today = timezone.localdate()
    outgoing = Q(direction=Direction.OUTGOING)
    rows = Mobility.objects.filter(outgoing, project=project).standing().order_by()
    counted = rows.values("activity_type").annotate(
        all=Count("pk"), done=Count("pk", filter=is_over(today) & Q(state__in=TAKES_PLACE))
    )
    for row in counted:
        row["ahead"] = row["all"] - row["done"]
    numbers = {row["activity_type"]: row for row in counted}
    targets = {target.activity_type_id: target.planned for target in project.targets.all()}
    lines = [
        line_of(kinds[0], sum(targets.get(kind.pk, 0) for kind in kinds), {
            name: sum(numbers[kind.pk][name] for kind in kinds if kind.pk in numbers) for name in ("done", "ahead")
        })
        for kinds in kinds_by_code({*numbers, *targets})
    ]  # fmt: skip
    incoming = Mobility.objects.filter(project=project, direction=Direction.INCOMING).standing().count()
    total = line_of(None, sum(targets.values()), {
        "done": sum(line["done"] for line in lines), "ahead": sum(line["ahead"] for line in lines),
    }) | {name: sum(line[name] for line in lines) for name in ("left", "over")}  # fmt: skip
    return {"lines": lines, "total": total, "accompanying": project.accompanying_persons.count(), "incoming": incoming}


def kinds_by_code(pks: set[int]) -> list[list[ActivityType]]:
    """Types with the rows of one code together: the school's own and the row whose place it took, own rows first."""
    groups: dict[str, list[ActivityType]] = {}
    for kind in ActivityType.objects.filter(pk__in=pks).order_by("order", "code", "-call_year_from"):
        groups.setdefault(kind.code, []).append(kind)
    return [sorted(kinds, key=lambda kind: kind.school_id is None) for kinds in groups.values()]


def line_of(kind, planned: int, numbers: dict) -> dict:
    """Bar lengths out of BAR: the larger of promise and reality fills it."""
    done, ahead = numbers["done"], numbers["ahead"]
    whole = max(planned, done + ahead, 1)
    return {
        "kind": kind, "planned": planned, "done": done, "ahead": ahead, "left": max(planned - done - ahead, 0),
        "over": max(done + ahead - planned, 0) if planned else 0,
        "done_width": BAR * done // whole, "ahead_width": BAR * ahead // whole, "mark": BAR * planned // whole,
    }  # fmt: skip
