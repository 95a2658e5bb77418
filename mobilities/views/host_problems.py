"""Problems that conferences found at hosts: settled, or opened again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mobilities.enums import FindingKind
from mobilities.forms.problems import SettleForm
from mobilities.models import Finding
from mobilities.views.hosts import CHANGE, crumbs
from portal.audit.services import save_form
from portal.common.http import require


@require_http_methods(["GET", "POST"])
def host_problem_settle(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Finding.objects.visible_to(request.user).filter(kind=FindingKind.MINUS, host__isnull=False)
    problem = rows.select_related("host__school", "conference").filter(pk=pk).first()
    if problem is None:
        raise Http404
    require(request.user, CHANGE, problem.host)
    form = SettleForm(request.POST or None, instance=problem)
    page = reverse("mobilities:host-detail", args=[problem.host_id])
    if request.method == "POST" and form.is_valid():
        save_form(form, request.user, problem.host.school)
        done = _("The problem is settled.") if problem.done_on else _("The problem is open again.")
        messages.success(request, done)
        return redirect(page)
    context = {"form": form, "problem": problem, "crumbs": crumbs(problem.host), "cancel_url": page}
    return render(request, "mobilities/host_problem_settle.html", context)
