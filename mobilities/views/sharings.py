"""What of a mobility was already shown elsewhere: teachers' meetings, methodical commissions, lessons."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mobilities.exports.sharings import sharing_rows
from mobilities.forms.sharings import SharingFilterForm, SharingForm
from mobilities.models import Mobility, Sharing
from portal.audit.services import delete, save_form
from portal.common.http import get_or_403, page_of, require, with_filters
from portal.common.school_year import SchoolYear
from portal.common.tables import table_answer
from projects.models import Dissemination

LOOK, CHANGE = "mobilities.view_sharing", "mobilities.change_sharing"


def of_year(request: HttpRequest):
    """(filter form, rows, keys): what was shown of the chosen year's mobilities; of which one may know the people."""
    require(request.user, LOOK, request.school)
    year = request.school_year
    rows = Sharing.objects.visible_to(request.user).filter(school=request.school).in_school_year(year)
    seen = Mobility.objects.visible_to(request.user).values_list("pk", flat=True).in_school_year(year)
    form = SharingFilterForm(request.GET)
    return form, form.narrow(rows).prefetch_related("mobilities__participant", "mobilities__host"), set(seen)


def of_projects(request: HttpRequest) -> list[Dissemination]:
    """What the projects' own logs hold of the year, so that it need not be written down here again."""
    year = request.school_year
    rows = Dissemination.objects.visible_to(request.user).filter(project__school=request.school).told_to_people()
    return list(rows.filter(day__range=(year.first_day, year.last_day)))


@require_GET
def sharing_list(request: HttpRequest) -> HttpResponse:
    form, rows, seen = of_year(request)
    context = {
        "form": form,
        "page": page_of(request, rows),
        "seen": seen,
        "of_projects": [] if form.has_changed() else of_projects(request),
        "may_change": request.user.has_perm(CHANGE, request.school),
        "export_url": with_filters(request, reverse("mobilities:sharing-export")),
    }
    return render(request, "mobilities/sharing_list.html", context)


@require_GET
def sharing_export(request: HttpRequest) -> HttpResponse:
    _form, rows, seen = of_year(request)
    return table_answer(request.GET.get("format"), sharing_rows(rows, seen), "sharing")


def sharing_add(request: HttpRequest) -> HttpResponse:
    """?m=1&m=2: the mobilities that were shown."""
    require(request.user, CHANGE, request.school)
    chosen = asked_for(request)
    initial = {"date": timezone.localdate(), "mobilities": [row.pk for row in chosen]}
    year = SchoolYear.of(chosen[0].start) if chosen else request.school_year
    return sharing_form(request, Sharing(school=request.school), year, initial)


def sharing_edit(request: HttpRequest, pk: int) -> HttpResponse:
    sharing = sharing_or_404(request, pk)
    shown = sharing.mobilities.order_by("start").first()
    year = SchoolYear.of(shown.start) if shown else request.school_year
    return sharing_form(request, sharing, year, {})


def sharing_form(request: HttpRequest, sharing: Sharing, year: SchoolYear, initial: dict) -> HttpResponse:
    form = SharingForm(request.POST or None, instance=sharing, initial=initial)
    form.narrow(year)
    if request.method == "POST" and form.is_valid():
        save_form(form, request.user, sharing.school)
        messages.success(request, _("Saved."))
        return redirect(page_before(request, sharing))
    context = {"form": form, "sharing": sharing, "back": page_before(request, sharing)}
    return render(request, "mobilities/sharing_form.html", context)


def asked_for(request: HttpRequest) -> list[Mobility]:
    """?m=1&m=2"""
    keys = [key for key in request.GET.getlist("m") if key.isdecimal() and len(key) < 18]
    return list(Mobility.objects.visible_to(request.user).filter(school=request.school, pk__in=keys))


def page_before(request: HttpRequest, sharing: Sharing) -> str:
    """Of the mobility that was asked for; else the list of a school year in which the sharing stands."""
    asked = asked_for(request)
    if len(asked) == 1:
        return reverse("mobilities:mobility-detail", args=[asked[0].pk])
    shown = sharing.mobilities.all() if sharing.pk else asked
    years = {SchoolYear.of(row.start).start for row in shown} or {request.school_year.start}
    year = request.school_year.start if request.school_year.start in years else max(years)
    return reverse("mobilities:sharing-list", query={"sy": year})


def sharing_delete(request: HttpRequest, pk: int) -> HttpResponse:
    sharing = sharing_or_404(request, pk)
    back = page_before(request, sharing)
    if request.method == "POST":
        delete(sharing, request.user, sharing.school)
        messages.success(request, _("Deleted."))
        return redirect(back)
    return render(request, "mobilities/sharing_delete.html", {"sharing": sharing})


def sharing_or_404(request: HttpRequest, pk: int) -> Sharing:
    return get_or_403(Sharing.objects.visible_to(request.user).select_related("school"), request.user, CHANGE, pk=pk)
