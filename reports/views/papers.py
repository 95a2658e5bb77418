"""Papers as PDF: chosen with what is missing in them, made by the worker, fetched, looked at one by one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mobilities.enums import PaperKind, PaperState
from mobilities.models import Mobility, Paper
from mobilities.papers import papers_along, papers_of
from mobilities.views.mobilities import listed
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.http import file_response, get_or_403, is_htmx, page_of, pdf_response, require, with_filters
from portal.common.ordering import Latvian
from portal.common.refused import Refused
from portal.common.tables import table_answer
from portal.jobs.lines import job_line
from portal.jobs.models import State
from reports import bundles
from reports.enums import BundleKind, BundleLanguage
from reports.exports import bundle_rows
from reports.forms.papers import BundleFilterForm, PapersForm
from reports.models import Bundle
from reports.papers.bundling import render_paper
from reports.papers.kinds import PRINTABLE
from reports.papers.ordering import Item, Order
from reports.papers.summary import Summary
from reports.papers.wording import words_of

MAKE = "reports.make_paper"
PRINT, SEE_MONEY = "mobilities.print_paper", "mobilities.view_grant"
MOST_CHOSEN = 500
SHOWN_PREVIEWS = 5  # of many people; of one all


def chosen(request: HttpRequest) -> list[Mobility]:
    """Those that ?m= names, once or often; without it those of the filters of the list of mobilities."""
    asked = request.POST if request.method == "POST" else request.GET
    if "m" in asked:
        keys = [int(key) for key in asked.getlist("m") if key.isascii() and key.isdigit() and len(key) < 16]
        rows = Mobility.objects.visible_to(request.user).filter(school=request.school, pk__in=keys[:MOST_CHOSEN])
        rows = rows.with_names()
    elif "listed" in asked:
        _form, rows = listed(request)
    else:
        return []
    if isinstance(rows, list):
        return rows[:MOST_CHOSEN]
    names = (Latvian("participant__last_name"), Latvian("participant__first_name"))
    return list(rows.prefetch_related("accompanying_persons").order_by(*names, "pk")[:MOST_CHOSEN])


@dataclass(frozen=True)
class Need:
    """Of how many mobilities a paper is asked for, and of how many it is still missing."""

    asked: int = 0
    missing: int = 0


def needed(mobilities: list[Mobility]) -> dict[str, Need]:
    """By kind: as the checklists say; where there are none yet, as the rules do."""
    lines = Paper.objects.filter(mobility__in=mobilities, is_needed=True).exclude(state=PaperState.SET_ASIDE)
    is_missing = Q(state=PaperState.MISSING)
    counted = lines.order_by().values("kind").annotate(
        asked=Count("mobility", distinct=True), missing=Count("mobility", distinct=True, filter=is_missing)
    )  # fmt: skip
    by_lines = {row["kind"]: Need(row["asked"], row["missing"]) for row in counted}
    return by_lines or {kind: Need(count, count) for kind, count in by_rules(mobilities).items()}


def by_rules(mobilities: list[Mobility]) -> Counter:
    found: Counter = Counter()
    for row in mobilities:
        kinds = {paper.kind for paper in papers_of(row)}
        if row.accompanying_persons.all():
            kinds |= {paper.kind for paper in papers_along(row)}
        found.update(kinds & set(PRINTABLE))
    return found


@require_http_methods(["GET", "POST"])
def paper_add(request: HttpRequest) -> HttpResponse:
    require(request.user, MAKE, request.school)
    mobilities = chosen(request)
    if not mobilities:
        messages.info(request, _("Choose the mobilities whose papers are to be made: tick them in the list."))
        return redirect("mobilities:mobility-list")
    needs = needed(mobilities)
    asked = request.POST if request.method == "POST" else request.GET
    is_asked = "kinds" in asked or request.method == "POST" or is_htmx(request)
    form = PapersForm(asked if is_asked else None, initial={"language": BundleLanguage.LATVIAN})
    if request.method == "POST" and form.is_valid():
        wanted = {
            "mobilities": [row.pk for row in mobilities],
            "kinds": form.cleaned_data["kinds"],
            "anyway": form.cleaned_data["anyway"],
        }
        bundle = bundles.request_bundle(
            request.user, request.school, BundleKind.PAPERS, form.cleaned_data["language"], wanted
        )
        return redirect("reports:bundle-detail", pk=bundle.pk)
    kinds = form.cleaned_data.get("kinds", []) if is_asked and form.is_valid() else []
    context = {
        "form": form,
        "mobilities": mobilities,
        "phases": kind_rows(form, needs, len(mobilities)),
        "missing": what_is_missing(request, mobilities, form.cleaned_data) if kinds else None,
        "crumbs": [(_("Mobilities"), reverse("mobilities:mobility-list"))],
        "most": MOST_CHOSEN if len(mobilities) == MOST_CHOSEN else 0,
    }
    template = "reports/paper_missing.html" if is_htmx(request) else "reports/paper_add.html"
    return render(request, template, context)


def what_is_missing(request: HttpRequest, mobilities: list[Mobility], chosen: dict) -> dict:
    """What becomes of the chosen papers, and the first few to look at before all are made."""
    keys = [row.pk for row in mobilities]
    order = Order(request.school, keys, chosen["kinds"], anyway=chosen["anyway"], language=chosen["language"])
    to_make = [checked.item for checked in order.checked if checked.is_made]
    summary = Summary(order.problems(), order.kinds, keys)
    return {
        "summary": summary,
        "to_make": len(to_make),
        "complete": len(to_make) - summary.blank_count,
        "previews": previews(to_make, chosen["language"], len(to_make) if len(keys) == 1 else SHOWN_PREVIEWS),
    }


def kind_rows(form: PapersForm, needs: dict[str, Need], total: int) -> list[dict]:
    """For the ticks: which papers these people need by the rules, by phase."""
    ticked = set(form["kinds"].value() or [])
    return [
        {
            "label": phase,
            "kinds": [
                {
                    "value": value, "label": label, "is_ticked": value in ticked,
                    "note": note_of(needs.get(value, Need()), total),
                }
                for value, label in kinds
            ],
        }
        for phase, kinds in form.fields["kinds"].choices
    ]  # fmt: skip


def note_of(need: Need, total: int) -> str:
    if not need.asked:
        return _("not asked for by the rules")
    if need.asked == total:
        note = _("needed by all")
    else:
        note = ngettext("needed by %(n)s", "needed by %(n)s", need.asked) % {"n": need.asked}
    if need.missing == need.asked:
        return note
    if not need.missing:
        return _("%(note)s, none is missing") % {"note": note}
    return _("%(note)s, still missing: %(n)s") % {"note": note, "n": need.missing}


def previews(items: Iterable[Item], language: str, most: int) -> list[dict[str, str]]:
    """Addresses of the first papers, to be looked at before all are made; a group's needs all of the group."""
    found = []
    for item in islice((item for item in items if len(item.facts.group) < 2), most):
        query = {"language": language}
        if item.facts.accompanying:
            query["accompanying"] = str(item.facts.accompanying.pk)
        url = reverse("reports:paper-preview", args=[item.facts.mobility.pk, str(item.kind)], query=query)
        found.append({"label": f"{item.printable.label}, {item.label}", "url": url})
    return found


