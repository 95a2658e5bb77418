"""Two calls for participation of the demonstration: one decided, with a reserve list, and one that is open. Invented."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from mobilities.enums import ApplicationState, SelectionState
from mobilities.models import Application, Criterion, Mobility, Participant, Score, Selection
from mobilities.selection_record import ready_reason, record_of
from projects.models import Project

if TYPE_CHECKING:
    from reports.demo.load import Demo

CRITERIA = [
    ("Sekmes", 30, 10),
    ("Apmeklējums", 20, 10),
    ("Valodas zināšanas", 20, 20),
    ("Motivācija", 20, 10),
    ("Pedagoga ieteikums", 10, 5),
]
# Points by these criteria; what was decided about the others and why, where the ranking does not say it.
SELECTED = [("9", "10", "16", "9", "5"), ("8.5", "9", "17", "10", "4"), ("8", "9", "15", "9", "5")]
OTHERS = [
    (("8", "8", "14.5", "8", "4"), ApplicationState.RESERVE, ""),
    (("7.5", "9", "13", "8", "4"), ApplicationState.RESERVE, ""),
    (("9", "3", "15", "7", "3"), ApplicationState.REJECTED, ""),
    (("7", "8", "12", "8", "4"), ApplicationState.WITHDRAWN, "Vasarā sāk strādāt mācību vietā"),
]
OPEN = [("9", "9", "14", "8", "5"), ("7", "10", "16", "", ""), ("8", "8", "", "", ""), (), ()]
COMMITTEE = "Komisija: I. Tiltiņa, V. Krastiņš, A. Straumītis"


def add_selections(demo: Demo) -> None:
    add_decided(demo)
    add_open(demo)


def call(demo: Demo, **fields) -> Selection:
    selection = Selection.objects.create(school=demo.school, **fields)
    for order, (name, weight, most) in enumerate(CRITERIA):
        Criterion.objects.create(selection=selection, name=name, weight=weight, most_points=most, order=order)
    return selection


def applies(selection: Selection, person: Participant, day: date, points: tuple[str, ...], **fields) -> Application:
    row = Application.objects.create(selection=selection, person=person, applied_on=day, **fields)
    for criterion, value in zip(selection.criteria.all(), points, strict=False):
        if value:
            Score.objects.create(application=row, criterion=criterion, points=Decimal(value))
    return row


def add_decided(demo: Demo) -> None:
    """Three went to Malta in the spring of 2022; of those left over, some travelled the year after."""
    trips = demo.mobilities["marsa", 2021]
    later = [trip.participant for trip in demo.mobilities["nordkai", 2022]]
    selection = call(
        demo, title="Prakse loģistikā Maltā, 2022. gada pavasaris", project=trips[0].project, places=len(trips),
        activity_type=trips[0].activity_type, opens=date(2021, 11, 1), closes=date(2021, 11, 26),
        state=SelectionState.DECIDED, decided_on=date(2021, 12, 2), decided_by=COMMITTEE,
        note="Trešā un ceturtā kursa audzēkņi; angļu valoda vismaz B1 līmenī.",
    )  # fmt: skip
    for number, (trip, points) in enumerate(zip(trips, SELECTED, strict=True)):
        add_selected(selection, trip, date(2021, 11, 4 + number), points)
    for number, (person, (points, state, reason)) in enumerate(zip(later, OTHERS, strict=False)):
        place = number + 1 if state == ApplicationState.RESERVE else None
        applies(selection, person, date(2021, 11, 9 + number), points, state=state, place=place, reason=reason)
    record = record_of(selection)
    for line in record.ranked:
        line.application.rank = line.standing.rank
        if line.application.state != ApplicationState.SELECTED:
            line.application.reason = ready_reason(line, record)
        line.application.save()


def add_selected(selection: Selection, trip: Mobility, day: date, points: tuple[str, ...]) -> None:
    applies(selection, trip.participant, day, points, state=ApplicationState.SELECTED, mobility=trip)


def add_open(demo: Demo) -> None:
    """Whatever day it is, people may still apply; points are being entered."""
    today = timezone.localdate()
    project = Project.objects.get(school=demo.school, start__lte=today, end__gte=today, code="")
    people = [trip.participant for trip in demo.mobilities["leeside", 2022]]
    selection = call(
        demo, title="Prakse loģistikā ostas noliktavā", project=project, places=3, state=SelectionState.OPEN,
        activity_type=project.mobilities.filter(activity_type__category="learner").first().activity_type,
        opens=today - timedelta(days=12), closes=today + timedelta(days=9),
        note="Divas nedēļas uzņēmumā; ceļu un dzīvošanu sedz projekts.",
    )  # fmt: skip
    for number, (person, points) in enumerate(zip(people, OPEN, strict=False)):
        applies(selection, person, today - timedelta(days=10 - number), points)
