"""What the lists of people and hosts share: the export's address and answer, the short list of a search field."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from projects.exports import csv_lines

FOUND_AT_MOST = 20


def same_query(request: HttpRequest, address: str) -> str:
    """`address` with the filters of this page."""
    query = request.GET.copy()
    for name in ("page", "sy", "school"):
        query.pop(name, None)
    return f"{address}?{query.urlencode()}" if query else address


def csv_answer(rows: Iterable[list[str]], name: str) -> HttpResponse:
    response = HttpResponse("".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def found(rows: Iterable[tuple[int, str, str]]) -> JsonResponse:
    """What static/js/search_select.js asks for: value, text, note."""
    return JsonResponse({"results": [{"value": pk, "text": text, "note": note} for pk, text, note in rows]})


def added(pk: int, text: str) -> JsonResponse:
    return JsonResponse({"value": pk, "text": text}, status=201)


def dialog_again(request: HttpRequest, template: str, form) -> HttpResponse:
    """The fields of an add dialog with what is wrong in them."""
    return HttpResponse(render_to_string(template, {"form": form}, request), status=422)
