"""Every write on hosts and their contacts: one transaction with its audit entry."""

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from mobilities.enums import HostState
from mobilities.known_hosts import taken
from mobilities.models import Host, HostLanguage
from portal.audit import services as audit
from portal.audit.models import Verb
from portal.common.forms import PageModelForm
from portal.common.refused import Refused

# A deed leads from one of these states to the one named.
STEPS = {
    "activate": ((HostState.CANDIDATE, HostState.PAUSED), HostState.ACTIVE),
    "pause": ((HostState.CANDIDATE, HostState.ACTIVE), HostState.PAUSED),
}


class HostTakenError(Exception):
    """The same host was saved a moment ago; `same` is that one."""

    def __init__(self, same: Host) -> None:
        super().__init__(str(same))
        self.same = same


class HostInUseError(Exception):
    """Mobilities or findings of a conference tell of this host."""


def save_host(
    form: PageModelForm, contacts: BaseInlineFormSet | None, user, capacities: BaseInlineFormSet | None = None
) -> Host:
    """Save a valid host form with its languages, contacts and capacities. Raises HostTakenError."""
    host = form.instance
    verb = Verb.CHANGE if host.pk else Verb.ADD
    changes = audit.changed_fields(form)
    try:
        with transaction.atomic():
            form.save()
            if "working_languages" in form.cleaned_data:
                changes |= set_languages(host, form.cleaned_data["working_languages"])
            if contacts is not None:
                changes |= save_contacts(host, contacts)
            if capacities is not None:
                changes |= save_rows(host, capacities, "capacities", capacities_in_words)
            audit.record(user, host.school, verb, host, changes)
    except IntegrityError as error:
        if same := taken(host, vars(host)).get("name"):
            raise HostTakenError(same) from error
        raise
    return host


def set_languages(host: Host, codes: list[str]) -> dict[str, list[str]]:
    """Exactly `codes`. Returns the change for the audit, empty without any."""
    before = {row.language: row for row in host.languages.all()}
    if set(before) == set(codes):
        return {}
    host.languages.exclude(language__in=codes).delete()
    HostLanguage.objects.bulk_create(
        HostLanguage(host=host, language=code) for code in dict.fromkeys(codes) if code not in before
    )
    return {"languages": [", ".join(sorted(before)), ", ".join(sorted(codes))]}


def save_contacts(host: Host, contacts: BaseInlineFormSet) -> dict[str, list[str]]:
    return save_rows(host, contacts, "contacts", in_words)


def save_rows(host: Host, formset: BaseInlineFormSet, name: str, words) -> dict[str, list[str]]:
    """Returns the change for the audit, empty without any."""
    before = words(host)
    formset.instance = host
    formset.save()
    after = words(host)
    return {name: [before, after]} if before != after else {}


def in_words(host: Host) -> str:
    rows = host.contacts.values_list("name", "role", "email", "phone")
    return "; ".join(", ".join(filter(None, row)) for row in rows)[:500]


def capacities_in_words(host: Host) -> str:
    return "; ".join(map(str, host.capacities.select_related("qualification")))[:500]


@transaction.atomic
def move_host(host: Host, user, step: str, reason: str = "") -> None:
    """Take a step of STEPS. Raises Refused where it does not lead from the present state."""
    sources, target = STEPS[step]
    moved = Host.objects.filter(pk=host.pk, state__in=sources).update(
        state=target, paused_reason=reason if target == HostState.PAUSED else "", version=F("version") + 1
    )
    if not moved:
        raise Refused(_("The state of the host was changed meanwhile; look at it again."))
    changes = {"state": [host.state, target]}
    if host.paused_reason != reason:
        changes["paused_reason"] = [host.paused_reason, reason]
    audit.record(user, host.school, Verb.CHANGE, host, changes)


@transaction.atomic
def delete_host(host: Host, user) -> None:
    """Raises HostInUseError."""
    if host.findings.exists():
        raise HostInUseError
    files = [(row.file.storage, row.file.name) for row in host.documents.all()]
    try:
        audit.delete(host, user, host.school)
    except ProtectedError as error:
        raise HostInUseError from error
    transaction.on_commit(lambda: [storage.delete(name) for storage, name in files])
