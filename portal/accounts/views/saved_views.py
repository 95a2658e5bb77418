"""Views of lists under a name: saved, renamed, deleted."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts import services
from portal.accounts.forms import SavedViewForm
from portal.accounts.models import SavedView
from portal.accounts.saved_views import PAGES, address_of, kept_query, of_year, year_of
from portal.audit import services as audit
from portal.common.http import get_or_403, require
from portal.common.school_year import SchoolYear

USE, SHARE, CHANGE = "accounts.view_school", "accounts.share_saved_view", "accounts.change_saved_view"
LONGEST_QUERY = SavedView._meta.get_field("query").max_length


def crumbs() -> list[tuple[str, str]]:
    return [(_("Saved views"), reverse("accounts:saved-view-list"))]


@require_safe
def saved_view_list(request: HttpRequest) -> HttpResponse:
    require(request.user, USE, request.school)
    rows = SavedView.objects.visible_to(request.user).filter(school=request.school).select_related("user")
    order = list(PAGES)
    known = sorted((row for row in rows if row.page in PAGES), key=lambda row: order.index(row.page))
    views = [
        {"row": row, "page": PAGES[row.page], "url": address_of(row), "is_own": row.user_id == request.user.pk}
        for row in known
    ]
    return render(request, "accounts/saved_view_list.html", {"views": views})


@require_POST
def saved_view_add(request: HttpRequest) -> HttpResponse:
    """The filters come from the list: `page` is its URL name, `query` what stood behind the ?."""
    require(request.user, USE, request.school)
    sent = request.POST.get("query", "")
    page, query = request.POST.get("page", ""), kept_query(QueryDict(sent))
    if page not in PAGES or len(query) > LONGEST_QUERY:
        raise Http404
    view = SavedView(school=request.school, user=request.user, page=page, query=query)
    return edited(request, view, _("Save the view"), year_of(sent))


@require_http_methods(["GET", "POST"])
def saved_view_edit(request: HttpRequest, pk: int) -> HttpResponse:
    view = load(request, pk)
    return edited(request, view, _("Edit the view"), year_of(view.query))


def load(request: HttpRequest, pk: int) -> SavedView:
    return get_or_403(SavedView.objects.visible_to(request.user).select_related("school"), request.user, CHANGE, pk=pk)


def edited(request: HttpRequest, view: SavedView, heading: str, year: SchoolYear | None) -> HttpResponse:
    may_share = request.user.has_perm(SHARE, view.school)
    year = year or request.school_year
    form = SavedViewForm(request.POST or None, instance=view, may_share=may_share, year=year)
    if request.method == "POST" and form.is_valid():
        services.save_view(form, request.user)
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
        return redirect(address_of(view))
    context = {
        "form": form,
        "view": view,
        "query": of_year(view.query, year),
        "heading": heading,
        "crumbs": crumbs(),
        "page": PAGES.get(view.page, ""),
        "cancel_url": address_of(view) if view.page in PAGES else reverse("accounts:saved-view-list"),
    }
    return render(request, "accounts/saved_view_form.html", context)


@require_http_methods(["GET", "POST"])
def saved_view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    view = load(request, pk)
    if request.method == "POST":
        audit.delete(view, request.user, view.school)
        messages.success(request, _("The view is deleted."))
        return redirect("accounts:saved-view-list")
    context = {"view": view, "crumbs": crumbs(), "cancel_url": reverse("accounts:saved-view-list")}
    return render(request, "accounts/saved_view_delete.html", context)
