"""Writes of mobilities: one, several at once, and the steps of their life."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.completeness import Plan, asks_for_consent, clashes, plan_of
from mobilities.enums import GOING, ConsentKind, MobilityState
from mobilities.models import AccompanyingPerson, Consent, Mobility, MobilityGrant, Paper, Participant
from mobilities.services.checklists import keep_in_step, sync
from mobilities.services.itineraries import cut_itinerary
from portal.audit.models import Verb
from portal.audit.services import delete, record, save_form
from portal.common.refused import Refused

# A deed leads from one of these states to the one named.
STEPS = {
    "confirm": ((MobilityState.PLANNED,), MobilityState.CONFIRMED),
    "close": (GOING, MobilityState.CLOSED),
    "cancel": (GOING, MobilityState.CANCELLED),
    "reopen": ((MobilityState.CLOSED, MobilityState.CANCELLED, MobilityState.INTERRUPTED), MobilityState.PLANNED),
}
WENT = (MobilityState.CLOSED, MobilityState.INTERRUPTED)
GIVES_DAYS_BACK = (MobilityState.CANCELLED, MobilityState.INTERRUPTED)


@transaction.atomic
def save_mobility(form, user, along: Iterable[Participant]) -> Mobility:
    """Save a valid mobility form with its accompanying persons."""
    confirm_history(form.instance)
    mobility = save_form(form, user, form.instance.school)
    is_moved = not {"project", "start", "end"}.isdisjoint(form.changed_data)
    set_company(mobility, user, list(along), is_moved)
    sync([mobility])
    return mobility


def confirm_history(mobility: Mobility) -> None:
    """What is entered only after it began took place; imports and the grid do the same."""
    if mobility.pk is None and mobility.start <= timezone.localdate():
        mobility.state = MobilityState.CONFIRMED


def set_company(mobility: Mobility, user, people: list[Participant], is_moved: bool) -> None:
    """Exactly `people` accompany; a person who accompanies others of the same group stays with these.

    When the mobility itself moved in time or to another project, the trip of its accompanying persons is a new one.
    """
    for row in mobility.accompanying_persons.all():
        if is_moved or row.person not in people:
            leave(row, mobility, user)
    present = set(mobility.accompanying_persons.values_list("person", flat=True))
    for person in people:
        if person.pk not in present:
            join(person, [mobility], user)


def leave(row: AccompanyingPerson, mobility: Mobility, user) -> None:
    """Whoever wrote a report of the trip stays with it, whenever it is now."""
    if reported_alone(mobility).filter(pk=row.pk).exists():
        row.start, row.end = mobility.start, mobility.end
        row.save(update_fields=["start", "end"])
        return
    row.mobilities.remove(mobility)
    if not row.mobilities.exists():
        delete(row, user, mobility.school)


def reported_alone(mobility: Mobility) -> QuerySet[AccompanyingPerson]:
    """Those who accompany this mobility and no other, and have begun a report of it."""
    others = Mobility.objects.filter(accompanying_persons=OuterRef("pk")).exclude(pk=mobility.pk)
    return mobility.accompanying_persons.filter(~Exists(others), report__isnull=False)


def join(person: Participant, mobilities: list[Mobility], user) -> AccompanyingPerson:
    """One row for one person and trip: what overlaps in one project is the same trip, as long as all of it."""
    first = mobilities[0]
    known = {"school": first.school, "project": first.project, "person": person}
    row = AccompanyingPerson.objects.filter(start__lte=first.end, end__gte=first.start, **known).first()
    verb = Verb.CHANGE if row else Verb.ADD
    row = row or AccompanyingPerson(start=first.start, end=first.end, **known)
    row.start, row.end = min(row.start, first.start), max(row.end, first.end)
    row.save()
    row.mobilities.add(*mobilities)
    record(user, first.school, verb, row)
    return row


@transaction.atomic
def add_group(mobilities: list[Mobility], user, along: Iterable[Participant]) -> list[Mobility]:
    """Save all of a group that travels to one host, or none."""
    for mobility in mobilities:
        confirm_history(mobility)
        mobility.save()
        record(user, mobility.school, Verb.ADD, mobility)
    for person in along:
        join(person, mobilities, user)
    keep_in_step([mobility.pk for mobility in mobilities], mobilities[0].school, user)
    return mobilities


@transaction.atomic
def move_mobility(mobility: Mobility, user, step: str, today: date) -> None:
    """Take a step of STEPS. Raises Refused where it does not lead from the present state, not yet or no more."""
    sources, target = STEPS[step]
    if step == "reopen" and mobility.state in GIVES_DAYS_BACK:
        refuse_clashes(mobility)
    if step == "confirm":
        refuse_revoked(mobility, today)
    if step == "close" and mobility.end > today:
        raise Refused(_("The mobility has not ended yet; it can be closed after its last day."))
    if step == "reopen" and mobility.state in WENT and mobility.start <= today:
        target = MobilityState.CONFIRMED  # its dates say whether it is abroad or returned
    swap(mobility, user, sources, target)
    if step == "reopen" and mobility.state == MobilityState.INTERRUPTED:
        forget_break(mobility, user)
    sync([mobility])


def swap(mobility: Mobility, user, sources: Iterable[str], target: str, changes: dict | None = None) -> None:
    """Only from one of `sources`, whoever else moves it at the same moment."""
    rows = Mobility.objects.filter(pk=mobility.pk, state__in=sources)
    if not rows.update(state=target, version=F("version") + 1):
        raise Refused(_("The mobility has moved on meanwhile; look at it again."))
    record(user, mobility.school, Verb.CHANGE, mobility, {"state": [mobility.state, target], **(changes or {})})


@transaction.atomic
def interrupt(mobility: Mobility, user, first_day_away: date, kind: str, reason: str) -> None:
    """The stay ended before its time; grant and itinerary follow. Raises Refused where it moved on meanwhile."""
    changes = {"stopped_from": ["", first_day_away.isoformat()], "stop_kind": ["", kind], "stop_reason": ["", reason]}
    swap(mobility, user, GOING, MobilityState.INTERRUPTED, changes)
    terms, _is_new = MobilityGrant.objects.select_for_update().get_or_create(mobility=mobility)
    set_break(terms, user, stop_kind=kind, stopped_from=first_day_away, stopped_to=None, stop_reason=reason)
    cut_itinerary(mobility, first_day_away - timedelta(days=1), user)
    sync([mobility])


def interrupt_many(mobilities: Iterable[Mobility], user, *said) -> list[tuple[Mobility, str]]:
    """Interrupt each as `interrupt` does; returns those that may not be, and why."""
    refused = []
    for mobility in mobilities:
        try:
            interrupt(mobility, user, *said)
        except Refused as refusal:
            refused.append((mobility, str(refusal)))
    return refused


def forget_break(mobility: Mobility, user) -> None:
    for terms in MobilityGrant.objects.select_for_update().filter(mobility=mobility).exclude(stop_kind=""):
        set_break(terms, user, stop_kind="", stopped_from=None, stopped_to=None, stop_reason="")


def set_break(terms: MobilityGrant, user, **values) -> None:
    changes = {name: [str(getattr(terms, name) or ""), str(value or "")] for name, value in values.items()}
    for name, value in values.items():
        setattr(terms, name, value)
    terms.version += 1
    terms.save()
    told = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    record(user, terms.mobility.school, Verb.CHANGE, terms, told)


def move_many(mobilities: Iterable[Mobility], user, step: str, today: date) -> list[tuple[Mobility, str]]:
    """Take the step with each that may; returns those that may not, and why."""
    refused = []
    for mobility in mobilities:
        if mobility.state not in STEPS[step][0]:
            sentence = _("It is “%(state)s”, and from there this step does not lead on.")
            refused.append((mobility, sentence % {"state": mobility.phase().label}))
            continue
        try:
            move_mobility(mobility, user, step, today)
        except Refused as refusal:
            refused.append((mobility, str(refusal)))
    return refused


def refuse_revoked(mobility: Mobility, today: date) -> None:
    if not awaits_consent(mobility, today):
        return
    given = Consent.objects.filter(person=mobility.participant_id, kind=ConsentKind.DATA)
    if given.exists() and not given.standing().exists():
        sentence = _(
            "%(person)s revoked the consent to the use of personal data: record a new consent, or cancel the mobility."
        )
        raise Refused(sentence % {"person": mobility.participant})


def awaits_consent(mobility: Mobility, today: date) -> bool:
    return asks_for_consent(plan_of(mobility, has_report=False, today=today))


def unsigned(mobilities: Iterable[Mobility], today: date) -> list[Participant]:
    """Who of them goes without a consent to the use of personal data."""
    people = {row.participant_id: row.participant for row in mobilities if awaits_consent(row, today)}
    given = Consent.objects.standing().filter(kind=ConsentKind.DATA, person__in=people)
    signed = set(given.values_list("person", flat=True))
    return [person for key, person in people.items() if key not in signed]


def refuse_clashes(mobility: Mobility) -> None:
    """While it was cancelled, the days may have been given to another trip."""
    company = Participant.objects.filter(accompanied__mobilities=mobility).distinct()
    plan = Plan(
        participant=mobility.participant, start=mobility.start, end=mobility.end, along=tuple(company), pk=mobility.pk
    )
    if found := clashes(plan):
        raise Refused(" ".join(notice.sentence for notice in found))


@transaction.atomic
def delete_mobility(mobility: Mobility, user) -> None:
    """Delete it, and whoever accompanied nobody else. Raises ProtectedError where it has a report, and Refused where
    signed papers are kept with it."""
    if Paper.objects.filter(mobility=mobility, files__isnull=False).exists():
        raise Refused(_("Signed papers are kept with this mobility, so it stays. Cancel it instead."))
    if row := reported_alone(mobility).select_related("person").first():
        sentence = _("%(person)s, who travelled along, wrote a report of this trip, so it stays. Cancel it instead.")
        raise Refused(sentence % {"person": row.person})
    for row in mobility.accompanying_persons.all():
        leave(row, mobility, user)
    delete(mobility, user, mobility.school)
