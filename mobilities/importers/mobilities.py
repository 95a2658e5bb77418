"""Lists of mobilities: one row a mobility, known by its number, else by project, person, activity type and start.

An empty cell changes nothing, except in the grid, which names the columns where it takes away what was there.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from mobilities.completeness import Notice, Severity, is_incomplete
from mobilities.importers.fields import FIELDS
from mobilities.importers.resolved import TAKES, Resolved, Row, said_of_others
from mobilities.models import Mobility, Participant
from mobilities.services import imported
from portal.imports.enums import Outcome
from portal.imports.reading import tidy
from portal.imports.registry import Checked, Importer
from portal.imports.sentences import lazily, sentence

NEEDED = ("project", "participant", "activity_type", "start", "end")
PERSON = {"participant", "first_name", "last_name", "email"}
EMPTY = _("The cell is empty.")
NO_COLUMN = _("No column holds it.")
REASON_NEEDED = _("%(sentence)s The rules allow it with a reason: write it in the column “%(column)s”.")


class MobilityImporter(Importer):
    kind = "mobilities"
    title = _("Import of mobilities")
    permission = "mobilities.add_mobility"
    model = Mobility
    fields = FIELDS
    twins_agree = True

    def __init__(self, clears: Collection[str] = (), *, tells_changes: bool = True) -> None:
        self.clears, self.tells_changes = frozenset(clears), tells_changes

    def open(self, school, values) -> Resolved:
        return Resolved(school, values, clears=self.clears)

    def check(self, checked: Checked, values: dict[str, Any], context: Resolved) -> None:
        row = context.by_values[id(values)]
        row.number = checked.number
        person, start = row.plan.participant, row.plan.start
        checked.label = " ".join(str(part) for part in (person, start and start.isoformat()) if part)
        checked.key = row.key
        for name, value, text in row.problems:
            checked.refuse(text, self.field(name).label, value)
        self.refuse_empty(checked, row)
        self.refuse_project(checked, row)
        for notice in row.notices:
            self.take(checked, row, notice, context)
        for rule, other in row.others:
            checked.refuse(said_of_others(rule, other), self.field("participant").label, person or "")
        if not checked.reasons:
            self.settle(checked, row)

    def field_of(self, notice: Notice, row: Row) -> str:
        """The column a finding is about: the one the file has."""
        if notice.field == "participant" and not row.values.get("participant"):
            return "last_name" if row.values.get("last_name") else "participant"
        names = {field.name for field in self.fields}
        return notice.field if notice.field in names else "end"

    def take(self, checked: Checked, row: Row, notice: Notice, context: Resolved) -> None:
        if notice.severity not in (Severity.ERROR, Severity.BREACH):
            checked.remarks.append(context.told_once(notice))
            return
        name = self.field_of(notice, row)
        text = lazily(lambda: notice.sentence)
        if notice.severity == Severity.BREACH:
            label = self.field("override_reason").label
            text = sentence(REASON_NEEDED, sentence=lambda: notice.sentence, column=lambda: str(label))
        checked.refuse(text, self.field(name).label, row.values.get(name, ""))

    def refuse_empty(self, checked: Checked, row: Row) -> None:
        """What a mobility cannot be without; a cell that could not be read or found is refused already."""
        told = checked.unread | {name for name, _value, _text in row.problems}
        for name in NEEDED:
            is_missing = getattr(row.plan, name) is None
            is_emptied = row.existing and name in self.clears and name not in row.values
            if not (is_missing or is_emptied) or name in told or (name == "participant" and told & PERSON):
                continue
            is_mapped = name in checked.mapped or (name == "participant" and checked.mapped & PERSON)
            checked.refuse(EMPTY if is_mapped else NO_COLUMN, self.field(name).label)

    def refuse_project(self, checked: Checked, row: Row) -> None:
        project = row.said.get("project")
        is_kept = row.existing and project and row.existing.project_id == project.pk
        if project and not is_kept and project.state not in TAKES:
            text = _("The state of this project is “%(state)s”; mobilities belong to projects that were approved.")
            said = sentence(text, state=project.get_state_display)
            checked.refuse(said, self.field("project").label, row.values["project"])

    def settle(self, checked: Checked, row: Row) -> None:
        changes = {}
        if row.existing:
            changes = {name: value for name, value in row.said.items() if is_other(getattr(row.existing, name), value)}
        along = row.along
        if row.existing and along is not None and set(along) == company_of(row.existing):
            along = None
        checked.data = imported.Entry(row.existing, changes if row.existing else row.said, along)
        is_draft = is_incomplete(row.notices)
        if not row.existing:
            checked.outcome = Outcome.NEW_DRAFT if is_draft else Outcome.NEW
        elif not changes and along is None:
            checked.outcome = Outcome.UNCHANGED
        else:
            checked.outcome = Outcome.CHANGED_DRAFT if is_draft else Outcome.CHANGED
            if self.tells_changes:
                names = [Mobility._meta.get_field(name).verbose_name for name in changes]
                names += [self.field("accompanying").label] if along is not None else []
                fields = partial(joined, names)
                checked.remarks.append(sentence(_("Changes: %(fields)s."), fields=fields))

    def say_shared(self, key: str, numbers: str) -> str:
        return sentence(_("The same mobility stands in other rows as well: %(rows)s."), rows=numbers)

    def apply(self, rows, school, user) -> None:
        imported.save_mobilities(rows, school, user)


def joined(names: list[object]) -> str:
    return ", ".join(map(str, names))


def is_other(before: Any, now: Any) -> bool:
    """Line breaks and blanks at the ends are no change."""
    return tidy(before) != now if isinstance(before, str) and isinstance(now, str) else before != now


def company_of(mobility: Mobility) -> set[Participant]:
    return {trip.person for trip in mobility.accompanying_persons.all()}
