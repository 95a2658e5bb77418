"""Class lists: one row a person, known by e-mail, by name and date of birth, or by name and group.

An empty cell changes nothing, and names of people in the register stay as they are. Without a date of birth or a
qualification a learner is a draft.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from mobilities.enums import PersonContactRole, PersonKind
from mobilities.importers.names import Names, name_of_person, words_of
from mobilities.importers.person_fields import FIELDS, PERSONAL_CODE, hidden_codes
from mobilities.models import Participant, PersonContact, PersonLanguage, Qualification
from mobilities.services import imported_people
from portal.audit.services import short
from portal.common.folding import fold
from portal.common.text import day
from portal.imports.enums import Outcome
from portal.imports.registry import Checked, Importer
from portal.imports.sentences import sentence

TAKEN = ("birth_date", "email", "phone", "group", "qualification", "work_field", "fewer_opportunities")
ONLY_LEARNERS, ONLY_STAFF = ("group", "qualification"), ("work_field",)
SHOWN = 4
NO_NAME = _("The name is missing. Map a column with the whole name, or one with first and one with last names.")
CODE_PASSED_OVER = _("The column with personal identity codes is passed over: the register does not keep them.")
CODE_HERE = _("A personal identity code stands here. It is not taken over; write in this column what belongs there.")
DRAFTS = _("These learners come in as drafts: the date of birth or the qualification is still missing.")


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


class Register:
    """The people of a school by what they are known by; four queries, however many rows there are."""

    def __init__(self, school) -> None:
        self.school = school
        self.by_email: dict[str, list[Participant]] = defaultdict(list)
        self.by_name: dict[str, list[Participant]] = defaultdict(list)
        for person in Participant.objects.filter(school=school).order_by("pk"):
            self.by_name[name_of_person(str(person))].append(person)
            if person.email:
                self.by_email[fold(person.email)].append(person)
        self.languages: dict[int, dict[str, PersonLanguage]] = defaultdict(dict)
        for row in PersonLanguage.objects.filter(person__school=school):
            self.languages[row.person_id][row.language] = row
        self.guardians: dict[int, dict[str, PersonContact]] = defaultdict(dict)
        for row in PersonContact.objects.filter(person__school=school, role=PersonContactRole.GUARDIAN):
            self.guardians[row.person_id][fold(row.name)] = row
        self.qualifications = {row.pk: row for row in Qualification.objects.filter(school=school)}
        self.names = Names()
        for row in self.qualifications.values():
            for name in (row.name_lv, row.name_en):
                self.names.add(words_of(name), row.pk)


class PersonImporter(Importer):
    kind = "people"
    title = _("Import of people")
    permission = "mobilities.add_participant"
    fields = FIELDS
    model = Participant
    twins_agree = True

    def shown(self, cell: str) -> str:
        return hidden_codes(cell)

    def open(self, school, values) -> Register:
        return Register(school)

    def check(self, checked: Checked, values: dict[str, Any], context: Register) -> None:
        refuse_codes(checked, values)
        first, last = names_in(values)
        checked.label = f"{first} {last}".strip()
        if not (first and last):
            if not {"name", "name_turned", "first_name", "last_name"} & checked.unread:
                checked.refuse(NO_NAME)
            return
        qualification = qualification_of(checked, values, context)
        if checked.reasons:
            return
        existing = find(checked, values, f"{first} {last}", context)
        if checked.reasons:
            return
        said = said_of(values, existing, qualification)
        checked.key = f"#{existing.pk}" if existing else key_of(values, first, last)
        checked.data = plan = Plan(existing or new_person(context.school, first, last, said))
        if existing:
            change_person(plan, said)
        plan_languages(plan, values.get("languages") or {}, context)
        plan_guardian(plan, values, context)
        checked.outcome = plan.outcome
        if existing and plan.outcome != Outcome.UNCHANGED:
            names = changed_names(plan)
            checked.remarks.append(sentence(_("Changes: %(fields)s."), fields=lambda: ", ".join(map(str, names))))

    def say_shared(self, key: str, numbers: str) -> str:
        return sentence(_("The same person stands in other rows as well: %(rows)s."), rows=numbers)

    def remarks_on(self, rows):
        coded = [row for row in rows if "personal_code" in row.mapped]
        drafts = [row for row in rows if row.outcome in (Outcome.NEW_DRAFT, Outcome.CHANGED_DRAFT)]
        return [(text, found) for text, found in ((CODE_PASSED_OVER, coded), (DRAFTS, drafts)) if found]

    def apply(self, rows, school, user) -> None:
        imported_people.save_people([row for row in rows if row.outcome != Outcome.UNCHANGED], school, user)


def refuse_codes(checked: Checked, values: dict[str, Any]) -> None:
    """Forget every code; one in a column of something else refuses the row, without repeating it."""
    values.pop("personal_code", None)
    for each in FIELDS:
        if values.get(each.name) is PERSONAL_CODE:
            del values[each.name]
            checked.unread.add(each.name)
            checked.refuse(CODE_HERE, each.label)


def names_in(values: dict[str, Any]) -> tuple[str, str]:
    whole = values.get("name") or values.get("name_turned") or ("", "")
    return values.get("first_name") or whole[0], values.get("last_name") or whole[1]


def key_of(values: dict[str, Any], first: str, last: str) -> str:
    """What tells new people of one name apart."""
    telling = values.get("birth_date") or values.get("email") or values.get("group") or ""
    return f"{name_of_person(f'{first} {last}')}|{fold(str(telling))}"


def qualification_of(checked: Checked, values: dict[str, Any], context: Register) -> Qualification | None:
    name = values.get("qualification")
    if not name:
        return None
    if found := context.names.find(words_of(name)):
        return context.qualifications[found[0]]
    near = [str(context.qualifications[pk].name_lv) for pk in context.names.nearest(words_of(name))]
    known = near or [row.name_lv for row in context.qualifications.values()][:SHOWN]
    if known:
        text = _("The school has no such qualification. Correct it or add it first. There are: %(names)s.")
        text = sentence(text, names="; ".join(known))
    else:
        text = _("The school has no qualifications yet. Add them first, or leave the column out.")
    checked.refuse(text, _("Qualification"), name)
    return None


def find(checked: Checked, values: dict[str, Any], name: str, context: Register) -> Participant | None:
    """The person of the register whom the row means; None for a new one. Where it could be several, or only might be
    one, the row is refused with what would tell."""
    namesakes = [
        row
        for row in context.by_name.get(name_of_person(name), [])
        if row.kind == values.get("kind", PersonKind.LEARNER)
    ]
    email, group = values.get("email"), values.get("group")
    if email and (owners := context.by_email.get(fold(email))):
        return owner_of(checked, owners, name, email)
    possible = [row for row in namesakes if not contradicts(row, values)]
    born = [row for row in possible if row.birth_date and row.birth_date == values.get("birth_date")]
    here = [row for row in possible if group and fold(row.group) == fold(group)]
    sure = born or here or (possible if not (group or values.get("birth_date") or email) else [])
    if len(sure) == 1:
        return sure[0]
    if sure:
        refuse_several(checked, name, sure)
    elif unsure := [row for row in possible if is_unsure(row, values)]:
        text = _(
            "Somebody of this name is in the register: %(names)s. Add the date of birth or the e-mail, here and "
            "there, so that it is clear whether it is the same person."
        )
        checked.refuse(sentence(text, names=lambda: told(unsure)), _("First and last name"), name)
    return None


def owner_of(checked: Checked, owners: Sequence[Participant], name: str, email: str) -> Participant | None:
    same = [row for row in owners if name_of_person(str(row)) == name_of_person(name)]
    if len(same) == 1:
        return same[0]
    if same:
        refuse_several(checked, name, same)
    else:
        text = _("This e-mail belongs to %(names)s. Correct the name or the e-mail.")
        checked.refuse(sentence(text, names=lambda: told(owners)), _("E-mail"), email)
    return None


def refuse_several(checked: Checked, name: str, rows: Sequence[Participant]) -> None:
    text = _(
        "Several people of the register fit: %(names)s. Add the e-mail or the date of birth, or merge them first."
    )
    checked.refuse(sentence(text, names=lambda: told(rows)), _("First and last name"), name)


def contradicts(row: Participant, values: dict[str, Any]) -> bool:
    """Both known and different: another person of the same name."""
    born = values.get("birth_date")
    return bool(born and row.birth_date and born != row.birth_date)


def is_unsure(row: Participant, values: dict[str, Any]) -> bool:
    """Neither the date of birth nor the e-mail says that it is somebody else."""
    return not (values.get("email") and row.email)


def told(rows: Sequence[Participant]) -> str:
    shown = []
    for row in rows[:SHOWN]:
        telling = [row.group, day(row.birth_date) if row.birth_date else "", row.email]
        shown.append(f"{row} ({', '.join(filter(None, telling)) or '–'})")
    return "; ".join(shown) + (" …" if len(rows) > SHOWN else "")


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


def plan_languages(plan: Plan, spoken: dict[str, str], context: Register) -> None:
    known = context.languages.get(plan.person.pk, {}) if plan.person.pk else {}
    for code, level in spoken.items():
        row = known.get(code)
        if row is None:
            plan.new_languages.append(PersonLanguage(person=plan.person, language=code, level=level))
        elif row.level != level:
            plan.changed_languages.append((row, {"level": row.level}))
            row.level = level


def plan_guardian(plan: Plan, values: dict[str, Any], context: Register) -> None:
    """Known by name; telephone and e-mail are those of the file where it has them."""
    name = values.get("guardian")
    if not name:
        return
    said = {part: values.get(f"guardian_{part}") or "" for part in ("phone", "email")}
    known = context.guardians.get(plan.person.pk, {}) if plan.person.pk else {}
    row = known.get(fold(name))
    if row is None:
        plan.new_contacts.append(PersonContact(person=plan.person, role=PersonContactRole.GUARDIAN, name=name, **said))
        return
    before = {part: getattr(row, part) for part, value in said.items() if value and value != getattr(row, part)}
    for part in before:
        setattr(row, part, said[part])
    if before:
        plan.changed_contacts.append((row, before))


def changed_names(plan: Plan) -> Iterable[object]:
    names = [Participant._meta.get_field(name).verbose_name for name in plan.changes]
    if plan.new_languages or plan.changed_languages:
        names.append(PersonLanguage._meta.verbose_name_plural)
    if plan.new_contacts or plan.changed_contacts:
        names.append(_("parent or guardian"))
    return names
