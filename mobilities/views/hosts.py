"""Hosts: organisations abroad, whom to call there, and what is known of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mobilities import host_record as record
from mobilities import isced, nace
from mobilities.enums import FindingKind, HostState
from mobilities.exports.hosts import host_rows
from mobilities.forms.host_filter import HostFilterForm, named
from mobilities.host_memory import LOW_MARK, say_marks, with_memory
from mobilities.host_papers import missing_roles
from mobilities.models import Host, Participant
from mobilities.models.host import HostQuerySet
from mobilities.services.hosts import STEPS
from mobilities.veil import OF_FINDING, OF_REPORT, cover, veil_for
from mobilities.views.lists import FOUND_AT_MOST, found
from portal.audit.history import history_of
from portal.common import charts, places
from portal.common.http import get_or_403, page_by_keys, require, with_filters
from portal.common.ordering import Latvian
from portal.common.tables import table_answer
from portal.common.text import half_up, number

LOOK, ADD, CHANGE = "mobilities.view_host", "mobilities.add_host", "mobilities.change_host"
DELETE = "mobilities.delete_host"
STATUS = {HostState.CANDIDATE: "plan", HostState.ACTIVE: "done", HostState.PAUSED: "draft"}
COMPARISON = "reports:comparison"
BAR_WIDTH, HIGHEST = 200, 5
CHUNK = 1000


def hosts_of(request: HttpRequest) -> HostQuerySet:
    hosts = Host.objects.visible_to(request.user).filter(school=request.school)
    return hosts.order_by(Latvian("name"), Latvian("city"), "pk")


def listed(request: HttpRequest) -> tuple[HostFilterForm, HostQuerySet]:
    hosts = hosts_of(request)
    form = HostFilterForm(request.GET, hosts=hosts, school=request.school)
    return form, form.ordered(form.narrow(hosts))


@require_safe
def host_list(request: HttpRequest) -> HttpResponse:
    require(request.user, LOOK, request.school)
    form, hosts = listed(request)
    may_add = request.user.has_perm(ADD, request.school)
    page = page_by_keys(request, hosts, with_memory(Host.objects))
    say_marks(page)
    bring_in = {"url": reverse("imports:import-add", args=["hosts"]), "label": _("Import"), "icon": "upload"}
    context = {
        "form": form,
        "page": page,
        "actions": [{"url": reverse(COMPARISON), "label": _("Compare")}, *([bring_in] if may_add else [])],
        "export_url": with_filters(request, reverse("mobilities:host-export")),
        "add_url": reverse("mobilities:host-add") if may_add else "",
    }
    return render(request, "mobilities/host_list.html", context)


@require_safe
def host_export(request: HttpRequest) -> HttpResponse:
    require(request.user, LOOK, request.school)
    _form, hosts = listed(request)
    hosts = with_memory(hosts).prefetch_related("languages", "contacts", "capacities__qualification")
    return table_answer(request.GET.get("format"), host_rows(hosts.iterator(chunk_size=CHUNK)), "hosts")


@require_safe
def host_search(request: HttpRequest) -> HttpResponse:
    """For fields in which a host is chosen by typing its name; ?paused=1 where one looks back."""
    require(request.user, LOOK, request.school)
    hosts = named(hosts_of(request), request.GET.get("q", "")[:200])
    if "paused" not in request.GET:
        hosts = hosts.exclude(state=HostState.PAUSED)
    rows = hosts[:FOUND_AT_MOST]
    return found((host.pk, host.name, places.with_country(host.city, host.country)) for host in rows)


def load(request: HttpRequest, permission: str, pk: int) -> Host:
    return get_or_403(Host.objects.visible_to(request.user).select_related("school"), request.user, permission, pk=pk)


def crumbs(host: Host | None = None) -> list[tuple[str, str]]:
    steps = [(_("Hosts"), reverse("mobilities:host-list"))]
    if host and host.pk:
        steps.append((host.name, reverse("mobilities:host-detail", args=[host.pk])))
    return steps


@require_safe
def host_detail(request: HttpRequest, pk: int) -> HttpResponse:
    host = load(request, LOOK, pk)
    user = request.user
    may_change = user.has_perm(CHANGE, host)
    contacts = list(host.contacts.all())
    reports, findings = record.reports_about(host, user), record.findings_about(host, user)
    veil = veil_for(user, host.school, Participant.objects.filter(mobilities__host=host))
    cover(reports, OF_REPORT, veil)
    cover(findings, OF_FINDING, veil)
    numbers, everywhere = record.numbers_of(reports), record.means_everywhere(host.school)
    years = record.rated_years(reports)
    context = {
        "host": host,
        "crumbs": crumbs(),
        "place": places.with_country(host.city, host.country),
        "facts": key_facts(record.people_received(host), numbers, everywhere["overall"]),
        "decisions": [row for row in findings if row.kind == FindingKind.DECISION and row.done_on is None],
        "problems": record.open_problems(findings),
        "settled": record.settled_problems(findings),
        "carried_out": [row for row in findings if row.kind == FindingKind.DECISION and row.done_on],
        "years": years,
        "year_chart": year_charts(years) if years else [],
        "ratings": [bar(rating) for rating in record.ratings(numbers, everywhere)] if numbers.overall else [],
        "numbers": numbers,
        "said": record.said(reports, findings),
        "quotes": [report for report in reports if report.quote],
        "commutes": sorted({report.commute_how for report in reports if report.commute_how}),
        "stays": record.stays_at(host, user),
        "contacts": contacts,
        "about": about(host),
        "missing": missing(host, contacts) if may_change else [],
        "history": history_of(host, user),
        "places": record.places_at(host),
        "documents": record.expiring(host.documents.all(), timezone.localdate()),
        "may_change": may_change,
        "status": STATUS[HostState(host.state)],
        "actions": actions(host) if may_change else [],
        "may_delete": user.has_perm(DELETE, host),
        "send_url": send_url(host) if user.has_perm("mobilities.add_mobility", host) else "",
    }
    return render(request, "mobilities/host_detail.html", context)


def year_charts(years: list[record.RatedYear]) -> list[dict[str, str]]:
    """The same drawing for a wide page and for a narrow one."""
    rows = [charts.Spread(str(row.year), row.values) for row in years]
    return charts.on_a_page(rows, _("Rating by school year"), wide=160)


def actions(host: Host) -> list[dict[str, str]]:
    """Steps lead to a page that asks: the reason, or only yes."""
    labels = {"activate": _("Make active"), "pause": _("Pause")}
    steps = [
        {"url": reverse("mobilities:host-move", args=[host.pk, step]), "label": labels[step]}
        for step, (sources, _target) in STEPS.items()
        if host.state in sources
    ]
    return [{"url": reverse("mobilities:host-edit", args=[host.pk]), "label": _("Edit")}, *steps]


def send_url(host: Host) -> str:
    """Nobody is sent to a host with which work is paused."""
    if host.state == HostState.PAUSED:
        return ""
    return f"{reverse('mobilities:mobility-add')}?host={host.pk}"


def key_facts(received: dict[str, int], numbers: record.Numbers, everywhere: float | None) -> list[dict[str, Any]]:
    facts = [received_fact(received)]
    if n := len(numbers.overall):
        note = ngettext("out of 5, %(n)s report", "out of 5, %(n)s reports", n) % {"n": n}
        if everywhere is not None:
            note += _("; the mean of all hosts is %(mean)s") % {"mean": number(everywhere, 1)}
        facts.append({"label": _("Rating"), "value": charts.words_of(numbers.overall), "note": note})
    if n := len(numbers.commutes):
        middle = charts.middle_of(numbers.commutes)
        shown = sorted(numbers.commutes) if middle is None else [int(half_up(middle))]
        one_way = ngettext("one way, %(n)s report", "one way, %(n)s reports", n)
        on_average = ngettext("one way, on average of %(n)s report", "one way, on average of %(n)s reports", n)
        note = (one_way if middle is None else on_average) % {"n": n}
        facts.append({"label": _("Way to work"), "value": " / ".join(map(hours_and_minutes, shown)), "note": note})
    offers = ngettext("%(n)s job", "%(n)s jobs", numbers.job_offers) % {"n": numbers.job_offers}
    invited = ngettext("%(n)s invited to come again", "%(n)s invited to come again", numbers.invitations)
    facts.append({"label": _("Offers"), "value": offers, "note": invited % {"n": numbers.invitations}})
    return facts


def received_fact(received: dict[str, int]) -> dict[str, str]:
    people, learners, staff = (received[name] for name in ("people", "learners", "staff"))
    parts = []
    if learners:
        parts.append(ngettext("%(n)s learner", "%(n)s learners", learners) % {"n": learners})
    if staff:
        parts.append(ngettext("%(n)s member of staff", "%(n)s members of staff", staff) % {"n": staff})
    value = ngettext("%(n)s person", "%(n)s people", people) % {"n": people}
    return {"label": _("Received"), "value": value, "note": ", ".join(parts)}


def hours_and_minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def bar(rating: record.Rating) -> dict[str, Any]:
    """One line of the ratings; the lengths of its bar and the place of the mean's mark, where there are means."""
    here = charts.middle_of(rating.here)
    return {
        "label": record.LABELS[rating.field],
        "n": len(rating.here),
        "here": charts.words_of(rating.here),
        "everywhere": number(rating.everywhere, 1) or "–",
        "width": "" if here is None else str(round(here / HIGHEST * BAR_WIDTH)),
        "mean_at": "" if rating.everywhere is None else str(round(rating.everywhere / HIGHEST * BAR_WIDTH) - 1),
        "is_low": here is not None and here < LOW_MARK,
    }


