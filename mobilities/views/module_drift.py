"""Differences between an export of the module and the register: shown by mobility, settled, taken over, sent back."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mobilities.beneficiary_module.fields import BY_NAME
from mobilities.beneficiary_module.sides import in_readers_words
from mobilities.enums import DriftKind, DriftSettled, ModuleFilePurpose
from mobilities.importers.module_drift import apply_settled
from mobilities.importers.module_drift.applied import Applied
from mobilities.models import Mobility, ModuleDifference, ModuleFile
from mobilities.services import module_drift as services
from mobilities.services import module_files
from mobilities.views.module_frame import CHANGE, file_or_403
from mobilities.views.module_hints import hint_of, mend_url, of_host, school_links
from mobilities.views.module_mends import administrators
from portal.common.http import page_of
from portal.common.refused import Refused
from portal.common.text import number
from portal.imports.sentences import in_readers_language
from projects.models import Project

CHOICES = {"ours": DriftSettled.OURS, "theirs": DriftSettled.THEIRS, "open": ""}
OPEN, KIND_STATUS = "open", {
    DriftKind.ONLY_HERE: "warn",
    DriftKind.ONLY_THERE: "warn",
    DriftKind.DIFFERS: "draft",
    DriftKind.DRAFT_THERE: "stop",
}  # fmt: skip
Keepers = Callable[[ModuleDifference], list[tuple[str, str]]]  # of what is the school's own: pages or people
MOST_KEYS, MOST_NAMED = 2_000, 5


def drift_context(request: HttpRequest, row: ModuleFile, *, may_change: bool) -> dict[str, Any]:
    """For the page of a compared export."""
    show = request.GET.get("show", "")
    page = page_of(request, shown(row, show))
    prefetch_related_objects([row.project], "rates")
    settled = row.differences.exclude(settled="")
    waiting = settled.filter(settled=DriftSettled.THEIRS, applied_at=None)
    cancelling = waiting.filter(kind=DriftKind.ONLY_HERE).count()
    return {
        "page": page,
        "groups": grouped(page, row.project, sharing(page), partial(school_links, **keepers_of_school(request, row))),
        "views": views_of(row, show),
        "facts": facts(row),
        "is_compared": "rows" in row.counts,
        "is_clean": row.counts.get("differences") == 0,
        "waiting": waiting.count(),
        "cancelling": cancelling,
        "question": question(cancelling, hosts_changing(waiting)),
        "to_send": len(services.to_send(row)),
        "bulk_actions": [
            {"value": "ours", "label": _("Ours stands")},
            {"value": "theirs", "label": _("Take over the module's")},
            {"value": "open", "label": _("Undecided again")},
        ],
        "may_settle": may_change and row.differences.filter(applied_at=None).exists(),
        "query": request.GET.urlencode(),
    }


def keepers_of_school(request: HttpRequest, row: ModuleFile) -> dict[str, Any]:
    may_open = request.user.has_perm("accounts.change_school", row.school)
    return {
        "settings_url": reverse("accounts:school-edit") if may_open else "",
        "administrators": [] if may_open else administrators(row.project),
    }


def sharing(rows: Iterable[ModuleDifference]) -> dict[int, int]:
    """Key of each host that a row would change > how many mobilities share it."""
    hosts = {each.mobility.host_id for each in rows if each.mobility and of_host(each)}
    counted = Mobility.objects.filter(host__in=hosts - {None}).order_by().values_list("host")
    return dict(counted.annotate(Count("pk"))) if hosts else {}


def hosts_changing(waiting: QuerySet[ModuleDifference]) -> dict[int, int]:
    fields = [name for name, known in BY_NAME.items() if known.takes == "host_details"]
    rows = waiting.filter(kind=DriftKind.DIFFERS, field__in=fields).select_related("mobility")
    return {host: count for host, count in sharing(rows).items() if count > 1}


def question(cancelling: int, hosts: dict[int, int]) -> str:
    """What is asked before it is taken over; "" where nobody else is touched."""
    said = []
    if cancelling:
        text = ngettext(
            "%(count)s mobility is cancelled here, because the module does not have it.",
            "%(count)s mobilities are cancelled here, because the module does not have them.",
            cancelling,
        )
        said.append(text % {"count": number(cancelling)})
    if hosts:
        text = ngettext(
            "A host is changed for all %(mobilities)s mobilities that go to it.",
            "%(hosts)s hosts are changed for all %(mobilities)s mobilities that go to them.",
            len(hosts),
        )
        said.append(text % {"hosts": number(len(hosts)), "mobilities": number(sum(hosts.values()))})
    return " ".join([*said, _("Go on?")]) if said else ""


def shown(row: ModuleFile, show: str) -> QuerySet[ModuleDifference]:
    rows = row.differences.select_related("mobility", "settled_by").order_by("pk")  # by surname
    if show == OPEN:
        return rows.filter(settled="")
    return rows.filter(kind=show) if show in DriftKind.values else rows


def views_of(row: ModuleFile, show: str) -> list[dict[str, Any]]:
    counted = dict(row.differences.order_by().values_list("kind").annotate(Count("pk")))
    is_all = show not in (*DriftKind.values, OPEN)
    views = [{"url": "?show=all", "label": _("All"), "count": number(sum(counted.values())), "is_current": is_all}]
    for kind, label in DriftKind.choices:
        if counted.get(kind):
            view = {"url": f"?show={kind}", "label": label, "count": number(counted[kind]), "is_current": show == kind}
            views.append(view)
    open_rows = row.differences.filter(settled="").count()
    if open_rows and open_rows != sum(counted.values()):
        views.append(
            {"url": f"?show={OPEN}", "label": _("Undecided"), "count": number(open_rows), "is_current": show == OPEN}
        )
    return views


def facts(row: ModuleFile) -> list[dict[str, str]]:
    mobilities = row.differences.order_by().values("label", "module_id").distinct().count()
    return [
        {"label": _("Rows in the module"), "value": number(row.counts.get("rows", 0))},
        {"label": _("Known by their mobility ID"), "value": number(row.counts.get("matched", 0))},
        {"label": _("Mobilities with differences"), "value": number(mobilities)},
    ]


def grouped(rows, project: Project, shared: dict[int, int], keepers: Keepers) -> list[dict[str, Any]]:
    """By mobility, in the order of the page."""
    groups = []
    for (label, module_id, mobility), found in groupby(
        rows, key=lambda row: (row.label, row.module_id, row.mobility_id)
    ):
        groups.append(
            {
                "label": label or module_id or _("Row without a name"),
                "module_id": module_id,
                "mobility": mobility,
                "rows": [line_of(each, project, shared, keepers) for each in found],
            }
        )
    return groups


def line_of(row: ModuleDifference, project: Project, shared: dict[int, int], keepers: Keepers) -> dict[str, Any]:
    refusal = row.values.get("refusal")
    return {
        "row": row,
        "ours": in_readers_words(row.ours, row.field),
        "theirs": in_readers_words(row.theirs, row.field),
        "mend_url": mend_url(row, project),
        "status": KIND_STATUS[DriftKind(row.kind)],
        "may_take": services.may_take(row),
        "is_cancelling": row.kind == DriftKind.ONLY_HERE,
        "hint": hint_of(row, project, shared),
        "keepers": keepers(row),
        "rest": ", ".join(row.values.get("rest", ())) if row.applied_at else "",
        "refusal": in_readers_language(refusal) if refusal else "",
        "by_hand": by_hand(row, project) if refusal else None,
        "decided": decided(row),
    }


def by_hand(row: ModuleDifference, project: Project) -> dict[str, str] | None:
    """Where people enter what a row that is only there does not say."""
    if row.kind != DriftKind.ONLY_THERE or row.mobility_id:
        return None
    said = row.values.get("row", {})
    if said.get("receiving_name") and not (said.get("receiving_city") and said.get("receiving_country")):
        return {"url": reverse("mobilities:host-add"), "label": _("Add the host")}
    url = reverse("mobilities:mobility-add") + f"?project={project.pk}"
    return {"url": url, "label": _("Enter the mobility by hand")}


def decided(row: ModuleDifference) -> str:
    if row.applied_at:
        return _("Cancelled here") if row.kind == DriftKind.ONLY_HERE else _("Taken over")
    if row.settled == DriftSettled.THEIRS:
        return _("To be cancelled here") if row.kind == DriftKind.ONLY_HERE else _("To be taken over")
    return _("Ours stands") if row.settled else _("Undecided")


def compared_or_404(request: HttpRequest, pk: int) -> ModuleFile:
    row = file_or_403(request, pk, CHANGE)
    if row.purpose != ModuleFilePurpose.COMPARE:
        raise Http404
    return row


def back(request: HttpRequest, pk: int) -> HttpResponse:
    answer = redirect("mobilities:module-file-detail", pk)
    query = request.POST.get("query", "")
    if query and len(query) < 200 and query.isascii() and query.isprintable():
        answer["Location"] += f"?{query}"
    return answer


@require_POST
def module_drift_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """`action`: ours, theirs or open, for the ticked rows; `only` of one row alone, as "theirs-17"."""
    row = compared_or_404(request, pk)
    choice, keys = asked(request)
    if choice is None or not keys:
        messages.error(request, _("Tick the differences first."))
        return back(request, pk)
    done, refused = services.settle(row, keys, choice, request.user)
    if done:
        text = ngettext("%(count)s difference is decided.", "%(count)s differences are decided.", done)
        messages.success(request, text % {"count": number(done)})
    if refused:
        text = ngettext(
            "%(count)s difference cannot be taken over; what to do stands beside it.",
            "%(count)s differences cannot be taken over; what to do stands beside them.",
            refused,
        )
        messages.warning(request, text % {"count": number(refused)})
    return back(request, pk)


def asked(request: HttpRequest) -> tuple[str | None, list[int]]:
    word, keys = request.POST.get("action", ""), request.POST.getlist("keys")[:MOST_KEYS]
    if only := request.POST.get("only"):
        word, _mark, key = only.partition("-")
        keys = [key]
    whole = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 16]
    return CHOICES.get(word), whole


@require_POST
def module_drift_apply(request: HttpRequest, pk: int) -> HttpResponse:
    row = compared_or_404(request, pk)
    result = apply_settled(row, request.user)
    if result.done:
        text = ngettext(
            "%(count)s difference is taken over.", "%(count)s differences are taken over.", len(result.done)
        )
        messages.success(request, text % {"count": number(len(result.done))})
    tell_others(request, result)
    for mobility, missing in result.incomplete[:MOST_NAMED]:
        why = " ".join(each.sentence for each in missing)
        text = _("%(who)s is not complete: %(why)s")
        messages.warning(request, text % {"who": mobility.participant, "why": why})
    if (more := len(result.incomplete) - MOST_NAMED) > 0:
        text = ngettext(
            "%(count)s more of the changed mobilities is not complete.",
            "%(count)s more of the changed mobilities are not complete.",
            more,
        )
        messages.warning(request, text % {"count": number(more)})
    if result.refused:
        text = ngettext(
            "%(count)s difference could not be taken over; the reason stands beside it.",
            "%(count)s differences could not be taken over; the reasons stand beside them.",
            len(result.refused),
        )
        messages.error(request, text % {"count": number(len(result.refused))})
    return back(request, pk)


def tell_others(request: HttpRequest, result: Applied) -> None:
    """What was not taken over with a mobility that was only there, and what came of shared persons and hosts."""
    for each in [each for each in result.done if each.values.get("rest")][:MOST_NAMED]:
        text = _("%(who)s: not taken over with it, and to be decided in the list: %(columns)s.")
        messages.warning(request, text % {"who": each.label, "columns": ", ".join(each.values["rest"])})
    if result.more or result.fewer:
        text = _(
            "Other mobilities share the person or the host that was changed, so their differences were counted anew: "
            "%(more)s more, %(fewer)s fewer."
        )
        messages.info(request, text % {"more": number(result.more), "fewer": number(result.fewer)})


@require_POST
def module_drift_fill(request: HttpRequest, pk: int) -> HttpResponse:
    """A template with exactly the mobilities of which ours stands."""
    row = compared_or_404(request, pk)
    try:
        new = services.order_only_drift(row, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back(request, pk)
    return redirect("mobilities:module-file-detail", new.pk)


@require_POST
def module_drift_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The same export against the register as it is now; what was decided and is found again stays decided."""
    row = compared_or_404(request, pk)
    try:
        module_files.order(row, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return back(request, pk)
