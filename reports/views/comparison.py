"""One qualification in several countries or at several hosts, side by side."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mobilities.host_record import LABELS
from mobilities.models import Participant
from mobilities.models.experience import RATINGS
from mobilities.veil import cover, veil_for
from mobilities.views.hosts import hours_and_minutes
from portal.common import charts
from portal.common.http import filled, require, with_filters
from portal.common.school_year import SchoolYear
from portal.common.tables import table_answer
from portal.common.text import NBSP, half_up, number
from reports.comparing import BY_HOST, Experience, Question, compared, learners_of
from reports.exports import comparison_rows
from reports.forms.comparison import ComparisonForm
from reports.statistics import begun

LOOK = "reports.view_comparison"
MOST_SHOWN = 6  # side by side; all of them are in the file
MOST_SAID = 8


def asked(request: HttpRequest) -> tuple[ComparisonForm, Question | None, list[Experience]]:
    require(request.user, LOOK, request.school)
    rows = begun(request.school, timezone.localdate())
    form = ComparisonForm(request.GET, rows=rows, years=years_of(rows), year=request.school_year)
    question = form.question()
    places = compared(request.school, question, rows) if question else []
    if question:
        people = Participant.objects.filter(mobilities__in=learners_of(rows, question))
        veil = veil_for(request.user, request.school, people)
        cover((said for place in places for column in place.said.values() for said in column), ["text"], veil)
    return form, question, places


def years_of(rows) -> list[SchoolYear]:
    days = rows.order_by("start").values_list("start", flat=True)
    first = days.first()
    if first is None:
        return []
    return [SchoolYear(n) for n in range(SchoolYear.of(first).start, SchoolYear.of(days.last()).start + 1)]


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    form, question, places = asked(request)
    if form.is_reversed:
        return redirect(in_order(request, question))
    shown = places[:MOST_SHOWN]
    link = rows_behind(request, question)
    context = {
        "form": form,
        "question": question,
        "places": [(place, look(number), said_of(place)) for number, place in enumerate(shown)],
        "hidden": len(places) - len(shown),
        "lines": [*count_lines(shown, link), *mark_lines(shown, link), commute_line(shown, link)] if shown else [],
        "charts": drawn(shown) if any(place.overall for place in shown) else [],
        "few": charts.FEW,
        "by_host": question is not None and question.by == BY_HOST,
        "export_url": with_filters(request, reverse("reports:comparison-export")),
        "count_words": words_of_count(places),
    }
    return render(request, "reports/comparison.html", context)


def in_order(request: HttpRequest, question: Question) -> str:
    """The address of what is shown: filters in force stand in it."""
    query = filled(request.GET)
    query["first"], query["last"] = question.first.start, question.last.start
    return f"{request.path}?{query.urlencode()}"


@require_safe
def comparison_export(request: HttpRequest) -> HttpResponse:
    _form, _question, places = asked(request)
    return table_answer(request.GET.get("format"), comparison_rows(places), "comparison")


def words_of_count(places: list[Experience]) -> str:
    people, reports = sum(place.learners for place in places), sum(place.reports for place in places)
    learners = ngettext("%(n)s learner", "%(n)s learners", people) % {"n": people}
    return f"{learners}, " + ngettext("%(n)s report", "%(n)s reports", reports) % {"n": reports}


def look(place: int) -> str:
    """The mark of a place, as in the chart: told apart without colour."""
    return charts.key(place)


def said_of(place: Experience) -> dict:
    return {name: rows[:MOST_SAID] for name, rows in place.said.items()}


def rows_behind(request: HttpRequest, question: Question | None) -> Callable[..., str]:
    """Address of the mobilities behind a figure; a teacher sees figures of people whose rows are not for teachers."""
    if question is None or not request.user.has_perm("reports.view_year", request.school):
        return lambda place, **more: ""
    first, last = question.days
    known = {
        "year": "all", "counted": "yes", "kind": "learner", "direction": "outgoing",
        "qualification": question.qualification.pk, "since": first, "until": last,
    }  # fmt: skip

    def address(place: Experience, **more: str) -> str:
        where = {"host": place.host.pk} if place.host else {"country": place.country}
        return reverse("mobilities:mobility-list", query=known | where | more)

    return address


def count_lines(places: list[Experience], link) -> list[dict]:
    counted = [
        (_("Learners"), "learners", {}),
        (_("Approved reports"), "reports", {"report": "approved"}),
    ]
    lines = [
        {"label": label, "cells": [
            {"text": number(getattr(place, name)), "url": link(place, **more) if getattr(place, name) else ""}
            for place in places
        ]}
        for label, name, more in counted
    ]  # fmt: skip
    offers = [
        (_("Job offers"), "job_offers", "job_answers", {"report": "job"}),
        (_("Invited to come again"), "return_invitations", "invitation_answers", {"report": "invited"}),
    ]
    lines += [
        {"label": label, "cells": [
            {"text": number(getattr(place, name)), "note": who_answered(getattr(place, answers)),
             "url": link(place, **more) if getattr(place, name) else ""}
            for place in places
        ]}
        for label, name, answers, more in offers
    ]  # fmt: skip
    if any(place.recommends for place in places):
        answered = _("%(yes)s of %(answered)s")
        lines.append({"label": _("Would recommend"), "cells": [
            {"text": answered % dict(zip(("yes", "answered"), place.recommended, strict=True))
             if place.recommended[1] else "–",
             "note": "" if place.recommended[1] else _("nobody answered"),
             "url": link(place, report="recommended") if place.recommended[0] else ""}
            for place in places
        ]})  # fmt: skip
    return lines


def who_answered(people: int) -> str:
    """Of how many; who left the question empty said neither yes nor no."""
    if not people:
        return _("nobody answered")
    return ngettext("of %(n)s who answered", "of %(n)s who answered", people) % {"n": people}


def mark_lines(places: list[Experience], link) -> list[dict]:
    measures = [(_("Rating, all criteria"), [place.overall for place in places])]
    measures += [(LABELS[name], [place.marks[name] for place in places]) for name in RATINGS]
    return [
        line_of(label, places, values, link, lambda value: number(value, 1), max, charts.plain)
        for label, values in measures
        if any(values)
    ]


def commute_line(places: list[Experience], link) -> dict:
    values = [place.commutes for place in places]
    return line_of(_("Way to work, one way"), places, values, link, time_of, min, time_of)


def time_of(minutes: float) -> str:
    return hours_and_minutes(int(half_up(minutes)))


def line_of(label: str, places, values: list[list], link, words: Callable, best: Callable, single: Callable) -> dict:
    """Mean with n and the spread; of few values each by itself; the best mean is marked where there are several."""
    means = [charts.middle_of(row) for row in values]
    known = [value for value in means if value is not None]
    winner = best(known) if len(known) > 1 else None
    return {"label": label, "cells": [
        cell_of(row, middle, words, single) | {
            "url": link(place, report="approved") if row else "",
            "is_best": middle is not None and middle == winner,
        }
        for place, row, middle in zip(places, values, means, strict=True)
    ]}  # fmt: skip


def cell_of(values: list, middle: float | None, words: Callable, single: Callable) -> dict[str, str]:
    if not values:
        return {"text": "–", "note": ""}
    n = f"n{NBSP}={NBSP}{len(values)}"
    if middle is None:
        return {"text": " / ".join(single(value) for value in sorted(values)), "note": n}
    if min(values) == max(values):
        return {"text": words(middle), "note": n}
    spread = _("from %(lowest)s to %(highest)s") % {"lowest": single(min(values)), "highest": single(max(values))}
    return {"text": words(middle), "note": f"{n}, {spread}"}


def marks_of(place: Experience, measure: str) -> list[float]:
    return place.overall if measure == "overall" else place.marks[measure]


def drawn(places: list[Experience]) -> list[dict]:
    rows = [
        charts.Spread(place.name, marks_of(place, measure), kind, str(label))
        for label, measure in [(_("Rating, all criteria"), "overall"), *((LABELS[name], name) for name in RATINGS)]
        if any(marks_of(place, measure) for place in places)
        for kind, place in enumerate(places)
        if place.overall
    ]
    return charts.on_a_page(rows, _("Ratings and their spread; the figures stand in the table below"))
