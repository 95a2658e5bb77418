"""Pages of a list in which mobilities and people who travelled along stand together."""

from collections.abc import Iterator

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Value
from django.http import HttpRequest

from mobilities.models import AccompanyingPerson, Mobility
from portal.common.http import PAGE_SIZE

SENT, ALONG = "sent", "along"
PORTION = 500


class JourneyPaginator(Paginator):
    """Sorts the keys of both by the last day, and reads the rows of one page."""

    def __init__(self, mobilities, along, size: int) -> None:
        keys = [
            rows.order_by().annotate(which=Value(which, CharField())).values_list("end", "which", "id")
            for which, rows in ((SENT, mobilities), (ALONG, along))
        ]
        super().__init__(keys[0].union(keys[1]).order_by("end", "which", "id"), size)

    def page(self, number) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = [(which, pk) for _end, which, pk in self.object_list[first : first + self.per_page]]
        wanted = {kind: [pk for which, pk in keys if which == kind] for kind in (SENT, ALONG)}
        names = ("mobilities__host", "mobilities__responsible")
        rows = {
            SENT: Mobility.objects.with_names().select_related("responsible").in_bulk(wanted[SENT]),
            ALONG: AccompanyingPerson.objects.select_related("person").prefetch_related(*names).in_bulk(wanted[ALONG]),
        }
        return self._get_page([rows[which][pk] for which, pk in keys if pk in rows[which]], number, self)


def all_of_both(mobilities, along) -> Iterator[Mobility | AccompanyingPerson]:
    """Read in portions."""
    paginator = JourneyPaginator(mobilities, along, PORTION)
    return (journey for number in paginator.page_range for journey in paginator.page(number))


def page_of_both(request: HttpRequest, mobilities, along) -> Page:
    return JourneyPaginator(mobilities, along, PAGE_SIZE).get_page(request.GET.get("page"))