def about(host: Host) -> list[dict[str, str]]:
    rows = [
        (_("Kind"), host.get_kind_display()),
        (_("Sector"), nace.division_name(host.nace)),
        (_("Field of education"), isced.field_name(host.isced_f)),
        (_("What they do"), host.sector),
        (_("Working languages"), ", ".join(map(str, host.languages.all()))),
        (_("Address"), ", ".join(filter(None, [host.address, host.postcode]))),
        (_("Phone"), host.phone),
        (_("OID"), host.oid),
        (_("PIC"), host.pic),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def missing(host: Host, contacts: list) -> list[dict[str, str]]:
    """What a learning agreement needs of the host: people in four roles, and where it is."""
    edit = reverse("mobilities:host-edit", args=[host.pk])
    rows = []
    if roles := missing_roles(contact.role for contact in contacts):
        text = _("Contacts that a learning agreement names: %(roles)s.")
        words = ", ".join(str(role.label).lower() for role in roles)
        rows.append((text % {"roles": words}, "contacts", _("Add contacts")))
    if contacts and not any(contact.email or contact.phone for contact in contacts):
        rows.append((_("No contact has an e-mail or a phone number."), "contacts", _("Complete the contacts")))
    if not host.address:
        rows.append((_("No address."), "id_address", _("Enter the address")))
    return [{"text": text, "action": action, "url": f"{edit}#{place}"} for text, place, action in rows]
