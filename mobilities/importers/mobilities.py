"""Lists of mobilities: one row a mobility, known by its number, else by project, person, activity type and start.

An empty cell changes nothing, except in the grid, which names the columns where it takes away what was there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from mobilities.completeness import Notice, Severity, is_incomplete
from mobilities.completeness.checks import BEYOND_PLAN, beyond_plan
from mobilities.completeness.promised import Promised
from mobilities.importers.cities import is_same_city
from mobilities.importers.fields import FIELDS
from mobilities.importers.resolved import TAKES, Resolved, Row, person_fields
from mobilities.importers.together import Judged, settle_overlaps
from mobilities.models import Mobility, Participant
from mobilities.services import imported
from portal.imports.changes import told_changes
from portal.imports.enums import Outcome
from portal.imports.reading import tidy
from portal.imports.registry import Checked, Importer
from portal.imports.sentences import lazily, sentence

NEEDED = ("project", "participant", "activity_type", "start", "end")
PERSON_FIELDS = ("participant", "first_name", "last_name", "email")
PERSON = set(PERSON_FIELDS)
BY_NUMBER = ("number",)
DRAFTS = _(
    "These mobilities are saved as drafts: something is still missing, such as the host or the teacher in charge. The "
    "other remarks say what."
)
OTHER_CITY = _(
    "In the register %(host)s is in %(there)s, not in “%(city)s”. If another host is meant, correct the row."
)
NO_COLUMN = _("The file has no column for this.")
REASON_NEEDED = _("%(sentence)s This is allowed with a reason: write it in the column “%(column)s”.")


class MobilityImporter(Importer):
    kind = "mobilities"
    title = _("Import of mobilities")
    permission = "mobilities.add_mobility"
    model = Mobility
    fields = FIELDS
    listing = _("a list of mobilities")
    owners = ("mobilitates", "mobilitate", "mobility")
    needs = (
        (("participant",), ("first_name", "last_name"), ("email",), BY_NUMBER),
        *(((name,), BY_NUMBER) for name in ("project", "activity_type", "start")),
    )

    def __init__(self, clears: Collection[str] = (), *, tells_changes: bool = True) -> None:
        self.clears, self.tells_changes = frozenset(clears), tells_changes

    def open(self, school, values) -> Resolved:
        return Resolved(school, values, clears=self.clears)

    def check(self, checked: Checked, values: dict[str, Any], context: Resolved) -> None:
        row = context.by_values[id(values)]
        row.number, checked.found = checked.number, row.existing
        person, start = row.plan.participant, row.plan.start
        checked.label = " ".join(str(part) for part in (person, start) if part)
        checked.key = row.key
        for names, value, text in row.problems:
            self.refuse(checked, names, text, value)
        self.refuse_empty(checked, row)
        self.refuse_project(checked, row)
        remark_other_city(checked, row)
        if row.other_group:
            checked.remarks.append(row.other_group)
        for notice in row.notices:
            if notice.kind != BEYOND_PLAN:  # known only when it is known which rows are refused
                self.take(checked, row, notice, context)
        if not checked.reasons:
            self.settle(checked, row, context)

    def check_together(self, parsed, context: Resolved) -> None:
        def refuse(checked: Checked, row: Row, found: Notice | object) -> None:
            if isinstance(found, Notice):
                self.take(checked, row, found, context)
            else:
                self.refuse(checked, person_fields(row.values), found, row.plan.participant or "")

        judged = [(checked, context.by_values[id(values)]) for checked, values in parsed]
        settle_overlaps(judged, refuse)
        for checked, notice in beyond_plans(judged):
            checked.remark(context.told_once(notice))

    def refuse(self, checked: Checked, names: Collection[str], text: object, value: object = "") -> None:
        """The cells that say it in the file; of a list in one cell, only the part that is wrong."""
        fields = [self.field(name) for name in names]
        if tuple(names) == ("accompanying",):
            checked.refuse(text, checked.title(fields[0]), value)
        else:
            checked.refuse_at(text, *fields, value=value)

    def fields_of(self, notice: Notice, row: Row) -> tuple[str, ...]:
        """What a finding is about, as the file says it."""
        if notice.field == "participant":
            return person_fields(row.values)
        return (notice.field if notice.field in {field.name for field in self.fields} else "end",)

    def take(self, checked: Checked, row: Row, notice: Notice, context: Resolved) -> None:
        if notice.severity not in (Severity.ERROR, Severity.BREACH):
            checked.remarks.append(context.told_once(notice))
            return
        names = self.fields_of(notice, row)
        text = lazily(lambda: notice.sentence)
        if notice.severity == Severity.BREACH:
            column = checked.title(self.field("override_reason"))
            text = sentence(REASON_NEEDED, sentence=lambda: notice.sentence, column=column)
        self.refuse(checked, names, text, row.values.get(names[0], ""))

    def refuse_empty(self, checked: Checked, row: Row) -> None:
        """What a mobility cannot be without; a cell that could not be read or found is refused already."""
        told = checked.unread | {name for names, _value, _text in row.problems for name in names}
        for name in NEEDED:
            is_missing = getattr(row.plan, name) is None
            is_emptied = row.existing and name in self.clears and name not in row.values
            if not (is_missing or is_emptied) or name in told or (name == "participant" and told & PERSON):
                continue
            names = [each for each in PERSON_FIELDS if each in checked.mapped] if name == "participant" else [name]
            is_mapped = bool(checked.mapped & set(names))
            self.refuse(checked, names or [name], self.field(name).missing if is_mapped else NO_COLUMN)

    def refuse_project(self, checked: Checked, row: Row) -> None:
        project = row.said.get("project")
        is_kept = row.existing and project and row.existing.project_id == project.pk
        if project and not is_kept and project.state not in TAKES:
            text = _("This project is “%(state)s”. Mobilities can only be added to approved projects.")
            said = sentence(text, state=project.get_state_display)
            self.refuse(checked, ["project"], said, row.values["project"])

    def settle(self, checked: Checked, row: Row, context: Resolved) -> None:
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
                pairs = {name: [getattr(row.existing, name), value] for name, value in changes.items()}
                if teacher := pairs.pop("responsible_id", None):
                    pairs["responsible"] = [row.existing.responsible, context.teachers.name_of(teacher[1])]
                parts = [self.field("accompanying").label] if along is not None else []
                checked.tell_changes(told_changes(Mobility, pairs, parts))

    def say_shared(self, key: str, numbers: str) -> str:
        return sentence(_("The same mobility is in another row as well: %(rows)s."), rows=numbers)

    def remarks_on(self, rows):
        drafts = [row for row in rows if row.outcome in (Outcome.NEW_DRAFT, Outcome.CHANGED_DRAFT)]
        return [(DRAFTS, drafts)] if drafts else []

    def apply(self, rows, school, user) -> None:
        imported.save_mobilities(rows, school, user)

    def taken_back(self, restored, school, user) -> None:
        imported.follow_undoing(restored, school, user)


def remark_other_city(checked: Checked, row: Row) -> None:
    """No refusal, because names of cities differ by language."""
    city, host = row.values.get("host_city"), row.said.get("host")
    if city and host and not is_same_city(city, host.city, host.country):
        checked.remark(sentence(OTHER_CITY, host=host, there=host.city, city=city))


def beyond_plans(judged: Sequence[Judged]) -> list[tuple[Checked, Notice]]:
    """Beside what is in the register only the rows count that will be saved, each mobility once."""
    saved: dict[str, Judged] = {}
    for checked, row in judged:
        if not checked.reasons:
            saved.setdefault(row.key or str(checked.number), (checked, row))
    is_changed = len(saved) < len(judged)
    if not is_changed and not any(notice.kind == BEYOND_PLAN for _checked, row in judged for notice in row.notices):
        return []
    promised = Promised([row.plan for _checked, row in saved.values()])
    found = [(checked, beyond_plan(row.plan, promised)) for checked, row in saved.values()]
    return [(checked, notice) for checked, notice in found if notice]


def is_other(before: Any, now: Any) -> bool:
    """Line breaks and blanks at the ends are no change."""
    return tidy(before) != now if isinstance(before, str) and isinstance(now, str) else before != now


def company_of(mobility: Mobility) -> set[Participant]:
    return {trip.person for trip in mobility.accompanying_persons.all()}
