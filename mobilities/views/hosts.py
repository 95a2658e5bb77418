"""Hosts: organisations abroad, whom to call there, and what is known of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities import host_record as record
from mobilities.completeness.checks import CONTACTS_NEEDED
from mobilities.enums import FindingKind, HostState
from mobilities.exports.hosts import host_rows
from mobilities.forms.hosts import ContactFormSet, HostFilterForm, HostForm, QuickHostForm
from mobilities.models import Host
from mobilities.models.host import HostQuerySet
from mobilities.services.hosts import HostInUseError, HostTakenError, delete_host, save_host
from mobilities.views.lists import FOUND_AT_MOST, added, dialog_again, found
from portal.audit.history import history_of
from portal.common.countries import country_name
from portal.common.http import get_or_403, page_by_keys, require, with_filters
from portal.common.ordering import Latvian
from portal.common.tables import table_answer
from portal.common.text import number

LOOK, ADD, CHANGE = "mobilities.view_host", "mobilities.add_host", "mobilities.change_host"
DELETE = "mobilities.delete_host"
BAR_WIDTH, HIGHEST = 200, 5
LOW_MARK = 3
CHUNK = 1000


def hosts_of(request: HttpRequest) -> HostQuerySet:
    hosts = Host.objects.visible_to(request.user).filter(school=request.school)
    return hosts.order_by(Latvian("name"), Latvian("city"), "pk")


def listed(request: HttpRequest) -> tuple[HostFilterForm, HostQuerySet]:
    hosts = hosts_of(request)
    form = HostFilterForm(request.GET, hosts=hosts)
    return form, form.narrow(hosts).with_stays()


@require_safe
def host_list(request: HttpRequest) -> HttpResponse:
    require(request.user, LOOK, request.school)
    form, hosts = listed(request)
    may_add = request.user.has_perm(ADD, request.school)
    context = {
        "form": form,
        "page": page_by_keys(request, hosts, Host.objects.with_stays()),
        "export_url": with_filters(request, reverse("mobilities:host-export")),
        "add_url": reverse("mobilities:host-add") if may_add else "",
    }
    return render(request, "mobilities/host_list.html", context)


@require_safe
def host_export(request: HttpRequest) -> HttpResponse:
    require(request.user, LOOK, request.school)
    _form, hosts = listed(request)
    return table_answer(
        request.GET.get("format"), host_rows(hosts.prefetch_related("languages").iterator(chunk_size=CHUNK)), "hosts"
    )


@require_safe
def host_search(request: HttpRequest) -> HttpResponse:
    """For fields in which a host is chosen by typing its name."""
    require(request.user, LOOK, request.school)
    hosts = hosts_of(request)
    form = HostFilterForm({"q": request.GET.get("q", "")}, hosts=hosts)
    hosts = form.narrow(hosts).exclude(state=HostState.PAUSED)[:FOUND_AT_MOST]
    return found((host.pk, host.name, f"{host.city}, {country_name(host.country)}") for host in hosts)


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
    edit = {"url": reverse("mobilities:host-edit", args=[host.pk]), "label": _("Edit")}
    contacts = list(host.contacts.all())
    numbers = record.from_reports(host)
    reports = list(record.readable_reports(host, user))
    findings = record.findings_about(host, user)
    context = {
        "host": host,
        "crumbs": crumbs(),
        "place": f"{host.city}, {country_name(host.country)}",
        "facts": key_facts(record.people_received(host), numbers),
        "decisions": [row for row in findings if row.kind == FindingKind.DECISION and row.done_on is None],
        "ratings": [bar(rating) for rating in record.ratings(numbers)] if numbers["reports"] else [],
        "numbers": numbers,
        "said": record.said(reports, findings),
        "quotes": [report for report in reports if report.quote],
        "commutes": sorted({report.commute_how for report in reports if report.commute_how}),
        "stays": record.stays_at(host, user),
        "contacts": contacts,
        "about": about(host),
        "missing": missing(host, contacts) if may_change else [],
        "history": history_of(host, user),
        "actions": [edit] if may_change else [],
        "may_delete": user.has_perm(DELETE, host),
        "send_url": send_url(host) if user.has_perm("mobilities.add_mobility", host) else "",
    }
    return render(request, "mobilities/host_detail.html", context)


def send_url(host: Host) -> str:
    return f"{reverse('mobilities:mobility-add')}?host={host.pk}"


def key_facts(received: dict[str, int], numbers: dict[str, Any]) -> list[dict[str, Any]]:
    facts = [received_fact(received)]
    here = record.mean(rating.here for rating in record.ratings(numbers))
    everywhere = record.mean(rating.everywhere for rating in record.ratings(numbers))
    if here is not None:
        note = _("out of 5; the mean of all hosts is %(mean)s") % {"mean": number(everywhere, 1)}
        facts.append({"label": _("Rating"), "value": number(here, 1), "note": note})
    if numbers["commute_minutes_here"] is not None:
        minutes = hours_and_minutes(round(numbers["commute_minutes_here"]))
        facts.append({"label": _("Way to work"), "value": minutes, "note": _("one way, on average")})
    offers = ngettext("%(n)s job", "%(n)s jobs", numbers["job_offers"]) % {"n": numbers["job_offers"]}
    invited = ngettext("%(n)s invited to come again", "%(n)s invited to come again", numbers["invitations"])
    facts.append({"label": _("Offers"), "value": offers, "note": invited % {"n": numbers["invitations"]}})
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
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def bar(rating: record.Rating) -> dict[str, Any]:
    """One line of the ratings, with the lengths of its bar and the place of the mean's mark."""
    labels = {"rating_tasks": _("Seriousness of the tasks"), "rating_trust": _("Trust and independence")}
    return {
        "label": labels[rating.field],
        "here": number(rating.here, 1) or "–",
        "everywhere": number(rating.everywhere, 1) or "–",
        "width": str(round((rating.here or 0) / HIGHEST * BAR_WIDTH)),
        "mean_at": str(round((rating.everywhere or 0) / HIGHEST * BAR_WIDTH) - 1),
        "is_low": rating.here is not None and rating.here < LOW_MARK,
    }


