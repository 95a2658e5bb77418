"""Class lists: one row a person, known by e-mail, by name and date of birth, or by name and group.

An empty cell changes nothing, and names of people in the register stay as they are. Without a date of birth or a
qualification a learner is a draft.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mobilities.duplicates import Known, Likeness
from mobilities.enums import PersonContactRole, PersonKind
from mobilities.importers.names import Names, group_of, name_of_person, ordinary_case, words_of
from mobilities.importers.odd import remark_name, remark_phone
from mobilities.importers.person_fields import FIELDS, OWNERS, PERSONAL_CODE, hidden_codes, spoken, with_phone
from mobilities.importers.person_plans import (
    Plan,
    change_person,
    changed_parts,
    new_person,
    plan_guardian,
    plan_languages,
    said_of,
    shown_changes,
)
from mobilities.models import Participant, PersonContact, PersonLanguage, Qualification
from mobilities.services import imported_people
from mobilities.services.checklists import keep_people_in_step
from portal.common.folding import fold
from portal.common.text import day
from portal.imports.changes import told_changes
from portal.imports.enums import Outcome
from portal.imports.registry import Checked, Field, Importer, Link
from portal.imports.sentences import sentence, some_of
from portal.imports.services.twins import plain, same_phone

SHOWN = 4
NO_NAME = _("The name is missing. Write the first and the last name.")
NO_FIRST_NAME, NO_LAST_NAME = _("The first name is missing."), _("The last name is missing.")
NAMES, TURNED, FIRST_AND_LAST = ("name",), ("name_turned",), ("first_name", "last_name")
LIKELY = {
    Likeness.NAME: _(
        "Is this not %(person)s? Somebody of this name is in the register already; the row is taken for another "
        "person."
    ),
    Likeness.BIRTH: _(
        "Is this not %(person)s? The name is similar and the date of birth the same; the row is taken for another "
        "person."
    ),
}
WRITTEN_OTHERWISE = _("This is %(person)s of the register; the name stays as it is written there.")
IN_CAPITALS = _("The name “%(written)s” is in capitals; it is saved as %(name)s.")
GROUP_WRITTEN = _("The group “%(group)s” is saved as “%(known)s”, as it is written elsewhere.")
CODE_PASSED_OVER = _("The column with personal identity codes is left out: the register does not keep them.")
CODE_HERE = _("This cell contains a personal identity code, which the register does not keep. Delete the code.")
PHONE_MOVED = _("The number %(phone)s behind the name of the guardian is saved as the phone of %(name)s.")
PHONE_LEFT = _(
    "The number %(phone)s behind the name of the guardian is left out: the phone of %(name)s is %(there)s in this row."
)
KNOWN = _("The school has no such qualification. Correct the name, or add the qualification first. Known: %(names)s.")
SIMILAR = _(
    "The school has no such qualification. Correct the name, or add the qualification first. Similar: %(names)s."
)
DRAFTS = _("These learners are saved as drafts: the date of birth or the qualification is still missing.")


class Register:
    """The people of a school by what they are known by; four queries, however many rows there are."""

    def __init__(self, school) -> None:
        self.school = school
        self.by_email: dict[str, list[Participant]] = defaultdict(list)
        people = list(Participant.objects.filter(school=school).order_by("pk"))
        self.known = Known(people)
        for person in people:
            if person.email:
                self.by_email[fold(person.email)].append(person)
        self.groups: dict[str, str] = {}
        self.spellings = Counter(person.group for person in people if person.group)
        for group, _count in self.spellings.most_common():
            self.groups.setdefault(group_of(group), group)
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
    listing = _("a list of people")
    owners = OWNERS
    needs = ((NAMES, TURNED, FIRST_AND_LAST),)

    def shown(self, cell: str) -> str:
        return hidden_codes(cell)

    def open(self, school, values) -> Register:
        return Register(school)

    def check(self, checked: Checked, values: dict[str, Any], context: Register) -> None:
        refuse_codes(checked, values)
        split_guardian(checked, values)
        written = names_in(values)
        first, last = map(ordinary_case, written)
        name = f"{first} {last}".strip()
        checked.label = name
        refuse_missing_names(checked, first, last)
        qualification = qualification_of(checked, values, context)
        remark_odd(checked, values)
        write_group_as_known(checked, values, context)
        if not (first and last):
            return
        existing = checked.found = find(checked, values, name, context)
        if checked.reasons:
            return
        said = said_of(values, existing, qualification)
        checked.key = f"#{existing.pk}" if existing else key_of(values, first, last)
        checked.data = plan = Plan(existing or new_person(context.school, first, last, said))
        if existing:
            change_person(plan, said)
            if str(existing) != name:
                checked.remark(sentence(WRITTEN_OTHERWISE, person=existing), link_to(existing))
        else:
            if (first, last) != written:
                checked.remark(sentence(IN_CAPITALS, written=" ".join(written), name=name))
            remark_likely(checked, plan.person, context)
        plan_languages(plan, spoken(values), context.languages.get(plan.person.pk, {}))
        plan_guardian(plan, values, context.guardians.get(plan.person.pk, {}))
        checked.outcome = plan.outcome
        if existing and plan.outcome != Outcome.UNCHANGED:
            checked.tell_changes(told_changes(Participant, shown_changes(plan), changed_parts(plan)))

    def say_shared(self, key: str, numbers: str) -> str:
        return sentence(_("The same person is in another row as well: %(rows)s."), rows=numbers)

    def remarks_on(self, rows):
        coded = [row for row in rows if "personal_code" in row.mapped]
        drafts = [row for row in rows if row.outcome in (Outcome.NEW_DRAFT, Outcome.CHANGED_DRAFT)]
        return [(text, found) for text, found in ((CODE_PASSED_OVER, coded), (DRAFTS, drafts)) if found]

    def apply(self, rows, school, user) -> None:
        imported_people.save_people([row for row in rows if row.outcome != Outcome.UNCHANGED], school, user)

    def taken_back(self, restored, school, user) -> None:
        keep_people_in_step([row.pk for row in restored if isinstance(row, Participant)], school, user)


def field_called(name: str) -> Field:
    return next(each for each in FIELDS if each.name == name)


def refuse_codes(checked: Checked, values: dict[str, Any]) -> None:
    """Forget every code; one in a column of something else refuses the row, without repeating it."""
    values.pop("personal_code", None)
    for each in FIELDS:
        if values.get(each.name) is PERSONAL_CODE:
            del values[each.name]
            checked.unread.add(each.name)
            checked.refuse(CODE_HERE, checked.title(each))


def split_guardian(checked: Checked, values: dict[str, Any]) -> None:
    """A number behind the name goes into the guardian's phone, unless the file has another one there."""
    name, phone = with_phone(values.get("guardian") or "")
    if not phone:
        return
    values["guardian"] = name
    there = values.get("guardian_phone")
    if not there and "guardian_phone" not in checked.unread:
        values["guardian_phone"] = phone
        checked.remark(sentence(PHONE_MOVED, phone=phone, name=name))
    elif there and not same_phone(there, phone):
        checked.remark(sentence(PHONE_LEFT, phone=phone, name=name, there=there))


