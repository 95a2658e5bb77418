"""One thing to do, and the words around it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mobilities.enums import MobilityState
from mobilities.models import Mobility
from mobilities.models.mobility import MobilityQuerySet
from portal.common.school_year import SchoolYear
from portal.common.text import active_language, day
from projects.models import Project

NAMED = 2
NAME_OF_PROJECT = ("code", "title", "title_en")
LOOKED_AT = 200  # of all that wait, for their names
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


def names(rows: Iterable[Mobility], count: int) -> str:
    """The first two of `rows` by name, the rest of `count` by number."""
    shown = list(dict.fromkeys(str(row.participant) for row in rows))[:NAMED]
    rest = count - len(shown)
    if rest <= 0 or not shown:
        return ", ".join(shown)
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", rest) % {
        "names": ", ".join(shown),
        "count": rest,
    }


@dataclass
class Group:
    """Mobilities that one filtered list shows: how many, from which day, and the first of them."""

    project: Project
    year: SchoolYear
    start: date
    count: int = 0
    people: int = 0
    end: date = date.max
    first: list[Mobility] = field(default_factory=list)

    @property
    def names(self) -> str:
        return names(self.first, self.people)

    @property
    def only(self) -> Mobility | None:
        return self.first[0] if self.count == 1 and self.first else None


def by_project_and_year(rows: MobilityQuerySet) -> list[Group]:
    """Counted by the database: three queries, and few rows, however many wait."""
    stopped = Q(state=MobilityState.INTERRUPTED, grant__stopped_from__lte=F("end"))
    last_days = {"end_of_whole": Min("end", filter=~stopped), "away": Min("grant__stopped_from", filter=stopped)}
    counted = rows.order_by("project", "start").values_list("project", "start")
    counted = list(counted.annotate(Count("pk"), Count("participant", distinct=True), **last_days))
    if not counted:
        return []
    projects = Project.objects.only(*NAME_OF_PROJECT).in_bulk({project for project, *_rest in counted})
    groups: dict[tuple[int, SchoolYear], Group] = {}
    for project, start, count, people, end, away in counted:
        key = (project, SchoolYear.of(start))
        group = groups.setdefault(key, Group(projects[project], key[1], start))
        group.count, group.people = group.count + count, group.people + people
        group.end = min(group.end, end or date.max, away - timedelta(days=1) if away else date.max)
    named = rows.select_related("participant").only(
        "project", "start", "participant__first_name", "participant__last_name"
    )
    for row in named.order_by("start", "pk")[:LOOKED_AT]:
        groups[row.project_id, SchoolYear.of(row.start)].first.append(row)
    return sorted(groups.values(), key=lambda group: (group.project.pk, group.year))


def mobility_list(year: SchoolYear, **query: str | int) -> str:
    return reverse("mobilities:mobility-list", query={"sy": year.start, **query})


def project_name(project: Project) -> str:
    return project.short_code or project.title_in(active_language())
