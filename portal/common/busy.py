"""SQLite lets one writer in at a time. Who waited in vain, while a large import is saved, is told so and can send the
same again."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

LOCKED = "locked"
SECRET = "password"  # noqa: S105  part of a field's name
SECONDS = 10


class BusyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not (isinstance(exception, OperationalError) and LOCKED in str(exception)):
            return None
        context = {"sent": sent(request), "is_form": request.method == "POST"}
        answer = render(request, "busy.html", context, status=503)
        answer["Retry-After"] = SECONDS
        add_never_cache_headers(answer)
        return answer


def sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent again; nothing where there were files or passwords, which no page gives back."""
    if request.FILES or any(SECRET in name for name in request.POST):
        return []
    lists = request.POST.lists()
    return [(name, value) for name, values in lists for value in values if name != "csrfmiddlewaretoken"]
