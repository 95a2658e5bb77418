from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.common.http import require
from projects.forms.filter import ALL_YEARS
from projects.forms.paste import PasteForm, Proposals
from projects.services import projects as services
from projects.views.projects import crumbs


@require_http_methods(["GET", "POST"])
def project_paste(request: HttpRequest) -> HttpResponse:
    """A text is read; the projects found in it are shown; the ticked ones are registered, all or none."""
    require(request.user, "projects.add_project", request.school)
    form = PasteForm(request.POST if request.method == "POST" else None)
    proposals = None
    if form.is_bound and form.is_valid():
        typed = request.POST if "register" in request.POST else None
        proposals = Proposals(form.cleaned_data["text"], request.school, typed)
        if typed is not None and proposals.taken and proposals.is_valid():
            try:
                return registered(request, proposals)
            except services.CodeTakenError:
                proposals = Proposals(form.cleaned_data["text"], request.school, typed)
    context = {
        "form": form,
        "proposals": proposals,
        "is_nothing_ticked": "register" in request.POST and proposals is not None and not proposals.taken,
        "crumbs": crumbs(),
        "cancel_url": reverse("projects:project-list"),
    }
    return render(request, "projects/project_paste.html", context)


def registered(request: HttpRequest, proposals: Proposals) -> HttpResponse:
    projects = services.register_projects(proposals.taken, request.user)
    done = ngettext("%(count)s project is registered.", "%(count)s projects are registered.", len(projects))
    messages.success(request, done % {"count": len(projects)})
    if len(projects) == 1:
        return redirect("projects:project-detail", projects[0].pk)
    messages.info(request, _("Check the dates that were guessed."))
    return redirect(f"{reverse('projects:project-list')}?when={ALL_YEARS}")
