"""What the module has is taken over into the register: through the checks of an import, each refusal in a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mobilities.beneficiary_module.fields import BY_NAME
from mobilities.beneficiary_module.lists import BETWEEN, choose
from mobilities.beneficiary_module.rows import day_of
from mobilities.beneficiary_module.subject import activity
from mobilities.enums import DriftKind, DriftSettled
from mobilities.importers.fields import virtual_days, yes_or_no
from mobilities.importers.mobilities import MobilityImporter
from mobilities.models import Mobility, ModuleDifference, ModuleFile, ModuleNumbering, Participant
from mobilities.services import mobilities as services
from mobilities.services.module_drift import mark_applied
from mobilities.services.module_files import locked
from portal.audit.models import Verb
from portal.audit.services import record, short
from portal.common.refused import Refused
from portal.imports import parsers
from portal.imports.enums import WRITES, Outcome
from portal.imports.registry import Checked, StaleRows
from portal.imports.sentences import in_every_language, sentence
from projects.models import ActivityType

STALE = _("Somebody changed it here after the comparison. Compare anew and decide again.")
NOTHING_THERE = _("The module has nothing there; there is nothing to take over.")
CANNOT = _("This is counted or kept here in another place; it cannot be taken over.")
BATCH = 500
MAY_BE_EMPTY = {"email", "green_travel", "blended_days", "fewer_opportunities"}
# Field of the module > column of an import of mobilities.
COLUMNS = {
    "start": "start", "end": "end", "activity_type": "activity_type", "green_travel": "green_travel",
    "blended_days": "blended_days", "receiving_name": "host",
}  # fmt: skip


@dataclass
class Applied:
    """What became of it: differences that are in the register now, and mobilities that are not complete by that."""

    done: list[ModuleDifference] = field(default_factory=list)
    refused: list[ModuleDifference] = field(default_factory=list)
    drafts: int = 0

    def refuse(self, rows: Sequence[ModuleDifference], text: object) -> None:
        for each in rows:
            each.values["refusal"] = in_every_language(text)
        self.refused += rows


@transaction.atomic
def apply_settled(row: ModuleFile, user) -> Applied:
    """All differences that were settled for the module; those that cannot be taken over say why and stay open."""
    now = locked(row)
    waiting = list(now.differences.filter(settled=DriftSettled.THEIRS, applied_at=None).select_related("mobility"))
    result = Applied()
    together: dict[int, list[ModuleDifference]] = defaultdict(list)
    for each in waiting:
        if each.kind == DriftKind.DIFFERS and each.mobility_id:
            together[each.mobility_id].append(each)
        else:
            one_by_one(now, each, user, result)
    change_mobilities(
        now, [[each for each in rows if each.field in COLUMNS] for rows in together.values()], user, result
    )
    for rows in together.values():
        change_person(now, [each for each in rows if each.field not in COLUMNS], user, result)
    mark_applied(result.done)
    keep_refusals(result.refused)
    return result


def keep_refusals(rows: Sequence[ModuleDifference]) -> None:
    """Beside what was written of the same rows meanwhile: their versions."""
    now = ModuleDifference.objects.in_bulk([each.pk for each in rows])
    for each in rows:
        now[each.pk].values["refusal"] = each.values["refusal"]
    ModuleDifference.objects.bulk_update(now.values(), ["values"], batch_size=BATCH)


def one_by_one(file: ModuleFile, each: ModuleDifference, user, result: Applied) -> None:
    try:
        with transaction.atomic():
            whole(file, each, user, result)
    except Refused as refusal:
        result.refuse([each], refusal.args[0])
    else:
        result.done.append(each)


def whole(file: ModuleFile, each: ModuleDifference, user, result: Applied) -> None:
    """A mobility that is on one side only, or a draft there. Raises Refused."""
    if each.kind == DriftKind.DRAFT_THERE:
        return  # known, and left as it is
    if each.kind == DriftKind.ONLY_HERE:
        services.move_mobility(unchanged(each), user, "cancel", timezone.localdate())
    elif each.values.get("is_cancelled"):
        services.move_mobility(unchanged(each), user, "reopen", timezone.localdate())
    elif each.mobility_id:
        take_id(file, unchanged(each), each.module_id, user)
    else:
        add_mobility(file, each, user, result)


def unchanged(each: ModuleDifference) -> Mobility:
    """Our mobility, locked, as it was compared. Raises Refused."""
    found = Mobility.objects.select_for_update(of=("self",)).filter(pk=each.mobility_id).first()
    if found is None or found.version != each.values.get("version"):
        raise Refused(STALE)
    return found


def take_id(file: ModuleFile, mobility: Mobility, module_id: str, user) -> None:
    """The module's own ID; from now on it is known by it. Raises Refused."""
    ModuleNumbering.objects.get_or_create(project=file.project)
    ModuleNumbering.objects.select_for_update().get(project=file.project)
    if mobility.module_id and mobility.module_id != module_id:
        raise Refused(_("This mobility has another mobility ID already, and an ID never changes."))
    if not module_id:
        raise Refused(_("The row in the module has no mobility ID."))
    if Mobility.objects.filter(project=file.project, module_id=module_id).exclude(pk=mobility.pk).exists():
        raise Refused(_("Another mobility of the project has this mobility ID."))
    mobility.module_id = module_id
    mobility.save(update_fields=["module_id"])
    record(user, file.school, Verb.CHANGE, mobility, {"module_id": ["", module_id]})


