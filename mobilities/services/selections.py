"""Writes of calls for participation: the call, its points, its decision, its mobilities.

Every write below a call counts the version of the call up, so that points and decisions are never saved over what
somebody else did meanwhile.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.enums import ApplicationState, SelectionState
from mobilities.models import Application, Criterion, Mobility, Score, Selection
from mobilities.services.mobilities import add_group
from portal.audit import services as audit
from portal.audit.models import Verb
from portal.common.refused import Refused
from portal.common.text import day_range

STEPS = {
    "open": (SelectionState.DRAFT, SelectionState.OPEN),
    "prepare": (SelectionState.OPEN, SelectionState.DRAFT),
    "reopen": (SelectionState.DECIDED, SelectionState.OPEN),
    "close": (SelectionState.OPEN, SelectionState.OPEN),
}
UNDECIDED = (SelectionState.DRAFT, SelectionState.OPEN)


def take(selection: Selection, states: Iterable[str], version: int | None = None) -> Selection:
    """The call as it is now, held until the transaction ends and counted up. Call it inside one.

    Raises Refused where it is in none of `states`, or no longer as it was at `version`.
    """
    row = Selection.objects.select_for_update().select_related("school").get(pk=selection.pk)
    if row.state not in states or version not in (None, row.version):
        raise Refused(_("Somebody changed the call meanwhile; look at it again."))
    row.version += 1
    row.save(update_fields=["version"])
    return row


@transaction.atomic
def save_selection(form, criteria, user) -> Selection:
    """Save a valid form of a call; `criteria`: the valid rows of its criteria, None where they stay as they are."""
    selection = form.instance
    if selection.pk:
        take(selection, UNDECIDED, selection.version)
    verb = Verb.CHANGE if selection.pk else Verb.ADD
    changes = audit.changed_fields(form)
    before = criteria_in_words(selection) if selection.pk else ""
    form.save()
    if criteria is not None:
        criteria.instance = selection
        for place, row in enumerate(criteria.forms):
            row.instance.order = place
        criteria.save()
        Criterion.objects.bulk_update([row.instance for row in criteria.forms if row.instance.pk], ["order"])
    after = criteria_in_words(selection)
    if before != after:
        changes["criteria"] = [before, after]
    audit.record(user, selection.school, verb, selection, changes)
    return selection


def criteria_in_words(selection: Selection) -> str:
    rows = Criterion.objects.filter(selection=selection)
    return "; ".join(f"{row.name} {row.weight} (0–{row.most_points})" for row in rows)[:500]


@transaction.atomic
def delete_selection(selection: Selection, user) -> None:
    row = take(selection, UNDECIDED)
    if row.applications.exists():
        raise Refused(_("People applied in this call, so it stays."))
    audit.delete(row, user, row.school)


@transaction.atomic
def move_selection(selection: Selection, user, step: str) -> Selection:
    """Take a step of STEPS. Raises Refused with what stands in its way."""
    source, target = STEPS[step]
    row = take(selection, [source])
    if step == "open" and not row.criteria.exists():
        raise Refused(_("Add criteria first: without them nobody can be ranked."))
    if step == "prepare" and row.applications.exists():
        raise Refused(_("People applied in this call, so it stays open."))
    if step == "reopen":
        forget_decision(row, user)
    changes = {"state": [source, target]} if step != "close" else end_today(row)
    row.state = target
    row.save()
    audit.record(user, row.school, Verb.CHANGE, row, changes)
    return row


def end_today(row: Selection) -> dict[str, list[str]]:
    """Applications are taken until today, and the call may be decided; returns the change for the audit."""
    today = timezone.localdate()
    if not row.opens <= today < row.closes:
        raise Refused(_("Applications are taken %(period)s.") % {"period": day_range(row.opens, row.closes)})
    before, row.closes = row.closes, today
    return {"closes": [before.isoformat(), today.isoformat()]}


def forget_decision(selection: Selection, user) -> None:
    """Everybody but the withdrawn is undecided again; what was decided stays in the journal."""
    rows = list(selection.applications.exclude(state=ApplicationState.WITHDRAWN).select_related("person"))
    if selection.applications.filter(mobility__isnull=False).exists():
        raise Refused(_("A decision that became mobilities stays. Withdraw single people instead."))
    deeds = []
    for row in rows:
        deeds.append((Verb.CHANGE, row, {"state": [row.state, ""], "reason": [row.reason, ""]}))
        row.state, row.place, row.reason = ApplicationState.APPLIED, None, ""
        row.version += 1
    Application.objects.bulk_update(rows, ["state", "place", "reason", "version"])
    audit.record_many(user, selection.school, deeds)
    selection.applications.update(rank=None)
    selection.decided_on, selection.decided_by = None, ""


@transaction.atomic
def set_points(selection: Selection, points: dict[tuple[int, int], Decimal | None], user) -> int:
    """Save the whole table: (application, criterion) > points or None. Returns of how many people it changed."""
    row = take(selection, [SelectionState.OPEN], selection.version)
    known = {score.key: score for score in keyed_scores(row)}
    changed = {key for key, value in points.items() if value != (known[key].points if key in known else None)}
    if not changed:
        return 0
    Score.objects.filter(pk__in=[known[key].pk for key in changed if key in known]).delete()
    Score.objects.bulk_create(
        Score(application_id=key[0], criterion_id=key[1], points=points[key])
        for key in sorted(changed)
        if points[key] is not None
    )
    before = {key: score.points for key, score in known.items()}
    people = {key[0] for key in changed}
    deeds = [
        (Verb.CHANGE, each, {"scores": [in_words(row, each.pk, before), in_words(row, each.pk, points)]})
        for each in row.applications.filter(pk__in=people).select_related("person")
    ]
    audit.record_many(user, row.school, deeds)
    return len(people)


def keyed_scores(selection: Selection) -> list[Score]:
    scores = list(Score.objects.filter(application__selection=selection))
    for score in scores:
        score.key = (score.application_id, score.criterion_id)
    return scores


def in_words(selection: Selection, application: int, points: dict) -> str:
    values = (points.get((application, criterion.pk)) for criterion in selection.criteria.all())
    return "; ".join("–" if value is None else f"{value:.2f}" for value in values)


@transaction.atomic
def decide(selection: Selection, decisions: list[Application], user) -> None:
    """Save the decision about everybody, all or nothing; `selection` carries who decided and when."""
    row = take(selection, [SelectionState.OPEN], selection.version)
    row.state, row.decided_on, row.decided_by = SelectionState.DECIDED, selection.decided_on, selection.decided_by
    row.save()
    for application in decisions:
        application.version += 1
    Application.objects.bulk_update(decisions, ["state", "rank", "place", "reason", "version"])
    audit.record(user, row.school, Verb.CHANGE, row, {
        "state": [SelectionState.OPEN, row.state], "decided_on": ["", str(row.decided_on)],
        "decided_by": ["", row.decided_by],
    })  # fmt: skip
    audit.record_many(user, row.school, [
        (Verb.CHANGE, each, {"state": [ApplicationState.APPLIED, each.state], "reason": ["", each.reason]})
        for each in decisions
    ])  # fmt: skip


@transaction.atomic
def make_mobilities(selection: Selection, trips: dict[int, Mobility], along, user) -> list[Mobility]:
    """Application > its new mobility: all of them are saved, or none. Raises Refused where one has its own already."""
    row = take(selection, [SelectionState.DECIDED], selection.version)
    applications = list(
        row.applications.filter(pk__in=trips, state=ApplicationState.SELECTED, mobility=None).select_related("person")
    )
    if len(applications) != len(trips):
        raise Refused(_("Somebody changed the call meanwhile; look at it again."))
    made = add_group([trips[each.pk] for each in applications], user, along)
    for application in applications:
        application.mobility = trips[application.pk]
        application.version += 1
    Application.objects.bulk_update(applications, ["mobility", "version"])
    audit.record_many(user, row.school, [
        (Verb.CHANGE, each, {"mobility": ["", f"{each.mobility.start} – {each.mobility.end}"]})
        for each in applications
    ])  # fmt: skip
    return made
