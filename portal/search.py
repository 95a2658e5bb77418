"""Looking for a few words in everything one may see."""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from mobilities.models import Host, Mobility, Participant
from portal.accounts.models import School, User
from portal.common import places
from portal.common.countries import country_name
from portal.common.ordering import Latvian
from portal.common.text import day_range
from projects.models import Project

SHOWN = 20
WORDS = 6


@dataclass(frozen=True)
class Hit:
    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Group:
    """The first hits of one kind; `is_cut` when there are more, and then `url` lists them all."""

    label: str
    hits: list[Hit]
    is_cut: bool
    url: str


def all_words(text: str, *fields: str) -> Q:
    """Every word stands in one of the fields, whatever the case and the diacritics."""
    words = text.split()[:WORDS]
    return reduce(and_, (reduce(or_, (Q(**{f"{field}__has": word}) for field in fields)) for word in words))


def search(user: User, school: School, text: str) -> list[Group]:
    """Groups with at least one hit. `text` holds at least one word."""
    found = [
        group(_("People"), participants(user, school, text), participant_hit, "mobilities:participant-list", text),
        group(_("Projects"), projects(user, school, text), project_hit, "projects:project-list", text),
        group(_("Hosts"), hosts(user, school, text), host_hit, "mobilities:host-list", text),
        group(_("Mobilities"), mobilities(user, school, text), mobility_hit, "mobilities:mobility-list", text),
    ]
    return [each for each in found if each.hits]


def group(label: str, rows: QuerySet, hit, list_name: str, text: str) -> Group:
    first = list(rows[: SHOWN + 1])
    return Group(label, [hit(row) for row in first[:SHOWN]], len(first) > SHOWN, reverse(list_name, query={"q": text}))


def participants(user: User, school: School, text: str) -> QuerySet:
    words = all_words(text, "first_name", "last_name", "group", "email")
    rows = Participant.objects.visible_to(user).filter(words, school=school).select_related("qualification")
    return rows.order_by(Latvian("last_name"), Latvian("first_name"), "pk")


def participant_hit(row: Participant) -> Hit:
    detail = ", ".join(filter(None, [row.group, str(row.qualification or row.work_field or row.get_kind_display())]))
    return Hit(str(row), detail, reverse("mobilities:participant-detail", args=[row.pk]))


def projects(user: User, school: School, text: str) -> QuerySet:
    rows = Project.objects.visible_to(user).filter(school=school)
    return rows.matching(text).order_by("-start", "pk")


def project_hit(row: Project) -> Hit:
    detail = ", ".join(filter(None, [row.code, day_range(row.start, row.end)]))
    return Hit(row.shown_title, detail, reverse("projects:project-detail", args=[row.pk]))


def hosts(user: User, school: School, text: str) -> QuerySet:
    words = all_words(text, "name", "city", "sector")
    return Host.objects.visible_to(user).filter(words, school=school).order_by(Latvian("name"), "pk")


def host_hit(row: Host) -> Hit:
    return Hit(row.name, places.with_country(row.city, row.country), reverse("mobilities:host-detail", args=[row.pk]))


def mobilities(user: User, school: School, text: str) -> QuerySet:
    words = all_words(
        text, "participant__first_name", "participant__last_name", "host__name", "host__city", "project__code"
    )
    rows = Mobility.objects.visible_to(user).filter(words, school=school)
    return rows.select_related("participant", "host", "grant").order_by("-start", "pk")


def mobility_hit(row: Mobility) -> Hit:
    place = f"{row.host}, {places.name_of(row.host.city, row.host.country)}" if row.host else country_name(row.country)
    detail = ", ".join(filter(None, [place, day_range(row.start, row.last_day)]))
    return Hit(str(row.participant), detail, reverse("mobilities:mobility-detail", args=[row.pk]))
