"""One thing to do, and the words around it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobilities.models import Mobility
from portal.common.school_year import SchoolYear
from portal.common.text import active_language, day
from projects.models import Project

NAMED = 2
FAR_DAYS = 60
ASKED_DAYS = 365


@dataclass(frozen=True)
class Task:
    """`day`: when it is due, or None; `today`: against which it is late or soon; `mark`: stands in place of a day.

    `posts`: the action changes something, so that its address takes a POST.
    """

    what: str
    url: str
    action: str
    more: str = ""
    day: date | None = None
    today: date | None = None
    mark: str = ""
    posts: bool = False

    @property
    def kind(self) -> str:
        if self.day is None:
            return ""
        return "late" if self.day < self.today else "soon"

    @property
    def when(self) -> str:
        if self.day is None:
            return self.mark
        if self.day.year != self.today.year:
            return day(self.day)
        return f"{self.day:%d.%m.}" if active_language() == "lv" else f"{self.day.day}\u00a0{self.day:%b}"

    @property
    def since(self) -> str:
        if self.day is None:
            return ""
        days = (self.day - self.today).days
        if days == 0:
            return _("today")
        if days < 0:
            return ngettext("%(count)d day late", "%(count)d days late", -days) % {"count": -days}
        return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


def recent(year: SchoolYear, today: date) -> Q:
    """Mobilities one may still ask a report of: of the last twelve months, and of the school year one looks at."""
    return Q(end__gte=today - timedelta(days=ASKED_DAYS)) | Q(start__range=(year.first_day, year.last_day))


def entries(count: int) -> str:
    return ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}


def names(rows: list[Mobility]) -> str:
    """The first two by name, the rest by number."""
    people = list(dict.fromkeys(str(row.participant) for row in rows))
    shown, rest = ", ".join(people[:NAMED]), len(people) - NAMED
    if rest <= 0:
        return shown
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", rest) % {
        "names": shown,
        "count": rest,
    }


def by_project_and_year(rows: Iterable[Mobility]) -> list[tuple[Project, SchoolYear, list[Mobility]]]:
    """Groups that one filtered list shows."""

    def group(row: Mobility) -> tuple[int, SchoolYear]:
        return row.project_id, SchoolYear.of(row.start)

    grouped = groupby(sorted(rows, key=lambda row: (group(row), row.start, row.pk)), key=group)
    return [(found[0].project, year, found) for (_pk, year), found in ((key, list(each)) for key, each in grouped)]


def mobility_list(year: SchoolYear, **query: str | int) -> str:
    return reverse("mobilities:mobility-list", query={"sy": year.start, **query})


def project_name(project: Project) -> str:
    return project.short_code or project.title_in(active_language())