def about(host: Host) -> list[dict[str, str]]:
    rows = [
        (_("Kind"), host.get_kind_display()),
        (_("Sector"), host.sector),
        (_("Working languages"), ", ".join(map(str, host.languages.all()))),
        (_("Address"), host.address),
        (_("Phone"), host.phone),
        (_("OID"), host.oid),
        (_("PIC"), host.pic),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def missing(host: Host, contacts: list) -> list[dict[str, str]]:
    """A learning agreement names at least two people of the host, one of them for emergencies."""
    edit = reverse("mobilities:host-edit", args=[host.pk])
    rows = []
    if not contacts:
        text = _("No contact; a learning agreement names at least two people.")
        rows.append((text, "contacts", _("Add contacts")))
    elif len(contacts) < CONTACTS_NEEDED:
        text = _("A second contact; a learning agreement names at least two people.")
        rows.append((text, "contacts", _("Add a contact")))
    if contacts and not any(contact.email or contact.phone for contact in contacts):
        rows.append((_("No contact has an e-mail or a phone number."), "contacts", _("Complete the contacts")))
    if not host.address:
        rows.append((_("No address."), "id_address", _("Enter the address")))
    return [{"text": text, "action": action, "url": f"{edit}#{place}"} for text, place, action in rows]


@require_http_methods(["GET", "POST"])
def host_add(request: HttpRequest) -> HttpResponse:
    require(request.user, ADD, request.school)
    return edited(request, Host(school=request.school), _("Add a host"), _("The host is added."))


@require_http_methods(["GET", "POST"])
def host_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return edited(request, load(request, CHANGE, pk), _("Edit a host"), _("The host is saved."))


def edited(request: HttpRequest, host: Host, heading: str, success: str) -> HttpResponse:
    """The form of a host with its contacts, shown, checked or saved."""
    steps = crumbs(host)
    data = request.POST if request.method == "POST" else None
    form = HostForm(data, instance=host)
    contacts = ContactFormSet(data, instance=host, prefix="contacts")
    if data is not None and all([form.is_valid(), contacts.is_valid()]):
        try:
            saved = save_host(form, contacts, request.user)
        except HostTakenError as error:
            form.refuse(error.same)
        else:
            messages.success(request, success)
            return redirect("mobilities:host-detail", saved.pk)
    context = {"form": form, "contacts": contacts, "heading": heading, "crumbs": steps, "cancel_url": steps[-1][1]}
    return render(request, "mobilities/host_form.html", context)


@require_POST
def host_quick_add(request: HttpRequest) -> HttpResponse:
    """From the dialog of another form: 201 with the host, or 422 with the fields and what is wrong."""
    require(request.user, ADD, request.school)
    form = QuickHostForm(request.POST, school=request.school)
    if form.is_valid():
        try:
            host = save_host(form, None, request.user)
        except HostTakenError as error:
            form.refuse(error.same)
        else:
            return added(host.pk, f"{host.name}, {host.city}")
    return dialog_again(request, "mobilities/host_quick.html", form)


@require_http_methods(["GET", "POST"])
def host_delete(request: HttpRequest, pk: int) -> HttpResponse:
    host = load(request, DELETE, pk)
    context = {"host": host, "crumbs": crumbs(host), "cancel_url": crumbs(host)[-1][1]}
    if request.method == "POST":
        try:
            delete_host(host, request.user)
        except HostInUseError:
            return render(request, "mobilities/host_delete.html", context | {"is_needed": True}, status=409)
        messages.success(request, _("The host is deleted."))
        return redirect("mobilities:host-list")
    return render(request, "mobilities/host_delete.html", context)
