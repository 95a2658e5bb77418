"""Which lists have saved views, and what of an address a view keeps."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import SavedView
from portal.common.http import filled
from portal.common.school_year import SchoolYear

# URL name of the list > how it is called.
PAGES = {
    "projects:project-list": _("Projects"),
    "projects:dissemination-log": _("Dissemination"),
    "projects:activity-type-list": _("Activity types"),
    "mobilities:mobility-list": _("Mobilities"),
    "mobilities:selection-list": _("Calls for participation"),
    "mobilities:participant-list": _("People"),
    "mobilities:host-list": _("Hosts"),
    "mobilities:experience-list": _("Experience"),
    "audit:entry-list": _("Journal"),
}
# Other pages with the filters of a list.
SHOWN_OTHERWISE = {
    "mobilities:mobility-calendar": "mobilities:mobility-list",
    "mobilities:mobility-map": "mobilities:mobility-list",
    "mobilities:flow-list": "mobilities:mobility-list",
}
# Lists that show one school year, and the filters by which such a year may be meant.
OF_YEAR = {
    "projects:project-list",
    "projects:dissemination-log",
    "mobilities:mobility-list",
    "mobilities:experience-list",
}
MEANS_YEAR = {"project", "starts", "ends", "since", "until"}
NOT_KEPT = {"page", "format", "view", "sy", "school", "month", "csrfmiddlewaretoken"}


@dataclass(frozen=True)
class ListViews:
    """For components/saved_views.html."""

    page: str
    query: str
    own: list[SavedView]
    shared: list[SavedView]
    may_share: bool
    year: SchoolYear

    @property
    def current(self) -> SavedView | None:
        """The view of just this year before the one of every year."""
        views = [*self.own, *self.shared]
        queries = (of_year(self.query, self.year), self.query)
        return next((view for query in queries for view in views if view.query == query), None)

    @property
    def shown_query(self) -> str:
        """For the form that saves the view: the year is kept where it is ticked there."""
        return of_year(self.query, self.year)

    @property
    def offers_year(self) -> bool:
        return is_of_year(self.page, QueryDict(self.query))

    @property
    def means_year(self) -> bool:
        return not MEANS_YEAR.isdisjoint(QueryDict(self.query))


def kept_query(query: QueryDict) -> str:
    """The filters of an address in one spelling: no page, no school year, nothing empty."""
    kept = QueryDict(mutable=True)
    query = filled(query)
    for name in sorted(query):
        if name not in NOT_KEPT:
            kept.setlist(name, query.getlist(name))
    return kept.urlencode()


def of_year(query: str, year: SchoolYear | None) -> str:
    """`query` for that school year alone; without one for every year."""
    found = QueryDict(query, mutable=True)
    found.pop("sy", None)
    if year:
        found["sy"] = str(year.start)
    return found.urlencode()


def year_of(query: str) -> SchoolYear | None:
    try:
        return SchoolYear.parse(QueryDict(query).get("sy", ""))
    except ValueError:
        return None


def is_of_year(page: str, query: QueryDict) -> bool:
    """Whether the list shows the rows of one school year: it does not where all years are chosen."""
    return page in OF_YEAR and "all" not in (query.get("year"), query.get("when"))


def page_of_address(request: HttpRequest) -> str:
    """The list that `request` shows; empty where it shows none."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    name = SHOWN_OTHERWISE.get(name, name)
    return name if name in PAGES else ""


def rows_of(request: HttpRequest, page: str) -> list[SavedView]:
    """Asked for twice, by the middleware and by the page, read once."""
    if not hasattr(request, "_saved_views"):
        rows = SavedView.objects.visible_to(request.user).filter(school=request.school, page=page)
        request._saved_views = list(rows.select_related("user"))
    return request._saved_views


def views_of(request: HttpRequest) -> ListViews | None:
    page = page_of_address(request)
    if not page or request.membership is None:
        return None
    rows = rows_of(request, page)
    return ListViews(
        page=page,
        query=kept_query(request.GET),
        own=[row for row in rows if row.user_id == request.user.pk],
        shared=[row for row in rows if row.user_id != request.user.pk],
        may_share=request.user.has_perm("accounts.share_saved_view", request.school),
        year=request.school_year,
    )


def default_address(request: HttpRequest) -> str:
    """Where a list that is opened without filters goes: to the view its reader wants first. Empty: it stays."""
    name = request.resolver_match.view_name
    if name not in PAGES or request.GET or request.membership is None or request.method != "GET":
        return ""
    own = (row for row in rows_of(request, name) if row.is_default and row.user_id == request.user.pk)
    view = next(own, None)
    return f"{request.path}?{view.query}" if view and view.query else ""


def address_of(view: SavedView) -> str:
    return f"{reverse(view.page)}?{view.query or 'view=all'}"
