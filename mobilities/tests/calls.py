"""Calls for participation as the tests of their pages need them."""

from datetime import date
from decimal import Decimal

from mobilities.enums import SelectionState
from mobilities.models import Application, Criterion, Participant, Score, Selection
from projects.models import ActivityType, Project

OPENS, CLOSES, APPLIED = date(2021, 9, 6), date(2021, 9, 30), date(2021, 9, 10)


def project_of(school) -> Project:
    found = Project.objects.filter(school=school).first()
    return found or Project.objects.create(
        school=school, code="2021-1-LV01-KA121-VET-000009189", title="Stabila dzīve", school_name=school.name,
        start=date(2021, 9, 1), end=date(2023, 8, 31), call_year=2021, field="VET",
    )  # fmt: skip


def placement() -> ActivityType:
    return ActivityType.objects.get(code="LM-SHORT-VET")


def call(school, *, places=2, state=SelectionState.OPEN, title="Prakse Hamburgā", **fields) -> Selection:
    """With two criteria: grades, weight 3, and language, weight 1; both of ten points."""
    known = {"opens": OPENS, "closes": CLOSES, "activity_type": placement(), "project": project_of(school)}
    row = Selection.objects.create(school=school, title=title, places=places, state=state, **known | fields)
    for order, (name, weight) in enumerate((("Sekmes", 3), ("Valoda", 1))):
        Criterion.objects.create(selection=row, name=name, weight=weight, most_points=10, order=order)
    return row


def learner(school, name: str, **fields) -> Participant:
    known = {"kind": "learner", "group": "LO-41", "birth_date": date(2003, 5, 1)}
    return Participant.objects.create(school=school, first_name=name, last_name="Upīte", **known | fields)


def applies(selection: Selection, name: str, *points, applied_on=APPLIED, **fields) -> Application:
    """An application of a new learner; `points` in the order of the criteria, None for a missing one."""
    person = fields.pop("person", None) or learner(selection.school, name)
    row = Application.objects.create(selection=selection, person=person, applied_on=applied_on, **fields)
    for criterion, value in zip(selection.criteria.all(), points, strict=False):
        if value is not None:
            Score.objects.create(application=row, criterion=criterion, points=Decimal(value))
    return row


def three_ranked(selection: Selection) -> tuple[Application, Application, Application]:
    """Anna 100, Beāte 75, Cilda 50."""
    return applies(selection, "Anna", 10, 10), applies(selection, "Beāte", 10, 0), applies(selection, "Cilda", 5, 5)


def decisions(rows: dict[Application, str], selection: Selection, **more) -> dict[str, str]:
    """What the decision page sends."""
    known = {"version": selection.version, "decided_on": "2021-10-04", "decided_by": "I. Tiltiņa, V. Krastiņš"}
    return known | {f"state-{row.pk}": state for row, state in rows.items()} | more