@require_safe
def paper_preview(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One paper in the browser, without keeping it; whoever sees no money sees none here."""
    rows = Mobility.objects.visible_to(request.user).select_related("school", "participant")
    mobility = get_or_403(rows, request.user, PRINT, pk=pk)
    language = request.GET.get("language", BundleLanguage.LATVIAN)
    if kind not in PRINTABLE or language not in BundleLanguage.values:
        raise Http404
    if words_of(mobility.school, [kind])[kind].has_money():
        require(request.user, SEE_MONEY, mobility)
    companion = request.GET.get("accompanying", "")
    accompanying = int(companion) if companion.isascii() and companion.isdigit() and len(companion) < 16 else None
    try:
        pdf = render_paper(kind, pk, language, mobility.school, accompanying)
    except Refused as refusal:
        messages.warning(request, f"{PaperKind(kind).label}: {refusal}")
        return redirect("mobilities:mobility-detail", pk=pk)
    return pdf_response(pdf, f"{kind}.pdf")


def seen_by(request: HttpRequest):
    return Bundle.objects.visible_to(request.user).filter(school=request.school)


def bundles_listed(request: HttpRequest):
    """(filter form, rows)"""
    require(request.user, "reports.list_bundle", request.school)
    form = BundleFilterForm(request.GET)
    return form, form.narrow(seen_by(request)).select_related("job", "requested_by", "project")


@require_safe
def bundle_list(request: HttpRequest) -> HttpResponse:
    form, rows = bundles_listed(request)
    context = {
        "form": form,
        "page": page_of(request, rows),
        "days": bundles.KEPT_DAYS,
        "export_url": with_filters(request, reverse("reports:bundle-export"), of_year=False),
    }
    return render(request, "reports/bundle_list.html", context)


@require_safe
def bundle_export(request: HttpRequest) -> HttpResponse:
    _form, rows = bundles_listed(request)
    return table_answer(request.GET.get("format"), bundle_rows(rows), "papers")


@require_safe
def bundle_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Bundle.objects.visible_to(request.user).select_related("school", "job", "requested_by", "project")
    bundle = get_or_403(rows, request.user, "reports.view_bundle", pk=pk)
    line = job_line(bundle.job, request.user) if bundle.job and bundle.job.state != State.DONE else None
    context = {
        "bundle": bundle,
        "line": line,
        "summary": Summary(bundle.problems, bundle.wanted.get("kinds", []), bundle.wanted.get("mobilities", [])),
        "told": [row for row in bundle.problems if "whose" in row],  # of the archive of a project
        "kinds": [PaperKind(kind).label for kind in bundle.wanted.get("kinds", []) if kind in PaperKind.values],
        "people": len(bundle.wanted.get("mobilities", [])),
        "again_url": again(bundle) if request.user.has_perm(MAKE, bundle.school) else "",
        "days": bundles.KEPT_DAYS,
        "crumbs": [(_("Papers made"), reverse("reports:bundle-list"))],
    }
    return render(request, "reports/bundle_detail.html", context)


def again(bundle: Bundle) -> str:
    """The page where the same papers are chosen, for when the gaps are filled."""
    if bundle.kind != BundleKind.PAPERS:
        return ""
    chosen_before = {
        "m": bundle.wanted.get("mobilities", []),
        "kinds": bundle.wanted.get("kinds", []),
        "language": bundle.language,
        **({"anyway": "on"} if bundle.wanted.get("anyway") else {}),
    }
    return reverse("reports:paper-add", query=chosen_before)


@require_safe
def bundle_download(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Bundle.objects.visible_to(request.user).select_related("school")
    bundle = get_or_403(rows, request.user, "reports.view_bundle", pk=pk)
    if not bundle.file:
        raise Http404
    record(request.user, bundle.school, Verb.DOWNLOAD, bundle)
    return file_response(bundle.file.open("rb"), bundle.name, bundles.file_type(bundle))


@require_POST
def bundle_delete(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Bundle.objects.visible_to(request.user).select_related("school", "job")
    bundle = get_or_403(rows, request.user, MAKE, pk=pk)
    if bundle.job and not bundle.job.is_over:
        messages.warning(request, _("It is still being made. Cancel it first."))
        return redirect("reports:bundle-detail", pk=pk)
    bundles.delete_bundle(bundle, request.user)
    messages.success(request, _("The papers are deleted here; they can be made anew at any time."))
    return redirect("reports:bundle-list")
