"""Deleting people; adding and editing is portal.audit.services.save_form."""

from django.db import transaction
from django.db.models import ProtectedError

from mobilities.models import Participant
from portal.audit import services as audit


class ParticipantInUseError(Exception):
    """Mobilities, conferences or calls tell of this person."""


@transaction.atomic
def delete_participant(person: Participant, user) -> None:
    """Raises ParticipantInUseError; a past conference keeps the people it counted."""
    if person.attendances.exists() or person.presentations.exists():
        raise ParticipantInUseError
    try:
        audit.delete(person, user, person.school)
    except ProtectedError as error:
        raise ParticipantInUseError from error
