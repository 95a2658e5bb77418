"""People that came in as a table, saved in bulk with an audit entry each."""

from collections.abc import Iterator, Sequence

from mobilities.models import Participant
from mobilities.services.checklists import keep_people_in_step
from portal.audit.models import Verb
from portal.audit.services import record_many
from portal.common import bulk
from portal.imports.enums import Outcome
from portal.imports.registry import Checked, refuse_stale

WRITTEN = [
    "birth_date", "gender", "nationality", "email", "phone", "group", "qualification", "work_field",
    "fewer_opportunities", "version",
]  # fmt: skip


def save_people(rows: Sequence[Checked], school, user) -> None:
    """All of them, or by an exception none; runs inside a transaction. Raises StaleRows."""
    new = [row for row in rows if row.outcome in (Outcome.NEW, Outcome.NEW_DRAFT)]
    changed = [row for row in rows if row.outcome in (Outcome.CHANGED, Outcome.CHANGED_DRAFT)]
    refuse_stale([row.data.person for row in changed])
    bulk.create([row.data.person for row in new])
    for row in changed:
        row.data.person.version += 1
    bulk.update([row.data.person for row in changed], WRITTEN)
    save_parts(rows)
    for row in rows:
        row.saved = row.data.person
    for row in changed:
        row.before = row.data.before
    record_many(user, school, deeds(new, changed))
    born = [row.saved.pk for row in changed if "birth_date" in row.data.changes]
    if born:
        keep_people_in_step(born, school, user)


def save_parts(rows: Sequence[Checked]) -> None:
    """Languages and guardians; `also` tells the import what to take back with the person."""
    plans = [row.data for row in rows]
    languages = [each for plan in plans for each in plan.new_languages]
    contacts = [each for plan in plans for each in plan.new_contacts]
    for part in (*languages, *contacts):
        part.person_id = part.person.pk
    bulk.create(languages)
    bulk.create(contacts)
    levels = [each for plan in plans for each, _before in plan.changed_languages]
    bulk.update(levels, ["level"])
    numbers = [each for plan in plans for each, _before in plan.changed_contacts]
    bulk.update(numbers, ["phone", "email"])
    for row in rows:
        plan = row.data
        made = [(each, None) for each in (*plan.new_languages, *plan.new_contacts)]
        row.also = [*made, *plan.changed_languages, *plan.changed_contacts]


def deeds(new: Sequence[Checked], changed: Sequence[Checked]) -> Iterator[tuple[Verb, Participant, dict]]:
    for row in new:
        yield Verb.ADD, row.saved, {}
    for row in changed:
        told = dict(row.data.changes)
        if row.data.new_languages or row.data.changed_languages:
            told["languages"] = ["", ""]
        if row.data.new_contacts or row.data.changed_contacts:
            told["contacts"] = ["", ""]
        yield Verb.CHANGE, row.saved, told
