"""Writes of the places of a stay."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mobilities.models import ItineraryStop, Mobility
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused
from portal.common.text import day_range


@transaction.atomic
def save_itinerary(mobility: Mobility, formset, user) -> None:
    """Save a valid formset of stops; the journal has the whole itinerary before and after."""
    before = in_words(mobility)
    formset.save()
    if (after := in_words(mobility)) != before:
        record(user, mobility.school, Verb.CHANGE, mobility, {"itinerary": [before[:500], after[:500]]})


def cut_itinerary(mobility: Mobility, last: date, user) -> None:
    """Nobody was anywhere after `last`; the journal keeps what was planned."""
    before = in_words(mobility)
    mobility.stops.filter(start__gt=last).delete()
    mobility.stops.filter(end__gt=last).update(end=last)
    if (after := in_words(mobility)) != before:
        record(user, mobility.school, Verb.CHANGE, mobility, {"itinerary": [before[:500], after[:500]]})


@transaction.atomic
def replace_itinerary(mobility: Mobility, stops: list[ItineraryStop], user) -> None:
    """What happens at a place stays noted where the place stays. Raises Refused where they do not fit the stay."""
    for _stop, text in misfits(stops, mobility):
        raise Refused(text)
    before, notes = in_words(mobility), {stop.city.casefold(): stop.note for stop in mobility.stops.all()}
    for stop in stops:
        stop.mobility, stop.note = mobility, notes.get(stop.city.casefold(), "")
        try:
            stop.clean_fields()
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
    mobility.stops.all().delete()
    ItineraryStop.objects.bulk_create(stops)
    changes = {"itinerary": [before[:500], in_words(Mobility.objects.get(pk=mobility.pk))[:500]]}
    record(user, mobility.school, Verb.CHANGE, mobility, changes)


def misfits(stops: Iterable[ItineraryStop], stay: Mobility) -> Iterator[tuple[ItineraryStop, object]]:
    """Stops outside the stay, and those that overlap; one may end on the day the next begins."""
    inside = []
    for stop in stops:
        if stop.end < stop.start:
            yield stop, _("It ends before it begins.")
        elif stop.start < stay.start or stop.end > stay.last_day:
            text = _("The stay is %(period)s; the stop lies outside it.")
            yield stop, text % {"period": day_range(stay.start, stay.last_day)}
        else:
            inside.append(stop)
    inside.sort(key=lambda stop: (stop.start, stop.end))
    for before, after in pairwise(inside):
        if after.start < before.end:
            text = _("It overlaps with %(city)s, %(period)s.")
            yield after, text % {"city": before.city, "period": day_range(before.start, before.end)}


def in_words(mobility: Mobility) -> str:
    return "; ".join(f"{stop.city} {stop.start} – {stop.end}" for stop in mobility.stops.all())
