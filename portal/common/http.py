"""Answers shared by all pages: who may open what, file answers, query parameters that cannot break a page."""

from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict

PAGE_SIZE = 50


class NotNow(PermissionDenied):
    """Refused as things stand: a sentence that says why, and the page where that can be mended, with words for it."""

    def __init__(self, sentence: str, address: str, action: str) -> None:
        super().__init__(sentence)
        self.sentence, self.address, self.action = sentence, address, action


def get_or_403(queryset: QuerySet, user, permission: str, **lookup: Any) -> Model:
    """The row of `queryset` (already narrowed to what `user` may see), or 404; 403 without `permission` on it."""
    try:
        row = queryset.get(**lookup)
    except (queryset.model.DoesNotExist, ValueError, OverflowError):
        raise Http404 from None
    require(user, permission, row)
    return row


def require(user, permission: str, thing: Model | None = None) -> None:
    if not user.has_perm(permission, thing):
        raise PermissionDenied


def page_of(request: HttpRequest, rows, size: int = PAGE_SIZE, *, count: int | None = None) -> Page:
    """The page that ?page= asks for; nonsense gives the first, too much the last. `count`: of rows, where known."""
    paginator = Paginator(rows, size)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))


class KeyPaginator(Paginator):
    """Looks for the keys of a page first and then for its rows: only keys are sorted, however wide the rows are.

    `dressed` are all rows of the kind, with what they are joined to and annotated with.
    """

    def __init__(self, rows: QuerySet, size: int, dressed: QuerySet) -> None:
        super().__init__(rows, size)
        self.dressed = dressed

    def page(self, number) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        rows = self.dressed.in_bulk(keys)
        return self._get_page([rows[key] for key in keys if key in rows], number, self)


def page_by_keys(request: HttpRequest, rows: QuerySet, dressed: QuerySet, size: int = PAGE_SIZE) -> Page:
    """As `page_of`, for long lists whose rows are wide."""
    return KeyPaginator(rows, size, dressed).get_page(request.GET.get("page"))


def filled(query: QueryDict) -> QueryDict:
    """A copy of a query without the fields that were left empty."""
    found = QueryDict(mutable=True)
    for name, values in query.lists():
        if kept := [value for value in values if value]:
            found.setlist(name, kept)
    return found


def with_filters(request: HttpRequest, address: str, *, of_year: bool = True) -> str:
    """`address` with the filters of this page, its school and its school year: it shows everybody the same rows.
    What has dates of its own is the same in every school year: its address is not `of_year`."""
    query = filled(request.GET)
    for name in ("page", "format", "view"):
        query.pop(name, None)
    query["school"] = str(request.school.pk)
    if of_year:
        query["sy"] = str(request.school_year.start)
    return f"{address}?{query.urlencode()}"


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def file_response(file, name: str, content_type: str) -> FileResponse:
    """A stored file, always as a download; pictures of a page show all the same."""
    response = FileResponse(file, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response._csp_exempt = True
    return response


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF that we made ourselves, shown in the browser and kept nowhere."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
