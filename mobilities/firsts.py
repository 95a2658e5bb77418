"""What a school did for the first time in a school year, found in its own register."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mobilities.enums import Direction
from mobilities.isced import field_name
from mobilities.models import Host, Mobility
from portal.accounts.models import School
from portal.common.countries import country_name
from portal.common.school_year import SchoolYear
from projects.models import ActivityType

FIELD = "participant__qualification__isced_f"
KINDS = {"country": "country", "host": "host", "activity": "activity_type__family", "field": FIELD}


@dataclass(frozen=True)
class First:
    """`what`: a country's code, a host, an activity type or an ISCED-F code; `mobilities` are of that year."""

    kind: str
    what: str | Host | ActivityType
    mobilities: tuple[Mobility, ...]

    @property
    def key(self) -> str:
        value = self.what
        name = value.pk if isinstance(value, Host) else value.family if isinstance(value, ActivityType) else value
        return f"first:{self.kind}:{name}"[:120]

    @property
    def text(self) -> str:
        sentences = {
            "country": _("For the first time in this country: %(what)s"),
            "host": _("For the first time at this host: %(what)s"),
            "activity": _("For the first time this kind of activity: %(what)s"),
            "field": _("For the first time abroad in this field of education: %(what)s"),
        }
        return sentences[self.kind] % {"what": self.name}

    @property
    def name(self) -> str:
        if self.kind == "country":
            return country_name(self.what, get_language())
        return field_name(self.what, get_language()) if self.kind == "field" else str(self.what)


def first_times(school: School, year: SchoolYear, as_of: date | None = None) -> list[First]:
    """Of the outgoing mobilities that have begun; nothing where the register begins with this very year."""
    rows = outgoing(school, as_of or timezone.localdate())
    mine = list(rows.in_school_year(year).with_names().order_by("start", "pk"))
    if not rows.filter(start__lt=year.first_day).exists():
        return []
    values = {
        "country": lambda row: row.country,
        "host": lambda row: row.host,
        "activity": lambda row: row.activity_type,
        "field": lambda row: row.participant.qualification.isced_f if row.participant.qualification else "",
    }
    return [
        First(kind, group[0], tuple(group[1]))
        for kind, value in values.items()
        for group in grouped(mine, value, first_years(rows, KINDS[kind]), year)
    ]


def outgoing(school: School, as_of: date):
    return Mobility.objects.filter(school=school, direction=Direction.OUTGOING, start__lte=as_of).taking_place()


def first_years(rows, name: str) -> dict:
    found = rows.values_list(name).annotate(first=Min("start")).order_by()
    return {value: SchoolYear.of(first) for value, first in found}


def grouped(mine: Iterable[Mobility], value, firsts: dict, year: SchoolYear) -> list[tuple]:
    """(what, its mobilities) of what is first in `year`, in the order in which it happened."""
    groups: dict = {}
    for row in mine:
        what = value(row)
        name = what.pk if isinstance(what, Host) else what.family if isinstance(what, ActivityType) else what
        if name and firsts.get(name) == year:
            groups.setdefault(name, (what, []))[1].append(row)
    return list(groups.values())
