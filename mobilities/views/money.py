"""The money of a project: awarded, used, planned, left; the rows behind each figure; and what more would cost."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mobilities import explanations as words
from mobilities import what_if
from mobilities.exports.money import money_rows, overview_rows
from mobilities.forms.grants import MoneyFilterForm, WhatIfForm
from mobilities.grants import Counted, of_project
from mobilities.money import CategoryLine, Overview, at_least, at_most, overview_of, overviews_of
from mobilities.views.mobilities import year_views
from portal.common.http import page_of, require, with_filters
from portal.common.tables import table_answer
from portal.common.text import active_language, euro, number, percent
from projects.budget import awarded_of, gap_to_grant, payments_of
from projects.enums import BudgetCategory
from projects.models import Project
from projects.views.frame import GRANT, project_frame, project_or_403

COUNTED_ACTIONS = ("KA101", "KA102", "KA104", "KA116", "KA121", "KA122")
PAGE, LIST = "mobilities:project-money", "mobilities:project-money-list"


def overviews(request: HttpRequest) -> list[tuple[Project, Overview]]:
    """Projects of key action 1, whose grants follow from mobilities: the school year's, or every year's."""
    require(request.user, GRANT, request.school)
    projects = Project.objects.visible_to(request.user).filter(school=request.school, action__in=COUNTED_ACTIONS)
    if request.GET.get("year") != "all":
        projects = projects.in_school_year(request.school_year)
    return overviews_of(list(projects.order_by("-start", "code", "pk")), timezone.localdate())


@require_safe
def money_overview(request: HttpRequest) -> HttpResponse:
    rows = overviews(request)
    total = CategoryLine("", sum((row.total.awarded or what_if.ZERO for _project, row in rows), what_if.ZERO))
    for _project, row in rows:
        total.used += row.total.used
        total.planned += row.total.planned
        total.promised += row.total.promised
        total.gaps |= row.total.gaps if row.total.can_count else {"used", "planned", "promised"}
    total.can_count = any(row.total.can_count for _project, row in rows)
    context = {
        "rows": rows,
        "total": total,
        "views": year_views(request),
        "export_url": with_filters(request, reverse("mobilities:money-overview-export")),
    }
    return render(request, "mobilities/money_overview.html", context)


@require_safe
def money_overview_export(request: HttpRequest) -> HttpResponse:
    return table_answer(request.GET.get("format"), overview_rows(overviews(request)), "money")


@require_safe
def project_money(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, GRANT)
    if not project.is_paid_by_units:
        return lump_sum(request, project)
    rows = of_project(project)
    overview = overview_of(project, rows, timezone.localdate())
    awarded = {line.category: line.awarded for line in overview.lines if line.awarded is not None}
    context = project_frame(request, project, PAGE) | {
        "heading": _("Money"),
        "facts": facts(overview),
        "caution": caution(overview.total),
        "overview": overview,
        "warnings": [warning_in_words(line) for line in overview.warnings],
        "gap": gap_to_grant(project, awarded),
        "notes": notes_of(rows),
        "payments": payments_of(project),
        "mobilities": len(rows),
    }
    return render(request, "mobilities/project_money.html", context)


def lump_sum(request: HttpRequest, project: Project) -> HttpResponse:
    awarded = awarded_of(project)
    context = project_frame(request, project, PAGE) | {
        "heading": _("Money"),
        "facts": [{"label": _("Grant"), "value": euro(project.grant) or "–"}],
        "budget": [(each.label, euro(awarded[each.value])) for each in BudgetCategory if each.value in awarded],
        "gap": gap_to_grant(project, awarded),
        "payments": payments_of(project),
    }
    return render(request, "mobilities/project_money_lump.html", context)


def facts(overview: Overview) -> list[dict[str, Any]]:
    total = overview.total
    return [
        {"label": _("Grant"), "value": euro(total.awarded) or "–"},
        {"label": _("Used by stays that ended"), "value": total.used_shown or "–",
         "note": of_grant(total.absorption_shown)},
        {"label": _("Planned"), "value": total.planned_shown or "–"},
        {"label": _("Left"), "value": total.left_shown or "–"},
        {"label": _("Forecast to the end"), "value": total.forecast_shown or _("cannot be counted"),
         "note": of_grant(total.foreseen_shown)},
    ]  # fmt: skip


def of_grant(share: str) -> str:
    return _("%(share)s of the grant") % {"share": share} if share else ""


def caution(total: CategoryLine) -> str:
    """What stands above the figures where they are not the whole truth."""
    if not total.can_count:
        return _("The project has no rates, so what its mobilities cost cannot be counted.")
    if total.gaps:
        return _(
            "Something due cannot be counted: a rate, a place or an average is missing. It costs more than shown."
        )
    return ""


def warning_in_words(line: CategoryLine) -> dict[str, str]:
    sentences = {
        "over": _("%(category)s: %(spent)s used and planned, more than the %(awarded)s awarded."),
        "forecast": _("%(category)s: the forecast of %(forecast)s is more than the %(awarded)s awarded."),
        "soon": _("%(category)s: %(taken)s of the %(awarded)s awarded is used or planned."),
    }
    values = {
        "category": line.label, "spent": euro(line.spent), "awarded": euro(line.awarded) or euro(0 * line.spent),
        "forecast": euro(line.forecast), "taken": percent(line.taken),
    }  # fmt: skip
    kind = "stop" if line.warning == "over" else "warn"
    return {"kind": kind, "text": sentences[line.warning] % values}


def notes_of(rows: list[Counted]) -> list[tuple[str, int]]:
    """Each thing missing or uncertain, and in how many mobilities; the most frequent first."""
    found = Counter(sentence for row in rows for sentence in words.notes_in_words(row.grant.notes))
    return found.most_common()


def listed(request: HttpRequest, project: Project) -> tuple[MoneyFilterForm, list[Counted]]:
    form = MoneyFilterForm(request.GET)
    return form, form.narrow(of_project(project), timezone.localdate())


@require_safe
def project_money_list(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, GRANT)
    form, rows = listed(request, project)
    category = form.cleaned_data.get("category", "")
    today = timezone.localdate()
    page = page_of(request, rows)
    context = project_frame(request, project, PAGE) | {
        "heading": _("Mobilities and their amounts"),
        "form": form,
        "page": page,
        "rows": [row_of(row, category, today) for row in page],
        "column": str(BudgetCategory(category).label) if category else _("Grant"),
        "sum": sum(amount_of(row, category) for row in rows),
        "export_url": with_filters(request, reverse("mobilities:project-money-export", args=[pk]), of_year=False),
    }
    return render(request, "mobilities/project_money_list.html", context)


def row_of(row: Counted, category: str, today) -> dict[str, Any]:
    return {
        "mobility": row.mobility,
        "amount": amount_of(row, category),
        "is_used": row.mobility.last_day < today,
        "notes": words.notes_in_words(row.grant.notes),
    }


def amount_of(row: Counted, category: str):
    return row.grant.by_category().get(category, what_if.ZERO) if category else row.grant.total


@require_safe
def project_money_export(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_or_403(request, pk, GRANT)
    rows = money_rows(listed(request, project)[1], timezone.localdate())
    return table_answer(request.GET.get("format"), rows, "grants")


@require_safe
def project_what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """The address holds the question; nothing is saved."""
    project = project_or_403(request, pk, GRANT)
    if not project.is_paid_by_units:
        return redirect(PAGE, pk)
    form = WhatIfForm(request.GET if "people" in request.GET else None, project=project)
    context = project_frame(request, project, PAGE) | {"heading": _("What if"), "form": form}
    if form.is_bound and form.is_valid():
        context |= answer(project, form.cleaned_data)
    return render(request, "mobilities/project_what_if.html", context)


def answer(project: Project, asked: dict[str, Any]) -> dict[str, Any]:
    rows = of_project(project)
    overview = overview_of(project, rows, timezone.localdate())
    distance = what_if.distance_asked(project, asked)
    shares = what_if.shares_of(project, asked, rows, distance)
    total = what_if.total_of(shares)
    is_incomplete = any(share.grant.incomplete for share in shares)
    left_after = None if overview.total.left is None else overview.total.left - total
    is_counted = bool(total) or not is_incomplete
    return {
        "shares": [
            {"people": share.people, "grant": share.grant, "each": share.each_shown, "stay": share.stay,
             "lines": words.lines_in_words(share.grant)}
            for share in shares
        ],
        "remarks": what_if.remarks(project, asked),
        "total": total,
        "total_shown": at_least(euro(total), is_incomplete) if is_counted else _("cannot be counted"),
        "is_incomplete": is_incomplete,
        "left_after": left_after,
        "left_shown": at_most(euro(left_after), is_incomplete or overview.total.gaps) if is_counted else "",
        "against": what_if.against(shares, overview.lines),
        "notes": words.notes_in_words(note for share in shares for note in share.grant.notes),
        "distance": None if distance.km is None else number(int(distance.km)),
        "how": asked_how(distance),
        "kind": asked["activity_type"].name_in(active_language()),
    }  # fmt: skip


def asked_how(distance) -> str:
    return _("as typed") if distance.how == what_if.OFFICIAL else words.distance_in_words(distance)
