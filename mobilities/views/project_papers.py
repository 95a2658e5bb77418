"""The papers of one project: everybody who travels beside what is asked of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mobilities.forms.project_papers import ProjectPapersForm
from mobilities.models import Mobility
from mobilities.paper_table import person_rows, table_rows
from portal.common.http import page_of, with_filters
from portal.common.ordering import Latvian
from portal.common.tables import table_answer
from projects.views.frame import project_frame, project_or_403

TAB = "mobilities:project-papers"
MOST_EXPORTED = 5_000


def listed(request: HttpRequest, pk: int):
    """(project, filter form, mobilities)."""
    project = project_or_403(request, pk)
    rows = Mobility.objects.visible_to(request.user).filter(project=project).standing()
    form = ProjectPapersForm(request.GET, school=project.school)
    order = ("-start", Latvian("participant__last_name"), Latvian("participant__first_name"), "pk")
    rows = form.narrow(rows).select_related("participant", "project", "activity_type", "grant")
    return project, form, rows.order_by(*order)


@require_safe
def project_papers(request: HttpRequest, pk: int) -> HttpResponse:
    project, form, rows = listed(request, pk)
    page = page_of(request, rows)
    context = project_frame(request, project, TAB) | {
        "heading": _("Papers"),
        "form": form,
        "page": page,
        "people": person_rows(list(page.object_list)),
        "export_url": with_filters(request, reverse("mobilities:project-papers-export", args=[pk]), of_year=False),
        "may_archive": request.user.has_perm("mobilities.archive_project", project),
    }
    return render(request, "mobilities/project_papers.html", context)


@require_safe
def project_papers_export(request: HttpRequest, pk: int) -> HttpResponse:
    _project, _form, rows = listed(request, pk)
    return table_answer(request.GET.get("format"), table_rows(person_rows(list(rows[:MOST_EXPORTED]))), "papers")
