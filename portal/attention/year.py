"""Beside the to-do list: the school year in figures, and who is abroad today. Counted over what the person may see."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from mobilities.enums import TAKES_PLACE, Direction, ReportState
from mobilities.models import Mobility
from mobilities.models.mobility import broken_off, is_over
from portal.accounts.models import School, User
from portal.common.school_year import SchoolYear
from portal.common.text import percent

SHOWN_ABROAD = 8


def outgoing(user: User, school: School):
    return Mobility.objects.visible_to(user).filter(school=school, direction=Direction.OUTGOING).standing()


def year_facts(user: User, school: School, year: SchoolYear, today: date) -> list[dict]:
    """For components/facts.html."""
    goes = Q(state__in=TAKES_PLACE)
    over, there = goes & is_over(today), goes & Q(start__lte=today, end__gte=today)
    received = Q(report__state__in=[ReportState.SUBMITTED, ReportState.APPROVED])
    counts = outgoing(user, school).in_school_year(year).aggregate(
        all=Count("pk"),
        done=Count("pk", filter=over),
        abroad=Count("pk", filter=there),
        back=Count("pk", filter=there & broken_off(today)),
        ahead=Count("pk", filter=Q(start__gt=today)),
        unconfirmed=Count("pk", filter=~goes & Q(start__lte=today)),
        received=Count("pk", filter=over & received),
        countries=Count("country", distinct=True, filter=~Q(country="")),
    )  # fmt: skip
    counts["abroad"] -= counts["back"]
    return [
        {
            "label": _("Mobilities"),
            "value": counts["all"],
            "note": where_they_stand(counts),
        },
        {
            "label": _("Reports received"),
            "value": counts["received"],
            "note": received_of(counts["received"], counts["done"]),
        },
        {"label": _("Countries"), "value": counts["countries"]},
    ]


def where_they_stand(counts: dict[str, int]) -> str:
    words = _("over: %(done)d, abroad: %(abroad)d, ahead: %(ahead)d") % counts
    return words + (_(", not confirmed: %(unconfirmed)d") % counts if counts["unconfirmed"] else "")


def received_of(received: int, due: int) -> str:
    if not due:
        return _("none is due yet")
    return _("of %(due)d due, %(share)s") % {"due": due, "share": percent(Decimal(100 * received) / due)}


def abroad_now(user: User, school: School, today: date) -> list[Mobility]:
    rows = outgoing(user, school).taking_place().filter(start__lte=today, end__gte=today).exclude(broken_off(today))
    rows = rows.select_related("participant", "host")
    return list(rows.order_by("end", "participant__last_name", "pk")[: SHOWN_ABROAD + 1])
