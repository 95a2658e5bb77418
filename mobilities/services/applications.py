"""Writes of single applications: entered, withdrawn, moved up from the reserve list."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mobilities.enums import ApplicationState, MobilityState, SelectionState
from mobilities.models import Application, Participant, Selection
from mobilities.selection_record import has_begun, record_of
from mobilities.services.mobilities import move_mobility
from mobilities.services.selections import take
from portal.audit import services as audit
from portal.audit.models import Verb
from portal.common.refused import Refused
from portal.common.text import day


@transaction.atomic
def add_applications(selection: Selection, people: Iterable[Participant], applied_on: date, user) -> list[Application]:
    """One for each of `people`; whoever applied already is left as it is."""
    row = take(selection, [SelectionState.OPEN])
    there = set(row.applications.values_list("person", flat=True))
    new = [Application(selection=row, person=each, applied_on=applied_on) for each in people if each.pk not in there]
    Application.objects.bulk_create(new)
    audit.record_many(user, row.school, [(Verb.ADD, each, {}) for each in new])
    return new


@transaction.atomic
def save_application(form, user) -> Application:
    selection = take(form.instance.selection, [SelectionState.OPEN])
    return audit.save_form(form, user, selection.school)


@transaction.atomic
def delete_application(application: Application, user) -> None:
    selection = take(application.selection, [SelectionState.OPEN])
    audit.delete(application, user, selection.school)


@transaction.atomic
def withdraw(application: Application, reason: str, user, today: date) -> None:
    """Somebody does not go after all; a mobility that has not begun is cancelled with it."""
    selection = take(application.selection, [SelectionState.OPEN, SelectionState.DECIDED])
    if application.state == ApplicationState.WITHDRAWN:
        raise Refused(_("%(person)s has withdrawn already.") % {"person": application.person})
    mobility = application.mobility
    if has_begun(mobility, today):
        raise Refused(_("The mobility has begun; end it on its own page."))
    if mobility and mobility.state != MobilityState.CANCELLED:
        move_mobility(mobility, user, "cancel", today)
    change(application, ApplicationState.WITHDRAWN, None, reason, selection, user)


@transaction.atomic
def take_back(application: Application, user, today: date) -> None:
    """A withdrawal was a mistake: undecided again, or after the decision the last of the reserve list."""
    selection = take(application.selection, [SelectionState.OPEN, SelectionState.DECIDED])
    if application.state != ApplicationState.WITHDRAWN:
        raise Refused(_("%(person)s has not withdrawn.") % {"person": application.person})
    if application.mobility_id:
        raise Refused(_("The mobility of %(person)s is cancelled; plan it again on its own page.") % {
            "person": application.person
        })  # fmt: skip
    if selection.state == SelectionState.OPEN:
        change(application, ApplicationState.APPLIED, None, "", selection, user)
        return
    places = selection.applications.filter(state=ApplicationState.RESERVE).values_list("place", flat=True)
    sentence = _("Took the withdrawal back on %(day)s: last of the reserve list.") % {"day": day(today)}
    change(application, ApplicationState.RESERVE, max(filter(None, places), default=0) + 1, sentence, selection, user)


@transaction.atomic
def move_up(application: Application, user, today: date) -> None:
    """From the reserve list to a free place. Raises Refused unless this is the first of the list."""
    selection = take(application.selection, [SelectionState.DECIDED])
    first = record_of(selection).next_in_line
    if first is None or first.application.pk != application.pk:
        raise Refused(_("No place is free, or somebody else is first in the reserve list."))
    sentence = _("Moved up from the reserve list on %(day)s.") % {"day": day(today)}
    change(application, ApplicationState.SELECTED, None, sentence, selection, user)


def change(application: Application, state: str, place: int | None, reason: str, selection: Selection, user) -> None:
    changes = {"state": [application.state, state], "reason": [application.reason, reason]}
    application.state, application.place, application.reason = state, place, reason
    application.version += 1
    application.save(update_fields=["state", "place", "reason", "version"])
    audit.record(user, selection.school, Verb.CHANGE, application, changes)
