"""Hosts that came in as a table, saved in bulk with an audit entry each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db.models import Model

from mobilities.models import Host, HostContact, HostLanguage
from portal.audit.models import Verb
from portal.audit.services import record_many
from portal.common import bulk
from portal.imports.registry import refuse_stale

WRITTEN = [
    "name", "kind", "country", "city", "address", "postcode", "oid", "pic", "website", "email", "phone", "nace",
    "isced_f", "sector", "version",
]  # fmt: skip


class Plan(Protocol):
    """What is to be saved for one host (see mobilities.importers.hosts)."""

    host: Host
    changes: dict[str, list[str]]
    languages: Sequence[str]
    contacts: Sequence


def save_hosts(plans: Sequence[Plan], school, user) -> dict[int, list[Model]]:
    """All of them, or by an exception none; runs inside a transaction. Raises StaleRows, IntegrityError.

    Returns key of a host > the languages and contacts that are new with it."""
    new = [plan for plan in plans if plan.host.pk is None]
    changed = [plan for plan in plans if plan.host.pk is not None]
    refuse_stale([plan.host for plan in changed])
    for plan in plans:
        plan.host.version += 1
    bulk.create([plan.host for plan in new])
    bulk.update([plan.host for plan in changed], WRITTEN)
    parts = [
        *(HostLanguage(host=plan.host, language=code) for plan in plans for code in plan.languages),
        *(
            HostContact(host=plan.host, name=each.name, role=each.role, email=each.email, phone=each.phone)
            for plan in plans
            for each in plan.contacts
        ),
    ]
    for model in (HostLanguage, HostContact):
        bulk.create([part for part in parts if isinstance(part, model)])
    record_many(user, school, deeds(new, changed))
    added: dict[int, list[Model]] = defaultdict(list)
    for part in parts:
        added[part.host_id].append(part)
    return added


def deeds(new: Sequence[Plan], changed: Sequence[Plan]) -> Iterable[tuple[Verb, Host, dict]]:
    for plan in new:
        yield Verb.ADD, plan.host, {}
    for plan in changed:
        added = {
            "languages": ", ".join(plan.languages),
            "contacts": ", ".join(each.name for each in plan.contacts),
        }
        yield Verb.CHANGE, plan.host, plan.changes | {name: ["", said[:500]] for name, said in added.items() if said}
