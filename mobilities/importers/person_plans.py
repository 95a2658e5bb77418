"""What is to be saved for one person of a class list: a new person, or what changes of a known one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from mobilities.enums import PersonContactRole, PersonKind
from mobilities.models import Participant, PersonContact, PersonLanguage, Qualification
from portal.audit.services import short
from portal.common.folding import fold
from portal.imports.enums import Outcome

TAKEN = (
    "birth_date", "gender", "nationality", "email", "phone", "group", "qualification", "work_field",
    "fewer_opportunities",
)  # fmt: skip
ONLY_LEARNERS, ONLY_STAFF = ("group", "qualification"), ("work_field",)


@dataclass
class Plan:
    """What is to be saved for one person; `changes` is field > [before, after]."""

    person: Participant
    changes: dict[str, list[str]] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    new_languages: list[PersonLanguage] = field(default_factory=list)
    changed_languages: list[tuple[PersonLanguage, dict[str, Any]]] = field(default_factory=list)
    new_contacts: list[PersonContact] = field(default_factory=list)
    changed_contacts: list[tuple[PersonContact, dict[str, Any]]] = field(default_factory=list)

    @property
    def has_parts(self) -> bool:
        parts = (self.new_languages, self.changed_languages, self.new_contacts, self.changed_contacts)
        return any(parts)

    @property
    def outcome(self) -> str:
        person = self.person
        lacks = person.birth_date is None or person.qualification_id is None
        is_draft = person.kind == PersonKind.LEARNER and lacks
        if person.pk is None:
            return Outcome.NEW_DRAFT if is_draft else Outcome.NEW
        if self.changes or self.has_parts:
            return Outcome.CHANGED_DRAFT if is_draft else Outcome.CHANGED
        return Outcome.UNCHANGED


def said_of(
    values: dict[str, Any], existing: Participant | None, qualification: Qualification | None
) -> dict[str, Any]:
    """What the row says of the fields that somebody of this kind has."""
    kind = existing.kind if existing else values.get("kind", PersonKind.LEARNER)
    others = ONLY_STAFF if kind == PersonKind.LEARNER else ONLY_LEARNERS
    said = {name: values[name] for name in TAKEN if values.get(name) not in (None, "") and name not in others}
    if "qualification" in said:
        said["qualification"] = qualification
    return said if existing else said | {"kind": kind}


def new_person(school, first: str, last: str, said: dict[str, Any]) -> Participant:
    return Participant(school=school, first_name=first, last_name=last, **said)


def change_person(plan: Plan, said: dict[str, Any]) -> None:
    person = plan.person
    for name, value in said.items():
        attname = Participant._meta.get_field(name).attname
        before = getattr(person, attname)
        if before == getattr(value, "pk", value):
            continue
        plan.before[name] = before.isoformat() if hasattr(before, "isoformat") else before
        plan.changes[name] = [short(before), short(value)]
        setattr(person, name, value)


def plan_languages(plan: Plan, spoken: dict[str, str], known: dict[str, PersonLanguage]) -> None:
    """`known`: those that the person has in the register, by language."""
    for code, level in spoken.items():
        row = known.get(code)
        if row is None:
            plan.new_languages.append(PersonLanguage(person=plan.person, language=code, level=level))
        elif row.level != level:
            plan.changed_languages.append((row, {"level": row.level}))
            row.level = level


def plan_guardian(plan: Plan, values: dict[str, Any], known: dict[str, PersonContact]) -> None:
    """Known by name; telephone and e-mail are those of the file where it has them."""
    name = values.get("guardian")
    if not name:
        return
    said = {part: values.get(f"guardian_{part}") or "" for part in ("phone", "email")}
    row = known.get(fold(name))
    if row is None:
        plan.new_contacts.append(PersonContact(person=plan.person, role=PersonContactRole.GUARDIAN, name=name, **said))
        return
    before = {part: getattr(row, part) for part, value in said.items() if value and value != getattr(row, part)}
    for part in before:
        setattr(row, part, said[part])
    if before:
        plan.changed_contacts.append((row, before))


def shown_changes(plan: Plan) -> dict[str, list[object]]:
    """Without the keys of other rows, which tell nobody anything."""
    relations = {name for name in plan.changes if Participant._meta.get_field(name).is_relation}
    return {name: ["", ""] if name in relations else pair for name, pair in plan.changes.items()}


def changed_parts(plan: Plan) -> list[object]:
    names: list[object] = []
    if plan.new_languages or plan.changed_languages:
        names.append(PersonLanguage._meta.verbose_name_plural)
    if plan.new_contacts or plan.changed_contacts:
        names.append(_("parent or guardian"))
    return names
