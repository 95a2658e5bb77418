"""The public summary of a project: four parts, two languages side by side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.audit.services import save_form
from projects.forms.summary import LANGUAGES, PARTS, SummaryForm
from projects.models import SUMMARY_LENGTH
from projects.views.frame import CHANGE, project_frame, project_or_403

TAB = "projects:summary-detail"


@require_safe
def summary_detail(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk)
    parts = [
        {
            "title": title,
            "texts": [
                {"language": language, "words": words, "text": getattr(project, f"{name}_{language}")}
                for language, words in LANGUAGES.items()
            ],
        }
        for name, (title, _help) in PARTS.items()
    ]
    context = project_frame(request, project, TAB) | {"heading": _("Summary"), "parts": parts}
    context["is_empty"] = not any(row["text"] for part in parts for row in part["texts"])
    return render(request, "projects/summary_detail.html", context)


@require_http_methods(["GET", "POST"])
def summary_edit(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE)
    form = SummaryForm(request.POST or None, instance=project)
    if request.method == "POST" and form.is_valid():
        save_form(form, request.user, project.school)
        messages.success(request, _("The summary is saved."))
        return redirect(TAB, pk=pk)
    context = project_frame(request, project, TAB) | {"form": form, "limit": SUMMARY_LENGTH}
    return render(request, "projects/summary_edit.html", context | {"heading": _("Edit the summary")})
