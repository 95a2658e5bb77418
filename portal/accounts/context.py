"""What the frame of every page shows: navigation, school years."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from portal.accounts.enums import Role
from portal.accounts.saved_views import views_of
from portal.common.school_year import SchoolYear

ALL = tuple(Role.values)
STAFF = (Role.COORDINATOR, Role.DIRECTOR, Role.ADMINISTRATOR)

# URL name, label, icon, path prefix that marks it as current, roles
PLACES = [
    ("home", _("Home"), "home", "/", ALL),
    ("projects:project-list", _("Projects"), "folder", "/projects/", ALL),
    ("mobilities:mobility-list", _("Mobilities"), "move", "/mobilities/", ALL),
    ("mobilities:participant-list", _("People"), "people", "/people/", ALL),
    ("mobilities:host-list", _("Hosts"), "host", "/hosts/", ALL),
    ("mobilities:experience-list", _("Experience"), "pen", "/experience/", ALL),
    ("mobilities:conference-list", _("Conference"), "talk", "/conferences/", ALL),
    ("reports:year-detail", _("Reports"), "report", "/reports/", STAFF),
]
TEACHERS_FIRST = ["home", "pen", "move", "people"]
YEARS_BACK = 8


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    icon: str
    is_current: bool
    count: int | None = None


def frame(request: HttpRequest) -> dict:
    membership = getattr(request, "membership", None)
    if membership is None:
        return {}
    places = [
        Place(label, reverse(name), icon, is_current(request.path, prefix))
        for name, label, icon, prefix, roles in PLACES
        if membership.role in roles
    ]
    if membership.role == Role.TEACHER:  # the phone's bar holds four places: a teacher's work comes first
        first = {icon: number for number, icon in enumerate(TEACHERS_FIRST)}
        places.sort(key=lambda place: first.get(place.icon, len(first)))
    return {
        "navigation": places,
        "school_years": school_years(request),
        "saved_views": SimpleLazyObject(lambda: views_of(request)),
    }


def is_current(path: str, prefix: str) -> bool:
    return path == "/" if prefix == "/" else path.startswith(prefix)


def dates_of_its_own(first: date, last: date) -> dict:
    """For the frame of a page about one thing: the years of that thing, in place of a choice which changes nothing."""
    years = dict.fromkeys((SchoolYear.of(first), SchoolYear.of(last)))
    return {"school_years": [], "years_of_page": " – ".join(map(str, years))}


def school_years(request: HttpRequest) -> list[SchoolYear]:
    newest = max(SchoolYear.current().next, request.school_year)
    oldest = min(SchoolYear(newest.start - YEARS_BACK), request.school_year)
    return [SchoolYear(start) for start in range(newest.start, oldest.start - 1, -1)]
