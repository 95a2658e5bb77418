"""The other organisations of one project, by the names they had at the time."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.common.http import with_filters
from portal.common.tables import table_answer
from projects.exports import organisation_rows
from projects.forms.life import OrganisationFilterForm, OrganisationForm
from projects.models import Project, ProjectOrganisation
from projects.services import organisations as services
from projects.views.frame import CHANGE, project_frame, project_or_403

TAB = "projects:organisation-list"


@require_safe
def organisation_list(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk)
    form = OrganisationFilterForm(request.GET, project=project)
    organisations = list(form.narrow(project.organisations.all()))
    has_school = form.has_school(project)
    count = len(organisations) + has_school
    context = project_frame(request, project, TAB)
    context |= {
        "heading": _("Organisations"),
        "form": form,
        "organisations": organisations,
        "has_school": has_school,
        "count_words": ngettext("%(count)s organisation", "%(count)s organisations", count) % {"count": count},
        "export_url": with_filters(request, reverse("projects:organisation-export", args=[pk]), of_year=False),
    }
    return render(request, "projects/organisation_list.html", context)


@require_safe
def organisation_export(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk)
    form = OrganisationFilterForm(request.GET, project=project)
    rows = form.narrow(project.organisations.all())
    table = organisation_rows(project, rows, with_school=form.has_school(project))
    return table_answer(request.GET.get("format"), table, "organisations")


@require_http_methods(["GET", "POST"])
def organisation_add(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    return edited(request, project, ProjectOrganisation(project=project))


@require_http_methods(["GET", "POST"])
def organisation_edit(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    return edited(request, project, organisation_or_404(project, row))


def organisation_or_404(project: Project, pk: int) -> ProjectOrganisation:
    organisation = project.organisations.filter(pk=pk).first()
    if organisation is None:
        raise Http404
    organisation.project = project
    return organisation


def edited(request: HttpRequest, project: Project, organisation: ProjectOrganisation) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        services.save_organisation(form, request.user)
        messages.success(request, _("The organisation is saved."))
        return redirect(TAB, pk=project.pk)
    context = project_frame(request, project, TAB) | {"form": form, "organisation": organisation}
    context["heading"] = _("Edit the organisation") if organisation.pk else _("Add an organisation")
    return render(request, "projects/organisation_form.html", context)


@require_http_methods(["GET", "POST"])
def organisation_delete(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    organisation = organisation_or_404(project, row)
    if request.method == "POST":
        services.delete_organisation(organisation, request.user)
        messages.success(request, _("The organisation is deleted."))
        return redirect(TAB, pk=pk)
    context = project_frame(request, project, TAB) | {"row": organisation, "back": reverse(TAB, args=[pk])}
    return render(request, "projects/organisation_delete.html", context | {"heading": _("Delete the organisation")})
