"""What the lists of people and hosts share: the short list of a search field, the answers of an add dialog."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

FOUND_AT_MOST = 20


def found(rows: Iterable[tuple[int, str, str]]) -> JsonResponse:
    """What static/js/search_select.js asks for: value, text, note."""
    return JsonResponse({"results": [{"value": pk, "text": text, "note": note} for pk, text, note in rows]})


def added(pk: int, text: str) -> JsonResponse:
    return JsonResponse({"value": pk, "text": text}, status=201)


def dialog_again(request: HttpRequest, template: str, form) -> HttpResponse:
    """The fields of an add dialog with what is wrong in them."""
    return HttpResponse(render_to_string(template, {"form": form}, request), status=422)
