"""Every write on hosts and their contacts: one transaction with its audit entry."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.forms import BaseInlineFormSet

from mobilities.models import Host
from portal.audit import services as audit
from portal.audit.models import Verb
from portal.common.forms import PageModelForm


class HostTakenError(Exception):
    """The same host was saved a moment ago; `same` is that one."""

    def __init__(self, same: Host) -> None:
        super().__init__(str(same))
        self.same = same


class HostInUseError(Exception):
    """Mobilities or findings of a conference tell of this host."""


def save_host(form: PageModelForm, contacts: BaseInlineFormSet | None, user) -> Host:
    """Save a valid host form with its contacts. Raises HostTakenError."""
    host = form.instance
    verb = Verb.CHANGE if host.pk else Verb.ADD
    changes = audit.changed_fields(form)
    try:
        with transaction.atomic():
            form.save()
            if contacts is not None:
                changes |= save_contacts(host, contacts)
            audit.record(user, host.school, verb, host, changes)
    except IntegrityError as error:
        if same := Host.objects.namesakes_of(host).first():
            raise HostTakenError(same) from error
        raise
    return host


def save_contacts(host: Host, contacts: BaseInlineFormSet) -> dict[str, list[str]]:
    """Returns the change for the audit, empty without any."""
    before = in_words(host)
    contacts.instance = host
    contacts.save()
    after = in_words(host)
    return {"contacts": [before, after]} if before != after else {}


def in_words(host: Host) -> str:
    rows = host.contacts.values_list("name", "role", "email", "phone")
    return "; ".join(", ".join(filter(None, row)) for row in rows)[:500]


@transaction.atomic
def delete_host(host: Host, user) -> None:
    """Raises HostInUseError."""
    if host.findings.exists():
        raise HostInUseError
    try:
        audit.delete(host, user, host.school)
    except ProtectedError as error:
        raise HostInUseError from error
