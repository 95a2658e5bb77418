"""Calls for applications."""

from datetime import date

from mobilities.enums import ApplicationState, SelectionState
from mobilities.models import Application, Criterion, Score, Selection
from portal.accounts.models import School
from portal.tests.rows.single import activity_type, person
from projects.models import Project


def calls(school: School) -> dict:
    """One that waits to be decided, with points; one decided, with somebody selected and somebody in reserve."""
    call = {
        "school": school, "project": Project.objects.get(), "activity_type": activity_type(), "places": 1,
        "opens": date(2021, 9, 6), "closes": date(2021, 9, 30),
    }  # fmt: skip
    selection = Selection.objects.create(title="Prakse Hamburgā", state=SelectionState.OPEN, **call)
    call |= {"title": "Prakse Portu", "decided_on": date(2021, 10, 4), "decided_by": "I. Tiltiņa"}
    decided = Selection.objects.create(state=SelectionState.DECIDED, **call)
    criterion = Criterion.objects.create(selection=selection, name="Sekmes", weight=1, most_points=10)
    Criterion.objects.create(selection=decided, name="Sekmes", weight=1, most_points=10)
    selected, reserve = person(school, "Egle"), person(school, "Kļava")
    application = Application.objects.create(selection=selection, person=selected, applied_on=date(2021, 9, 10))
    Score.objects.create(application=application, criterion=criterion, points=8)
    applied = {"selection": decided, "applied_on": date(2021, 9, 10)}
    Application.objects.create(person=selected, state=ApplicationState.SELECTED, **applied)
    return {
        "selection": selection,
        "application": application,
        "decided": decided,
        "reserve": Application.objects.create(
            person=reserve, state=ApplicationState.RESERVE, place=1, reason="Otrā vieta", **applied
        ),
    }
