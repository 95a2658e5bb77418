"""What the list of hosts is narrowed to."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities import isced, nace
from mobilities.enums import HostKind, HostState
from mobilities.host_memory import LOW_MARK, ORDERS, with_commute, with_mark, with_open_problem
from mobilities.models import ExperienceReport, Finding, Host, HostCapacity, HostLanguage, Mobility, Qualification
from mobilities.models.host import HostQuerySet
from portal.accounts.models import School
from portal.common.countries import country_name, sort_key
from portal.common.forms import PageFormMixin
from portal.common.languages import language_name
from portal.common.ordering import Latvian

RATED = [
    ("", _("All")), ("4", _("4 and above")), ("3", _("3 and above")), ("low", _("Below 3")),
    ("few", _("In fewer than three reports")), ("none", _("Not rated")),
]  # fmt: skip
COMMUTES = [
    ("", _("All")), ("30", _("Up to 30 min")), ("45", _("Up to 45 min")), ("60", _("Up to 60 min")),
]  # fmt: skip
REMEMBERED = [
    ("", _("All")), ("problem", _("Open problem")), ("clear", _("No open problem")),
    ("invited", _("Invited people to come again")), ("job", _("Offered a job")),
]  # fmt: skip
LAST = [("", _("At any time")), ("2", _("In the last two years")), ("old", _("Longer ago")), ("none", _("Nobody yet"))]
SORTED = [
    ("", _("By name")), ("mark", _("Best rated first")), ("commute", _("Shortest way to work first")),
    ("last", _("Latest stay first")), ("stays", _("Most mobilities first")), ("offers", _("Most offers first")),
    ("problems", _("Open problems first")),
]  # fmt: skip
LATELY = timedelta(days=730)


def in_order(rows) -> list[tuple[str, str]]:
    return sorted(rows, key=lambda row: sort_key(row[1]))


class HostFilterForm(PageFormMixin, forms.Form):
    q = forms.CharField(label=_("Name, city, OID or PIC"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *HostKind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *HostState.choices])
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    language = forms.ChoiceField(label=_("Working language"), required=False)
    qualification = forms.ModelChoiceField(
        Qualification.objects.none(), label=_("Has places for"), required=False, empty_label=_("All qualifications")
    )
    took = forms.ModelChoiceField(
        Qualification.objects.none(), label=_("Took learners of"), required=False, empty_label=_("All qualifications")
    )
    rated = forms.ChoiceField(label=_("Rating"), required=False, choices=RATED)
    commute = forms.ChoiceField(label=_("Way to work"), required=False, choices=COMMUTES)
    remembered = forms.ChoiceField(label=_("Remembered"), required=False, choices=REMEMBERED)
    last = forms.ChoiceField(label=_("Last stay"), required=False, choices=LAST)
    free_from = forms.DateField(label=_("Places free from"), required=False)
    free_to = forms.DateField(label=_("Places free until"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTED)

    def __init__(self, *args: Any, hosts: HostQuerySet, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = hosts.order_by().values_list("country", flat=True).distinct()
        named = in_order((code, country_name(code)) for code in codes)
        self.fields["country"].choices = [("", _("All countries")), *named]
        self.fields["sector"].choices = [("", _("All sectors")), *sectors(hosts)]
        spoken = HostLanguage.objects.filter(host__school=school).order_by()
        codes = spoken.values_list("language", flat=True).distinct()
        self.fields["language"].choices = [
            ("", _("All languages")), *in_order((code, language_name(code)) for code in codes)
        ]  # fmt: skip
        self.fields["took"].queryset = Qualification.objects.filter(school=school).order_by(Latvian("name_lv"))
        self.fields["qualification"].queryset = Qualification.objects.filter(
            school=school, pk__in=HostCapacity.objects.filter(host__school=school).values("qualification")
        ).order_by(Latvian("name_lv"))

    def narrow(self, hosts: HostQuerySet) -> HostQuerySet:
        """Apply what is filled in and makes sense."""
        self.is_valid()
        chosen = self.cleaned_data
        for name in ("country", "kind", "state"):
            if chosen.get(name):
                hosts = hosts.filter(**{name: chosen[name]})
        if sector := chosen.get("sector"):
            hosts = hosts.filter(Q(nace=sector) | Q(isced_f=sector))
        if language := chosen.get("language"):
            hosts = hosts.filter(languages__language=language)
        hosts = named(hosts, chosen.get("q", ""))
        if chosen.get("qualification"):
            first = chosen.get("free_from") or timezone.localdate()
            hosts = with_places(hosts, chosen["qualification"], first, max(chosen.get("free_to") or first, first))
        if chosen.get("took"):
            stays = Mobility.objects.taking_place().filter(participant__qualification=chosen["took"])
            hosts = hosts.filter(pk__in=stays.filter(host__isnull=False).values("host"))
        hosts = of_mark(hosts, chosen.get("rated", ""))
        if chosen.get("commute"):
            hosts = with_commute(hosts).filter(commute__lte=int(chosen["commute"]))
        hosts = remembered(hosts, chosen.get("remembered", ""))
        return stayed(hosts, chosen.get("last", ""))

    def ordered(self, hosts: HostQuerySet) -> HostQuerySet:
        """After `narrow`. Ties stay in the order they had."""
        add, columns = ORDERS[self.cleaned_data.get("sort", "")]
        return add(hosts).order_by(*columns, *hosts.query.order_by)


def of_mark(hosts: HostQuerySet, wanted: str) -> HostQuerySet:
    if not wanted:
        return hosts
    hosts = with_mark(hosts)
    if wanted in ("few", "none"):
        return hosts.filter(mean_mark=None, rated__gt=0) if wanted == "few" else hosts.filter(rated=0)
    return hosts.filter(mean_mark__lt=LOW_MARK) if wanted == "low" else hosts.filter(mean_mark__gte=int(wanted))


def remembered(hosts: HostQuerySet, wanted: str) -> HostQuerySet:
    if wanted == "problem":
        return with_open_problem(hosts)
    if wanted == "clear":
        return hosts.exclude(pk__in=Finding.objects.open_problems().values("host"))
    offers = {"invited": "return_invitation", "job": "job_offer"}
    if wanted not in offers:
        return hosts
    told = ExperienceReport.objects.approved().filter(**{offers[wanted]: True}, mobility__host__isnull=False)
    return hosts.filter(pk__in=told.order_by().values("mobility__host"))


def stayed(hosts: HostQuerySet, wanted: str) -> HostQuerySet:
    if not wanted:
        return hosts
    hosts, lately = hosts.with_stays(), timezone.localdate() - LATELY
    ways = {"2": Q(last_stay__gte=lately), "old": Q(last_stay__lt=lately), "none": Q(last_stay=None)}
    return hosts.filter(ways[wanted])


def named(hosts: HostQuerySet, words: str) -> HostQuerySet:
    """Those in whose name, city, OID or PIC every word is."""
    for word in words.split():
        hosts = hosts.filter(Q(name__has=word) | Q(city__has=word) | Q(oid__has=word) | Q(pic__has=word))
    return hosts


def sectors(hosts: HostQuerySet) -> list[tuple[str, str]]:
    """NACE divisions, two digits, and ISCED-F fields, four, that the hosts have."""
    pairs = hosts.order_by().values_list("nace", "isced_f").distinct()
    codes = {code for pair in pairs for code in pair} - {""}
    return [(code, isced.field_name(code) if len(code) > 2 else nace.division_name(code)) for code in sorted(codes)]


def with_places(hosts: HostQuerySet, qualification: Qualification, first: date, last: date) -> HostQuerySet:
    """Hosts that take more learners of the qualification than are there in these days."""
    there = Mobility.objects.standing().filter(
        host=OuterRef("pk"), participant__qualification=qualification, start__lte=last, end__gte=first
    )
    taken = there.order_by().values("host").annotate(people=Count("pk")).values("people")
    offered = HostCapacity.objects.filter(host=OuterRef("pk"), qualification=qualification).values("places")
    free = Host.objects.annotate(offered=Subquery(offered), taken=Coalesce(Subquery(taken), 0))
    return hosts.filter(pk__in=free.filter(offered__gt=F("taken")).values("pk"))
