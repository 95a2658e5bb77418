"""Stays of several places, and one that is learned in part from home. Plainly invented but for the days of the visit."""

from mobilities.models import ItineraryStop, Mobility
from portal.accounts.models import School

VISIT, BLENDED = "Kvirila College", "Officina Digitale"
# city, country, first day, last day, what happens there
PLACES = [
    ("Tbilisi", "GE", "2024-04-08", "2024-04-09", "Tikšanās izglītības ministrijā"),
    ("Zestafoni", "GE", "2024-04-09", "2024-04-12", "Stundu un darbnīcu vērošana koledžā"),
    ("Kutaisi", "GE", "2024-04-12", "2024-04-14", "Partneru uzņēmumu apmeklējums"),
]
VIRTUAL_DAYS = 5


def add_stays(school: School) -> None:
    for mobility in Mobility.objects.filter(school=school, host__name=VISIT, start=PLACES[0][2]):
        ItineraryStop.objects.bulk_create(
            ItineraryStop(mobility=mobility, city=city, country=country, start=start, end=end, note=note)
            for city, country, start, end, note in PLACES
        )
    first = Mobility.objects.filter(school=school, host__name=BLENDED).order_by("-start", "pk").first()
    Mobility.objects.filter(pk=first.pk).update(blended_days=VIRTUAL_DAYS)
