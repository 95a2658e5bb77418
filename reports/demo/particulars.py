"""Gender and nationality of the invented people, as the Commission's module asks for them."""

from mobilities.enums import Gender
from mobilities.models import Participant
from portal.accounts.models import School
from reports.demo import people

GUESTS_FROM_UKRAINE = "Ukraina"


def add_particulars(school: School) -> None:
    """Of the guests of whom nobody asked, nothing is known."""
    everybody = Participant.objects.filter(school=school)
    own = everybody.filter(home="")
    own.filter(first_name__in=people.FEMALE).update(gender=Gender.FEMALE, nationality="LV")
    own.filter(first_name__in=people.MALE).update(gender=Gender.MALE, nationality="LV")
    everybody.filter(home__contains=GUESTS_FROM_UKRAINE).update(nationality="UA")