# ---- a row that is only there ----


def add_mobility(file: ModuleFile, each: ModuleDifference, user, result: Applied) -> None:
    """By the checks of an import. Raises Refused with all that it says."""
    said = each.values.get("row", {})
    values: dict[str, Any] = {"project": file.project.code or file.project.title}
    name = " ".join(filter(None, (said.get("first_name", ""), said.get("last_name", ""))))
    values |= {"participant": name} if name else {}
    if born := day_of(said.get("birth_date", "")):
        values["birth_date"] = born
    if said.get("email"):
        values["email"] = said["email"]
    for field_name, column in COLUMNS.items():
        if said.get(field_name):
            values |= parsed(file, field_name, column, said[field_name], said)
    checked = through_import(file, values, user)
    take_id(file, checked.saved, each.module_id, user)
    each.mobility = checked.saved
    each.save(update_fields=["mobility"])
    result.drafts += checked.outcome == Outcome.NEW_DRAFT


def through_import(file: ModuleFile, values: dict[str, Any], user) -> Checked:
    """Checked and saved as one row of a list of mobilities. Raises Refused."""
    importer = MobilityImporter()
    (checked,) = checked_all(importer, file, [values])
    if checked.reasons:
        raise Refused(told(checked))
    importer.apply([checked], file.school, user)
    return checked


def checked_all(importer: MobilityImporter, file: ModuleFile, rows: Sequence[dict[str, Any]]) -> list[Checked]:
    context = importer.open(file.school, rows)
    found = []
    for number, values in enumerate(rows, start=1):
        checked = Checked(number, mapped=frozenset(values))
        importer.check(checked, values, context)
        found.append(checked)
    return found


def told(checked: Checked) -> str:
    reasons = list(checked.reasons)
    return sentence("%(reasons)s", reasons=lambda: " ".join(map(reason_in_words, reasons)))


def reason_in_words(reason) -> str:
    about = ", ".join(filter(None, (str(reason.column), str(reason.value))))
    return f"{about}: {reason.text}" if about else str(reason.text)


def parsed(file: ModuleFile, name: str, column: str, text: str, row: Mapping[str, str]) -> dict[str, Any]:
    """Columns of an import for what the module says. Raises Refused."""
    if name in ("start", "end"):
        if (found := day_of(text)) is None:
            raise Refused(sentence(_("“%(text)s” is no date."), text=text))
        return {column: found}
    if name == "activity_type":
        return {column: code_of_type(file, text)}
    if name == "green_travel":
        return {column: yes_or_no(text)}
    if name == "blended_days":
        return {column: virtual_days(text)}
    place = {"host": row.get("receiving_oid") or text}
    if row.get("receiving_city"):
        place["host_city"] = row["receiving_city"]
    if found := country_of(row.get("receiving_country", "")):
        place["host_country"] = found
    return place


def country_of(text: str) -> str:
    """Of "DE - Germany", whichever part says it."""
    for part in (text, *BETWEEN.split(text)):
        try:
            return parsers.country(part.strip()) if part.strip() else ""
        except Refused:
            continue
    return ""


def code_of_type(file: ModuleFile, text: str) -> str:
    kinds = ActivityType.objects.for_call_year(file.project.call_year, file.school)
    return next((kind.code for kind in kinds if choose([text], activity(kind))), text)


# ---- fields of a mobility that both have ----


