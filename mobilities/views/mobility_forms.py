"""Mobilities entered one by one or a group at once, and changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mobilities.forms.group import GroupForm
from mobilities.forms.hosts import QuickHostForm
from mobilities.forms.mobilities import MobilityForm
from mobilities.models import Mobility
from mobilities.services import mobilities as services
from mobilities.views.mobilities import ADD, CHANGE, seen_by
from mobilities.views.suggested import hosts_first, suggested_for
from portal.common.forms import leave_unjudged
from portal.common.http import get_or_403, require
from projects.models import Project


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
        "in_form": True,
        **(suggested_for(form) if form.is_bound else {"suggested": hosts_first(request)}),
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
    context = {"notices": form.notices, "away": away, "in_form": True, **suggested_for(form)}
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
        "in_form": True, **suggested_for(form),
    }  # fmt: skip
    return render(request, "mobilities/mobility_add_group.html", context)
