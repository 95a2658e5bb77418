"""Where results were shown: the log of one project, and of the whole school."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.common.http import file_response, page_of, require, with_filters
from portal.common.tables import table_answer
from projects import exports
from projects.forms.dissemination import ALL_YEARS, DisseminationFilterForm, DisseminationForm, people_in
from projects.models import Dissemination, Project
from projects.services import dissemination as services
from projects.views.frame import CHANGE, VIEW, project_frame, project_or_403
from projects.views.projects import with_query

TAB = "projects:dissemination-list"


@require_safe
def dissemination_list(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The log of one project, or of the whole school without `pk`."""
    project, form, matching, rows = listed(request, pk)
    context = project_frame(request, project, TAB) if project else {"views": year_views(request, form)}
    name, args = ("dissemination-export", [pk]) if project else ("dissemination-log-export", [])
    context |= {
        "heading": _("Dissemination"),
        "may_read_report": project is not None and request.user.has_perm("reports.view_document", project),
        "form": form,
        "page": page_of(request, rows),
        "people": people_in(rows),
        "is_any": matching.exists(),
        "export_url": with_filters(request, reverse(f"projects:{name}", args=args), of_year=project is None),
    }
    template = "dissemination_list" if project else "dissemination_log"
    return render(request, f"projects/{template}.html", context)


def listed(request: HttpRequest, pk: int | None):
    """(project or None, filter form, what there is at all, the list itself)."""
    rows = Dissemination.objects.visible_to(request.user).select_related("project")
    if pk is None:
        require(request.user, VIEW, request.school)
        project, rows = None, rows.filter(project__school=request.school)
    else:
        project = project_or_403(request, pk)
        rows = rows.filter(project=project)
    form = DisseminationFilterForm(request.GET, school=request.school, project=project)
    matching = form.narrow(rows)
    return project, form, rows, form.in_year(matching, request.school_year)


def year_views(request: HttpRequest, form: DisseminationFilterForm) -> list[dict[str, Any]]:
    year = _("School year %(year)s") % {"year": request.school_year}
    one_year = with_query(request, request.path, when=None, view="all")
    everything = with_query(request, request.path, when=ALL_YEARS)
    return [
        {"url": one_year, "label": year, "is_current": not form.all_years},
        {"url": everything, "label": _("All years"), "is_current": form.all_years},
    ]


@require_safe
def dissemination_export(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    _project, _form, _matching, rows = listed(request, pk)
    return table_answer(request.GET.get("format"), exports.dissemination_rows(rows), "dissemination")


@require_http_methods(["GET", "POST"])
def dissemination_add(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    return edited(request, project, Dissemination(project=project))


@require_http_methods(["GET", "POST"])
def dissemination_edit(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    return edited(request, project, dissemination_or_404(project, row))


def dissemination_or_404(project: Project, pk: int) -> Dissemination:
    row = project.dissemination.filter(pk=pk).first()
    if row is None:
        raise Http404
    row.project = project
    return row


def edited(request: HttpRequest, project: Project, row: Dissemination) -> HttpResponse:
    form = DisseminationForm(request.POST or None, request.FILES or None, instance=row)
    if request.method == "POST" and form.is_valid():
        without_file = form.cleaned_data.get("remove_file", False)
        services.save_dissemination(form, request.user, form.accepted, without_file=without_file)
        messages.success(request, _("The dissemination activity is saved."))
        return redirect(TAB, pk=project.pk)
    context = project_frame(request, project, TAB) | {"form": form, "row": row}
    context["heading"] = _("Edit the dissemination activity") if row.pk else _("Add a dissemination activity")
    return render(request, "projects/dissemination_form.html", context)


@require_http_methods(["GET", "POST"])
def dissemination_delete(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    entry = dissemination_or_404(project, row)
    if request.method == "POST":
        services.delete_dissemination(entry, request.user)
        messages.success(request, _("The dissemination activity is deleted."))
        return redirect(TAB, pk=pk)
    context = project_frame(request, project, TAB) | {"row": entry, "back": reverse(TAB, args=[pk])}
    context["heading"] = _("Delete the dissemination activity")
    return render(request, "projects/dissemination_delete.html", context)


@require_safe
def dissemination_evidence(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    entry = dissemination_or_404(project_or_403(request, pk), row)
    try:
        file = entry.evidence.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    return file_response(file, entry.evidence_name, entry.evidence_type)