def change_mobilities(file: ModuleFile, groups: list[list[ModuleDifference]], user, result: Applied) -> None:
    """The differences of each mobility together: new dates come as a pair, or the rules would stop the first of them.
    Those that empty the same columns are checked and saved in one go, however many they are."""
    alike: dict[frozenset[str], list[tuple[list[ModuleDifference], dict[str, Any]]]] = defaultdict(list)
    for rows in filter(None, groups):
        try:
            values = said_of(file, rows)
        except Refused as refusal:
            result.refuse(rows, refusal.args[0])
        else:
            emptied = frozenset(name for name, value in values.items() if value is None)
            alike[emptied].append((rows, {name: value for name, value in values.items() if value is not None}))
    for emptied, chosen in alike.items():
        save_alike(file, MobilityImporter(clears=emptied), chosen, user, result)


def said_of(file: ModuleFile, rows: list[ModuleDifference]) -> dict[str, Any]:
    """Columns of an import; None empties one. Raises Refused."""
    values: dict[str, Any] = {"number": unchanged(rows[0]).pk}
    for each in rows:
        if each.theirs:
            values |= parsed(file, each.field, COLUMNS[each.field], each.theirs, each.values.get("row", {}))
        elif each.field in MAY_BE_EMPTY:
            values[COLUMNS[each.field]] = None
        else:
            raise Refused(NOTHING_THERE)
    return values


def save_alike(
    file: ModuleFile,
    importer: MobilityImporter,
    chosen: list[tuple[list[ModuleDifference], dict[str, Any]]],
    user,
    result: Applied,
) -> None:
    done: list[tuple[list[ModuleDifference], Checked]] = []
    for (rows, _values), checked in zip(chosen, checked_all(importer, file, [v for _r, v in chosen]), strict=True):
        if checked.reasons:
            result.refuse(rows, told(checked))
        else:
            done.append((rows, checked))
    try:
        with transaction.atomic():
            importer.apply([checked for _rows, checked in done if checked.outcome in WRITES], file.school, user)
    except StaleRows:
        for rows, _checked in done:
            result.refuse(rows, STALE)
        return
    for rows, checked in done:
        result.done += rows
        result.drafts += checked.outcome == Outcome.CHANGED_DRAFT
    renew_versions(file, {rows[0].mobility_id for rows, _checked in done})


def change_person(file: ModuleFile, rows: list[ModuleDifference], user, result: Applied) -> None:
    """Names and the like of the person, who may have other mobilities too."""
    if not rows:
        return
    try:
        save_person(file, rows, user)
    except Refused as refusal:
        result.refuse(rows, refusal.args[0])
    else:
        result.done += rows
        renew_versions(file, {rows[0].mobility_id})


def save_person(file: ModuleFile, rows: list[ModuleDifference], user) -> None:
    """Raises Refused, and then nothing is saved."""
    mine = Participant.objects.select_for_update(of=("self",)).filter(mobilities=rows[0].mobility_id)
    person = mine.first()
    compared_as = ModuleDifference.objects.get(pk=rows[0].pk).values.get("person_version")
    if person is None or person.version != compared_as:
        raise Refused(STALE)
    changes = {}
    for each in rows:
        value = value_of_person(each)
        changes[each.field] = [short(getattr(person, each.field)), short(value)]
        setattr(person, each.field, value)
    try:
        person.clean_fields(exclude=[each.name for each in person._meta.fields if each.name not in changes])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    person.version += 1
    person.save(update_fields=[*changes, "version"])
    record(user, file.school, Verb.CHANGE, person, changes)


def value_of_person(each: ModuleDifference) -> str | date | bool:
    known = BY_NAME.get(each.field)
    if known is None or known.takes != "person":
        raise Refused(CANNOT)
    if not each.theirs and each.field not in MAY_BE_EMPTY:
        raise Refused(NOTHING_THERE)
    if each.field == "fewer_opportunities":
        return bool(each.theirs) and yes_or_no(each.theirs)
    if each.field == "birth_date":
        if (born := day_of(each.theirs)) is None or born > timezone.localdate():
            raise Refused(sentence(_("“%(text)s” is no date."), text=each.theirs))
        return born
    return each.theirs


def renew_versions(file: ModuleFile, keys: set[int]) -> None:
    """Our own change is no somebody else's: what is still open of the same mobilities and people may follow."""
    changed = {row.pk: row for row in Mobility.objects.select_related("participant").filter(pk__in=keys)}
    people = {row.participant_id: row.participant.version for row in changed.values()}
    rows = list(
        file.differences.filter(applied_at=None, mobility__participant__in=list(people)).select_related("mobility")
    )
    for each in rows:
        each.values["person_version"] = people[each.mobility.participant_id]
        if each.mobility_id in changed:
            each.values["version"] = changed[each.mobility_id].version
    ModuleDifference.objects.bulk_update(rows, ["values"], batch_size=BATCH)
