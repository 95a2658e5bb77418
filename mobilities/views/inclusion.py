"""Fewer opportunities in a project: how many are flagged, and for coordinators the anonymous reasons."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mobilities.exports.inclusion import inclusion_rows
from mobilities.forms.inclusion import InclusionForm
from mobilities.inclusion import inclusion_of, told
from mobilities.services.inclusion import save_counts
from portal.common.http import is_htmx, require
from portal.common.refused import Refused
from portal.common.tables import table_answer
from projects.views.frame import CHANGE as CHANGE_PROJECT
from projects.views.frame import project_frame, project_or_403

PAGE, BY_REASON, TOTALS = (
    "mobilities:project-inclusion",
    "mobilities.change_inclusion",
    "mobilities.export_participant",
)


@require_safe
def project_inclusion(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk)
    found = inclusion_of(project)
    sees_totals = request.user.has_perm(TOTALS, project)
    facts = [{"label": _("Participants sent"), "value": found.people}] if sees_totals else []
    flagged = found.flagged if sees_totals else told(found.flagged)
    facts.append({"label": _("With fewer opportunities"), "value": flagged})
    by_reason = request.user.has_perm(BY_REASON, project)
    context = {
        **project_frame(request, project, PAGE),
        "heading": _("Fewer opportunities"),
        "facts": facts,
        "by_reason": by_reason,
        "export_url": reverse("mobilities:project-inclusion-export", args=[project.pk]),
        "rows": found.by_reason() if by_reason else [],
        "total": found.total if by_reason else None,
        "disagreements": found.disagreements() if by_reason else [],
    }
    return render(request, "mobilities/project_inclusion.html", context)


@require_http_methods(["GET", "POST"])
def project_inclusion_edit(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, CHANGE_PROJECT)
    require(request.user, BY_REASON, project)
    found = inclusion_of(project)
    form = InclusionForm(request.POST if request.method == "POST" else None, inclusion=found)
    if is_htmx(request):
        return render(request, "mobilities/project_inclusion_check.html", {"form": form})
    if form.is_bound and form.is_valid() and (not form.disagreements() or form.was_told()):
        try:
            save_counts(project, form.counts(), form.cleaned_data["seen"], request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The numbers are saved."))
            return redirect(PAGE, project.pk)
    context = {
        **project_frame(request, project, PAGE),
        "heading": _("Fewer opportunities"),
        "form": form,
        "flagged": found.flagged,
        "cancel_url": reverse(PAGE, args=[project.pk]),
    }
    return render(request, "mobilities/project_inclusion_edit.html", context)


@require_safe
def project_inclusion_export(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk)
    require(request.user, BY_REASON, project)
    return table_answer(request.GET.get("format"), inclusion_rows(inclusion_of(project)), "inclusion")
