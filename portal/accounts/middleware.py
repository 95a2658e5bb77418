"""Which school and which school year a request is about."""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.accounts.models import Membership
from portal.accounts.saved_views import default_address
from portal.common.school_year import SchoolYear

SESSION_SCHOOL, SESSION_YEAR = "school", "school_year"


class SchoolMiddleware:
    """Sets request.memberships, request.membership, request.school (None for strangers) and request.school_year.

    ?school=<id> changes the school for people of several, ?sy=2021 the year; both are remembered in the session.
    A value that means nothing is ignored.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.memberships = self.memberships_of(request) if request.user.is_authenticated else []
        request.membership = self.chosen(request)
        request.school = request.membership.school if request.membership else None
        request.school_year = self.school_year_of(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """A list opened by its bare address opens with the view its reader wants first."""
        address = default_address(request)
        return redirect(address) if address else None

    def memberships_of(self, request: HttpRequest) -> list[Membership]:
        rows = list(request.user.memberships.filter(is_active=True).select_related("school").order_by("pk"))
        request.user._roles = {row.school_id: row.role for row in rows}
        for row in rows:
            row.user = request.user
        return rows

    def chosen(self, request: HttpRequest) -> Membership | None:
        rows, wanted = request.memberships, request.GET.get("school")
        for row in rows:
            if str(row.school_id) == wanted:
                remember(request, SESSION_SCHOOL, row.school_id)
        kept = request.session.get(SESSION_SCHOOL)
        return next((row for row in rows if row.school_id == kept), rows[0] if rows else None)

    def school_year_of(self, request: HttpRequest) -> SchoolYear:
        default = request.school.default_school_year if request.school else SchoolYear.current()
        if wanted := request.GET.get("sy"):
            with suppress(ValueError):
                remember(request, SESSION_YEAR, SchoolYear.parse(wanted).start)
        return SchoolYear(request.session.get(SESSION_YEAR, default.start))


def remember(request: HttpRequest, name: str, value: int) -> None:
    """A session is written only where it changes: links carry their year, and most do not change it."""
    if request.session.get(name) != value:
        request.session[name] = value
