"""What the lists of people and hosts share: the short list of a search field, the answers of an add dialog."""

from collections.abc import Iterable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from portal.common.http import filled

FOUND_AT_MOST = 20
# The same mobilities shown in other ways; a way whose page is not there is left out.
WAYS = [
    ("mobilities:mobility-list", _("List")),
    ("mobilities:mobility-calendar", _("Calendar")),
    ("mobilities:mobility-map", _("Map")),
    ("mobilities:flow-list", _("Flows")),
]


def query_of(request: HttpRequest, **changes: str | None) -> str:
    """The query of this page with `changes` (None: left out), less the page number; never empty, see saved views."""
    query = filled(request.GET)
    for name, value in {"page": None, "view": None, **changes}.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    if not query:
        query["view"] = "all"
    return f"?{query.urlencode()}"


def list_tabs(request: HttpRequest, current: str) -> list[dict]:
    """For components/tabs.html: other ways keep the filters."""
    tabs = []
    for name, label in WAYS:
        with suppress(NoReverseMatch):
            url = reverse(name) + query_of(request, month=None)
            tabs.append({"label": label, "url": url, "is_current": name == current})
    return tabs


def found(rows: Iterable[tuple[int, str, str]]) -> JsonResponse:
    """What static/js/search_select.js asks for: value, text, note."""
    return JsonResponse({"results": [{"value": pk, "text": text, "note": note} for pk, text, note in rows]})


def added(pk: int, text: str) -> JsonResponse:
    return JsonResponse({"value": pk, "text": text}, status=201)


def dialog_again(request: HttpRequest, template: str, form) -> HttpResponse:
    """The fields of an add dialog, with what is wrong in them if they were sent."""
    return HttpResponse(render_to_string(template, {"form": form}, request), status=422 if form.is_bound else 200)
