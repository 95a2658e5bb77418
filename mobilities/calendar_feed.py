"""Departures and returns in the calendar that a person subscribes to: groups and places, nobody's name."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from mobilities.enums import Direction
from mobilities.models import Mobility
from mobilities.trips import Trip, travellers, trips_of
from portal.accounts.models import School, User
from portal.common import places
from projects.calendar_feed import source, whole_day

KEPT = timedelta(days=180)  # how long after the return


@source
def departures_and_returns(user: User, school: School) -> Iterator[Event]:
    rows = Mobility.objects.visible_to(user).filter(school=school, direction=Direction.OUTGOING)
    oldest = timezone.localdate() - KEPT
    for trip in trips_of(rows.standing().filter(end__gte=oldest), oldest, date.max):
        words = {"who": travellers(trip), "where": where(trip)}
        yield day_of(trip, "leave", _("%(who)s leave: %(where)s") % words)
        yield day_of(trip, "return", _("%(who)s return: %(where)s") % words)


def day_of(trip: Trip, deed: str, summary: str) -> Event:
    key = trip.key
    day = key.start if deed == "leave" else trip.last
    name = "-".join(map(str, (deed, key.project_id, key.start, key.end, key.country, key.city, key.kind, key.group)))
    address = reverse("mobilities:mobility-calendar") + f"?month={day:%Y-%m}&year=all"
    return whole_day(name, 0, day, summary, where(trip), address)


def where(trip: Trip) -> str:
    return places.with_country(trip.key.city, trip.key.country) or _("no host yet")
