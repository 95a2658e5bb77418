"""Writes of the places of a stay."""

from datetime import date

from django.db import transaction

from mobilities.models import Mobility
from portal.audit.models import Verb
from portal.audit.services import record


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


def in_words(mobility: Mobility) -> str:
    return "; ".join(f"{stop.city} {stop.start} – {stop.end}" for stop in mobility.stops.all())
