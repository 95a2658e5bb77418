"""Writes of the evaluation conference that are more than one save."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from mobilities.conference_record import compose
from mobilities.enums import CONFERENCE_STEPS, ConferenceState
from mobilities.models import (
    Attendance,
    Ballot,
    Conference,
    ConferenceDay,
    ConferenceProject,
    Finding,
    GuestCounted,
    Participant,
    Poll,
    ProposalAside,
)
from mobilities.services.polls import close_polls
from portal.audit.models import Verb
from portal.audit.services import delete, record
from portal.common.refused import Refused

# What goes with a conference that is deleted; all else keeps it.
PLANNED = {ConferenceDay, ConferenceProject, Poll, ProposalAside}


@transaction.atomic
def move_conference(conference: Conference, user, state: ConferenceState) -> None:
    """Open or close. Raises Refused where the conference is not in a state that leads there.

    Closing ends its votes and fixes the record. Opened again, the last record is kept until another takes its place.
    """
    moved = Conference.objects.filter(pk=conference.pk, state__in=CONFERENCE_STEPS[state]).update(state=state)
    if not moved:
        raise Refused(_("The conference has moved on meanwhile; look at it again."))
    before = conference.state
    if state == ConferenceState.CLOSED:
        close_polls(conference)
        fixed = {"closed_at": timezone.now(), "closed_by": user, "record": compose(conference)}
        Conference.objects.filter(pk=conference.pk).update(**fixed)
    conference.refresh_from_db()
    verb = Verb.OPEN if state == ConferenceState.OPEN else Verb.CLOSE
    record(user, conference.school, verb, conference, {"state": [before, state]})


@transaction.atomic
def delete_conference(conference: Conference, user) -> None:
    """One added by mistake, with what was planned for it. Raises Refused where something is recorded already."""
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    if reason := why_kept(row):
        raise Refused(reason)
    delete(row, user, row.school)


def why_kept(conference: Conference) -> str:
    """Why it cannot be deleted, as a sentence; empty where it can."""
    if conference.closed_at or conference.state == ConferenceState.CLOSED:
        return _("The conference was closed once and is kept as a record, so that it cannot be deleted.")
    of_it = {
        each.related_model: {each.field.name: conference}
        for each in Conference._meta.related_objects
        if each.related_model not in PLANNED
    }
    of_it |= {Attendance: {"day__conference": conference}, Ballot: {"poll__conference": conference}}
    recorded = [model for model, of in of_it.items() if model._base_manager.filter(**of).exists()]
    found = [str(model._meta.verbose_name_plural) for model in recorded]
    if conference.days.filter(other_attendees__gt=0).exists():
        found.append(_("others present"))
    if not found:
        return ""
    return _("The conference cannot be deleted, because it has: %(what)s.") % {"what": ", ".join(found)}


@transaction.atomic
def change_attendance(day: ConferenceDay, user, came: list[Participant], left: list[Participant], others: int) -> None:
    """`came` were there after all, `left` were not, and `others` besides: whom the list does not name stays."""
    rows = [Attendance(day=day, participant=person) for person in came]
    before = day.attendances.count() + day.other_attendees
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    day.attendances.filter(participant__in=left).delete()
    day.other_attendees = others
    day.save(update_fields=["other_attendees"])
    changes = {"attendance": [str(before), str(day.attendances.count() + others)]}
    record(user, day.conference.school, Verb.CHANGE, day.conference, changes)


@transaction.atomic
def tick(day: ConferenceDay, user, person: Participant, *, is_here: bool) -> None:
    """One person alone, so that what others tick meanwhile stays."""
    if is_here:
        changed = Attendance.objects.get_or_create(day=day, participant=person)[1]
    else:
        changed = bool(day.attendances.filter(participant=person).delete()[0])
    if changed:
        here, away = str(person), ""
        changes = {"attendance": [away, here] if is_here else [here, away]}
        record(user, day.conference.school, Verb.CHANGE, day.conference, changes)


@transaction.atomic
def count_others(day: ConferenceDay, user, step: int, sent_as: str = "") -> None:
    """One guest more or fewer, counted in the database: two doors count together. Once, however often it is sent under
    the same key."""
    if sent_as and not GuestCounted.objects.get_or_create(day=day, sent_as=sent_as)[1]:
        return
    rows = ConferenceDay.objects.filter(pk=day.pk)
    if step < 0:
        rows = rows.filter(other_attendees__gt=0)
    if rows.update(other_attendees=F("other_attendees") + step):
        changes = {"other_attendees": ["", f"{step:+d}"]}
        record(user, day.conference.school, Verb.CHANGE, day.conference, changes)


@transaction.atomic
def mark_done(decision: Finding, user, day: date) -> bool:
    """Carried out on `day`; False where somebody marked it before."""
    changed = Finding.objects.filter(pk=decision.pk, done_on=None).update(done_on=day)
    if changed:
        record(user, decision.conference.school, Verb.CHANGE, decision, {"done_on": ["", str(day)]})
    return bool(changed)


@transaction.atomic
def take_back_done(decision: Finding, user) -> bool:
    """Not carried out after all; False where it is open already."""
    now = Finding.objects.select_for_update().get(pk=decision.pk)
    if now.done_on is None:
        return False
    Finding.objects.filter(pk=decision.pk).update(done_on=None)
    record(user, decision.conference.school, Verb.CHANGE, decision, {"done_on": [str(now.done_on), ""]})
    return True