def names_in(values: dict[str, Any]) -> tuple[str, str]:
    whole = values.get("name") or values.get("name_turned") or ("", "")
    return values.get("first_name") or whole[0], values.get("last_name") or whole[1]


def columns_of_name(checked: Checked) -> list[Field]:
    """Those that the file has."""
    way = next((way for way in (NAMES, TURNED) if set(way) <= checked.mapped), FIRST_AND_LAST)
    return [field_called(name) for name in way]


def refuse_missing_names(checked: Checked, first: str, last: str) -> None:
    """What could not be read is refused already."""
    columns = columns_of_name(checked)
    if len(columns) == 1:
        if not (first and last) and columns[0].name not in checked.unread:
            checked.refuse_at(NO_NAME, *columns)
        return
    for part, column, text in zip((first, last), columns, (NO_FIRST_NAME, NO_LAST_NAME), strict=True):
        if not part and column.name not in checked.unread:
            checked.refuse_at(text, column)


def remark_odd(checked: Checked, values: dict[str, Any]) -> None:
    if said := values.get("guardian"):
        remark_name(checked, said)
    for said in filter(None, (values.get("phone"), values.get("guardian_phone"))):
        remark_phone(checked, said)


def write_group_as_known(checked: Checked, values: dict[str, Any], context: Register) -> None:
    """One group in one spelling: that of the register, else of the first row."""
    group = values.get("group")
    if not group or values.get("kind") == PersonKind.STAFF or group in context.spellings:
        return
    known = context.groups.setdefault(group_of(group), group)
    if known != group:
        values["group"] = known
        checked.remark(sentence(GROUP_WRITTEN, group=group, known=known))


