"""Every write on one person: a transaction with its audit entry."""

from django.db import transaction
from django.db.models import ProtectedError
from django.forms import BaseInlineFormSet

from mobilities.models import Participant
from mobilities.services.checklists import keep_people_in_step
from portal.audit import services as audit
from portal.audit.models import Verb
from portal.common.forms import VersionedModelForm

CHECKED = {"birth_date", "kind", "home"}  # what decides which papers a person needs


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


@transaction.atomic
def save_person(
    form: VersionedModelForm, languages: BaseInlineFormSet, contacts: BaseInlineFormSet, user
) -> Participant:
    """Save a valid form with its rows. Whose telephone it is stays out of the journal, which nobody can empty."""
    person = form.instance
    verb = Verb.CHANGE if person.pk else Verb.ADD
    changes = audit.changed_fields(form)
    form.save()
    before = languages_in_words(person)
    for rows in (languages, contacts):
        rows.instance = person
        rows.save()
    if before != (after := languages_in_words(person)):
        changes["languages"] = [before, after]
    if contacts.new_objects or contacts.changed_objects or contacts.deleted_objects:
        changes["contacts"] = ["", str(person.contacts.count())]
    audit.record(user, person.school, verb, person, changes)
    if not CHECKED.isdisjoint(changes):
        keep_people_in_step([person.pk], person.school, user)
    return person


def languages_in_words(person: Participant) -> str:
    return ", ".join(f"{code} {level}" for code, level in person.languages.values_list("language", "level"))
