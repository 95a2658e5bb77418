"""Writes of the evaluation conference that are more than one save."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mobilities.enums import CONFERENCE_STEPS, ConferenceState
from mobilities.models import Attendance, Conference, ConferenceDay, Finding, Participant
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common.refused import Refused


@transaction.atomic
def move_conference(conference: Conference, user, state: ConferenceState) -> None:
    """Open or close. Raises Refused where the conference is not in a state that leads there."""
    moved = Conference.objects.filter(pk=conference.pk, state__in=CONFERENCE_STEPS[state]).update(state=state)
    if not moved:
        raise Refused(_("The conference has moved on meanwhile; look at it again."))
    verb = Verb.OPEN if state == ConferenceState.OPEN else Verb.CLOSE
    record(user, conference.school, verb, conference, {"state": [conference.state, state]})


@transaction.atomic
def set_attendance(day: ConferenceDay, user, present: list[Participant], other_attendees: int) -> None:
    """Exactly `present` were there, and `other_attendees` besides."""
    before = day.attendances.count() + day.other_attendees
    day.attendances.exclude(participant__in=present).delete()
    Attendance.objects.bulk_create(
        [Attendance(day=day, participant=person) for person in present], ignore_conflicts=True
    )
    day.other_attendees = other_attendees
    day.save(update_fields=["other_attendees"])
    changes = {"attendance": [str(before), str(len(present) + other_attendees)]}
    record(user, day.conference.school, Verb.CHANGE, day.conference, changes)


@transaction.atomic
def mark_done(decision: Finding, user, day: date) -> bool:
    """Carried out on `day`; False where somebody marked it before."""
    changed = Finding.objects.filter(pk=decision.pk, done_on=None).update(done_on=day)
    if changed:
        record(user, decision.conference.school, Verb.CHANGE, decision, {"done_on": ["", str(day)]})
    return bool(changed)