def remark_likely(checked: Checked, person: Participant, context: Register) -> None:
    """Who of the register the new person may be after all."""
    for other, likeness in context.known.like(person)[:SHOWN]:
        checked.remark(sentence(LIKELY[likeness], person=partial(told, [other])), link_to(other))


def link_to(person: Participant) -> Link:
    return str(person), reverse("mobilities:participant-detail", args=[person.pk])


def key_of(values: dict[str, Any], first: str, last: str) -> str:
    """What tells new people of one name apart."""
    telling = values.get("birth_date") or values.get("email") or values.get("group") or ""
    return f"{name_of_person(f'{first} {last}')}|{plain(str(telling))}"


def qualification_of(checked: Checked, values: dict[str, Any], context: Register) -> Qualification | None:
    name = values.get("qualification")
    if not name:
        return None
    if found := context.names.find(words_of(name)):
        return context.qualifications[found[0]]
    near = [context.qualifications[pk] for pk in context.names.nearest(words_of(name))]
    known = near or list(context.qualifications.values())
    if known:
        text = sentence(SIMILAR if near else KNOWN, names=lambda: some_of([str(row) for row in known], SHOWN))
    else:
        text = _("The school has no qualifications yet. Add them first, or leave the column out.")
    checked.refuse_at(text, field_called("qualification"), value=name)
    return None


def find(checked: Checked, values: dict[str, Any], name: str, context: Register) -> Participant | None:
    """The person of the register whom the row means; None for a new one. Where it could be several, or only might be
    one, the row is refused with what would tell."""
    namesakes = [
        row
        for row in context.known.by_name.get(name_of_person(name), [])
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
            "Is this not %(names)s? Somebody of this name is in the register. Add the date of birth or the e-mail in "
            "the file and in the register, so that it is clear whether this is the same person."
        )
        refuse_names(checked, sentence(text, names=lambda: told(unsure)), name, unsure)
    return None


def refuse_names(checked: Checked, text: object, name: str, rows: Sequence[Participant]) -> None:
    links = [link_to(row) for row in rows[:SHOWN]]
    checked.refuse_at(text, *columns_of_name(checked), value=name, links=links)


def owner_of(checked: Checked, owners: Sequence[Participant], name: str, email: str) -> Participant | None:
    same = [row for row in owners if name_of_person(str(row)) == name_of_person(name)]
    if len(same) == 1:
        return same[0]
    if same:
        refuse_several(checked, name, same)
    else:
        text = sentence(
            _("This is the e-mail of %(names)s. Correct the name or the e-mail."), names=lambda: told(owners)
        )
        links = [link_to(row) for row in owners[:SHOWN]]
        checked.refuse_at(text, field_called("email"), value=email, links=links)
    return None


def refuse_several(checked: Checked, name: str, rows: Sequence[Participant]) -> None:
    text = _(
        "This can be several people of the register: %(names)s. Add the e-mail or the date of birth, or merge them "
        "first."
    )
    refuse_names(checked, sentence(text, names=lambda: told(rows)), name, rows)


def contradicts(row: Participant, values: dict[str, Any]) -> bool:
    """Both known and different: another person of the same name."""
    born = values.get("birth_date")
    return bool(born and row.birth_date and born != row.birth_date)


def is_unsure(row: Participant, values: dict[str, Any]) -> bool:
    """Neither the date of birth nor the e-mail says that it is somebody else."""
    return not (values.get("email") and row.email)


def told(rows: Sequence[Participant]) -> str:
    return some_of([told_apart(row) for row in rows], SHOWN)


def told_apart(row: Participant) -> str:
    telling = [row.group, day(row.birth_date) if row.birth_date else "", row.email]
    return f"{row} ({', '.join(filter(None, telling)) or '–'})"
