"""Long registers in a form: a few rows to choose from at once, all others found by the server as one types."""

from collections.abc import Iterable

from django import forms
from django.urls import reverse_lazy

from mobilities.enums import HostState
from mobilities.models import Host, Mobility, Participant
from portal.accounts.models import School
from portal.common.countries import sort_key
from portal.common.folding import fold

MOST_OFFERED = 50
LOOKED_BACK = 300  # mobilities entered last, whose hosts are those used lately
LONGEST_KEY = 18
HOST_SEARCH = reverse_lazy("mobilities:host-search")
ALL_HOSTS_SEARCH = reverse_lazy("mobilities:host-search", query={"paused": 1})
PERSON_SEARCH = reverse_lazy("mobilities:participant-search")


def offer_hosts(form: forms.BaseForm, school: School | int, *, with_paused: bool = False) -> None:
    """Those used lately and those newly registered, `with_paused` where one looks back; the chosen one always."""
    hosts = Host.objects.filter(school=school)
    used = Mobility.objects.filter(school=school, host__isnull=False).order_by("-pk").values_list("host", flat=True)
    used = list(dict.fromkeys(used[:LOOKED_BACK]))[:MOST_OFFERED]
    going = hosts if with_paused else hosts.exclude(state=HostState.PAUSED)
    rows = [*going.filter(pk__in=used), *going.order_by("-pk")[: MOST_OFFERED - len(used)]]
    offer(form, "host", hosts, rows, ALL_HOSTS_SEARCH if with_paused else HOST_SEARCH, by_plain_letters)


def by_plain_letters(name: str) -> str:
    """Most hosts are abroad: where Latvian puts y beside i, "Yozgat" would stand among the words with I."""
    return fold(name)


def offer_people(form: forms.BaseForm, school: School) -> None:
    """Those registered last who are still here, and the chosen one."""
    people = Participant.objects.filter(school=school)
    rows = people.filter(is_active=True).order_by("-pk")[:MOST_OFFERED]
    offer(form, "participant", people, rows, PERSON_SEARCH)


def offer(form: forms.BaseForm, name: str, queryset, rows: Iterable, search: str, order=sort_key) -> None:
    """Every row of `queryset` may be chosen, `rows` are shown."""
    field = form.fields[name]
    field.queryset = queryset
    chosen = str(form[name].value() or "")
    shown = {row.pk: str(row) for row in rows}
    if chosen.isdecimal() and len(chosen) <= LONGEST_KEY and int(chosen) not in shown:
        shown |= {row.pk: str(row) for row in queryset.filter(pk=chosen)}
    choices = sorted(shown.items(), key=lambda choice: order(choice[1]))
    field.widget.choices = [("", field.empty_label or "–"), *choices]
    field.widget.attrs |= {"data-search": "", "data-url": search}
